"""Matching of other programs' texts to the terms of the vocabulary."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from eegview.model.vocabulary import ForeignText, Term, Vocabulary

NOTE_TERM = "note"
CERTAINTY = "certainty"  # the question whose answer carries a doubt
CERTAINTIES = ("certain", "probable", "possible")  # its answers, from sure to doubtful
_PRESENCE, _UNCERTAIN = "presence", "uncertain"  # what carries it where a term asks only whether something is there

_EDGES = " \t\r\n.,;:!?¿？*#-–—_\"'“”„«»()[]{}/"
_QUESTION = re.compile(r"\s*[?¿？]+")
_EMPTY_BRACKETS = re.compile(r"[(\[{]\s*[)\]}]")
_WILD = re.compile(r"[*#]")
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
    """Matches texts by id, label, EDF+ text, the table of foreign texts or synonym, and keeps the doubt in them.

    Case does not count, nor punctuation around. Of foreign texts the longest that fits is used, as the most specific.
    A question mark, or one of the vocabulary's words of doubt, is a doubt: “SPASM?” is a spasm that is possible.
    """

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._terms = {term.term_id: term for term in vocabulary.terms}
        self._exact: dict[str, Term] = {}
        self._loose: dict[str, Term] = {}
        self._patterns: list[tuple[re.Pattern[str], Term]] = []
        # A term that an extension adds takes no text away from those it was added to, wherever it stands.
        for term in sorted(vocabulary.terms, key=lambda term: bool(term.origin)):
            for name in filter(plain_text, (term.term_id, term.label, term.edf_text)):
                self._exact.setdefault(plain_text(name), term)
            for synonym in term.synonyms:
                self._loose.setdefault(plain_text(synonym), term)
            texts = (text for text in (term.edf_text, *term.synonyms) if _PLACEHOLDER.search(text))
            self._patterns += [(_pattern_of(text), term) for text in texts]
        usable = (text for text in vocabulary.foreign_texts if _is_answerable(text, self._terms))
        foreign = sorted(usable, key=lambda text: -len(text.pattern.strip("* ")))
        self._literal = {plain_text(text.pattern): text for text in reversed(foreign) if not _WILD.search(text.pattern)}
        self._foreign = [(_wild(text.pattern), text) for text in foreign if _WILD.search(text.pattern)]
        self._doubts = [
            (re.compile("|".join(f"(?:{_word(words)})" for words in said), re.IGNORECASE), certainty)
            for certainty in CERTAINTIES
            if (said := [words for words, means in vocabulary.doubt_words if means == certainty])
        ]
        self._found: dict[str, Match] = {}  # a night's texts say the same again and again

    def match(self, text: str) -> Match:
        """Return the term that a text means; a text that says more than its term stays as the mark's text.

        A doubt becomes the answer to the term's question about certainty. Of a term that has no place for a doubt a
        doubtful text makes a note, so that nothing is claimed that the text does not say.
        """
        if text not in self._found:
            self._found[text] = self._match(text)
        return self._found[text]

    def _match(self, text: str) -> Match:
        stripped = text.strip()
        if found := self._by_pattern(stripped):
            return found
        if not _QUESTION.search(stripped) and (found := self._known(stripped)):
            return self.with_remark(found, found.text)
        plainer, certainty = self._without_doubt(stripped)
        found = (self._by_pattern(plainer) or self._known(plainer)) if certainty and plain_text(plainer) else None
        if found and (doubted := self._doubted(found, certainty, stripped)):
            return doubted
        return Match(NOTE_TERM, text=text, is_known=False)

    def with_remark(self, match: Match, remark: str) -> Match:
        """Return a match with the doubt in a remark about it that says nothing but a doubt: `?`, `possible`."""
        plainer, certainty = self._without_doubt(remark)
        if not certainty or plain_text(plainer):
            return match
        return self._doubted(match, certainty, match.text) or match

    def with_doubt_of(self, match: Match, words: str) -> Match:
        """Return a match that a person chose for these words, with the doubt in them if its term can carry it."""
        certainty = self.certainty_of(words)
        return (self._doubted(match, certainty, match.text) if certainty else None) or match

    def certainty_of(self, text: str) -> str:
        """Return what a text says about how sure something is, one of `CERTAINTIES`; "" where it says nothing."""
        return self._without_doubt(text)[1]

    def _by_pattern(self, stripped: str) -> Match | None:
        for pattern, term in self._patterns:
            found = pattern.fullmatch(stripped)
            if found and _are_choices(term, found.groupdict()):
                return Match(term.term_id, tuple(sorted(found.groupdict().items())))
        return None

    def _known(self, stripped: str) -> Match | None:
        """Return the meaning of a text without doubt, None where no term has it."""
        plain = plain_text(stripped)
        if plain in self._exact:
            return Match(self._exact[plain].term_id)
        if plain in self._literal:
            foreign = self._literal[plain]
            return Match(foreign.term_id, foreign.attributes, stripped)
        if plain in self._loose:
            return Match(self._loose[plain].term_id, text=stripped)
        head, colon, rest = stripped.partition(": ")
        if colon and plain_text(head) in self._exact:
            return Match(self._exact[plain_text(head)].term_id, text=rest)
        for pattern, foreign in self._foreign:
            if pattern.fullmatch(plain):
                return Match(foreign.term_id, foreign.attributes, stripped)
        return None

    def _without_doubt(self, text: str) -> tuple[str, str]:
        """Return a text without its words and signs of doubt, and the most doubtful of what they say, "" = none."""
        said = [CERTAINTIES[-1]] if _QUESTION.search(text) else []
        plainer = _QUESTION.sub(" ", text)
        for pattern, certainty in self._doubts:
            plainer, n_found = pattern.subn(" ", plainer)
            said += [certainty] * bool(n_found)
        plainer = " ".join(_EMPTY_BRACKETS.sub(" ", plainer).split())
        return plainer, max(said, key=CERTAINTIES.index, default="")

    def _doubted(self, match: Match, certainty: str, words: str) -> Match | None:
        """Return the match with a doubt and the words it was said in, None where its term cannot carry it."""
        if match.term_id == NOTE_TERM:
            return replace(match, text=words)
        term = self._terms.get(match.term_id)
        asked = {attribute.name: dict(attribute.choices) for attribute in term.attributes} if term else {}
        if CERTAINTY in asked and (not asked[CERTAINTY] or certainty in asked[CERTAINTY]):
            answer = (CERTAINTY, certainty)
        elif certainty == CERTAINTIES[0]:
            return replace(match, text=words)
        elif _UNCERTAIN in asked.get(_PRESENCE, {}):
            answer = (_PRESENCE, _UNCERTAIN)
        else:
            return None
        return Match(match.term_id, tuple(sorted({**dict(match.attributes), answer[0]: answer[1]}.items())), words)


def edf_text_of(term: Term, attributes: tuple[tuple[str, str], ...]) -> str:
    """Return the term's EDF+ text with its placeholders filled; `?` where the answer is missing."""
    answers = dict(attributes)
    return _PLACEHOLDER.sub(lambda found: answers.get(found.group(1), "?"), term.edf_text or term.label)


