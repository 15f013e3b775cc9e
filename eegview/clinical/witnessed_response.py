"""Clinical response: whether spasms stopped as the West Delphi consensus has it (Lux and Osborne 2004), day by day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from eegview.clinical.diary.cautions import diary_cautions
from eegview.clinical.diary.day_names import days_named
from eegview.clinical.diary.unsure_clocks import clock_cautions, possible_days
from eegview.clinical.response_state import (
    CONSENSUS,
    ConsensusRule,
    RecordedDay,
    ResponseState,
    ResponseStatus,
    open_state,
)
from eegview.model.treatment.as_of import AsOf
from eegview.model.treatment.course import TreatmentCourse
from eegview.model.treatment.diary import Witnessed


def clinical_response(
    course: TreatmentCourse,
    recordings: Sequence[RecordedDay],
    as_of: AsOf,
    rule: ConsensusRule | None = None,
) -> ResponseState:
    """Return whether spasms stopped as the rule has it, by what people saw and what was recorded up to a day.

    The rule is met where so many days in a row are known to be without, that begin on the first day of treatment or on
    one of the days after it within which the last spasm may lie. Such a run follows the eve of treatment, a day with a
    spasm, or a day of which it is not known: the last spasm may then have been on that day.
    """
    rule = rule or ConsensusRule()
    as_of = course.as_of(as_of, placed_days(recordings))
    known = _Known.of(course.until(as_of), recordings_until(recordings, as_of.day), as_of, rule)
    start = course.start_day
    if start is None:
        return open_state("The first day of treatment is not entered.")
    if start > as_of.day:
        state = open_state(f"Treatment had not begun: its first day is {course.day_text(start)}.")
    else:
        state = _of_days(known)
    state = _for_a_blind_reader(known, state)
    is_over = "" if as_of.is_over else ", a day that is not over"
    return replace(
        state,
        text=f"{state.text} As of {course.day_text(as_of.day)}{is_over}.",
        as_of_day=as_of.day,
        as_of_date=course.date_of(as_of.day),
    )


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known as of a day.

    start : the first day of treatment
    seen : days with a spasm that was witnessed or recorded, ascending, the day that is not over among them
    free : days that are over, of which the diary says “none”, and on which no recording shows a spasm or may show one
    possible : days on which a recording may show a spasm, by a clock that does not say the day
    """

    course: TreatmentCourse
    recordings: Sequence[RecordedDay]
    as_of: AsOf
    rule: ConsensusRule
    start: int
    seen: tuple[int, ...]
    free: frozenset[int]
    possible: frozenset[int]

    @classmethod
    def of(cls, course: TreatmentCourse, recordings: Sequence[RecordedDay], as_of: AsOf, rule: ConsensusRule) -> _Known:
        seen = _spasm_days(course, recordings)
        none = {day for day, entry in course.diary.items() if entry.witnessed is Witnessed.NONE}
        possible = possible_days(recordings)
        free = frozenset(day for day in none - set(seen) - possible if day <= as_of.last_whole_day)
        return cls(course, recordings, as_of, rule, course.start_day or 0, seen, free, possible)

    def unknown(self, first: int, last: int) -> list[int]:
        """Return the days from one to another of which it is not known, as far as they are over."""
        seen = set(self.seen)
        days = range(first, min(last, self.as_of.last_whole_day) + 1)
        return [day for day in days if day not in self.free and day not in seen]

    def n_free_after(self, day: int) -> int:
        """Return how many days after a day are known to be without, in a row, at most as many as are needed."""
        return next((n for n in range(self.rule.free_days) if day + 1 + n not in self.free), self.rule.free_days)

    def first_seen_after(self, day: int) -> int | None:
        return next((one for one in self.seen if one > day), None)

    def last_seen_until(self, day: int) -> int | None:
        return next((one for one in reversed(self.seen) if one <= day), None)


