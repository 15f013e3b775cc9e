"""Matching of other programs' texts to the terms of the vocabulary."""

import re
from dataclasses import dataclass

from eegview.model.vocabulary import Term, Vocabulary

NOTE_TERM = "note"

_EDGES = " \t\r\n.,;:!?*#-–_\"'()[]"
_PLACEHOLDER = re.compile(r"\{([a-z0-9_]+)\}")


@dataclass(frozen=True, slots=True)
class Match:
    """The term that a text means.

    is_known : False = no term has this meaning; the text became a note
    """

    term_id: str
    attributes: tuple[tuple[str, str], ...] = ()
    text: str = ""
    is_known: bool = True


class TermMatcher:
    """Matches texts by id, label, EDF+ text, synonym or the table of foreign texts.

    Case does not count, nor punctuation around. Of foreign texts the longest that fits is used, as the most specific.
    """

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._exact: dict[str, Term] = {}
        self._loose: dict[str, Term] = {}
        self._patterns: list[tuple[re.Pattern[str], Term]] = []
        for term in vocabulary.terms:
            for name in (term.term_id, term.label, term.edf_text):
                self._exact.setdefault(_plain(name), term)
            for synonym in term.synonyms:
                self._loose.setdefault(_plain(synonym), term)
            if _PLACEHOLDER.search(term.edf_text):
                self._patterns.append((_pattern_of(term.edf_text), term))
        foreign = sorted(vocabulary.foreign_texts, key=lambda text: -len(text.pattern.strip("* ")))
        self._foreign = [(_wild(text.pattern), text) for text in foreign]

    def match(self, text: str) -> Match:
        """Return the term that a text means; a text that says more than its term stays as the mark's text."""
        stripped = text.strip()
        plain = _plain(stripped)
        for pattern, term in self._patterns:
            found = pattern.fullmatch(stripped)
            if found and _are_choices(term, found.groupdict()):
                return Match(term.term_id, tuple(sorted(found.groupdict().items())))
        if plain in self._exact:
            # “Spasm?” is a doubt, and a doubt is kept
            return Match(self._exact[plain].term_id, text=stripped if "?" in stripped else "")
        if plain in self._loose:
            return Match(self._loose[plain].term_id, text=stripped)
        head, colon, rest = stripped.partition(": ")
        if colon and _plain(head) in self._exact:
            return Match(self._exact[_plain(head)].term_id, text=rest)
        for pattern, foreign in self._foreign:
            if pattern.fullmatch(plain):
                return Match(foreign.term_id, foreign.attributes, stripped)
        return Match(NOTE_TERM, text=text, is_known=False)


def edf_text_of(term: Term, attributes: tuple[tuple[str, str], ...]) -> str:
    """Return the term's EDF+ text with its placeholders filled; `?` where the answer is missing."""
    answers = dict(attributes)
    return _PLACEHOLDER.sub(lambda found: answers.get(found.group(1), "?"), term.edf_text or term.label)


def _plain(text: str) -> str:
    return " ".join(text.casefold().split()).strip(_EDGES)


def _pattern_of(edf_text: str) -> re.Pattern[str]:
    parts = _PLACEHOLDER.split(edf_text)  # text, name, text, name, … text
    pieces = [f"(?P<{part}>.+)" if i % 2 else re.escape(part) for i, part in enumerate(parts)]
    return re.compile("".join(pieces), re.IGNORECASE)


def _wild(text: str) -> re.Pattern[str]:
    """Return a pattern for a text in which # stands for a number, and * for anything, nothing included."""
    pieces = re.split(r"([*#])", " ".join(text.casefold().split()))
    return re.compile("".join({"*": ".*", "#": r"#?\d+"}.get(piece, re.escape(piece)) for piece in pieces))


def _are_choices(term: Term, answers: dict[str, str]) -> bool:
    choices = {attribute.name: dict(attribute.choices) for attribute in term.attributes}
    return all(value in choices.get(name, {}) for name, value in answers.items())
