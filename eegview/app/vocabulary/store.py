"""Load the vocabulary reviewers mark with; a user's own copy wins over the built-in one."""

import re
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

from eegview.app.resources import ADVICE, made_once, read_one, read_text, read_toml, resources_folder, user_folder
from eegview.app.vocabulary.doubt_words import load_doubt_words
from eegview.app.vocabulary.import_texts import IMPORT_TEXTS, load_import_texts
from eegview.app.vocabulary.letters import is_letter
from eegview.model.errors import UsageError
from eegview.model.issue import Issue
from eegview.model.vocabulary import Attribute, Shape, Term, Vocabulary

DEFAULT_VOCABULARY = "infantile_spasms"
PATTERNS = ("solid", "hatch", "dots", "bars")

_ID = re.compile(r"[a-z][a-z0-9_]*")
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_TERM_FIELDS: dict[str, type | tuple[type, ...]] = {
    "id": str,
    "label": str,
    "shape": str,
    "key": str,
    "colour": str,
    "pattern": str,
    "group": str,
    "default_duration_s": (int, float),
    "warn_below_s": (int, float),
    "warn_above_s": (int, float),
    "attribute": list,
    "hed": str,
    "edf_text": str,
    "synonyms": list,
    "help": str,
}
_ATTRIBUTE_FIELDS: dict[str, type | tuple[type, ...]] = {
    "name": str,
    "label": str,
    "choices": (list, str),
    "several": bool,
    "quick": bool,
    "asked": bool,
    "help": str,
}


def load_vocabulary(
    vocabulary_id: str = DEFAULT_VOCABULARY, built_in_only: bool = False, issues: list[Issue] | None = None
) -> Vocabulary:
    """Return the vocabulary of that id: the user's own copy if there is one without a fault, else the built-in one.

    Parameters
    ----------
    built_in_only : pass over the user's own copy
    issues : a fault in the own copy, or in an own table of foreign texts, is added here; see `report_fault`

    Raises
    ------
    UsageError : there is none of that id
    """
    name, folder = f"{vocabulary_id}.toml", resources_folder() / "vocabularies"
    if not (folder / name).is_file() and not (user_folder("vocabularies") / name).is_file():
        known = sorted(found.stem for found in folder.glob("*.toml") if found.stem != IMPORT_TEXTS)
        raise UsageError(f"There is no vocabulary “{vocabulary_id}”.", f"Choose one of {', '.join(known)}.")
    if built_in_only:
        vocabulary = read_vocabulary(folder / name)
    else:
        vocabulary = read_one("vocabularies", name, read_vocabulary, issues)
    vocabulary = replace(vocabulary, doubt_words=load_doubt_words(built_in_only))
    return replace(vocabulary, foreign_texts=load_import_texts(vocabulary.terms, built_in_only, issues))


@made_once
def read_vocabulary(path: Path) -> Vocabulary:
    """Return the vocabulary in a TOML file, every fault of it refused with file, line and term."""
    content = read_toml(path)
    source = _Source(path)
    about = source.table(content, "vocabulary")
    for name in ("id", "version", "label", "hed_version"):
        if not isinstance(about.get(name), str):
            raise source.fault(f"[vocabulary] lacks “{name}”")
    shared = {name: source.choices(name, rows) for name, rows in source.table(content, "choices").items()}
    terms = tuple(source.term(row, shared) for row in source.rows(content, "term", "[[term]]"))
    source.check_whole(terms)
    return Vocabulary(about["id"], about["version"], about["label"], about["hed_version"], terms)


_Pairs = tuple[tuple[str, str], ...]
_Choices = tuple[_Pairs, _Pairs, _Pairs]  # (value, label)…, (value, HED)…, (value, letter)…


