"""Acts as lines of text, each with a checksum and complete in itself: a damaged line harms no other."""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from typing import Any

from eegview.app.library.queued_edits import Act, Signing
from eegview.model.edit import Action, canonical_changes, changes_from_json
from eegview.model.signature import Meaning
from eegview.model.study.seen_film import seen_film_from_json, seen_film_json

VERSION = 1  # of the lines; those of a higher one are not understood


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose acts they are: one reviewer's, on one recording in one library.

    library : its address, without a password
    """

    library: str
    fingerprint: str
    author: str
    role: str

    @property
    def key(self) -> str:
        """Return the name of the owner's files, which discloses neither library nor recording nor reviewer."""
        whose = json.dumps((self.library, self.fingerprint, self.author))
        return hashlib.sha256(whose.encode()).hexdigest()[:32]


@dataclass(slots=True)
class ReadActs:
    """What could be read of acts.

    owner : None where no act names one
    acts : that are not over yet, as they were written
    tries : the times under which an act may stand in the log, by its id
    numbers : of the edits that acts have become, by the act's id
    over : acts that were refused or found nothing to do
    is_damaged : there are lines that cannot be read
    is_newer : a newer version of the program wrote lines
    """

    owner: Owner | None = None
    acts: dict[str, Act] = field(default_factory=dict)
    tries: dict[str, list[str]] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)
    over: set[str] = field(default_factory=set)
    is_damaged: bool = False
    is_newer: bool = False


def act_record(act: Act, owner: Owner) -> dict[str, Any]:
    """Return an act with its owner, as it is written."""
    return {
        "act": act.act_id,
        "made_utc": act.made_utc,
        "action": act.action.value,
        "changes": canonical_changes(act.changes),
        "reason": act.reason,
        "reverses": act.reverses,
        "reverses_act": act.reverses_act,
        "signing": asdict(act.signing) if act.signing else None,
        "film": seen_film_json(act.film),
        "library": owner.library,
        "fingerprint": owner.fingerprint,
        "author": owner.author,
        "role": owner.role,
    }


def try_record(act_id: str, at_utc: str) -> dict[str, Any]:
    """Return that an act is about to be committed with this time."""
    return {"try": act_id, "at_utc": at_utc}


def end_record(act_id: str, number: int | None) -> dict[str, Any]:
    """Return that an act has become the edit of this number; None = it is over without one."""
    return {"end": act_id, "number": number}


def line_of(record: dict[str, Any]) -> bytes:
    """Return a record as a line."""
    body = json.dumps({"v": VERSION, **record}, separators=(",", ":")).encode()
    return b"%08x %s\n" % (zlib.crc32(body), body)


def read_lines(content: bytes) -> ReadActs:
    """Return what can be read of lines; whatever stands there, nothing is raised."""
    read = ReadActs()
    *lines, rest = content.split(b"\n")
    read.is_damaged = bool(rest)  # the last line was cut
    for number, line in enumerate(lines):
        try:
            if line.startswith(b"["):
                _take_old(read, line, number)
            else:
                _take(read, _checked(line))
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
            read.is_damaged = True
    return read


def kept_lines(read: ReadActs, owner: Owner) -> bytes:
    """Return what was read as sound lines."""
    records = [act_record(act, owner) for act in read.acts.values()]
    records += [try_record(act_id, at_utc) for act_id, times in read.tries.items() for at_utc in times]
    records += [end_record(act_id, number) for act_id, number in read.numbers.items()]
    records += [end_record(act_id, None) for act_id in read.over]
    return b"".join(map(line_of, records))


def _checked(line: bytes) -> dict[str, Any]:
    check, _, body = line.partition(b" ")
    if check != b"%08x" % zlib.crc32(body):
        raise ValueError("the line was altered")
    record = json.loads(body)
    if not isinstance(record, dict):
        raise TypeError("the line contains no record")
    return record


def _take(read: ReadActs, record: dict[str, Any]) -> None:
    if int(record["v"]) > VERSION:
        read.is_newer = True
    elif "act" in record:
        act = _act(record)
        read.acts[act.act_id] = act
        read.owner = Owner(record["library"], record["fingerprint"], record["author"], record["role"])
    elif "try" in record:
        read.tries.setdefault(record["try"], []).append(record["at_utc"])
    elif record["number"] is None:
        _end(read, record["end"])
        read.over.add(record["end"])
    else:
        _end(read, record["end"])
        read.numbers[record["end"]] = int(record["number"])


def _end(read: ReadActs, act_id: str) -> None:
    read.acts.pop(act_id, None)
    read.tries.pop(act_id, None)


def _act(record: dict[str, Any]) -> Act:
    return Act(
        Action(record["action"]),
        changes_from_json(record["changes"]),
        str(record["reason"]),
        reverses=record["reverses"],
        reverses_act=str(record["reverses_act"]),
        signing=_signing(record["signing"]) if record["signing"] else None,
        film=seen_film_from_json(record.get("film")),
        act_id=str(record["act"]),
        made_utc=str(record["made_utc"]),
    )


def _signing(held: dict[str, Any]) -> Signing:
    open_items = tuple(map(str, held.get("open_items", ())))
    return Signing(**(held | {"meaning": Meaning(held["meaning"]), "open_items": open_items}))


def _take_old(read: ReadActs, line: bytes, number: int) -> None:
    """Read a line of the form before version 1: `[action, changes, reason]`."""
    action, changes, reason = json.loads(line.decode())
    act_id = hashlib.sha256(b"%d %s" % (number, line)).hexdigest()[:32]  # the same whenever it is read
    read.acts[act_id] = Act(Action(action), changes_from_json(changes), str(reason), act_id=act_id)


def unfinished(reads: Iterable[ReadActs]) -> list[Act]:
    """Return the acts of several files that are not over, each once, in the order in which they were made."""
    ended = {act_id for read in reads for act_id in (*read.numbers, *read.over)}
    acts = {act_id: act for read in reads for act_id, act in read.acts.items() if act_id not in ended}
    return sorted(acts.values(), key=lambda act: act.made_utc)
