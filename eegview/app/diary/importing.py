"""Bring a read file into an infant's diary: what is new, what is there already, and of what it says something else."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from eegview.app.diary.acts import day_statement, event_statement
from eegview.app.diary.event_matching import differing_fields, matched, said_again
from eegview.app.study.records import Statement
from eegview.exchange.diary.columns import Field
from eegview.exchange.diary.reading import DiaryFile, UnreadLine
from eegview.model.annotation import Annotation
from eegview.model.infant.day_rule import day_fault
from eegview.model.infant.diary_event import DiaryEvent, diary_events_of, removed_events_of
from eegview.model.infant.infant import Infant
from eegview.model.study.records import DIARY_EVENT_TERM, about_of
from eegview.model.text.dates import worded_day
from eegview.model.treatment.diary import DiaryDay, diary_days

_FIELD_OF = {
    "kind": Field.KIND, "count": Field.COUNT, "duration_s": Field.DURATION, "after_waking": Field.WAKING,
    "seen_by": Field.SEEN_BY, "certainty": Field.CERTAINTY, "note": Field.NOTE, "utc_offset_min": Field.OFFSET,
    "on": Field.DAY, "at": Field.TIME,
}  # fmt: skip
_MOST_NAMED = 20  # lines that are named one by one


@dataclass(frozen=True, slots=True)
class DifferingEvent:
    """An event of which the diary says something else than a line of the file.

    fields : names of what differs
    """

    line: int
    on: date
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DiaryImport:
    """What an import would do.

    statements : of one act
    n_events, n_days : that are new
    n_replaced : events and days of which the diary said something else, and that are replaced
    n_known : events and days that the diary has already
    n_removed_since : events that an earlier import brought, and that somebody removed since
    differing, differing_events : of which the diary says something else, and that stay as they are
    unread : lines that say nothing that can be stored
    """

    statements: tuple[Statement, ...] = ()
    n_events: int = 0
    n_days: int = 0
    n_known: int = 0
    n_replaced: int = 0
    n_removed_since: int = 0
    differing: tuple[date, ...] = ()
    differing_events: tuple[DifferingEvent, ...] = ()
    unread: tuple[UnreadLine, ...] = ()

    @property
    def text(self) -> str:
        """Return in a few sentences what is new and what is not."""
        said = [f"{_n(self.n_events, 'event')} and {_n(self.n_days, 'day')} are new."]
        if self.n_known:
            said.append(f"{_n(self.n_known, 'entry', 'entries')} the diary has already.")
        if self.n_replaced:
            said.append(f"{_n(self.n_replaced, 'entry', 'entries')} of the diary {_are(self.n_replaced)} replaced.")
        if self.n_removed_since:
            said.append(
                f"{_n(self.n_removed_since, 'event')} came with an earlier import and {_were(self.n_removed_since)} "
                "removed since; that holds."
            )
        if self.differing_events:
            said.append(f"Of {_n(len(self.differing_events), 'event')} the diary says something else; that holds.")
        if self.differing:
            said.append(f"Of {_n(len(self.differing), 'day')} the diary says something else; that holds.")
        if self.unread:
            said.append(f"{_n(len(self.unread), 'line')} {_were(len(self.unread))} not read.")
        return " ".join(said)

    @property
    def is_mostly_unread(self) -> bool:
        """Whether more lines of the file are left out than are taken or known."""
        n_read = self.n_events + self.n_days + self.n_known + self.n_replaced + self.n_removed_since
        return len(self.unread) > n_read + len(self.differing) + len(self.differing_events)

    @property
    def differing_lines(self) -> tuple[str, ...]:
        """Return a line for each event and day of which the diary says something else."""
        named = [
            f"Line {one.line}, {worded_day(one.on)}: not as in the diary: {', '.join(one.fields)}."
            for one in self.differing_events
        ] + [f"{worded_day(on)}: not as in the diary." for on in self.differing]
        more = len(named) - _MOST_NAMED
        return (*named[:_MOST_NAMED], *([f"… and {more} more."] if more > 0 else []))


def plan_import(
    file: DiaryFile, records: Iterable[Annotation], infant: Infant, today: date, is_replacing: bool = False
) -> DiaryImport:
    """Return what the import of a file would say.

    Parameters
    ----------
    records : of the infant's log, those that were taken back among them
    infant, today : days that cannot be, as those before birth, are not read
    is_replacing : events and days of which the diary says something else are replaced
    """
    records = tuple(records)
    unread = list(file.unread)
    faults = {line: _fault(_day_of(one), infant, today) for line, one in (*file.events, *file.days)}
    unread += [UnreadLine(line, fault) for line, fault in faults.items() if fault]
    ids = {about_of(record) for record in records if record.term_id == DIARY_EVENT_TERM}
    lines = [one for one in file.events if not faults[one[0]]]
    events = matched(lines, diary_events_of(records), removed_events_of(records), ids)
    unread += [UnreadLine(line, reason) for line, reason in events.unread]
    days = _new_days([entry for line, entry in file.days if not faults[line]], records)
    statements = [event_statement(event) for event in events.new] + [_said(entry) for entry in days.new]
    if is_replacing:
        statements += [event_statement(said_again(there, said)) for _line, there, said in events.differing]
        statements += [_said(entry) for entry in days.differing]
    differing = tuple(
        DifferingEvent(line, said.on, tuple(_FIELD_OF[name].value for name in differing_fields(there, said)))
        for line, there, said in events.differing
    )
    return DiaryImport(
        tuple(statements),
        len(events.new),
        len(days.new),
        events.n_known + days.n_known,
        (len(differing) + len(days.differing)) if is_replacing else 0,
        events.n_removed,
        tuple(on for entry in days.differing if (on := entry.day.on) is not None) if not is_replacing else (),
        differing if not is_replacing else (),
        tuple(sorted(unread, key=lambda one: one.line)),
    )


@dataclass(frozen=True, slots=True)
class _Days:
    new: tuple[DiaryDay, ...]
    differing: tuple[DiaryDay, ...]
    n_known: int


def _new_days(entries: Iterable[DiaryDay], records: Iterable[Annotation]) -> _Days:
    held = {one.day.on: one for one in diary_days(records) if one.day.on is not None}
    new: list[DiaryDay] = []
    differing: list[DiaryDay] = []
    n_known = 0
    for entry in entries:
        there = held.get(_day_of(entry))
        if there is None:
            new.append(entry)
        elif (entry.witnessed, entry.count) == (there.witnessed, there.count) and (
            entry.n_clusters in (None, there.n_clusters)  # what the file leaves empty says nothing
        ):
            n_known += 1
        else:
            differing.append(entry)
    return _Days(tuple(new), tuple(differing), n_known)


def _said(entry: DiaryDay) -> Statement:
    said = entry.count if entry.count is not None else entry.witnessed
    return day_statement(_day_of(entry), said, n_clusters=entry.n_clusters)


def _day_of(one: DiaryEvent | DiaryDay) -> date:
    on = one.on if isinstance(one, DiaryEvent) else one.day.on
    if on is None:
        raise ValueError("a file says no day by its distance")
    return on


def _fault(on: date, infant: Infant, today: date) -> str:
    fault = day_fault(on, infant, today)
    return f"its {fault[4:].rstrip('.')}" if fault else ""  # “The day lies …”


def _n(n: int, noun: str, nouns: str = "") -> str:
    return f"{n} {noun if n == 1 else nouns or f'{noun}s'}"


def _are(n: int) -> str:
    return "is" if n == 1 else "are"


def _were(n: int) -> str:
    return "was" if n == 1 else "were"
