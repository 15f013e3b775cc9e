"""EEG, EMG and movement around the spasms of a study, aligned by the marked onset or by the slow wave's peak."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

import numpy as np
import numpy.typing as npt

from eegview.app.page.head_field import HeadField, field_of
from eegview.app.statistics.locked_reading import LockedPlan, SpasmPiece, plan_reading, read_piece
from eegview.app.statistics.locked_settings import LockedSettings
from eegview.app.statistics.locked_sides import side_beginnings, slow_strength
from eegview.clinical.clusters import ClusterRule
from eegview.clinical.statistics.medians import median_in_units
from eegview.clinical.statistics.rates import LEAST_UNITS
from eegview.clinical.statistics.spasm_events import run_numbers
from eegview.dsp.event_locked.averages import (
    LockedAverage,
    field_power,
    locked_average,
    locked_mean,
    outlier_distances,
    outlier_order,
)
from eegview.dsp.event_locked.onsets import SideLags, side_lags
from eegview.dsp.event_locked.peaks import cut_at, peak_lags_s
from eegview.model.annotation import Annotation
from eegview.model.channel import ChannelKind
from eegview.model.display.montage import Row
from eegview.model.recording import Progress, Samples, SignalSource, no_progress

Alignment = Literal["onset", "peak"]
Values = npt.NDArray[np.float64]
_DISTANCE_HZ = 64.0  # samples of a second that the distances are taken from; slow waves need no more
_READ_SHARE = 0.9  # of the progress


@dataclass(frozen=True, eq=False)
class LockedEpochs:
    """The samples around each spasm.

    spasm_ids, onsets_s : in order of time, (n_spasms,)
    times_s : (n_times,) from the onset or the peak
    rows : of `data`; EMG rows are rectified and smoothed, see `settings`
    data : (n_spasms, n_rows, n_times) float32 in the rows' units; NaN in gaps, and for a spasm without alignment
    field_uv : (n_spasms, n_electrodes, n_times) float32: scalp electrodes of the head map, 0.5-4 Hz
    alignment : "onset" or "peak"
    lags_s : (n_spasms,) from the marked onset to the slow wave's peak, NaN where there is none
    peaks_uv : (n_spasms,) global field power at that peak, 0.5-4 Hz
    distances : (n_spasms,) how far a spasm's EEG lies from the median of all, see `outlier_distances`; NaN without any
    excluded : ids of spasms that are left out of averages; they stay in `data`
    runs : (n_spasms,) number of the run of spasms that each belongs to, the unit of intervals
    left_out : a sentence for each row that is not read
    """

    spasm_ids: tuple[str, ...]
    onsets_s: tuple[float, ...]
    times_s: Values
    rows: tuple[Row, ...]
    data: Samples
    electrodes: tuple[str, ...]
    field_uv: Samples
    rate_hz: float
    alignment: Alignment
    lags_s: Values
    peaks_uv: Values
    distances: Values
    excluded: frozenset[str]
    settings: LockedSettings
    sides: tuple[Values, Values, Values, Values]  # beginnings: fast left and right, slow left and right
    runs: npt.NDArray[np.int64]
    left_out: tuple[str, ...] = ()
    has_sides: bool = True

    @property
    def n_spasms(self) -> int:
        return len(self.spasm_ids)

    @property
    def filters(self) -> str:
        """Return the filters of the rows as text."""
        return self.settings.filters_text

    @cached_property
    def is_included(self) -> npt.NDArray[np.bool_]:
        """(n_spasms,) Whether a spasm counts in averages: not excluded, and aligned."""
        chosen = np.array([one not in self.excluded for one in self.spasm_ids], np.bool_)
        return chosen & (np.isfinite(self.lags_s) if self.alignment == "peak" else True)

    @property
    def n_included(self) -> int:
        return int(self.is_included.sum())

    @cached_property
    def order(self) -> tuple[int, ...]:
        """Numbers of the spasms, outliers first."""
        return tuple(map(int, outlier_order(self.distances)))

    def row_number(self, label: str) -> int | None:
        """Return the number of the row of a label, None where there is none."""
        return next((number for number, row in enumerate(self.rows) if row.label == label), None)

    def average(
        self, row_numbers: Sequence[int] | None = None, only: npt.NDArray[np.bool_] | None = None
    ) -> LockedAverage:
        """Return the average of these rows (all of them unless given) over included spasms, those of `only` alone.

        Its interval takes runs of spasms as units; of fewer than `LEAST_UNITS` there is none.
        """
        included = self.is_included if only is None else self.is_included & only
        data = self.data if row_numbers is None else self.data[:, list(row_numbers)]
        return locked_average(data, included, self.runs, LEAST_UNITS)

    def n_runs(self, only: npt.NDArray[np.bool_] | None = None) -> int:
        """Return in how many runs the averaged spasms come."""
        return len(np.unique(self.runs[self.is_included if only is None else self.is_included & only]))

    def with_excluded(self, excluded: Iterable[str]) -> "LockedEpochs":
        """Return the same spasms with others of them left out; nothing is read."""
        return replace(self, excluded=frozenset(excluded) & frozenset(self.spasm_ids))

    def subset(self, is_kept: npt.NDArray[np.bool_]) -> "LockedEpochs":
        """Return some of the spasms alone; nothing is read, and distances stay those from all."""
        numbers = [int(number) for number in np.flatnonzero(is_kept)]
        ids = tuple(self.spasm_ids[number] for number in numbers)
        left_fast, right_fast, left_slow, right_slow = (side[numbers] for side in self.sides)
        return replace(
            self,
            spasm_ids=ids,
            onsets_s=tuple(self.onsets_s[number] for number in numbers),
            data=self.data[numbers],
            field_uv=self.field_uv[numbers],
            lags_s=self.lags_s[numbers],
            peaks_uv=self.peaks_uv[numbers],
            distances=self.distances[numbers],
            excluded=self.excluded & frozenset(ids),
            sides=(left_fast, right_fast, left_slow, right_slow),
            runs=self.runs[numbers],
        )

    # head map

    def field_at(self, time_s: float, only: npt.NDArray[np.bool_] | None = None) -> HeadField | None:
        """Return the mean field of the included spasms at a time of the window; None where it cannot be mapped."""
        if not self.electrodes or not len(self.times_s):
            return None
        included = self.is_included if only is None else self.is_included & only
        at = int(np.argmin(np.abs(self.times_s - time_s)))
        held = self.field_uv[included][:, :, at : at + 1]
        if not len(held):
            return None
        mean = locked_mean(held, np.ones(len(held), np.bool_))[:, 0]
        return field_of(self.electrodes, mean, float(self.times_s[at]))

    def slow_wave_peak_s(self, only: npt.NDArray[np.bool_] | None = None) -> float | None:
        """Return when the mean field is strongest inside the peak's window; 0 where peaks are aligned."""
        included = self.is_included if only is None else self.is_included & only
        if self.alignment == "peak" or not included.any() or not self.electrodes:
            return 0.0 if included.any() and self.electrodes else None
        mean = locked_mean(self.field_uv, included)
        lag = peak_lags_s(field_power(mean)[None], float(self.times_s[0]), self.rate_hz, self.settings.peak_window_s)
        return float(lag[0]) if math.isfinite(lag[0]) else None

    # left and right

    def side_lags(self, what: Literal["fast", "slow"], only: npt.NDArray[np.bool_] | None = None) -> SideLags:
        """Return when fast activity or the slow wave begins on each side, over the spasms that are not left out."""
        left, right = self.sides[:2] if what == "fast" else self.sides[2:]
        chosen = np.array([one not in self.excluded for one in self.spasm_ids], np.bool_)
        found = side_lags(left, right, chosen if only is None else chosen & only)
        lags_s = found.left_s - found.right_s
        units = [lags_s[(self.runs == run) & np.isfinite(lags_s)].tolist() for run in np.unique(self.runs)]
        median = median_in_units(units, "s")  # spasms of one cluster resemble each other
        if median is None or median.low is None or median.high is None:
            return replace(found, low_s=math.nan, high_s=math.nan)
        return replace(found, low_s=median.low, high_s=median.high)


