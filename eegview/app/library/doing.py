"""Do an act on the marks as they are now: what was changed elsewhere meanwhile is merged where that harms nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

from eegview.app.library.editing import checked
from eegview.app.library.merging import merged, rebased
from eegview.app.library.queued_edits import Act
from eegview.app.library.refused_act import conflict_of
from eegview.app.library.signing import sign
from eegview.app.library.undoing import TimeText
from eegview.app.library.video_times import own_sync_mark
from eegview.model.edit import Action, Change
from eegview.model.errors import UsageError
from eegview.model.sync import SYNC_TERM

if TYPE_CHECKING:
    from eegview.app.library.editing import Editor
    from eegview.model.annotation import Annotation
    from eegview.model.edit import Edit

_TIMES = 5  # that others may be quicker, one after the other


class Ended(Protocol):
    """What is known of acts that an act may refer to."""

    def number(self, act_id: str) -> int | None: ...

    def is_over(self, act_id: str) -> bool: ...


def do(
    editor: Editor, act: Act, at_utc: str, newest: Mapping[str, Annotation], ended: Ended, time_text: TimeText
) -> Edit | None:
    """Do an act and return its edit, None where all it wanted is there already.

    Parameters
    ----------
    at_utc : the time it has in the log
    newest : own marks as last committed from this window, which may not have received them when the act was made
    ended : acts that `act` may reverse
    time_text : a time of the recording as the reviewer reads it

    Raises
    ------
    ActRefused : the same was changed elsewhere; nothing was changed
    """
    editor.seen_film = act.film
    if act.signing is not None:
        signing = act.signing
        return sign(
            editor,
            signing.printed_name,
            signing.meaning,
            signing.layer,
            signing.settings,
            signing.seen_hash,
            at_utc,
            signing.open_items,
        )
    if not act.is_reversal:
        changes = _standing(editor, act, newest)
        return None if act.changes and not changes else _merged(editor, act, changes, None, at_utc, time_text)
    number = _reversed_number(editor, act, ended)
    if number is None:
        return None
    try:
        changes = editor.reversal_of(number)
    except KeyError:
        raise UsageError(
            f"The change to {act.action.value} is no longer in the library.",
            "Check the marks as they are now.",
        ) from None
    return _merged(editor, act, changes, number, at_utc, time_text)


def _merged(
    editor: Editor, act: Act, wanted: Sequence[Change], number: int | None, at_utc: str, time_text: TimeText
) -> Edit | None:
    from eegview.store.library import Conflict

    changes = tuple(wanted)
    for _ in range(_TIMES):
        try:
            return _commit(editor, act, changes, number, at_utc)
        except Conflict as conflict:
            left = merged(changes, conflict.now)
            if left is None:
                labels, edits = editor.labels, editor.history()
                raise conflict_of(act, changes, conflict.now, edits, labels, time_text) from conflict
            changes = left
        if not changes:
            return None
    raise UsageError("Others keep changing the same marks, so nothing was done.", "Try again.")


def _commit(editor: Editor, act: Act, changes: tuple[Change, ...], number: int | None, at_utc: str) -> Edit:
    if number is not None:
        return editor.reverse(act.action, number, changes, act.reason, at_utc)
    is_addition = act.action is Action.ADD and changes and changes[0].before is None
    action = Action.CHANGE if act.action is Action.ADD and not is_addition else act.action
    return editor.act(action, changes, act.reason, at_utc)


def _standing(editor: Editor, act: Act, newest: Mapping[str, Annotation]) -> tuple[Change, ...]:
    """Return the changes of an act as they are to be done on what stands now."""
    changes: list[Change] = []
    for change in act.changes:
        before, after = change.before, change.after
        if after is not None:
            after = checked(replace(after, layer=after.layer or editor.author))
        if before is not None:
            now = newest.get(change.annotation_id, before)
            after = rebased(before, after, now) if after is not None else None
            before = now
        elif after is not None and after.term_id == SYNC_TERM:
            before = own_sync_mark(editor.sync_marks(), after.attribute("video") or "", editor.author)
            after = replace(after, annotation_id=before.annotation_id) if before is not None else after
        if before != after:
            changes.append(Change(before, after))
    return tuple(changes)


def _reversed_number(editor: Editor, act: Act, ended: Ended) -> int | None:
    """Return the number of the edit that an act reverses, None where it has come to nothing itself.

    Raises
    ------
    UsageError : there is nothing to undo or redo
    """
    if act.reverses is not None:
        return act.reverses
    if act.reverses_act:
        number = ended.number(act.reverses_act)
        if number is None and not ended.is_over(act.reverses_act):
            raise UsageError(
                f"The change to {act.action.value} cannot be found.",
                "Check the marks as they are now.",
            )
        return number
    return editor.next_to_undo() if act.action is Action.UNDO else editor.next_to_redo()
