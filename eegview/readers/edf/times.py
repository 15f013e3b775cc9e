"""Turn the data records' own times into segments on the recording's clock.

Pure arithmetic; must not read files.
"""

import itertools
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt

from eegview.model.issue import Issue
from eegview.model.span import Span
from eegview.model.time.clock import elapsed_text
from eegview.readers.clock import CLEAR_SCATTER, Clock, Precision, fit_clock, plain_record_s
from eegview.readers.edf.time_map import TimeMap, map_times

MAX_GAP_S = 31 * 86400.0  # a longer silence inside one file is a damaged number
_LEVEL_RECORDS = 256  # so many trembling times give the beginning of a segment

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class RecordTimes:
    """The times of the records, and the segments they form.

    zero_s : the time the file gives for its first record; 0 s of the recording
    record_s : true duration of a record
    segments : stretches of records without a gap, seconds from recording start
    first_records : number of the first record of each segment
    time_map : from the file's times to those of the samples, where an even clock is not enough
    """

    zero_s: float
    record_s: float
    segments: tuple[Span, ...]
    first_records: tuple[int, ...]
    issues: tuple[Issue, ...] = ()
    time_map: TimeMap = field(default_factory=TimeMap)

    def in_recording(self, file_s: float) -> float:
        """Return the recording time of a time that the file gives: that of the samples recorded then."""
        return self.time_map.in_recording(file_s - self.zero_s)

    def in_file(self, time_s: float) -> float:
        """Return the time by the file's own clock of a recording time."""
        return self.time_map.in_file(time_s) + self.zero_s


def continuous_times(n_records: int, record_s: float, zero_s: float, counted_s: float | None = None) -> RecordTimes:
    """Return the times of records that follow each other without a gap.

    counted_s : duration by which the records' own times are counted up, where it is another
    """
    span = Span(0.0, n_records * record_s)
    is_other = counted_s is not None and counted_s != record_s and n_records > 0
    nodes = ((0.0, 0.0), (n_records * (counted_s or 0.0), span.stop_s)) if is_other else ()
    return RecordTimes(zero_s, record_s, (span,), (0,), time_map=TimeMap(nodes))


def is_standing_still(onsets_s: Floats) -> bool:
    """Whether records all give one and the same time."""
    return len(onsets_s) > 2 and float(np.ptp(onsets_s)) == 0.0


def standing_times(n_records: int, record_s: float, zero_s: float) -> RecordTimes:
    """Return the times of records that all give the same time, as they follow each other."""
    message = "All data records give the same time; they are placed one after the other, and gaps, if any, are unknown."
    return replace(continuous_times(n_records, record_s, zero_s), issues=(Issue("record_times_missing", message),))


def map_records(
    onsets_s: Floats,
    record_s: float,
    precision: Precision,
    claims_continuous: bool,
    n_samples: int = 0,
    counted_s: float | None = None,
) -> RecordTimes:
    """Turn the records' own times into segments.

    Parameters
    ----------
    onsets_s : (n_records,) s from the file's start time, NaN where a record gives none
    record_s : expected duration of a record
    claims_continuous : the header says there are no gaps
    n_samples : of the fastest channel in a record, 0 if it does not matter
    counted_s : duration by which the times may have been counted up instead of measured, if another one

    A record without a time, and one whose time goes backwards, follows the record before it, with an issue.
    """
    n_records = len(onsets_s)
    index = np.flatnonzero(np.isfinite(onsets_s))
    if not len(index):
        issue = Issue("record_times_missing", "No data record gives its time; gaps, if any, are unknown.")
        return RecordTimes(0.0, record_s, continuous_times(n_records, record_s, 0.0).segments, (0,), (issue,))
    if is_standing_still(onsets_s[index]) and n_records * record_s > 2 * precision.quantum_s:
        return standing_times(n_records, record_s, float(onsets_s[index[0]]))
    clock, counted_s = fitted_clock(index, onsets_s[index], record_s, precision, n_samples, counted_s)
    times = times_by(clock, counted_s, index, onsets_s[index], n_records, precision, claims_continuous)
    return replace(times, issues=(*_missing_issues(onsets_s, clock.record_s), *times.issues))


