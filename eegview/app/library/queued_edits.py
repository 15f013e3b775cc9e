"""Acts that wait for the library, kept on this machine's disk so that neither exit nor crash loses them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from eegview.exchange.writing import CannotWrite, write_whole
from eegview.model.edit import Action, Change, Edit, canonical_changes, changes_from_json

if TYPE_CHECKING:
    from eegview.app.library.editing import Editor


@dataclass(frozen=True, slots=True, eq=False)
class Act:
    """One act of a reviewer, to be done on the store lane.

    do : does it; the editor's answer
    action, changes : the same as data, so that it can wait on the disk; None = it cannot
    select : the mark to select once it is done
    after : called on the window's thread once it is done
    """

    do: Callable[[Editor], Edit]
    action: Action | None = None
    changes: tuple[Change, ...] = ()
    reason: str = ""
    select: str | None = None
    after: Callable[[], None] = lambda: None


def act_of(action: Action, changes: Iterable[Change] = (), reason: str = "", select: str | None = None) -> Act:
    """Return an act that is defined by its data alone; undo and redo need no changes."""
    changes = tuple(changes)
    if action is Action.UNDO:
        return Act(lambda editor: editor.undo(reason), action, reason=reason)
    if action is Action.REDO:
        return Act(lambda editor: editor.redo(reason), action, reason=reason)
    return Act(lambda editor: editor.act(action, changes, reason), action, changes, reason, select)


class WaitingActs:
    """The acts of one reviewer on one recording that wait for the library, oldest first.

    is_on_disk : whether all that can be kept on this machine's disk is there
    """

    def __init__(self, file: Path) -> None:
        self._file = file
        self.acts: list[Act] = _read(file) if file.is_file() else []
        self.is_on_disk = True

    def add(self, act: Act) -> None:
        self.acts.append(act)
        self._write()

    def drop_first(self) -> None:
        self.acts.pop(0)
        self._write()

    def _write(self) -> None:
        try:
            if self.acts:
                self._file.parent.mkdir(parents=True, exist_ok=True)
                write_whole(self._file, "".join(map(_line, self.acts)).encode())
            else:
                self._file.unlink(missing_ok=True)
            self.is_on_disk = all(act.action is not None for act in self.acts)
        except (OSError, CannotWrite):  # this disk is full as well: the acts wait in memory, the reviewer is notified
            self.is_on_disk = False


def waiting_file(folder: Path, *whose: str) -> Path:
    """Return the file for the acts of one library, recording and reviewer; its name discloses none of them."""
    return folder / "not saved" / f"{hashlib.sha256(json.dumps(whose).encode()).hexdigest()[:32]}.jsonl"


def _line(act: Act) -> str:
    if act.action is None:
        return ""
    return json.dumps([act.action.value, canonical_changes(act.changes), act.reason]) + "\n"


def _read(file: Path) -> list[Act]:
    acts = []
    for line in file.read_text(encoding="utf-8").splitlines():
        action, changes, reason = json.loads(line)
        acts.append(act_of(Action(action), changes_from_json(changes), reason))
    return acts
