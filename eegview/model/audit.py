"""What a person found in a stretch that no machine and nobody had flagged: the answers of a miss audit.

An answer is kept as a mark of its own term, as a judgement is, so that giving it is an edit like any other. It is never
listed, counted or exported as a mark.
"""

from dataclasses import dataclass
from enum import StrEnum

from eegview.model.annotation import Annotation
from eegview.model.span import Span

AUDIT_TERM = "miss_audit"  # not in any vocabulary: nobody marks with it


class Answer(StrEnum):
    NOTHING = "nothing"
    MISSED = "missed"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class AuditAnswer:
    """One person's answer about one stretch.

    mark : that keeps it; its onset and duration are the stretch's
    run_id : whose suggestions were left out of the audit
    threshold : of their score when it was answered
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
    """Return the mark that keeps an answer; `made_id` is of the mark made of what was missed, "" for none."""
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
    """Return the answer a mark keeps, None where it keeps none that can be understood."""
    held = dict(mark.attributes)
    if mark.term_id != AUDIT_TERM or held.get("answer") not in set(Answer):
        return None
    try:
        threshold = float(held.get("threshold", "nan"))
    except ValueError:
        return None
    return AuditAnswer(mark, held.get("run", ""), threshold, Answer(held["answer"]), held.get("made", ""), mark.layer)
