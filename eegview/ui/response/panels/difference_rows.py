"""The lines of the table of differences, as people read them; two studies of a comparison side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from eegview.app.response.comparison import Comparison, compare
from eegview.app.response.marker_row import MarkerRow
from eegview.app.response.markers import MarkerKind, MarkerValue
from eegview.app.response.measures import number_text
from eegview.model.text.language import tr

NOT_THERE = "–"
_UNBROKEN = 14  # characters of a value that stay on one line
COPIED = (
    tr("Marker"),
    tr("Before"),
    tr("After"),
    tr("Change"),
    tr("Change in percent"),
    tr("Repeat error"),
    tr("Missing"),
    tr("Definition"),
)


@dataclass(frozen=True, slots=True)
class DifferenceRow:
    """One line.

    values : before and after
    change, percent : `−175 µV`, `−70 %`; "" where there is none
    error : `exceeds ±6 µV`, `within ±6 µV`, `not measured`; "" where no change is known
    exceeds : None where that cannot be said
    missing : a sentence for what is not there, "" where both values are
    definition : with its source and what a reader must know beside it
    """

    marker_id: str
    label: str
    values: tuple[MarkerValue, MarkerValue]
    change: str
    percent: str
    error: str
    exceeds: bool | None
    missing: str
    definition: str
    error_method: str

    @property
    def is_missing(self) -> bool:
        """Whether there is no value at all."""
        return all(value.is_missing for value in self.values)

    def value_text(self, side: int) -> str:
        text = self.values[side].text or NOT_THERE
        return text.replace(" ", "\u00a0") if len(text) <= _UNBROKEN else text

    def value_tip(self, side: int) -> str:
        """Return interval, basis and way of a value, one a line."""
        value = self.values[side]
        if value.is_missing:
            return value.missing
        interval = value.interval_method
        if value.low is not None and value.high is not None:
            interval = f"95 % interval {value.low:.3g} to {value.high:.3g}: {value.interval_method}"
        opens = "Click to see it on the page." if value.link is not None else ""
        return "\n".join(filter(None, (value.text, value.basis, interval, opens)))

    @property
    def change_text(self) -> str:
        """Return the change and, where that says something, the percent in parentheses."""
        return f"{self.change} ({self.percent})" if self.percent else self.change

    @property
    def spoken(self) -> str:
        before, after = self.value_text(0), self.value_text(1)
        if self.missing:
            return tr(
                "{label}: before {before}, after {after}. {missing}",
                label=self.label,
                before=before,
                after=after,
                missing=self.missing,
            )
        changed = f"Change {self.change_text}, repeat error: {self.error}." if self.change else ""
        return f"{self.label}: before {before}, after {after}. {changed}".strip()

    @property
    def copied(self) -> tuple[str, ...]:
        return (self.label, self.values[0].text, self.values[1].text, self.change, self.percent, self.error,
                self.missing, self.definition)  # fmt: skip


def pair_of(found: Comparison, before: str, after: str) -> Comparison | None:
    """Return the comparison of two of the studies alone, by fingerprint; None where one is not in it.

    Nothing is read: their facts are known. Notes, warnings and response stay those of all studies.
    """
    by_id = {study.fingerprint: study for study in found.studies}
    if before not in by_id or after not in by_id or before == after:
        return None
    if [study.fingerprint for study in found.studies] == [before, after]:
        return found
    pair = compare((by_id[before], by_id[after]), found.as_of, found.state)
    if [study.fingerprint for study in pair.studies] != [before, after]:
        return None
    return replace(pair, course=found.course, response=found.response, warnings=found.warnings, notes=found.notes)


def in_state(found: Comparison, state: str) -> Comparison:
    """Return the comparison in another state of sleep or wake; nothing is read."""
    other = compare(found.studies, found.as_of, state)
    kept = [note for note in found.notes if note not in other.notes and note != found.state_note]
    notes = tuple(dict.fromkeys((*kept, *other.notes)))
    return replace(other, response=found.response, notes=notes)


def difference_rows(found: Comparison) -> tuple[DifferenceRow, ...]:
    """Return the lines of a comparison of two studies."""
    return tuple(difference_row(row) for row in found.rows)


def difference_row(row: MarkerRow) -> DifferenceRow:
    """Return the line of a marker."""
    before, after = row.values[0], row.values[-1]
    change, percent = _change(row)
    source = f"Source: {row.marker.source}" if row.marker.source else ""
    definition = "\n".join(filter(None, (row.label, row.marker.definition, row.note, source)))
    label = row.marker.label if row.marker.is_by_state else row.label  # the state stands over the table
    return DifferenceRow(
        row.marker.marker_id, label, (before, after), change, percent, _error(row), row.exceeds_repeat_error,
        _missing((before, after)), definition, row.repeat_method,
    )  # fmt: skip


def _change(row: MarkerRow) -> tuple[str, str]:
    if row.change is None:
        return "", ""
    if row.change_percent is None or row.marker.unit == "%":
        return row.change_text, ""
    return number_text(row.change, row.marker.unit, is_change=True), row.change_text


def _error(row: MarkerRow) -> str:
    if row.change is None:
        return ""
    if row.repeat_error is None:
        return tr("not measured")
    if row.marker.kind in (MarkerKind.SCORE, MarkerKind.COUNT):
        size = f"{row.repeat_error:.0f}"
    else:
        size = number_text(row.repeat_error, row.marker.unit)
    if row.marker.unit == "%":
        size = f"{size} points"
    return f"{'exceeds' if row.exceeds_repeat_error else 'within'} ±{size}"


def _missing(values: Sequence[MarkerValue]) -> str:
    before, after = (value.missing for value in values)
    if before and after:
        return before if before == after else tr("Before: {before} After: {after}", before=before, after=after)
    return tr("Before: {before}", before=before) if before else tr("After: {after}", after=after) if after else ""