def times_by(
    clock: Clock,
    counted_s: float | None,
    index: npt.NDArray[np.int64],
    known_s: Floats,
    n_records: int,
    precision: Precision,
    claims_continuous: bool,
) -> RecordTimes:
    """Return the segments that records form by a clock.

    index, known_s : (n,) numbers and times of the records that are known; those between them follow on
    """
    shifts = known_s - index * (counted_s or clock.record_s)  # constant while records follow each other
    runs = _runs(index, shifts, clock, precision, n_records)
    kept, issues = _plausible(runs, clock, claims_continuous)
    segments, first_records = _segments(kept, n_records, clock)
    if claims_continuous and len(segments) > 1:
        message = f"The file is marked continuous but its record times jump {len(segments) - 1} times; shown as gaps."
        issues.append(Issue("gaps_in_continuous_file", message))
    if _is_between(clock.record_s, precision.quantum_s):
        precision = replace(precision, is_whole=False)  # by the fitted duration the written times are rounded
    zero_s = kept[0].shift_s  # not the first record's time where that is wrong or trembles
    is_kept = _is_in(index, kept)
    starts_s = np.array([segment.start_s for segment in segments], np.float64)
    segment_of = np.searchsorted(first_records, index, side="right") - 1
    placed_s: Floats = starts_s[segment_of] + clock.record_s * (index - np.array(first_records)[segment_of])
    time_map, uneven_issues = map_times(
        known_s[is_kept] - zero_s, placed_s[is_kept], segment_of[is_kept], clock.scatter_s, precision
    )
    issues += [] if counted_s else uneven_issues
    return RecordTimes(zero_s, clock.record_s, segments, first_records, tuple(issues), time_map)


def _is_between(record_s: float, quantum_s: float) -> bool:
    """Whether a record does not last a whole number of the units of the written times."""
    return quantum_s > 0 and abs(record_s / quantum_s - round(record_s / quantum_s)) > 1e-6


def fitted_clock(
    index: npt.NDArray[np.int64],
    known_s: Floats,
    record_s: float,
    precision: Precision,
    n_samples: int,
    counted_s: float | None = None,
) -> tuple[Clock, float | None]:
    """Return the fitted clock, and the duration by which the times were counted up where they are no measurements.

    The parameters are those of `fit_clock` and `map_records`.
    """
    clock = fit_clock(index, known_s, record_s, precision)
    if clock.record_s == record_s:
        return clock, None
    if counted_s is not None and fit_clock(index, known_s, counted_s, precision).record_s == counted_s:
        return Clock(record_s, precision.break_s, 0.0), counted_s
    if n_samples:
        uncertain_s = max(0.02 * precision.sample_s, 10 * clock.scatter_s / len(index) ** 0.5)
        plain_s = plain_record_s(clock.record_s, n_samples, int(index[-1]) + 1, uncertain_s)
        clock = replace(clock, record_s=plain_s)
    return clock, None


@dataclass(frozen=True, slots=True)
class _Run:
    """Records `[first, stop)` that share one shift."""

    first: int
    stop: int
    shift_s: float

    @property
    def n_records(self) -> int:
        return self.stop - self.first


def _runs(
    index: npt.NDArray[np.int64], shifts: Floats, clock: Clock, precision: Precision, n_records: int
) -> list[_Run]:
    firsts = np.concatenate([[0], np.flatnonzero(np.abs(np.diff(shifts)) > clock.break_s) + 1])
    levels = shifts[firsts]
    if CLEAR_SCATTER * clock.scatter_s > 0.5 * precision.sample_s:
        ends = np.minimum(np.append(firsts[1:], len(shifts)), firsts + _LEVEL_RECORDS)
        edges = np.column_stack([firsts, ends]).ravel()
        zero = shifts[0]
        sums = np.add.reduceat(np.append(shifts - zero, 0.0), edges)[::2]
        means = sums / (ends - firsts) + zero
        levels = np.where(np.abs(means - levels) <= precision.tolerance_s, levels, means)
    edges = [0, *index[firsts[1:]].tolist(), n_records]
    return [_Run(a, b, level) for (a, b), level in zip(itertools.pairwise(edges), levels.tolist(), strict=True)]