class LockedReader:
    """Reads the spasms of one recording, and keeps what it read for as long as the settings are the same."""

    def __init__(self, source: SignalSource, settings: LockedSettings) -> None:
        self._source = source
        self.plan: LockedPlan = plan_reading(source.recording, settings)
        self._pieces: dict[float, SpasmPiece] = {}

    def read(
        self,
        spasms: Iterable[Annotation],
        alignment: Alignment = "onset",
        excluded: Iterable[str] = (),
        progress: Progress = no_progress,
        runs: Mapping[str, int] | None = None,
    ) -> LockedEpochs:
        """Return the samples around these spasms, in order of time. It may run on any thread.

        runs : see `run_numbers`, for all spasms that were marked; None = as these come by the usual rule

        Raises
        ------
        Cancelled : `progress` raised it; what was read is kept
        UnreadableFile : the file went away
        """
        marks = sorted(spasms, key=lambda mark: (mark.onset_s, mark.annotation_id))
        missing = [mark.onset_s for mark in marks if mark.onset_s not in self._pieces]
        for number, marked_s in enumerate(missing):
            progress(_READ_SHARE * number / len(missing))
            self._pieces[marked_s] = read_piece(self._source, self.plan, marked_s)
        progress(_READ_SHARE)
        found = _assembled(self.plan, marks, [self._pieces[mark.onset_s] for mark in marks], alignment, excluded, runs)
        progress(1.0)
        return found


