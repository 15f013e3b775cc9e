"""Answers to a term's questions, typed as `key=value`."""

from collections.abc import Iterable
from dataclasses import replace

from eegview.model.errors import UsageError
from eegview.model.suggestion.detection import Detection
from eegview.model.vocabulary import Attribute, Term, Vocabulary


def known_term(vocabulary: Vocabulary, term_id: str) -> Term:
    """Return the term, or refuse with the list of those there are."""
    term = vocabulary.term(term_id)
    if term is None:
        known = ", ".join(other.term_id for other in vocabulary.terms)
        raise UsageError(f"“{term_id}” is not a term of the vocabulary.", f"Use one of: {known}.")
    return term


def answers_from(term: Term, settings: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """Return the attributes named by `key=value` texts, sorted by name; a key given twice counts last.

    Raises
    ------
    UsageError : no such question or no such answer; the advice lists those there are
    """
    found: dict[str, str] = {}
    for setting in settings:
        name, equals, value = setting.partition("=")
        name, value = name.strip(), value.strip()
        if not equals or not value:
            raise UsageError(f"“{setting}” is not KEY=VALUE.", "Write for instance movement=flexor.")
        attribute = next((one for one in term.attributes if one.name == name), None)
        if attribute is None:
            asked = ", ".join(one.name for one in term.attributes) or "nothing"
            raise UsageError(f"“{name}” is not asked about a {term.label.lower()}.", f"Asked is: {asked}.")
        check_answer(attribute, value)
        found[name] = value
    return tuple(sorted(found.items()))


def wrong_part(attribute: Attribute, value: str) -> str | None:
    """Return the part of an answer that is not among the choices, None where all of it is."""
    allowed = dict(attribute.choices)
    values = value.split("+") if attribute.several else [value]
    return next((one for one in values if allowed and one not in allowed), None)


def fitting_answers(given: Iterable[tuple[str, str]], term: Term | None) -> tuple[tuple[str, str], ...]:
    """Return those answers that a term asks for and that are among its choices."""
    asked = {attribute.name: attribute for attribute in term.attributes} if term is not None else {}
    return tuple((name, value) for name, value in given if name in asked and wrong_part(asked[name], value) is None)


def check_answer(attribute: Attribute, value: str) -> None:
    """Refuse an answer that is not among the choices."""
    allowed = dict(attribute.choices)
    wrong = wrong_part(attribute, value)
    if wrong is not None:
        several = ", several joined by +" if attribute.several else ""
        raise UsageError(
            f"“{wrong}” is not an answer to “{attribute.name}”.", f"Use one of: {', '.join(allowed)}{several}."
        )


def duration_warning(term: Term, duration_s: float) -> list[str]:
    """Return a sentence where the duration is unusual for the term; it warns and never blocks."""
    if term.warn_below_s is not None and duration_s < term.warn_below_s:
        return [f"Shorter than {term.warn_below_s:g} s is unusual for a {term.label.lower()}."]
    if term.warn_above_s is not None and duration_s > term.warn_above_s:
        return [f"Longer than {term.warn_above_s:g} s is unusual for a {term.label.lower()}."]
    return []


def without_unasked(detection: Detection, vocabulary: Vocabulary) -> tuple[Detection, tuple[str, ...]]:
    """Return a proposal with the answers the vocabulary asks for, and a sentence for each that it does not."""
    if not detection.attributes:
        return detection, ()
    kept = fitting_answers(detection.attributes, vocabulary.term(detection.term_id))
    if kept == detection.attributes:
        return detection, ()
    dropped = [pair for pair in detection.attributes if pair not in kept]
    sentences = tuple(
        f"The answer “{name}: {value}” to “{detection.term_id}” is not in the vocabulary and was left out."
        for name, value in dropped
    )
    return replace(detection, attributes=kept), sentences
