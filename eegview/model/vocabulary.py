"""The words reviewers mark with: stable ids, editable labels."""

from dataclasses import dataclass
from enum import StrEnum


class Shape(StrEnum):
    POINT = "point"
    SPAN = "span"
    EPOCH = "epoch"  # a long stretch whose edges are not clinical events


@dataclass(frozen=True, slots=True)
class Attribute:
    """A question the edit form asks.

    choices : (stored value, label); empty = free text
    several : values joined by "+", in the order of time they were chosen
    hed : (stored value, HED tags that value adds); "n/a" = a mark with this value carries no HED
    quick : offered beside the cursor right after marking, to be answered with one key
    """

    name: str
    label: str
    choices: tuple[tuple[str, str], ...] = ()
    several: bool = False
    help: str = ""
    hed: tuple[tuple[str, str], ...] = ()
    quick: bool = False


@dataclass(frozen=True, slots=True)
class Term:
    """One word of the vocabulary.

    key : the digit that marks it, "" for none
    colour : "#rrggbb" in the paper theme
    pattern : "solid", "hatch", "dots", "bars": never told apart by hue alone
    default_duration_s : length of a fresh mark at the cursor, 0 for a point
    warn_below_s, warn_above_s : outside them the form warns, never blocks
    hed : HED string, "" if none fits
    edf_text : the text written to EDF+ annotations; `{name}` stands for the value of that attribute
    synonyms : texts in other programs' exports that mean this term, lower case
    """

    term_id: str
    label: str
    shape: Shape
    key: str = ""
    colour: str = "#6b7280"
    pattern: str = "solid"
    group: str = ""
    default_duration_s: float = 0.0
    warn_below_s: float | None = None
    warn_above_s: float | None = None
    attributes: tuple[Attribute, ...] = ()
    hed: str = ""
    edf_text: str = ""
    synonyms: tuple[str, ...] = ()
    help: str = ""


@dataclass(frozen=True, slots=True)
class ForeignText:
    """Words of other programs that mean a term; `#` in them stands for a number, `*` for anything.

    attributes : answers that go with it, sorted by name
    """

    pattern: str
    term_id: str
    attributes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The terms, and what other programs' words mean in them.

    foreign_texts : tried in this order, after the terms' own names
    """

    vocabulary_id: str
    version: str
    label: str
    hed_version: str
    terms: tuple[Term, ...]
    foreign_texts: tuple[ForeignText, ...] = ()

    def term(self, term_id: str) -> Term | None:
        return next((t for t in self.terms if t.term_id == term_id), None)

    def by_key(self, key: str) -> Term | None:
        return next((t for t in self.terms if t.key == key), None)
