"""Turn the data records' own times into segments on the recording's clock.

Pure arithmetic; must not read files.
"""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from eegview.model.clock import elapsed_text
from eegview.model.issue import Issue
from eegview.model.span import Span

MAX_GAP_S = 31 * 86400.0  # a longer silence inside one file is a damaged number


@dataclass(frozen=True, slots=True)
class RecordTimes:
    """The times of the records, and the segments they form.

    zero_s : the time the file gives for its first record; 0 s of the recording
    segments : stretches of records without a gap, seconds from recording start
    first_records : number of the first record of each segment
    """

    zero_s: float
    segments: tuple[Span, ...]
    first_records: tuple[int, ...]
    issues: tuple[Issue, ...] = ()


def continuous_times(n_records: int, record_s: float, zero_s: float) -> RecordTimes:
    """Return the times of records that follow each other without a gap."""
    return RecordTimes(zero_s, (Span(0.0, n_records * record_s),), (0,))


def time_tolerance_s(record_s: float, fastest_hz: float, decimals: int) -> float:
    """Return how far a record's time may be off and still count as following: half a sample, or how it is rounded."""
    quantum_s = 10.0**-decimals
    steps = record_s / quantum_s
    rounding_s = 0.0 if abs(steps - round(steps)) < 1e-6 else 1.01 * quantum_s
    return max(0.5 / fastest_hz, rounding_s)


def map_records(
    onsets_s: npt.NDArray[np.float64], record_s: float, tolerance_s: float, claims_continuous: bool
) -> RecordTimes:
    """Turn the records' own times into segments.

    Parameters
    ----------
    onsets_s : (n_records,) s from the file's start time, NaN where a record gives none
    tolerance_s : see `time_tolerance_s`
    claims_continuous : the header says there are no gaps

    A record without a time, and one whose time goes backwards, follows the record before it, with an issue.
    """
    n_records = len(onsets_s)
    shifts = onsets_s - np.arange(n_records) * record_s  # constant while records follow each other
    known = np.isfinite(shifts)
    if not known.any():
        issue = Issue("record_times_missing", "No data record gives its time; gaps, if any, are unknown.")
        return RecordTimes(0.0, continuous_times(n_records, record_s, 0.0).segments, (0,), (issue,))
    issues = _missing_issues(known, record_s)
    latest_known = np.maximum.accumulate(np.where(known, np.arange(n_records), np.flatnonzero(known)[0]))
    shifts = shifts[latest_known]
    zero_s = float(shifts[0])
    runs = _runs(shifts - zero_s, tolerance_s)
    kept, wrong_issues = _plausible(runs, record_s, claims_continuous)
    issues += wrong_issues
    zero_s += kept[0].shift_s  # not 0 only where the times of the first records are the wrong ones
    if not claims_continuous:
        kept = [part for run in kept for part in _split_by_drift(run, shifts - zero_s, tolerance_s)]
    segments, first_records = _segments(kept, n_records, record_s)
    if claims_continuous and len(segments) > 1:
        message = f"The file is marked continuous but its record times jump {len(segments) - 1} times; shown as gaps."
        issues.append(Issue("gaps_in_continuous_file", message))
    return RecordTimes(zero_s, segments, first_records, tuple(issues))


@dataclass(frozen=True, slots=True)
class _Run:
    """Records `[first, stop)` that share one shift."""

    first: int
    stop: int
    shift_s: float

    @property
    def n_records(self) -> int:
        return self.stop - self.first


def _runs(shifts: npt.NDArray[np.float64], tolerance_s: float) -> list[_Run]:
    breaks = np.flatnonzero(np.abs(np.diff(shifts)) > tolerance_s) + 1
    edges = [0, *breaks.tolist(), len(shifts)]
    return [_Run(a, b, float(shifts[a])) for a, b in itertools.pairwise(edges)]


