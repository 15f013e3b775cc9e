"""Join the marks that several places hold of one recording: of each mark what was done with it last."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from eegview.model.annotation import Annotation
from eegview.model.edit import Action, Edit


@dataclass(frozen=True, slots=True)
class LastAct:
    """What was done with a mark last.

    at_utc : when
    by_hand_utc : when it was last acted on other than by taking it in from elsewhere, "" for never
    is_gone : whether it was deleted
    """

    at_utc: str
    by_hand_utc: str
    is_gone: bool


_NOTHING = LastAct("", "", False)


@dataclass(frozen=True, slots=True)
class HeldMarks:
    """The marks that one place holds.

    acts : by mark's id, from its log
    n_edits : of its log
    """

    stored: tuple[Annotation, ...]
    acts: Mapping[str, LastAct]
    n_edits: int


def last_acts(edits: Iterable[Edit]) -> dict[str, LastAct]:
    """Return what was done last with each mark that a log names.

    edits : the whole log, in its order
    """
    acts: dict[str, LastAct] = {}
    for edit in edits:
        for change in edit.changes:
            before = acts.get(change.annotation_id, _NOTHING)
            by_hand_utc = before.by_hand_utc if edit.action is Action.IMPORT else edit.at_utc
            acts[change.annotation_id] = LastAct(edit.at_utc, by_hand_utc, change.after is None)
    return acts


def joined_marks(places: Sequence[HeldMarks]) -> tuple[Annotation, ...]:
    """Return each mark as it was left last; one that was deleted stays so unless somebody restored or changed it later.

    To take in a mark from elsewhere, as from an old bundle, does not restore it. Where no act tells which version is
    the later one, the place with the longer log holds.
    """
    marks: dict[str, Annotation] = {}
    acts: dict[str, LastAct] = {}
    gone_utc: dict[str, str] = {}
    kept_utc: dict[str, str] = {}
    for place in sorted(places, key=lambda one: one.n_edits):
        for annotation_id, act in place.acts.items():
            if act.is_gone:
                gone_utc[annotation_id] = max(act.at_utc, gone_utc.get(annotation_id, ""))
        for mark in place.stored:
            annotation_id = mark.annotation_id
            act = place.acts.get(annotation_id, _NOTHING)
            kept_utc[annotation_id] = max(act.by_hand_utc, kept_utc.get(annotation_id, ""))
            if act.at_utc >= acts.get(annotation_id, _NOTHING).at_utc:
                marks[annotation_id], acts[annotation_id] = mark, act
    return tuple(mark for one, mark in marks.items() if one not in gone_utc or kept_utc[one] > gone_utc[one])
