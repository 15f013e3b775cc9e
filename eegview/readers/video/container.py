"""Open a video's container, find its pictures, read and decode packets whatever their state.

With its neighbours `video_*`, the only place that knows the decoding library. Must not know the EEG.
"""

import contextlib
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import av.container
import av.error

from eegview.model.errors import UnreadableFile
from eegview.readers.video.facts import tag_duration_s

CONVERT = "Convert it to MP4 with a video program, or choose another file."
# What the library takes single pictures and plain text for.
_NOT_VIDEO = ("_pipe", "tty", "image2", "mjpeg", "rawvideo", "obu")
# Pictures one after the other without a container, as recorders of surveillance cameras write them.
_RAW = ("h264", "hevc", "mpegvideo", "m4v")
_RAW_ENDINGS = {
    **dict.fromkeys((".264", ".h264", ".avc"), "h264"),
    **dict.fromkeys((".265", ".h265", ".hevc"), "hevc"),
    **dict.fromkeys((".m1v", ".m2v"), "mpegvideo"),
}
_START_CODE = b"\0\0\1"
FLAGGED_EARLY = 2  # packets; the one that is flagged stands before the one whose bytes are doubtful
_WHERE_STARTED = 64  # bytes, zeros mostly, before the first start code
# Kinds of units, ITU-T H.264 table 7-1 and H.265 table 7-1: pictures that nothing after them looks behind; all others.
_ANEW = {"h264": (5,), "hevc": (16, 17, 18, 19, 20)}
_PICTURES = {"h264": (1, 2, 3, 4), "hevc": (*range(10), 21)}
_MOST_UNITS = 64
_ATTACHED_PICTURE = 0x400


def open_container(path: str) -> Any:
    """Open a file as a video.

    Raises
    ------
    UnreadableFile : missing, not readable, not a video
    """
    name = Path(path).name
    if Path(path).is_dir():
        raise UnreadableFile(f"{name} is a folder.", "Choose the video inside it.")
    try:
        container = _opened(path)
    except FileNotFoundError:
        raise UnreadableFile(f"{name} was not found.", "Check the name and the folder.") from None
    except PermissionError:
        raise UnreadableFile(f"{name} cannot be read.", "Ask for the right to read it.") from None
    except (av.error.FFmpegError, OSError, ValueError) as error:
        raise UnreadableFile(f"{name} is not a video, or its recording was never finished.", CONVERT) from error
    if container.format.name.endswith(_NOT_VIDEO) and "," not in container.format.name:
        container.close()
        raise UnreadableFile(f"{name} is not a video.", "Choose a video file, such as MP4, MKV, AVI or WMV.")
    if is_raw(container) and Path(path).suffix.lower() not in _RAW_ENDINGS and not _begins_raw(path):
        kind = container.format.name.upper()
        container.close()
        raise UnreadableFile(f"{name} holds fragments of {kind} without the container that they were in.", CONVERT)
    return container


def _opened(path: str) -> Any:
    """Open a container by its content; a bare stream that begins in the midst of a picture by its name."""
    try:
        return av.open(path, metadata_errors="replace")
    except av.error.InvalidDataError:
        named = _RAW_ENDINGS.get(Path(path).suffix.lower())
        if named is None:
            raise
        return av.open(path, format=named, metadata_errors="replace")


def is_raw(container: Any) -> bool:
    """Whether a file is a bare stream of pictures, which stores no times."""
    return container.format.name in _RAW


def _begins_raw(path: str) -> bool:
    """Whether a file begins as a bare stream does, and not in the midst of something."""
    with Path(path).open("rb") as file:
        return _START_CODE in file.read(_WHERE_STARTED)


def counts_frames(container: Any, stream: Any) -> bool:
    """Whether pictures have to be counted as they come out of the decoder, because nothing says when each is shown."""
    names = container.format.name.split(",")
    return ("avi" in names or is_raw(container)) and stream.codec_context.name in ("h264", "hevc")


