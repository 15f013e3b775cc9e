"""Read when the records of a file were recorded, as little of the file as that takes."""

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

from eegview.model.issue import Issue
from eegview.readers.clock import MOST_DRIFT, Precision, line_through, plain_record_s, precision_of
from eegview.readers.edf.annotations import onset_decimals, record_onset
from eegview.readers.edf.durations import unrounded_record_s
from eegview.readers.edf.header import EdfHeader
from eegview.readers.edf.layout import Layout
from eegview.readers.edf.probing import probed_records
from eegview.readers.edf.records import RecordFile
from eegview.readers.edf.time_map import trembling_issue
from eegview.readers.edf.times import (
    RecordTimes,
    continuous_times,
    fitted_clock,
    is_standing_still,
    map_records,
    standing_times,
    times_by,
)

_N_PROBES = 9  # records whose time is looked at when a file that claims to be continuous is opened
_N_PAIRS = 128  # of neighbours, looked at where those do not lie on a line
_MANY_RECORDS = 8192  # fewer are read in a few milliseconds
_TOLD_PPM = 10.0  # about a second a day
_DAY_S = 86400.0


@dataclass(frozen=True, slots=True)
class Timing:
    """When the records of a file were recorded.

    precision : how exactly the file's times are known
    is_mapped : every record's time was looked at
    claims_continuous : the header says there are no gaps
    """

    times: RecordTimes
    precision: Precision
    is_mapped: bool
    issues: tuple[Issue, ...] = ()
    claims_continuous: bool = True


def read_timing(path: Path, header: EdfHeader, layout: Layout, annotation_signals: tuple[int, ...]) -> Timing:
    """Return when the records were recorded, and how the recorder's clock differs from the header.

    A file marked continuous is asked at a few places only, so that a day opens as fast as a minute; where they do not
    lie on one line, every record is asked. In a long file with pauses these are looked for.
    """
    written_s = layout.record_s
    fastest = max((n for n, s in zip(layout.n_samples, header.signals, strict=True) if not s.is_annotations), default=0)
    if not written_s:
        return Timing(continuous_times(layout.n_records, 0.0, 0.0), Precision(0.0), False)
    step_s = header.record_step_s if written_s == header.record_s else 0.0
    record_s = unrounded_record_s(written_s, step_s, fastest)
    counted_s = written_s if written_s != record_s else None
    if not annotation_signals:
        precision = Precision(record_s / max(fastest, 1))
        times = continuous_times(layout.n_records, record_s, 0.0)
        return Timing(times, precision, False, _issues(layout, fastest, step_s, times, precision))
    records = RecordFile(path, layout)
    try:
        signal = annotation_signals[0]
        probes = np.unique(np.linspace(0, layout.n_records - 1, _N_PROBES).round().astype(np.int64))
        chunks = [records.read_signal_bytes(signal, int(r)) for r in probes]
        decimals = max(onset_decimals(chunk) for chunk in chunks)
        precision = precision_of(record_s, max(fastest, 1) / record_s, decimals)
        is_long = layout.n_records > _MANY_RECORDS
        onsets = [record_onset(chunk) for chunk in chunks]
        found_s = np.array([np.nan if onset is None else onset for onset in onsets], np.float64)
        is_continuous = header.plus != "D"
        times = None
        if is_long and is_standing_still(found_s):
            times = standing_times(layout.n_records, record_s, float(found_s[0]))
        elif is_continuous:
            times = _on_a_line(probes, found_s, layout.n_records, record_s, counted_s, fastest, precision)
        if times is None and is_long:
            numbers = (layout.n_records, record_s, counted_s, fastest, precision)
            times = _in_few_runs(records, signal, *numbers, claims_continuous=is_continuous)
        if times is None and is_long:
            times = _on_a_trembling_line(records, signal, layout.n_records, record_s, fastest, precision)
        is_mapped = times is None
        if times is None:
            onsets_s = read_onsets(records, signal)
            times = map_records(onsets_s, record_s, precision, is_continuous, fastest, counted_s)
    finally:
        records.close()
    issues = _issues(layout, fastest, step_s, times, precision)
    return Timing(times, precision, is_mapped, issues, is_continuous)


def read_onsets(records: RecordFile, signal: int) -> npt.NDArray[np.float64]:
    """Return (n_records,) each record's own time in s, NaN where it has none."""
    onsets = (record_onset(chunks[0]) for chunks in records.sweep([signal]))
    return np.array([np.nan if onset is None else onset for onset in onsets], np.float64)


