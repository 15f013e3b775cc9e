"""The refusal of an act that says which mark, who changed it and what was not done, and that can be done again."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from eegview.app.library.merging import changed_parts, clashes, forced
from eegview.app.library.queued_edits import Act, act_of
from eegview.app.library.undoing import Labels, TimeText, described
from eegview.model.annotation import Annotation
from eegview.model.edit import Action, Change, Edit
from eegview.model.errors import LibraryRefused
from eegview.model.sync import is_clinical


class ActRefused(LibraryRefused):
    """An act was not done because somebody changed the same thing meanwhile; nothing was changed.

    act : what was not done, with the changes it wanted to make
    do_again : does it all the same, on the marks as they are now; None where nobody can
    """

    def __init__(self, sentence: str, advice: str, act: Act, do_again: Callable[[], None] | None = None) -> None:
        super().__init__(sentence, advice)
        self.act, self.do_again = act, do_again


def forced_act(act: Act, held: Callable[[str], Annotation | None]) -> Act | None:
    """Return an act that does what was refused all the same, None where nothing is left to do.

    held : returns a mark or a record as it is now, by its id
    """
    changes = forced(act.changes, {change.annotation_id: held(change.annotation_id) for change in act.changes})
    return act_of(Action.CHANGE, changes, act.reason, act.select) if changes else None


def conflict_of(
    act: Act,
    changes: Sequence[Change],
    now: Mapping[str, Annotation | None],
    edits: Sequence[Edit],
    labels: Labels,
    time_text: TimeText,
) -> ActRefused:
    """Return the refusal of changes that clash with marks as they are now.

    edits : the recording's log, oldest first
    """
    stale = next(change for change in changes if change.annotation_id in now)
    held = now[stale.annotation_id]
    mark = stale.before or stale.mark
    who = next((e.author for e in reversed(edits) if any(c.annotation_id == mark.annotation_id for c in e.changes)), "")
    verb = "deleted" if held is None else "added" if stale.before is None else "changed"
    by = f" by {who}" if who else ""
    named = f"{_named(mark, labels, time_text)} was {verb} in the meantime{by}"
    if len(now) > 1:
        named = f"{named}, and {len(now) - 1} more of the same change with it"
    done = replace(act, changes=tuple(changes))
    sentence = f"{named}, so your change was not made: {_wanted(act, changes, stale, held, labels, time_text)}."
    return ActRefused(sentence, "Check it as it is now. “Apply anyway” makes your change.", done)


def _named(mark: Annotation, labels: Labels, time_text: TimeText) -> str:
    if is_clinical(mark):
        name = labels(mark.term_id)
        return f"{name[:1].upper()}{name[1:]} at {time_text(mark.onset_s, 0)}"
    text = described((Change(None, mark),), labels, time_text).partition(" ")[2] or mark.term_id
    return f"{text[:1].upper()}{text[1:]}"


def _wanted(
    act: Act,
    changes: Sequence[Change],
    stale: Change,
    held: Annotation | None,
    labels: Labels,
    time_text: TimeText,
) -> str:
    """Return `undo: change spasm at 13:05:10 (note, time)`."""
    verb = f"{act.action.value}: " if act.is_reversal else ""
    if act.action is Action.UNDO:  # named by what it takes back: undoing an addition is not “delete”
        changes, stale = [change.swapped() for change in changes], stale.swapped()
    if len(changes) > 1 or not is_clinical(stale.mark):
        return f"{verb}{described(tuple(changes), labels, time_text)}"
    before, after = stale.before, stale.after
    what = "add" if before is None else "delete" if after is None else "change"
    text = f"{verb}{what} {labels(stale.mark.term_id).lower()} at {time_text(stale.mark.onset_s, 0)}"
    if before is None or after is None:
        return text
    parts = (clashes(before, after, held) if held is not None else ()) or changed_parts(before, after)
    note = f" “{after.text}”" if "note" in parts and after.text else ""
    return f"{text} ({', '.join(parts)}{note})"
