"""Add the questions of an extension to terms, and other words for questions there are."""

from dataclasses import replace

from eegview.app.vocabulary.extension import ChoiceChange, QuestionChange
from eegview.app.vocabulary.places import Places
from eegview.app.vocabulary.program_terms import PROGRAM_QUESTIONS
from eegview.exchange.hed import AWAY
from eegview.model.issue import Issue
from eegview.model.vocabulary import Attribute, Term

_FREE = ("label", "help", "quick", "is_asked")


class QuestionExtending:
    """Changes the questions of `terms`, in place; adds to `issues` what cannot be."""

    def __init__(self, terms: dict[str, Term], issues: list[Issue]) -> None:
        self._terms, self._issues = terms, issues
        self._said: dict[tuple[str, str, str], tuple[Places, str | bool]] = {}

    def change_everywhere(self, places: Places, change: QuestionChange) -> None:
        """Give a question other words wherever it is asked; it gets no choice that it has nowhere."""
        holders = [term for term in self._terms.values() if _named(term, change.name) is not None]
        if not holders:
            self._tell(places, f"no term asks “{change.name}”", "", change.name)
            return
        if change.several is not None or change.choices_of:
            self._tell(places, f"“{change.name}” can only get other words here", "", change.name)
        known = {value for term in holders for value, _label in _asked(term, change.name).choices}
        for choice in change.choices:
            if choice.value not in known:
                what = f"no question “{change.name}” has the choice “{choice.value}”; add it to one of a term"
                self._tell(places, what, "", change.name, choice.value)
        for term in holders:
            has = dict(_asked(term, change.name).choices)
            fitting = tuple(choice for choice in change.choices if choice.value in has)
            words = replace(change, choices=fitting, choices_of="", several=None)
            self._put(term, self._changed(places, term, _asked(term, change.name), words))

    def change(self, places: Places, term_id: str, change: QuestionChange, origin: str) -> None:
        """Change a question of a term, or add it.

        origin : id of the extension
        """
        term = self._terms[term_id]
        before = _named(term, change.name)
        after = self._changed(places, term, before, change) if before else self._new(places, term, change)
        if after is not None:
            self._put(term, after)

    def put_in_order(self, places: Places, term_id: str, order: tuple[str, ...]) -> None:
        """Let the questions of a term that are named stand first."""
        term = self._terms[term_id]
        by_name = {attribute.name: attribute for attribute in term.attributes}
        for name in (name for name in order if name not in by_name):
            what = f"the order names the question “{name}”, which “{term_id}” does not ask"
            self._issues.append(places.fault(what, term_id, field="order"))
        names = dict.fromkeys([*(name for name in order if name in by_name), *by_name])
        self._terms[term_id] = replace(term, attributes=tuple(by_name[name] for name in names))

    def _put(self, term: Term, question: Attribute) -> None:
        others = term.attributes
        if _named(term, question.name) is None:
            attributes = (*others, question)
        else:
            attributes = tuple(question if one.name == question.name else one for one in others)
        self._terms[term.term_id] = replace(term, attributes=attributes)

    def _new(self, places: Places, term: Term, change: QuestionChange) -> Attribute | None:
        if change.label is None:
            what = f"“{change.name}” is a new question of “{term.term_id}” and needs its label"
            self._tell(places, what, term.term_id, change.name)
            return None
        empty = Attribute(change.name, change.label, several=bool(change.several))
        if change.choices_of:
            held = (_named(one, change.choices_of) for one in self._terms.values())
            source = next((one for one in held if one is not None and one.choices), None)
            if source is None:
                what = f"“{change.name}” has the choices of “{change.choices_of}”, and there is no such question"
                self._tell(places, what, term.term_id, change.name)
                return None
            empty = replace(empty, choices=source.choices, hed=_hed_that_fits(source, term), letters=source.letters)
        plain = replace(change, choices_of="", several=None)
        return self._changed(places, term, empty, plain, is_new=True)

    def _changed(
        self, places: Places, term: Term, before: Attribute, change: QuestionChange, is_new: bool = False
    ) -> Attribute:
        if change.several not in (None, before.several):
            what = f"whether “{before.name}” of “{term.term_id}” has several answers cannot be changed"
            self._tell(places, what, term.term_id, before.name)
        if change.choices_of and not is_new:
            what = f"“{before.name}” of “{term.term_id}” has its choices already; name those that change"
            self._tell(places, what, term.term_id, before.name)
        wanted = {field: value for field in _FREE if (value := getattr(change, field)) is not None}
        for field, value in wanted.items():
            self._note(places, term, before.name, field, value)
        after = replace(before, **wanted)
        if change.choices and not before.choices and not is_new:
            what = f"“{before.name}” of “{term.term_id}” is answered in words; it cannot get choices"
            self._tell(places, what, term.term_id, before.name)
            return after
        for choice in change.choices:
            after = self._with_choice(places, term, after, choice, is_new)
        return after

    def _with_choice(
        self, places: Places, term: Term, question: Attribute, choice: ChoiceChange, is_new_question: bool
    ) -> Attribute:
        choices, hed, letters = dict(question.choices), dict(question.hed), dict(question.letters)
        is_new = choice.value not in choices
        if is_new and choice.label is None:
            what = f"“{choice.value}” is a new choice of “{question.name}” and needs its label"
            self._tell(places, what, term.term_id, question.name, choice.value)
            return question
        if is_new and not is_new_question and not term.origin and question.name in PROGRAM_QUESTIONS:
            what = f"“{question.name}” of “{term.term_id}” gets no other choice: the program computes with those it has"
            self._tell(places, what, term.term_id, question.name, choice.value)
            return question
        if choice.label is not None:
            if not is_new:
                self._note(places, term, question.name, choice.value, choice.label)
            choices[choice.value] = choice.label
        if choice.hed is not None and choice.hed != hed.get(choice.value, ""):
            if is_new:
                hed[choice.value] = choice.hed
            else:
                what = f"the hed of “{choice.value}” of “{question.name}” cannot be changed: marks leave with it"
                self._tell(places, what, term.term_id, question.name, choice.value)
        if choice.letter is not None:
            # Who had the letter gets another one, see `eegview.app.vocabulary.letters`.
            letters = {value: letter for value, letter in letters.items() if letter != choice.letter}
            letters[choice.value] = choice.letter
        return replace(question, choices=tuple(choices.items()), hed=tuple(hed.items()), letters=tuple(letters.items()))

    def _note(self, places: Places, term: Term, name: str, what: str, value: str | bool) -> None:
        """Remember who said this of a question, and tell where another file said something else."""
        before = self._said.get((term.term_id, name, what))
        if before is not None and before[0] is not places and before[1] != value:
            said = f"what “{name}” of “{term.term_id}” is called, or how it is asked, is another thing in "
            self._tell(places, f"{said}{before[0].path}; what stands here holds", term.term_id, name)
        self._said[term.term_id, name, what] = places, value

    def _tell(self, places: Places, what: str, term_id: str, name: str, value: str = "") -> None:
        fault = places.fault(what, term_id, name, value=value)
        if fault not in self._issues:  # words for all terms that ask it are told once
            self._issues.append(fault)


def _named(term: Term, name: str) -> Attribute | None:
    return next((attribute for attribute in term.attributes if attribute.name == name), None)


def _asked(term: Term, name: str) -> Attribute:
    return next(attribute for attribute in term.attributes if attribute.name == name)


def _hed_that_fits(question: Attribute, term: Term) -> tuple[tuple[str, str], ...]:
    """Return the HED of a question's choices for another term: what takes a tag away that it lacks is left out."""
    has = {tag.strip() for tag in term.hed.split(",")}
    found = []
    for value, hed in question.hed:
        parts = [part.strip() for part in hed.split(",")]
        kept = [part for part in parts if not part.startswith(AWAY) or part[len(AWAY) :] in has]
        if kept:
            found.append((value, hed if kept == parts else ", ".join(kept)))
    return tuple(found)
