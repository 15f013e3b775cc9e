"""Answers of a miss audit: what a person found in a span that neither a detector nor a person had marked.

An answer is kept as a mark of its own term, as a judgement is, so that giving it is an edit like any other. It is never
listed, counted or exported as a mark.
"""

from dataclasses import dataclass
from enum import StrEnum

from eegview.model.annotation import Annotation
from eegview.model.span import Span

AUDIT_TERM = "miss_audit"  # not in any vocabulary: no reviewer marks with it


class Answer(StrEnum):
    """The possible answers about one span."""

    NOTHING = "nothing"
    MISSED = "missed"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class AuditAnswer:
    """One person's answer about one span.

    mark : the mark that stores the answer; its onset and duration are those of the span
    run_id : the run whose suggestions were left out of the audit
    threshold : score above which suggestions were shown when the answer was given
    made_id : annotation_id of the mark that was made of what was missed, "" for none
    """

    mark: Annotation
    run_id: str
    threshold: float
    answer: Answer
    made_id: str
    author: str

    @property
    def span(self) -> Span:
        return self.mark.span


def audit_mark(
    span: Span, run_id: str, threshold: float, answer: Answer, made_id: str, annotation_id: str, layer: str
) -> Annotation:
    """Return the mark that stores an answer.

    made_id : annotation_id of the mark made of a missed event, "" for none
    """
    attributes = {"run": run_id, "threshold": f"{threshold:.4f}", "answer": answer.value, "made": made_id}
    return Annotation(
        annotation_id,
        AUDIT_TERM,
        span.start_s + 0.0,
        span.duration_s + 0.0,
        attributes=tuple(sorted(attributes.items())),
        layer=layer,
    )


def audit_answer_of(mark: Annotation) -> AuditAnswer | None:
    """Return the answer stored in a mark, None where the mark stores no valid answer."""
    held = dict(mark.attributes)
    if mark.term_id != AUDIT_TERM or held.get("answer") not in set(Answer):
        return None
    try:
        threshold = float(held.get("threshold", "nan"))
    except ValueError:
        return None
    return AuditAnswer(mark, held.get("run", ""), threshold, Answer(held["answer"]), held.get("made", ""), mark.layer)
