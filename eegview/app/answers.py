"""Answers to a term's questions, typed as `key=value`."""

from collections.abc import Iterable

from eegview.model.errors import UsageError
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


def check_answer(attribute: Attribute, value: str) -> None:
    """Refuse an answer that is not among the choices."""
    allowed = dict(attribute.choices)
    values = value.split("+") if attribute.several else [value]
    wrong = next((one for one in values if allowed and one not in allowed), None)
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
