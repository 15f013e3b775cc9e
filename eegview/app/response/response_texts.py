"""Course of treatment and response as objects for JSON, and as lines for people."""

from __future__ import annotations

from typing import Any

from eegview.clinical.response_state import Response, ResponseState
from eegview.model.treatment.course import TreatmentCourse


def course_json(course: TreatmentCourse) -> dict[str, Any]:
    """Return treatment and diary as objects for JSON; days count from the first day of treatment."""
    start, first = course.start_day, course.date_of(course.start_day) if course.start_day is not None else None
    return {
        "day_0": first.isoformat() if first is not None else None,
        "is_dated": course.is_dated,
        "treatments": [
            {
                "drug": one.treatment.drug,
                "dose": one.treatment.dose,
                "unit": one.treatment.unit,
                "from_day": one.first_day - start if start is not None else None,
                "to_day": one.last_day - start if start is not None and one.last_day is not None else None,
                "text": course.placed_text(one),
                "planned": one.treatment.is_planned,
                "note": one.treatment.note,
            }
            for one in course.treatments
        ],
        "diary": [
            {"day": course.number_of(day), "witnessed": entry.witnessed.value, "count": entry.count}
            | ({"n_clusters": entry.n_clusters} if entry.n_clusters is not None else {})
            for day, entry in course.diary.items()
        ],
    }


def response_json(response: Response) -> dict[str, Any]:
    """Return the response as an object for JSON, each of its three parts on its own."""
    return {
        "rule": response.rule.text,
        "clinical": _state_json(response.clinical),
        "electroclinical": _state_json(response.electroclinical),
        "electrographic": _state_json(response.electrographic),
    }


def response_lines(response: Response) -> list[str]:
    """Return the response as lines for people."""
    lines = [f"Response ({response.clinical.source})"]
    parts = (
        ("Clinical", response.clinical),
        ("Electroclinical", response.electroclinical),
        ("Electrographic", response.electrographic),
    )
    for name, state in parts:
        lines.append(f"   {name}: {state.status_text}. {state.text}")
        lines += [f"      {caution}" for caution in state.cautions]
    return lines


def _state_json(state: ResponseState) -> dict[str, Any]:
    return {
        "status": state.status.value,
        "status_text": state.status_text,
        "relapse": state.relapse_text or None,
        "text": state.text,
        "source": state.source,
        "earliest_date": state.earliest_date.isoformat() if state.earliest_date is not None else None,
        "as_of_on": state.as_of_date.isoformat() if state.as_of_date is not None else None,
        "days_without": state.n_free_days,
        "days_needed": state.n_needed_days,
        "cautions": list(state.cautions),
    }
