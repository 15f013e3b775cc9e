"""The marks of the open recording as the window shows them: committed first, shown after."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from eegview.app.lanes import Failed, Lane
from eegview.app.library.opening import Reviewer
from eegview.app.library.queued_edits import Act
from eegview.app.library.saving import LibraryUpdate, LibraryWriter, OpenedMarks, Outcome, UndoState
from eegview.app.marks.index import MarkIndex
from eegview.app.notifier import Notifier
from eegview.app.review.acts import ReviewActs
from eegview.app.review.layers import ReviewLayers
from eegview.app.review.records import ReviewRecords
from eegview.app.review.selection import MarkSelection
from eegview.app.review.unsaved import unsaved_marks, with_unsaved
from eegview.model.annotation import FILE_LAYER, Annotation, new_annotation_id
from eegview.model.edit import Change, Edit
from eegview.model.errors import EegViewError, LibraryAway
from eegview.model.issue import Issue
from eegview.model.span import Span
from eegview.model.vocabulary import Term

if TYPE_CHECKING:
    from eegview.store.library import Library

T = TypeVar("T")


class Review:
    """One reviewer's work on one recording. Every act goes to the store lane; what is shown is what came back.

    While the library is away acts wait, are shown as not saved, and are done by `catch_up` once it is back.

    marks : everything shown, the recorder's notes (layer `file`) included
    acts : what the reviewer can do to them
    selection, layers : which mark is selected, which layers are shown and counted
    records : what stands beside the marks: times of videos, opinions, judgements, signatures
    undo_state : what undo and redo would do now
    n_pending : how many acts are on their way to the disk
    problem : why acts wait, or the marks could not be fetched
    marks_changed : emits the reviewer's own edit; None when marks have arrived that nobody made just now
    issues_found : emits what is imperfect about the library
    """

    def __init__(self, lane: Lane, author: str, open_marks: Callable[[], OpenedMarks], failed: Failed) -> None:
        self._lane, self._failed = lane, failed
        self._writer = LibraryWriter(open_marks)  # belongs to the store lane
        self._is_open = self._is_closed = self._is_polling = False
        self._waiting: tuple[Act, ...] = ()
        self._reviewer = Reviewer(author, role="")
        self.problem: LibraryAway | None = None
        self.marks = MarkIndex()
        self.undo_state = UndoState()
        self.n_pending = 0
        self.marks_changed: Notifier[Edit | None] = Notifier()
        self.issues_found: Notifier[tuple[Issue, ...]] = Notifier()
        self.records = ReviewRecords()
        self.selection = MarkSelection(lambda: self.marks)
        self.layers = ReviewLayers(lambda: self._reviewer, lambda: self.marks)
        self.acts = ReviewActs(
            lambda: self._reviewer, self.records, self._submit, lambda: self.marks_changed.emit(None)
        )

    @property
    def author(self) -> str:
        """Return the reviewer's name, which is also the name of their layer."""
        return self._reviewer.name

    @property
    def role(self) -> str:
        """Return the reviewer's role; only a neurologist changes the final layer."""
        return self._reviewer.role

    @role.setter
    def role(self, role: str) -> None:
        self._reviewer = replace(self._reviewer, role=role)

    def open(self) -> None:
        """Open the library and fetch the marks, on the store lane."""
        writer = self._writer

        def done(opened: OpenedMarks) -> None:
            self._show(opened)
            self.catch_up()  # what waited from another day

        def failed(error: EegViewError) -> None:
            self.problem = error if isinstance(error, LibraryAway) else None
            self._failed(error)

        self._lane.submit(writer.open, done, failed)

    @property
    def is_open(self) -> bool:
        """Whether the marks have been fetched."""
        return self._is_open

    def reopen(self, author: str, open_marks: Callable[[], OpenedMarks]) -> None:
        """Go on as another reviewer: same recording, their own layer and their own undo.

        Acts still pending, or waiting for the library, stay the first reviewer's.
        """
        self._lane.submit(self._writer.close, lambda _none: None, self._failed)
        self._writer = LibraryWriter(open_marks)
        self._is_open = False
        self._waiting, self.problem = (), None
        self._reviewer = replace(self._reviewer, name=author)
        self.layers.count_own()
        self.acts.addenda.start_anew()
        self.selection.select(None)
        self.open()

    def close(self) -> None:
        """Close the library handle once all acts are on disk; those that cannot be saved now wait there as well."""
        self._is_closed = True
        self._lane.submit(self._writer.close, lambda _none: None, self._failed)

    def catch_up(self) -> None:
        """Show what others did meanwhile, and save what waits; call it every second or so."""
        if self._is_closed or self._is_polling or not (self._is_open or self.problem):
            return
        writer = self._writer

        def done(update: LibraryUpdate) -> None:
            self._is_polling = False
            if writer is self._writer:
                self._apply_update(update)

        def failed(error: EegViewError) -> None:
            self._is_polling = False
            self._is_open, self.problem = False, None  # the same would be found each second
            self._failed(error)

        self._is_polling = True
        self._lane.submit(writer.poll, done, failed)

    def edits_since(self, number: int, done: Callable[[tuple[Edit, ...]], None]) -> None:
        """Fetch the edits with a higher number, by anybody, oldest first; nothing comes once the review is closed."""
        if self._is_closed:
            return
        writer = self._writer
        self._lane.submit(lambda: writer.held().changes_since(number), done, self._failed)

    def ask_library(
        self, question: Callable[[Library], T], done: Callable[[T], None], failed: Failed | None = None
    ) -> None:
        """Answer a question to the library on the store lane and give `done` the answer here.

        Nothing comes once the review is closed.
        """
        if self._is_closed:
            return
        writer = self._writer
        self._lane.submit(lambda: question(writer.held().library), done, failed or self._failed)

    def history(self, done: Callable[[tuple[Edit, ...], list[str]], None]) -> None:
        """Fetch the edit log of this recording, oldest first, and a sentence for each sign of tampering with it.

        Nothing comes once the review is closed.
        """
        if self._is_closed:
            return
        writer = self._writer

        def work() -> tuple[tuple[Edit, ...], list[str]]:
            opened = writer.held()
            return opened.editor.history(), opened.verify()

        self._lane.submit(work, lambda found: done(*found), self._failed)

    def within(self, span: Span) -> tuple[Annotation, ...]:
        """Return the marks to show on a page, by onset; those of hidden layers are left out."""
        marks = with_unsaved(self.marks.within(span), self._waiting, span)
        if not self.layers.hidden:
            return marks
        return tuple(mark for mark in marks if mark.layer not in self.layers.hidden)

    def show_file_notes(self, notes: Iterable[Annotation]) -> None:
        """Add the recorder's own annotations, found in the background."""
        self.marks = MarkIndex((*self.marks, *notes))
        self.marks_changed.emit(None)

    @property
    def n_waiting(self) -> int:
        """Return how many acts are not saved because the library is away."""
        return len(self._waiting)

    @property
    def unsaved_marks(self) -> tuple[Annotation, ...]:
        """Return the marks of waiting acts as they will stand once the library is back."""
        return unsaved_marks(self._waiting)

    def _show(self, opened: OpenedMarks) -> None:
        self._is_open = True
        self.undo_state = opened.undo
        self.marks = opened.marks.changed(tuple(Change(None, m) for m in self.marks if m.layer == FILE_LAYER))
        self.records.replace_all(opened.records)
        self.acts.follow_signatures()
        self.marks_changed.emit(None)
        self.records.notify_changed()
        if opened.issues:
            self.issues_found.emit(opened.issues)

    def _apply_update(self, update: LibraryUpdate) -> None:
        if update.opened is not None:
            self._show(update.opened)
        self._waiting, self.problem = update.waiting, update.away
        for outcome in update.outcomes:
            self._apply_outcome(outcome)
        if update.edits:
            self._apply_edits(update.edits, select_id=None)
        if update.undo is not None:
            self.undo_state = update.undo
        if update.outcomes or update.edits:
            self.marks_changed.emit(None)

    def _submit(self, act: Act) -> None:
        writer = self._writer

        def done(outcome: Outcome) -> None:
            self.n_pending -= 1
            self._apply_outcome(outcome)
            *others, own = outcome.edits
            if others:
                self.marks_changed.emit(None)
            self.marks_changed.emit(own)
            act.after()

        def failed(error: EegViewError) -> None:
            self.n_pending -= 1
            if isinstance(error, LibraryAway) and writer is self._writer:
                self._wait(act, error, is_safe=writer.is_safe)
            else:
                self._failed(error)

        self.n_pending += 1
        self._lane.submit(lambda: writer.act(act), done, failed)

    def _wait(self, act: Act, error: LibraryAway, is_safe: bool) -> None:
        """Show an act as not saved; report the reason once."""
        self._waiting = (*self._waiting, act)
        self.marks_changed.emit(None)
        if self.problem is None:
            until = "also if eegview is closed" if is_safe else "so leave eegview open until then"
            sentence = f"What you did last is not saved yet. It is tried again every second, {until}."
            self._failed(LibraryAway(f"{error.sentence} {sentence}", error.advice))
        self.problem = error

    def _apply_outcome(self, outcome: Outcome) -> None:
        """Follow what an act led to, without notifying of the marks."""
        self.undo_state = outcome.undo
        if outcome.refused is not None:
            self._failed(outcome.refused)
            return
        self._apply_edits(outcome.edits, outcome.act.select)

    def _apply_edits(self, edits: Iterable[Edit], select_id: str | None) -> None:
        for edit in edits:
            self.marks = self.marks.apply(edit)
            self.records.apply(edit)
        self.selection.follow(select_id)


def new_mark(term: Term, at: float | Span, channels: tuple[str, ...] = (), text: str = "") -> Annotation:
    """Return a fresh mark: over a span, or at a time with the term's own length."""
    span = at if isinstance(at, Span) else Span(at, at + term.default_duration_s)
    return Annotation(new_annotation_id(), term.term_id, span.start_s, span.duration_s, channels, (), text)


def with_span(mark: Annotation, span: Span) -> Annotation:
    """Return the mark with another onset and duration."""
    return replace(mark, onset_s=span.start_s, duration_s=span.duration_s)
