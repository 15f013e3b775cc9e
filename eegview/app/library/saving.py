"""The library of one recording as the store lane holds it: acts go there in order, and wait while it is away."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from eegview.app.blind_reading.blindness import NOT_BLIND, Blindness
from eegview.app.library.act_lines import Owner
from eegview.app.library.doing import do
from eegview.app.library.journal import ActJournal, Recovered
from eegview.app.library.queued_edits import Act, own_time_utc
from eegview.app.library.undoing import TimeText
from eegview.app.marks.index import MarkIndex
from eegview.model.annotation import Annotation
from eegview.model.edit import Change, Edit
from eegview.model.errors import Cancelled, EegViewError, LibraryAway, LibraryRefused
from eegview.model.issue import Issue
from eegview.model.time.clock import elapsed_text

if TYPE_CHECKING:
    from eegview.app.library.editing import Editor
    from eegview.store.library import Library


@dataclass(frozen=True, slots=True)
class UndoState:
    """What undo and redo would do next.

    to_undo, to_redo : numbers of the reviewer's last edits that can be undone and redone, the next one last
    """

    can_undo: bool = False
    can_redo: bool = False
    undo_text: str = "Undo"
    redo_text: str = "Redo"
    to_undo: tuple[int, ...] = ()
    to_redo: tuple[int, ...] = ()


def undo_state(editor: Editor) -> UndoState:
    """Return what undo and redo would do to an editor's marks."""
    return UndoState(
        editor.can_undo, editor.can_redo, editor.undo_text, editor.redo_text, editor.to_undo, editor.to_redo
    )


@dataclass(frozen=True, slots=True)
class OpenedMarks:
    """The library opened for one recording; belongs to the store lane.

    marks : everybody's clinical marks
    records : all else that is kept beside them, such as where videos lie in time
    last_number : of an edit the marks surely hold already
    changes_since : edits by anybody with a higher number
    verify : checks the log and all that it covers
    library : for what stands beside the marks, such as detectors' runs
    time_text : a time of the recording as the reviewer reads it
    known : changes of the reviewer's last edits that can be undone or redone, by number
    blindness : how the reviewer stands to the blind reading of the study; all above is as they may see it
    seen : an own edit as the reviewer may see it: an import may have filled the layers of others
    again : fetches the same once more, after something was sealed or shown
    """

    editor: Editor
    marks: MarkIndex
    records: tuple[Annotation, ...]
    undo: UndoState
    close: Callable[[], None]
    verify: Callable[[], list[str]]
    last_number: int
    changes_since: Callable[[int], tuple[Edit, ...]]
    library: Library
    issues: tuple[Issue, ...] = ()
    time_text: TimeText = elapsed_text
    known: Mapping[int, tuple[Change, ...]] = field(default_factory=dict)
    blindness: Blindness = NOT_BLIND
    seen: Callable[[Edit], Edit] = lambda edit: edit
    again: Callable[[], OpenedMarks] | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """The outcome of an act: `edits` by others not seen before and its own; or why it was refused.

    own : its own edit, None where all it wanted was there already
    """

    act: Act
    edits: tuple[Edit, ...]
    undo: UndoState
    refused: EegViewError | None = None
    own: Edit | None = None


@dataclass(frozen=True, slots=True)
class LibraryUpdate:
    """What has changed since the library was polled last.

    opened : where it could be opened only now
    outcomes : of acts that waited
    edits : by others, or by the same person elsewhere
    is_safe : acts that still wait are on this machine's disk
    away : why they wait
    """

    opened: OpenedMarks | None
    outcomes: tuple[Outcome, ...]
    edits: tuple[Edit, ...]
    undo: UndoState | None
    is_safe: bool
    away: LibraryAway | None


class EarlierWaits(LibraryAway):
    """An act waits only because earlier ones do; the library may be there."""

    def __init__(self) -> None:
        super().__init__(
            "An earlier change is waiting to be saved.",
            "It will be saved as soon as the study library is available again.",
        )


