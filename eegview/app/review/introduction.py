"""Hold a reviewer's first acts until they have said who they are: each act bears a name for good."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from eegview.app.library.queued_edits import REVERSALS, Act
from eegview.app.notifier import Notifier
from eegview.model.annotation import Annotation, new_annotation_id
from eegview.model.edit import Action, Change
from eegview.model.sync import is_clinical

_NAMELESS = (*REVERSALS, Action.RECORD, Action.DISPLAY)  # that say nothing in a person's name

Waiting = Act | Callable[[], None]


class Introduction:
    """The acts that wait for a name. They are in memory only, and go on in their order once it is given or refused.

    asked : emits when something waits: who reads is to be asked
    """

    def __init__(self) -> None:
        self.asked: Notifier[None] = Notifier()
        self._is_needed = False
        self._held: list[Waiting] = []

    @property
    def n_held(self) -> int:
        """Return how many acts wait."""
        return len(self._held)

    def require(self) -> None:
        """Hold what is done from now on in the reviewer's name."""
        self._is_needed = True

    def passed(self, act: Act) -> Act | None:
        """Return the act if it can be done now, None where it waits for a name."""
        if not self._is_needed or act.action in _NAMELESS:
            return act
        self._hold(act)
        return None

    def first(self, go_on: Callable[[], None]) -> None:
        """Run something that shows or writes the reviewer's name, after they have been asked for it."""
        if self._is_needed:
            self._hold(go_on)
        else:
            go_on()

    def end(self) -> tuple[Waiting, ...]:
        """Return what waits, in its order, and hold nothing any more."""
        self._is_needed = False
        held, self._held = tuple(self._held), []
        return held

    def _hold(self, waiting: Waiting) -> None:
        self._held.append(waiting)
        self.asked.emit(None)


def renamed(act: Act, was: str, name: str) -> Act:
    """Return an act as done under another name: what it adds to the layer `was` goes into the layer of that name.

    What the first name said of a study stays as it was, and the act says it anew; a mark that is there already keeps
    its layer, and whose it is decides whether it may be changed.
    """
    if was == name:
        return act
    signing = act.signing
    if signing is not None:
        signing = replace(
            signing,
            layer=name if signing.layer == was else signing.layer,
            printed_name=name if signing.printed_name == was else signing.printed_name,
        )
    return replace(act, changes=tuple(_renamed(change, was, name) for change in act.changes), signing=signing)


def _renamed(change: Change, was: str, name: str) -> Change:
    before, after = change.before, change.after
    if after is None or after.layer != was:
        return change
    if before is None:
        return Change(None, replace(after, layer=name))
    return change if is_clinical(after) else Change(None, _anew(after, name))


def _anew(record: Annotation, name: str) -> Annotation:
    return replace(record, layer=name, annotation_id=new_annotation_id())
