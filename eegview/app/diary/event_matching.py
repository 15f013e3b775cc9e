"""Which event of a diary a line of a file is: the same, one that was corrected, one that was removed, or a new one.

An event is known by its day, its time, its kind and its difference to UTC, not by its number of spasms: where a later
export gives another number, it is the same event said otherwise, and never counts twice. An event of a file has an id
that follows from these, so two libraries that imported one file hold the same events. One that an import brought and
somebody removed is found by the same rule as one that the diary holds, so a later export never brings it back.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, time

from eegview.model.infant.diary_event import DiaryEvent, WitnessedKind

_ID_START = "imported-"
_SLOT = frozenset({"event_id", "on", "at", "author"})
_Key = tuple[date, time | None, WitnessedKind, int | None]


@dataclass(frozen=True, slots=True)
class Matched:
    """What the events of a file are.

    new : with their ids
    n_known : that the diary holds, and that the file does not say otherwise
    n_removed : that an earlier import brought and somebody removed since
    differing : number of the line, the event as the diary holds it, and as the file says it
    unread : number of the line and the reason
    """

    new: tuple[DiaryEvent, ...]
    n_known: int
    n_removed: int
    differing: tuple[tuple[int, DiaryEvent, DiaryEvent], ...]
    unread: tuple[tuple[int, str], ...]


def matched(
    lines: Sequence[tuple[int, DiaryEvent]],
    held: Sequence[DiaryEvent],
    removed: Sequence[DiaryEvent],
    ids: Collection[str],
) -> Matched:
    """Return what the events of a file are.

    Parameters
    ----------
    lines : number of the line, and its event
    held : events of the diary
    removed : that were taken back, as far as it is known when and what they were
    ids : of all events that the diary holds or held, those that were removed among them
    """
    left, unread = _single(lines)
    keys = Counter(_key(event) for _line, event in left if event.at is not None)
    free = _EventsLeft(held)
    n_lines = len(left)
    left = [(line, event) for line, event in left if not free.take_same(event)]
    # The closest first, so that of several alike each finds its own.
    left = [(line, event) for line, event in left if not free.take(event, _is_said_by)]
    n_known = n_lines - len(left)
    used = {one.event_id for one in held} - set(free.by_id)
    numbers: Counter[_Key] = Counter()
    gone = {one.event_id: one for one in removed if one.event_id.startswith(_ID_START)}
    new: list[DiaryEvent] = []
    differing: list[tuple[int, DiaryEvent, DiaryEvent]] = []
    n_removed = 0
    for line, event in left:
        if keys[_key(event)] > 1:
            unread.append((line, "another line has its time and says something else"))
            continue
        event_id = _own_id(event, used, numbers)
        used.add(event_id)
        own = free.by_id.get(event_id)
        if event_id in ids and own is None:
            gone.pop(event_id, None)
            n_removed += 1
            continue
        there = own or free.found(event, _is_otherwise)
        if there is None:
            new.append(replace(event, event_id=event_id))
        else:
            free.remove(there)
            differing.append((line, there, event))
    # After all that are removed by their own id, so that each line finds its own.
    still_gone = _EventsLeft(gone.values())
    brought = [event for event in new if not still_gone.take(event, _is_otherwise)]
    n_removed += len(new) - len(brought)
    return Matched(tuple(brought), n_known, n_removed, tuple(differing), tuple(unread))


def said_again(held: DiaryEvent, said: DiaryEvent) -> DiaryEvent:
    """Return an event of the diary with what a file says of it; what the file leaves empty stays."""
    kept = _empty(said) - ({"count"} if said.kind is not held.kind else set())
    return replace(said, event_id=held.event_id, **{name: getattr(held, name) for name in kept})


def differing_fields(held: DiaryEvent, said: DiaryEvent) -> tuple[str, ...]:
    """Return the fields of which a file says something else than the diary; what it leaves empty says nothing."""
    left_out = {"event_id", "author"} | _empty(said)
    if held.utc_offset_min is None:  # who enters an event by hand does not say it
        left_out.add("utc_offset_min")
    names = (one.name for one in fields(DiaryEvent))
    return tuple(one for one in names if one not in left_out and getattr(held, one) != getattr(said, one))


def _empty(event: DiaryEvent) -> set[str]:
    return {one.name for one in fields(DiaryEvent) if getattr(event, one.name) in (None, "")} - _SLOT


def _single(lines: Sequence[tuple[int, DiaryEvent]]) -> tuple[list[tuple[int, DiaryEvent]], list[tuple[int, str]]]:
    """Return the lines without those that repeat an event with its time; alike events without a time are several."""
    seen: set[DiaryEvent] = set()
    found: list[tuple[int, DiaryEvent]] = []
    unread: list[tuple[int, str]] = []
    for line, event in lines:
        if event.at is not None and event in seen:
            unread.append((line, "the same event stands in the file before"))
            continue
        seen.add(event)
        found.append((line, event))
    return found, unread


def _key(event: DiaryEvent) -> _Key:
    return event.on, event.at, event.kind, event.utc_offset_min


def _is_said_by(said: DiaryEvent, held: DiaryEvent) -> bool:
    return not differing_fields(held, said)


def _is_otherwise(said: DiaryEvent, held: DiaryEvent) -> bool:
    """Whether an event that the diary holds or held is one of a file that is said otherwise.

    At one time there is one event, be it a single spasm or a cluster; without a time the kind has to be the same.
    """
    if (said.on, said.at) != (held.on, held.at) or (said.at is None and said.kind is not held.kind):
        return False
    offsets = {said.utc_offset_min, held.utc_offset_min} - {None}
    return len(offsets) < 2  # in the night on which clocks are put back a time stands for two


def _own_id(event: DiaryEvent, used: Collection[str], numbers: Counter[_Key]) -> str:
    """Return the id of an event by what it is known by; of several alike each has its number.

    numbers : how far those of each key are given away
    """
    key = _key(event)
    while True:
        numbers[key] += 1
        words = "\0".join([*(str(one) for one in key), str(numbers[key])])
        event_id = _ID_START + hashlib.sha256(words.encode()).hexdigest()[:32]
        if event_id not in used:
            return event_id


class _EventsLeft:
    """Events that no line has been found for yet, by their day and time: most lines look at few of them.

    by_id : all of them
    """

    def __init__(self, events: Iterable[DiaryEvent]) -> None:
        self.by_id: dict[str, DiaryEvent] = {}
        self._at: dict[tuple[date, time | None], dict[str, DiaryEvent]] = {}
        self._same: dict[DiaryEvent, list[str]] = {}
        for one in events:
            self.by_id[one.event_id] = one
            self._at.setdefault((one.on, one.at), {})[one.event_id] = one
            self._same.setdefault(_bare(one), []).append(one.event_id)
        for alike in self._same.values():
            alike.reverse()  # the first is taken first

    def remove(self, event: DiaryEvent) -> None:
        """Take an event for found."""
        del self.by_id[event.event_id]
        del self._at[event.on, event.at][event.event_id]

    def found(self, event: DiaryEvent, is_it: Callable[[DiaryEvent, DiaryEvent], bool]) -> DiaryEvent | None:
        """Return the first event of its day and time that a line may be, None where there is none."""
        there = self._at.get((event.on, event.at), {})
        return next((one for one in there.values() if is_it(event, one)), None)

    def take(self, event: DiaryEvent, is_it: Callable[[DiaryEvent, DiaryEvent], bool]) -> bool:
        """Take the event that a line is for found; return whether there is one."""
        there = self.found(event, is_it)
        if there is not None:
            self.remove(there)
        return there is not None

    def take_same(self, event: DiaryEvent) -> bool:
        """Take an event that a line says in all for found; return whether there is one."""
        alike = self._same.get(_bare(event), [])
        while alike:
            there = self.by_id.get(alike.pop())
            if there is not None:
                self.remove(there)
                return True
        return False


def _bare(event: DiaryEvent) -> DiaryEvent:
    return replace(event, event_id="", author="")
