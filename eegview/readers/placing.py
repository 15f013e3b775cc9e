"""Place the stretches of a file in time: where the recorder was stopped there is a gap, or an issue.

Pure arithmetic; must not know any format.
"""

from itertools import pairwise

import numpy as np

from eegview.model.issue import Issue
from eegview.model.span import Span
from eegview.readers.clock import BREAK_SAMPLES
from eegview.readers.stored_segment import StoredSegment

LONGEST_BREAK_S = 366 * 86400.0  # of one recording


def time_of_sample(stored_segments: tuple[StoredSegment, ...], sample: float, rate_hz: float) -> float:
    """Return the true time of a (fractional) sample number; samples in a break count from the stretch before."""
    starts = [stored.first for stored in stored_segments]
    stored = stored_segments[max(0, int(np.searchsorted(starts, sample + 1e-6, side="right")) - 1)]
    return stored.start_s + (sample - stored.first) / rate_hz


def without_skips(n_samples: int, rate_hz: float, skips: list[Span]) -> tuple[StoredSegment, ...]:
    """Return the stretches of a file whose breaks are filled up with samples, so that its own time is true.

    skips : where the recorder paused, seconds from the first sample
    """
    is_there = np.ones(n_samples, np.bool_)
    for skip in skips:
        a, b = (min(max(round(t * rate_hz + 0.5 - 1e-6), 0), n_samples) for t in (skip.start_s, skip.stop_s))
        is_there[a:b] = False
    edges = np.flatnonzero(np.diff(is_there, prepend=False, append=False))
    return tuple(StoredSegment(int(a), int(b - a), a / rate_hz) for a, b in edges.reshape(-1, 2))


def split_at(n_samples: int, rate_hz: float, joins: list[float]) -> tuple[StoredSegment, ...]:
    """Return stretches that touch: the recording was cut at `joins` (seconds) and nobody knows for how long."""
    cuts = sorted({0, n_samples, *(round(t * rate_hz + 0.5 - 1e-6) for t in joins)})
    cuts = [cut for cut in cuts if 0 <= cut <= n_samples]
    return tuple(StoredSegment(a, b - a, a / rate_hz) for a, b in pairwise(cuts))


def placed(
    starts: list[tuple[int, float | None]], n_samples: int, rate_hz: float, within_s: float = 0.0
) -> tuple[tuple[StoredSegment, ...], list[Issue]]:
    """Return the stretches that begin at given samples and clock times.

    starts : (sample number, true time in seconds from recording start or None), ascending
    within_s : how exact those times are

    A start without a time, before the end of the stretch in front of it, or more than a year behind it (somebody set
    the clock), follows on directly, with an issue.
    A start that is less than two samples from where it would be without a break makes no new stretch.
    """
    stored_segments: list[StoredSegment] = []
    n_unknown = n_back = n_far = 0
    set_s = 0.0  # by how much the clock was set on
    known = [(sample, time_s) for sample, time_s in starts if 0 <= sample < n_samples]
    if not known or known[0][0] != 0:
        known.insert(0, (0, 0.0))
    no_break_s = max(within_s, BREAK_SAMPLES / rate_hz * (1 - 1e-6))
    begin, begin_s = 0, 0.0  # of the stretch that runs; there may be many thousands of starts without a break
    for first, shown_s in known[1:]:
        time_s = None if shown_s is None else shown_s - set_s
        follows_s = begin_s + (first - begin) / rate_hz
        if time_s is None or abs(time_s - follows_s) > no_break_s:
            n_unknown += time_s is None
            n_back += time_s is not None and time_s < follows_s
            if time_s is not None and time_s - follows_s > LONGEST_BREAK_S:
                n_far += 1
                set_s += time_s - follows_s
                time_s = follows_s
            stored_segments.append(StoredSegment(begin, first - begin, begin_s))
            begin, begin_s = first, max(follows_s, time_s if time_s is not None else follows_s)
    stored_segments.append(StoredSegment(begin, n_samples - begin, begin_s))
    issues = []
    if n_unknown:
        issues.append(
            Issue(
                "break_unknown",
                f"The recording was stopped {_times(n_unknown)} for an unknown time; times after that are uncertain.",
            )
        )
    if n_back:
        issues.append(Issue("times_backwards", f"{_parts(n_back)} to begin before the one in front ends."))
    if n_far:
        far = f"{_parts(n_far)} to begin more than a year after the one in front; a clock was set, and no gap is shown."
        issues.append(Issue("times_far", far))
    return tuple(s for s in stored_segments if s.n_samples > 0), issues


def _times(n: int) -> str:
    return "once" if n == 1 else f"{n} times"


def _parts(n: int) -> str:
    return "1 part of the recording claims" if n == 1 else f"{n} parts of the recording claim"
