"""An extension of a vocabulary while it is written: each change makes a new draft."""

import re
from collections.abc import Collection
from dataclasses import dataclass, fields, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from eegview.app.vocabulary.editing.colours import NAMED_COLOURS
from eegview.app.vocabulary.extending import apply_extensions
from eegview.app.vocabulary.extension import Extension, QuestionChange, TermChange
from eegview.app.vocabulary.program_terms import RESERVED_TERMS
from eegview.model.issue import Issue
from eegview.model.vocabulary import Attribute, Shape, Term, Vocabulary

LONGEST_ID = 40
OF_NEW_TERMS = frozenset({"shape", "lane", "hed", "edf_text", "is_exclusive", "is_other_event", "needs"})
_NEVER_COMPARED = frozenset({"term_id", "questions", "question_order", "synonyms"})
_START_LENGTH_S = {Shape.POINT: 0.0, Shape.SPAN: 1.0, Shape.EPOCH: 30.0}
_NOTHING = Extension("")

Extensions = tuple[tuple[Path, Extension], ...]


@dataclass(frozen=True, slots=True)
class VocabularyDraft:
    """An extension being written, over the vocabulary that it extends.

    base : the vocabulary without any extension
    path : the file that the extension is for
    others : the other extensions in use, each with its file
    fresh : (term), (term, question) or (term, question, stored value) of what was begun in this draft: nobody stores it
        yet, so its id follows its label
    """

    base: Vocabulary
    path: Path
    extension: Extension
    others: Extensions = ()
    fresh: frozenset[tuple[str, ...]] = frozenset()
    saved: Extension = _NOTHING

    @property
    def vocabulary(self) -> Vocabulary:
        """Return the vocabulary as it will be."""
        return self._combined(self.extension)[0]

    @property
    def refused(self) -> tuple[str, ...]:
        """Return sentences on what the extension says and what cannot be."""
        issues = (one for one in self._combined(self.extension)[1] if getattr(one, "path", None) == self.path)
        return tuple(issue.message.partition(": ")[2] for issue in issues)

    def term(self, term_id: str) -> Term:
        """Return a term as it will be.

        Raises
        ------
        KeyError : there is none of that id
        """
        term = self.vocabulary.term(term_id)
        if term is None:
            raise KeyError(term_id)
        return term

    def is_own(self, term_id: str) -> bool:
        """Whether a term is added by this extension."""
        return _combined(self.base, self.others)[0].term(term_id) is None

    def is_changed(self, term_id: str) -> bool:
        """Whether the extension says something about a term that is there without it."""
        return not self.is_own(term_id) and self.extension.change_of(term_id) is not None

    def before(self, term_id: str) -> Term | None:
        """Return a term as it would be if this extension said nothing of it by itself; None for one of its own."""
        others = tuple(change for change in self.extension.terms if change.term_id != term_id)
        return self._combined(replace(self.extension, terms=others))[0].term(term_id)

    # ids

    @property
    def taken_terms(self) -> frozenset[str]:
        """Return the ids that no new term can have."""
        now = {term.term_id for term in self.vocabulary.terms}
        return frozenset(now | {change.term_id for change in self.saved.terms} | RESERVED_TERMS)

    def taken_questions(self, term_id: str) -> frozenset[str]:
        """Return the names that no new question about a term can have."""
        now = {attribute.name for attribute in self.term(term_id).attributes}
        return frozenset(now | self._saved_questions(term_id).keys())

    def taken_choices(self, term_id: str, name: str) -> frozenset[str]:
        """Return the stored values that no new choice of a question can have."""
        asked = next((one for one in self.term(term_id).attributes if one.name == name), None)
        said = self._saved_questions(term_id).get(name)
        now = {value for value, _label in asked.choices} if asked is not None else set()
        return frozenset(now | ({choice.value for choice in said.choices} if said is not None else set()))

    def is_saved_question(self, term_id: str, name: str) -> bool:
        """Whether the file asks a question: marks may have answers to it."""
        return name in self._saved_questions(term_id)

    def _saved_questions(self, term_id: str) -> dict[str, QuestionChange]:
        change = self.saved.change_of(term_id)
        return {question.name: question for question in change.questions} if change is not None else {}

    def _combined(self, extension: Extension) -> tuple[Vocabulary, tuple[Issue, ...]]:
        return _combined(self.base, tuple(sorted((*self.others, (self.path, extension)), key=lambda one: one[0].name)))

    # terms

    def with_new_term(self, label: str, shape: Shape) -> "tuple[VocabularyDraft, str]":
        """Return the draft with a term more, and its id, which is made of the label.

        It has a colour that no other term has, no key, and is written to files by its label.
        """
        label, terms = _cleaned(label), self.vocabulary.terms
        term_id = free_id(label, self.taken_terms, "term")
        taken = {term.colour for term in terms}
        colour = next((colour for _name, colour in NAMED_COLOURS if colour not in taken), NAMED_COLOURS[0][1])
        change = TermChange(
            term_id=term_id,
            label=label,
            shape=shape,
            colour=colour,
            pattern="solid",
            default_duration_s=_START_LENGTH_S[shape],
            edf_text=label,
        )
        return self._with_terms((*self.extension.terms, change)).with_fresh(term_id), term_id

    def with_term(self, term_id: str, **wanted: Any) -> "VocabularyDraft":
        """Return the draft with other values of a term's fields, named as in `TermChange`; "" takes a key away.

        Raises
        ------
        ValueError : the field is fixed for a term that the program knows
        """
        before, change = self.before(term_id), self.extension.change_of(term_id) or TermChange(term_id)
        if before is not None and (fixed := OF_NEW_TERMS & wanted.keys()):
            raise ValueError(f"{sorted(fixed)} of {term_id} cannot be changed")
        if before is None and "label" in wanted and change.edf_text == change.label:
            wanted = {"edf_text": wanted["label"], **wanted}  # written to files by its label, unless otherwise said
        return self._with_change(replace(change, **{name: _cleaned(value) for name, value in wanted.items()}))

    def with_key(self, term_id: str, key: str) -> "VocabularyDraft":
        """Return the draft in which a term has a digit as its key; the term that has it now has none then."""
        holder = next((term for term in self.vocabulary.terms if key and term.key == key), None)
        freed = self if holder is None or holder.term_id == term_id else self.with_term(holder.term_id, key="")
        return freed.with_term(term_id, key=key).with_key_back(self.term(term_id).key)

    def without_term(self, term_id: str) -> "VocabularyDraft":
        """Return the draft without a term of its own.

        Raises
        ------
        ValueError : the term is there without this extension
        """
        if not self.is_own(term_id):
            raise ValueError(f"{term_id} is not of this extension")
        return self.reset(term_id)

    def reset(self, term_id: str) -> "VocabularyDraft":
        """Return the draft in which the extension says nothing of a term by itself."""
        terms = tuple(change for change in self.extension.terms if change.term_id != term_id)
        order = tuple(one for one in self.extension.order if one != term_id or not self.is_own(term_id))
        reset = replace(self, extension=replace(self.extension, terms=terms, order=order))
        return reset.with_key_back(self.term(term_id).key)

    def with_key_back(self, key: str) -> "VocabularyDraft":
        """Return the draft in which a key that no term has any more is that of the term it comes with."""
        if not key or any(term.key == key for term in self.vocabulary.terms):
            return self
        plain = _combined(self.base, self.others)[0]
        lost = (change.term_id for change in self.extension.terms if change.key == "")
        owner = next((one for one in lost if (term := plain.term(one)) is not None and term.key == key), "")
        return self.with_term(owner, key=key) if owner else self

    def with_fresh(self, *place: str) -> "VocabularyDraft":
        """Return the draft in which the id of a term, a question or an answer follows its label."""
        return replace(self, fresh=self.fresh | {place})

    def with_change(self, change: TermChange) -> "VocabularyDraft":
        """Return the draft with what is said of a term in place of what was."""
        return self._with_change(change)

    def _with_change(self, change: TermChange) -> "VocabularyDraft":
        change = self._needed(change)
        terms = tuple(change if one.term_id == change.term_id else one for one in self.extension.terms)
        if self.extension.change_of(change.term_id) is None:
            terms = (*terms, change)
        if not self.is_own(change.term_id):
            terms = tuple(one for one in terms if one != TermChange(change.term_id))  # nothing is said any more
        return self._with_terms(terms)

    def _needed(self, change: TermChange) -> TermChange:
        """Return a change without what is as it would be anyway."""
        before = self.before(change.term_id)
        if before is None:  # what is not said of a new term is not so
            return replace(change, is_hidden=change.is_hidden or None, key=change.key or None)
        said = {field.name: getattr(change, field.name) for field in fields(change)}
        same: dict[str, Any] = {
            name: None
            for name, value in said.items()
            if name not in _NEVER_COMPARED and value is not None and value == getattr(before, name)
        }
        if "key" in same or change.key == "":  # a key that another term takes from it here is given up in so many words
            without = _combined(self.base, self.others)[0].term(change.term_id)
            same["key"] = None if without is None or without.key == change.key else change.key
        names = tuple(attribute.name for attribute in before.attributes)
        if change.question_order and change.question_order == names:
            same["question_order"] = ()
        return replace(change, **same)

    def _with_terms(self, terms: tuple[TermChange, ...]) -> "VocabularyDraft":
        return replace(self, extension=replace(self.extension, terms=terms))


@lru_cache(maxsize=64)
def _combined(base: Vocabulary, extensions: Extensions) -> tuple[Vocabulary, tuple[Issue, ...]]:
    return apply_extensions(base, extensions, names_lines=False)  # the window asks at each letter typed


def question_of(term: Term, name: str) -> Attribute:
    """Return the question of that name.

    Raises
    ------
    KeyError : the term does not ask it
    """
    for attribute in term.attributes:
        if attribute.name == name:
            return attribute
    raise KeyError(name)


def free_id(label: str, taken: Collection[str], otherwise: str) -> str:
    """Return an id made of a label that is not taken: small letters, digits and _, a letter first.

    otherwise : what it is made of where the label has no letter that an id can have
    """
    plain = re.sub(r"[^a-z0-9]+", "_", label.casefold()).strip("_")
    plain = re.sub(r"^[^a-z]+", "", plain)[:LONGEST_ID].rstrip("_") or otherwise
    number, found = 1, plain
    while found in taken:
        number += 1
        found = f"{plain}_{number}"
    return found


def _cleaned(value: Any) -> Any:
    return " ".join(value.split()) if isinstance(value, str) else value
