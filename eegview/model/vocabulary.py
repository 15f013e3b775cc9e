"""The vocabulary of terms that reviewers mark with: stable ids, editable labels."""

import hashlib
import json
from dataclasses import dataclass
from enum import StrEnum

EEG = "eeg"  # what a term, question or choice can need
SPASM_LANE, MARK_LANE, SLEEP_LANE = "spasms", "marks", "sleep"


class Shape(StrEnum):
    """The extent in time of the marks of a term."""

    POINT = "point"
    SPAN = "span"
    EPOCH = "epoch"  # a long span whose edges are not clinical events


@dataclass(frozen=True, slots=True)
class Attribute:
    """A question about a mark, asked by the edit form.

    choices : (stored value, label); empty = free text
    several : values joined by "+", in the order of time they were chosen
    hed : (stored value, HED tags that value adds); "n/a" = a mark with this value carries no HED
    quick : offered next to the cursor right after marking, to be answered with one key
    letters : (stored value, the letter declared to answer with), see `eegview.app.vocabulary.letters`
    is_asked : whether the form asks it; marks and files keep an answer that is asked no more
    needs : `EEG` = not asked of film alone, "" = always
    eeg_choices : stored values that are not offered on film alone
    """

    name: str
    label: str
    choices: tuple[tuple[str, str], ...] = ()
    several: bool = False
    help: str = ""
    hed: tuple[tuple[str, str], ...] = ()
    quick: bool = False
    letters: tuple[tuple[str, str], ...] = ()
    is_asked: bool = True
    needs: str = ""
    eeg_choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Term:
    """One term of the vocabulary.

    key : digit key that makes a mark of it, "" for none
    colour : "#rrggbb" in the paper theme
    pattern : "solid", "hatch", "dots", "bars": terms never differ by hue alone
    lane : row of the overview in which marks of it stand: one of `SPASM_LANE`, `MARK_LANE`, `SLEEP_LANE`, or one of its
        own, named so
    default_duration_s : length of a fresh mark at the cursor, 0 for a point
    warn_below_s, warn_above_s : durations outside them make the form warn, never refuse
    hed : HED string, "" if none fits
    edf_text : the text written to EDF+ annotations; `{name}` stands for the value of that attribute
    synonyms : texts in other programs' exports that mean this term, lower case
    is_exclusive : where readers are compared, one event is of one such term only: a spasm is no artifact
    is_other_event : statistics count it among other seizures and what imitates them
    is_hidden : not offered for new marks; marks of it are shown as ever
    origin : id of the extension that added it, "" = the vocabulary itself
    needs : `EEG` = not offered on film alone, "" = always
    """

    term_id: str
    label: str
    shape: Shape
    key: str = ""
    colour: str = "#6b7280"
    pattern: str = "solid"
    lane: str = MARK_LANE
    default_duration_s: float = 0.0
    warn_below_s: float | None = None
    warn_above_s: float | None = None
    attributes: tuple[Attribute, ...] = ()
    hed: str = ""
    edf_text: str = ""
    synonyms: tuple[str, ...] = ()
    help: str = ""
    is_exclusive: bool = False
    is_other_event: bool = False
    is_hidden: bool = False
    origin: str = ""
    needs: str = ""

    @property
    def questions(self) -> tuple[Attribute, ...]:
        """Return what the form asks, in its order."""
        return tuple(attribute for attribute in self.attributes if attribute.is_asked)


@dataclass(frozen=True, slots=True)
class ForeignText:
    """A text of other programs that means a term.

    pattern : the text; `#` in it stands for a number, `*` for anything
    attributes : answers that go with the text, sorted by name
    """

    pattern: str
    term_id: str
    attributes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class UsedExtension:
    """An extension that a vocabulary was combined with.

    content_hash : SHA-256 of what it says; comments and blanks do not count
    """

    extension_id: str
    version: str
    content_hash: str


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """A named set of terms, and the texts of other programs that mean them.

    version : of the vocabulary, then of each extension: "6+ward.2.3fa9c1d0"
    foreign_texts : texts of other programs, compared after the terms' own names
    doubt_words : (words of doubt, the answer to “certainty” that they mean); * in them is any ending
    """

    vocabulary_id: str
    version: str
    label: str
    hed_version: str
    terms: tuple[Term, ...]
    foreign_texts: tuple[ForeignText, ...] = ()
    doubt_words: tuple[tuple[str, str], ...] = ()
    extensions: tuple[UsedExtension, ...] = ()

    @property
    def offered(self) -> tuple[Term, ...]:
        """Return the terms offered for new marks."""
        return tuple(term for term in self.terms if not term.is_hidden)

    def term(self, term_id: str) -> Term | None:
        return next((t for t in self.terms if t.term_id == term_id), None)

    def by_key(self, key: str) -> Term | None:
        return next((t for t in self.offered if t.key == key), None)


def meaning_hash(vocabulary: Vocabulary) -> str:
    """Return the hex SHA-256 over what marks of a vocabulary mean: ids, labels, shapes, questions, HED and EDF+ texts.

    Whether readers are compared by a term, and whether it is counted among other events, is part of it. Keys, colours,
    help, needs, the texts of other programs and the versions of extensions are not: a mark is the same with others.
    """
    terms = [
        [
            *(term.term_id, term.label, term.shape.value, term.default_duration_s, term.hed, term.edf_text),
            *(term.is_exclusive, term.is_other_event),
            [[one.name, one.label, one.choices, one.several, one.hed, one.is_asked] for one in term.attributes],
        ]
        for term in vocabulary.terms
    ]
    base_version = vocabulary.version.partition("+")[0] if vocabulary.extensions else vocabulary.version
    parts = [vocabulary.vocabulary_id, base_version, vocabulary.hed_version, terms]
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()
