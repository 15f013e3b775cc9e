"""Questions of a term in a draft, their choices and letters: each function returns a new draft."""

from dataclasses import fields, replace
from typing import Any

from eegview.app.vocabulary.editing.draft import VocabularyDraft, free_id, question_of
from eegview.app.vocabulary.extension import ChoiceChange, QuestionChange, TermChange
from eegview.app.vocabulary.program_terms import PROGRAM_QUESTIONS
from eegview.model.vocabulary import Attribute

_AS_SAID = frozenset({"name", "choices", "choices_of"})


def is_own_question(draft: VocabularyDraft, term_id: str, name: str) -> bool:
    """Whether a question is added to the term by this extension."""
    return _before(draft, term_id, name) is None


def is_own_choice(draft: VocabularyDraft, term_id: str, name: str, value: str) -> bool:
    """Whether a choice of a question is added by this extension."""
    before = _before(draft, term_id, name)
    return before is None or value not in dict(before.choices)


def takes_choices(draft: VocabularyDraft, term_id: str, name: str) -> bool:
    """Whether a question can get more choices: not one that came with the program, which computes with its answers."""
    return draft.is_own(term_id) or name not in PROGRAM_QUESTIONS or is_own_question(draft, term_id, name)


def with_new_question(draft: VocabularyDraft, term_id: str, label: str) -> tuple[VocabularyDraft, str]:
    """Return the draft with a question more about a term, and its name; without choices its answer is free text."""
    name = free_id(label, draft.taken_questions(term_id), "question")
    change = _change(draft, term_id)
    question = QuestionChange(name, label=" ".join(label.split()))
    added = draft.with_change(replace(change, questions=(*change.questions, question)))
    return added.with_fresh(term_id, name), name


def with_question(draft: VocabularyDraft, term_id: str, name: str, **wanted: Any) -> VocabularyDraft:
    """Return the draft with other values of a question's fields, named as in `QuestionChange`."""
    cleaned = {field: " ".join(value.split()) if isinstance(value, str) else value for field, value in wanted.items()}
    return _with_question(draft, term_id, replace(_question(draft, term_id, name), **cleaned))


def without_question(draft: VocabularyDraft, term_id: str, name: str) -> VocabularyDraft:
    """Return the draft without what it says of a question: one of its own is gone, another as it was."""
    change = _change(draft, term_id)
    questions = tuple(one for one in change.questions if one.name != name)
    order = change.question_order
    if is_own_question(draft, term_id, name):
        order = tuple(one for one in order if one != name)
    return draft.with_change(replace(change, questions=questions, question_order=order))


def with_question_moved(draft: VocabularyDraft, term_id: str, name: str, steps: int) -> VocabularyDraft:
    """Return the draft in which the form asks a question so many steps later; fewer than 0 = earlier."""
    names = [attribute.name for attribute in draft.term(term_id).attributes]
    moved = _moved(names, name, steps)
    return draft.with_change(replace(_change(draft, term_id), question_order=tuple(moved))) if moved else draft


def with_new_choice(draft: VocabularyDraft, term_id: str, name: str, label: str) -> tuple[VocabularyDraft, str]:
    """Return the draft with a choice more of a question, and the value that marks store for it."""
    value = free_id(label, draft.taken_choices(term_id, name), "choice")
    said = _question(draft, term_id, name)
    choice = ChoiceChange(value, label=" ".join(label.split()))
    added = _with_question(draft, term_id, replace(said, choices=(*_own_list(draft, term_id, said), choice)))
    return added.with_fresh(term_id, name, value), value


def with_choice(draft: VocabularyDraft, term_id: str, name: str, value: str, **wanted: Any) -> VocabularyDraft:
    """Return the draft with other values of a choice's fields, named as in `ChoiceChange`; letter "" = found."""
    said = _question(draft, term_id, name)
    held = {choice.value: choice for choice in _own_list(draft, term_id, said)}
    cleaned = {field: " ".join(text.split()) if isinstance(text, str) else text for field, text in wanted.items()}
    if cleaned.get("letter") == "":
        cleaned["letter"] = None
    held[value] = replace(held.get(value, ChoiceChange(value)), **cleaned)
    return _with_question(draft, term_id, replace(said, choices=tuple(held.values())))