class _Source:
    """A vocabulary file being read, with the line of each fault in it."""

    def __init__(self, path: Path) -> None:
        self._name = str(path)
        self._lines = read_text(path).splitlines()

    def fault(self, what: str, pointer: str = "") -> UsageError:
        """Return the error for a fault; `pointer` is what stands on the line to name."""
        number = next((n for n, line in enumerate(self._lines, 1) if pointer and pointer in line), None)
        where = f"{self._name}, line {number}" if number else self._name
        return UsageError(f"{where}: {what}.", ADVICE)

    def table(self, content: dict[str, Any], name: str) -> dict[str, Any]:
        table = content.get(name, {})
        if not isinstance(table, dict):
            raise self.fault(f"“{name}” is not a table", name)
        return table

    def rows(self, content: dict[str, Any], name: str, place: str, pointer: str = "") -> list[dict[str, Any]]:
        rows = content.get(name, [])
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            raise self.fault(f"“{name}” is not a list of {place}", pointer or name)
        return rows

    def term(self, row: dict[str, Any], shared: dict[str, _Choices]) -> Term:
        term_id = row.get("id")
        if not isinstance(term_id, str) or not _ID.fullmatch(term_id):
            raise self.fault(f"“{term_id}” cannot be a term's id; use small letters, digits and _", f'"{term_id}"')
        pointer = f'id = "{term_id}"'
        self._check_fields(row, _TERM_FIELDS, ("label", "shape"), f"term “{term_id}”", pointer)
        if row["shape"] not in list(Shape):
            raise self.fault(f"term “{term_id}” has the shape “{row['shape']}”; use point, span or epoch", pointer)
        if "colour" in row and not _COLOUR.fullmatch(row["colour"]):
            raise self.fault(f"term “{term_id}” has no colour like #c2410c", pointer)
        if "pattern" in row and row["pattern"] not in PATTERNS:
            raise self.fault(f"term “{term_id}” has an unknown pattern; use {', '.join(PATTERNS)}", pointer)
        if not re.fullmatch(r"[0-9]?", row.get("key", "")):
            raise self.fault(f"term “{term_id}” needs one digit as its key", pointer)
        if not all(isinstance(synonym, str) for synonym in row.get("synonyms", [])):
            raise self.fault(f"term “{term_id}” has a synonym that is not text", pointer)
        asked = self.rows(row, "attribute", "[[term.attribute]]", pointer)
        attributes = tuple(self.attribute(term_id, one, shared) for one in asked)
        self._check_unique([a.name for a in attributes], f"term “{term_id}” asks twice for", pointer)
        plain = {name: row[name] for name in row if name not in ("id", "shape", "attribute", "synonyms")}
        return Term(
            term_id=term_id,
            shape=Shape(row["shape"]),
            attributes=attributes,
            synonyms=tuple(synonym.casefold() for synonym in row.get("synonyms", [])),
            **plain,
        )

    def attribute(self, term_id: str, row: dict[str, Any], shared: dict[str, _Choices]) -> Attribute:
        name = row.get("name")
        if not isinstance(name, str) or not _ID.fullmatch(name):
            raise self.fault(f"term “{term_id}” has an attribute without a proper name", f'id = "{term_id}"')
        place, pointer = f"“{name}” of term “{term_id}”", f'name = "{name}"'
        self._check_fields(row, _ATTRIBUTE_FIELDS, ("label",), place, pointer)
        listed = row.get("choices", [])
        if isinstance(listed, str) and listed not in shared:
            raise self.fault(f"{place} names the choices “{listed}”, which are not under [choices]", pointer)
        choices, hed, letters = shared[listed] if isinstance(listed, str) else self.choices(name, listed)
        several, quick, is_asked = row.get("several", False), row.get("quick", False), row.get("asked", True)
        return Attribute(name, row["label"], choices, several, row.get("help", ""), hed, quick, letters, is_asked)

    def choices(self, name: str, rows: Any) -> _Choices:
        if not isinstance(rows, list) or not all(
            isinstance(row, dict)
            and all(isinstance(row.get(part), str) for part in ("value", "label"))
            and isinstance(row.get("hed", ""), str)
            and isinstance(row.get("letter", ""), str)
            for row in rows
        ):
            raise self.fault(f"the choices “{name}” are not a list of value and label", name)
        values = [row["value"] for row in rows]
        self._check_unique(values, f"the choices “{name}” have twice", name)
        joined = next((value for value in values if "+" in value or not value), None)
        if joined is not None:
            raise self.fault(f"the choices “{name}” have the value “{joined}”; it cannot be empty or hold “+”", name)
        letters = [row["letter"] for row in rows if "letter" in row]
        wrong = next((letter for letter in letters if not is_letter(letter)), None)
        if wrong is not None:
            raise self.fault(f"the choices “{name}” have the letter “{wrong}”; use one small letter", name)
        self._check_unique(letters, f"the choices “{name}” have twice the letter", name)
        return (
            tuple((row["value"], row["label"]) for row in rows),
            tuple((row["value"], row["hed"]) for row in rows if row.get("hed")),
            tuple((row["value"], row["letter"]) for row in rows if "letter" in row),
        )

    def check_whole(self, terms: tuple[Term, ...]) -> None:
        if not terms:
            raise self.fault("there is no [[term]]")
        self._check_unique([term.term_id for term in terms], "two terms have the id")
        self._check_unique([term.key for term in terms if term.key], "two terms have the key")
        self._check_unique([synonym for term in terms for synonym in term.synonyms], "two terms have the synonym")

    def _check_unique(self, names: list[str], sentence: str, pointer: str = "") -> None:
        twice = next((name for name, count in Counter(names).items() if count > 1), None)
        if twice is not None:
            raise self.fault(f"{sentence} “{twice}”", pointer or f'"{twice}"')

    def _check_fields(
        self,
        row: dict[str, Any],
        known: dict[str, type | tuple[type, ...]],
        needed: tuple[str, ...],
        place: str,
        pointer: str,
    ) -> None:
        for name, value in row.items():
            if name not in known:
                raise self.fault(f"{place} has “{name}”, which is not known here", pointer)
            is_number = known[name] == (int, float)
            if not isinstance(value, known[name]) or (is_number and not _is_duration(value)):
                raise self.fault(f"{place} has a “{name}” of the wrong kind", pointer)
        missing = next((name for name in needed if not row.get(name)), None)
        if missing:
            raise self.fault(f"{place} lacks “{missing}”", pointer)


def _is_duration(value: Any) -> bool:
    return not isinstance(value, bool) and 0 <= value <= 1e6  # neither NaN nor infinite
