"""What a reviewer thinks of somebody's mark: endorsed, queried, commented on. The mark itself stays as it is.

An opinion is kept as a mark of its own term, so that giving it is an edit like any other: who, when, undone, in the
chain of hashes. It is never listed, counted or exported as a mark.
"""

from dataclasses import dataclass
from enum import StrEnum

from eegview.model.annotation import Annotation, new_annotation_id

OPINION_TERM = "opinion"  # not in any vocabulary: nobody marks with it


class Verdict(StrEnum):
    ENDORSE = "endorse"
    QUERY = "query"
    COMMENT = "comment"


@dataclass(frozen=True, slots=True)
class Opinion:
    """One person's opinion of one mark.

    mark : that keeps it
    about : annotation_id of the mark it is about
    text : what was said, "" for nothing
    author, role : who said it
    at_utc : when, ISO 8601
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
    """Return the mark that keeps an opinion, at the onset of the mark it is about.

    annotation_id : of the opinion this one takes the place of; empty = a new one
    layer : whose opinion it is; empty = of whoever adds it
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
    """Return the opinion a mark keeps, None where it keeps none that can be understood."""
    held = dict(mark.attributes)
    if mark.term_id != OPINION_TERM or not held.get("about") or held.get("verdict") not in set(Verdict):
        return None
    verdict = Verdict(held["verdict"])
    return Opinion(mark, held["about"], verdict, mark.text, mark.layer, held.get("role", ""), held.get("at", ""))
