"""The file of one learner's answers: records of their own, beside the library, that are only ever added to."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

from eegview.app.library.file_lock import lock_now
from eegview.app.training.learner.answer_list import AnswerList
from eegview.app.training.learner.pseudonym import checked_pseudonym, new_pseudonym
from eegview.app.training.learner.record_lines import (
    ANSWER,
    ANSWER_START,
    BEGUN,
    BODY_AT,
    COMMENT,
    CONSENT,
    ENDED,
    HASH_LENGTH,
    LEARNER,
    MERGED,
    NAMED,
    Record,
    body_of,
    chained,
    record_in,
    whole_lines,
)
from eegview.app.training.learner.records import Begun, Comment, Consent, Ended, Kept, Named
from eegview.app.training.learner.verification import Verification, verify_lines
from eegview.model.errors import LibraryAway, LibraryRefused, UnreadableFile
from eegview.model.issue import Issue
from eegview.model.training.answer import Answer

VERSION = 1
SUFFIX = ".answers"
_KEPT: dict[str, type[Kept]] = {BEGUN: Begun, ENDED: Ended, CONSENT: Consent, COMMENT: Comment, NAMED: Named}
_K = TypeVar("_K", bound=Kept)
_FLAGS = os.O_RDWR | os.O_APPEND | getattr(os, "O_BINARY", 0)


def utc_now() -> datetime:
    """Return the time of the computer's clock."""
    return datetime.now(UTC)


