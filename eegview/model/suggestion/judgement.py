"""Judgements: a person's decision about a detection, accepted, rejected or unsure.

A judgement is stored as a mark of its own term, as an opinion is, so that giving it is an edit like any other, with
author, time, undo and a place in the chain of hashes. Accepting adds the accepted mark in the same edit. A detection
that a person calls something else is rejected, with the mark made in its place. A judgement is never listed, counted or
exported as a mark.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from eegview.model.annotation import Annotation, is_count, new_annotation_id
from eegview.model.suggestion.detection import Detection, DetectorRun

JUDGEMENT_TERM = "judgement"  # not in any vocabulary: no reviewer marks with it

ACCEPTED_UNSEEN = "accepted_unseen"  # "yes": the mark was accepted with its group, and not looked at since


class Verdict(StrEnum):
    """The possible decisions about a detection."""

    ACCEPT = "accept"
    REJECT = "reject"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class Judgement:
    """One person's verdict on one detection.

    mark : the mark that stores the judgement; its onset and duration are those of the detection
    run_id, number : the run, and the number of the detection in it
    detector_id, version : the detector, so that the judgement can be understood after its run was deleted
    accepted_id : annotation_id of the mark made of the detection, "" for none; where the verdict is REJECT, a mark of
        another term than proposed
    author : the reviewer who judged
    is_seen : whether the detection had been shown on its own; False where a whole group was judged at once
    """

    mark: Annotation
    run_id: str
    number: int
    detector_id: str
    version: str
    verdict: Verdict
    score: float
    accepted_id: str
    author: str
    is_seen: bool = True


def judgement_mark(
    run: DetectorRun,
    detection: Detection,
    verdict: Verdict,
    accepted_id: str = "",
    annotation_id: str = "",
    layer: str = "",
    is_seen: bool = True,
) -> Annotation:
    """Return the mark that stores a judgement of a detection.

    accepted_id : annotation_id of the mark made of the detection, where one was made
    annotation_id : id of the judgement that this one replaces; empty = a new one
    layer : reviewer whose judgement it is; empty = of whoever adds it
    """
    attributes = {
        "run": run.run_id,
        "number": str(detection.number),
        "detector": run.detector_id,
        "version": run.version,
        "verdict": verdict.value,
        "score": f"{detection.score:.4f}",
        "accepted": accepted_id,
        "term": detection.term_id,
    }
    if not is_seen:
        attributes["seen"] = "no"
    return Annotation(
        annotation_id or new_annotation_id(),
        JUDGEMENT_TERM,
        detection.onset_s,
        detection.duration_s,
        attributes=tuple(sorted(attributes.items())),
        layer=layer,
    )


def judgement_of(mark: Annotation) -> Judgement | None:
    """Return the judgement stored in a mark, None where the mark stores no valid one."""
    held = dict(mark.attributes)
    number = held.get("number", "")
    if mark.term_id != JUDGEMENT_TERM or held.get("verdict") not in set(Verdict) or not is_count(number):
        return None
    try:
        score = float(held.get("score", "nan"))
    except ValueError:
        return None
    return Judgement(
        mark,
        held.get("run", ""),
        int(number),
        held.get("detector", ""),
        held.get("version", ""),
        Verdict(held["verdict"]),
        score,
        held.get("accepted", ""),
        mark.layer,
        held.get("seen") != "no",
    )


def unseen(mark: Annotation) -> Annotation:
    """Return an accepted mark that says that its proposal was not looked at."""
    return replace(mark, attributes=tuple(sorted({**dict(mark.attributes), ACCEPTED_UNSEEN: "yes"}.items())))


def looked_at(mark: Annotation) -> Annotation:
    """Return a mark that says so no more."""
    return replace(mark, attributes=tuple(pair for pair in mark.attributes if pair[0] != ACCEPTED_UNSEEN))


def is_unseen(mark: Annotation) -> bool:
    """Whether a mark was accepted unseen, and was not looked at since."""
    return mark.attribute(ACCEPTED_UNSEEN) == "yes"


def n_unseen(marks: Iterable[Annotation]) -> int:
    """Return how many of the marks were accepted unseen."""
    return sum(map(is_unseen, marks))
