"""The library of one recording as the store lane holds it: acts go there in order, and wait while it is away."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING

from eegview.app.library.queued_edits import Act, WaitingActs, act_of
from eegview.app.marks.index import MarkIndex
from eegview.model.annotation import Annotation
from eegview.model.edit import Action, Change, Edit
from eegview.model.errors import Cancelled, EegViewError, LibraryAway
from eegview.model.issue import Issue

if TYPE_CHECKING:
    from eegview.app.library.editing import Editor
    from eegview.store.library import Library


@dataclass(frozen=True, slots=True)
class UndoState:
    """What undo and redo would do next."""

    can_undo: bool = False
    can_redo: bool = False
    undo_text: str = "Undo"
    redo_text: str = "Redo"


def undo_state(editor: Editor) -> UndoState:
    """Return what undo and redo would do to an editor's marks."""
    return UndoState(editor.can_undo, editor.can_redo, editor.undo_text, editor.redo_text)


@dataclass(frozen=True, slots=True)
class OpenedMarks:
    """The library opened for one recording; belongs to the store lane.

    marks : everybody's clinical marks
    records : all else that is kept beside them, such as where videos lie in time
    last_number : of an edit the marks surely hold already
    changes_since : edits by anybody with a higher number
    settle : the edit of an act that failed as `LibraryAway` but was kept after all, else None
    verify : a sentence for each sign of tampering
    library : for what stands beside the marks, such as detectors' runs
    """

    editor: Editor
    marks: MarkIndex
    records: tuple[Annotation, ...]
    undo: UndoState
    close: Callable[[], None]
    verify: Callable[[], list[str]]
    last_number: int
    changes_since: Callable[[int], tuple[Edit, ...]]
    settle: Callable[[], Edit | None]
    waiting: WaitingActs
    library: Library
    issues: tuple[Issue, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """The outcome of an act: `edits` by others not seen before, then its own; or why it was refused."""

    act: Act
    edits: tuple[Edit, ...]
    undo: UndoState
    refused: EegViewError | None = None


@dataclass(frozen=True, slots=True)
class LibraryUpdate:
    """What has changed since the library was polled last.

    opened : where it could be opened only now
    outcomes : of acts that waited
    edits : by others, or by the same person elsewhere
    waiting : acts that still wait
    away : why they wait
    """

    opened: OpenedMarks | None
    outcomes: tuple[Outcome, ...]
    edits: tuple[Edit, ...]
    undo: UndoState | None
    waiting: tuple[Act, ...]
    away: LibraryAway | None


class LibraryWriter:
    """Write a reviewer's acts to the library in order; belongs to the store lane."""

    def __init__(self, open_marks: Callable[[], OpenedMarks]) -> None:
        self._open_marks = open_marks
        self._opened: OpenedMarks | None = None
        self._is_closed = False
        self._unopened: list[Act] = []  # done before the library could be opened at all
        self._away: LibraryAway | None = None
        self._newest: dict[str, Annotation] = {}  # own marks as last committed here
        self._seen = 0  # number of the last edit the window knows

    def open(self) -> OpenedMarks:
        """Return the marks as they stand now, with acts that still wait from an earlier session."""
        opened = self.held()
        if opened.last_number > self._seen:
            self._seen = opened.last_number
        return opened

    def held(self) -> OpenedMarks:
        """Return the open library, opening it where it is not.

        Raises
        ------
        Cancelled : it was closed; opened again, nobody would close it
        """
        if self._is_closed:
            raise Cancelled
        if self._opened is None:
            self._opened = self._open_marks()
            for act in self._unopened:
                self._opened.waiting.add(act)
            self._unopened.clear()
        return self._opened

    @property
    def waiting(self) -> tuple[Act, ...]:
        return tuple(self._unopened if self._opened is None else self._opened.waiting.acts)

    @property
    def is_safe(self) -> bool:
        """Whether the waiting acts are on disk and survive the program's end."""
        return self._opened.waiting.is_on_disk if self._opened is not None else not self._unopened

    def act(self, act: Act) -> Outcome:
        """Do an act now.

        Raises
        ------
        LibraryAway : it waits, as does all that comes after it, for `poll`
        EegViewError : it was refused and is over
        """
        try:
            opened = self.held()
        except LibraryAway as away:
            self._unopened.append(act)
            self._away = away
            raise
        if opened.waiting.acts:
            opened.waiting.add(act)
            raise self._away or _waits_for_others()
        try:
            return self._did(opened, act, self._do(opened, act))
        except LibraryAway as away:
            opened.waiting.add(act)
            self._away = away
            raise

    def poll(self) -> LibraryUpdate:
        """Do the waiting acts as far as the library accepts them, and fetch what others did."""
        outcomes: list[Outcome] = []
        opened = None
        try:
            is_first = self._opened is None
            held = self.open()
            opened = held if is_first else None
            while held.waiting.acts:
                outcomes.append(self._again(held, held.waiting.acts[0]))
                held.waiting.drop_first()
            edits = held.changes_since(self._seen)
            if edits:
                self._seen = edits[-1].number
                for change in (change for edit in edits for change in edit.changes):
                    self._newest.pop(change.annotation_id, None)
                held.editor.catch_up()
        except LibraryAway as away:
            self._away = away
            return LibraryUpdate(opened, tuple(outcomes), (), None, self.waiting, away)
        self._away = None
        return LibraryUpdate(opened, tuple(outcomes), edits, undo_state(held.editor) if edits else None, (), None)

    def close(self) -> None:
        """Try once more what waits, and close the library for good."""
        try:
            if self.waiting and not self._is_closed:
                self.poll()
        finally:
            self._is_closed = True
            if self._opened is not None:
                self._opened.close()
                self._opened = None
                self._newest.clear()

    def _again(self, opened: OpenedMarks, act: Act) -> Outcome:
        try:
            kept = opened.settle()
            if kept is not None:
                opened.editor.catch_up()
            return self._did(opened, act, kept or self._do(opened, act))
        except LibraryAway:
            raise
        except EegViewError as error:  # a conflict, say: it is over, and what waits behind it goes on
            return Outcome(act, (), undo_state(opened.editor), error)

    def _do(self, opened: OpenedMarks, act: Act) -> Edit:
        """Do an act on the marks as they are now: the window may not have received the act before yet."""
        if act.action is not Action.CHANGE:
            return act.do(opened.editor)
        changes = []
        for change in act.changes:
            if change.before is not None:
                now = self._newest.get(change.annotation_id, change.before)
                after = change.after and _rebased(change.before, change.after, now)
                change = Change(now, after)
            changes.append(change)
        return act_of(act.action, changes, act.reason).do(opened.editor)

    def _did(self, opened: OpenedMarks, act: Act, edit: Edit) -> Outcome:
        self._newest |= {change.annotation_id: change.after for change in edit.changes if change.after is not None}
        if edit.number == self._seen + 1:
            edits: tuple[Edit, ...] = (edit,)
        else:  # somebody was quicker; `edit` is among them
            try:
                edits = opened.changes_since(self._seen)
            except LibraryAway:  # the act itself is on the disk; a later look brings the others'
                return Outcome(act, (edit,), undo_state(opened.editor))
        self._seen = edits[-1].number
        return Outcome(act, edits, undo_state(opened.editor))


def _waits_for_others() -> LibraryAway:
    return LibraryAway("An earlier act waits to be saved.", "It is saved as soon as the study library is back.")


def _rebased(before: Annotation, after: Annotation, now: Annotation) -> Annotation:
    """Return `now` with what changed from `before` to `after`; attributes are taken one by one."""
    values = {field.name: getattr(after, field.name) for field in fields(after)}
    changed = {name: value for name, value in values.items() if value != getattr(before, name)}
    if "attributes" in changed:
        old, new, attributes = dict(before.attributes), dict(after.attributes), dict(now.attributes)
        for name in old.keys() | new.keys():
            if old.get(name) != new.get(name):
                attributes.pop(name, None)
                attributes |= {name: new[name]} if name in new else {}
        changed["attributes"] = tuple(sorted(attributes.items()))
    return replace(now, **changed)
