"""What is wrong with a draft: a sentence for each fault, and whether it may be saved all the same."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from eegview.app.contrast import GRAPHIC_CONTRAST, contrast
from eegview.app.themes import Theme, lifted
from eegview.app.vocabulary.editing.draft import VocabularyDraft
from eegview.app.vocabulary.extension import Extension
from eegview.app.vocabulary.hed_tags import can_check, hed_faults
from eegview.app.vocabulary.taken_texts import TakenText, taken_texts
from eegview.model.vocabulary import Attribute, Shape, Term


@dataclass(frozen=True, slots=True)
class DraftFault:
    """One fault, in a sentence.

    term_id : the term it is about, "" = none by itself
    field : its field: "label", "key", "colour", "hed", "default_duration_s"; "question NAME" where it is in a question
    blocks : whether the draft cannot be saved with it
    """

    sentence: str
    term_id: str = ""
    field: str = ""
    blocks: bool = True


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a draft is checked against.

    saved : the extension as it is on disk
    key_owners : titles of the commands that have a digit as their key in the whole window, by the digit
    themes : in which marks are shown
    n_marks : marks of the open study, by the id of their term
    """

    saved: Extension
    key_owners: Mapping[str, str] = field(default_factory=dict)
    themes: Sequence[Theme] = ()
    n_marks: Mapping[str, int] = field(default_factory=dict)


def faults_of(draft: VocabularyDraft, around: Surroundings) -> tuple[DraftFault, ...]:
    """Return the faults of all that the extension says, those that block first."""
    vocabulary = draft.vocabulary
    said = {change.term_id for change in draft.extension.terms}
    found: list[DraftFault] = [*_lost_terms(draft, around), *_other_meanings(draft, around)]
    labels = Counter(term.label.casefold() for term in vocabulary.offered)
    for term in vocabulary.terms:
        if term.term_id not in said:
            continue
        if not term.label:
            found.append(DraftFault("The term has no label.", term.term_id, "label"))
        elif not term.is_hidden and labels[term.label.casefold()] > 1:
            found.append(DraftFault(f"Two terms are called “{term.label}”.", term.term_id, "label"))
        found += _key_faults(term, vocabulary.offered, around.key_owners)
        found += _look_faults(term, vocabulary.offered, around.themes)
        if term.shape is not Shape.POINT and not term.default_duration_s:
            found.append(
                DraftFault(
                    "A new mark at the cursor would have no length.", term.term_id, "default_duration_s", blocks=False
                )
            )
        if draft.is_own(term.term_id) and can_check(vocabulary):
            found += [
                DraftFault(f"{sentence}.", term.term_id, "hed", blocks=False) for sentence in hed_faults(term.hed)
            ]
        found += _question_faults(term)
        found += _letter_faults(draft, term)
    taken = _taken_texts(draft)
    found += _text_faults(draft, taken)
    known = {fault.sentence for fault in found} | {f"“{one.text}” means “{one.owner}” already." for one in taken}
    labels_twice = " have one label, "  # told above, in a sentence of its own
    found += [
        DraftFault(f"This cannot be: {sentence}", blocks=False)
        for sentence in draft.refused
        if sentence not in known and labels_twice not in sentence and not sentence.startswith("the letter ")
    ]
    return tuple(sorted(found, key=lambda fault: not fault.blocks))


def contrast_sentences(colour: str, themes: Sequence[Theme]) -> list[str]:
    """Return a sentence for themes in which a colour is hard to see on the page, and is drawn otherwise."""
    sentences = []
    for is_dark, drawn in ((False, "darker"), (True, "lighter")):
        reached = [
            (contrast(lifted(colour) if is_dark else colour, theme.page), theme.label)
            for theme in sorted(themes, key=lambda theme: theme.theme_id != "paper")
            if theme.is_dark is is_dark
        ]
        low = [f"{ratio:.1f} : 1 in {label}" for ratio, label in reached if ratio < GRAPHIC_CONTRAST]
        if low:
            sentences.append(
                f"The contrast of the colour to the page is {', '.join(low)}; {GRAPHIC_CONTRAST:g} : 1 is needed, so "
                f"marks are drawn {drawn} there."
            )
    return sentences


def key_holder(term_id: str, key: str, terms: Sequence[Term], key_owners: Mapping[str, str]) -> str:
    """Return what else has a digit, as it is called; "" where it is free."""
    holder = next((term.label for term in terms if key and term.key == key and term.term_id != term_id), "")
    return holder or key_owners.get(key, "")


def _key_faults(term: Term, terms: Sequence[Term], key_owners: Mapping[str, str]) -> Iterator[DraftFault]:
    holder = "" if term.is_hidden else key_holder(term.term_id, term.key, terms, key_owners)
    if holder:
        yield DraftFault(f"The key {term.key} is that of “{holder}”.", term.term_id, "key")


