"""Hold back acts on signed marks until the reviewer has given a reason, and make addenda of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from eegview.app.library.queued_edits import Act, own_time_utc
from eegview.app.notifier import Notifier
from eegview.model.edit import Action
from eegview.model.signature import ADDENDUM, Signature
from eegview.model.sync import is_signed


class Addenda:
    """The acts that wait for a reason, requested once after each signature: later acts get the same reason.

    asked : emits how many acts wait for a reason; 0 = none any more
    """

    def __init__(self) -> None:
        self.asked: Notifier[int] = Notifier()
        self._signed: dict[str, str] = {}  # id of the last signature, by layer
        self._reason = ""
        self._held: list[Act] = []

    def set_signatures(self, signatures: Mapping[str, Signature]) -> None:
        """Note the last signature under each layer."""
        signed = {layer: signature.mark.annotation_id for layer, signature in signatures.items()}
        if signed != self._signed:
            self._signed, self._reason = signed, ""

    def start_anew(self) -> None:
        """Drop the reason and all waiting acts: another reviewer goes on."""
        self._reason = ""
        self._held.clear()
        self.asked.emit(0)

    def passed(self, act: Act, author: str) -> Act | None:
        """Return the act if it can be done now, None where it waits for a reason."""
        if not self._touches_signed(act, author) or act.reason.startswith(ADDENDUM):
            return act
        if self._reason:
            return with_reason(act, self._reason)
        self._held.append(act)
        self.asked.emit(len(self._held))
        return None

    def give_reason(self, text: str) -> tuple[Act, ...]:
        """Return the waiting acts with the reason; later acts get the same."""
        self._reason = f"{ADDENDUM}: {text.strip()}"
        held, self._held = tuple(self._held), []
        return tuple(with_reason(act, self._reason) for act in held)

    @property
    def n_held(self) -> int:
        """Return how many acts wait for a reason; they are in memory only."""
        return len(self._held)

    def drop(self) -> None:
        """Drop the waiting acts: they were never done."""
        self._held.clear()

    def _touches_signed(self, act: Act, author: str) -> bool:
        if act.action in (Action.UNDO, Action.REDO):
            return author in self._signed
        return any(is_signed(c.mark) and (c.mark.layer or author) in self._signed for c in act.changes)


def with_reason(act: Act, reason: str) -> Act:
    """Return the same act with a reason; its own is kept behind it."""
    whole = f"{reason} ({act.reason})" if act.reason else reason
    return replace(act, reason=whole, made_utc=own_time_utc())