def begins_anew(packet: Any, codec: str) -> bool:
    """Whether all pictures after a key frame's packet are shown after it, so that counting can begin there.

    Of H.264 and H.265 only, and only where the packet is cut into units by start codes; True for what cannot be told.
    """
    data, at, n_units = bytes(packet), 0, 0
    while (at := data.find(_START_CODE, at)) >= 0 and at + 3 < len(data) and n_units < _MOST_UNITS:
        unit = data[at + 3] & 31 if codec == "h264" else data[at + 3] >> 1 & 63
        if unit in _ANEW[codec]:
            return True
        if unit in _PICTURES[codec]:
            return False
        at, n_units = at + 3, n_units + 1
    return True


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


class Break:
    """Stands between two packets that nothing connects: the decoder begins afresh."""


@dataclass(frozen=True, slots=True)
class Damage:
    """Stands between two pictures where damage begins.

    dts : of the damaged packet, in ticks; what is decoded from there on builds on it, None where that is not known
    """

    dts: int | None


def decode(packets: Iterator[Any], stream: Any) -> Iterator[Any]:
    """Yield all pictures of the packets, and at their end those the decoder still holds."""
    return (picture for picture in decode_marked(packets, stream) if not isinstance(picture, Damage))


def decode_marked(packets: Iterator[Any], stream: Any) -> Iterator[Any]:
    """Yield all pictures of the packets, and a `Damage` where one lies between what came and what follows."""
    context: Any = stream.codec_context
    ahead: deque[Any] = deque()
    is_drained = False
    while not is_drained:
        packet = ahead.popleft() if ahead else _next_packet(packets)
        is_break = isinstance(packet, Break)
        is_drained = packet is None or (not is_break and packet.size == 0)
        fed: Any = None if is_break or is_drained else packet  # nothing: what the decoder still holds comes out
        if fed is not None and fed.is_corrupt:
            while len(ahead) < FLAGGED_EARLY and not _is_end(ahead):
                ahead.append(_next_packet(packets))
            if _is_end(ahead):
                fed.is_corrupt = False  # nothing builds on it
            else:
                yield Damage(fed.dts)
        pictures: Iterable[Any] = ()
        try:
            pictures = context.decode(fed)
        except av.error.FFmpegError:
            yield Damage(None if fed is None else fed.dts)  # its frame is found missing later
        if is_break:
            context.flush_buffers()
        yield from pictures


def _next_packet(packets: Iterator[Any]) -> Any:
    """Return the next packet; None at the end, and where bytes make no sense: it is played as far as it goes."""
    try:
        return next(packets, None)
    except av.error.FFmpegError:
        return None


def _is_end(packets: Iterable[Any]) -> bool:
    """Whether among the packets after a doubtful one all begins afresh.

    Where two films of a camera were joined, the counters of the transport stream jump, and the last packet of the first
    counts as corrupt although nothing is missing.
    """
    return any(one is None or isinstance(one, Break) or one.size == 0 or one.is_keyframe for one in packets)


def frame_ticks(stream: Any) -> int:
    """Return how long a frame is shown by the nominal rate, for a last frame that does not say."""
    return max(1, round(1 / (nominal_rate(stream) or 25) / stream.time_base))


def nominal_rate(stream: Any) -> Fraction | None:
    """Return the frames per second that the file says, None where it does not."""
    name = stream.codec_context.name
    if stream.container.format.name in _RAW:  # its mean is the library's own; in MPEG-4 the rate is that of its clock
        return (stream.codec_context.framerate if name != "mpeg4" else None) or stream.guessed_rate
    return stream.average_rate or stream.guessed_rate


def promised_end_s(container: Any, stream: Any) -> float | None:
    """Return where the container says that the pictures end, None if it does not say."""
    if stream.duration:
        return float(((stream.start_time or 0) + stream.duration) * stream.time_base)
    end_s = tag_duration_s(stream.metadata)
    if end_s is None and container.duration:
        end_s = ((container.start_time or 0) + container.duration) / av.time_base
    return end_s
