"""Read the times that a container stores for each packet, or make them where it stores none."""

from typing import Any

from eegview.readers.video.container import FLAGGED_EARLY, begins_anew, counts_frames, frame_ticks, is_raw
from eegview.readers.video.index import PacketTimes


class StoredTimes:
    """The times of one stream's packets, which come in the file's order from its beginning.

    A bare stream has none: its packets are counted at the rate that it states. AVI numbers its packets and says nothing
    of when they are shown; what the library makes up for that begins as much too late as the decoder looks ahead.
    """

    def __init__(self, container: Any, stream: Any) -> None:
        self._is_raw = is_raw(container)
        self._is_avi = "avi" in container.format.name.split(",")
        self._is_counted = counts_frames(container, stream)
        self._codec = stream.codec_context.name
        self._frame_ticks = frame_ticks(stream)
        self._n_packets = 0
        self._doubtful_to = -1  # the number of the last packet that may be the one that is really corrupt
        self._late: int | None = None  # ticks by which the first packet is shown after it is decoded

    def of(self, packet: Any, is_after_hole: bool = False) -> PacketTimes:
        """Return the times of the next packet."""
        pts, dts, duration, is_key = packet.pts, packet.dts, packet.duration or 0, packet.is_keyframe
        if self._is_raw:
            made = self._n_packets * self._frame_ticks
            pts, dts, duration = self._shown(pts, dts, made), made, self._frame_ticks
        elif self._is_avi and dts is not None:
            pts = self._shown(pts, dts, dts)
        if self._is_counted and is_key and self._n_packets:
            is_key = begins_anew(packet, self._codec)
        self._n_packets += 1
        is_after_doubt = self._n_packets <= self._doubtful_to
        if packet.is_corrupt:
            self._doubtful_to = self._n_packets + FLAGGED_EARLY
        return PacketTimes(pts, dts, duration, is_key, is_after_hole, is_after_doubt, packet.pos)

    def _shown(self, pts: int | None, dts: int | None, made: int) -> int:
        """Return when a packet is shown, made up where the stored time is only a count."""
        if self._is_counted or pts is None or dts is None:
            return made
        if self._late is None:
            self._late = pts - dts
        return made + (pts - dts) - self._late
