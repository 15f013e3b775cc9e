"""What in a diary does not agree, or was decided by a rule: a sentence each, for whoever reads a number from it."""

from __future__ import annotations

from collections.abc import Sequence

from eegview.clinical.diary.day_names import days_named
from eegview.model.text.said import tr_kept
from eegview.model.treatment.course import TreatmentCourse
from eegview.model.treatment.diary import Witnessed

MANY_SPASMS = 500  # of a day; more is rather a slip of the keyboard [own choice]


def diary_cautions(course: TreatmentCourse, first_day: int | None = None) -> list[str]:
    """Return the cautions of the days of a course, from a day of its axis on; of all where none is given."""
    days = {at: day for at, day in course.days.items() if first_day is None or at >= first_day}
    found: list[str] = []
    contradicted = [at for at, day in days.items() if day.is_contradicted]
    if contradicted:
        found.append(
            tr_kept(
                "The diary says “none” for {days}, and a spasm that was seen then is entered; it counts.",
                days=days_named(course, contradicted),
            )
        )
    doubtful = [at for at, day in days.items() if day.unsure and day.witnessed is Witnessed.UNKNOWN]
    if doubtful:
        found.append(
            tr_kept(
                "On {days} something was seen of which it is not sure that it was a spasm. It does not count as a "
                "witnessed spasm, and the day does not count as one without.",
                days=days_named(course, doubtful),
            )
        )
    for at in [at for at, day in days.items() if day.is_disputed]:
        day = days[at]
        others = " and ".join(
            f"{one.author} “{one.count if one.count is not None else one.witnessed.value}”"
            for one in day.overruled
            if one.witnessed is Witnessed.SOME
        )
        entry = day.entry
        if entry is not None:
            found.append(
                tr_kept(
                    "Of {day} {others} was said, and later {author} “{what}”, which counts. Ask both; enter what was "
                    "seen as an event, which counts whatever else is said.",
                    day=course.day_text(at),
                    others=others,
                    author=entry.author,
                    what=entry.witnessed.value,
                )
            )
    fewer = [at for at, day in days.items() if _holds_more_events(day.entry and day.entry.count, day.n_least)]
    if fewer:
        found.append(
            tr_kept(
                "For {days} the diary gives a smaller number than its events add up to; the sum of the events counts.",
                days=days_named(course, fewer),
            )
        )
    many = [at for at, day in days.items() if (day.n_least or 0) > MANY_SPASMS]
    if many:
        found.append(
            tr_kept(
                "For {days} more than {n} spasms are entered: check the number.",
                days=days_named(course, many),
                n=MANY_SPASMS,
            )
        )
    late = _past_midnight(course, sorted(days))
    if late is not None:
        found.append(
            tr_kept(
                "The last event of {day} went on past midnight; it belongs to the day on which it began.",
                day=course.day_text(late),
            )
        )
    return found


def _holds_more_events(stated: int | None, n_least: int | None) -> bool:
    return stated is not None and n_least is not None and n_least > stated


def _past_midnight(course: TreatmentCourse, days: Sequence[int]) -> int | None:
    """Return the last day with a witnessed spasm, if an event of it went on past midnight."""
    last = next((at for at in reversed(days) if course.days[at].witnessed is Witnessed.SOME), None)
    if last is None or not any(one.is_past_midnight for one in course.days[last].counting):
        return None
    return last
