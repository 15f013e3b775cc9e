"""Opinions of a reviewer about another reader's mark: endorsed, queried, commented on.

The mark itself stays as it is. An opinion is stored as a mark of its own term, so that giving it is an edit like any
other, with author, time, undo and a place in the chain of hashes. It is never listed, counted or exported as a mark.
"""

from dataclasses import dataclass
from enum import StrEnum

from eegview.model.annotation import Annotation, new_annotation_id

OPINION_TERM = "opinion"  # not in any vocabulary: no reviewer marks with it


class Verdict(StrEnum):
    """The kinds of opinion about a mark."""

    ENDORSE = "endorse"
    QUERY = "query"
    COMMENT = "comment"


@dataclass(frozen=True, slots=True)
class Opinion:
    """One person's opinion of one mark.

    mark : the mark that stores the opinion
    about : annotation_id of the mark it is about
    text : the comment, "" for none
    author, role : the reviewer whose opinion it is
    at_utc : time it was given, ISO 8601
    """

    mark: Annotation
    about: str
    verdict: Verdict
    text: str
    author: str
    role: str
    at_utc: str


def opinion_mark(
    about: Annotation, verdict: Verdict, text: str, role: str, at_utc: str, annotation_id: str = "", layer: str = ""
) -> Annotation:
    """Return the mark that stores an opinion, at the onset of the mark it is about.

    annotation_id : id of the opinion that this one replaces; empty = a new one
    layer : reviewer whose opinion it is; empty = of whoever adds it
    """
    attributes = {"about": about.annotation_id, "verdict": verdict.value, "role": role, "at": at_utc}
    return Annotation(
        annotation_id or new_annotation_id(),
        OPINION_TERM,
        about.onset_s,
        attributes=tuple(sorted(attributes.items())),
        text=text,
        layer=layer,
    )


def opinion_of(mark: Annotation) -> Opinion | None:
    """Return the opinion stored in a mark, None where the mark stores no valid one."""
    held = dict(mark.attributes)
    if mark.term_id != OPINION_TERM or not held.get("about") or held.get("verdict") not in set(Verdict):
        return None
    verdict = Verdict(held["verdict"])
    return Opinion(mark, held["about"], verdict, mark.text, mark.layer, held.get("role", ""), held.get("at", ""))
