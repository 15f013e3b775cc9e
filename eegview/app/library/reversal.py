"""What undo and redo mean at the moment they are asked for: acts that are not in the library yet count as well."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from eegview.app.library.queued_edits import Act
from eegview.app.library.saving import UndoState
from eegview.app.library.undoing import TimeText, described
from eegview.model.edit import Action, Change
from eegview.model.time.clock import elapsed_text

Target = int | str  # number of an edit, or id of an act that has not become one yet


def stacks_after(state: UndoState, acts: Iterable[Act]) -> tuple[list[Target], list[Target]]:
    """Return what can be undone and redone once these acts are done, the next one last.

    state : as the library knows it
    acts : on their way to it, oldest first
    """
    undo: list[Target] = [*state.to_undo]
    redo: list[Target] = [*state.to_redo]
    for act in acts:
        target = act.reverses_act or act.reverses
        if act.action is Action.UNDO:
            undo = [other for other in undo if other != target]
            redo.append(act.act_id)
        elif act.action is Action.REDO:
            redo = [other for other in redo if other != target]
            undo.append(act.act_id)
        elif act.is_step:
            undo.append(act.act_id)
            redo.clear()
    return undo, redo


def named(act: Act, state: UndoState, acts: Iterable[Act], known: Mapping[int, tuple[Change, ...]]) -> Act:
    """Return undo or redo with the edit it reverses; the act itself where there is nothing to reverse.

    known : changes of the reviewer's edits, as far as the window has seen them
    """
    acts = tuple(acts)
    undo, redo = stacks_after(state, acts)
    targets = undo if act.action is Action.UNDO else redo
    if not targets:
        return act
    target = targets[-1]
    if isinstance(target, int):
        changes = known.get(target, ())
        return replace(act, reverses=target, changes=tuple(change.swapped() for change in changes))
    reversed_act = next(other for other in acts if other.act_id == target)
    changes = tuple(change.swapped() for change in reversed_act.changes)
    return replace(act, reverses_act=target, changes=changes)


def state_after(
    state: UndoState,
    acts: Iterable[Act],
    labels: Callable[[str], str],
    time_text: TimeText = elapsed_text,
    known: Mapping[int, tuple[Change, ...]] | None = None,
) -> UndoState:
    """Return what undo and redo would do once these acts are done.

    known : changes of the reviewer's edits, as far as the window has seen them
    """

    def what(changes: tuple[Change, ...]) -> str:
        return described(changes, labels, time_text)

    acts = tuple(acts)
    if not acts:
        return state
    undo, redo = stacks_after(state, acts)
    by_id = {act.act_id: act for act in acts}
    return UndoState(
        bool(undo),
        bool(redo),
        _text("Undo", undo, by_id, state.undo_text if undo == [*state.to_undo] else "Undo", what, known or {}),
        _text("Redo", redo, by_id, state.redo_text if redo == [*state.to_redo] else "Redo", what, known or {}),
        state.to_undo,
        state.to_redo,
    )


def _text(
    verb: str,
    targets: list[Target],
    by_id: Mapping[str, Act],
    otherwise: str,
    what: Callable[[tuple[Change, ...]], str],
    known: Mapping[int, tuple[Change, ...]],
) -> str:
    act = by_id.get(str(targets[-1])) if targets else None
    if act is None or not act.changes:
        earlier = known.get(targets[-1], ()) if verb == "Undo" and targets and isinstance(targets[-1], int) else ()
        return f"{verb} {what(earlier)}" if otherwise == verb and earlier else otherwise
    # What an undo took back is named as it was done: redoing an addition is not "delete".
    is_swapped = act.action is Action.UNDO
    changes = tuple(change.swapped() for change in act.changes) if is_swapped else act.changes
    return f"{verb} {what(changes)}"
