"""Cut a part out of a video, without what the container and the maker say beside the pictures; nothing is decoded.

A part can only begin at a key frame, so it begins a little before what was asked for.
"""

from pathlib import Path

from eegview.model.errors import UnreadableFile
from eegview.model.span import Span
from eegview.readers.video.container import open_container, video_stream
from eegview.readers.video.slow_motion import kept_rate, slowness_of, written_options
from eegview.readers.video.tags.stream_cleaning import TRIMMED, StreamCleaner

_LONGEST_LEAD_S = 30.0  # a key frame further back would show what nobody asked for


def cut_pictures(source: Path, target: Path, span: Span) -> Span | None:
    """Write the pictures of a part to an MP4 file, without sound.

    span : in seconds of the stream's own time, as it happened where slow motion is stored slowed

    Returns
    -------
    Span | None : what was written, from its first to its last picture, in seconds of the source's time; the first is
        at 0 s of the copy. None where the part has no picture that can be shown.

    Raises
    ------
    UnreadableFile : the video cannot be read, the part holds pictures that were trimmed off, or user data that cannot
        be found, or its codec does not fit MP4; no file is left behind
    """
    import av
    from av.error import FFmpegError

    half = target.with_name(f".{target.name}.part{target.suffix}")
    container = open_container(str(source))
    try:
        stream = video_stream(container, str(source))
        if stream.time_base is None:
            raise ValueError("no time base")
        tick_s = stream.time_base / slowness_of(container, stream)
        container.seek(max(int(span.start_s / tick_s), 0), stream=stream, backward=True)
        first: int | None = None
        first_pts: int | None = None
        last_s = span.start_s
        rate = kept_rate(container, stream)
        with av.open(str(half), "w", format="mp4", options=written_options(".mp4", bool(rate))) as written:
            written.metadata.update(rate)
            output = written.add_stream_from_template(stream)
            output.metadata.clear()
            clean = StreamCleaner(stream, output)
            for packet in container.demux(stream):
                if packet.pts is None or packet.dts is None or not packet.size:
                    continue
                at_s = float(packet.pts * tick_s)
                if first is None:
                    if not packet.is_keyframe:
                        continue
                    if at_s < span.start_s - _LONGEST_LEAD_S:
                        continue
                    first, first_pts = packet.dts, packet.pts
                if float(packet.dts * tick_s) >= span.stop_s:
                    break
                assert first_pts is not None
                if packet.is_discard:
                    raise UnreadableFile(*TRIMMED)
                last_s = max(last_s, at_s)
                cleaned = clean.without(packet)
                if cleaned is None:
                    continue
                cleaned.dts -= first_pts
                cleaned.pts -= first_pts
                cleaned.stream = output
                written.mux(cleaned)
        if first_pts is None:
            return None
        half.replace(target)
        return Span(float(first_pts * tick_s), max(last_s, float(first_pts * tick_s)))
    except (FFmpegError, ValueError) as error:
        raise UnreadableFile(
            f"{source.name} cannot be cut without converting it.", "Convert it to MP4 first, then try again."
        ) from error
    finally:
        container.close()
        half.unlink(missing_ok=True)
