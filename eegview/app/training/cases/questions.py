"""The questions that case sets are made of, and what readers' marks say to them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eegview.app.resources import ADVICE, made_once, read_one, read_toml
from eegview.app.vocabulary.store import load_vocabulary
from eegview.model.annotation import Annotation
from eegview.model.errors import UsageError
from eegview.model.training.question import CHOICE, ONSET, Option, Question

KIND, NAME = "training", "questions.toml"


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a mark must be to say something: a term, and an answer on it where one is named."""

    term_id: str
    attribute: str = ""
    value: str = ""

    def fits(self, mark: Annotation) -> bool:
        """Whether a mark says it; of an answer with several values one is enough."""
        if mark.term_id != self.term_id:
            return False
        return not self.attribute or self.value in (mark.attribute(self.attribute) or "").split("+")


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """A question as the maker of a set uses it.

    meanings : (value, what a mark must be to say so), in the order in which they are tried
    length_s : usual length of a stretch
    needs_video : not asked where there is none
    """

    question: Question
    meanings: tuple[tuple[str, Meaning], ...]
    length_s: float
    needs_video: bool = False

    @property
    def question_id(self) -> str:
        return self.question.question_id

    @property
    def is_film(self) -> bool:
        return self.question.is_film

    @property
    def terms(self) -> frozenset[str]:
        """Return the terms whose marks say something to this question."""
        return frozenset(meaning.term_id for _value, meaning in self.meanings)

    def says_something_else(self, mark: Annotation) -> bool:
        """Whether a mark answers what is asked about with none of the options: `uncertain`, another kind."""
        if self.value_of(mark) is not None:
            return False
        asked = {meaning.attribute for _value, meaning in self.meanings if meaning.term_id == mark.term_id}
        return any(mark.attribute(name) for name in asked if name)

    def value_of(self, mark: Annotation) -> str | None:
        """Return the answer that a mark gives, None where it says nothing to this question."""
        return next((value for value, meaning in self.meanings if meaning.fits(mark)), None)


def load_questions() -> dict[str, AskedQuestion]:
    """Return the questions by id, in the order in which they are offered.

    Raises
    ------
    UsageError : the file cannot be used
    """
    return dict(read_one(KIND, NAME, _parse_file))


@made_once
def _parse_file(path: Path) -> tuple[tuple[str, AskedQuestion], ...]:
    try:
        asked = tuple(_asked(held) for held in read_toml(path)["question"])
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise UsageError(f"{path} cannot be used: {error}.", ADVICE) from None
    return tuple((one.question_id, one) for one in asked)


def _asked(held: dict[str, Any]) -> AskedQuestion:
    options = held.get("option", [])
    question = Question(
        held["id"],
        held["text"],
        held.get("kind", CHOICE),
        tuple(Option(one["value"], one["label"], one["key"]) for one in options),
        tuple(held.get("positive", ())),
        bool(held.get("ordered", False)),
        bool(held.get("film", False)),
    )
    if question.kind not in (CHOICE, ONSET) or (question.kind == CHOICE) != bool(options):
        raise ValueError(f"“{question.question_id}” has options that do not fit its kind")
    if len({one.key for one in question.options}) < len(options) or not set(question.positive) <= {
        one.value for one in question.options
    }:
        raise ValueError(f"“{question.question_id}” has a letter twice, or a positive value that is not an option")
    meanings = tuple((one["value"], meaning) for one in options for meaning in _meanings(one["means"]))
    length_s = float(held["length_s"])
    if not 5 <= length_s <= 600:
        raise ValueError(f"“{question.question_id}” has a length that is not 5 to 600 s")
    return AskedQuestion(question, meanings, length_s, bool(held.get("video", False)))


def _meanings(texts: Iterable[str]) -> Iterable[Meaning]:
    vocabulary = load_vocabulary(built_in_only=True)
    for text in texts:
        term_id, _, answer = text.partition(".")
        attribute, _, value = answer.partition("=")
        term = vocabulary.term(term_id)
        known = next((one for one in term.attributes if one.name == attribute), None) if term else None
        if term is None or (attribute and (known is None or value not in dict(known.choices))):
            raise ValueError(f"“{text}” is not in the vocabulary")
        yield Meaning(term_id, attribute, value)
