"""Layers of marks: what they are called, which can be counted, and how a mark is copied from one to another.

The final layer holds what the readers settled on, copied mark by mark from anybody's layer.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from eegview.app.marks.confirming import retracted
from eegview.app.marks.index import MarkIndex
from eegview.clinical.same_event import SameEventRule
from eegview.exchange.matching import TermMatcher
from eegview.model.annotation import FILE_LAYER, FINAL_LAYER, FINAL_ROLE, Annotation, new_annotation_id
from eegview.model.edit import Change
from eegview.model.errors import UsageError
from eegview.model.vocabulary import Vocabulary

FINAL_LABEL = "Final layer"


def layer_text(layer: str, author: str) -> str:
    """Return the name shown for a layer: `My marks`, `Final layer`, a reviewer's name, `File notes`."""
    names = {author: "My marks", FINAL_LAYER: FINAL_LABEL, FILE_LAYER: "File annotations"}
    return names.get(layer, layer)


def countable_layers(layers: Iterable[str], author: str) -> tuple[str, ...]:
    """Return the layers that can be counted, one at a time: one's own, the final one, then everybody's."""
    others = [layer for layer in layers if layer not in (author, FINAL_LAYER, FILE_LAYER)]
    return (author, FINAL_LAYER, *others)


def own_copy(mark: Annotation, vocabulary: Vocabulary, matcher: TermMatcher | None = None) -> Annotation:
    """Return a mark without layer (the editor puts it into the author's), with an identity of its own.

    The recorder's words are matched to the vocabulary: “SZ START” becomes a seizure with these words as its note,
    words no term means become a note. A point copied to a term that lasts gets the term's own duration. What another
    reviewer confirmed on video, the copy's author has not.

    matcher : finds the term of the recorder's words; made of the vocabulary unless given
    """
    copied = replace(retracted(mark), annotation_id=new_annotation_id(), layer="")
    if mark.layer != FILE_LAYER:
        return copied
    match = (matcher or TermMatcher(vocabulary)).match(mark.text)
    term = vocabulary.term(match.term_id)
    duration_s = mark.duration_s or (term.default_duration_s if term else 0.0)
    return replace(
        copied, term_id=match.term_id, duration_s=duration_s, attributes=match.attributes, text=match.text or mark.text
    )


class SameEventStands(UsageError):
    """A copy was not made because marks of the same event stand where it would go; a person may decide otherwise.

    copied, reason : what would go there, and why, for the log
    standing : the marks of the same event, the nearest first
    """

    def __init__(
        self,
        copied: Annotation,
        reason: str,
        standing: Sequence[Annotation],
        sentence: str = "This event is in the final layer already.",
        advice: str = "Change the final mark, or delete it and add this one.",
    ) -> None:
        super().__init__(sentence, advice)
        self.copied, self.reason, self.standing = copied, reason, tuple(standing)


def final_copy(
    mark: Annotation,
    author: str,
    role: str,
    marks: Iterable[Annotation],
    vocabulary: Vocabulary,
    same_event: SameEventRule | None = None,
) -> tuple[Annotation, str]:
    """Return the mark as it goes into the final layer, and why it does, for the log.

    Parameters
    ----------
    mark : of any layer
    author, role : who takes it
    marks : those that stand around it, the final ones among them
    same_event : `SameEventRule()` unless given

    Raises
    ------
    UsageError : the reviewer is no neurologist, or the mark is a final one
    SameEventStands : the same event is in the final layer already
    """
    check_final_role(role)
    if mark.layer == FINAL_LAYER:
        raise UsageError("This mark is in the final layer already.", "Choose a reviewer's mark.")
    copied = _final(mark, author, own_copy(mark, vocabulary))
    reason = f"copied from {_whose(mark)}, mark {mark.annotation_id[:8]}"
    standing = (same_event or SameEventRule()).standing(copied, marks, FINAL_LAYER)
    if standing:
        raise SameEventStands(copied, reason, standing)
    return copied, reason


def check_final_role(role: str) -> None:
    """Refuse to change the final layer to anybody but a neurologist.

    Raises
    ------
    UsageError : the reviewer is no neurologist
    """
    if role != FINAL_ROLE:
        raise UsageError(
            f"Only a {FINAL_ROLE} can change the final layer; your role is {role}.",
            "Endorse, query or comment on the mark instead.",
        )


def _final(mark: Annotation, author: str, copied: Annotation) -> Annotation:
    if mark.layer == author:  # what one saw oneself on video stays seen
        copied = replace(mark, annotation_id=new_annotation_id())
    return replace(copied, layer=FINAL_LAYER)


@dataclass(frozen=True, slots=True)
class CopyPlan:
    """What copying many marks into one layer would do.

    n_marks : marks to be copied
    new : one copy of each event that does not stand there yet
    standing : (the mark that stands there, the copy of the same event)
    """

    n_marks: int
    new: tuple[Annotation, ...]
    standing: tuple[tuple[Annotation, Annotation], ...]

    @property
    def n_events(self) -> int:
        return len(self.new) + len(self.standing)

    def changes(self, replaces: bool, keeps_both: bool) -> tuple[Change, ...]:
        """Return what is to be changed; with neither, what stands stays as it is and only new events come."""
        new = tuple(Change(None, copied) for copied in self.new)
        if replaces:
            return (*new, *(in_place_of(held, copied) for held, copied in self.standing))
        return (*new, *(Change(None, copied) for _held, copied in self.standing if keeps_both))


def copy_plan(
    marks: Iterable[Annotation],
    present: Iterable[Annotation],
    layer: str,
    author: str,
    vocabulary: Vocabulary,
    same_event: SameEventRule,
) -> CopyPlan:
    """Return what copying marks into a layer would do, each event once, whoever and however many marked it.

    marks : of any layers; those of `layer` itself are left out
    present : all marks, those of `layer` among them
    layer : the final one, or the author's own
    """
    matcher = TermMatcher(vocabulary)
    copies = []
    for mark in marks:
        if mark.layer != layer:
            copied = own_copy(mark, vocabulary, matcher)
            copies.append(_final(mark, author, copied) if layer == FINAL_LAYER else replace(copied, layer=layer))
    held = MarkIndex(mark for mark in present if mark.layer == layer)
    new, standing = [], []
    for event in same_event.events(copies):
        there = same_event.standing(event[0], held.within(same_event.reach(event[0].onset_s)), layer)
        if there:
            standing.append((there[0], event[0]))
        else:
            new.append(event[0])
    return CopyPlan(len(copies), tuple(new), tuple(standing))


def in_place_of(standing: Annotation, copied: Annotation) -> Change:
    """Return the change that puts a copy in a mark's place: its history and what was said about it go on."""
    return Change(standing, replace(copied, annotation_id=standing.annotation_id, layer=standing.layer))


def _whose(mark: Annotation) -> str:
    return "the file's annotations" if mark.layer == FILE_LAYER else f"the layer {mark.layer}"