def _look_faults(term: Term, terms: Sequence[Term], themes: Sequence[Theme]) -> Iterator[DraftFault]:
    for sentence in contrast_sentences(term.colour, themes):
        yield DraftFault(sentence, term.term_id, "colour", blocks=False)
    look = term.colour.casefold(), term.pattern
    for other in terms:
        if other.term_id != term.term_id and (other.colour.casefold(), other.pattern) == look:
            yield DraftFault(f"“{other.label}” has the same colour and pattern.", term.term_id, "colour", blocks=False)
            return


def _question_faults(term: Term) -> Iterator[DraftFault]:
    labels = Counter(question.label.casefold() for question in term.questions)
    for question in term.questions:
        place = f"question {question.name}"
        if not question.label:
            yield DraftFault("A question has no label.", term.term_id, place)
        elif labels[question.label.casefold()] > 1:
            yield DraftFault(f"Two questions are called “{question.label}”.", term.term_id, place)
        for sentence in _choice_sentences(question):
            yield DraftFault(sentence, term.term_id, place)


def _choice_sentences(question: Attribute) -> Iterator[str]:
    if any(not label for _value, label in question.choices):
        yield f"A choice of “{question.label}” has no label."
    labels = [label for _value, label in question.choices if label]
    for label, count in Counter(label.casefold() for label in labels).items():
        if count > 1:
            shown = next(one for one in labels if one.casefold() == label)
            yield f"“{question.label}” has the choice “{shown}” twice."


def _letter_faults(draft: VocabularyDraft, term: Term) -> Iterator[DraftFault]:
    """Yield a fault for each letter that was wanted for a choice and is another's."""
    said = draft.extension.change_of(term.term_id)
    for question in said.questions if said is not None else ():
        asked = next((one for one in term.attributes if one.name == question.name), None)
        for choice in question.choices if asked is not None else ():
            if asked and choice.letter and dict(asked.letters).get(choice.value) != choice.letter:
                label = dict(asked.choices).get(choice.value, choice.value)
                yield DraftFault(
                    f"The letter {choice.letter.upper()} of “{label}” is that of another answer to “{asked.label}”.",
                    term.term_id,
                    f"question {asked.name}",
                )


def _taken_texts(draft: VocabularyDraft) -> list[TakenText]:
    """Return the labels and EDF+ texts that the extension says and that mean another term."""
    said = {change.term_id: change.edf_text for change in draft.extension.terms if draft.is_own(change.term_id)}
    terms = [replace(term, edf_text=said.get(term.term_id) or term.edf_text) for term in draft.vocabulary.terms]
    taken = taken_texts(draft.base.terms, terms)
    return [one for one in taken if draft.extension.change_of(one.term_id) is not None]


def _text_faults(draft: VocabularyDraft, taken: Sequence[TakenText]) -> Iterator[DraftFault]:
    for one in taken:
        what = "label" if one.field == "label" else "text in EDF+ files"
        owner = draft.vocabulary.term(one.owner)
        means = owner.label if owner is not None else one.owner
        yield DraftFault(f"The {what} “{one.text}” means “{means}” in files already.", one.term_id, one.field)


def _lost_terms(draft: VocabularyDraft, around: Surroundings) -> Iterator[DraftFault]:
    """Yield a fault for each term that is on disk, has marks in the open study, and would be gone."""
    for change in around.saved.terms:
        n_marks = around.n_marks.get(change.term_id, 0)
        if n_marks and draft.is_own(change.term_id) and draft.extension.change_of(change.term_id) is None:
            yield DraftFault(
                f"“{change.label}” has {n_marks} {'mark' if n_marks == 1 else 'marks'} in the open study, so it cannot "
                "be removed; hide it instead."
            )


def _other_meanings(draft: VocabularyDraft, around: Surroundings) -> Iterator[DraftFault]:
    """Yield a fault for each id on disk that would mean another thing: an import can say so."""
    for saved in around.saved.terms:
        change = draft.extension.change_of(saved.term_id)
        if change is None:
            continue
        if saved.shape is not None and change.shape not in (None, saved.shape):
            sentence = f"“{saved.term_id}” is saved as a {saved.shape} and cannot become a {change.shape}."
            yield DraftFault(f"{sentence} Give the other term another id.", saved.term_id, "shape")
        several = {question.name: bool(question.several) for question in saved.questions}
        for question in change.questions:
            if several.get(question.name, bool(question.several)) != bool(question.several):
                sentence = f"Whether “{question.label or question.name}” has several answers stays as it was saved."
                yield DraftFault(sentence, saved.term_id, f"question {question.name}")
