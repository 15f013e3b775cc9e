"""The course of treatment of one infant, put together from the logs of all their studies, on one axis of days.

What is said in any study's log holds for all of them; of what was said about the same subject, what was said last
holds. Events of the infant's own log and entries of days are put together as `witnessed_day` says. Days count from the
first day of treatment, day 0.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from eegview.model.annotation import Annotation
from eegview.model.infant.diary_event import diary_events_of
from eegview.model.study.records import (
    DIARY_EVENT_TERM,
    DIARY_TERM,
    TREATMENT_TERM,
    about_of,
    said_at,
)
from eegview.model.text.said import tr_kept
from eegview.model.treatment.as_of import AsOf
from eegview.model.treatment.day import TreatmentDay, date_text, parsed_day
from eegview.model.treatment.diary import DiaryDay, diary_day_of
from eegview.model.treatment.treatment import FOR_OTHER, Treatment, treatment_of
from eegview.model.treatment.witnessed_day import WitnessedDay


@dataclass(frozen=True, slots=True)
class StudyDays:
    """What a study, or the infant's own log, gives to the course: the day of its recording, and its records.

    recorded_on : None where the recording has no date, and for an infant's log, which says every day as a date
    records : of any term; those of treatment and diary are used
    is_dated : its days are dates whatever the recordings have: the log of an infant, which is no recording
    """

    recorded_on: date | None
    records: tuple[Annotation, ...] = ()
    is_dated: bool = False


@dataclass(frozen=True, slots=True)
class PlacedTreatment:
    """A treatment on the axis of days.

    first_day, last_day : on the axis of its course; `last_day` None = it goes on
    """

    treatment: Treatment
    first_day: int
    last_day: int | None


@dataclass(frozen=True, slots=True)
class TreatmentCourse:
    """All that is known of an infant's treatment.

    The axis of all days here is that of the calendar (`date.toordinal`) where any study has a date or an infant's log
    is among them, else that of the days from the one recording; `day_text`, `number_of` and `date_of` say a day to
    people.

    is_dated : whether the axis is the calendar's
    treatments : by first day
    diary : what is known of a day, by day of the axis
    days : the same with all that was said of it, the events among it
    studies : day of each study on the axis, None where it has no place there
    notes : sentences on what could not be placed, or was said in more than one log
    """

    is_dated: bool
    treatments: tuple[PlacedTreatment, ...] = ()
    diary: Mapping[int, DiaryDay] = field(default_factory=dict[int, DiaryDay])
    studies: tuple[int | None, ...] = ()
    notes: tuple[str, ...] = ()
    days: Mapping[int, WitnessedDay] = field(default_factory=dict[int, WitnessedDay])

    @property
    def given(self) -> tuple[PlacedTreatment, ...]:
        """Return the treatments that are not only planned."""
        return tuple(one for one in self.treatments if not one.treatment.is_planned)

    @property
    def start_day(self) -> int | None:
        """Return day 0 on the axis: the first day of the first treatment given for spasms; None where none was."""
        return min((one.first_day for one in self.given if not one.treatment.is_for_other), default=None)

    def number_of(self, day: int) -> int | None:
        """Return the number of a day of the axis, 0 = the first day of treatment; None where none was given."""
        return day - self.start_day if self.start_day is not None else None

    def date_of(self, day: int) -> date | None:
        """Return the date of a day of the axis, None where the axis is not the calendar's."""
        return date.fromordinal(day) if self.is_dated and 0 < day <= date.max.toordinal() else None

    def day_text(self, day: int) -> str:
        """Return a day of the axis: `day 9 (12 Mar 2020)`, `12 Mar 2020`, `day 9`."""
        number, on = self.number_of(day), self.date_of(day)
        if number is None:
            return date_text(on) if on is not None else TreatmentDay(None, day).text
        if on is None:
            return tr_kept("day {number}", number=number)
        return tr_kept("day {number} ({date})", number=number, date=date_text(on))

    def as_of(self, as_of: AsOf, recorded_days: Iterable[int] = ()) -> AsOf:
        """Return the day as of which something is said on this axis.

        Where the axis is not the calendar's, no clock has a place on it: that is the last day of which anything is
        known, over where the diary says something of it.

        recorded_days : days of the axis of which recordings say something, beside those of `studies`
        """
        if self.is_dated:
            return as_of
        last = max((day for day in (*self.diary, *self.studies, *recorded_days) if day is not None), default=0)
        return AsOf(last, last in self.diary)

    def until(self, as_of: AsOf) -> TreatmentCourse:
        """Return the course as it was known: without what was seen later, and without what was given later.

        What is planned, and a last day that lies later, stay: they can be known before. So does a treatment that begins
        after today: whoever looks back does not see it.
        """
        as_of = self.as_of(as_of)
        last, stays = as_of.day, not as_of.is_over
        kept = (one for one in self.treatments if stays or one.first_day <= last or one.treatment.is_planned)
        return replace(
            self,
            treatments=tuple(kept),
            diary={day: entry for day, entry in self.diary.items() if day <= last},
            days={day: said for day, said in self.days.items() if day <= last},
        )

    def left_out_text(self, as_of: AsOf) -> str:
        """Return in a sentence what `until` leaves out, "" where it is nothing."""
        as_of = self.as_of(as_of)
        last = as_of.day
        later = sorted({day for day in (*self.diary, *self.days) if day > last})
        given = sorted({one.first_day for one in self.given if one.first_day > last}) if as_of.is_over else []
        found = [f"the diary of {self._later_text(later)}"] if later else []
        found += [f"treatment from {self._later_text(given)} on"] if given else []
        if not found:
            return ""
        return f"Entered for days after {self.day_text(last)}, and left out here: {', and '.join(found)}."

    def _later_text(self, days: Sequence[int]) -> str:
        return self.day_text(days[0]) + (f" and {len(days) - 1} more" if len(days) > 1 else "")

    def placed_text(self, one: PlacedTreatment) -> str:
        """Return a treatment with its days: `Prednisolone 40 mg/day, day 0 (3 Mar 2020) to day 13 (16 Mar 2020)`."""
        stop = f" to {self.day_text(one.last_day)}" if one.last_day is not None else " on"
        planned = ", planned" if one.treatment.is_planned else ""
        planned += FOR_OTHER if one.treatment.is_for_other else ""
        return f"{one.treatment.text}, {self.day_text(one.first_day)}{stop}{planned}"


