"""The marks of the open recording as the window sees them: committed first, shown after."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from eegview.app.lanes import Failed, Lane
from eegview.app.library.queued_edits import Act, act_of
from eegview.app.library.saving import LibraryUpdate, LibraryWriter, OpenedMarks, Outcome, UndoState
from eegview.app.library.video_times import own_sync_mark, set_video_time
from eegview.app.marks.index import EVERYTHING, MarkFilter, MarkIndex
from eegview.app.notifier import Notifier
from eegview.app.review.addenda import Addenda
from eegview.app.review.signing import sign
from eegview.model.annotation import FILE_LAYER, FINAL_LAYER, FINAL_ROLE, Annotation, new_annotation_id
from eegview.model.edit import Action, Change, Edit
from eegview.model.errors import EegViewError, LibraryAway
from eegview.model.issue import Issue
from eegview.model.signature import Meaning, latest_signatures
from eegview.model.span import Span
from eegview.model.sync import SYNC_TERM, Anchor, is_clinical, sync_of
from eegview.model.video import SyncMap
from eegview.model.vocabulary import Term

if TYPE_CHECKING:
    from eegview.store.library import Library

T = TypeVar("T")

NOT_SAVED = "not saved"  # shown in place of the reviewer's name on a mark that waits for the library


class Review:
    """One reviewer's work on one recording. Every act goes to the store lane; what is shown is what came back.

    While the library is away acts wait, are shown as not saved, and are done by `catch_up` once it is back.

    marks : everything shown, the recorder's notes (layer `file`) included
    filter : which marks the list shows, and next/previous step through
    role : of the reviewer; only a neurologist changes the final layer
    """

    def __init__(self, lane: Lane, author: str, open_marks: Callable[[], OpenedMarks], failed: Failed) -> None:
        self._lane, self._failed = lane, failed
        self._writer = LibraryWriter(open_marks)  # belongs to the store lane
        self._is_open = self._is_closed = self._is_polling = False
        self._waiting: tuple[Act, ...] = ()
        self.problem: LibraryAway | None = None  # why acts wait, or the marks could not be fetched
        self.author = author
        self.role = ""
        self._counted_layer = ""  # "" = the reviewer's own
        self.marks = MarkIndex()
        self._records: dict[str, Annotation] = {}  # not about the patient: times of videos, opinions, signatures
        self.undo_state = UndoState()
        self.selected: Annotation | None = None
        self.filter: MarkFilter = EVERYTHING
        self.hidden_layers: frozenset[str] = frozenset()  # not shown on the page; the list shows them all the same
        self.dims_others = False  # marks of others are drawn faintly
        self.addenda = Addenda()
        self.n_pending = 0  # acts on their way to the disk
        self.marks_changed: Notifier[Edit | None] = Notifier()  # None: marks have arrived that nobody made just now
        self.selection_changed: Notifier[Annotation | None] = Notifier()
        self.layers_changed: Notifier[frozenset[str]] = Notifier()  # the hidden ones
        self.counted_changed: Notifier[str] = Notifier()  # `counted_layer`
        self.issues_found: Notifier[tuple[Issue, ...]] = Notifier()  # what is imperfect about the library
        self.sync_changed: Notifier[tuple[Annotation, ...]] = Notifier()  # `sync_marks`, after each change of them
        self.records_changed: Notifier[tuple[Annotation, ...]] = Notifier()  # `records`, after each change of them

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

    def _show(self, opened: OpenedMarks) -> None:
        self._is_open = True
        self.undo_state = opened.undo
        self.marks = opened.marks.changed(tuple(Change(None, m) for m in self.marks if m.layer == FILE_LAYER))
        self._records = {mark.annotation_id: mark for mark in opened.records}
        self.addenda.set_signatures(latest_signatures(self.records))
        self.marks_changed.emit(None)
        self.sync_changed.emit(self.sync_marks)
        self.records_changed.emit(self.records)
        if opened.issues:
            self.issues_found.emit(opened.issues)

    def reopen(self, author: str, open_marks: Callable[[], OpenedMarks]) -> None:
        """Go on as another reviewer: same recording, their own layer and their own undo.

        Acts still on their way, or waiting for the library, stay the first reviewer's.
        """
        self._lane.submit(self._writer.close, lambda _none: None, self._failed)
        self._writer = LibraryWriter(open_marks)
        self._is_open = False
        self._waiting, self.problem = (), None
        self.author, self._counted_layer = author, ""
        self.addenda.start_anew()
        self.select(None)
        self.open()

    @property
    def is_open(self) -> bool:
        """Say whether the marks have been fetched."""
        return self._is_open

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

    def _apply_update(self, update: LibraryUpdate) -> None:
        if update.opened is not None:
            self._show(update.opened)
        self._waiting, self.problem = update.waiting, update.away
        for outcome in update.outcomes:
            self._done(outcome)
        if update.edits:
            self._follow_others(update.edits)
        if update.undo is not None:
            self.undo_state = update.undo
        if update.outcomes or update.edits:
            self.marks_changed.emit(None)

    # acts

    def add(self, mark: Annotation, reason: str = "") -> None:
        """Add a mark and select it once it is on disk."""
        self._do(act_of(Action.ADD, [Change(None, mark)], reason, select=mark.annotation_id))

    def record(self, change: Change, reason: str = "") -> None:
        """Add, change or take back what is not about the patient; the selection stays."""
        action = Action.ADD if change.before is None else Action.DELETE if change.after is None else Action.CHANGE
        self._do(act_of(action, [change], reason))

    def do_together(self, changes: Iterable[Change], reason: str = "") -> None:
        """Add, change and delete as one act, undone as one; the selection stays."""
        self._do(act_of(Action.CHANGE, changes, reason))

    def change(self, before: Annotation, after: Annotation) -> None:
        """Replace a mark; whatever is selected stays selected.

        An act of one's own that was still on its way when `before` was looked at is kept: only what differs between
        `before` and `after` is changed.
        """
        if before != after:
            self._do(act_of(Action.CHANGE, [Change(before, after)]))

    def delete(self, marks: Iterable[Annotation]) -> None:
        self._do(act_of(Action.DELETE, [Change(mark, None) for mark in marks]))

    def import_all(
        self, marks: Iterable[Annotation], done: Callable[[], None] = lambda: None, reason: str = ""
    ) -> None:
        """Add marks from elsewhere as one act, undone as one."""
        self._do(replace(act_of(Action.IMPORT, [Change(None, mark) for mark in marks], reason), after=done))

    def set_video_time(self, video_fingerprint: str, sync: SyncMap, anchors: Iterable[Anchor] = ()) -> None:
        """Keep where a video lies in time, as an act that can be undone; the same again is no act."""
        anchors = tuple(anchors)
        held = own_sync_mark(self.sync_marks, video_fingerprint, self.author)
        if held is None or sync_of(held) != (sync, anchors):
            self._do(Act(lambda editor: set_video_time(editor, video_fingerprint, sync, anchors)))

    def sign(self, printed_name: str, meaning: Meaning, layer: str, settings: str) -> None:
        """Sign the marks of a layer as they are in the library, see `app.signing`."""
        self._do(Act(lambda editor: sign(editor, printed_name, meaning, layer, settings)))

    def give_reason(self, text: str) -> None:
        """Do what waited for a reason, as an addendum to what was signed."""
        for act in self.addenda.give_reason(text):
            self._do_now(act)

    def drop_unexplained(self) -> None:
        """Forget what waited for a reason; the marks are shown as they are."""
        self.addenda.drop()
        self.marks_changed.emit(None)

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

    def undo(self) -> None:
        self._do(act_of(Action.UNDO))

    def redo(self) -> None:
        self._do(act_of(Action.REDO))

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

    # looking

    def select(self, mark: Annotation | None) -> None:
        if mark != self.selected:
            self.selected = mark
            self.selection_changed.emit(mark)

    def within(self, span: Span) -> tuple[Annotation, ...]:
        """Return the marks to show on a page, by onset; those of hidden layers are left out."""
        marks = self._with_unsaved(self.marks.within(span), span)
        if not self.hidden_layers:
            return marks
        return tuple(mark for mark in marks if mark.layer not in self.hidden_layers)

    def hide_layers(self, layers: Iterable[str]) -> None:
        """Take these layers, and no others, off the page."""
        wanted = frozenset(layers)
        if wanted != self.hidden_layers:
            self.hidden_layers = wanted
            self.layers_changed.emit(wanted)

    def dim_others(self, is_dimmed: bool) -> None:
        """Draw the marks of others faintly, or as their own."""
        if is_dimmed != self.dims_others:
            self.dims_others = is_dimmed
            self.layers_changed.emit(self.hidden_layers)

    @property
    def counted_layer(self) -> str:
        """The one layer that is counted, the reviewer's own unless another was chosen; never several at once."""
        return self._counted_layer or self.author

    def count_layer(self, layer: str) -> None:
        """Count another layer."""
        if layer != self.counted_layer:
            self._counted_layer = "" if layer == self.author else layer
            self.counted_changed.emit(self.counted_layer)

    @property
    def sync_marks(self) -> tuple[Annotation, ...]:
        """Where videos lie in time, everybody's; see `model.sync`."""
        return tuple(mark for mark in self._records.values() if mark.term_id == SYNC_TERM)

    @property
    def records(self) -> tuple[Annotation, ...]:
        """Everybody's opinions, judgements and signatures, and where videos lie; see `model.sync.is_clinical`."""
        return tuple(self._records.values())

    @property
    def layers(self) -> tuple[str, ...]:
        """Whose marks there are: the reviewer's own first, then the final ones, the recorder's last."""
        found = {mark.layer for mark in self.marks} - {self.author, FILE_LAYER}
        others = sorted(found, key=lambda layer: (layer != FINAL_LAYER, layer))
        return (self.author, *others, FILE_LAYER)

    def next_after(self, time_s: float) -> Annotation | None:
        return self.marks.next_after(time_s + 1e-9, self.filter)

    def previous_before(self, time_s: float) -> Annotation | None:
        return self.marks.previous_before(time_s - 1e-9, self.filter)

    def show_file_notes(self, notes: Iterable[Annotation]) -> None:
        """Add the recorder's own annotations, found in the background."""
        self.marks = MarkIndex((*self.marks, *notes))
        self.marks_changed.emit(None)

    def is_mine(self, mark: Annotation) -> bool:
        """Say whether the reviewer may change a mark: one of their own, or a final one as a neurologist."""
        if mark.layer == FINAL_LAYER:
            return self.role == FINAL_ROLE
        return mark.layer == self.author and mark.layer != FILE_LAYER

    @property
    def n_waiting(self) -> int:
        """Return how many acts are not saved because the library is away."""
        return len(self._waiting)

    @property
    def unsaved_marks(self) -> tuple[Annotation, ...]:
        """Return the marks as they will stand once the library is back, in a layer named `NOT_SAVED`."""
        marks: dict[str, Annotation] = {}
        for act in self._waiting:
            for change in act.changes:
                marks.pop(change.annotation_id, None)
                if change.after is not None:
                    marks[change.annotation_id] = replace(change.after, layer=NOT_SAVED)
        return tuple(marks.values())

    def _with_unsaved(self, marks: tuple[Annotation, ...], span: Span) -> tuple[Annotation, ...]:
        if not self._waiting:
            return marks
        unsaved = self.unsaved_marks
        ids = {mark.annotation_id for mark in unsaved}
        index = MarkIndex((*(mark for mark in marks if mark.annotation_id not in ids), *unsaved))
        return index.within(span)

    def _do(self, act: Act) -> None:
        passed = self.addenda.passed(act, self.author)
        if passed is not None:
            self._do_now(passed)

    def _do_now(self, act: Act) -> None:
        writer = self._writer

        def done(outcome: Outcome) -> None:
            self.n_pending -= 1
            self._done(outcome)
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
        """Show an act as not saved; say so once."""
        self._waiting = (*self._waiting, act)
        self.marks_changed.emit(None)
        if self.problem is None:
            until = "also if eegview is closed" if is_safe else "so leave eegview open until then"
            sentence = f"What you did last is not saved yet. It is tried again every second, {until}."
            self._failed(LibraryAway(f"{error.sentence} {sentence}", error.advice))
        self.problem = error

    def _done(self, outcome: Outcome) -> None:
        """Take in what an act led to, without telling."""
        self.undo_state = outcome.undo
        if outcome.refused is not None:
            self._failed(outcome.refused)
            return
        for edit in outcome.edits:
            self.marks = self.marks.apply(edit)
            self._follow_records(edit)
        self._keep_selection(outcome.act.select)

    def _follow_others(self, edits: tuple[Edit, ...]) -> None:
        for edit in edits:
            self.marks = self.marks.apply(edit)
            self._follow_records(edit)
        self._keep_selection(None)

    def _follow_records(self, edit: Edit) -> None:
        changes = [change for change in edit.changes if not is_clinical(change.mark)]
        for change in changes:
            self._records.pop(change.annotation_id, None)
            if change.after is not None:
                self._records[change.annotation_id] = change.after
        if any(change.mark.term_id == SYNC_TERM for change in changes):
            self.sync_changed.emit(self.sync_marks)
        if changes:
            self.addenda.set_signatures(latest_signatures(self.records))
            self.records_changed.emit(self.records)

    def _keep_selection(self, select: str | None) -> None:
        """Follow the selected mark through its change; drop it when it is gone."""
        wanted = select or (self.selected.annotation_id if self.selected else None)
        self.select(self.marks.get(wanted) if wanted else None)


def new_mark(term: Term, at: float | Span, channels: tuple[str, ...] = (), text: str = "") -> Annotation:
    """Return a fresh mark: over a span, or at a time with the term's own length."""
    span = at if isinstance(at, Span) else Span(at, at + term.default_duration_s)
    return Annotation(new_annotation_id(), term.term_id, span.start_s, span.duration_s, channels, (), text)


def with_span(mark: Annotation, span: Span) -> Annotation:
    return replace(mark, onset_s=span.start_s, duration_s=span.duration_s)
