"""A comparison as plain data: for JSON, and as a table."""

from __future__ import annotations

import math
from typing import Any

from eegview.app.response.comparison import Comparison, MarkerRow
from eegview.app.response.markers import MarkerKind, MarkerValue
from eegview.app.response.measures import number_text
from eegview.app.response.response_texts import course_json, response_json, response_lines
from eegview.app.response.study_facts import StudyFacts

NO_VERDICT = (
    "For research and education; not a cleared medical device. Each marker and each part of the response stands for "
    "itself; the program draws no conclusion."
)
_LAST_COLUMNS = (*("change", "change_percent", "repeat_error", "exceeds_repeat_error", "repeat_method", "definition"),)


def comparison_json(found: Comparison) -> dict[str, Any]:
    """Return a comparison as objects for JSON; numbers are plain, NaN does not occur."""
    return {
        "studies": [_study_json(found, number) for number in range(len(found.studies))],
        "state": found.state,
        "state_note": found.state_note,
        "markers": [row_json(row) for row in found.rows],
        "treatment": course_json(found.course),
        "response": response_json(found.response),
        "warnings": list(found.warnings),
        "notes": list(found.notes),
        "disclaimer": NO_VERDICT,
    }


def _study_json(found: Comparison, number: int) -> dict[str, Any]:
    study: StudyFacts = found.studies[number]
    trends = study.trends
    return {
        "label": found.study_label(number),
        "fingerprint": study.fingerprint,
        "recorded_on": study.recorded_on.isoformat() if study.recorded_on is not None else None,
        "treatment_day": found.treatment_days[number],
        "age_weeks": study.age_weeks,
        "age_days": study.age_days,
        "age_source": study.age_source,
        "is_simulated": study.is_simulated,
        "duration_s": study.recording.duration_s,
        "recorded_s": study.spasms.recorded_s,
        "reviewed_s": study.spasms.reviewed_s,
        "layer": study.layer,
        "stages_layer": study.stages_layer,
        "cluster_rule": study.spasms.rule.text,
        "clean_epochs": study.epochs.counts(),
        "epochs_with_spasm": study.epochs.n_with_spasm,
        "epochs_mostly_artifact": study.epochs.n_artifact,
        "hidden_scores": study.n_hidden_scores,
        "trend_rows": list(trends.rows) if trends is not None else [],
        "trend_parameters_id": trends.parameters_id if trends is not None else "",
    }


def row_json(row: MarkerRow) -> dict[str, Any]:
    """Return one line of the table as an object."""
    return {
        "id": row.marker.marker_id,
        "label": row.label,
        "unit": row.marker.unit,
        "definition": row.marker.definition,
        "source": row.marker.source,
        "values": [_value_json(value) for value in row.values],
        "changes": [_number(change) for change in row.changes],
        "change": _number(row.change),
        "change_text": row.change_text,
        "change_percent": _number(row.change_percent),
        "repeat_error": _number(row.repeat_error),
        "repeat_method": row.repeat_method,
        "exceeds_repeat_error": row.exceeds_repeat_error,
        "note": row.note,
    }


def _value_json(value: MarkerValue) -> dict[str, Any]:
    if value.is_missing:
        return {"value": None, "text": "", "missing": value.missing}
    return {
        "value": _number(value.value),
        "text": value.text,
        "low": _number(value.low),
        "high": _number(value.high),
        "interval_method": value.interval_method,
        "repeat_error": _number(value.repeat_error),
        "n": value.n,
        "basis": value.basis,
        "link": value.link.url if value.link is not None else "",
    }


def comparison_rows(found: Comparison) -> list[tuple[str, ...]]:
    """Return the table of differences as rows of cells, the titles first; empty = none, the reason in `…_missing`."""
    titles = ["marker", "label", "unit"]
    for number in range(1, len(found.studies) + 1):
        titles += [f"study_{number}", f"study_{number}_low", f"study_{number}_high", f"study_{number}_missing"]
    rows: list[tuple[str, ...]] = [(*titles, *_LAST_COLUMNS)]
    for row in found.rows:
        cells = [row.marker.marker_id, row.label, row.marker.unit]
        for value in row.values:
            shown = value.text if value.value is None else _cell(value.value)
            cells += [shown, _cell(value.low), _cell(value.high), value.missing]
        exceeds = "" if row.exceeds_repeat_error is None else "yes" if row.exceeds_repeat_error else "no"
        rows.append(
            (*cells, _cell(row.change), _cell(row.change_percent), _cell(row.repeat_error), exceeds, row.repeat_method,
             row.marker.definition)
        )  # fmt: skip
    return rows


def comparison_lines(found: Comparison) -> list[str]:
    """Return a comparison as lines for people, the columns aligned."""
    lines = [_heading(found, number) for number in range(len(found.studies))]
    table = [("", *(found.study_label(n) for n in range(len(found.studies))), "Change", "Repeat error")]
    for row in found.rows:
        values = tuple(value.text or "–" for value in row.values)
        table.append((row.label, *values, _change_text(row) + _mark(row), _error_text(row)))
    widths = [max(len(cells[k]) for cells in table) for k in range(len(table[0]))]
    lines += ["", *("  ".join(c.ljust(w) for c, w in zip(cells, widths, strict=True)).rstrip() for cells in table)]
    lines.append("* exceeds the repeat error")
    missing = dict.fromkeys(value.missing for row in found.rows for value in row.values if value.missing)
    lines += ["", "–  not available:", *(f"   {sentence}" for sentence in missing)] if missing else []
    if found.course.treatments:
        lines += ["", "Treatment"]
        lines += [f"   {found.course.placed_text(one)}" for one in found.course.treatments]
    lines += ["", *response_lines(found.response)]
    lines += ["", *found.warnings, *found.notes, NO_VERDICT]
    return lines


def _heading(found: Comparison, number: int) -> str:
    study, day = found.studies[number], found.treatment_days[number]
    parts = [
        found.study_label(number),
        study.recorded_on.isoformat() if study.recorded_on is not None else "no date",
        f"{study.age_weeks} weeks old" if study.age_weeks is not None else "age not known",
        f"day {day}" if day is not None else "",
        f"layer {study.layer_text}",
    ]
    return " · ".join(filter(None, parts))


def _mark(row: MarkerRow) -> str:
    return " *" if row.exceeds_repeat_error else ""


def _change_text(row: MarkerRow) -> str:
    """Return the change in the unit of its repeat error, with percent where that says something."""
    if row.change is None or row.change_percent is None or row.marker.unit == "%":
        return row.change_text
    return f"{number_text(row.change, row.marker.unit, is_change=True)} ({row.change_text})"


def _error_text(row: MarkerRow) -> str:
    if row.repeat_error is None:
        return "not measured" if row.change is not None else ""
    unit = "" if row.marker.kind in (MarkerKind.SCORE, MarkerKind.COUNT) else row.marker.unit
    points = " points" if unit == "%" else ""
    return f"± {number_text(row.repeat_error, unit)}{points}" if unit else f"± {row.repeat_error:.2g}"


def _number(value: float | None) -> float | None:
    return float(value) if value is not None and math.isfinite(value) else None


def _cell(value: float | None) -> str:
    return f"{value:.6g}" if value is not None and math.isfinite(value) else ""
