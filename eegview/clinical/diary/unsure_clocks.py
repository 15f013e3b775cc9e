"""Spasms on film whose clock does not say the day: each day on which one may have been is not known.

The rule: such a spasm counts as seen on none of these days, and none of them counts as a day without. Where all of them
decide the same way, that is said (see `witnessed_response`). A spasm whose clock says nothing of how far it may be off
counts on the day that the clock says, which is told beside the result.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from eegview.clinical.diary.day_names import days_named
from eegview.clinical.response_state import RecordedDay
from eegview.model.text.said import joined, tr_kept, tr_kept_n
from eegview.model.treatment.course import TreatmentCourse


def possible_days(recordings: Iterable[RecordedDay]) -> frozenset[int]:
    """Return the days of the axis on which a spasm may have been recorded, by clocks that do not say the day."""
    spans = (days for one in recordings for days in one.possible_days)
    return frozenset(day for days in spans for day in range(days.first_day, days.last_day + 1))


def clock_cautions(
    course: TreatmentCourse, recordings: Iterable[RecordedDay], first_day: int | None = None
) -> list[str]:
    """Return a sentence for each recording whose clock leaves the day of a spasm open, from a day of the axis on.

    first_day : None = of all days
    """
    found: list[str] = []
    for one in recordings:
        label = f"{one.label[:1].upper()}{one.label[1:]}"
        spans = [days for days in one.possible_days if first_day is None or days.last_day >= first_day]
        if len(possible_days([replace(one, possible_days=tuple(spans))])) == 1:
            found.append(
                tr_kept_n(
                    "{label}: {n} spasm on film may have been on {day} or later, by its clock ({clock}). The day does "
                    "not count as one without spasms; enter the day of the clip if it is known.",
                    "{label}: {n} spasms on film may have been on {day} or later, by its clock ({clock}). The day does "
                    "not count as one without spasms; enter the day of the clip if it is known.",
                    len(spans),
                    label=label,
                    day=course.day_text(spans[0].first_day),
                    clock=joined(dict.fromkeys(days.clock for days in spans), "; "),
                )
            )
        elif spans:
            found.append(
                tr_kept_n(
                    "{label}: {n} spasm on film may have been on any of {days}, by its clock ({clock}). None of these "
                    "days counts as one without spasms; enter the day if it is known.",
                    "{label}: {n} spasms on film may have been on any of {days}, by its clock ({clock}). None of these "
                    "days counts as one without spasms; enter the day if it is known.",
                    len(spans),
                    label=label,
                    days=days_named(course, possible_days([one])),
                    clock=joined(dict.fromkeys(days.clock for days in spans), "; "),
                )
            )
        unsure = [day for day in one.unsure_days if first_day is None or day >= first_day]
        if unsure:
            found.append(
                tr_kept(
                    "{label}: nothing says how far its clock may be off; its spasms count on {days}. Check the day.",
                    label=label,
                    days=days_named(course, unsure),
                )
            )
        if one.n_lost and not one.has_eeg:
            found.append(
                tr_kept_n(
                    "{label}: the day of {n} spasm is not known, as its clip has no clock that can be right; it does "
                    "not count here. Type when the clip was filmed, if that is known.",
                    "{label}: the day of {n} spasms is not known, as their clips have no clock that can be right; they "
                    "do not count here. Type when the clips were filmed, if that is known.",
                    one.n_lost,
                    label=label,
                )
            )
    return found
