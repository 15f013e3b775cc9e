"""Whether an answer is the experts', and what to compare a miss with."""

from __future__ import annotations

from collections.abc import Iterable

from eegview.model.errors import UsageError
from eegview.model.training.answer import CONFIDENCES, Answer
from eegview.model.training.key import Key
from eegview.model.training.question import ONSET, Question

ONSET_TOLERANCE_S = 0.5


def onset_difference_s(onset_s: float | None, key: Key) -> float | None:
    """Return the learner's onset minus the experts' median, None where one of them lacks."""
    return None if onset_s is None or key.onset_s is None else onset_s - key.onset_s


def is_right(question: Question, value: str, onset_s: float | None, key: Key) -> bool:
    """Check whether an answer is the key's.

    An onset is right within 0.5 s of the experts' median, and anywhere from the earliest to the latest of theirs.
    """
    if question.kind != ONSET:
        return value == key.answer
    difference = onset_difference_s(onset_s, key)
    if difference is None or onset_s is None:
        return False
    low_s, high_s = key.onset_low_s, key.onset_high_s
    is_among_theirs = low_s is not None and high_s is not None and low_s <= onset_s <= high_s
    return is_among_theirs or abs(difference) <= ONSET_TOLERANCE_S


def check_answer(question: Question, value: str, confidence: int, onset_s: float | None, duration_s: float) -> None:
    """Check that an answer is one to this question.

    duration_s : of the item's stretch

    Raises
    ------
    UsageError : it is not
    """
    if confidence not in CONFIDENCES:
        raise UsageError("Confidence is from 1, a guess, to 5, sure.", "Choose one of the five.")
    if question.kind == ONSET and onset_s is None:
        raise UsageError("This question asks for an onset.", "Place it on the page.")
    if question.kind != ONSET and value not in [option.value for option in question.options]:
        raise UsageError("That is not an answer to this question.", "Choose one of its options.")
    if onset_s is not None and not 0 <= onset_s <= duration_s:
        raise UsageError("The onset lies outside of the page.", "Place it on the page.")


def nearest_right(answer: Answer, answers: Iterable[Answer], known: Iterable[str]) -> str | None:
    """Return an item that the learner had right, to compare a miss with; None after a right answer, or for none.

    The nearest is of the class that they took the missed one for, else of its own class; of these one of the same
    difficulty, else the last.

    answers : of this set, by time
    known : items that can be shown
    """
    if answer.is_correct:
        return None
    shown = set(known) - {answer.item_id}
    best, best_rank = None, (0, 0, -1)
    for number, one in enumerate(answers):
        if not one.is_correct or one.item_id not in shown or one.question_id != answer.question_id:
            continue
        is_mistaken_for = one.truth == answer.value or one.class_id == answer.value
        if not is_mistaken_for and one.class_id != answer.class_id:
            continue
        rank = (2 if is_mistaken_for else 1, int(one.difficulty == answer.difficulty), number)
        if rank > best_rank:
            best, best_rank = one.item_id, rank
    return best
