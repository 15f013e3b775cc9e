"""Bring a read file into an infant's diary: what is new, what is there already, and what somebody changed since.

An event of a file has an id that follows from what the file says. So a second import finds what the first brought, also
where a person corrected or removed it since, and two libraries that imported one file hold the same events.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from eegview.app.diary.acts import day_statement, event_statement
from eegview.app.study.records import Statement
from eegview.exchange.diary.reading import DiaryFile, UnreadLine
from eegview.model.annotation import Annotation
from eegview.model.infant.diary_event import DiaryEvent, diary_events_of, said_of
from eegview.model.study.records import DIARY_EVENT_TERM, about_of
from eegview.model.treatment.diary import DiaryDay, diary_days

_ID_START = "imported-"


@dataclass(frozen=True, slots=True)
class DiaryImport:
    """What an import would do.

    statements : of one act
    n_events, n_days : new ones, or days that are replaced
    n_known : events and days that the diary has already
    n_changed_since : events that an earlier import brought, and that somebody corrected or removed since
    differing : days of which the diary says something else; they stay as they are unless they are to be replaced
    unread : lines that say nothing that can be stored
    """

    statements: tuple[Statement, ...] = ()
    n_events: int = 0
    n_days: int = 0
    n_known: int = 0
    n_changed_since: int = 0
    differing: tuple[date, ...] = ()
    unread: tuple[UnreadLine, ...] = ()

    @property
    def text(self) -> str:
        """Return in a few sentences what is new and what is not."""
        said = [f"{_n(self.n_events, 'event')} and {_n(self.n_days, 'day')} are new."]
        if self.n_known:
            said.append(f"{_n(self.n_known, 'entry', 'entries')} the diary has already.")
        if self.n_changed_since:
            said.append(
                f"{_n(self.n_changed_since, 'event')} came with an earlier import and {_were(self.n_changed_since)} "
                "corrected or removed since; that holds."
            )
        if self.differing:
            said.append(f"Of {_n(len(self.differing), 'day')} the diary says something else; that holds.")
        if self.unread:
            said.append(f"{_n(len(self.unread), 'line')} {_were(len(self.unread))} not read.")
        return " ".join(said)


def plan_import(
    file: DiaryFile, records: Iterable[Annotation], is_replacing: bool = False, born_on: date | None = None
) -> DiaryImport:
    """Return what the import of a file would say.

    Parameters
    ----------
    records : of the infant's log, those that were taken back among them
    is_replacing : days of which the diary says something else are replaced
    born_on : earlier days are not read
    """
    records = tuple(records)
    unread = list(file.unread)
    events = [one for one in file.events if not _is_early(one[1].on, born_on)]
    days = [one for one in file.days if not _is_early(one[1].day.on, born_on)]
    unread += [
        UnreadLine(line, "its day lies before birth")
        for line, one in (*file.events, *file.days)
        if _is_early(one.on if isinstance(one, DiaryEvent) else one.day.on, born_on)
    ]
    ids = {about_of(record) for record in records if record.term_id == DIARY_EVENT_TERM}
    held = diary_events_of(records)
    held_by_id = {one.event_id: one for one in held}
    free = Counter(said_of(one) for one in held if not one.event_id.startswith(_ID_START))  # entered by hand
    found: list[DiaryEvent] = []
    n_known = n_changed = 0
    seen: Counter[tuple[object, ...]] = Counter()
    for line, event in events:
        said = said_of(event)
        seen[said] += 1
        if event.at is not None and seen[said] > 1:
            unread.append(UnreadLine(line, "the same event stands in the file before"))
            continue
        event_id = _id(said, seen[said])
        if event_id in ids:
            held_event = held_by_id.get(event_id)
            is_same = held_event is not None and said_of(held_event) == said
            n_known, n_changed = n_known + is_same, n_changed + (not is_same)
        elif free[said]:
            free[said] -= 1
            n_known += 1
        else:
            found.append(replace(event, event_id=event_id))
    said_days, n_known_days, differing = _new_days([entry for _line, entry in days], records, is_replacing)
    statements = [event_statement(event) for event in found] + said_days
    return DiaryImport(
        tuple(statements), len(found), len(said_days), n_known + n_known_days, n_changed, differing,
        tuple(sorted(unread, key=lambda one: one.line)),
    )  # fmt: skip


def _new_days(
    entries: Iterable[DiaryDay], records: Iterable[Annotation], is_replacing: bool
) -> tuple[list[Statement], int, tuple[date, ...]]:
    held = {one.day.on: one for one in diary_days(records) if one.day.on is not None}
    wanted = {one.day.on: one for one in entries if one.day.on is not None}  # of a day said twice, the last line
    statements: list[Statement] = []
    differing: list[date] = []
    n_known = 0
    for on, entry in sorted(wanted.items()):
        there = held.get(on)
        if there is not None and (there.witnessed, there.count) == (entry.witnessed, entry.count):
            n_known += 1
        elif there is not None and not is_replacing:
            differing.append(on)
        else:
            statements.append(day_statement(on, entry.count if entry.count is not None else entry.witnessed))
    return statements, n_known, tuple(differing)


def _is_early(on: date | None, born_on: date | None) -> bool:
    return on is not None and born_on is not None and on < born_on


def _id(said: tuple[object, ...], number: int) -> str:
    """Return the id of an event by what is said of it; of several alike each has its number."""
    words = "\0".join([*(str(one) for one in said), str(number)])
    return _ID_START + hashlib.sha256(words.encode()).hexdigest()[:32]


def _n(n: int, noun: str, nouns: str = "") -> str:
    return f"{n} {noun if n == 1 else nouns or f'{noun}s'}"


def _were(n: int) -> str:
    return "was" if n == 1 else "were"