def _plausible(runs: list[_Run], record_s: float, claims_continuous: bool) -> tuple[list[_Run], list[Issue]]:
    """Keep the runs whose times can all be true together: time only goes forward, and never by a month at once."""
    issues: list[Issue] = []
    kept = runs if _is_rising(runs) else _heaviest_rising(runs)
    dropped = [run for run in runs if run not in set(kept)]
    if dropped:
        at = elapsed_text(dropped[0].first * record_s, 0)
        message = f"Record times are wrong or go backwards from {at}; those records are placed after the previous ones."
        issues.append(Issue("record_times_backwards", message))
    sound = [kept[0]]
    for run in kept[1:]:
        is_lone_last = claims_continuous and run is kept[-1] and run.n_records == 1 and run.stop == runs[-1].stop
        if run.shift_s - sound[-1].shift_s > MAX_GAP_S or is_lone_last:
            at = elapsed_text(run.first * record_s, 0)
            issues.append(Issue("record_time_implausible", f"The record time near {at} is not plausible; not used."))
        else:
            sound.append(run)
    return sound, issues


def _is_rising(runs: Sequence[_Run]) -> bool:
    return all(a.shift_s <= b.shift_s for a, b in itertools.pairwise(runs))


def _heaviest_rising(runs: list[_Run]) -> list[_Run]:
    """Return the rising chain of runs that holds the most records; the first such one."""
    if len(runs) > 2000:  # hopeless times: the square below would take long, and no answer is better than another
        return [max(runs, key=lambda run: run.n_records)]
    weights, before = [run.n_records for run in runs], [-1] * len(runs)
    for i, run in enumerate(runs):
        for j in range(i):
            if runs[j].shift_s <= run.shift_s and weights[j] + run.n_records > weights[i]:
                weights[i], before[i] = weights[j] + run.n_records, j
    i = weights.index(max(weights))
    chain = []
    while i >= 0:
        chain.append(runs[i])
        i = before[i]
    return chain[::-1]


def _split_by_drift(run: _Run, shifts: npt.NDArray[np.float64], tolerance_s: float) -> list[_Run]:
    """Split a run where small delays have added up to more than the tolerance."""
    parts, first = [], run.first
    while True:
        late = np.flatnonzero(shifts[first : run.stop] - shifts[first] > tolerance_s)
        if not len(late) or len(parts) > 100_000:
            return [*parts, _Run(first, run.stop, float(shifts[first]))]
        stop = first + int(late[0])
        parts.append(_Run(first, stop, float(shifts[first])))
        first = stop


def _segments(runs: list[_Run], n_records: int, record_s: float) -> tuple[tuple[Span, ...], tuple[int, ...]]:
    """Return the stretches of the kept runs; records between them follow the run before (or lead the first)."""
    spans: list[Span] = []
    firsts: list[int] = []
    for i, run in enumerate(runs):
        first = 0 if i == 0 else run.first
        stop = runs[i + 1].first if i + 1 < len(runs) else n_records
        start_s = first * record_s + run.shift_s - runs[0].shift_s
        start_s = max(start_s, spans[-1].stop_s if spans else 0.0)
        if spans and start_s - spans[-1].stop_s < 1e-9:
            spans[-1] = Span(spans[-1].start_s, spans[-1].start_s + (stop - firsts[-1]) * record_s)
            continue
        spans.append(Span(start_s, start_s + (stop - first) * record_s))
        firsts.append(first)
    return tuple(spans), tuple(firsts)


def _missing_issues(known: npt.NDArray[np.bool_], record_s: float) -> list[Issue]:
    missing = np.flatnonzero(~known)
    if not len(missing):
        return []
    at = elapsed_text(int(missing[0]) * record_s, 0)
    what = "1 data record gives" if len(missing) == 1 else f"{len(missing)} data records give"
    return [Issue("record_times_missing", f"{what} no time (first near {at}); assumed to follow the previous one.")]
