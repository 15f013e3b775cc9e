"""Copy a video's pictures, and its sound if asked, without the texts and dates the container holds.

Nothing is decoded or encoded: every picture stays as it was.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from eegview.model.errors import UnreadableFile
from eegview.model.recording import Progress, no_progress
from eegview.model.span import Span
from eegview.readers.video.container import frame_ticks, is_raw, open_container, video_stream
from eegview.readers.video.index import PacketIndex
from eegview.readers.video.reading import IndexReading
from eegview.readers.video.running_packets import RunningClock, sound_ticks
from eegview.readers.video.slow_motion import kept_rate, slowness_of, written_options
from eegview.readers.video.tags.stream_cleaning import TRIMMED, StreamCleaner

# Units of a bare stream that hold what else its maker had to say, ITU-T H.264 table 7-1 and H.265 table 7-1.
_BARE_FORMS = {**{name: name for name in ("h264", "hevc", "mpeg1video", "mpeg2video")}, "mpeg4": "m4v"}
_TEXT_UNITS = {"h264": "6", "hevc": "39|40"}


_LONGEST_LEAD_S = 0.15  # of sound before the first that is heard, as codecs need it


def copy_pictures(
    source: Path,
    target: Path,
    with_sound: bool,
    progress: Progress = no_progress,
    part: Span | None = None,
    tags: Mapping[str, str] | None = None,
) -> float:
    """Write the first video stream of `source`, and its sound if asked, to `target`.

    part : of a file whose times start again the span to write, in seconds of its running time; None = all of the file
    tags : what the copy says all the same

    Returns
    -------
    float : how much later (s) the first picture is shown in the copy, by the streams' own times

    Raises
    ------
    UnreadableFile : the video cannot be read, holds pictures that were trimmed off, or user data that cannot be found;
        or its codec does not fit the container; no file is left behind
    """
    import av
    from av.error import FFmpegError

    half = target.with_name(f".{target.name}.part{target.suffix}")
    index = None if part is None else whole_index(source)
    container = open_container(str(source))
    try:
        stream = video_stream(container, str(source))
        heard = [one for one in container.streams.audio if one.codec_context is not None] if with_sound else []
        streams = [stream, *heard]
        form = _BARE_FORMS.get(stream.codec_context.name) if is_raw(container) else None
        kept_tags = {**kept_rate(container, stream), **(tags or {})}
        with av.open(str(half), "w", format=form, options=written_options(target.suffix, bool(kept_tags))) as written:
            written.metadata.update(kept_tags)
            outputs = {one.index: written.add_stream_from_template(one) for one in streams}
            for output in outputs.values():
                output.metadata.clear()
            clean = StreamCleaner(stream, outputs[stream.index])
            duration = float(container.duration or 0) / av.time_base
            hidden_s = 0.0
            for packet in _packets(container, stream, streams, index, part):
                if not packet.size:  # the demuxer's end of a stream
                    continue
                if packet.stream is stream and packet.pts is not None and duration and packet.is_keyframe:
                    progress(min(float(packet.pts * packet.time_base) / duration, 1.0))
                if packet.is_discard:
                    hidden_s += 1.0 if packet.stream is stream else float((packet.duration or 0) * packet.time_base)
                if hidden_s > _LONGEST_LEAD_S:
                    raise UnreadableFile(*TRIMMED)
                cleaned = clean.without(packet) if packet.stream is stream else packet
                if cleaned is None:
                    continue
                cleaned.stream = outputs[packet.stream.index]
                written.mux(cleaned)
        half.replace(target)
    except (FFmpegError, ValueError) as error:
        raise UnreadableFile(
            f"{source.name} cannot be copied without what is written between its pictures.",
            "Write a new film with “eegview film”.",
        ) from error
    finally:
        container.close()
        half.unlink(missing_ok=True)
    progress(1.0)
    return first_time_s(target) - (first_time_s(source) if part is None else part.start_s)


def whole_index(path: Path) -> PacketIndex:
    """Return when each frame of a video is shown; the file is read to its end."""
    reading = IndexReading(str(path))
    try:
        reading.read_on()
        return reading.index
    finally:
        reading.close()


def _packets(
    container: Any, stream: Any, streams: list[Any], index: PacketIndex | None, part: Span | None
) -> Iterator[Any]:
    """Yield the packets to write: all, or those of one part with running times; of a bare stream without its texts."""
    packets = container.demux(streams)
    if is_raw(container):
        return _without_texts(packets, stream)
    return packets if index is None or part is None else _of_part(packets, stream, index, part)


def _without_texts(packets: Iterator[Any], stream: Any) -> Iterator[Any]:
    from av.bitstream import BitStreamFilterContext

    units = _TEXT_UNITS.get(stream.codec_context.name)
    if units is None:
        yield from packets
        return
    dropped = BitStreamFilterContext(f"filter_units=remove_types={units}", stream)
    for packet in packets:
        for kept in dropped.filter(packet if packet.size else None):
            kept.stream = stream
            yield kept


def _of_part(packets: Iterator[Any], stream: Any, index: PacketIndex, part: Span) -> Iterator[Any]:
    """Yield the packets of one part of a file, with running times."""
    clocks: dict[int, RunningClock] = {}
    for packet in packets:
        if not packet.size or (packet.dts is None and packet.pts is None):
            continue
        tick_s = packet.time_base
        if packet.stream.index not in clocks:
            ticks = frame_ticks(stream) if packet.stream is stream else sound_ticks(tick_s)
            clocks[packet.stream.index] = RunningClock(index, tick_s, ticks)
        clocks[packet.stream.index].put_on(packet, packet.is_keyframe or packet.stream is not stream)
        if part.contains(float(packet.pts * tick_s)):
            yield packet


def first_time_s(path: Path) -> float:
    """Return the earliest time (PTS in s) of a picture among the first ones of the video."""
    container = open_container(str(path))
    try:
        stream = video_stream(container, str(path))
        times, slow = [], slowness_of(container, stream)
        for packet in container.demux(stream):
            if packet.pts is not None:
                times.append(float(packet.pts * packet.time_base / slow))
            if len(times) >= 32:  # more than any codec reorders
                break
        return min(times, default=0.0)
    finally:
        container.close()
