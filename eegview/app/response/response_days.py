"""What each study's EEG says for the response to treatment."""

from __future__ import annotations

from collections.abc import Sequence

from eegview.app.response.study_facts import StudyFacts
from eegview.clinical.response_state import RecordedDay
from eegview.model.treatment.course import TreatmentCourse


def recorded_days(studies: Sequence[StudyFacts], course: TreatmentCourse) -> tuple[RecordedDay, ...]:
    """Return the recordings as the consensus rule reads them; spasms of doubt count as seen."""
    return tuple(_recorded(n, study, course) for n, study in enumerate(studies))


def _recorded(number: int, study: StudyFacts, course: TreatmentCourse) -> RecordedDay:
    day = course.studies[number]
    seen = study.witnessable_spasms
    return RecordedDay(
        day,
        f"study {number + 1}",
        tuple(sorted({_day(study, day, spasm.onset_s) for spasm in seen})) if day is not None else (),
        len(study.spasms.spasms) - len(seen),
        tuple((form.reader, form.presence, form.state) for form in study.forms),
        tuple(_highest(study)),
        is_blind=study.is_blind,
        last_day=_day(study, day, study.recording.duration_s) if day is not None else None,
    )


def _day(study: StudyFacts, day: int, onset_s: float) -> int:
    """Return the day of the axis on which a time was recorded; of a recording without a clock, that of its start."""
    found = study.day_of(onset_s)
    if study.started_at is None or found is None:
        return day
    return day + (found - study.started_at.date()).days


def _highest(study: StudyFacts) -> list[tuple[str, int]]:
    """Return the highest committed score of each reader."""
    found: dict[str, int] = {}
    for one in study.scores:
        found[one.reader] = max(one.score, found.get(one.reader, 0))
    return sorted(found.items())
