"""One line of the table of differences: a marker in each study, its change, and what repeat error allows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from eegview.app.response.markers import Marker, MarkerKind, MarkerValue
from eegview.app.response.measures import number_text
from eegview.clinical.repeatability import Measured, difference_error, recovered_error
from eegview.clinical.statistics.estimate import Estimate


@dataclass(frozen=True, slots=True)
class MarkerRow:
    """One line of the table.

    label : with the state: "Median rEEG, posterior, N2"
    values : of each study, in the order of the comparison
    changes : of each study against the first, None where either has no number
    change : of the last study against the first
    change_percent : the same in percent, None where that says nothing
    repeat_error : how large a change from the first to the last must be to exceed the repeat error, None where that
        is not known
    repeat_method : how it is known, or why it is not
    exceeds_repeat_error : whether the change does, None where that cannot be said
    note : what a reader must know beside it
    """

    marker: Marker
    label: str
    values: tuple[MarkerValue, ...]
    changes: tuple[float | None, ...]
    repeat_error: float | None
    repeat_method: str
    exceeds_repeat_error: bool | None
    note: str = ""

    @property
    def change(self) -> float | None:
        return self.changes[-1]

    @property
    def change_percent(self) -> float | None:
        first = self.values[0].value
        if self.change is None or not first or not self.marker.is_ratio:
            return None
        return 100 * self.change / abs(first)

    @property
    def change_text(self) -> str:
        """Return the change for people: `−70 %`, `+0.2 Hz`, `−3`; "" where there is none."""
        if self.change is None:
            return ""
        percent = self.change_percent
        if percent is not None and self.marker.unit != "%":
            return number_text(percent, "%", is_change=True)
        if self.marker.kind in (MarkerKind.SCORE, MarkerKind.COUNT):
            return f"{self.change:+.0f}".replace("-", "−") if self.change else "0"
        unit = "% points" if self.marker.unit == "%" else self.marker.unit
        text = number_text(self.change, self.marker.unit, is_change=True)
        return f"{text.removesuffix('%')}{unit}" if self.marker.unit == "%" else text


def _changes(values: Sequence[MarkerValue]) -> tuple[float | None, ...]:
    first = values[0].value
    return tuple(v.value - first if v.value is not None and first is not None else None for v in values)


def plain_row(marker: Marker, values: Sequence[MarkerValue], label: str = "") -> MarkerRow:
    """Return the line of a marker that has no repeat error; the first value says why."""
    method = next((v.repeat_method for v in values if v.repeat_method), "not measured")
    return MarkerRow(marker, label or marker.label, tuple(values), _changes(values), None, method, None)


def measured_row(marker: Marker, label: str, found: Sequence[tuple[MarkerValue, Measured | None]]) -> MarkerRow:
    """Return the line of a marker whose error is known from the variation within each study."""
    values = [value for value, _measured in found]
    changes = _changes(values)
    first, last = found[0][1], found[-1][1]
    limit = difference_error(first, last) if first is not None and last is not None else None
    exceeds = abs(changes[-1]) > limit if limit is not None and changes[-1] is not None else None
    methods = [value.repeat_method for value in (values[0], values[-1])]
    unknown = [
        method or "not measured"
        for method, (_v, m) in zip(methods, (found[0], found[-1]), strict=True)
        if m is None or m.error is None
    ]
    method = unknown[0] if limit is None else methods[0]
    return MarkerRow(marker, label, tuple(values), changes, limit, method, exceeds)


def rate_row(marker: Marker, found: Sequence[tuple[MarkerValue, Estimate | None]], note: str) -> MarkerRow:
    """Return the line of a rate: its change exceeds the repeat error where the interval of the difference lacks 0."""
    values = [value for value, _estimate in found]
    changes, first, last = _changes(values), found[0][1], found[-1][1]
    limit, method = None, "not measured: a study has no interval of its rate"
    before, after = _bounds(first, last), _bounds(last, first)
    if before is not None and after is not None:
        limit = recovered_error(before, after)
        method = (
            "interval of the difference of two rates, recovered from the 95 % interval of each, which knows of "
            "clusters (Zou and Donner 2008)"
        )
        if any(one is not None and one.run_limit is not None for one in (first, last)):
            method += "; of none seen: the limit of runs, of the mean size that runs had in the other study"
    exceeds = abs(changes[-1]) > limit if limit is not None and changes[-1] is not None else None
    return MarkerRow(marker, marker.label, tuple(values), changes, limit, method, exceeds, note)


def _bounds(estimate: Estimate | None, other: Estimate | None) -> tuple[float, float, float] | None:
    """Return value, low and high, None where there is no interval.

    Where none was seen, only how many runs there may be has a limit; their size is taken from the other study.
    """
    if estimate is not None and estimate.run_limit is not None:
        size = other.n / other.n_runs if other is not None and other.n_runs else 1.0
        return 0.0, 0.0, estimate.run_limit * size
    if estimate is None or estimate.low is None or estimate.high is None:
        return None
    return estimate.value, estimate.low, estimate.high


def between_readers(of_readers: Sequence[Sequence[MarkerValue]]) -> float | None:
    """Return how far readers lie apart at most on one study, None where no study has two."""
    spreads: list[float] = []
    for values in zip(*of_readers, strict=True):
        known = [value.value for value in values if value.value is not None]
        if len(known) > 1:
            spreads.append(max(known) - min(known))
    return max(spreads, default=None)


def score_row(marker: Marker, values: Sequence[MarkerValue], spread: float | None) -> MarkerRow:
    """Return the line of one reader's score; its error is how far readers lie apart, None where there is one only."""
    changes = _changes(values)
    if spread is None:
        method = "not measured: no study here was scored by a second reader"
    elif not spread:
        method = "not measured: the readers of these studies agree, which does not tell how far readers may differ"
    else:
        method = "difference of two readers of one of these studies, at most"
    exceeds = abs(changes[-1]) > spread if spread and changes[-1] is not None else None
    return MarkerRow(marker, marker.label, tuple(values), changes, spread or None, method, exceeds)
