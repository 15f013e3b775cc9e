"""Take what the maker wrote between the pictures out of packets that are copied; nothing is decoded."""

from typing import Any

from eegview.readers.video.tags.user_data import clean_extradata, prefix_size, without_user_data

# What is said of a file from which nothing is copied, and what to do.
TRIMMED = (
    "The clip was trimmed, and the file still holds what was cut off.",
    "Write what is shown with “eegview film”, which copies nothing else.",
)


class StreamCleaner:
    """Takes what the maker wrote between the pictures out of the packets of one stream."""

    def __init__(self, stream: Any, output: Any) -> None:
        self._codec = str(stream.codec_context.name)
        extradata = stream.codec_context.extradata
        self._n_prefix = prefix_size(self._codec, extradata)
        if (cleaned := clean_extradata(self._codec, extradata)) != extradata:
            output.codec_context.extradata = cleaned

    def without(self, packet: Any) -> Any:
        """Return the packet, or one like it without user data, None where nothing else is in it.

        Raises
        ------
        ValueError : it is not known where its codec keeps user data
        """
        from av.packet import Packet

        data = bytes(packet)
        cleaned = without_user_data(data, self._codec, self._n_prefix)
        if cleaned is data:
            return packet
        if not cleaned:
            return None
        other = Packet(cleaned)
        other.pts, other.dts, other.time_base, other.duration = (
            packet.pts,
            packet.dts,
            packet.time_base,
            packet.duration,
        )
        other.is_keyframe = packet.is_keyframe
        return other
