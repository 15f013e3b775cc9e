"""Round times of the clock on a stretch of the recording, for time lines and their labels.

Times of marks never pass here: a line is moved to the clock, not the recording.
"""

from datetime import datetime

import numpy as np
import numpy.typing as npt

from eegview.model.recording import Recording
from eegview.model.span import Span
from eegview.model.time.wall_clock import clock_base

# Each divides a day, so that lines fall on the same times of every day.
ROUND_STEPS_S = (
    *(0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 15.0, 30.0),
    *(60.0, 120.0, 300.0, 600.0, 900.0, 1800.0, 3600.0, 7200.0, 10800.0, 21600.0, 43200.0, 86400.0),
)
_NEAR = 1e-6  # of a step: a time this near to a line is on it


def clock_offset_s(started_at: datetime | None) -> float:
    """Return the recorder's clock at the recording's start, seconds after midnight; 0 where there is no clock.

    A recorder's clock is taken as it is written: no change to or from summer time is made up.
    """
    if started_at is None:
        return 0.0
    midnight = started_at.replace(hour=0, minute=0, second=0, microsecond=0)
    return (started_at - midnight).total_seconds()


def grid_offset_s(recording: Recording, span: Span) -> float:
    """Return the same for the time lines of a stretch; of clips it is the clock of the first one that has one there."""
    for time_s in (span.start_s, *(c.span.start_s for c in recording.clips if span.contains(c.span.start_s))):
        if (base := clock_base(recording, time_s)) is not None:
            return clock_offset_s(base[0]) - base[1]
    return 0.0


def round_times_s(span: Span, step_s: float, offset_s: float) -> npt.NDArray[np.float64]:
    """Return the recording times within `span`, both ends included, at which the clock stands at a multiple of a step.

    offset_s : see `clock_offset_s`
    """
    first = int(np.ceil((span.start_s + offset_s) / step_s - _NEAR))
    last = int(np.floor((span.stop_s + offset_s) / step_s + _NEAR))
    return np.arange(first, last + 1, dtype=np.float64) * step_s - offset_s


def round_step_s(least_s: float) -> float:
    """Return the smallest round step that is not below `least_s`; beyond a day whole days."""
    longest_s = ROUND_STEPS_S[-1]
    days = longest_s * float(np.ceil(least_s / longest_s - _NEAR))
    return next((step_s for step_s in ROUND_STEPS_S if step_s >= least_s * (1 - _NEAR)), days)
