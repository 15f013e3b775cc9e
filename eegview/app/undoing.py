"""Which of an author's edits undo and redo would reverse, read from the log itself."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from eegview.model.annotation import marks_text
from eegview.model.clock import elapsed_text
from eegview.model.edit import Action, Change, Edit

if TYPE_CHECKING:
    from eegview.store.library import Library


class UndoStacks:
    """The numbers of one author's edits that can be undone and redone, newest last.

    They are nothing but the log replayed, so they are the same after a restart, and catch up with what the same
    author did in another window.
    """

    def __init__(self, library: Library, fingerprint: str, author: str) -> None:
        self._library = library
        self._fingerprint = fingerprint
        self._author = author
        self._undo: list[int] = []
        self._redo: list[int] = []
        self._last_number = 0
        self.undo_edit: Edit | None = None
        self.redo_edit: Edit | None = None
        self._catch_up()
        self._look()

    def to_undo(self) -> int | None:
        self._catch_up()
        return self._undo[-1] if self._undo else None

    def to_redo(self) -> int | None:
        self._catch_up()
        return self._redo[-1] if self._redo else None

    def record(self, edit: Edit) -> None:
        """Take note of an edit just committed."""
        if edit.number > self._last_number + 1:
            self._catch_up()
        else:
            self._take(edit.number, edit.action, edit.reverses)
        self._look(edit)

    def _catch_up(self) -> None:
        for step in self._library.steps(self._fingerprint, self._author, after=self._last_number):
            self._take(step.number, step.action, step.reverses)

    def _take(self, number: int, action: Action, reverses: int | None) -> None:
        # By number, not from the top: two windows of one author may have acted at the same moment.
        if action is Action.UNDO:
            self._undo = [other for other in self._undo if other != reverses]
            self._redo.append(number)
        elif action is Action.REDO:
            self._redo = [other for other in self._redo if other != reverses]
            self._undo.append(number)
        else:
            self._undo.append(number)
            self._redo.clear()
        self._last_number = number

    def _look(self, newest: Edit | None = None) -> None:
        self.undo_edit = self._edit(self._undo, newest)
        self.redo_edit = self._edit(self._redo, newest)

    def _edit(self, numbers: list[int], newest: Edit | None) -> Edit | None:
        if not numbers:
            return None
        known = (newest, self.undo_edit, self.redo_edit)
        found = next((edit for edit in known if edit and edit.number == numbers[-1]), None)
        return found or self._library.edit(self._fingerprint, numbers[-1])


def described(changes: tuple[Change, ...], labels: Callable[[str], str]) -> str:
    """Return `add spasm at 00:12:44`, or `delete 12 marks` for several."""
    first = changes[0]
    verb = "add" if first.before is None else "delete" if first.after is None else "change"
    if len(changes) > 1:
        return f"{verb} {marks_text(len(changes))}"
    mark = first.after or first.before
    assert mark is not None
    return f"{verb} {labels(mark.term_id).lower()} at {elapsed_text(mark.onset_s, decimals=0)}"
