"""Combine a vocabulary with extensions of it, in the order of their files' names."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from eegview.app.vocabulary.extended_questions import QuestionExtending
from eegview.app.vocabulary.extension import Extension, TermChange
from eegview.app.vocabulary.fields import lane_fault
from eegview.app.vocabulary.places import Places
from eegview.app.vocabulary.program_terms import RESERVED_TERMS
from eegview.app.vocabulary.taken_texts import taken_texts, with_texts_of_their_own
from eegview.model.issue import Issue
from eegview.model.vocabulary import MARK_LANE, Shape, Term, UsedExtension, Vocabulary

_FREE = ("label", "colour", "pattern", "default_duration_s", "warn_below_s", "warn_above_s", "help", "is_hidden")
_FIXED = {  # what is said once, by who adds the term
    "shape": "its marks were made with it",
    "lane": "it is where its marks are looked for",
    "hed": "marks leave with it",
    "edf_text": "other programs read it",
    "is_exclusive": "readers are compared by it",
    "is_other_event": "statistics count by it",
    "needs": "marks of film alone go by it",
}
_WRITTEN = {"is_exclusive": "exclusive", "is_other_event": "other_event", "is_hidden": "hidden"}
_FRESH_S = {Shape.POINT: 0.0, Shape.SPAN: 1.0, Shape.EPOCH: 30.0}


def apply_extensions(
    base: Vocabulary, extensions: Sequence[tuple[Path, Extension]], names_lines: bool = True
) -> tuple[Vocabulary, tuple[Issue, ...]]:
    """Return the vocabulary with what extensions add and change, and what of it cannot be.

    Of two that say different things about one term the later one holds, and both files are named.

    Parameters
    ----------
    extensions : each with the file it stands in, in their order; a file that is not there yet has no lines to name
    names_lines : False = no file is read, so that this can be asked for at each letter typed
    """
    if not extensions:
        return base, ()
    work = _Extending(base)
    for path, extension in extensions:
        work.add(Places(path, names_lines), extension)
    used = tuple(UsedExtension(e.extension_id, e.version, content_hash(e)) for _path, e in extensions)
    version = "+".join((base.version, *(f"{u.extension_id}.{u.version}.{u.content_hash[:8]}" for u in used)))
    whole = replace(base, terms=work.whole(), version=version, extensions=used)
    return whole, tuple(work.issues)


def content_hash(extension: Extension) -> str:
    """Return the SHA-256 of what an extension says; comments and blanks of its file do not count."""
    held = asdict(extension)
    for term in held["terms"]:
        if term["needs"] is None:  # a field that came later: what does not say it means what it meant
            del term["needs"]
    said = json.dumps(held, sort_keys=True, ensure_ascii=False, allow_nan=False)
    return hashlib.sha256(said.encode()).hexdigest()


class _Extending:
    """A vocabulary on its way; `issues` holds what was told."""

    def __init__(self, base: Vocabulary) -> None:
        self.issues: list[Issue] = []
        self._base = {term.term_id: term for term in base.terms}
        self._terms = dict(self._base)
        self._order: list[str] = []
        self._said: dict[tuple[str, str], tuple[Places, Any]] = {}  # who said what of a term's field
        self._files: dict[str, Places] = {}
        self._places: dict[str, Places] = {}  # the file that named a term last
        self._questions = QuestionExtending(self._terms, self.issues)

    def add(self, places: Places, extension: Extension) -> None:
        first = self._files.setdefault(extension.extension_id, places)
        if first is not places:
            what = f"the id “{extension.extension_id}” is that of {first.path}, too; give each its own"
            self._tell(places, what, field="id")
        for question in extension.questions:
            self._questions.change_everywhere(places, question)
        given: dict[str, str] = {}
        for change in extension.terms:
            self._add_term(places, extension, change)
            if change.term_id not in self._terms:
                continue
            self._places[change.term_id] = places
            for question in change.questions:
                self._questions.change(places, change.term_id, question, extension.extension_id)
            self._questions.put_in_order(places, change.term_id, change.question_order)
            if change.key and change.key in given:
                self._tell(
                    places,
                    f"the key {change.key} is given to “{given[change.key]}” and to “{change.term_id}”; "
                    f"“{given[change.key]}” has it",
                    change.term_id,
                    "key",
                )
            elif change.key is not None:
                given.setdefault(change.key, change.term_id)
                self._give_key(places, extension, change.term_id, change.key)
        for change in extension.terms:
            if change.term_id in self._terms:
                self._add_synonyms(places, change)
        for term_id in extension.order:
            if term_id not in self._terms:
                self._tell(places, f"the order names “{term_id}”, and there is no such term", field="order")
        order = [term_id for term_id in extension.order if term_id in self._terms]
        self._order = [*order, *(term_id for term_id in self._order if term_id not in order)]

    def whole(self) -> tuple[Term, ...]:
        """Return the terms in their order, the words that were replaced still understood."""
        self._tell_labels_twice()
        self._tell_taken_texts()
        order = list(dict.fromkeys([*self._order, *self._terms]))
        found = tuple(self._terms[term_id] for term_id in order)
        return with_former_texts(found, self._base)

    def _add_term(self, places: Places, extension: Extension, change: TermChange) -> None:
        if change.term_id not in self._terms:
            self._make(places, extension, change)
            return
        term = self._terms[change.term_id]
        for field, why in _FIXED.items():
            value = getattr(change, field)
            if value is not None and value != getattr(term, field):
                name = _WRITTEN.get(field, field)
                self._tell(places, f"the {name} of “{term.term_id}” cannot be changed: {why}", term.term_id, name)
        wanted = {field: value for field in _FREE if (value := getattr(change, field)) is not None}
        if term.shape is Shape.POINT and wanted.pop("default_duration_s", 0.0):
            self._tell(places, f"“{term.term_id}” is a point and has no duration", term.term_id, "default_duration_s")
        for field, value in wanted.items():
            self._note(places, term, field, value)
        self._terms[term.term_id] = replace(term, **wanted)

    def _make(self, places: Places, extension: Extension, change: TermChange) -> None:
        """Add a new term, unless it lacks what a term needs."""
        term_id, shape, label = change.term_id, change.shape, change.label
        if term_id in RESERVED_TERMS:
            self._tell(places, f"the program keeps records as “{term_id}”; give the term another id", term_id, "id")
        elif shape is None or label is None:
            lacks = " and ".join(name for name, value in (("label", label), ("shape", shape)) if value is None)
            self._tell(
                places, f"“{term_id}” is not in “{extension.extends}”, and a new term needs its {lacks}", term_id
            )
        else:
            said = {field: value for field in (*_FREE, *_FIXED) if (value := getattr(change, field)) is not None}
            if wrong := lane_fault(term_id, said.get("lane", MARK_LANE)):
                self._tell(places, wrong, term_id, "lane")
                said.pop("lane")
            said.setdefault("default_duration_s", _FRESH_S[shape])
            if shape is Shape.POINT and said["default_duration_s"]:
                self._tell(places, f"“{term_id}” is a point and has no duration", term_id, "default_duration_s")
                said["default_duration_s"] = 0.0
            self._terms[term_id] = Term(term_id=term_id, **said, origin=extension.extension_id)
            for field in (*_FREE, "key"):
                self._said[term_id, field] = places, getattr(self._terms[term_id], field)

    def _note(self, places: Places, term: Term, field: str, value: Any) -> None:
        """Remember who said this of a term, and tell where another file said something else."""
        before = self._said.get((term.term_id, field))
        name = _WRITTEN.get(field, field)
        if before is not None and before[0] is not places and before[1] != value:
            self._tell(
                places,
                f"the {name} of “{term.term_id}” is another one in {before[0].path}; what stands here holds",
                term.term_id,
                name,
            )
        self._said[term.term_id, field] = places, value

    def _give_key(self, places: Places, extension: Extension, term_id: str, key: str) -> None:
        self._note(places, self._terms[term_id], "key", key)
        for other in [one for one in self._terms.values() if key and one.key == key and one.term_id != term_id]:
            said = extension.change_of(other.term_id)
            if said is None or said.key is None:
                self._tell(
                    places,
                    f"the key {key} is given to “{term_id}”; “{other.term_id}” loses it "
                    f'(write key = "" for “{other.term_id}” if this is meant)',
                    term_id,
                    "key",
                )
            self._terms[other.term_id] = replace(other, key="")
        self._terms[term_id] = replace(self._terms[term_id], key=key)

    def _add_synonyms(self, places: Places, change: TermChange) -> None:
        taken = {text: term.term_id for term in self._terms.values() for text in _texts_of(term)}
        term = self._terms[change.term_id]
        for synonym in change.synonyms:
            other = taken.get(synonym, term.term_id)
            if other != term.term_id:
                self._tell(places, f"“{synonym}” means “{other}” already", term.term_id, "synonyms")
            elif synonym not in term.synonyms:
                term = replace(term, synonyms=(*term.synonyms, synonym))
        self._terms[term.term_id] = term

    def _tell_labels_twice(self) -> None:
        held: dict[str, str] = {}
        for term in self._terms.values():
            other = held.setdefault(term.label.casefold(), term.term_id)
            if other != term.term_id:
                named = term.term_id if term.term_id in self._places else other
                places = self._places.get(named) or next(iter(self._places.values()))
                self._tell(places, f"“{other}” and “{term.term_id}” have one label, “{term.label}”", named, "label")

    def _tell_taken_texts(self) -> None:
        terms, base = tuple(self._terms.values()), self._base.values()
        for taken in taken_texts(base, terms):
            if (places := self._places.get(taken.term_id)) is not None:
                what = f"“{taken.text}” means “{taken.owner}” already"
                self._tell(places, what, taken.term_id, taken.field)
        self._terms.update({term.term_id: term for term in with_texts_of_their_own(base, terms)})

    def _tell(self, places: Places, what: str, term_id: str = "", field: str = "") -> None:
        self.issues.append(places.fault(what, term_id, field=field))


def with_former_texts(terms: Sequence[Term], former: dict[str, Term]) -> tuple[Term, ...]:
    """Return terms that are still understood by the labels and EDF+ texts they had, as far as no other has them now.

    former : the terms as they came, by id
    """
    taken = {text for term in terms for text in _texts_of(term)}
    found = []
    for term in terms:
        before = former.get(term.term_id)
        texts = [text for text in _names_of(before) if text not in taken] if before is not None else []
        taken.update(texts)
        found.append(replace(term, synonyms=(*term.synonyms, *dict.fromkeys(texts))) if texts else term)
    return tuple(found)


def _names_of(term: Term) -> Iterator[str]:
    yield from (text.casefold() for text in (term.label, term.edf_text) if text)


def _texts_of(term: Term) -> Iterator[str]:
    yield term.term_id
    yield from _names_of(term)
    yield from term.synonyms
