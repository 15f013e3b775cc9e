"""What is said of the open study beside its marks: as it stands in the library, with what is on its way laid over."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from eegview.app.notifier import Notifier
from eegview.app.review.review import Review
from eegview.model.annotation import Annotation
from eegview.model.edit import Change
from eegview.model.study.records import (
    DISPLAY_TERM,
    STUDY_TERMS,
    about_of,
    held_in,
    newest_about,
    own_record,
    stamp,
    study_record,
)


@dataclass(frozen=True, slots=True)
class Statement:
    """Something to be said of the study; see `model.study.records`.

    about : the subject
    held : what is said of it, by name
    """

    term_id: str
    about: str
    held: Mapping[str, str]


def utc_now() -> datetime:
    """Return the time now, in UTC."""
    return datetime.now(UTC)


class StudyRecords:
    """Everybody's records of what belongs to the study, and the reviewer's acts on them.

    What the reviewer says holds at once and goes to the library by the same way as a mark; it is dropped again where
    the library refuses it.

    changed : emits after each change of what is said
    """

    def __init__(self, review: Review, now: Callable[[], datetime] = utc_now) -> None:
        self._review, self._now = review, now
        self._on_way: dict[str, Annotation] = {}
        self._told: frozenset[Annotation] = frozenset()
        self.changed: Notifier[None] = Notifier()
        review.records.changed.connect(lambda _records: self.recheck())
        review.marks_changed.connect(lambda _edit: self.recheck())

    @property
    def author(self) -> str:
        """Return the reviewer at the window."""
        return self._review.author

    @property
    def is_known(self) -> bool:
        """Whether the library's records were fetched."""
        return self._review.is_open

    @property
    def can_save(self) -> bool:
        """Whether the library takes acts now, as far as is known."""
        return self._review.is_open and self._review.problem is None and not self._review.n_waiting

    def all(self) -> tuple[Annotation, ...]:
        """Return the records as they will stand once all acts are on disk."""
        review = self._review
        held = {r.annotation_id: r for r in review.records if r.term_id in STUDY_TERMS}
        for mark in review.unsaved_marks:
            if mark.term_id in STUDY_TERMS:
                held[mark.annotation_id] = replace(mark, layer=review.author)
        return tuple((held | self._on_way).values())

    def say(self, statements: Iterable[Statement]) -> None:
        """Say something of the study, as one act that can be undone; what is said already is no act."""
        changes = self._changes(statements)
        if len(changes) == 1:
            self._review.acts.record(changes[0])
        elif changes:
            self._review.acts.do_together(changes)
        self._note(changes)

    def keep_display(self, statements: Iterable[Statement]) -> None:
        """Store how the reviewer displays the study; no step of undo."""
        changes = self._changes(statements)
        if changes:
            self._review.acts.keep_display(changes)
        self._note(changes)

    def recheck(self) -> None:
        """Drop what is no longer on its way, and notify where what is said has changed."""
        if not self._review.n_pending and not self._review.n_waiting:
            self._on_way.clear()
        told = frozenset(record for record in self.all() if record.term_id != DISPLAY_TERM)
        if told != self._told:
            self._told = told
            self.changed.emit(None)

    def _changes(self, statements: Iterable[Statement]) -> list[Change]:
        return statement_changes(self.all(), statements, self.author, self._now())

    def _note(self, changes: Iterable[Change]) -> None:
        for change in changes:
            if change.after is not None:
                self._on_way[change.annotation_id] = change.after
        self.recheck()


def statement_changes(
    records: Iterable[Annotation], statements: Iterable[Statement], author: str, now: datetime
) -> list[Change]:
    """Return the changes by which a reviewer says something of a study; what is said already is no change.

    records : of the study, everybody's, as they stand
    """
    records, changes = tuple(records), list[Change]()
    for statement in statements:
        before = own_record(records, statement.term_id, statement.about, author)
        if before is not None and held_in(before) == dict(statement.held) and _holds(records, before):
            continue
        same_term = (record for record in records if record.term_id == statement.term_id)
        after = study_record(
            statement.term_id,
            statement.about,
            stamp(now, same_term),
            statement.held,
            author,
            before.annotation_id if before is not None else "",
        )
        changes.append(Change(before, after))
    return changes


def _holds(records: Iterable[Annotation], record: Annotation) -> bool:
    """Check whether nobody said anything later about the same subject; display settings are each reviewer's own."""
    if record.term_id == DISPLAY_TERM:
        return True
    return newest_about(records, record.term_id).get(about_of(record)) == record