def plain_text(text: str) -> str:
    """Return a text as it is compared: small letters, single blanks, no punctuation around."""
    return " ".join(text.casefold().split()).strip(_EDGES)


def _pattern_of(edf_text: str) -> re.Pattern[str]:
    parts = _PLACEHOLDER.split(edf_text)  # text, name, text, name, … text
    pieces = [f"(?P<{part}>.+)" if i % 2 else re.escape(part) for i, part in enumerate(parts)]
    return re.compile("".join(pieces), re.IGNORECASE)


def _word(words: str) -> str:
    """Return a pattern for words of doubt wherever they stand on their own; * is any ending."""
    pieces = (re.escape(piece) for piece in " ".join(words.split()).split("*"))
    body = r"\w*".join(pieces).replace(r"\ ", r"\s+")
    start = "" if _is_cjk(words[0]) else r"(?<![^\W_])"
    stop = "" if _is_cjk(words[-1]) else r"(?![^\W_])"
    return rf"{start}{body}{stop}\.?(?:\s*:)?"


def _is_cjk(sign: str) -> bool:
    """Whether a sign is of a script that puts no blanks between words."""
    return "\u3040" <= sign <= "\u9fff"


def _wild(text: str) -> re.Pattern[str]:
    """Return a pattern for a text in which # stands for a number, and * for anything, nothing included."""
    pieces = re.split(r"([*#])", " ".join(text.casefold().split()))
    return re.compile("".join({"*": ".*", "#": r"#?\d+"}.get(piece, re.escape(piece)) for piece in pieces))


def _is_answerable(text: ForeignText, terms: Mapping[str, Term]) -> bool:
    """Whether a vocabulary has the term and the answers of a foreign text; without them it would mean another thing."""
    term = terms.get(text.term_id)
    return term is not None and _are_choices(term, dict(text.attributes))


def _are_choices(term: Term, answers: dict[str, str]) -> bool:
    asked = {attribute.name: dict(attribute.choices) for attribute in term.attributes}
    return all(name in asked and (not asked[name] or value in asked[name]) for name, value in answers.items())
