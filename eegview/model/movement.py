"""Movement in a camera's picture: the region that is measured, and the trace of motion energy."""

from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from eegview.model.film.video import SyncMap
from eegview.model.issue import Issue
from eegview.model.recording import Samples
from eegview.model.span import Span

MOVEMENT_UNIT = "a.u."
LONGEST_HOLD_S = 1.0  # a frame shown for longer than this stands for pictures that are missing

Times = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Region:
    """A polygon on the picture as it is shown (rotation applied).

    corners : (x, y) in shares of width and height, 0-1, (0, 0) top left; at least three
    """

    corners: tuple[tuple[float, float], ...]

    def __post_init__(self) -> None:
        if len(self.corners) < 3:
            raise ValueError(f"a region has three corners or more, not {len(self.corners)}")

    @classmethod
    def rectangle(cls, left: float, top: float, right: float, bottom: float) -> "Region":
        return cls(((left, top), (right, top), (right, bottom), (left, bottom)))


class CameraHold(StrEnum):
    """What holds the camera."""

    FIXED = "fixed"
    HAND = "hand"  # its own motion is taken off before movement is measured
    UNKNOWN = "unknown"  # found out by its own motion


@dataclass(frozen=True, slots=True)
class Filming:
    """How a video was filmed, as far as movement in it depends on that."""

    hold: CameraHold = CameraHold.FIXED


@dataclass(frozen=True, slots=True)
class CameraLook:
    """What was found to hold a camera, by its own motion in stretches of the film.

    speed_pct_s : median, % of the picture's width per second; None where too little could be followed
    n_frames : whose motion was followed
    """

    hold: CameraHold
    speed_pct_s: float | None
    n_frames: int


class TraceKind(StrEnum):
    """How a movement trace was measured, by its name in tables."""

    PLAIN = "plain"  # picture against picture
    COMPENSATED = "compensated"  # the camera's own motion taken off first


@dataclass(frozen=True, slots=True, eq=False)
class CameraShake:
    """How the camera moved at each value of a compensated trace, and how well that was taken off.

    speeds_pct_s : (n_frames,) float32, root mean square of how fast the picture's points move with the camera, % of the
        picture's width per second; NaN where it could not be told, and the trace has no value
    misfits_pct : (n_frames,) float32, how far off edges that stand still are afterwards, a robust standard deviation in
        % of the width; NaN likewise
    """

    speeds_pct_s: Samples
    misfits_pct: Samples

    def __getitem__(self, part: slice) -> "CameraShake":
        return CameraShake(self.speeds_pct_s[part], self.misfits_pct[part])


@dataclass(frozen=True, slots=True, eq=False)
class MovementTrace:
    """The motion energy of one video file, one value per frame measured, in the video's own time.

    times_s : (n_frames,) float64, PTS of the frame in which the change is first seen; ascending. Of a camera held in
        the hand some ten frames a second are measured, however many there are
    values : (n_frames,) float32, mean absolute luma change per second that happened (8-bit levels/s) beyond noise and
        change of light; NaN at the first frame, where frames are missing before one, and where the motion of a
        held camera could not be told
    is_complete : False while the trace is computed, and where that was stopped
    shake : the camera's own motion, None where it was not taken off
    look : what was found to hold the camera, None where that was known before
    """

    times_s: Times
    values: Samples
    is_complete: bool
    issues: tuple[Issue, ...] = ()
    shake: CameraShake | None = None
    look: CameraLook | None = None

    @property
    def kind(self) -> TraceKind:
        """Return whether the camera's own motion was taken off."""
        return TraceKind.PLAIN if self.shake is None else TraceKind.COMPENSATED

    @property
    def reached_s(self) -> float | None:
        """Return the video time (s) of the last frame measured, None before the first."""
        return float(self.times_s[-1]) if len(self.times_s) else None

    @property
    def frame_rate_hz(self) -> float:
        """Return the frame rate (Hz) from the median step between frames, 0 where there are fewer than two."""
        return 1 / float(np.median(np.diff(self.times_s))) if len(self.times_s) > 1 else 0.0

    @property
    def gaps(self) -> tuple[Span, ...]:
        """Return the spans of video time in which frames are missing."""
        lost = np.flatnonzero(np.diff(self.times_s) > LONGEST_HOLD_S)
        return tuple(Span(float(self.times_s[i]), float(self.times_s[i + 1])) for i in lost)

    def within(self, first_s: float, last_s: float) -> "MovementTrace":
        """Return the part of the trace whose frames begin in `[first_s, last_s)` of the video's own time."""
        first, stop = np.searchsorted(self.times_s, (first_s, last_s))
        if first == 0 and stop == len(self.times_s):
            return self
        part = slice(int(first), int(stop))
        shake = None if self.shake is None else self.shake[part]
        return replace(self, times_s=self.times_s[part], values=self.values[part], shake=shake)

    def recording_times_s(self, sync: SyncMap) -> Times:
        """Return the recording time of each value, (n_frames,) float64 s, for a map of video time to recording time."""
        return sync.offset_s + self.times_s * (1 + sync.drift_ppm * 1e-6)
