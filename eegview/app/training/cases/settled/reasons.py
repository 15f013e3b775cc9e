"""Why an event is what it is, as far as the settled marks say it."""

from __future__ import annotations

from collections.abc import Iterable

from eegview.app.vocabulary.store import load_vocabulary
from eegview.model.annotation import FINAL_LAYER, Annotation, certainty_of
from eegview.model.span import Span
from eegview.model.training.key import Reason
from eegview.model.vocabulary import Vocabulary

_NOT_TOLD = frozenset({"cluster", "confidence", "intensity", "state", "certainty"})  # of no help to see why
_BESIDE = frozenset({"electrodecrement", "paroxysmal_voltage_attenuation", "spindles", "spike_focus", "arousal"})


def reasons_of(mark: Annotation, final: Iterable[Annotation], stretch: Span) -> tuple[Reason, ...]:
    """Return what the settled mark says of an event, and what else is settled on the stretch."""
    vocabulary = load_vocabulary()
    own = _answers(mark, vocabulary)
    place = mark.span.intersection(stretch)
    found = [Reason(_name(mark, vocabulary), place.start_s, place.stop_s, mark.channels)] if place is not None else []
    found += [Reason(text) for text in own]
    for other in final:
        inside = other.span.intersection(stretch.widened(1e-9))
        if other.term_id in _BESIDE and other.annotation_id != mark.annotation_id and inside is not None:
            found.append(Reason(_name(other, vocabulary), inside.start_s, inside.stop_s, other.channels))
    certainty = certainty_of(mark)
    if certainty in ("probable", "possible"):
        found.append(Reason(f"settled as {certainty} only"))
    return tuple(found)


def shown_marks(
    marks: Iterable[Annotation], stretch: Span, names: dict[str, str], has_texts: bool
) -> tuple[Annotation, ...]:
    """Return the marks on a stretch as learners see them: experts by pseudonym, no free texts unless asked for.

    names : what each expert's layer is called
    """
    found: list[Annotation] = []
    for mark in marks:
        touches = stretch.contains(mark.onset_s) or stretch.overlaps(mark.span)
        if not touches:
            continue
        layer = FINAL_LAYER if mark.layer == FINAL_LAYER else names.get(mark.layer, "")
        attributes = tuple(pair for pair in mark.attributes if _is_choice(mark.term_id, pair[0]))
        found.append(
            Annotation(
                f"m{len(found)}",
                mark.term_id,
                mark.onset_s,
                mark.duration_s,
                mark.channels,
                attributes,
                mark.text if has_texts else "",
                layer,
            )
        )
    return tuple(found)


def _is_choice(term_id: str, name: str) -> bool:
    """Whether an attribute is one of given answers: free text may name somebody."""
    term = load_vocabulary().term(term_id)
    return any(one.name == name and one.choices for one in term.attributes) if term is not None else False


def _name(mark: Annotation, vocabulary: Vocabulary) -> str:
    term = vocabulary.term(mark.term_id)
    return (term.label if term is not None else mark.term_id).lower()


def _answers(mark: Annotation, vocabulary: Vocabulary) -> list[str]:
    term = vocabulary.term(mark.term_id)
    if term is None:
        return []
    found: list[str] = []
    for attribute in term.attributes:
        value = mark.attribute(attribute.name)
        if not value or attribute.name in _NOT_TOLD or not attribute.choices:
            continue
        labels = dict(attribute.choices)
        said = ", ".join(labels.get(one, one).lower() for one in value.split("+"))
        found.append(f"{attribute.label.lower()}: {said}")
    return found