def course_of(studies: Sequence[StudyDays]) -> TreatmentCourse:
    """Return the course of treatment that the logs of an infant's studies say together."""
    axis = _Axis.of(studies)
    placed_treatments, n_treatments_lost = _treatments(studies, axis)
    days, n_days_lost = _days(studies, axis)
    notes = [*_lost_text(n_treatments_lost, "treatment"), *_lost_text(n_days_lost, "day of the diary")]
    if sum(map(_has_records, studies)) > 1:
        notes.append(
            "Treatment and diary are combined from the logs of all studies; where entries about the same treatment or "
            "day differ, the latest counts."
        )
    on_axis = tuple(axis.place(TreatmentDay(study.recorded_on), n, studies) for n, study in enumerate(studies))
    diary = {at: day.summary for at, day in days.items()}
    return TreatmentCourse(axis.is_dated, placed_treatments, diary, on_axis, tuple(notes), days)


@dataclass(frozen=True, slots=True)
class _Axis:
    """Where days lie: on the calendar, else from the recording of the one study that says anything.

    owner : that study, None where several without a date say something
    """

    is_dated: bool
    owner: int | None

    @classmethod
    def of(cls, studies: Sequence[StudyDays]) -> _Axis:
        telling = [number for number, study in enumerate(studies) if _has_records(study)] or [0]
        is_dated = any(study.recorded_on is not None or study.is_dated or _has_events(study) for study in studies)
        return cls(is_dated, telling[0] if len(telling) == 1 else None)

    def place(self, day: TreatmentDay, number: int, studies: Sequence[StudyDays]) -> int | None:
        """Return where a day that a study says lies, None where it has no place."""
        if self.is_dated:
            on = day.date_by(studies[number].recorded_on)
            return on.toordinal() if on is not None else None
        return day.offset if day.on is None and number == self.owner else None


