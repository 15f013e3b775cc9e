"""Decisions between readers: how one difference of two layers was settled for the final layer, by whom and why.

A decision is a record of the study, so that it is an edit like any other, made together with what it changes in the
final layer: undone with it, chained by hash, and moved with a bundle. What was decided last on a difference holds.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from eegview.model.annotation import Annotation
from eegview.model.span import Span
from eegview.model.study.records import ADJUDICATION_TERM, about_of, held_in, newest_about, said_at, study_record


class Verdict(StrEnum):
    """The possible decisions on a difference."""

    TAKE_A = "take_a"
    TAKE_B = "take_b"
    MERGE = "merge"
    NEITHER = "neither"
    AGREED = "agreed"  # both said the same, and it was taken with all others of its kind
    QUERY = "query"  # the readers were asked; it stays open


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision on one difference.

    difference_id : what it is about
    author, role : who decided
    decided_utc : ISO 8601
    comment : why, "" where it was not said
    layer_a, layer_b : the compared layers; the verdict speaks of them
    term_id, matter, span : of the difference
    content : hash over what both layers said then; on something else it is no decision
    rule_text : the rule that the layers were compared by, see `app.comparing.comparison_rule`
    final_ids : marks and records that the final layer holds by it
    record : the mark that stores it
    """

    difference_id: str
    verdict: Verdict
    author: str
    role: str
    decided_utc: str
    comment: str
    layer_a: str
    layer_b: str
    term_id: str
    matter: str
    span: Span
    content: str
    rule_text: str
    final_ids: tuple[str, ...]
    record: Annotation

    @property
    def final_id(self) -> str | None:
        """Return the first mark that the final layer holds by it, None for none."""
        return self.final_ids[0] if self.final_ids else None

    @property
    def is_settled(self) -> bool:
        """Whether it settles the difference; a question to the readers does not."""
        return self.verdict is not Verdict.QUERY

    def between(self, layer_a: str, layer_b: str) -> "Decision":
        """Return the decision as it reads where these layers are called A and B.

        A mark that one reader alone has may have been decided on beside another reader: what was taken from a reader
        who is not compared now, was to have no mark.
        """
        if self.verdict not in (Verdict.TAKE_A, Verdict.TAKE_B) or layer_a == layer_b:
            return self
        taken = self.layer_a if self.verdict is Verdict.TAKE_A else self.layer_b
        verdict = {layer_a: Verdict.TAKE_A, layer_b: Verdict.TAKE_B}.get(taken, Verdict.NEITHER)
        return replace(self, verdict=verdict, layer_a=layer_a, layer_b=layer_b)


def decision_record(
    difference_id: str,
    verdict: Verdict,
    layers: tuple[str, str],
    term_id: str,
    matter: str,
    span: Span,
    content: str,
    rule_text: str,
    final_ids: Iterable[str],
    comment: str,
    author: str,
    role: str,
    at_utc: str,
    annotation_id: str = "",
) -> Annotation:
    """Return the record of a decision.

    layers : A and B
    annotation_id : id of the author's record that this one replaces; empty = a new one
    """
    held: Mapping[str, str] = {
        "verdict": verdict.value,
        "layer_a": layers[0],
        "layer_b": layers[1],
        "term": term_id,
        "matter": matter,
        "content": content,
        "rule": rule_text,
        "final": " ".join(final_ids),
        "role": role,
    }
    record = study_record(ADJUDICATION_TERM, difference_id, at_utc, held, author, annotation_id)
    return replace(record, onset_s=span.start_s, duration_s=span.duration_s, text=comment)


def decision_of(record: Annotation) -> Decision | None:
    """Return the decision in a record, None where it holds no valid one."""
    held = held_in(record)
    if record.term_id != ADJUDICATION_TERM or held.get("verdict") not in set(Verdict) or not about_of(record):
        return None
    return Decision(
        about_of(record),
        Verdict(held["verdict"]),
        record.layer,
        held.get("role", ""),
        said_at(record),
        record.text,
        held.get("layer_a", ""),
        held.get("layer_b", ""),
        held.get("term", ""),
        held.get("matter", ""),
        record.span,
        held.get("content", ""),
        held.get("rule", ""),
        tuple(held.get("final", "").split()),
        record,
    )


def decisions_in(records: Iterable[Annotation]) -> dict[str, Decision]:
    """Return the decision that was made last on each difference, by the difference's id."""
    found = ((about, decision_of(record)) for about, record in newest_about(records, ADJUDICATION_TERM).items())
    return {about: decision for about, decision in found if decision is not None}
