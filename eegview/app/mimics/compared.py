"""Which marks can be compared with the palette of mimics, and what a mark becomes when a reader says it is one."""

from dataclasses import replace
from typing import TYPE_CHECKING

from eegview.app.vocabulary.term_answers import fitting_answers
from eegview.model.annotation import Annotation
from eegview.model.vocabulary import Vocabulary

if TYPE_CHECKING:
    from eegview.app.mimics.palette import EventType

SPASM_TERM, MIMIC_TERM = "spasm", "mimic"
KIND = "kind"


def is_compared(mark: Annotation | None) -> bool:
    """Whether a mark is of a term that the palette shows."""
    return mark is not None and mark.term_id in (SPASM_TERM, MIMIC_TERM)


def type_name(shown: "EventType", vocabulary: Vocabulary) -> str:
    """Return what the vocabulary calls a type, as “Mimic: Moro reflex”; "" where it has no such term or kind."""
    term = vocabulary.term(shown.term_id)
    if term is None:
        return ""
    if not shown.kind:
        return term.label
    asked = next((one for one in term.attributes if one.name == KIND), None)
    label = dict(asked.choices).get(shown.kind, "") if asked is not None else ""
    return f"{term.label}: {label}" if label else ""


def is_type(mark: Annotation, shown: "EventType") -> bool:
    """Whether a mark says already that it is of this type."""
    return mark.term_id == shown.term_id and (mark.attribute(KIND) or "") == shown.kind


def as_type(mark: Annotation, shown: "EventType", vocabulary: Vocabulary) -> Annotation:
    """Return the mark as one of this type; answers to questions that both terms ask are kept."""
    is_same_term = mark.term_id == shown.term_id
    given = mark.attributes if is_same_term else fitting_answers(mark.attributes, vocabulary.term(shown.term_id))
    answers = dict(given)
    if shown.kind:
        answers[KIND] = shown.kind
    return replace(mark, term_id=shown.term_id, attributes=tuple(sorted(answers.items())))
