"""Acts of a reviewer as data, so that each can wait on the disk and still be done as what it was meant to be."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from eegview.model.annotation import new_annotation_id
from eegview.model.edit import Action, Change
from eegview.model.signature import Meaning
from eegview.model.study.seen_film import SeenFilm

STEPS = (Action.ADD, Action.CHANGE, Action.DELETE, Action.IMPORT)  # that undo goes back by
REVERSALS = (Action.UNDO, Action.REDO)


class _Times:
    """The time now, never twice the same: an edit is found again in the log by author and time."""

    def __init__(self) -> None:
        self._last = datetime.min.replace(tzinfo=UTC)
        self._lock = threading.Lock()

    def __call__(self) -> str:
        with self._lock:
            self._last = max(datetime.now(UTC), self._last + timedelta(microseconds=1))
            return self._last.isoformat(timespec="microseconds")


own_time_utc = _Times()  # ISO 8601 with microseconds and "+00:00"


@dataclass(frozen=True, slots=True)
class Signing:
    """What is signed, see `app.library.signing.sign`.

    seen_hash : hash over the marks as the signer saw them; "" = not known
    open_items : what is still open of the review
    """

    printed_name: str
    meaning: Meaning
    layer: str
    settings: str
    seen_hash: str = ""
    open_items: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Act:
    """One act of a reviewer, to be done on the store lane.

    changes : what it changes; of undo and redo as far as the window knows, they are shown and not done by
    select : the mark to select once it is done
    after : called on the window's thread once it is done
    reverses : of undo and redo: number of the edit that is reversed
    reverses_act : of undo and redo: the act that is reversed, where it waits itself
    signing : signs the marks as they are when it is done; `changes` is empty then
    act_id : never used again
    film : the film as the reviewer saw it, whose times the changes go by; None = not a film, or not known
    made_utc : when the reviewer did it, ISO 8601; the time it has in the log where it need not wait
    """

    action: Action
    changes: tuple[Change, ...] = ()
    reason: str = ""
    select: str | None = None
    after: Callable[[], None] = lambda: None
    reverses: int | None = None
    reverses_act: str = ""
    signing: Signing | None = None
    film: SeenFilm | None = None
    act_id: str = field(default_factory=new_annotation_id)
    made_utc: str = field(default_factory=own_time_utc)

    @property
    def is_step(self) -> bool:
        """Whether undo goes back by it; not so for how a reviewer displays the study."""
        return self.action in STEPS

    @property
    def is_reversal(self) -> bool:
        return self.action in REVERSALS


def act_of(action: Action, changes: Iterable[Change] = (), reason: str = "", select: str | None = None) -> Act:
    """Return an act that adds, changes, deletes or imports; undo and redo need no changes."""
    return Act(action, tuple(changes), reason, select)