def _has_records(study: StudyDays) -> bool:
    return any(record.term_id in (TREATMENT_TERM, DIARY_TERM, DIARY_EVENT_TERM) for record in study.records)


def _has_events(study: StudyDays) -> bool:
    return any(record.term_id == DIARY_EVENT_TERM for record in study.records)


def _in_order(studies: Sequence[StudyDays], term_id: str) -> list[tuple[int, Annotation]]:
    """Return the records of a term in all logs, with the number of the study, in the order in which they were said."""
    found = [(n, record) for n, study in enumerate(studies) for record in study.records if record.term_id == term_id]
    return sorted(found, key=lambda one: (said_at(one[1]), one[1].layer, one[1].annotation_id))


def _treatments(studies: Sequence[StudyDays], axis: _Axis) -> tuple[tuple[PlacedTreatment, ...], int]:
    newest = {about_of(record): (number, record) for number, record in _in_order(studies, TREATMENT_TERM)}
    found: dict[tuple[object, ...], PlacedTreatment] = {}
    n_lost = 0
    for number, record in newest.values():
        treatment = treatment_of(record)
        if treatment is None:
            continue
        first_day, last_day = axis.place(treatment.start, number, studies), None
        if treatment.stop is not None:
            last_day = axis.place(treatment.stop, number, studies)
        if first_day is None or (treatment.stop is not None and last_day is None):
            n_lost += 1
            continue
        drug, _start, _stop, *said = treatment.said
        found[drug, first_day, last_day, *said] = PlacedTreatment(treatment, first_day, last_day)
    placed = sorted(found.values(), key=lambda one: (one.first_day, one.treatment.drug.casefold()))
    return tuple(placed), n_lost


def _days(studies: Sequence[StudyDays], axis: _Axis) -> tuple[dict[int, WitnessedDay], int]:
    entries: dict[int, DiaryDay] = {}
    by_author: dict[int, dict[str, DiaryDay]] = {}
    n_lost = 0
    for number, record in _in_order(studies, DIARY_TERM):
        day, entry = parsed_day(about_of(record)), diary_day_of(record)
        at = axis.place(day, number, studies) if day is not None else None
        if at is None:
            n_lost += entry is not None
        elif entry is None:
            entries.pop(at, None)
            by_author.pop(at, None)  # cleared by whoever: nothing of it is said any more
        else:
            # A day that was said by its distance from a recording is a date where that recording has one.
            on = TreatmentDay(date.fromordinal(at)) if axis.is_dated else entry.day
            entries[at] = replace(entry, day=on)
            by_author.setdefault(at, {})[entry.author] = entries[at]
    found = {at: WitnessedDay(entry.day, entry, (), _others(entry, by_author[at])) for at, entry in entries.items()}
    for event in diary_events_of(record for study in studies for record in study.records):
        at, day = event.on.toordinal(), TreatmentDay(event.on)  # with an event the axis is the calendar's
        held = found.get(at, WitnessedDay(day))
        found[at] = WitnessedDay(day, held.entry, (*held.events, event), held.overruled)
    return dict(sorted(found.items())), n_lost


def _others(entry: DiaryDay, by_author: Mapping[str, DiaryDay]) -> tuple[DiaryDay, ...]:
    """Return what others said last of a day, and said otherwise than the entry that holds."""
    return tuple(
        one for author, one in by_author.items() if author != entry.author and one.witnessed is not entry.witnessed
    )


def _lost_text(n_lost: int, noun: str) -> list[str]:
    if not n_lost:
        return []
    nouns = noun if n_lost == 1 else noun.replace("day", "days") if "day" in noun else f"{noun}s"
    return [
        f"{n_lost} {nouns} {'has' if n_lost == 1 else 'have'} no place among these studies: counted from a recording "
        "without a date, or a date where no recording has one."
    ]
