"""Read a whole vocabulary from its file."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eegview.app.resources import read_text, read_toml
from eegview.app.vocabulary.faults import FaultList
from eegview.app.vocabulary.fields import CHOICE_FIELDS, QUESTION_FIELDS, TERM_FIELDS, good_fields, is_id, lane_fault
from eegview.app.vocabulary.program_terms import RESERVED_TERMS
from eegview.clinical.stages import SLEEP_TERM
from eegview.model.issue import Issue
from eegview.model.vocabulary import EEG, MARK_LANE, SLEEP_LANE, SPASM_LANE, Attribute, Shape, Term, Vocabulary

# What the groups of files before version 7 stood for.
_EXCLUSIVE_GROUPS, _OTHER_GROUP, _SPASM_GROUP = ("Spasms", "Seizures", "Around"), "Seizures", "Spasms"
_OLD_GROUP = (
    "“group” is no longer used and is read as it was meant; write lane, exclusive and other_event instead, "
    "see docs/vocabulary.md"
)
_Pairs = tuple[tuple[str, str], ...]
_Choices = tuple[_Pairs, _Pairs, _Pairs, tuple[str, ...]]  # (value, label)…, (value, HED)…, (value, letter)…, of EEG
_Place = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class VocabularyFile:
    """A vocabulary as its file says it.

    vocabulary : None where `faults` hold
    remarks : what is told and does not keep it from being used
    """

    vocabulary: Vocabulary | None
    faults: tuple[Issue, ...]
    remarks: tuple[Issue, ...] = ()


def vocabulary_in(path: Path) -> VocabularyFile:
    """Return what a file says, every fault of it with line and term.

    Raises
    ------
    UsageError : it is missing, or is not TOML
    """
    content = read_toml(path)
    text = read_text(path)
    faults, remarks = FaultList(path, text), FaultList(path, text)
    vocabulary = _Reading(faults, remarks).vocabulary(content)
    return VocabularyFile(None if faults.found else vocabulary, tuple(faults.found), tuple(remarks.found))


class _Reading:
    """One file being read."""

    def __init__(self, faults: FaultList, remarks: FaultList) -> None:
        self._faults, self._remarks = faults, remarks

    def vocabulary(self, content: dict[str, Any]) -> Vocabulary:
        about = self._table(content, "vocabulary")
        names = ("id", "version", "label", "hed_version")
        for name in (name for name in names if not isinstance(about.get(name), str)):
            self._faults.add(f"[vocabulary] lacks “{name}”", "vocabulary")
        shared = {
            name: self._choices(name, rows, ("choices", name)) for name, rows in self._table(content, "choices").items()
        }
        terms: list[Term] = []
        rows = self._rows(content, "term", "[[term]]", ("term",))
        for number, row in enumerate(rows):
            if (term := self._term(row, shared, ("term", number))) is not None:
                terms.append(term)
        if not rows:
            self._faults.add("there is no [[term]]")
        self._check_unique([term.term_id for term in terms], "two terms have the id", ("term",))
        self._check_unique([term.key for term in terms if term.key], "two terms have the key", ("term",))
        synonyms = [synonym for term in terms for synonym in term.synonyms]
        self._check_unique(synonyms, "two terms have the synonym", ("term",))
        if any(isinstance(row.get("group"), str) for row in rows):
            self._remarks.add(_OLD_GROUP, holding="group")
        vocabulary_id, version, label, hed_version = (str(about.get(name, "")) for name in names)
        return Vocabulary(vocabulary_id, version, label, hed_version, tuple(terms))

    def _term(self, row: dict[str, Any], shared: dict[str, _Choices], place: _Place) -> Term | None:
        term_id = row.get("id")
        if not isinstance(term_id, str) or not is_id(term_id):
            self._faults.add(f"“{term_id}” cannot be a term's id; use small letters, digits and _", *place, "id")
            return None
        if term_id in RESERVED_TERMS:
            self._faults.add(f"the program keeps records as “{term_id}”; give the term another id", *place, "id")
        what = f"term “{term_id}”"
        fields = good_fields(row, TERM_FIELDS, what, place, self._faults)
        for name in ("label", "shape"):
            if name not in row:
                self._faults.add(f"{what} lacks “{name}”", *place)
        questions = [
            self._question(term_id, one, shared, (*place, "attribute", number))
            for number, one in enumerate(self._rows(fields, "attribute", "[[term.attribute]]", (*place, "attribute")))
        ]
        attributes = tuple(question for question in questions if question is not None)
        self._check_unique([a.name for a in attributes], f"{what} asks twice for", place)
        if "label" not in fields or "shape" not in fields:
            return None
        fields = _without_group(term_id, fields)
        if wrong := lane_fault(term_id, fields["lane"]):
            self._faults.add(wrong, *place, "lane")
        renamed = {"exclusive": "is_exclusive", "other_event": "is_other_event", "hidden": "is_hidden"}
        apart = ("id", "shape", "attribute", "synonyms")
        plain = {renamed.get(name, name): value for name, value in fields.items() if name not in apart}
        return Term(
            term_id=term_id,
            shape=Shape(fields["shape"]),
            attributes=attributes,
            synonyms=tuple(synonym.casefold() for synonym in fields.get("synonyms", [])),
            **plain,
        )

    def _question(
        self, term_id: str, row: dict[str, Any], shared: dict[str, _Choices], place: _Place
    ) -> Attribute | None:
        name = row.get("name")
        if not isinstance(name, str) or not is_id(name):
            self._faults.add(f"term “{term_id}” has an attribute without a proper name", *place)
            return None
        what = f"“{name}” of term “{term_id}”"
        fields = good_fields(row, QUESTION_FIELDS, what, place, self._faults)
        if "label" not in row:
            self._faults.add(f"{what} lacks “label”", *place)
        listed = fields.get("choices", [])
        if isinstance(listed, str) and listed not in shared:
            self._faults.add(f"{what} names the choices “{listed}”, which are not under [choices]", *place, "choices")
        found = (
            shared.get(listed, ((), (), (), ()))
            if isinstance(listed, str)
            else self._choices(name, listed, (*place, "choices"))
        )
        choices, hed, letters, of_eeg = found
        several, quick, is_asked = fields.get("several", False), fields.get("quick", False), fields.get("asked", True)
        label, help_text = fields.get("label", name), fields.get("help", "")
        needs = fields.get("needs", "")
        return Attribute(name, label, choices, several, help_text, hed, quick, letters, is_asked, needs, of_eeg)

    def _choices(self, name: str, rows: Any, place: _Place) -> _Choices:
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            self._faults.add(f"the choices “{name}” are not a list of value and label", *place)
            return (), (), (), ()
        found: list[dict[str, Any]] = []
        for row in rows:
            fields = good_fields(row, CHOICE_FIELDS, f"a choice of “{name}”", place, self._faults)
            if not {"value", "label"} <= row.keys():
                self._faults.add(f"the choices “{name}” are not a list of value and label", *place)
            if {"value", "label"} <= fields.keys():
                found.append(fields)
        self._check_unique([row["value"] for row in found], f"the choices “{name}” have twice", place)
        letters = [row["letter"] for row in found if "letter" in row]
        self._check_unique(letters, f"the choices “{name}” have twice the letter", place)
        return (
            tuple((row["value"], row["label"]) for row in found),
            tuple((row["value"], row["hed"]) for row in found if row.get("hed")),
            tuple((row["value"], row["letter"]) for row in found if "letter" in row),
            tuple(row["value"] for row in found if row.get("needs") == EEG),
        )

    def _check_unique(self, names: Sequence[str], sentence: str, place: _Place) -> None:
        for twice in (name for name, count in Counter(names).items() if count > 1):
            self._faults.add(f"{sentence} “{twice}”", *place, holding=f'"{twice}"')

    def _table(self, content: dict[str, Any], name: str) -> dict[str, Any]:
        table = content.get(name, {})
        if isinstance(table, dict):
            return table
        self._faults.add(f"“{name}” is not a table", name)
        return {}

    def _rows(self, holder: dict[str, Any], name: str, header: str, place: _Place) -> list[dict[str, Any]]:
        rows = holder.get(name, [])
        if isinstance(rows, list) and all(isinstance(row, dict) for row in rows):
            return rows
        self._faults.add(f"“{name}” is not a list of {header}", *place)
        return []


def _without_group(term_id: str, fields: dict[str, Any]) -> dict[str, Any]:
    """Return a term's fields with what its group stood for in files before version 7, where they do not say it."""
    group = fields.pop("group", "")
    lane = SPASM_LANE if group == _SPASM_GROUP else SLEEP_LANE if term_id == SLEEP_TERM else MARK_LANE
    is_span = fields["shape"] == Shape.SPAN
    meant = {"lane": lane, "exclusive": group in _EXCLUSIVE_GROUPS and is_span, "other_event": group == _OTHER_GROUP}
    return meant | fields
