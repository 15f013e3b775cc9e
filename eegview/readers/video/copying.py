"""Copy a video's pictures, and its sound if asked, without the texts and dates the container holds.

Nothing is decoded or encoded: every picture stays as it was.
"""

from pathlib import Path

from eegview.model.errors import UnreadableFile
from eegview.model.recording import Progress, no_progress
from eegview.readers.video.container import open_container, video_stream


def copy_pictures(source: Path, target: Path, with_sound: bool, progress: Progress = no_progress) -> float:
    """Write the first video stream of `source`, and its sound if asked, to `target`.

    Returns
    -------
    float : how much later (s) the first picture is shown in the copy, by the streams' own times

    Raises
    ------
    UnreadableFile : the video cannot be read, or its codec does not fit the container; no file is left behind
    """
    import av
    from av.error import FFmpegError

    half = target.with_name(f".{target.name}.part{target.suffix}")
    container = open_container(str(source))
    try:
        stream = video_stream(container, str(source))
        streams = [stream, *(container.streams.audio if with_sound else ())]
        with av.open(str(half), "w", options={"fflags": "+bitexact"}) as written:
            outputs = {one.index: written.add_stream_from_template(one) for one in streams}
            for output in outputs.values():
                output.metadata.clear()
            duration = float(container.duration or 0) / av.time_base
            for packet in container.demux(streams):
                if not packet.size:  # the demuxer's end of a stream
                    continue
                if packet.stream is stream and packet.pts is not None and duration and packet.is_keyframe:
                    progress(min(float(packet.pts * packet.time_base) / duration, 1.0))
                packet.stream = outputs[packet.stream.index]
                written.mux(packet)
        half.replace(target)
    except (FFmpegError, ValueError) as error:
        raise UnreadableFile(
            f"{source.name} cannot be copied without its texts.", "Convert it to MP4 first, then try again."
        ) from error
    finally:
        container.close()
        half.unlink(missing_ok=True)
    progress(1.0)
    return first_time_s(target) - first_time_s(source)


def first_time_s(path: Path) -> float:
    """Return the earliest time (PTS in s) of a picture among the first ones of the video."""
    container = open_container(str(path))
    try:
        stream = video_stream(container, str(path))
        times = []
        for packet in container.demux(stream):
            if packet.pts is not None:
                times.append(float(packet.pts * packet.time_base))
            if len(times) >= 32:  # more than any codec reorders
                break
        return min(times, default=0.0)
    finally:
        container.close()