def _of_days(known: _Known) -> ResponseState:
    course, rule, start, as_of = known.course, known.rule, known.start, known.as_of
    if not course.diary and not any(day - start > rule.within_days for day in known.seen):
        return open_state("There is no diary of witnessed spasms.")
    if not any(day >= start for day in (*course.diary, *placed_days(known.recordings))):
        return open_state(f"Nothing is known from {course.day_text(start)} on, the first day of treatment.")
    cautions = _cautions(known)
    latest = start + rule.within_days
    firm = [start - 1, *(day for day in known.seen if start <= day <= latest)]
    begins = sorted({*firm, *known.unknown(start, latest)})
    for begin in begins:
        if known.n_free_after(begin) == rule.free_days:
            return _met(known, begin, cautions)
    for begin in begins:
        n_free = known.n_free_after(begin)
        is_going_on = begin + n_free >= as_of.last_whole_day and known.first_seen_after(begin) is None
        if is_going_on and (n_free or begin in firm):
            return _provisional(known, begin, n_free, cautions)
    for begin in firm:
        again = known.first_seen_after(begin)
        if again is None or again > begin + rule.free_days:
            return _not_known(known, begin, cautions)
    # Nor is there room for so many days after a day of which it is not known: it lies between two of these.
    last = known.seen[-1]
    return ResponseState(
        ResponseStatus.NOT_MET,
        f"A spasm was seen on {course.day_text(last)}, more than {rule.within_days} days after the first day of "
        f"treatment, and before it there were no {rule.free_days} consecutive days without.",
        last_spasm_day=last,
        n_needed_days=rule.free_days,
        cautions=cautions,
    )


def _facts(known: _Known, begin: int, n_free: int, cautions: tuple[str, ...]) -> ResponseState:
    """Return what holds of a run of days without spasms after a day, whatever its status is."""
    earliest = begin + known.rule.free_days
    last_seen = known.last_seen_until(begin)
    doubtful = known.unknown(max(known.start, last_seen + 1 if last_seen is not None else known.start), begin)
    if doubtful:
        one_of = "one of " if len(doubtful) > 1 else ""
        cautions = (
            f"The last spasm may have been on {one_of}{days_named(known.course, doubtful)}, of which it is not known "
            f"whether spasms were seen; days count from {known.course.day_text(begin + 1)}.",
            *cautions,
        )
    return ResponseState(
        ResponseStatus.NOT_ASSESSED, "", CONSENSUS, earliest, known.course.date_of(earliest), last_seen, n_free,
        known.rule.free_days, cautions,
    )  # fmt: skip


def _since_text(known: _Known, begin: int) -> str:
    """Return from when days count: by the last spasm, treatment, or a day not known."""
    course, last_seen = known.course, known.last_seen_until(begin)
    since = (
        f"The last witnessed spasm was on {course.day_text(last_seen)}."
        if last_seen is not None
        else "No witnessed spasm is entered."
    )
    if last_seen == begin:
        return since
    if begin + 1 == known.start:
        return f"{since} Days count from the first day of treatment."
    return f"{since} Days count from {course.day_text(begin + 1)}, the day after one of which it is not known."


def _met(known: _Known, begin: int, cautions: tuple[str, ...]) -> ResponseState:
    course, n_days = known.course, known.rule.free_days
    facts = _facts(known, begin, n_days, cautions)
    text = (
        f"{_since_text(known, begin)} {n_days} consecutive days without witnessed spasms, complete on "
        f"{course.day_text(begin + n_days)}."
    )
    following = known.first_seen_after(begin)
    if following is not None:
        again = f"Relapse: a spasm was seen again on {course.day_text(following)}."
        relapse = f"relapse on {course.day_text(following)}"
        text, facts = f"{text} {again}", replace(facts, cautions=(again, *facts.cautions), relapse_text=relapse)
    last = following - 1 if following is not None else known.as_of.last_whole_day
    since = known.unknown(begin + n_days + 1, last)
    if since:
        verb = "is" if len(since) == 1 else "are"
        until = " Before that," if following is not None else " Since then,"
        text += f"{until} {days_named(course, since)} {verb} not known, so a relapse then would not be known."
    return replace(facts, status=ResponseStatus.MET, text=text)


def _provisional(known: _Known, begin: int, n_free: int, cautions: tuple[str, ...]) -> ResponseState:
    n_days = known.rule.free_days
    return replace(
        _facts(known, begin, n_free, cautions),
        status=ResponseStatus.PROVISIONAL,
        text=(
            f"{_since_text(known, begin)} {n_free} of {n_days} days without witnessed spasms are known; it can be "
            f"confirmed on {known.course.day_text(begin + n_days)} at the earliest, if none are seen until then."
        ),
    )


def _not_known(known: _Known, begin: int, cautions: tuple[str, ...]) -> ResponseState:
    """Return the state where days are missing after a day with a spasm, or the eve of treatment."""
    earliest = begin + known.rule.free_days
    missing = known.unknown(begin + 1, earliest)
    said = "; the rest of these days is needed" if known.as_of.last_whole_day < earliest else ""
    return replace(
        _facts(known, begin, known.n_free_after(begin), cautions),
        text=f"{_since_text(known, begin)} {_says(known, missing)} whether spasms were seen on "
        f"{days_named(known.course, missing)}{said}.",
    )


