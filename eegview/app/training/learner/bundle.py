"""A bundle of a learner: all records as one file, to move to another computer or to keep.

Two computers' records come together by their hashes: what both hold is there once, nothing is lost, and the order in
which they are added does not change what they say.
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from eegview.app.training.learner.answers_file import VERSION, AnswersFile, utc_now
from eegview.app.training.learner.record_lines import (
    ANSWER,
    BODY_AT,
    HASH_LENGTH,
    LEARNER,
    Record,
    answer_in,
    record_in,
    whole_lines,
)
from eegview.app.training.learner.verification import verify_lines
from eegview.exchange.writing import write_whole
from eegview.model.errors import UnreadableFile, UsageError

SUFFIX = ".eeglearner"
_FACTS, _RECORDS = "learner.json", "records.jsonl"
_MOST_BYTES, _MOST_FACTS = 1 << 30, 1 << 16
_NO_TIME = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Merged:
    """What an import added.

    n_new, n_known : records that were added, and that were there already
    n_new_answers : answers among the new ones
    """

    pseudonym: str
    n_new: int
    n_known: int
    n_new_answers: int


def write_bundle(file: AnswersFile, out: Path) -> int:
    """Write all records of a learner as one file, and return how many answers it holds.

    Raises
    ------
    UsageError : the records were altered, or the name does not end in .eeglearner
    CannotWrite : an older file is untouched
    """
    if out.suffix != SUFFIX:
        raise UsageError(f"A learner's bundle ends in {SUFFIX}.", f"Name it “{out.stem}{SUFFIX}”.")
    lines = list(file.lines)
    checked = verify_lines(lines)
    if not checked.is_whole:
        raise UsageError(checked.issues[0].message, "Move an older copy of the answers, or ask for help.")
    facts = {
        "format": "eegview learner",
        "version": VERSION,
        "pseudonym": file.pseudonym,
        "n_records": len(lines),
        "last_hash": lines[-1][:HASH_LENGTH].decode("ascii"),
    }
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as held:
        held.writestr(_member(_FACTS), json.dumps(facts, indent=2, ensure_ascii=False).encode())
        held.writestr(_member(_RECORDS), b"".join(line + b"\n" for line in lines))
    write_whole(out, content.getvalue(), is_private=True)
    return len(list(file.answers()))


def merge_bundle(
    path: Path, target: Path, now: Callable[[], datetime] = utc_now, *, is_same_learner: bool = False
) -> Merged:
    """Add the records of a bundle to a learner's file, which is made where it is missing.

    is_same_learner : it was said that both are the answers of one person, though they have nothing in common yet

    Raises
    ------
    UsageError : both hold records, none in common, and were made under different pseudonyms
    UnreadableFile : it is no bundle of a learner, is damaged, or was altered
    LibraryRefused : the answers cannot be written; they are as they were
    """
    lines, pseudonym, last_hash = _read(path)
    with AnswersFile(target, pseudonym=pseudonym, now=now) as file:
        known = {_digest(line) for line in file.lines}
        if not is_same_learner and pseudonym != file.made_as and _have_nothing_in_common(lines, file, known):
            raise UsageError(
                "These are the answers of another learner.",
                "Give --same-learner if they are the same person's, or --learner NAME.",
            )
        new: list[bytes] = []
        n_known = n_answers = 0
        for line, record in lines:
            if record.kind == LEARNER:
                continue
            digest = _digest(line)
            if digest in known:
                n_known += 1
                continue
            known.add(digest)
            new.append(line[BODY_AT:])
            n_answers += record.kind == ANSWER
        if new:
            file.add_records(new, {"pseudonym": pseudonym, "last_hash": last_hash, "n_records": len(new)})
        return Merged(file.pseudonym, len(new), n_known, n_answers)


def bundle_digests(path: Path) -> set[bytes]:
    """Return what tells the records of a bundle apart; see `record_digests`.

    Raises
    ------
    UnreadableFile : it is no bundle of a learner, is damaged, or was altered
    """
    return record_digests([line for line, _record in _read(path)[0]])


def record_digests(lines: Iterable[bytes]) -> set[bytes]:
    """Return what tells records apart, whatever stands before them; the first line, which says whose, is left out."""
    _first, *others = lines
    return {_digest(line) for line in others}


def _have_nothing_in_common(lines: list[tuple[bytes, Record]], file: AnswersFile, known: set[bytes]) -> bool:
    """Check whether two files hold records and share none; of a file that was only made there is nothing to mix."""
    theirs = record_digests([line for line, _record in lines])
    return bool(theirs) and len(file.lines) > 1 and not theirs & known


def _digest(line: bytes) -> bytes:
    return hashlib.sha256(line[BODY_AT:]).digest()


def _read(path: Path) -> tuple[list[tuple[bytes, Record]], str, str]:
    """Return lines with their records, the pseudonym and the last hash of a bundle whose chain is whole."""
    try:
        with zipfile.ZipFile(path) as held:
            if sorted(held.namelist()) != sorted((_FACTS, _RECORDS)):
                raise ValueError("other members")
            facts: dict[str, Any] = json.loads(_member_bytes(held, _FACTS, _MOST_FACTS))
            content = _member_bytes(held, _RECORDS, _MOST_BYTES)
        if int(facts["version"]) > VERSION:
            raise UnreadableFile("A newer version of this program wrote this bundle.", "Update the program.")
        lines, rest = whole_lines(content)
        last_hash = lines[-1][:HASH_LENGTH].decode("ascii") if lines else ""
        checked = verify_lines(lines)
        if rest or not checked.is_whole or checked.n != facts["n_records"] or last_hash != facts["last_hash"]:
            raise UnreadableFile(f"“{path.name}” was altered after it was written.", "Export it again.")
        records = [(line, record_in(line)) for line in lines]
        if not records or records[0][1].kind != LEARNER:
            raise ValueError("no learner")
        for _line, record in records:
            if record.kind == ANSWER:
                answer_in(record.content)
        return records, str(records[0][1].content["pseudonym"]), last_hash
    except FileNotFoundError:
        raise UnreadableFile(f"“{path.name}” was not found.", f"Give a file that ends in {SUFFIX}.") from None
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError, zipfile.BadZipFile):
        raise UnreadableFile(
            f"“{path.name}” is not a learner's bundle, or is damaged.", f"Give a file that ends in {SUFFIX}."
        ) from None


def _member_bytes(held: zipfile.ZipFile, name: str, most: int) -> bytes:
    if held.getinfo(name).file_size > most:
        raise ValueError("too large")
    with held.open(name) as member:
        content = member.read(most + 1)
    if len(content) > most:
        raise ValueError("too large")
    return content


def _member(name: str) -> zipfile.ZipInfo:
    member = zipfile.ZipInfo(name, _NO_TIME)
    member.compress_type = zipfile.ZIP_DEFLATED
    return member
