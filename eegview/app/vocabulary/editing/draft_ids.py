"""Ids made of labels: what was begun in a draft is stored by the label it has in the end, not by its first one."""

from dataclasses import replace

from eegview.app.vocabulary.editing.draft import VocabularyDraft, free_id
from eegview.app.vocabulary.extension import ChoiceChange, QuestionChange, TermChange


def with_ids_of_labels(draft: VocabularyDraft) -> tuple[VocabularyDraft, dict[str, str]]:
    """Return the draft in which all that was begun in it is stored by its label, and the new ids of terms by the old.

    What was on disk or imported keeps its ids: marks may have been made with them.
    """
    renamed: dict[str, str] = {}
    fresh: set[tuple[str, ...]] = set()
    taken = draft.taken_terms
    terms = []
    for change in draft.extension.terms:
        term_id = change.term_id
        if (term_id,) in draft.fresh and change.label:
            term_id = free_id(change.label, taken - {change.term_id}, "term")
            taken = taken - {change.term_id} | {term_id}
            fresh.add((term_id,))
        if term_id != change.term_id:
            renamed[change.term_id] = term_id
        terms.append(_with_question_ids(draft, change, term_id, fresh))
    order = tuple(renamed.get(one, one) for one in draft.extension.order)
    extension = replace(draft.extension, terms=tuple(terms), order=order)
    return replace(draft, extension=extension, fresh=frozenset(fresh)), renamed


def _with_question_ids(
    draft: VocabularyDraft, change: TermChange, term_id: str, fresh: set[tuple[str, ...]]
) -> TermChange:
    taken = draft.taken_questions(change.term_id)
    renamed: dict[str, str] = {}
    questions = []
    for question in change.questions:
        name = question.name
        if (change.term_id, name) in draft.fresh and question.label:
            name = free_id(question.label, taken - {question.name}, "question")
            taken = taken - {question.name} | {name}
            renamed[question.name] = name
            fresh.add((term_id, name))
        questions.append(_with_choice_values(draft, change.term_id, question, (term_id, name), fresh))
    order = tuple(renamed.get(one, one) for one in change.question_order)
    return replace(change, term_id=term_id, questions=tuple(questions), question_order=order)


def _with_choice_values(
    draft: VocabularyDraft, term_id: str, question: QuestionChange, place: tuple[str, str], fresh: set[tuple[str, ...]]
) -> QuestionChange:
    taken = draft.taken_choices(term_id, question.name)
    choices: list[ChoiceChange] = []
    for choice in question.choices:
        value = choice.value
        if (term_id, question.name, value) in draft.fresh and choice.label:
            value = free_id(choice.label, taken - {choice.value}, "choice")
            taken = taken - {choice.value} | {value}
            fresh.add((*place, value))
        choices.append(replace(choice, value=value))
    return replace(question, name=place[1], choices=tuple(choices))
