"""Which event of a diary a line of a file is: the same, one that was corrected, one that was removed, or a new one.

An event is known by its day, its time, its kind and its difference to UTC, not by its number of spasms: where a later
export gives another number, it is the same event said otherwise, and never counts twice. An event of a file has an id
that follows from these, so two libraries that imported one file hold the same events. One that an import brought and
somebody removed is found by the same rule as one that the diary holds, so a later export never brings it back.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Collection, Sequence
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
    free = list(held)
    n_lines = len(left)
    for is_it in (_is_same, _is_said_by):  # the closest first, so that of several alike each finds its own
        left = [(line, event) for line, event in left if not _taken(event, free, is_it)]
    n_known = n_lines - len(left)
    used = {one.event_id for one in held} - {one.event_id for one in free}
    gone = {one.event_id: one for one in removed if one.event_id.startswith(_ID_START)}
    new: list[DiaryEvent] = []
    differing: list[tuple[int, DiaryEvent, DiaryEvent]] = []
    n_removed = 0
    for line, event in left:
        if keys[_key(event)] > 1:
            unread.append((line, "another line has its time and says something else"))
            continue
        event_id = _own_id(event, used)
        used.add(event_id)
        own = next((one for one in free if one.event_id == event_id), None)
        if event_id in ids and own is None:
            gone.pop(event_id, None)
            n_removed += 1
            continue
        there = own or next((one for one in free if _is_otherwise(event, one)), None)
        if there is None:
            new.append(replace(event, event_id=event_id))
        else:
            free.remove(there)
            differing.append((line, there, event))
    # After all that are removed by their own id, so that each line finds its own.
    still_gone = list(gone.values())
    brought = [event for event in new if not _taken(event, still_gone, _is_otherwise)]
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


def _taken(event: DiaryEvent, free: list[DiaryEvent], is_it: Callable[[DiaryEvent, DiaryEvent], bool]) -> bool:
    there = next((one for one in free if is_it(event, one)), None)
    if there is not None:
        free.remove(there)
    return there is not None


def _key(event: DiaryEvent) -> _Key:
    return event.on, event.at, event.kind, event.utc_offset_min


def _is_same(said: DiaryEvent, held: DiaryEvent) -> bool:
    return replace(said, event_id="", author="") == replace(held, event_id="", author="")


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


def _own_id(event: DiaryEvent, used: Collection[str]) -> str:
    """Return the id of an event by what it is known by; of several alike each has its number."""
    number = 1
    while True:
        words = "\0".join([*(str(one) for one in _key(event)), str(number)])
        event_id = _ID_START + hashlib.sha256(words.encode()).hexdigest()[:32]
        if event_id not in used:
            return event_id
        number += 1