def read_locked_epochs(
    source: SignalSource,
    spasms: Iterable[Annotation],
    settings: LockedSettings,
    alignment: Alignment = "onset",
    excluded: Iterable[str] = (),
    progress: Progress = no_progress,
    runs: Mapping[str, int] | None = None,
) -> LockedEpochs:
    """Return the samples around spasms; see `LockedReader.read`."""
    return LockedReader(source, settings).read(spasms, alignment, excluded, progress, runs)


def _assembled(
    plan: LockedPlan,
    marks: Sequence[Annotation],
    pieces: Sequence[SpasmPiece],
    alignment: Alignment,
    excluded: Iterable[str],
    runs: Mapping[str, int] | None,
) -> LockedEpochs:
    settings, rate_hz = plan.settings, plan.rate_hz
    first_s = round(settings.reach_s[0] * rate_hz) / rate_hz
    n = round(settings.reach_s[1] * rate_hz) - round(settings.reach_s[0] * rate_hz) + 1
    shape = len(plan.rows), n
    if plan.electrodes:
        strength, strength_first_s = np.stack([field_power(one.field_uv) for one in pieces] or [np.zeros(n)]), first_s
    else:
        strength, strength_first_s = slow_strength(plan, pieces)
    lags_s = peak_lags_s(strength[: len(pieces)], strength_first_s, rate_hz, settings.peak_window_s)
    peaks_uv = np.full(len(marks), np.nan)
    for number, lag_s in enumerate(lags_s):
        if math.isfinite(lag_s):
            peaks_uv[number] = strength[number, round((lag_s - strength_first_s) * rate_hz)]
    used_s = lags_s if alignment == "peak" else np.zeros(len(marks))
    data, times_s = cut_at([one.rows for one in pieces], shape, first_s, rate_hz, used_s, settings.window_s)
    fields = [one.field_uv for one in pieces]
    field_uv, _times_s = cut_at(fields, (len(plan.electrodes), n), first_s, rate_hz, used_s, settings.window_s)
    eeg = [number for number, row in enumerate(plan.rows) if row.kind is ChannelKind.EEG]
    step = max(round(rate_hz / _DISTANCE_HZ), 1)
    onsets_s = tuple(mark.onset_s for mark in marks)
    numbers = run_numbers(marks, ClusterRule()) if runs is None else runs
    return LockedEpochs(
        tuple(mark.annotation_id for mark in marks),
        onsets_s,
        times_s,
        plan.rows,
        data,
        plan.electrodes,
        field_uv,
        rate_hz,
        alignment,
        lags_s,
        peaks_uv,
        outlier_distances(data[:, eeg, ::step]) if marks else np.empty(0),
        frozenset(excluded) & {mark.annotation_id for mark in marks},
        settings,
        side_beginnings(plan, pieces, onsets_s),
        np.array([numbers[mark.annotation_id] for mark in marks], np.int64),
        plan.left_out,
        bool(plan.pairs),
    )
