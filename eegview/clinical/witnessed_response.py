"""Clinical response: whether spasms stopped as the West Delphi consensus has it (Lux and Osborne 2004), day by day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from eegview.clinical.diary.day_names import days_named
from eegview.clinical.known_days import KnownDays
from eegview.clinical.recorded_days import placed_days, recordings_until
from eegview.clinical.response_cautions import response_cautions
from eegview.clinical.response_state import (
    CONSENSUS,
    ConsensusRule,
    RecordedDay,
    ResponseState,
    ResponseStatus,
    open_state,
)
from eegview.model.text.said import joined, tr_kept, tr_kept_n
from eegview.model.treatment.as_of import AsOf
from eegview.model.treatment.course import TreatmentCourse


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
    known = KnownDays.of(course.until(as_of), recordings_until(recordings, as_of), as_of, rule)
    start = course.start_day
    if start is None:
        return open_state(tr_kept("The first day of treatment is not entered."))
    if start > as_of.day:
        state = open_state(tr_kept("Treatment had not begun: its first day is {day}.", day=course.day_text(start)))
    else:
        state = _of_days(known)
    state = _for_a_blind_reader(known, state)
    day = course.day_text(as_of.day)
    ending = (
        tr_kept("As of {day}.", day=day) if as_of.is_over else tr_kept("As of {day}, a day that is not over.", day=day)
    )
    return replace(
        state,
        text=joined((state.text, ending)),
        as_of_day=as_of.day,
        as_of_date=course.date_of(as_of.day),
    )


def _of_days(known: KnownDays) -> ResponseState:
    course, rule, start, as_of = known.course, known.rule, known.start, known.as_of
    latest = start + rule.within_days
    too_late = known.first_certain_after(latest)
    if not course.diary and too_late is None and not any(day > latest for day in known.seen):
        return open_state(tr_kept("There is no diary of witnessed spasms."))
    if not any(day >= start for day in (*course.diary, *placed_days(known.recordings))):
        first = course.day_text(start)
        return open_state(tr_kept("Nothing is known from {day} on, the first day of treatment.", day=first))
    cautions = response_cautions(known)
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
        seen = known.first_seen_after(begin)
        found = [seen] if seen is not None else []
        found += [too_late.last_day] if too_late is not None else []
        if not found or min(found) > begin + rule.free_days:
            return _not_known(known, begin, cautions)
    # Nor is there room for so many days after a day of which it is not known: it lies between two of these.
    last = known.seen[-1] if known.seen and known.seen[-1] > latest else None
    if last is None and too_late is not None:
        text = tr_kept(
            "A spasm was seen on one of {days}, all of them more than {within} days after the first day of treatment, "
            "and before it there were no {n} consecutive days without.",
            days=days_named(course, range(too_late.first_day, too_late.last_day + 1)),
            within=rule.within_days,
            n=rule.free_days,
        )
    else:
        last = known.seen[-1]
        text = tr_kept(
            "A spasm was seen on {day}, more than {within} days after the first day of treatment, and before it there "
            "were no {n} consecutive days without.",
            day=course.day_text(last),
            within=rule.within_days,
            n=rule.free_days,
        )
    return ResponseState(
        ResponseStatus.NOT_MET, text, last_spasm_day=last, n_needed_days=rule.free_days, cautions=cautions
    )


def _facts(known: KnownDays, begin: int, n_free: int, cautions: tuple[str, ...]) -> ResponseState:
    """Return what holds of a run of days without spasms after a day, whatever its status is."""
    earliest = begin + known.rule.free_days
    last_seen = known.last_seen_until(begin)
    doubtful = known.unknown(max(known.start, last_seen + 1 if last_seen is not None else known.start), begin)
    if doubtful:
        doubt = tr_kept_n(
            "The last spasm may have been on {days}, of which it is not known whether spasms were seen; days count "
            "from {day}.",
            "The last spasm may have been on one of {days}, of which it is not known whether spasms were seen; days "
            "count from {day}.",
            len(doubtful),
            days=days_named(known.course, doubtful),
            day=known.course.day_text(begin + 1),
        )
        cautions = (doubt, *cautions)
    return ResponseState(
        ResponseStatus.NOT_ASSESSED, "", CONSENSUS, earliest, known.course.date_of(earliest), last_seen, n_free,
        known.rule.free_days, cautions,
    )  # fmt: skip


def _since_text(known: KnownDays, begin: int) -> str:
    """Return from when days count: by the last spasm, treatment, or a day not known."""
    course, last_seen = known.course, known.last_seen_until(begin)
    since = (
        tr_kept("The last witnessed spasm was on {day}.", day=course.day_text(last_seen))
        if last_seen is not None
        else tr_kept("No witnessed spasm is entered.")
    )
    if last_seen == begin:
        return since
    if begin + 1 == known.start:
        return joined((since, tr_kept("Days count from the first day of treatment.")))
    first = course.day_text(begin + 1)
    return joined((since, tr_kept("Days count from {day}, the day after one of which it is not known.", day=first)))


def _met(known: KnownDays, begin: int, cautions: tuple[str, ...]) -> ResponseState:
    course, n_days = known.course, known.rule.free_days
    facts = _facts(known, begin, n_days, cautions)
    complete = tr_kept(
        "{n} consecutive days without witnessed spasms, complete on {day}.",
        n=n_days,
        day=course.day_text(begin + n_days),
    )
    text = joined((_since_text(known, begin), complete))
    following, certain = known.first_seen_after(begin), known.first_certain_after(begin)
    if certain is not None and (following is None or certain.last_day < following):
        following = certain.first_day
        days = days_named(course, range(certain.first_day, certain.last_day + 1))
        again = tr_kept("Relapse: a spasm was seen again on one of {days}.", days=days)
        relapse = tr_kept("relapse on one of {days}", days=days)
        text, facts = joined((text, again)), replace(facts, cautions=(again, *facts.cautions), relapse_text=relapse)
    elif following is not None:
        again = tr_kept("Relapse: a spasm was seen again on {day}.", day=course.day_text(following))
        relapse = tr_kept("relapse on {day}", day=course.day_text(following))
        text, facts = joined((text, again)), replace(facts, cautions=(again, *facts.cautions), relapse_text=relapse)
    last = following - 1 if following is not None else known.as_of.last_whole_day
    since = known.unknown(begin + n_days + 1, last)
    if since:
        text = joined((text, _unknown_since_text(days_named(course, since), len(since), following is not None)))
    return replace(facts, status=ResponseStatus.MET, text=text)


def _unknown_since_text(days: str, n: int, is_before_relapse: bool) -> str:
    """Return which days after those that are complete are not known."""
    if is_before_relapse:
        return tr_kept_n(
            "Before that, {days} is not known, so an earlier relapse would not be known.",
            "Before that, {days} are not known, so an earlier relapse would not be known.",
            n,
            days=days,
        )
    return tr_kept_n(
        "Since then, {days} is not known, so a relapse would not be known.",
        "Since then, {days} are not known, so a relapse would not be known.",
        n,
        days=days,
    )


def _provisional(known: KnownDays, begin: int, n_free: int, cautions: tuple[str, ...]) -> ResponseState:
    n_days = known.rule.free_days
    return replace(
        _facts(known, begin, n_free, cautions),
        status=ResponseStatus.PROVISIONAL,
        text=joined(
            (
                _since_text(known, begin),
                tr_kept(
                    "{n_free} of {n} days without witnessed spasms are known; it can be confirmed on {day} at the "
                    "earliest, if none are seen until then.",
                    n_free=n_free,
                    n=n_days,
                    day=known.course.day_text(begin + n_days),
                ),
            )
        ),
    )


def _not_known(known: KnownDays, begin: int, cautions: tuple[str, ...]) -> ResponseState:
    """Return the state where days are missing after a day with a spasm, or the eve of treatment."""
    earliest = begin + known.rule.free_days
    missing = known.unknown(begin + 1, earliest)
    days = days_named(known.course, missing)
    is_by_clock = bool(known.possible.intersection(missing))
    if is_by_clock and known.as_of.last_whole_day < earliest:
        lacks = tr_kept(
            "It is not known whether spasms were seen on {days}; the rest of these days is needed.", days=days
        )
    elif is_by_clock:
        lacks = tr_kept("It is not known whether spasms were seen on {days}.", days=days)
    elif known.as_of.last_whole_day < earliest:
        lacks = tr_kept(
            "The diary does not say whether spasms were seen on {days}; the rest of these days is needed.", days=days
        )
    else:
        lacks = tr_kept("The diary does not say whether spasms were seen on {days}.", days=days)
    return replace(
        _facts(known, begin, known.n_free_after(begin), cautions),
        text=joined((_since_text(known, begin), lacks)),
    )


def _for_a_blind_reader(known: KnownDays, state: ResponseState) -> ResponseState:
    """Return a state as far as it can be said where recordings are read blind: nobody else's marks are known.

    A spasm before treatment, or after days that are complete, does not change whether these are without.
    """
    blind = [one for one in known.recordings if one.is_blind and one.may_show(known.start, known.as_of.day)]
    if not blind:
        return state
    if state.status is not ResponseStatus.MET or state.earliest_day is None:
        return replace(state, cautions=(_blind_caution(blind), *state.cautions))
    deciding = [one for one in blind if one.may_show(known.start, state.earliest_day)]
    if not deciding:
        caution = tr_kept(
            "Recordings you read blind are not counted beyond what you marked yourself, so a relapse in them is not "
            "known: {labels}.",
            labels=_labels(blind),
        )
        return replace(state, cautions=(caution, *state.cautions))
    return replace(
        state,
        status=ResponseStatus.PROVISIONAL,
        text=joined(
            (
                state.text,
                tr_kept("This can be said finally when you no longer read {labels} blind.", labels=_labels(deciding)),
            )
        ),
        earliest_date=None,
        cautions=(_blind_caution(blind), *state.cautions),
    )


def _blind_caution(blind: Iterable[RecordedDay]) -> str:
    return tr_kept(
        "Recordings you read blind are not counted beyond what you marked yourself: {labels}.", labels=_labels(blind)
    )


def _labels(recordings: Iterable[RecordedDay]) -> str:
    return joined((one.label for one in recordings), " and ")