def _on_a_line(
    probes: npt.NDArray[np.int64],
    onsets_s: npt.NDArray[np.float64],
    n_records: int,
    record_s: float,
    counted_s: float | None,
    n_samples: int,
    precision: Precision,
) -> RecordTimes | None:
    """Return the times of a file without gaps from those of a few of its records, None where they contradict that."""
    index, known_s = probes[np.isfinite(onsets_s)], onsets_s[np.isfinite(onsets_s)]
    if not len(index):
        return None

    def reach_s(duration_s: float) -> float:
        return float(np.ptp(known_s - index * duration_s))

    def zero_s(duration_s: float) -> float:
        return float(known_s[0] - index[0] * duration_s)

    if reach_s(record_s) <= precision.tolerance_s:
        return continuous_times(n_records, record_s, zero_s(record_s))
    if counted_s is not None and reach_s(counted_s) <= precision.tolerance_s:
        return continuous_times(n_records, record_s, zero_s(counted_s), counted_s)
    if len(index) < 3:
        return None
    fitted_s = line_through(index, known_s)
    if abs(fitted_s / record_s - 1) > MOST_DRIFT or reach_s(fitted_s) > precision.tolerance_s:
        return None
    fitted_s = plain_record_s(fitted_s, n_samples, n_records, 0.02 * precision.sample_s + precision.quantum_s)
    return continuous_times(n_records, fitted_s, zero_s(fitted_s))


def _in_few_runs(
    records: RecordFile,
    signal: int,
    n_records: int,
    record_s: float,
    counted_s: float | None,
    n_samples: int,
    precision: Precision,
    claims_continuous: bool = False,
) -> RecordTimes | None:
    """Return the times of a file with few pauses from those of a few records, None where that is not enough."""
    found = probed_records(
        lambda record: record_onset(records.read_signal_bytes(signal, record)), n_records, precision.tolerance_s
    )
    if found is None:
        return None
    clock, counted_s = fitted_clock(*found, record_s, precision, n_samples, counted_s)
    if clock.scatter_s > precision.tolerance_s:
        return None
    steps_s = np.diff(found[1] - found[0] * (counted_s or clock.record_s))
    is_apart = np.diff(found[0]) > 1
    if np.any(steps_s < -clock.break_s) or np.any(steps_s[is_apart] > clock.break_s):
        return None  # another clock, or wrong times: these few records do not tell where the others are
    return times_by(clock, counted_s, *found, n_records, precision, claims_continuous)


def _on_a_trembling_line(
    records: RecordFile, signal: int, n_records: int, record_s: float, n_samples: int, precision: Precision
) -> RecordTimes | None:
    """Return the times of a file without gaps whose records' times tremble, None where there is more to them."""
    firsts = np.linspace(0, n_records - 2, _N_PAIRS).round().astype(np.int64)
    probes = np.unique(np.concatenate([firsts, firsts + 1]))
    onsets = [record_onset(records.read_signal_bytes(signal, int(record))) for record in probes]
    known = [(record, onset) for record, onset in zip(probes.tolist(), onsets, strict=True) if onset is not None]
    if len(known) < _N_PAIRS:
        return None
    index, known_s = np.array([record for record, _ in known]), np.array([onset for _, onset in known], np.float64)
    clock, _ = fitted_clock(index, known_s, record_s, precision, n_samples)
    shifts = known_s - index * clock.record_s
    if not clock.scatter_s or float(np.ptp(shifts)) > clock.break_s:
        return None
    times = continuous_times(n_records, clock.record_s, float(np.mean(shifts)))
    return replace(times, issues=(trembling_issue(clock.scatter_s),))


def _issues(
    layout: Layout, n_samples: int, step_s: float, times: RecordTimes, precision: Precision
) -> tuple[Issue, ...]:
    """Return what is to be said of a duration that is not the header's.

    step_s : worth of the last digit of the header's duration
    """
    written_s, record_s = layout.record_s, times.record_s
    drift = record_s / written_s - 1
    is_small = abs(drift) * layout.n_records * record_s <= 0.5 * precision.sample_s
    if not n_samples or record_s == written_s or (is_small and abs(drift) * 1e6 < _TOLD_PPM):
        return ()
    amount = f"{drift * 1e6:+.4g} ppm, {abs(drift) * _DAY_S:.2g} s a day"
    rates = f"{n_samples / record_s:.9g} Hz, not {n_samples / written_s:.9g} Hz"
    if abs(record_s - written_s) <= 0.51 * step_s:
        text = f"The header rounds the duration of a data record to {written_s:.7g} s; the sampling rate is {rates}"
        return (Issue("record_duration_rounded", f"{text} ({amount})."),)
    text = f"By the records' own times the sampling rate is {rates} as the header says"
    return (Issue("clock_differs", f"{text} ({amount})."),)