def _says(known: _Known, missing: Sequence[int]) -> str:
    return "It is not known" if known.possible.intersection(missing) else "The diary does not say"


def _for_a_blind_reader(known: _Known, state: ResponseState) -> ResponseState:
    """Return a state as far as it can be said where recordings are read blind: nobody else's marks are known.

    A spasm before treatment, or after days that are complete, does not change whether these are without.
    """
    blind = [one for one in known.recordings if one.is_blind and one.may_show(known.start, known.as_of.day)]
    if not blind:
        return state
    counted = "Recordings you read blind are not counted beyond what you marked yourself"
    if state.status is not ResponseStatus.MET or state.earliest_day is None:
        return replace(state, cautions=(f"{counted}: {_labels(blind)}.", *state.cautions))
    deciding = [one for one in blind if one.may_show(known.start, state.earliest_day)]
    if not deciding:
        caution = f"{counted}, so a relapse in them is not known: {_labels(blind)}."
        return replace(state, cautions=(caution, *state.cautions))
    return replace(
        state,
        status=ResponseStatus.PROVISIONAL,
        text=f"{state.text} This can be said finally when you no longer read {_labels(deciding)} blind.",
        earliest_date=None,
        cautions=(f"{counted}: {_labels(blind)}.", *state.cautions),
    )


def _labels(recordings: Iterable[RecordedDay]) -> str:
    return " and ".join(one.label for one in recordings)


def placed_days(recordings: Iterable[RecordedDay]) -> list[int]:
    """Return the days of the recordings that have one."""
    return [one.day for one in recordings if one.day is not None]


def recordings_until(recordings: Iterable[RecordedDay], last_day: int) -> tuple[RecordedDay, ...]:
    """Return the recordings that began up to a day, with their spasms up to it; those without a day stay."""
    return tuple(
        replace(
            one,
            spasm_days=tuple(day for day in one.spasm_days if day <= last_day),
            possible_days=tuple(
                replace(days, last_day=min(days.last_day, last_day))
                for days in one.possible_days
                if days.first_day <= last_day
            ),
            unsure_days=tuple(day for day in one.unsure_days if day <= last_day),
        )
        for one in recordings
        if one.day is None or one.day <= last_day
    )


def _spasm_days(course: TreatmentCourse, recordings: Iterable[RecordedDay]) -> tuple[int, ...]:
    """Return the days of the axis on which spasms were witnessed or recorded, ascending."""
    diary = (day for day, entry in course.diary.items() if entry.witnessed is Witnessed.SOME)
    return tuple(sorted({*diary, *(day for one in recordings for day in one.spasm_days)}))


def _cautions(known: _Known) -> tuple[str, ...]:
    course, recordings, rule, last_day = known.course, known.recordings, known.rule, known.as_of.day
    found: list[str] = []
    start = course.start_day or 0
    later = sorted({(one.first_day, one.treatment.drug) for one in course.given if start < one.first_day <= last_day})
    first_drugs = {one.treatment.drug.casefold() for one in course.given if one.first_day == start}
    drugs = dict.fromkeys(drug for _day, drug in later if drug.casefold() not in first_drugs)
    for drug in drugs:
        day = next(day for day, name in later if name == drug)
        found.append(f"{drug} was started on {course.day_text(day)}; days count from the first treatment.")
    contradicted = [
        day
        for one in recordings
        for day in one.spasm_days
        if (entry := course.diary.get(day)) is not None and entry.witnessed is Witnessed.NONE
    ]
    if contradicted:
        found.append(
            f"The diary says “none” for {course.day_text(contradicted[0])}, on which a spasm was recorded; it counts."
        )
    found += clock_cautions(course, recordings, start - 1)
    found += diary_cautions(course, start - 1)
    n_hidden = sum(one.n_electrographic_only for one in recordings if one.day is None or one.day >= start)
    if n_hidden:
        found.append(f"{n_hidden} spasms marked “electrographic only” do not count as witnessed.")
    if rule.within_days in {day - start for day in _spasm_days(course, recordings)}:
        found.append(
            f"A spasm was seen on day {rule.within_days} itself; whether that day is within is to be confirmed with "
            "the publication."
        )
    lost = [one.label for one in recordings if one.day is None]
    if lost:
        named = " and ".join(lost)
        found.append(
            f"{named[:1].upper()}{named[1:]}: the day is not known, so spasms recorded there do not count here."
        )
    return tuple(found)