def without_choice(draft: VocabularyDraft, term_id: str, name: str, value: str) -> VocabularyDraft:
    """Return the draft without what it says of a choice: one of its own is gone, another as it was."""
    said = _question(draft, term_id, name)
    kept = tuple(choice for choice in _own_list(draft, term_id, said) if choice.value != value)
    return _with_question(draft, term_id, replace(said, choices=kept))


def with_choice_moved(draft: VocabularyDraft, term_id: str, name: str, value: str, steps: int) -> VocabularyDraft:
    """Return the draft with a choice of its own so many steps further down among its own."""
    said = _question(draft, term_id, name)
    own = [one for one in _own_list(draft, term_id, said) if is_own_choice(draft, term_id, name, one.value)]
    others = [one for one in said.choices if one not in own]
    moved = _moved([one.value for one in own], value, steps)
    by_value = {one.value: one for one in own}
    if not moved:
        return draft
    return _with_question(draft, term_id, replace(said, choices=(*others, *(by_value[one] for one in moved))))


def _own_list(draft: VocabularyDraft, term_id: str, said: QuestionChange) -> tuple[ChoiceChange, ...]:
    """Return the choices a question says; those it borrows from another question become its own."""
    if not said.choices_of:
        return said.choices
    question = question_of(draft.term(term_id), said.name)
    letters, hed = dict(question.letters), dict(question.hed)
    return tuple(ChoiceChange(value, label, letters.get(value), hed.get(value)) for value, label in question.choices)


def _change(draft: VocabularyDraft, term_id: str) -> TermChange:
    return draft.extension.change_of(term_id) or TermChange(term_id)


def _question(draft: VocabularyDraft, term_id: str, name: str) -> QuestionChange:
    held = (one for one in _change(draft, term_id).questions if one.name == name)
    return next(held, QuestionChange(name))


def _before(draft: VocabularyDraft, term_id: str, name: str) -> Attribute | None:
    term = draft.before(term_id)
    return next((one for one in term.attributes if one.name == name), None) if term is not None else None


def _with_question(draft: VocabularyDraft, term_id: str, question: QuestionChange) -> VocabularyDraft:
    """Return the draft with a question as it is said; nothing is said of what is as it would be anyway."""
    change, before = _change(draft, term_id), _before(draft, term_id, question.name)
    if question.choices and question.choices_of:
        question = replace(question, choices_of="")
    if before is not None:
        question = _needed(question, before)
    questions = tuple(question if one.name == question.name else one for one in change.questions)
    if question.name not in (one.name for one in change.questions):
        questions = (*questions, question)
    if before is not None:
        questions = tuple(one for one in questions if one != QuestionChange(question.name))
    return draft.with_change(replace(change, questions=questions))


def _needed(question: QuestionChange, before: Attribute) -> QuestionChange:
    same = {
        field.name: None
        for field in fields(question)
        if field.name not in _AS_SAID and getattr(question, field.name) == getattr(before, field.name)
    }
    labels, letters = dict(before.choices), dict(before.letters)
    choices = []
    for choice in question.choices:
        if choice.value in labels:
            label = None if choice.label == labels[choice.value] else choice.label
            letter = None if choice.letter == letters.get(choice.value) else choice.letter
            choice = ChoiceChange(choice.value, label, letter)
        if choice.value not in labels or choice != ChoiceChange(choice.value):
            choices.append(choice)
    return replace(question, **same, choices=tuple(choices))


def _moved(names: list[str], name: str, steps: int) -> list[str]:
    """Return the names with one of them moved; [] where it cannot go further."""
    place = names.index(name)
    if not 0 <= place + steps < len(names):
        return []
    names.insert(place + steps, names.pop(place))
    return names
