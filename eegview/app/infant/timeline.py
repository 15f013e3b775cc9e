"""An infant over weeks, as plain data: studies with their scores, clips, diary, treatment, milestones, age, response.

What it holds is what one reader may see. It knows no window and no files: both the window and the command line draw it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from functools import cached_property

from eegview.app.infant.clip_days import SURE, ClockDoubt
from eegview.clinical.response_state import RecordedDay, Response
from eegview.model.infant.age import AgeOn, age_on, birth_of
from eegview.model.infant.diary_event import DiaryEvent
from eegview.model.infant.infant import Infant
from eegview.model.infant.member import CLIP, EEG
from eegview.model.infant.milestone import Milestone
from eegview.model.infant.study_of_infant import StudyOfInfant
from eegview.model.span import Span
from eegview.model.treatment.as_of import AsOf
from eegview.model.treatment.course import PlacedTreatment, TreatmentCourse
from eegview.model.treatment.day import TreatmentDay
from eegview.model.treatment.diary import DiaryDay, Witnessed
from eegview.model.treatment.witnessed_day import WitnessedDay


class DaySource(StrEnum):
    """What says on which day a study was recorded."""

    RECORDING = "recording"  # its own clock, as the library keeps it
    TYPED = "typed"  # a reader, as the time of filming of the clip
    ENTERED = "entered"  # a reader, in the infant's log
    NONE = ""


@dataclass(frozen=True, slots=True)
class StudyScore:
    """One committed score of a study that the viewer may see.

    scale : its name for people: `BASED 2021`
    epoch : scored section, seconds from the recording's start
    """

    reader: str
    scale_id: str
    scale: str
    score: int
    epoch: Span


@dataclass(frozen=True, slots=True)
class LayerCount:
    """What is marked in one layer of a study.

    layer : its name; the final layer's is `annotation.FINAL_LAYER`
    n_spasms : marked spasms, each event once, those in clusters among them
    n_clusters : by the cluster rule of the timeline
    n_electrographic_only : of the spasms
    is_signed : the layer is signed
    is_counted : the one layer that counts for response and totals
    """

    layer: str
    n_spasms: int
    n_clusters: int
    n_electrographic_only: int = 0
    is_signed: bool = False
    is_counted: bool = False


@dataclass(frozen=True, slots=True)
class TimelineStudy:
    """An EEG or a clip of the infant.

    kind : `member.EEG` or `member.CLIP`
    label : short name within the timeline, by day: `EEG 1`, `Clip 3`
    name : of its file, "" where the library keeps none
    on : day of its start; None = not known, then it has no place on the axis
    at : its start with time of day, None = not known
    duration_s : of what was recorded or filmed, gaps left out; None = not known
    is_known : the library has seen the recording; one that was only named is not known yet
    age : on that day, None where there is no day
    scores : highest of each reader first by reader; those the viewer may not see are counted in `n_hidden_scores`
    counts : of each layer that the viewer may see and that marks a spasm, or is signed; empty = nobody marked one
    is_blind : the viewer reads it blind now: nothing of others is here
    paths : files where the study lies on this computer, empty = not found here
    clock : how sure its start is
    n_clips : that it is made of, 0 = an EEG
    span_s : from its start to its end, gaps included; None = not known
    """

    fingerprint: str
    kind: str
    label: str
    name: str = ""
    on: date | None = None
    at: datetime | None = None
    day_source: DaySource = DaySource.NONE
    duration_s: float | None = None
    is_simulated: bool = False
    is_known: bool = True
    age: AgeOn | None = None
    scores: tuple[StudyScore, ...] = ()
    n_hidden_scores: int = 0
    counts: tuple[LayerCount, ...] = ()
    is_blind: bool = False
    paths: tuple[str, ...] = ()
    clock: ClockDoubt = SURE
    n_clips: int = 0
    span_s: float | None = None

    @property
    def is_eeg(self) -> bool:
        """Whether it is an EEG, not a clip."""
        return self.kind == EEG

    @property
    def is_clip(self) -> bool:
        """Whether it is film without EEG."""
        return self.kind == CLIP

    @property
    def counted(self) -> LayerCount | None:
        """Return what the layer that counts holds, None where nobody marked a spasm."""
        return next((one for one in self.counts if one.is_counted), None)


@dataclass(frozen=True)
class TimelineDay:
    """One day of the axis as the diary has it.

    witnessed : UNKNOWN where nothing is entered, never NONE by itself
    count : witnessed spasms, where they were counted; with `is_least` at least so many
    entry : what was said of the whole day, None where nothing is entered
    events : that begin on the day; those of which who saw them was not sure are among them and do not count
    """

    on: date
    witnessed: Witnessed = Witnessed.UNKNOWN
    count: int | None = None
    is_least: bool = False
    entry: DiaryDay | None = None
    events: tuple[DiaryEvent, ...] = ()

    @property
    def is_entered(self) -> bool:
        """Whether anybody said anything of the day, be it that it is not known."""
        return self.entry is not None or bool(self.events)

    @cached_property
    def text(self) -> str:
        """Return what the diary says of the day: `no spasms`, `at least 5 spasms, in 1 cluster`, `not known`."""
        return WitnessedDay(TreatmentDay(self.on), self.entry, self.events).text


@dataclass(frozen=True, slots=True)
class TreatmentLane:
    """One drug over time.

    spans : its doses by first day; days are ordinals of `date.toordinal` as the axis is that of the calendar
    """

    drug: str
    spans: tuple[PlacedTreatment, ...]


@dataclass(frozen=True, slots=True, eq=False)
class InfantTimeline:
    """All that is known of an infant, on one axis of days.

    viewer : for whom it was read; nobody else is shown it
    first_on, last_on : first and last day with anything on it; None where nothing has a day
    studies : by day and start, those without a day last
    days : every day from `first_on` to `last_on`
    lanes : by first day; planned treatments among them, see `Treatment.is_planned`
    milestones : by day
    course : treatment and diary of all logs together
    spasm_days : days of the course's axis on which recordings show spasms that are seen as spasms
    possible_days : days on which one may show a spasm, by a clock that does not say the day
    filmed : what its clips say for the response
    response : to treatment; of the clinical part the state is never more than the diary shows
    as_of : the day as of which all of it is told, see `AsOf`; what lies later is left out
    left_out : sentences on what that is, "" for nothing; it is among the notes
    cluster_rule : sentence on how clusters are formed
    notes : sentences on what could not be placed, or read
    read_utc : when it was read, ISO 8601
    """

    infant: Infant
    viewer: str
    first_on: date | None = None
    last_on: date | None = None
    studies: tuple[TimelineStudy, ...] = ()
    days: tuple[TimelineDay, ...] = ()
    lanes: tuple[TreatmentLane, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    course: TreatmentCourse = field(default_factory=lambda: TreatmentCourse(True))
    spasm_days: tuple[int, ...] = ()
    response: Response | None = None
    as_of: AsOf | None = None
    left_out: str = ""
    cluster_rule: str = ""
    notes: tuple[str, ...] = ()
    read_utc: str = ""
    possible_days: tuple[int, ...] = ()
    filmed: tuple[RecordedDay, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing but the infant itself is known."""
        return not (self.studies or self.lanes or self.milestones or any(day.is_entered for day in self.days))

    @property
    def placed(self) -> tuple[TimelineStudy, ...]:
        """Return the studies that have a day."""
        return tuple(one for one in self.studies if one.on is not None)

    @property
    def eegs(self) -> tuple[TimelineStudy, ...]:
        return tuple(one for one in self.studies if one.is_eeg)

    @property
    def clips(self) -> tuple[TimelineStudy, ...]:
        return tuple(one for one in self.studies if one.is_clip)

    @property
    def known_since(self) -> date | None:
        """Return the day of birth or of the first study, whichever is earlier; None where neither is known."""
        born = birth_of(self.infant)
        days = [one.on for one in self.studies if one.on is not None] + ([born] if born is not None else [])
        return min(days, default=None)

    @property
    def n_days(self) -> int:
        """Return the days of the axis, both ends among them."""
        if self.first_on is None or self.last_on is None:
            return 0
        return (self.last_on - self.first_on).days + 1

    def study(self, fingerprint: str) -> TimelineStudy | None:
        """Return a study, None where the infant has none with this fingerprint."""
        return next((one for one in self.studies if one.fingerprint == fingerprint), None)

    def of_infant(self, fingerprint: str) -> StudyOfInfant | None:
        """Return a study with the day that is entered for it, None where the infant does not have it."""
        study = self.study(fingerprint)
        if study is None:
            return None
        return StudyOfInfant(self.infant, study.on if study.day_source is DaySource.ENTERED else None)

    def day(self, on: date) -> TimelineDay:
        """Return a day of the diary; one outside the axis is unknown."""
        if self.first_on is None or not 0 <= (number := (on - self.first_on).days) < len(self.days):
            return TimelineDay(on)
        return self.days[number]

    def age_on(self, on: date) -> AgeOn:
        """Return age and corrected age on a day."""
        return age_on(self.infant, on)


def days_of_axis(first_on: date, last_on: date, said: Mapping[int, WitnessedDay]) -> tuple[TimelineDay, ...]:
    """Return every day from the first to the last; what nobody said is unknown, never none.

    said : what is known of a day, by ordinal
    """
    days = (date.fromordinal(number) for number in range(first_on.toordinal(), last_on.toordinal() + 1))
    return tuple(_timeline_day(on, said.get(on.toordinal()) or WitnessedDay(TreatmentDay(on))) for on in days)


def _timeline_day(on: date, day: WitnessedDay) -> TimelineDay:
    count = day.n_least if day.witnessed is Witnessed.SOME else None
    if count is not None and not day.is_counted and not any(one.count for one in day.counting):
        count = None  # that it was one at least says no more than that it was some
    return TimelineDay(on, day.witnessed, count, count is not None and not day.is_counted, day.entry, day.events)
