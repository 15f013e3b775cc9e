"""Movement in a camera's picture: the region that is measured, and the trace of motion energy."""

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from eegview.model.issue import Issue
from eegview.model.recording import Samples
from eegview.model.span import Span
from eegview.model.video import SyncMap

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


@dataclass(frozen=True, slots=True, eq=False)
class MovementTrace:
    """The motion energy of one video file, one value per frame, in the video's own time.

    times_s : (n_frames,) float64, PTS of the frame in which the change is first seen; ascending
    values : (n_frames,) float32, mean absolute luma change per second (8-bit levels/s) beyond noise and change of
        light; NaN at the first frame and where frames are missing before one
    is_complete : False while the trace is computed, and where that was stopped
    """

    times_s: Times
    values: Samples
    is_complete: bool
    issues: tuple[Issue, ...] = ()

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
        return replace(self, times_s=self.times_s[first:stop], values=self.values[first:stop])

    def recording_times_s(self, sync: SyncMap) -> Times:
        """Return the recording time of each value, (n_frames,) float64 s, for a map of video time to recording time."""
        return sync.offset_s + self.times_s * (1 + sync.drift_ppm * 1e-6)
