"""What a person decided about a machine's proposal: accepted, rejected, unsure.

A judgement is kept as a mark of its own term, as an opinion is, so that giving it is an edit like any other: who, when,
undone, in the chain of hashes. Accepting adds the accepted mark in the same edit. What is called something else than
proposed is rejected, with the mark that stands in its place. It is never listed, counted or exported as a mark.
"""

from dataclasses import dataclass
from enum import StrEnum

from eegview.model.annotation import Annotation, new_annotation_id
from eegview.model.detection import Detection, DetectorRun

JUDGEMENT_TERM = "judgement"  # not in any vocabulary: nobody marks with it


class Verdict(StrEnum):
    ACCEPT = "accept"
    REJECT = "reject"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class Judgement:
    """One person's verdict on one detection.

    mark : that keeps it; its onset and duration are the detection's
    run_id, number : which detection
    detector_id, version : whose proposal, so that it stands alone where the run was deleted
    accepted_id : annotation_id of the mark that was made of it, "" for none; where the verdict is REJECT, a mark of
        another term than proposed
    author : who said it
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


def judgement_mark(
    run: DetectorRun,
    detection: Detection,
    verdict: Verdict,
    accepted_id: str = "",
    annotation_id: str = "",
    layer: str = "",
) -> Annotation:
    """Return the mark that keeps a verdict.

    accepted_id : of the mark made of the detection, where one was made
    annotation_id : of the judgement this one takes the place of; empty = a new one
    layer : whose verdict it is; empty = of whoever adds it
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
    return Annotation(
        annotation_id or new_annotation_id(),
        JUDGEMENT_TERM,
        detection.onset_s,
        detection.duration_s,
        attributes=tuple(sorted(attributes.items())),
        layer=layer,
    )


def judgement_of(mark: Annotation) -> Judgement | None:
    """Return the judgement a mark keeps, None where it keeps none that can be understood."""
    held = dict(mark.attributes)
    number = held.get("number", "")
    if mark.term_id != JUDGEMENT_TERM or held.get("verdict") not in set(Verdict) or not number.isdecimal():
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
    )
