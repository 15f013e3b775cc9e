"""Diaries of made-up infants for tests: records of an infant's log by days of treatment."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta

from eegview.model.annotation import Annotation
from eegview.model.infant.diary_event import Certainty, DiaryEvent, WitnessedKind, held_event
from eegview.model.infant.infant import Infant, held_infant, infant_subject
from eegview.model.study.records import (
    DIARY_EVENT_TERM,
    DIARY_TERM,
    INFANT_TERM,
    TREATMENT_TERM,
    study_record,
)
from eegview.model.treatment.course import StudyDays, TreatmentCourse, course_of
from eegview.model.treatment.day import TreatmentDay
from eegview.model.treatment.diary import DiaryDay, Witnessed, held_diary
from eegview.model.treatment.treatment import Treatment, held_treatment

START = date(2020, 3, 3)
_SAID = datetime(2026, 1, 1, 12, tzinfo=UTC).isoformat()


def event(n: int, at: time | None = None, start: date = START, **held: object) -> DiaryEvent:
    """Return a cluster on day n of treatment."""
    held.setdefault("kind", WitnessedKind.CLUSTER)
    return DiaryEvent(f"e{n}-{at}-{sorted(map(str, held.items()))}", start + timedelta(days=n), at, **held)  # type: ignore[arg-type]


def records(
    none: Iterable[int] = (),
    some: Iterable[int] = (),
    events: Iterable[DiaryEvent] = (),
    start: date = START,
    is_treated: bool = True,
) -> tuple[Annotation, ...]:
    """Return an infant's log; days count from the first day of treatment."""
    found = [study_record(INFANT_TERM, infant_subject(), _SAID, held_infant(Infant("infant-1", "Blue")), "ann")]
    if is_treated:
        held = held_treatment(Treatment("t", "Prednisolone", TreatmentDay(start)))
        found.append(study_record(TREATMENT_TERM, "t", _SAID, held, "ann"))
    for said, days in ((Witnessed.NONE, none), (Witnessed.SOME, some)):
        for n in days:
            day = TreatmentDay(start + timedelta(days=n))
            found.append(study_record(DIARY_TERM, day.stored, _SAID, held_diary(DiaryDay(day, said)), "ann"))
    found += [study_record(DIARY_EVENT_TERM, one.event_id, _SAID, held_event(one), "ann") for one in events]
    return tuple(found)


def course(*args: object, **held: object) -> TreatmentCourse:
    """Return the course of such a log alone."""
    return course_of([StudyDays(None, records(*args, **held), is_dated=True)])  # type: ignore[arg-type]


UNSURE = Certainty.UNSURE
