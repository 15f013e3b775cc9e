"""Read extensions of a vocabulary: files with `[extend]` in the vocabularies of one's own."""

import re
from collections import Counter
from pathlib import Path
from typing import Any

from eegview.app.resources import read_text, read_toml
from eegview.app.vocabulary.extension import ChoiceChange, Extension, QuestionChange, TermChange
from eegview.app.vocabulary.faults import FaultList
from eegview.app.vocabulary.fields import CHOICE_FIELDS, QUESTION_FIELDS, TERM_FIELDS, good_fields, is_id
from eegview.model.issue import Issue
from eegview.model.vocabulary import Shape

EXTEND = "extend"

_EXTENSION_FIELDS = {"id", "label", "version", "extends", "order"}
_TERM_FIELDS = {name: check for name, check in TERM_FIELDS.items() if name != "group"} | {
    "order": TERM_FIELDS["synonyms"]
}
_RENAMED = {"id": "term_id", "hidden": "is_hidden", "exclusive": "is_exclusive", "other_event": "is_other_event"}
_QUESTION_FIELDS, _CHOICE_FIELDS = (  # what needs EEG is said by who adds the term
    {name: check for name, check in fields.items() if name != "needs"} for fields in (QUESTION_FIELDS, CHOICE_FIELDS)
)
_ID = re.compile(r"[a-z0-9_]+")
_Place = tuple[str | int, ...]


def is_extension(content: dict[str, Any]) -> bool:
    """Whether a file of the folder of vocabularies is an extension of one."""
    return EXTEND in content


def read_extension(path: Path) -> tuple[Extension, tuple[Issue, ...]]:
    """Return what a file adds and changes, as far as it can be used, and every fault with its line.

    Raises
    ------
    UsageError : it is missing, or is not TOML
    """
    return read_content(read_toml(path), path, read_text(path))


def read_content(content: dict[str, Any], path: Path, text: str) -> tuple[Extension, tuple[Issue, ...]]:
    """Return what the content of a file adds and changes, and every fault with its line in `text`."""
    faults = FaultList(path, text)
    return _Reading(faults).extension(content, path.stem), tuple(faults.found)


