"""What a decision on one event changes in the final layer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from enum import StrEnum

from eegview.app.comparing.difference import NO_ANSWERS, Difference
from eegview.app.comparing.fields import CHANNELS, DURATION, NOTE, ONSET, TERM
from eegview.app.marks.layers import SameEventStands, final_copy, in_place_of
from eegview.clinical.same_event import SameEventRule
from eegview.model.annotation import CERTAINTY, FINAL_LAYER, FORMER_CERTAINTY, Annotation, certainty_of
from eegview.model.edit import Change
from eegview.model.errors import UsageError
from eegview.model.vocabulary import Vocabulary


class OnSame(StrEnum):
    """What to do where the same event stands in the final layer already."""

    ASK = "ask"  # raise `SameEventStands`, so that a person says it
    REPLACE = "replace"
    KEEP_BOTH = "keep both"


class FinalMarkStands(SameEventStands):
    """“No event” was decided where the final layer holds one that no decision on the readers' marks put there.

    To replace it deletes it; to keep both leaves it.
    """

    def __init__(self, standing: Sequence[Annotation]) -> None:
        super().__init__(
            standing[0],
            "decided: no event",
            standing,
            "The final layer holds a mark of this event.",
            "Delete that mark with the decision, or leave it.",
        )


def event_changes(
    wanted: Annotation | None,
    former: Sequence[Annotation],
    around: Sequence[Annotation],
    author: str,
    role: str,
    vocabulary: Vocabulary,
    rule: SameEventRule,
    on_same: OnSame,
) -> tuple[tuple[Change, ...], tuple[str, ...]]:
    """Return what is to be changed in the final layer, and the ids of the marks it then holds of this event.

    Parameters
    ----------
    wanted : the mark as it is to stand, of any layer; None for no event
    former : final marks that an earlier decision on the same difference put there
    around : final marks near the event; those of decisions on other events are left out where `wanted` is None

    Raises
    ------
    SameEventStands : the same event is in the final layer already, and `on_same` says to ask
    """
    others = [mark for mark in around if mark.annotation_id not in {one.annotation_id for one in former}]
    if wanted is None:
        return _deleted(former, others, on_same)
    if wanted.layer == FINAL_LAYER:  # the final layer is one of those compared: its mark stays, or is merged
        changes = [Change(mark, wanted if mark.annotation_id == wanted.annotation_id else None) for mark in former]
        return tuple(change for change in changes if change.before != change.after), (wanted.annotation_id,)
    try:
        copied, _reason = final_copy(wanted, author, role, others, vocabulary, rule)
        standing: Sequence[Annotation] = ()
    except SameEventStands as stands:
        if on_same is OnSame.ASK:
            raise
        copied, standing = stands.copied, stands.standing
    if former:
        copied = replace(copied, annotation_id=former[0].annotation_id)
    if former and former[0] != copied:
        changes = [in_place_of(former[0], copied)]
    else:
        changes = [] if former else [Change(None, copied)]
    changes += [Change(mark, None) for mark in former[1:]]
    if standing and on_same is OnSame.REPLACE:
        if former:
            changes += [Change(mark, None) for mark in standing]
        else:
            copied = replace(copied, annotation_id=standing[0].annotation_id)
            changes = [in_place_of(standing[0], copied), *(Change(mark, None) for mark in standing[1:])]
    return tuple(change for change in changes if change.before != change.after), (copied.annotation_id,)


def _deleted(
    former: Sequence[Annotation], others: Sequence[Annotation], on_same: OnSame
) -> tuple[tuple[Change, ...], tuple[str, ...]]:
    if others and on_same is OnSame.ASK:
        raise FinalMarkStands(others)
    gone = [*former, *(others if on_same is OnSame.REPLACE else ())]
    return tuple(Change(mark, None) for mark in gone), ()


def merged_mark(difference: Difference, picks: Mapping[str, str], vocabulary: Vocabulary) -> Annotation:
    """Return one mark of both, field by field.

    picks : "a" or "b" for each field's name; what is not named is A's, and B's where A says nothing

    Raises
    ------
    UsageError : only one layer has a mark, or what is picked is no field of it
    """
    a, b = difference.a, difference.b
    if a is None or b is None:
        raise UsageError("Only one reader marked this event.", "Take that mark, or decide that there is no event.")
    names = {field.name for field in difference.fields}
    wrong = sorted(name for name, side in picks.items() if name not in names or side not in ("a", "b"))
    if wrong:
        raise UsageError(f"“{wrong[0]}” is not a field of these marks.", "Choose A or B for one of the listed fields.")
    given_a, given_b = answers_of(a), answers_of(b)

    def side(name: str, has_a: bool = True) -> str:
        return picks.get(name, "a" if has_a else "b")

    def of(name: str, has_a: bool = True) -> Annotation:
        return a if side(name, has_a) == "a" else b

    term_id = of(TERM).term_id
    answers = {
        name: value
        for name in sorted({*given_a, *given_b})
        if (value := (given_a if side(name, name in given_a) == "a" else given_b).get(name, ""))
    }
    if a.term_id != b.term_id and (term := vocabulary.term(term_id)) is not None:
        asked = {question.name for question in term.attributes}
        answers = {name: value for name, value in answers.items() if name in asked}
    return replace(
        a,
        term_id=term_id,
        onset_s=of(ONSET).onset_s,
        duration_s=of(DURATION).duration_s,
        channels=of(CHANNELS, bool(a.channels)).channels,
        text=of(NOTE, bool(a.text)).text,
        attributes=tuple(sorted(answers.items())),
    )


def agreed_mark(a: Annotation, b: Annotation) -> Annotation:
    """Return the mark that both readers agree on: A's, with the answers that only B gave."""
    given = answers_of(b) | answers_of(a)
    kept = [pair for pair in a.attributes if pair[0] not in given and pair[0] != FORMER_CERTAINTY]
    return replace(
        a, channels=a.channels or b.channels, text=a.text or b.text, attributes=tuple(sorted([*kept, *given.items()]))
    )


def answers_of(mark: Annotation) -> dict[str, str]:
    """Return all answers of a mark, by question; a former confidence as the certainty it meant."""
    given = {name: value for name, value in mark.attributes if value and name not in NO_ANSWERS}
    if certainty := certainty_of(mark):
        given[CERTAINTY] = certainty
    given.pop(FORMER_CERTAINTY, None)
    return given
