"""The marks of the open recording as the window sees them: committed first, shown after."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from dataclasses import fields as dataclass_fields

from eegview.app.editing import Editor
from eegview.app.lanes import Failed, Lane
from eegview.app.marks import EVERYTHING, MarkFilter, MarkIndex
from eegview.app.notifier import Notifier
from eegview.app.video_times import own_sync_mark, set_video_time
from eegview.model.annotation import FILE_LAYER, Annotation, new_annotation_id
from eegview.model.edit import Edit
from eegview.model.span import Span
from eegview.model.sync import Anchor, is_clinical, sync_of
from eegview.model.video import SyncMap
from eegview.model.vocabulary import Term


@dataclass(frozen=True, slots=True)
class UndoState:
    """What undo and redo would do now."""

    can_undo: bool = False
    can_redo: bool = False
    undo_text: str = "Undo"
    redo_text: str = "Redo"


class Review:
    """One reviewer's work on one recording. Every act goes to the store lane; what is shown is what came back.

    marks : everything shown, the recorder's notes (layer `file`) included
    filter : which marks the list shows, and next/previous step through
    """

    def __init__(self, lane: Lane, author: str, open_marks: Callable[[], OpenedMarks], failed: Failed) -> None:
        self._lane, self._open_marks, self._failed = lane, open_marks, failed
        self._opened: OpenedMarks | None = None  # belongs to the store lane
        self.author = author
        self.marks = MarkIndex()
        self._newest: dict[str, Annotation] = {}  # own marks as last committed; belongs to the store lane
        self._sync_marks: dict[str, Annotation] = {}
        self.undo_state = UndoState()
        self.selected: Annotation | None = None
        self.filter: MarkFilter = EVERYTHING
        self.hidden_layers: frozenset[str] = frozenset()  # not shown on the page; the list shows them all the same
        self.n_pending = 0  # acts on their way to the disk
        self.marks_changed: Notifier[Edit | None] = Notifier()  # None: marks have arrived that nobody made just now
        self.selection_changed: Notifier[Annotation | None] = Notifier()
        self.layers_changed: Notifier[frozenset[str]] = Notifier()  # the hidden ones
        self.sync_changed: Notifier[tuple[Annotation, ...]] = Notifier()  # `sync_marks`, after each change of them

    def open(self) -> None:
        """Open the library and fetch the marks, on the store lane."""

        def done(opened: OpenedMarks) -> None:
            self.undo_state = opened.undo
            notes = [mark for mark in self.marks if mark.layer == FILE_LAYER]
            self.marks = MarkIndex((*notes, *opened.marks))
            self._sync_marks = {mark.annotation_id: mark for mark in opened.marks if not is_clinical(mark)}
            self.marks_changed.tell(None)
            self.sync_changed.tell(self.sync_marks)

        self._lane.submit(self._opened_marks, done, self._failed)

    def reopen(self, author: str, open_marks: Callable[[], OpenedMarks]) -> None:
        """Go on as another reviewer: same recording, their own layer and their own undo."""

        def swap() -> None:  # on the lane, so that acts still on their way stay the first reviewer's
            self._close()
            self._open_marks = open_marks

        self.author = author
        self.select(None)
        self._lane.submit(swap, lambda _none: None, self._failed)
        self.open()

    def close(self) -> None:
        """Close the library handle once all acts are on disk."""
        self._lane.submit(self._close, lambda _none: None, self._failed)

    def _opened_marks(self) -> OpenedMarks:
        if self._opened is None:
            self._opened = self._open_marks()
        return self._opened

    def _close(self) -> None:
        if self._opened is not None:
            self._opened.close()
            self._opened = None
            self._newest.clear()

    # acts

    def add(self, mark: Annotation) -> None:
        """Add a mark and select it once it is on disk."""
        self._do(lambda editor: editor.add(mark), select=mark.annotation_id)

    def change(self, before: Annotation, after: Annotation) -> None:
        """Replace a mark; whatever is selected stays selected.

        An act of one's own that was still on its way when `before` was looked at is kept: only what differs between
        `before` and `after` is changed.
        """

        def act(editor: Editor) -> Edit:
            now = self._newest.get(before.annotation_id, before)
            return editor.change(now, rebased(before, after, now))

        if before != after:
            self._do(act)

    def delete(self, marks: Iterable[Annotation]) -> None:
        marks = tuple(marks)
        self._do(lambda editor: editor.delete(marks))

    def import_all(
        self, marks: Iterable[Annotation], done: Callable[[], None] = lambda: None, reason: str = ""
    ) -> None:
        """Add marks from elsewhere as one act, undone as one."""
        marks = tuple(marks)
        self._do(lambda editor: editor.import_all(marks, reason), after=done)

    def set_video_time(self, video_fingerprint: str, sync: SyncMap, anchors: Iterable[Anchor] = ()) -> None:
        """Keep where a video lies in time, as an act that can be undone; the same again is no act."""
        anchors = tuple(anchors)
        held = own_sync_mark(self.sync_marks, video_fingerprint, self.author)
        if held is None or sync_of(held) != (sync, anchors):
            self._do(lambda editor: set_video_time(editor, video_fingerprint, sync, anchors))

    def undo(self) -> None:
        self._do(lambda editor: editor.undo())

    def redo(self) -> None:
        self._do(lambda editor: editor.redo())

    def history(self, done: Callable[[tuple[Edit, ...], list[str]], None]) -> None:
        """Fetch the edit log of this recording, oldest first, and a sentence for each sign of tampering with it."""

        def work() -> tuple[tuple[Edit, ...], list[str]]:
            opened = self._opened_marks()
            return opened.editor.history(), opened.verify()

        self._lane.submit(work, lambda found: done(*found), self._failed)

    # looking

    def select(self, mark: Annotation | None) -> None:
        if mark != self.selected:
            self.selected = mark
            self.selection_changed.tell(mark)

    def within(self, span: Span) -> tuple[Annotation, ...]:
        """Return the marks to show on a page, by onset; those of hidden layers are left out."""
        marks = self.marks.within(span)
        if not self.hidden_layers:
            return marks
        return tuple(mark for mark in marks if mark.layer not in self.hidden_layers)

    def hide_layers(self, layers: Iterable[str]) -> None:
        """Take these layers, and no others, off the page."""
        wanted = frozenset(layers)
        if wanted != self.hidden_layers:
            self.hidden_layers = wanted
            self.layers_changed.tell(wanted)

    @property
    def sync_marks(self) -> tuple[Annotation, ...]:
        """Where videos lie in time, everybody's; see `model.sync`."""
        return tuple(self._sync_marks.values())

    @property
    def layers(self) -> tuple[str, ...]:
        """Whose marks there are: the reviewer's own first, the recorder's last."""
        found = {mark.layer for mark in self.marks} - {self.author, FILE_LAYER}
        return (self.author, *sorted(found), FILE_LAYER)

    def next_after(self, time_s: float) -> Annotation | None:
        return self.marks.next_after(time_s + 1e-9, self.filter)

    def previous_before(self, time_s: float) -> Annotation | None:
        return self.marks.previous_before(time_s - 1e-9, self.filter)

    def show_file_notes(self, notes: Iterable[Annotation]) -> None:
        """Add the recorder's own annotations, found in the background."""
        self.marks = MarkIndex((*self.marks, *notes))
        self.marks_changed.tell(None)

    def is_mine(self, mark: Annotation) -> bool:
        return mark.layer == self.author and mark.layer != FILE_LAYER

    def _do(
        self, act: Callable[[Editor], Edit], select: str | None = None, after: Callable[[], None] = lambda: None
    ) -> None:
        def work() -> tuple[Edit, UndoState]:
            editor = self._opened_marks().editor
            edit = act(editor)
            self._newest |= {c.after.annotation_id: c.after for c in edit.changes if c.after is not None}
            return edit, undo_state(editor)

        def done(result: tuple[Edit, UndoState]) -> None:
            edit, self.undo_state = result
            self.n_pending -= 1
            self.marks = self.marks.apply(edit)
            self._follow_sync(edit)
            self._keep_selection(edit, select)
            self.marks_changed.tell(edit)
            after()

        def failed(error: Exception) -> None:
            self.n_pending -= 1
            self._failed(error)  # type: ignore[arg-type]

        self.n_pending += 1
        self._lane.submit(work, done, failed)

    def _follow_sync(self, edit: Edit) -> None:
        changes = [change for change in edit.changes if not is_clinical(change.mark)]
        for change in changes:
            self._sync_marks.pop(change.annotation_id, None)
            if change.after is not None:
                self._sync_marks[change.annotation_id] = change.after
        if changes:
            self.sync_changed.tell(self.sync_marks)

    def _keep_selection(self, edit: Edit, select: str | None) -> None:
        """Follow the selected mark through its change; drop it when it is gone."""
        wanted = select or (self.selected.annotation_id if self.selected else None)
        self.select(self.marks.get(wanted) if wanted else None)