class _Reading:
    """One file being read; what cannot be used is left out and told."""

    def __init__(self, faults: FaultList) -> None:
        self._faults = faults
        self._shared: dict[str, tuple[ChoiceChange, ...]] = {}

    def extension(self, content: dict[str, Any], name: str) -> Extension:
        about = self._table(content, EXTEND)
        for field, value in about.items():
            if field not in _EXTENSION_FIELDS:
                self._faults.add(f"[{EXTEND}] has “{field}”, which is not known here", EXTEND, field)
            elif field != "order" and not isinstance(value, str):
                self._faults.add(f"[{EXTEND}] has a “{field}” that is not text", EXTEND, field)
        for field in content:
            if field not in (EXTEND, "choices", "attribute", "term"):
                self._faults.add(
                    f"“{field}” is not known here; an extension has [extend], [choices], [[attribute]] and [[term]]",
                    field,
                )
        for shared, rows in self._table(content, "choices").items():
            self._shared[shared] = self._choices(rows, shared, ("choices", shared))
        said = {field: value for field, value in about.items() if isinstance(value, str)}
        return Extension(
            extension_id=self._id_of(said.get("id"), name),
            label=said.get("label", name),
            version=said.get("version", "1"),
            extends=said.get("extends", "infantile_spasms"),
            terms=tuple(self._terms(content)),
            questions=tuple(self._questions(content, "", ())),
            order=self._texts(about.get("order", []), f"the order of [{EXTEND}]", (EXTEND, "order")),
        )

    def _id_of(self, written: str | None, name: str) -> str:
        """Return the id that is written, else one made of the file's name."""
        if written is not None and _ID.fullmatch(written):
            return written
        if written is not None:
            what = f"“{written}” cannot be an extension's id; use small letters, digits and _"
            self._faults.add(what, EXTEND, "id")
        return "".join(sign if sign.isascii() and sign.isalnum() else "_" for sign in name.lower())

    def _terms(self, content: dict[str, Any]) -> list[TermChange]:
        found: list[TermChange] = []
        for number, row in enumerate(self._rows(content, "term", ("term",))):
            place, term_id = ("term", number), row.get("id")
            if not is_id(term_id):
                self._faults.add(f"“{term_id}” cannot be a term's id; use small letters, digits and _", *place, "id")
            elif any(term_id == other.term_id for other in found):
                self._faults.add(f"the term “{term_id}” stands twice; what comes first counts", *place, "id")
            else:
                found.append(self._term(row, f"term “{term_id}”", place))
        return found

    def _term(self, row: dict[str, Any], what: str, place: _Place) -> TermChange:
        fields = good_fields(row, _TERM_FIELDS, what, place, self._faults)
        questions = self._questions(fields, what, place)
        order, synonyms = tuple(fields.pop("order", ())), fields.pop("synonyms", ())
        fields.pop("attribute", None)
        if "shape" in fields:
            fields["shape"] = Shape(fields["shape"])
        plain = {_RENAMED.get(name, name): value for name, value in fields.items()}
        known = tuple(dict.fromkeys(synonym.strip().casefold() for synonym in synonyms))
        return TermChange(**plain, synonyms=known, questions=tuple(questions), question_order=order)

    def _questions(self, holder: dict[str, Any], what: str, place: _Place) -> list[QuestionChange]:
        found: list[QuestionChange] = []
        of_term = f" of {what}" if what else ""
        for number, row in enumerate(self._rows(holder, "attribute", (*place, "attribute"))):
            at, name = (*place, "attribute", number), row.get("name")
            if not is_id(name):
                self._faults.add(f"an attribute{of_term} has no proper name; use small letters, digits and _", *at)
            elif any(name == other.name for other in found):
                self._faults.add(f"“{name}”{of_term} stands twice; what comes first counts", *at, "name")
            else:
                found.append(self._question(row, f"“{name}”{of_term}", at))
        return found

    def _question(self, row: dict[str, Any], what: str, place: _Place) -> QuestionChange:
        fields = good_fields(row, _QUESTION_FIELDS, what, place, self._faults)
        listed, choices_of = fields.pop("choices", []), ""
        if isinstance(listed, str):
            choices_of = "" if listed in self._shared else listed
            choices = self._shared.get(listed, ())
        else:
            choices = self._choices(listed, fields["name"], (*place, "choices"))
        is_asked = fields.pop("asked", None)
        return QuestionChange(**fields, choices=choices, choices_of=choices_of, is_asked=is_asked)

    def _choices(self, rows: Any, name: str, place: _Place) -> tuple[ChoiceChange, ...]:
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            self._faults.add(f"the choices “{name}” are not a list of value and label", *place)
            return ()
        found: list[ChoiceChange] = []
        for row in rows:
            fields = good_fields(row, _CHOICE_FIELDS, f"a choice of “{name}”", place, self._faults)
            if "value" in fields:
                found.append(ChoiceChange(**fields))
            elif "value" not in row:
                self._faults.add(f"a choice of “{name}” lacks “value”", *place)
        for what, written in (
            ("", [choice.value for choice in found]),
            (" the letter", [choice.letter for choice in found if choice.letter]),
        ):
            for twice in (one for one, count in Counter(written).items() if count > 1):
                self._faults.add(f"the choices “{name}” have twice{what} “{twice}”", *place, holding=f'"{twice}"')
        return tuple({choice.value: choice for choice in reversed(found)}.values())[::-1]

    def _texts(self, value: Any, what: str, place: _Place) -> tuple[str, ...]:
        if isinstance(value, list) and all(isinstance(one, str) for one in value):
            return tuple(value)
        self._faults.add(f"{what} is not a list of ids", *place)
        return ()

    def _table(self, content: dict[str, Any], name: str) -> dict[str, Any]:
        table = content.get(name, {})
        if isinstance(table, dict):
            return table
        self._faults.add(f"“{name}” is not a table [{name}]", name)
        return {}

    def _rows(self, holder: dict[str, Any], name: str, place: _Place) -> list[dict[str, Any]]:
        rows = holder.get(name, [])
        if isinstance(rows, list) and all(isinstance(row, dict) for row in rows):
            return rows
        self._faults.add(f"“{name}” is not a list of [[{'.'.join(p for p in place if isinstance(p, str))}]]", *place)
        return []
