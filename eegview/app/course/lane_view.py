"""What the treatment lane shows, on the axis of days of the course; nothing here knows pixels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from eegview.app.course.geometry import column_scale
from eegview.clinical.response_state import ConsensusRule, ResponseState, ResponseStatus
from eegview.model.text.language import tr, tr_n
from eegview.model.treatment.course import PlacedTreatment, TreatmentCourse
from eegview.model.treatment.day import TreatmentDay, date_text
from eegview.model.treatment.diary import DiaryDay, Witnessed
from eegview.model.treatment.treatment import FOR_OTHER

_BEFORE_DAYS, _AFTER_DAYS = 3, 4  # of room at either end
_SHORTEST_DAYS = 21
_PLAN_DAYS = 60  # what is planned or goes on longer than this after all else is cut there


@dataclass(frozen=True, slots=True)
class LaneStudy:
    """One study as a dot.

    day : on the axis
    label : "Study 2"
    age_weeks : None where the age is not known
    is_open : it is the one that is open in the window
    """

    fingerprint: str
    day: int
    label: str
    age_weeks: int | None
    is_open: bool

    @property
    def text(self) -> str:
        """Return `Study 2 · 28 wk`."""
        return (
            tr("{label} · {age_weeks} wk", label=self.label, age_weeks=self.age_weeks)
            if self.age_weeks is not None
            else tr("{label} · age not known", label=self.label)
        )


@dataclass(frozen=True, slots=True)
class LaneBar:
    """One treatment as a bar.

    last_day : on the axis, the day is still covered; where it goes on, the end of the axis
    goes_on : no last day is said
    strength : of its colour, 0-1: the dose as a share of the drug's highest one in the same unit
    """

    placed: PlacedTreatment
    last_day: int
    goes_on: bool
    strength: float

    @property
    def text(self) -> str:
        """Return what stands in the bar: `40 mg/day`, `dose not entered`, `100 mg/kg/day, planned`."""
        treatment = self.placed.treatment
        planned = ", planned" if treatment.is_planned else ""
        return f"{treatment.dose_text or 'dose not entered'}{planned}{FOR_OTHER if treatment.is_for_other else ''}"

    @property
    def texts(self) -> tuple[str, ...]:
        """Return what may stand in the bar, the longest first: the number alone where the unit has no room."""
        dose = self.placed.treatment.dose
        return (self.text, f"{dose:g}") if dose is not None else (self.text,)


@dataclass(frozen=True, slots=True)
class LaneRow:
    """The bars of one drug that do not overlap; of a drug whose bars do there are several rows."""

    drug: str
    bars: tuple[LaneBar, ...]


@dataclass(frozen=True, slots=True)
class FreeRun:
    """The days without witnessed spasms that the consensus asks for.

    first_day, last_day : on the axis; `last_day` is the one on which they would be complete
    text, short : what is said of them; the short one where there is little room
    """

    first_day: int
    last_day: int
    text: str
    short: str


@dataclass(frozen=True, slots=True)
class LaneView:
    """All of the lane.

    first_day, last_day : the axis, both shown whole
    start_day : the first day of treatment; None where none was given
    window : first and last day of the shaded days within which spasms have to stop
    notes : sentences on what could not be placed
    """

    course: TreatmentCourse
    first_day: int
    last_day: int
    start_day: int | None
    window: tuple[int, int] | None
    rows: tuple[LaneRow, ...]
    diary: Mapping[int, DiaryDay]
    studies: tuple[LaneStudy, ...]
    unplaced: tuple[str, ...]
    free_run: FreeRun | None
    notes: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether neither treatment nor diary is entered."""
        return not self.rows and not self.diary

    @property
    def most_spasms(self) -> int:
        """Return the highest count of a day of the diary, 0 where none was counted."""
        return max((self.least(day) or 0 for day in self.diary), default=0)

    @property
    def scale_spasms(self) -> int:
        """Return the count of a day that fills the room of the columns, see `column_scale`."""
        return column_scale(self.least(day) or 0 for day in self.diary)

    def least(self, day: int) -> int | None:
        """Return how many spasms of a day are known, at least; None where nobody counted any."""
        held = self.course.days.get(day)
        if held is None:
            return self.diary[day].count if day in self.diary else None
        if held.witnessed is not Witnessed.SOME:
            return None
        return held.n_least if held.is_counted or any(one.count for one in held.counting) else None

    def count_text(self, day: int) -> str:
        """Return what stands over the column of a day: `7`, `≥20` for at least 20, `?` where nobody counted."""
        count, held = self.least(day), self.course.days.get(day)
        if count is None:
            return "?"
        return str(count) if held is None or held.is_counted else f"≥{count}"

    def tick_text(self, day: int) -> str:
        """Return how a day is named on the axis: `day 7`, `day −7`, `3 Mar 2020`, `+3 d`."""
        number, on = self.course.number_of(day), self.course.date_of(day)
        if number is not None:
            return f"day {number}".replace("-", "−")
        return date_text(on) if on is not None else f"{day:+d} d".replace("-", "−")

    def day_text(self, day: int) -> str:
        """Return a day in full: `day 9 (12 Mar 2020)`."""
        return self.course.day_text(day).replace("day -", "day −")

    def diary_text(self, day: int) -> str:
        """Return what the diary says of a day."""
        entry = self.diary.get(day)
        return f"{self.day_text(day)}: {entry.text if entry is not None else 'nothing entered'}"

    @property
    def spoken(self) -> str:
        """Return all of it as sentences, for who hears the window."""
        bars = [self.course.placed_text(bar.placed) for row in self.rows for bar in row.bars]
        parts = [
            tr("Treatment: {bars}.", bars="; ".join(bars)) if bars else tr("No treatment is entered."),
            tr_n("Diary: {n} day.", "Diary: {n} days.", len(self.diary)) if self.diary else tr("No diary."),
            *(f"{study.text}, {self.day_text(study.day)}." for study in self.studies),
        ]
        if self.free_run is not None:
            parts.append(f"{self.free_run.text}.")
        return " ".join(parts)