@dataclass(frozen=True, slots=True)
class OpenedMarks:
    """What the library hands over for one recording; belongs to the store lane."""

    editor: Editor
    marks: tuple[Annotation, ...]
    undo: UndoState
    close: Callable[[], None]
    verify: Callable[[], list[str]]  # a sentence for each sign of tampering


def undo_state(editor: Editor) -> UndoState:
    return UndoState(editor.can_undo, editor.can_redo, editor.undo_text, editor.redo_text)


def new_mark(term: Term, at: float | Span, channels: tuple[str, ...] = (), text: str = "") -> Annotation:
    """Return a fresh mark: over a span, or at a time with the term's own length."""
    span = at if isinstance(at, Span) else Span(at, at + term.default_duration_s)
    return Annotation(new_annotation_id(), term.term_id, span.start_s, span.duration_s, channels, (), text)


def rebased(before: Annotation, after: Annotation, now: Annotation) -> Annotation:
    """Return `now` with what changed from `before` to `after`; attributes are taken one by one."""
    fields = {f.name: getattr(after, f.name) for f in dataclass_fields(after)}
    changed = {name: value for name, value in fields.items() if value != getattr(before, name)}
    if "attributes" in changed:
        old, new, attributes = dict(before.attributes), dict(after.attributes), dict(now.attributes)
        for name in old.keys() | new.keys():
            if old.get(name) != new.get(name):
                attributes.pop(name, None)
                attributes |= {name: new[name]} if name in new else {}
        changed["attributes"] = tuple(sorted(attributes.items()))
    return replace(now, **changed)


def with_span(mark: Annotation, span: Span) -> Annotation:
    return replace(mark, onset_s=span.start_s, duration_s=span.duration_s)
