"""The diary as weeks of a calendar, as plain data: what each day shows, and what it says where it is pointed at."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from eegview.model.text.dates import worded_day
from eegview.model.text.language import tr, tr_n
from eegview.model.text.said import shown
from eegview.model.treatment.day import TreatmentDay
from eegview.model.treatment.diary import Witnessed
from eegview.model.treatment.witnessed_day import WitnessedDay

WEEKDAYS = (tr("Mon"), tr("Tue"), tr("Wed"), tr("Thu"), tr("Fri"), tr("Sat"), tr("Sun"))
MOST_TOLD = 12  # events of a day that are listed where it is pointed at; the form lists all
_FEWEST_WEEKS, _MOST_WEEKS = 8, 520


class DayState(Enum):
    """How a day is drawn."""

    TO_COME = "to come"
    UNKNOWN = "unknown"
    NONE = "none"
    SOME = "some"


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """One day.

    mark : what stands in its field: a number, `3+` for at least 3, `+` where not counted, `none`, `?`; "" = nothing
    told : what it says where it is pointed at
    """

    on: date
    state: DayState
    mark: str
    told: str
    is_today: bool = False
    is_contradicted: bool = False


def calendar_weeks(
    days: Iterable[WitnessedDay], today: date, since: date | None = None, asked: date | None = None
) -> tuple[tuple[CalendarDay, ...], ...]:
    """Return whole weeks from Monday on to that of today: eight, or as many as hold what is said and asked for.

    Parameters
    ----------
    since : since when the infant is known, as from birth; ten years back at most
    asked : a day that is shown in any case, as far back as it may lie
    """
    said = {day.day.on: day for day in days if day.day.on is not None}
    last_monday = today - timedelta(days=today.weekday())
    earliest = min((*said, since or today, last_monday - timedelta(weeks=_FEWEST_WEEKS - 1)))
    earliest = min(asked or today, max(earliest, last_monday - timedelta(weeks=_MOST_WEEKS - 1)))
    first = earliest - timedelta(days=earliest.weekday())
    n_weeks = (last_monday - first).days // 7 + 1
    return tuple(
        tuple(_day(first + timedelta(days=week * 7 + n), said, today) for n in range(7)) for week in range(n_weeks)
    )


def day_title(on: date) -> str:
    """Return a day with its name: `Tue 3 Mar 2025`."""
    return f"{WEEKDAYS[on.weekday()]} {worded_day(on)}"


def _day(on: date, said: dict[date, WitnessedDay], today: date) -> CalendarDay:
    day = said.get(on) or WitnessedDay(TreatmentDay(on))
    if on > today:
        return CalendarDay(on, DayState.TO_COME, "", tr("{day}: to come", day=day_title(on)))
    told = f"{day_title(on)}: {shown(day.text)}"
    if day.entry is None and not day.events:
        told = tr("{day}: nothing entered, so it is not known", day=day_title(on))
    lines = [told, *(shown(event.text) for event in day.events[:MOST_TOLD])]
    if (n_more := len(day.events) - MOST_TOLD) > 0:
        lines.append(tr_n("and {n} more event", "and {n} more events", n_more))
    if day.is_contradicted:
        lines.append(tr("The entry says “none”, and a spasm is entered; it counts."))
    state = {Witnessed.NONE: DayState.NONE, Witnessed.SOME: DayState.SOME}.get(day.witnessed, DayState.UNKNOWN)
    return CalendarDay(on, state, _mark(day), "\n".join(lines), on == today, day.is_contradicted)


def _mark(day: WitnessedDay) -> str:
    if day.witnessed is Witnessed.NONE:
        return tr("none")
    if day.witnessed is Witnessed.UNKNOWN:
        return "?" if day.unsure or day.entry is not None else ""
    if day.is_counted:
        return str(day.n_least)
    return f"{day.n_least}+" if day.events else "+"
