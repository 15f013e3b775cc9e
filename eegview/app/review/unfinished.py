"""The acts of a reviewer that the library has not confirmed: on their way to it, or waiting while it is away."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from eegview.app.library.editing import checked
from eegview.app.library.queued_edits import Act, act_of
from eegview.app.library.reversal import named, state_after
from eegview.app.library.saving import UndoState
from eegview.app.library.undoing import TimeText
from eegview.model.annotation import Annotation
from eegview.model.edit import Action, Change, Edit
from eegview.model.errors import UsageError
from eegview.model.signature import marks_hash
from eegview.model.sync import is_signed
from eegview.model.time.clock import elapsed_text

_EDITS_KNOWN = 500  # own edits whose changes are held, so that an undo that waits can be shown


class UnfinishedActs:
    """Acts in the order in which they were made, and what undo means after them. The window's thread owns it.

    time_text : writes a time in the text of undo as the reviewer reads it
    """

    def __init__(self) -> None:
        self._acts: dict[str, Act] = {}
        self._waiting: dict[str, None] = {}  # ids, as they came to wait
        self._undo = UndoState()
        self._known: dict[int, tuple[Change, ...]] = {}
        self.time_text: TimeText = elapsed_text

    def clear(self) -> None:
        """Forget all: another reviewer goes on."""
        self._acts.clear()
        self._waiting.clear()
        self._known.clear()
        self._undo = UndoState()

    @property
    def n_pending(self) -> int:
        return len(self._acts) - len(self._waiting)

    @property
    def waiting(self) -> tuple[Act, ...]:
        """Return the acts that wait, oldest first."""
        return tuple(act for act in self._acts.values() if act.act_id in self._waiting)

    @property
    def undo_state(self) -> UndoState:
        """Return what undo and redo would do once all acts are done."""
        return state_after(
            self._undo, self._acts.values(), lambda term_id: term_id.replace("_", " "), self.time_text, self._known
        )

    @property
    def changes_to_undo(self) -> tuple[Change, ...]:
        """Return the changes of the act that undo would reverse; empty for none, and where they are not known."""
        undo = self.named(act_of(Action.UNDO), (), "")
        return tuple(change.swapped() for change in undo.changes)

    def set_undo(self, state: UndoState) -> None:
        """Note what the library says of undo, without these acts."""
        self._undo = state

    def know(self, changes: Mapping[int, tuple[Change, ...]]) -> None:
        """Note what the reviewer's own edits changed, by number: an undo of them that waits can be shown."""
        self._known |= changes
        while len(self._known) > _EDITS_KNOWN:
            del self._known[next(iter(self._known))]

    def add(self, act: Act) -> None:
        """Note an act that is on its way."""
        self._acts[act.act_id] = act

    def add_waiting(self, acts: Iterable[Act]) -> None:
        """Note acts that wait from another day, before those of today."""
        older = {act.act_id: act for act in acts}
        self._acts = older | self._acts
        self._waiting |= dict.fromkeys(older)

    def wait(self, act: Act) -> bool:
        """Note that an act waits now, and return whether that is new."""
        is_new = act.act_id in self._acts and act.act_id not in self._waiting
        if is_new:
            self._waiting[act.act_id] = None
        return is_new

    def end(self, act: Act, edit: Edit | None = None) -> None:
        """Forget an act: it is done, or refused."""
        self._acts.pop(act.act_id, None)
        self._waiting.pop(act.act_id, None)
        if edit is not None:
            self.know({edit.number: edit.changes})

    def named(self, act: Act, marks: Iterable[Annotation], author: str) -> Act:
        """Return an act with all that it means now: which edit it reverses, which marks were seen when signing."""
        if act.signing is not None:
            seen_hash = self._seen_hash(marks, act.signing.layer, author)
            return replace(act, signing=replace(act.signing, seen_hash=seen_hash))
        if act.is_reversal and act.reverses is None and not act.reverses_act:
            return named(act, self._undo, self._acts.values(), self._known)
        return act

    def _seen_hash(self, marks: Iterable[Annotation], layer: str, author: str) -> str:
        """Return the hash over a layer's marks once all acts are done, "" where that is not known."""
        held = {mark.annotation_id: mark for mark in marks if mark.layer == layer}
        for act in self._acts.values():
            if act.is_reversal and not act.changes:
                return ""
            for change in act.changes:
                held.pop(change.annotation_id, None)
                after = change.after
                if after is None or not is_signed(after) or (after.layer or author) != layer:
                    continue
                try:
                    held[after.annotation_id] = checked(replace(after, layer=layer))
                except UsageError:
                    continue  # it will be refused
        return marks_hash(held.values())