def _plausible(runs: list[_Run], clock: Clock, claims_continuous: bool) -> tuple[list[_Run], list[Issue]]:
    """Keep the runs whose times can all be true together: time only goes forward, and never by a month at once."""
    issues: list[Issue] = []
    kept = runs if _is_rising(runs) else _heaviest_rising(runs, clock.break_s)
    if len(kept) < len(runs):
        dropped = next(run for run, other in zip(runs, [*kept, None], strict=False) if run is not other)
        at = elapsed_text(dropped.first * clock.record_s, 0)
        message = f"Record times are wrong or go backwards from {at}; those records are placed after the previous ones."
        issues.append(Issue("record_times_backwards", message))
    sound = [kept[0]]
    for run in kept[1:]:
        is_lone_last = claims_continuous and run is kept[-1] and run.n_records == 1 and run.stop == runs[-1].stop
        if run.shift_s - sound[-1].shift_s > MAX_GAP_S or is_lone_last:
            at = elapsed_text(run.first * clock.record_s, 0)
            issues.append(Issue("record_time_implausible", f"The record time near {at} is not plausible; not used."))
        else:
            sound.append(run)
    return sound, issues


def _is_rising(runs: Sequence[_Run]) -> bool:
    return all(a.shift_s <= b.shift_s for a, b in itertools.pairwise(runs))


def _heaviest_rising(runs: list[_Run], break_s: float) -> list[_Run]:
    """Return the rising chain of runs that holds the most records; the first such one.

    break_s : two runs whose times lie less apart count as rising
    """
    before = [-1] * len(runs)
    shifts_s: list[float] = []  # ascending, of the runs that end a chain heavier than all that end lower
    ends: list[tuple[int, int]] = []  # (records, number of the run) of those chains
    heaviest = (0, -1)
    for number, run in enumerate(runs):
        below = bisect_right(shifts_s, run.shift_s + break_s)
        n_records = run.n_records
        if below:
            n_records += ends[below - 1][0]
            before[number] = ends[below - 1][1]
        if n_records > heaviest[0]:
            heaviest = (n_records, number)
        place = bisect_right(shifts_s, run.shift_s)
        if place and ends[place - 1][0] >= n_records:
            continue
        last = place
        while last < len(ends) and ends[last][0] <= n_records:
            last += 1
        shifts_s[place:last] = [run.shift_s]
        ends[place:last] = [(n_records, number)]
    number = heaviest[1]
    chain = []
    while number >= 0:
        chain.append(runs[number])
        number = before[number]
    return chain[::-1]


def _segments(runs: list[_Run], n_records: int, clock: Clock) -> tuple[tuple[Span, ...], tuple[int, ...]]:
    """Return the stretches of the kept runs; records between them follow the run before (or lead the first)."""
    spans: list[Span] = []
    firsts: list[int] = []
    for i, run in enumerate(runs):
        first = 0 if i == 0 else run.first
        stop = runs[i + 1].first if i + 1 < len(runs) else n_records
        start_s = first * clock.record_s + run.shift_s - runs[0].shift_s
        if spans and start_s - spans[-1].stop_s < clock.break_s:
            spans[-1] = Span(spans[-1].start_s, spans[-1].start_s + (stop - firsts[-1]) * clock.record_s)
            continue
        spans.append(Span(start_s, start_s + (stop - first) * clock.record_s))
        firsts.append(first)
    return tuple(spans), tuple(firsts)


def _is_in(index: npt.NDArray[np.int64], runs: list[_Run]) -> npt.NDArray[np.bool_]:
    """Whether each record lies in one of the runs."""
    run_of = np.searchsorted([run.first for run in runs], index, side="right") - 1
    return (run_of >= 0) & (index < np.array([run.stop for run in runs])[run_of])


def _missing_issues(onsets_s: Floats, record_s: float) -> list[Issue]:
    missing = np.flatnonzero(np.isnan(onsets_s))
    if not len(missing):
        return []
    at = elapsed_text(int(missing[0]) * record_s, 0)
    what = "1 data record gives" if len(missing) == 1 else f"{len(missing)} data records give"
    return [Issue("record_times_missing", f"{what} no time (first near {at}); assumed to follow the previous one.")]
