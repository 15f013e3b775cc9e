"""What a reader of the clinical response should know beside it: drugs, contradictions, days that are not sure."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from eegview.clinical.diary.cautions import diary_cautions
from eegview.clinical.diary.unsure_clocks import clock_cautions
from eegview.clinical.known_days import KnownDays
from eegview.model.text.said import tr_kept, tr_kept_n
from eegview.model.treatment.course import PlacedTreatment, TreatmentCourse
from eegview.model.treatment.diary import Witnessed


def response_cautions(known: KnownDays) -> tuple[str, ...]:
    """Return a sentence for each thing that a reader of the clinical response should know beside it."""
    course, recordings, rule, last_day = known.course, known.recordings, known.rule, known.as_of.day
    found: list[str] = []
    start = course.start_day or 0
    others = [one for one in course.given if one.treatment.is_for_other]
    if others:
        named = ", ".join(dict.fromkeys(one.treatment.drug for one in others))
        found.append(
            tr_kept("Given for something else than spasms, so days do not count from it: {drugs}.", drugs=named)
        )
    found += _given_again(course, last_day)
    meant = [one for one in course.given if not one.treatment.is_for_other]
    later = sorted({(one.first_day, one.treatment.drug) for one in meant if start < one.first_day <= last_day})
    first_drugs = {one.treatment.drug.casefold() for one in meant if one.first_day == start}
    drugs = dict.fromkeys(drug for _day, drug in later if drug.casefold() not in first_drugs)
    for drug in drugs:
        day = next(day for day, name in later if name == drug)
        began = course.day_text(day)
        found.append(tr_kept("{drug} was started on {day}; days count from the first treatment.", drug=drug, day=began))
    contradicted = [
        day
        for one in recordings
        for day in one.spasm_days
        if (entry := course.diary.get(day)) is not None and entry.witnessed is Witnessed.NONE
    ]
    if contradicted:
        found.append(
            tr_kept(
                "The diary says “none” for {day}, on which a spasm was recorded; it counts.",
                day=course.day_text(contradicted[0]),
            )
        )
    found += clock_cautions(course, recordings, start - 1)
    found += diary_cautions(course, start - 1)
    n_hidden = sum(one.n_electrographic_only for one in recordings if one.day is None or one.day >= start)
    if n_hidden:
        found.append(
            tr_kept_n(
                "{n} spasm marked “electrographic only” does not count as witnessed.",
                "{n} spasms marked “electrographic only” do not count as witnessed.",
                n_hidden,
            )
        )
    if rule.within_days in {day - start for day in known.seen}:
        found.append(
            tr_kept(
                "A spasm was seen on day {n} itself; whether that day is within is to be confirmed with the "
                "publication.",
                n=rule.within_days,
            )
        )
    lost = [
        one.label
        for one in recordings
        if one.day is None and not (one.spasm_days or one.possible_days) and (one.has_eeg or not one.n_lost)
    ]
    if lost:
        found.append(
            tr_kept("{labels}: the day is not known, so spasms recorded there do not count here.", labels=_head(lost))
        )
    return tuple(found)


def _given_again(course: TreatmentCourse, last_day: int) -> list[str]:
    """Return a sentence for each drug that was stopped and given again, or is entered twice."""
    by_drug: dict[str, list[PlacedTreatment]] = {}
    for one in sorted(course.given, key=lambda one: one.first_day):
        if one.first_day <= last_day and not one.treatment.is_for_other:
            by_drug.setdefault(one.treatment.drug.casefold(), []).append(one)
    found: list[str] = []
    for given in by_drug.values():
        name, end = given[0].treatment.drug, given[0].last_day
        for before, one in pairwise(given):
            if before.last_day is None:
                pass  # its end may not be known: the next entry may be another dose
            elif one.first_day <= before.last_day:
                if before.treatment.dose_text == one.treatment.dose_text:
                    found.append(
                        tr_kept(
                            "{drug} is entered twice, from {first} and from {second} on; days count from the earlier "
                            "one.",
                            drug=name,
                            first=course.day_text(before.first_day),
                            second=course.day_text(one.first_day),
                        )
                    )
            elif end is not None and one.first_day > end + 1:
                found.append(
                    tr_kept(
                        "{drug} was stopped on {last} and given again from {first} on; days count from the first "
                        "treatment.",
                        drug=name,
                        last=course.day_text(end),
                        first=course.day_text(one.first_day),
                    )
                )
            end = None if end is None or one.last_day is None else max(end, one.last_day)
    return found


def _head(labels: Sequence[str]) -> str:
    """Return labels as the beginning of a sentence."""
    named = " and ".join(labels)
    return f"{named[:1].upper()}{named[1:]}"
