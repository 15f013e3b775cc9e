"""Comparison with the previous study: markers side by side with their repeat errors, and how the two were recorded."""

from __future__ import annotations

from collections.abc import Mapping

from eegview.app.report.making import NOT_ASSESSED, Answer, Computed, Making, given
from eegview.app.report.sections.personal import age_value
from eegview.app.response.comparison import Comparison, MarkerRow
from eegview.app.response.markers import MarkerValue
from eegview.app.response.measures import number_text
from eegview.app.response.state_epochs import state_label
from eegview.app.response.study_facts import StudyFacts
from eegview.model.report.document import Block, Line, Paragraph, Table, Tone, Value, Words
from eegview.model.report.link import Place


def _previous(making: Making) -> Answer:
    before = making.of_previous()
    if before is None:
        return NOT_ASSESSED
    age = age_value(before)
    start: Line = (Words(before.study_day),) if age is None else (Words(f"{before.study_day}, "), age)
    coverage = before.study.statistics.coverage
    link = before.evidence.at(Place.COVERAGE)
    recorded = before.seconds(coverage.recorded_s, "comparison.recorded_s", link)
    lines: list[Line] = [(*start, Words(", "), recorded)]
    if before.study.patient.patient_id != making.study.patient.patient_id:
        lines.append((Words(making.labels("comparison.other_id"), Tone.CAUTION),))
    return given(*lines)


def table(making: Making) -> tuple[Block, ...]:
    """Return the panel of markers of all compared studies, with what must be known beside it."""
    comparison = making.study.comparison
    if comparison is None:
        return ()
    studies = tuple(_heading(making, study) for study in comparison.studies)
    columns = (
        making.labels("comparison.column_marker"),
        *studies,
        making.labels("comparison.column_change"),
        making.labels("comparison.column_repeat"),
    )
    rows = tuple(_row(making, row) for row in comparison.rows if not _is_missing(row))
    caption = making.labels("comparison.caption", state=state_label(comparison.state))
    blocks: list[Block] = []
    if comparison.warnings:
        blocks.append(Paragraph(tuple((Words(text, Tone.CAUTION),) for text in comparison.warnings)))
    blocks.append(Table("comparison", columns, rows, caption, _notes(making, comparison)))
    return tuple(blocks)


def _heading(making: Making, study: StudyFacts) -> str:
    day = making.day(study.recorded_on) or making.labels("date.unknown")
    if study.age_weeks is None:
        return day
    return f"{day}, {making.labels.counted('unit.weeks', study.age_weeks)}"


def _row(making: Making, row: MarkerRow) -> tuple[Line, ...]:
    name = f"comparison.{row.marker.marker_id}"
    cells = [_cell(making, row, value, f"{name}.{number}") for number, value in enumerate(row.values, 1)]
    tone = Tone.STRONG if row.exceeds_repeat_error else Tone.PLAIN
    change = row.change_text or "–"
    if row.exceeds_repeat_error is False:
        change = f"{change} ({making.labels('comparison.within')})"
    repeat: Line = (Words("–"),)
    if row.repeat_error is not None:
        unit = row.marker.unit
        text = making.labels("unit.plus_minus", value=number_text(row.repeat_error, unit))
        repeat = (Value(text, f"{name}.repeat_error", row.repeat_error, unit, basis=row.repeat_method),)
    key = f"marker.{row.marker.marker_id}"
    label = making.labels(key) if making.labels.has(key) else row.label
    return ((Words(label),), *cells, (Words(change, tone),), repeat)


def _cell(making: Making, row: MarkerRow, value: MarkerValue, name: str) -> Line:
    if value.is_missing:
        return (Words(making.labels("state.not_assessed"), Tone.QUIET),)
    found = Value(
        value.text,
        name,
        value.value,
        row.marker.unit,
        value.low,
        value.high,
        value.interval_method,
        value.basis,
        value.link,
    )
    return (found,)


def _is_missing(row: MarkerRow) -> bool:
    """Whether no study has a value; then the marker is named under the table, with the reason."""
    return all(value.is_missing for value in row.values)


def _notes(making: Making, comparison: Comparison) -> tuple[Line, ...]:
    """Return how the table was made, and once each why values are missing, with the markers concerned."""
    missing: dict[str, list[str]] = {}
    for row in comparison.rows:
        for value in row.values:
            if value.is_missing:
                missing.setdefault(value.missing, []).append(row.label)
    notes: list[Line] = [making.line("comparison.repeat")]
    notes += [(Words(text),) for text in comparison.notes]
    for why, found in missing.items():
        notes.append(making.line("comparison.missing", markers="; ".join(dict.fromkeys(found)), why=why))
    return tuple(dict.fromkeys(notes))


COMPUTED: Mapping[str, Computed] = {"comparison.previous": _previous}
