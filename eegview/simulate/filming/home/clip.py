"""Write a home clip of a simulated infant: a video file alone, each frame with its true time as a strip."""

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import numpy as np

from eegview.model.recording import Progress, no_progress
from eegview.model.span import Span
from eegview.simulate.filming.home.conditions import HomeFilming
from eegview.simulate.filming.home.course import ClipCourse, clip_course
from eegview.simulate.filming.home.picture import home_picture
from eegview.simulate.filming.movement import poses
from eegview.simulate.filming.time_strip import HEIGHT_PX, WIDTH_PX, paint_time_strip
from eegview.simulate.plan import StudyPlan
from eegview.simulate.seeds import Stream, random_stream

SIMULATED = "SIMULATED RECORDING - not a patient"
_TICKS_HZ = 1000
_LOST = 1 / 40  # of the frames of an uneven film


@dataclass(frozen=True, slots=True, eq=False)
class HomeClip:
    """What is true of a home clip that was written.

    times_s : (n_frames,) PTS of each frame, whole milliseconds; the strip in the picture says the same
    zero_s : instant of the simulated study at PTS 0
    course : where the camera pointed at each frame, how bright and sharp it saw
    """

    times_s: np.ndarray
    zero_s: float
    course: ClipCourse


def write_home_clip(
    path: Path,
    plan: StudyPlan,
    span: Span,
    filming: HomeFilming,
    rate: Fraction = Fraction(25),
    progress: Progress = no_progress,
) -> HomeClip:
    """Write what happens in `span` of a simulated study as a family might film it; without EEG and sound.

    The same arguments give the same pictures.

    Raises
    ------
    OSError : the disk is full or the place cannot be written
    Cancelled : from `progress`
    """
    import av

    times_s = frame_times_s(plan.seed, span, filming, rate)
    course = clip_course(filming, plan.seed, times_s)
    moving = poses(plan, span.start_s + times_s)
    with av.open(str(path), "w", format="mp4", options={"fflags": "+bitexact"}) as container:
        stream = container.add_stream("libx264", rate=rate, options={"preset": "ultrafast", "crf": "23"})
        stream.width, stream.height, stream.pix_fmt = WIDTH_PX, HEIGHT_PX, "yuv420p"
        stream.codec_context.time_base = Fraction(1, _TICKS_HZ)
        stream.codec_context.thread_count = 1
        container.metadata["comment"] = SIMULATED
        for k, time_s in enumerate(times_s):
            planes = home_picture(moving[k], course, k, filming.depth)
            paint_time_strip(planes.luma, round(time_s * _TICKS_HZ))
            frame = av.VideoFrame(WIDTH_PX, HEIGHT_PX, "yuv420p")
            for plane, values in zip(frame.planes, (planes.luma, planes.blue, planes.red), strict=True):
                target = np.frombuffer(memoryview(plane), np.uint8).reshape(-1, plane.line_size)
                target[:, : values.shape[1]] = values
            frame.pts, frame.time_base = round(time_s * _TICKS_HZ), Fraction(1, _TICKS_HZ)
            container.mux(stream.encode(frame))
            progress((k + 1) / len(times_s))
        container.mux(stream.encode())
    return HomeClip(times_s, span.start_s, course)


def frame_times_s(seed: int, span: Span, filming: HomeFilming, rate: Fraction) -> np.ndarray:
    """Return the (n_frames,) times of frames from the clip's beginning, whole milliseconds."""
    times_s = np.arange(round(span.duration_s * rate)) / float(rate)
    if filming.jitter_s:
        rng = random_stream(seed, Stream.HAND, 1)
        off_s = rng.uniform(-1, 1, len(times_s)) * min(filming.jitter_s, 0.4 / float(rate))
        is_kept = rng.random(len(times_s)) >= _LOST
        off_s[:1], is_kept[:1] = 0, True
        times_s = (times_s + off_s)[is_kept]
    return np.round(times_s, 3)