class LibraryWriter:
    """Write a reviewer's acts to the library in order. `recover` and `note` come first, all else on the store lane.

    journal : None = acts that wait do so in memory only
    """

    def __init__(self, open_marks: Callable[[], OpenedMarks], journal: ActJournal | None = None) -> None:
        self._open_marks = open_marks
        self._journal = journal or ActJournal(None, lambda: Owner("", "", "", ""))
        self._opened: OpenedMarks | None = None
        self._is_closed = self._is_fetched = False  # fetched: the window was given the marks as they were opened
        self._queue: list[Act] = []  # acts that wait for the library, oldest first
        self._away: LibraryAway | None = None
        self._newest: dict[str, Annotation] = {}  # own marks as last committed here
        self._seen = 0  # number of the last edit the window knows

    def recover(self) -> Recovered:
        """Take over the acts that wait from another day, before anything else is done."""
        found = self._journal.recover()
        self._queue = [*found.acts]
        return found

    def note(self, act: Act) -> bool:
        """Put an act on this machine's disk, and return whether it is there."""
        return self._journal.note(act)

    def open(self) -> OpenedMarks:
        """Return the marks as they were when the library was opened; what was done since comes with `poll`."""
        opened = self.held()
        self._seen, self._is_fetched = opened.last_number, True
        return opened

    def fetch_again(self) -> OpenedMarks:
        """Return the marks as they are now, read anew: the reviewer may see more of them than before, or less."""
        held = self.held()
        self._opened = held.again() if held.again is not None else held
        return self.open()

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
        return self._opened

    @property
    def waiting(self) -> tuple[Act, ...]:
        return tuple(self._queue)

    @property
    def is_safe(self) -> bool:
        """Whether the waiting acts are on disk and survive the program's end."""
        return self._journal.is_on_disk

    def act(self, act: Act) -> Outcome:
        """Do an act now.

        Raises
        ------
        LibraryAway : it waits, as does all that comes after it, for `poll`
        EegViewError : it was refused and is over
        """
        if self._queue:
            self._queue.append(act)
            raise self._away or EarlierWaits
        try:
            return self._tried(act, is_again=False)
        except LibraryAway as away:
            self._queue.append(act)
            self._away = away
            raise
        except BaseException:  # it was refused, or met a bug that it would meet again each day
            self._journal.end(act, None)
            raise

    def poll(self) -> LibraryUpdate:
        """Do the waiting acts as far as the library accepts them, and fetch what others did."""
        self._journal.write_missing()
        outcomes: list[Outcome] = []
        opened = None
        try:
            held = self._held_or_away() if self._queue else self.held()
            if not self._is_fetched:
                opened = self.open()
            while self._queue:
                outcomes.append(self._again(held, self._queue[0]))
                self._queue.pop(0)
            edits = held.changes_since(self._seen)
            if edits:
                self._seen = edits[-1].number
                for change in (change for edit in edits for change in edit.changes):
                    self._newest.pop(change.annotation_id, None)
                held.editor.catch_up()
        except LibraryAway as away:
            self._away = away
            return LibraryUpdate(opened, tuple(outcomes), (), None, self.is_safe, away)
        self._away = None
        undo = undo_state(held.editor) if edits else None
        return LibraryUpdate(opened, tuple(outcomes), edits, undo, self.is_safe, None)

    def close(self, is_last_try: bool = True) -> None:
        """Try once more what waits, and close the library for good; what still waits is on this machine's disk."""
        try:
            if is_last_try and self._queue and not self._is_closed:
                self.poll()
        finally:
            self._is_closed = True
            self._journal.close()
            if self._opened is not None:
                self._opened.close()
                self._opened = None
                self._newest.clear()

    def _held_or_away(self) -> OpenedMarks:
        """Return the open library; one that refuses to be opened is away for the acts that wait."""
        try:
            return self.held()
        except LibraryAway:
            raise
        except LibraryRefused as refused:
            raise LibraryAway(refused.sentence, refused.advice) from refused

    def _again(self, opened: OpenedMarks, act: Act) -> Outcome:
        try:
            return self._tried(act, is_again=True)
        except LibraryAway:
            raise
        except EegViewError as error:  # a conflict, say: it is over, and what waits behind it goes on
            kept_in = self._journal.keep_refused(act)
            self._journal.end(act, None)
            return Outcome(act, (), undo_state(opened.editor), _with_place(error, kept_in))
        except BaseException:  # a bug, which must not come back each second
            self._queue.pop(0)
            self._journal.keep_refused(act)
            self._journal.end(act, None)
            raise

    def _tried(self, act: Act, is_again: bool) -> Outcome:
        """Do an act, unless an earlier try is found to have been committed after all."""
        opened = self._held_or_away()
        editor, at_utc = opened.editor, act.made_utc
        if is_again:
            kept = next((edit for edit in map(editor.edit_at, self._journal.tries(act)) if edit is not None), None)
            if kept is not None:
                editor.catch_up()
                return self._did(opened, act, kept)
            at_utc = own_time_utc()
            self._journal.note_try(act, at_utc)
        edit = do(editor, act, at_utc, self._newest, self._journal, opened.time_text)
        return self._did(opened, act, edit)

    def _did(self, opened: OpenedMarks, act: Act, own: Edit | None) -> Outcome:
        self._journal.end(act, own.number if own is not None else None)
        changes = own.changes if own is not None else ()
        self._newest |= {change.annotation_id: change.after for change in changes if change.after is not None}
        own = opened.seen(own) if own is not None else None
        edits: tuple[Edit, ...] = (own,) if own is not None else ()
        if own is None or own.number != self._seen + 1:  # somebody was quicker; `own` is among them
            try:
                edits = opened.changes_since(self._seen)
            except LibraryAway:  # the act itself is on the disk; a later look brings the others'
                return Outcome(act, edits, undo_state(opened.editor), own=own)
        self._seen = edits[-1].number if edits else self._seen
        return Outcome(act, edits, undo_state(opened.editor), own=own)


def _with_place(error: EegViewError, kept_in: str) -> EegViewError:
    """Return the refusal of an act that waited, which says where it is kept."""
    if kept_in:
        error.advice = f"{error.advice} What was not saved is kept in “{kept_in}”."
    return error