def lane_view(
    course: TreatmentCourse, studies: Sequence[tuple[str, int | None, bool]], clinical: ResponseState,
    rule: ConsensusRule,
) -> LaneView:  # fmt: skip
    """Return what the lane shows.

    Parameters
    ----------
    studies : fingerprint, age in weeks and whether it is the open one, of each study, in the order of the course
    clinical : the clinical part of the response, for the days without spasms
    """
    placed = [
        LaneStudy(fingerprint, day, f"Study {number}", weeks, is_open)
        for number, ((fingerprint, weeks, is_open), day) in enumerate(zip(studies, course.studies, strict=True), 1)
        if day is not None
    ]
    unplaced = tuple(f"Study {number}" for number, day in enumerate(course.studies, 1) if day is None)
    start, run = course.start_day, _free_run(course, clinical)
    window = (start, start + rule.within_days) if start is not None else None
    first_day, last_day = _ends(course, placed, window, run)
    return LaneView(
        course, first_day, last_day, start, window, _rows(course, last_day), course.diary, tuple(placed), unplaced, run,
        course.notes,
    )  # fmt: skip


def _free_run(course: TreatmentCourse, clinical: ResponseState) -> FreeRun | None:
    """Return the days that are asked for, None where the response says of none when they would be complete."""
    if clinical.earliest_day is None or clinical.n_needed_days is None:
        return None
    n_days, last = clinical.n_needed_days, clinical.earliest_day
    on = course.day_text(last)
    said = {
        ResponseStatus.MET: tr("{n_days} days without witnessed spasms complete on {on}", n_days=n_days, on=on),
        ResponseStatus.NOT_ASSESSED: tr(
            "{n_days} days would end on {on}; the diary does not say all of them", n_days=n_days, on=on
        ),
    }
    text = said.get(clinical.status, f"{n_days} days without witnessed spasms would end on {on}")
    ended = "ended" if clinical.status is ResponseStatus.MET else "would end"
    number = course.number_of(last)
    return FreeRun(last - n_days + 1, last, text, f"{n_days} days {ended} day {number}" if number is not None else text)


def _ends(
    course: TreatmentCourse, studies: Sequence[LaneStudy], window: tuple[int, int] | None, run: FreeRun | None
) -> tuple[int, int]:
    """Return the first and the last day of the axis."""
    days = [*course.diary, *(study.day for study in studies), *(one.first_day for one in course.treatments)]
    days += [*(window or ()), *((run.first_day, run.last_day) if run is not None else ())]
    if not days:
        days = [0]
    latest = max(days) + _PLAN_DAYS
    days += [min(one.last_day, latest) for one in course.treatments if one.last_day is not None]
    first, last = min(days) - _BEFORE_DAYS, max(days) + _AFTER_DAYS
    if last - first < _SHORTEST_DAYS:
        last = first + _SHORTEST_DAYS
    return first, last


def _rows(course: TreatmentCourse, axis_last: int) -> tuple[LaneRow, ...]:
    """Return a row for each drug, in the order in which they were begun."""
    by_drug: dict[str, list[PlacedTreatment]] = {}
    for one in course.treatments:
        by_drug.setdefault(" ".join(one.treatment.drug.split()).casefold(), []).append(one)
    found: list[LaneRow] = []
    for held in by_drug.values():
        rows: list[list[LaneBar]] = []
        for one in sorted(held, key=lambda p: p.first_day):
            last = min(one.last_day, axis_last) if one.last_day is not None else axis_last
            bar = LaneBar(one, last, one.last_day is None or one.last_day > axis_last, _strength(one, held))
            fitting = next((row for row in rows if row[-1].last_day < one.first_day), None)
            if fitting is None:
                rows.append([bar])
            else:
                fitting.append(bar)
        found += [LaneRow(held[0].treatment.drug, tuple(row)) for row in rows]
    return tuple(found)


def _strength(one: PlacedTreatment, same_drug: Sequence[PlacedTreatment]) -> float:
    dose, unit = one.treatment.dose, one.treatment.unit
    if dose is None:
        return 0.4
    highest = max(p.treatment.dose or 0.0 for p in same_drug if p.treatment.unit == unit)
    return 0.3 + 0.7 * dose / highest


def axis_day(day: int, is_dated: bool) -> TreatmentDay:
    """Return a day of the axis as it is stored with the open study."""
    return TreatmentDay(date.fromordinal(day)) if is_dated else TreatmentDay(None, day)
