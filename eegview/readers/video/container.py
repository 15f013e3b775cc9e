"""Open a video's container, find its pictures, read and decode packets whatever their state.

With its neighbours `video_*`, the only place that knows the decoding library. Must not know the EEG.
"""

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import av
import av.container
import av.error

from eegview.model.errors import UnreadableFile
from eegview.readers.video.facts import tag_duration_s

CONVERT = "Convert it to MP4 with a video program, or choose another file."
# What the library takes pictures, plain text, and fragments without times for.
_NOT_VIDEO = ("_pipe", "tty", "image2", "m4v", "h264", "hevc", "mjpeg", "mpegvideo", "rawvideo", "obu")
_ATTACHED_PICTURE = 0x400


def open_container(path: str) -> Any:
    """Open a file as a video.

    Raises
    ------
    UnreadableFile : missing, not readable, not a video
    """
    name = Path(path).name
    try:
        container = av.open(path, metadata_errors="replace")
    except FileNotFoundError:
        raise UnreadableFile(f"{name} was not found.", "Check the name and the folder.") from None
    except PermissionError:
        raise UnreadableFile(f"{name} cannot be read.", "Ask for the right to read it.") from None
    except (av.error.FFmpegError, OSError, ValueError) as error:
        raise UnreadableFile(f"{name} is not a video, or its recording was never finished.", CONVERT) from error
    if container.format.name.endswith(_NOT_VIDEO) and "," not in container.format.name:
        container.close()
        raise UnreadableFile(f"{name} is not a video.", "Choose a video file, such as MP4, MKV, AVI or WMV.")
    return container


def video_stream(container: Any, path: str) -> Any:
    """Return the stream of moving pictures (of several the best), not a cover picture."""
    stream = container.streams.best("video")
    if stream is None or stream.codec_context is None or int(stream.disposition) & _ATTACHED_PICTURE:
        raise UnreadableFile(f"{Path(path).name} contains no video.", "Choose the file of the camera.")
    if not stream.codec_context.is_open:
        stream.thread_type = "AUTO"
    return stream


def first_from(packets: Iterator[Any], key_dts: int) -> Any | None:
    """Return the first packet from this decoding time on; None if a seek went past it."""
    with contextlib.suppress(av.error.FFmpegError):  # damage before the wanted packet: another road is tried
        for packet in packets:
            dts = packet.dts if packet.dts is not None else packet.pts
            if dts == key_dts:
                return packet
            if dts is not None and dts > key_dts:
                return None
    return None


def decode(packets: Iterator[Any], stream: Any) -> Iterator[Any]:
    """Yield all pictures of the packets, and at their end those the decoder still holds."""
    return (picture for picture in decode_marked(packets, stream) if picture is not None)


def decode_marked(packets: Iterator[Any], stream: Any) -> Iterator[Any]:
    """Yield all pictures of the packets, and None where damage lies between what came and what follows."""
    is_drained = False
    while not is_drained:
        try:
            packet = next(packets, None)
        except av.error.FFmpegError:
            packet = None  # bytes that make no sense: play as far as it goes
        is_drained = packet is None or packet.size == 0
        if packet is not None and packet.is_corrupt:
            yield None
        try:
            pictures = stream.codec_context.decode(None if is_drained else packet)
        except av.error.FFmpegError:
            yield None  # a damaged packet: its frame is found missing later
            continue
        yield from pictures


def frame_ticks(stream: Any) -> int:
    """Return how long a frame is shown by the nominal rate, for a last frame that does not say."""
    return max(1, round(1 / (stream.average_rate or stream.guessed_rate or 25) / stream.time_base))


def promised_end_s(container: Any, stream: Any) -> float | None:
    """Return where the container says that the pictures end, None if it does not say."""
    if stream.duration:
        return float(((stream.start_time or 0) + stream.duration) * stream.time_base)
    end_s = tag_duration_s(stream.metadata)
    if end_s is None and container.duration:
        end_s = ((container.start_time or 0) + container.duration) / av.time_base
    return end_s
