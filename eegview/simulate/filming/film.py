"""Film the drawn infant: H.264 in MP4, every frame with its EEG time as text and as a strip.

A minute at a time is drawn and encoded on its own, two at once; each piece starts with a key frame, and all follow each
other in one file.
"""

from collections import OrderedDict, deque
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from fractions import Fraction
from pathlib import Path

import numpy as np

from eegview.model.recording import Progress, no_progress
from eegview.model.span import Span
from eegview.model.time.clock import elapsed_text
from eegview.simulate.filming.camera import is_plain, seen, views
from eegview.simulate.filming.figure import Planes, draw_pose, paint_clock
from eegview.simulate.filming.movement import poses
from eegview.simulate.filming.time_strip import HEIGHT_PX, WIDTH_PX, paint_time_strip
from eegview.simulate.plan import StudyPlan

PIECE_S = 60
_OPTIONS = {"preset": "ultrafast", "qp": "30"}  # a constant quantiser: a sixth quicker than rate control, and smaller
_N_THREADS = 2
_KEPT_POSES = 48


def frame_rate(duration_s: float) -> Fraction:
    """Return 25 frames a second, half of it for studies over an hour."""
    return Fraction(25) if duration_s <= 3600 else Fraction(25, 2)


def write_film(path: Path, plan: StudyPlan, progress: Progress = no_progress, rate: Fraction | None = None) -> None:
    """Write the study's video to `path`; its first frame has PTS 0 and EEG time 0 s.

    rate : frames a second, None = as `frame_rate` says

    Raises
    ------
    OSError : the disk is full or the place cannot be written
    Cancelled : from `progress`
    """
    import av

    rate = rate or frame_rate(plan.duration_s)
    n_pieces = -(-round(plan.duration_s) // PIECE_S)
    with (
        av.open(str(path), "w", format="mp4") as container,
        ThreadPoolExecutor(_N_THREADS, thread_name_prefix="film") as pool,
    ):
        stream = container.add_stream("libx264", rate=rate, options=_options(rate))
        _set_up(stream.codec_context, rate)
        container.metadata["comment"] = "SIMULATED RECORDING - not a patient"
        waiting: deque[Future] = deque()
        try:
            for number in range(n_pieces):
                waiting.append(pool.submit(_encode_piece, plan, number * PIECE_S, rate))
                if len(waiting) > _N_THREADS:
                    _mux(container, stream, waiting.popleft())
                    progress((number + 1 - len(waiting)) / n_pieces)
            while waiting:
                _mux(container, stream, waiting.popleft())
                progress((n_pieces - len(waiting)) / n_pieces)
        except BaseException:  # also Ctrl-C: pieces not begun are dropped, the error goes on up
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def write_clip(path: Path, plan: StudyPlan, span: Span, zero_s: float, rate: Fraction) -> float:
    """Write a part of the study's video, a minute at most, with times that count from another instant.

    zero_s : instant of the study that is 0 s in the picture

    Returns
    -------
    float : when the first frame is shown, seconds from `zero_s`; its PTS is 0

    Raises
    ------
    ValueError : the part is longer than a minute
    OSError : the disk is full or the place cannot be written
    """
    import av

    if span.duration_s > PIECE_S:
        raise ValueError("a clip is a minute at most")
    first, last = round(span.start_s * rate), round(span.stop_s * rate)
    with av.open(str(path), "w", format="mp4", options={"fflags": "+bitexact"}) as container:
        stream = container.add_stream("libx264", rate=rate, options=_options(rate))
        _set_up(stream.codec_context, rate)
        container.metadata["comment"] = "SIMULATED RECORDING - not a patient"
        for packet in _encoded(_frames(plan, first, last, rate, zero_s), 0, rate):
            packet.stream = stream
            container.mux(packet)
    return float(first / rate) - zero_s


def _options(rate: Fraction) -> dict[str, str]:
    return {**_OPTIONS, "g": str(round(rate))}


def _set_up(context, rate: Fraction) -> None:
    context.width, context.height, context.pix_fmt = WIDTH_PX, HEIGHT_PX, "yuv420p"
    context.framerate, context.time_base = rate, 1 / rate
    context.thread_count = 1


def _mux(container, stream, piece: Future) -> None:
    for packet in piece.result():
        packet.stream = stream
        container.mux(packet)


def _encode_piece(plan: StudyPlan, start_s: int, rate: Fraction) -> list:
    """Draw and encode one piece; return its packets."""
    stop_s = min(start_s + PIECE_S, plan.duration_s)
    first, last = round(start_s * rate), round(Fraction(stop_s) * rate)
    return _encoded(_frames(plan, first, last, rate), first, rate)


def _encoded(frames: Iterator[Planes], first: int, rate: Fraction) -> list:
    """Return the packets of frames that are numbered from `first` on."""
    import av
    from av.codec.context import Flags

    context = av.CodecContext.create("libx264", "w")
    _set_up(context, rate)
    context.options = _options(rate)
    context.flags |= Flags.global_header  # as MP4 wants it; all pieces share the stream's header
    packets = []
    for index, planes in enumerate(frames, start=first):
        frame = av.VideoFrame(WIDTH_PX, HEIGHT_PX, "yuv420p")
        for plane, values in zip(frame.planes, (planes.luma, planes.blue, planes.red), strict=True):
            target = np.frombuffer(memoryview(plane), np.uint8).reshape(-1, plane.line_size)
            target[:, : values.shape[1]] = values
        frame.pts, frame.time_base = index, 1 / rate
        packets += context.encode(frame)
    return packets + context.encode(None)


def _frames(plan: StudyPlan, first: int, last: int, rate: Fraction, zero_s: float = 0.0) -> Iterator[Planes]:
    """Yield the pictures of frames `first` to `last`; each is valid until the next is asked for.

    zero_s : instant of the study from which the times in the picture count
    """
    times_s = np.arange(first, last) / float(rate)
    drawn: OrderedDict[bytes, Planes] = OrderedDict()
    for time_s, pose, view in zip(times_s, poses(plan, times_s), views(plan, times_s), strict=True):
        key = pose.tobytes() + view.tobytes()
        if key not in drawn:
            planes = draw_pose(pose)
            drawn[key] = planes if is_plain(view) else seen(planes, view)
            if len(drawn) > _KEPT_POSES:
                drawn.popitem(last=False)
        planes = drawn[key]
        drawn.move_to_end(key)
        paint_clock(planes.luma, elapsed_text(float(time_s) - zero_s, 3))
        paint_time_strip(planes.luma, round((time_s - zero_s) * 1000))
        yield planes
