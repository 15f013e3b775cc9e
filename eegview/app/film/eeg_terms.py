"""What of the vocabulary needs EEG, where a study is film alone."""

from collections.abc import Iterable
from dataclasses import replace

from eegview.app.vocabulary.letters import letters_of
from eegview.model.annotation import Annotation
from eegview.model.errors import UsageError
from eegview.model.recording import Recording
from eegview.model.span import Span
from eegview.model.text.language import tr
from eegview.model.time.clock import elapsed_text
from eegview.model.vocabulary import EEG, Attribute, Term, Vocabulary


def film_terms(vocabulary: Vocabulary, recording: Recording | None) -> tuple[Term, ...]:
    """Return the terms offered for new marks of a recording: of film alone those that need no EEG."""
    is_film = recording is not None and recording.is_film
    return tuple(term for term in vocabulary.offered if not (is_film and term.needs == EEG))


def film_term(term: Term, mark: Annotation | None = None) -> Term:
    """Return a term with the questions and choices that can be answered from film, by the same letters.

    What a mark was answered before stays, so that it can be read and taken back.
    """
    letters = letters_of(term)
    answered = dict(mark.attributes) if mark is not None else {}
    kept = [
        _film_question(one, letters.get(one.name, {}), answered.get(one.name, ""))
        for one in term.attributes
        if one.needs != EEG or one.name in answered
    ]
    return replace(term, attributes=tuple(kept))


def _film_question(question: Attribute, letters: dict[str, str], answer: str) -> Attribute:
    off = set(question.eeg_choices) - set(answer.split("+"))
    return replace(
        question,
        choices=tuple(choice for choice in question.choices if choice[0] not in off),
        letters=tuple((value, letter) for value, letter in letters.items() if value not in off),
    )


def refuse_eeg_term(recording: Recording, term: Term, answers: Iterable[tuple[str, str]] = ()) -> None:
    """Refuse a new mark, or an answer, of film alone that says something of the EEG.

    Raises
    ------
    UsageError : the term, a question or a choice needs EEG
    """
    if not recording.is_film:
        return
    if term.needs == EEG:
        raise UsageError(
            tr("“{label}” is seen in EEG, and this study is film alone.", label=term.label),
            tr("Mark what is seen in the video, or open the infant's EEG."),
        )
    refuse_eeg_answers(recording, term, answers)


def refuse_eeg_answers(recording: Recording, term: Term, answers: Iterable[tuple[str, str]]) -> None:
    """Refuse new answers on a mark of film alone that say something of the EEG.

    Raises
    ------
    UsageError : a question or a choice needs EEG
    """
    asked = {one.name: one for one in term.attributes} if recording.is_film else {}
    for name, value in answers:
        question = asked.get(name)
        if question is not None and (question.needs == EEG or set(value.split("+")) & set(question.eeg_choices)):
            raise UsageError(
                tr("“{name}={value}” is seen in EEG, and this study is film alone.", name=name, value=value),
                tr("Leave it out: a mark of film is clinical only."),
            )


def n_of_eeg(marks: Iterable[Annotation], vocabulary: Vocabulary, recording: Recording) -> int:
    """Return how many marks of film alone are of terms that are seen in EEG; 0 for a study with EEG."""
    if not recording.is_film:
        return 0
    terms = (vocabulary.term(mark.term_id) for mark in marks)
    return sum(term is not None and term.needs == EEG for term in terms)


def cut_texts(given: Annotation, cut: Annotation) -> list[str]:
    """Return what was cut off a mark at an end of its clip, in a sentence; nothing where it fits."""
    texts = []
    if cut.onset_s != given.onset_s:
        texts.append(f"Nothing was filmed at its beginning: the mark begins at {elapsed_text(cut.onset_s)}.")
    if cut.stop_s < given.stop_s:
        told = f"{cut.duration_s:.2f} s long, not {given.duration_s:.2f} s"
        texts.append(f"The clip ends before the mark would: it is {told}.")
    return texts


def within_clip(mark: Annotation, recording: Recording) -> Annotation:
    """Return a mark of film alone cut where its clip ends; one of EEG, or of a point, as it is."""
    if not recording.is_film or mark.duration_s <= 0:
        return mark
    span = Span(mark.onset_s, mark.onset_s + mark.duration_s)
    part = next((part for one in recording.segments if (part := one.intersection(span)) is not None), None)
    if part is None or part == span:
        return mark
    return replace(mark, onset_s=part.start_s, duration_s=part.duration_s)
