"""Response to treatment as the West Delphi consensus has it (Lux and Osborne 2004), from diary, treatment and EEG.

Clinical response: no witnessed spasms from within 14 days of starting treatment, for at least 28 consecutive days since
the last witnessed spasm. Electroclinical: that, and resolution of hypsarrhythmia, of whose EEG definition there is no
consensus. A score of the EEG is a third statement, apart from both. Nothing here is a diagnosis.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from eegview.clinical.diary.cautions import diary_cautions
from eegview.clinical.diary.day_names import days_named
from eegview.clinical.response_state import (
    CONSENSUS,
    NO_DEFINITION,
    STATE_LABELS,
    ConsensusRule,
    RecordedDay,
    RemissionLimit,
    Response,
    ResponseState,
    ResponseStatus,
)
from eegview.model.treatment.course import TreatmentCourse
from eegview.model.treatment.day import date_text
from eegview.model.treatment.diary import Witnessed

_PRESENCES = "present", "uncertain", "absent"  # what is said in one state holds over what is said in another


def response_of(
    course: TreatmentCourse,
    recordings: Sequence[RecordedDay],
    limit: RemissionLimit | None,
    as_of: int | None = None,
    rule: ConsensusRule | None = None,
) -> Response:
    """Return the response that diary, treatment and recordings show.

    Parameters
    ----------
    recordings : in order of time
    limit : None where no score is counted
    as_of : the last day of the axis that can be known of; without it the later of the last recording and diary entry
    """
    rule = rule or ConsensusRule()
    clinical = clinical_response(course, recordings, as_of, rule)
    latest = _after_start(course, recordings)
    return Response(
        clinical, _electroclinical(clinical, recordings, latest), _electrographic(recordings, latest, limit), rule
    )


def clinical_response(
    course: TreatmentCourse,
    recordings: Sequence[RecordedDay],
    as_of: int | None = None,
    rule: ConsensusRule | None = None,
) -> ResponseState:
    """Return whether spasms stopped as the rule has it, by what people saw and what was recorded."""
    rule = rule or ConsensusRule()
    start = course.start_day
    if start is None:
        return _open("The first day of treatment is not entered.")
    seen = _spasm_days(course, recordings)
    placed = [one.day for one in recordings if one.day is not None]
    if not course.diary and not any(day - start > rule.within_days for day in seen):
        return _open("There is no diary of witnessed spasms.")
    last_known = max([*course.diary, *placed])
    as_of = last_known if as_of is None else max(as_of, last_known)
    if as_of < start:
        return _open(f"Nothing is known from {course.day_text(start)} on, the first day of treatment.")
    cautions = _cautions(course, recordings, rule)
    # What a run without spasms may begin after: a day with one, or the eve of treatment.
    begins = [start - 1, *(day for day in seen if day >= start)]
    runs = list(pairwise([*begins, as_of + 1 + rule.free_days]))
    unknown: ResponseState | None = None
    for number, (last, following) in enumerate(runs):
        if last - start > rule.within_days:
            break
        is_open = number == len(runs) - 1
        if not is_open and following - last - 1 < rule.free_days:
            continue
        state = _of_run(course, seen, last, as_of, rule, cautions, is_open)
        if state.status is ResponseStatus.MET and not is_open:
            again = f"Relapse: a spasm was seen again on {course.day_text(following)}."
            state = replace(state, text=f"{state.text} {again}", cautions=(again, *state.cautions))
        if state.status is not ResponseStatus.NOT_ASSESSED:
            return state
        unknown = unknown or state
    if unknown is not None:
        return unknown
    last = max(begins)
    return ResponseState(
        ResponseStatus.NOT_MET,
        f"A spasm was seen on {course.day_text(last)}, more than {rule.within_days} days after the first day of "
        f"treatment, and before it there were no {rule.free_days} consecutive days without.",
        last_spasm_day=last,
        n_needed_days=rule.free_days,
        cautions=cautions,
    )


def _of_run(
    course: TreatmentCourse,
    seen: Sequence[int],
    last: int,
    as_of: int,
    rule: ConsensusRule,
    cautions: tuple[str, ...],
    is_open: bool,
) -> ResponseState:
    """Return what a run of days says that begins after `last`: a day with a spasm, or the eve of treatment."""
    earliest = last + rule.free_days
    wanted = range(last + 1, earliest + 1)
    is_over = as_of >= earliest
    known = [d for d in wanted if (entry := course.diary.get(d)) is not None and entry.witnessed is Witnessed.NONE]
    due = wanted if is_over else range(last + 1, as_of)  # the day itself may not be over
    missing = [day for day in due if day not in set(known)]
    before = [day for day in seen if day <= last]
    last_seen = before[-1] if before else None
    since = (
        f"The last witnessed spasm was on {course.day_text(last_seen)}."
        if last_seen is not None
        else "No witnessed spasm is entered."
    )
    counted_from = "" if last_seen == last else " Days count from the first day of treatment."
    facts = ResponseState(
        ResponseStatus.NOT_ASSESSED, "", CONSENSUS, earliest, course.date_of(earliest), last_seen,
        len(known) if not missing else _first_missing(known, last + 1), rule.free_days, cautions,
    )  # fmt: skip
    if missing:
        said = "; the rest of these days is needed" if not is_over else ""
        return replace(
            facts,
            text=f"{since} The diary does not say whether spasms were seen on {days_named(course, missing)}{said}.",
        )
    if is_over:
        text = f"{since}{counted_from} {rule.free_days} consecutive days without witnessed spasms, complete on "
        return replace(facts, status=ResponseStatus.MET, text=f"{text}{course.day_text(earliest)}.")
    return replace(
        facts,
        status=ResponseStatus.PROVISIONAL,
        text=(
            f"{since}{counted_from} {len(known)} of {rule.free_days} days without witnessed spasms are known; "
            f"it can be confirmed on {course.day_text(earliest)} at the earliest, if none are seen until then."
        ),
    )


def _first_missing(known: Sequence[int], first: int) -> int:
    """Return how many days from `first` on are known without a break."""
    held, count = set(known), 0
    while first + count in held:
        count += 1
    return count


def _spasm_days(course: TreatmentCourse, recordings: Iterable[RecordedDay]) -> tuple[int, ...]:
    """Return the days of the axis on which spasms were witnessed or recorded, ascending."""
    diary = (day for day, entry in course.diary.items() if entry.witnessed is Witnessed.SOME)
    return tuple(sorted({*diary, *(day for one in recordings for day in one.spasm_days)}))


def _cautions(course: TreatmentCourse, recordings: Sequence[RecordedDay], rule: ConsensusRule) -> tuple[str, ...]:
    found: list[str] = []
    start = course.start_day or 0
    later = sorted({(one.first_day, one.treatment.drug) for one in course.given if one.first_day > start})
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


def _after_start(course: TreatmentCourse, recordings: Sequence[RecordedDay]) -> RecordedDay | None:
    """Return the last EEG after treatment began; None where there is none."""
    start = course.start_day
    if start is None:
        return None
    later = [one for one in recordings if one.has_eeg and one.day is not None and one.day > start]
    return max(reversed(later), key=lambda one: one.day or 0, default=None)  # of one day the last


def _electroclinical(
    clinical: ResponseState, recordings: Sequence[RecordedDay], latest: RecordedDay | None
) -> ResponseState:
    cautions = (NO_DEFINITION, *clinical.cautions)
    if latest is None:
        return _open("There is no EEG from after the first day of treatment.", cautions)
    answers = set(_answer_by_reader(latest).values())
    by = _by_text(latest, None if len(answers) > 1 else answers)
    if clinical.status is ResponseStatus.NOT_MET:
        return ResponseState(ResponseStatus.NOT_MET, "The clinical part is not met.", cautions=cautions)
    if not answers:
        return _open(f"Whether there is hypsarrhythmia is not answered for {latest.label}.", cautions)
    if "present" in answers and "absent" in answers:
        return _open(f"Hypsarrhythmia in {latest.label} is answered “present” and “absent”{by}.", cautions)
    if "present" in answers:
        return ResponseState(
            ResponseStatus.NOT_MET, f"Hypsarrhythmia is present in {latest.label}{by}.", cautions=cautions
        )
    if answers != {"absent"}:
        return _open(f"Hypsarrhythmia in {latest.label} is answered “uncertain”{by}.", cautions)
    before = [one for one in recordings if one is not latest and one.hypsarrhythmia]
    was_present = any(presence == "present" for one in before for _reader, presence, _state in one.hypsarrhythmia)
    if not was_present:
        cautions = (*cautions, "No earlier EEG here has hypsarrhythmia, so its resolution is not shown.")
        return _open(f"Hypsarrhythmia is absent in {latest.label}{by}, but is not shown before.", cautions)
    if not any(state == "nrem" for _reader, _presence, state in latest.hypsarrhythmia):
        cautions = (*cautions, "Hypsarrhythmia was not judged in NREM sleep, where it is most often seen.")
    return replace(clinical, text=f"{clinical.text} Hypsarrhythmia is absent in {latest.label}{by}.", cautions=cautions)


def _answer_by_reader(recording: RecordedDay) -> dict[str, str]:
    """Return what each reader answers for a recording; seen in one state it is there, as it may be lost in others."""
    found: dict[str, str] = {}
    for reader, presence, _state in recording.hypsarrhythmia:
        if reader not in found or _PRESENCES.index(presence) < _PRESENCES.index(found[reader]):
            found[reader] = presence
    return found


def _by_text(recording: RecordedDay, presences: set[str] | None) -> str:
    """Return ` (ada, ben; NREM sleep)`: who gave these answers, and for which states; None = any answer."""
    said = [one for one in recording.hypsarrhythmia if presences is None or one[1] in presences]
    readers = ", ".join(dict.fromkeys(reader for reader, _presence, _state in said))
    states = ", ".join(dict.fromkeys(STATE_LABELS.get(state, state) for _reader, _presence, state in said))
    return f" ({readers}; {states})"


def _electrographic(
    recordings: Sequence[RecordedDay], latest: RecordedDay | None, limit: RemissionLimit | None
) -> ResponseState:
    if limit is None:
        return _open("No score is counted.", source="")
    source = f"{limit.scale}, {limit.parameter_set}: {limit.confirm}"
    if latest is None:
        return _open("There is no EEG from after the first day of treatment.", source=source)
    if not latest.scores:
        return _open(f"There is no committed {limit.scale} score of {latest.label} that may be shown.", source=source)
    said = ", ".join(f"{reader} {score}" for reader, score in latest.scores)
    below = {score <= limit.at_most for _reader, score in latest.scores}
    if len(below) > 1:
        return _open(f"The readers of {latest.label} lie on both sides of {limit.text}: {said}.", source=source)
    before = [score for one in recordings if one is not latest for _reader, score in one.scores]
    cautions = () if any(s > limit.at_most for s in before) else ("No earlier score here lies above the limit.",)
    if below == {True}:
        text = f"{limit.text} reached in {latest.label}: {said}."
        return ResponseState(ResponseStatus.MET, text, source, cautions=cautions)
    return ResponseState(
        ResponseStatus.NOT_MET, f"{limit.text} not reached in {latest.label}: {said}.", source, cautions=cautions
    )


def _open(text: str, cautions: tuple[str, ...] = (), source: str = CONSENSUS) -> ResponseState:
    return ResponseState(ResponseStatus.NOT_ASSESSED, text, source, cautions=cautions)


def confirm_text(state: ResponseState) -> str:
    """Return when a provisional response could be confirmed: `9 Apr 2020`; "" where it could not, or has no date."""
    return date_text(state.earliest_date) if state.earliest_date is not None else ""
