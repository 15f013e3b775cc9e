"""An infant over eight weeks, made up: two EEG studies, three clips, a diary with gaps, two drugs, milestones."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from eegview.app.infant.timeline import (
    DaySource,
    InfantTimeline,
    LayerCount,
    StudyScore,
    TimelineStudy,
    TreatmentLane,
    days_of_axis,
)
from eegview.clinical.response import response_of
from eegview.clinical.response_state import RecordedDay
from eegview.model.infant.age import age_on
from eegview.model.infant.infant import Infant
from eegview.model.infant.member import CLIP, EEG
from eegview.model.infant.milestone import Milestone, MilestoneChange
from eegview.model.span import Span
from eegview.model.study.records import DIARY_TERM, TREATMENT_TERM, study_record
from eegview.model.treatment.as_of import AsOf
from eegview.model.treatment.course import StudyDays, course_of
from eegview.model.treatment.day import TreatmentDay
from eegview.model.treatment.diary import DiaryDay, Witnessed, counted_day, held_diary
from eegview.model.treatment.treatment import Treatment, held_treatment

START = date(2020, 3, 3)
FIRST_EEG, SECOND_EEG, CLIP_FINGERPRINT = "a" * 64, "b" * 64, "c" * 63
INFANT = Infant("infant-" + "5" * 32, "SIM-031", date(2019, 9, 1), date(2019, 10, 20))
_DIARY = {-10: 14, -9: 18, -8: 17, -7: 22, -4: 31, -3: 28, -2: 44, -1: 60, 0: 41, 1: 38, 2: 29, 3: 12, 4: 9} | {
    6: 4,
    7: 3,
    9: 1,
}
_NONE_SEEN = (8, 10, 11, 12, 13, 14, 15, 18, 19, 20)


_CLIPS = (
    (-9, 7, (LayerCount("ada", 6, 1, is_counted=True),)),
    (-2, 7, (LayerCount("ada", 9, 1, is_counted=True),)),
    (-2, 13, ()),
    (6, 8, (LayerCount("ada", 0, 0, is_signed=True, is_counted=True),)),
)


def day(number: int) -> date:
    """Return a day of treatment as a date."""
    return START + timedelta(days=number)


def _said(number: int, entry: DiaryDay):
    return study_record(DIARY_TERM, day(number).isoformat(), _at(number), held_diary(entry), "mother")


def _at(number: int) -> str:
    return datetime(2020, 4, 1, 12, tzinfo=UTC).isoformat() if number else datetime(2020, 4, 2, tzinfo=UTC).isoformat()


def _treatment(name: str, drug: str, dose: float, unit: str, first: int, last: int | None, is_planned: bool = False):
    held = Treatment(
        name, drug, TreatmentDay(day(first)), TreatmentDay(day(last)) if last is not None else None, dose, unit,
        is_planned,
    )  # fmt: skip
    return study_record(TREATMENT_TERM, name, _at(1), held_treatment(held), "ada")


def records():
    """Return what the infant's log says of diary and treatment."""
    said = [_said(n, counted_day(TreatmentDay(day(n)), count)) for n, count in _DIARY.items()]
    said += [_said(n, DiaryDay(TreatmentDay(day(n)), Witnessed.NONE)) for n in _NONE_SEEN]
    said.append(_said(5, DiaryDay(TreatmentDay(day(5)), Witnessed.SOME)))
    said += [
        _treatment("t1", "Prednisolone", 40, "mg/day", 0, 13),
        _treatment("t2", "Prednisolone", 30, "mg/day", 14, 20),
        _treatment("t3", "Prednisolone", 20, "mg/day", 21, 27, is_planned=True),
        _treatment("v1", "Vigabatrin", 50, "mg/kg/day", 0, 2),
        _treatment("v2", "Vigabatrin", 100, "mg/kg/day", 3, 6),
        _treatment("v3", "Vigabatrin", 150, "mg/kg/day", 7, None),
    ]
    return tuple(said)


def _study(fingerprint: str, kind: str, label: str, number: int | None, hour: int = 21, **more) -> TimelineStudy:
    on = day(number) if number is not None else None
    at = datetime(on.year, on.month, on.day, hour) if on is not None else None
    age = age_on(INFANT, on) if on is not None else None
    source = DaySource.RECORDING if on is not None else DaySource.NONE
    return TimelineStudy(fingerprint, kind, label, "", on, at, source, age=age, is_simulated=True, **more)


def made_timeline(as_of: AsOf | None = None) -> InfantTimeline:
    """Return the timeline of the made infant as of a day, day 20 unless given; two days of the run are not entered."""
    as_of = as_of or AsOf(day(20).toordinal())
    spasms = LayerCount("ada", 138, 11, 15, is_signed=True, is_counted=True)
    epoch = Span(600.0, 900.0)
    studies = (
        _study(FIRST_EEG, EEG, "EEG 1", -1, duration_s=36000.0, counts=(spasms,),
               scores=(StudyScore("ada", "based2021", "BASED 2021", 5, epoch),), paths=("one.edf",)),
        *(_study(f"{CLIP_FINGERPRINT}{n}", CLIP, f"Clip {n + 1}", at, hour, duration_s=84.0, counts=counts)
          for n, (at, hour, counts) in enumerate(_CLIPS)),
        _study(SECOND_EEG, EEG, "EEG 2", 14, duration_s=36000.0,
               counts=(LayerCount("ada", 0, 0, is_signed=True, is_counted=True),),
               scores=(StudyScore("ada", "based2021", "BASED 2021", 2, epoch),
                       StudyScore("ben", "based2021", "BASED 2021", 3, epoch))),
        _study("d" * 64, CLIP, "Clip 5", None, duration_s=20.0),
    )  # fmt: skip
    held = records()
    dated = [one for one in studies if one.is_eeg]
    course = course_of([*(StudyDays(one.on) for one in dated), StudyDays(None, held, is_dated=True)])
    recorded = [
        RecordedDay(day(-1).toordinal(), "EEG 1", (day(-1).toordinal(),)), RecordedDay(day(14).toordinal(), "EEG 2"),
    ]  # fmt: skip
    milestones = (
        Milestone("m1", day(-12), MilestoneChange.LOST, "no longer smiles back", "ada"),
        Milestone("m2", day(-9), MilestoneChange.LOST, "no longer reaches for the rattle that she liked before", "ada"),
        Milestone("m3", day(16), MilestoneChange.GAINED, "smiles again", "ben"),
    )
    first, last = day(-12), day(20)
    lanes: dict[str, TreatmentLane] = {}
    for one in course.treatments:
        held_lane = lanes.get(one.treatment.drug, TreatmentLane(one.treatment.drug, ()))
        lanes[one.treatment.drug] = TreatmentLane(one.treatment.drug, (*held_lane.spans, one))
    return InfantTimeline(
        INFANT,
        "ada",
        first,
        last,
        studies,
        days_of_axis(first, last, course.days),
        tuple(lanes.values()),
        milestones,
        course,
        (day(-1).toordinal(),),
        response_of(course, recorded, None, as_of),
        as_of,
        read_utc="2020-03-24T10:00:00+00:00",
    )