class AnswersFile:
    """A learner's records, one line each; every line carries the hash of the one before.

    It is opened without being checked from its beginning; `verify` does that.

    path : made where it is missing, unless it is only to be read
    may_write : this program is the only one that writes; else it only reads
    pseudonym : of a new file; the learner's name is kept nowhere
    now : clock, for the records that this file makes itself

    Raises
    ------
    LibraryAway : another window writes these answers
    LibraryRefused : the file cannot be made or read
    UnreadableFile : it is no file of answers
    """

    def __init__(
        self, path: Path, *, may_write: bool = True, pseudonym: str = "", now: Callable[[], datetime] = utc_now
    ) -> None:
        self.path, self._now = path, now
        self._issues: tuple[Issue, ...] = ()
        self._handle = self._opened() if may_write else None
        try:
            self._lines = self._read()
            if not self._lines:
                self._begin(pseudonym)
            self._last_hash = self._lines[-1][:HASH_LENGTH]
            self._head = self._header()
            self._others, self._n_unreadable = self._other_records()
        except BaseException:
            self.close()
            raise
        self._answers: AnswerList | None = None

    def __enter__(self) -> AnswersFile:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def issues(self) -> tuple[Issue, ...]:
        """What was found so far: a last line not completely written, and, once answers are read, lines left out."""
        n = self._n_unreadable + (0 if self._answers is None else self._answers.n_unreadable)
        if not n:
            return self._issues
        lines = "1 line" if n == 1 else f"{n} lines"
        told = f"{lines} of the answers cannot be read and {'was' if n == 1 else 'were'} left out."
        return (*self._issues, Issue("answers_unreadable", told))

    @property
    def pseudonym(self) -> str:
        """The pseudonym that the learner chose last, else the one that the file was made with."""
        chosen = sorted(self._kept(NAMED, Named), key=lambda one: one.recorded_utc)
        return chosen[-1].pseudonym if chosen else self.made_as

    @property
    def made_as(self) -> str:
        """The pseudonym that the file was made with; it stays, so that two learners' files can be told apart."""
        return str(self._head.get("pseudonym", ""))

    def choose_pseudonym(self, text: str) -> None:
        """Add that the learner goes by another pseudonym.

        Raises
        ------
        UsageError : it is empty, too long or has no letter or digit
        LibraryRefused : it cannot be written
        """
        self._write([body_of(NAMED, Named(self._now().isoformat(), checked_pseudonym(text)).as_json())])

    @property
    def lines(self) -> tuple[bytes, ...]:
        """All lines without their ends, as they stand in the file."""
        return tuple(self._lines)

    def answers(self) -> AnswerList:
        """Return all answers by time."""
        if self._answers is None:
            has_others = any(record.kind == MERGED for record in self._others)
            self._answers = AnswerList.of(self._lines, not has_others)
        return self._answers

    def append(self, answer: Answer) -> None:
        """Add an answer; it is on the disk when this returns, as all that is added here.

        Raises
        ------
        LibraryRefused : the disk is full or gone, or the file is only read
        """
        self._write([body_of(ANSWER, answer)])

    def begin(self, begun: Begun) -> None:
        """Add that a sitting has begun."""
        self._write([body_of(BEGUN, begun.as_json())])

    def end(self, ended: Ended) -> None:
        """Add that a sitting has ended, or was broken off."""
        self._write([body_of(ENDED, ended.as_json())])

    def begun(self) -> tuple[Begun, ...]:
        """Return the sittings that were begun."""
        return tuple(self._kept(BEGUN, Begun))

    def ended(self) -> tuple[Ended, ...]:
        """Return which sittings have ended."""
        return tuple(self._kept(ENDED, Ended))

    def set_consent(self, is_given: bool) -> None:
        """Add that the learner lets teachers see these answers, or does so no longer."""
        self._write([body_of(CONSENT, Consent(self._now().isoformat(), is_given).as_json())])

    def consents(self) -> tuple[Consent, ...]:
        """Return when consent was given and withdrawn, by time."""
        return tuple(sorted(self._kept(CONSENT, Consent), key=lambda one: one.recorded_utc))

    @property
    def has_consent(self) -> bool:
        """Whether teachers may see these answers now."""
        consents = self.consents()
        return bool(consents) and consents[-1].is_given

    def comment(self, set_id: str, item_id: str, text: str) -> None:
        """Add what the learner says about an item, for the one who made it."""
        self._write([body_of(COMMENT, Comment(self._now().isoformat(), set_id, item_id, text.strip()).as_json())])

    def comments(self) -> tuple[Comment, ...]:
        """Return what the learner said about items."""
        return tuple(self._kept(COMMENT, Comment))

    def add_records(self, bodies: list[bytes], source: dict[str, Any]) -> None:
        """Add records of another computer as they are, and from where they came."""
        self._write([*bodies, body_of(MERGED, source | {"merged_utc": self._now().isoformat()})])

    def verify(self) -> Verification:
        """Check every line, as it stands on the disk."""
        lines, rest = whole_lines(self._content())
        del rest
        return verify_lines(lines)

    def close(self) -> None:
        """Let others write."""
        if self._handle is not None:
            handle, self._handle = self._handle, None
            os.close(handle)

    def _opened(self) -> int:
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            handle = os.open(self.path, _FLAGS | os.O_CREAT, 0o600)
        except OSError as error:
            raise _refused(error) from None
        if not lock_now(handle):
            os.close(handle)
            raise LibraryAway(
                "These answers are being written by another window or program.", "Close it there, then try again."
            )
        return handle

    def _content(self) -> bytes:
        try:
            return self.path.read_bytes()
        except OSError as error:
            raise _refused(error) from None

    def _read(self) -> list[bytes]:
        lines, rest = whole_lines(self._content())
        if rest:
            self._issues = (Issue("answers_torn", "The last answer was not completely written; it was left out."),)
            if self._handle is not None:
                self._set_aside(rest)
        return lines

    def _set_aside(self, rest: bytes) -> None:
        """Keep what was not completely written in a file of its own, and end the answers with their last whole line."""
        assert self._handle is not None
        number = 1
        while (target := self.path.with_name(f"{self.path.name}.torn-{number}")).exists():
            number += 1
        try:
            target.write_bytes(rest)
            os.ftruncate(self._handle, os.fstat(self._handle).st_size - len(rest))
        except OSError as error:
            raise _refused(error) from None

    def _begin(self, pseudonym: str) -> None:
        if self._handle is None:
            raise UnreadableFile("The file holds no answers.", "Answer an item first.")
        self._last_hash = b""
        head = {"version": VERSION, "pseudonym": pseudonym or new_pseudonym(), "made_utc": self._now().isoformat()}
        self._others, self._n_unreadable = list[Record](), 0
        self._answers = None
        self._write([body_of(LEARNER, head)])

    def _header(self) -> dict[str, Any]:
        try:
            record = record_in(self._lines[0])
            is_known = record.kind == LEARNER and isinstance(record.content, dict)
            version = int(record.content["version"]) if is_known else 0
        except (ValueError, TypeError, KeyError, OverflowError, RecursionError):
            is_known, version, record = False, 0, None
        if not is_known or record is None:
            raise UnreadableFile(f"“{self.path.name}” is not a file of answers.", "Choose another file.")
        if version > VERSION:
            raise UnreadableFile("A newer version of this program wrote these answers.", "Update the program.")
        return record.content

    def _other_records(self) -> tuple[list[Record], int]:
        """Return the records that are no answers, and how many lines cannot be read and are left out."""
        stop, found, n_unreadable = BODY_AT + len(ANSWER_START), list[Record](), 0
        for line in self._lines:
            if line[BODY_AT:stop] != ANSWER_START:
                try:
                    record = record_in(line)
                    if record.kind in _KEPT:
                        _KEPT[record.kind].from_json(record.content)
                    found.append(record)
                except (ValueError, TypeError, RecursionError):
                    n_unreadable += 1
        return found, n_unreadable

    def _kept(self, kind: str, of: type[_K]) -> Iterator[_K]:
        return (of.from_json(record.content) for record in self._others if record.kind == kind)

    def _write(self, bodies: list[bytes]) -> None:
        if self._handle is None:
            raise LibraryRefused("These answers are only read.", "Open them for writing.")
        last, lines = self._last_hash, list[bytes]()
        for body in bodies:
            lines.append(chained(last, body))
            last = lines[-1][:HASH_LENGTH]
        size = os.fstat(self._handle).st_size
        try:
            left = memoryview(b"".join(lines))
            while left:
                left = left[os.write(self._handle, left) :]
            os.fsync(self._handle)
        except OSError as error:
            os.ftruncate(self._handle, size)
            raise _refused(error) from None
        self._last_hash, self._answers = last, None
        for line in lines:
            self._lines.append(line[:-1])
            if line[BODY_AT : BODY_AT + len(ANSWER_START)] != ANSWER_START:
                self._others.append(record_in(line))


def _refused(error: OSError) -> LibraryRefused:
    why = (error.strerror or "the disk does not respond").lower()
    return LibraryRefused(f"The answers cannot be read or written: {why}.", "Check the disk and the folder's rights.")
