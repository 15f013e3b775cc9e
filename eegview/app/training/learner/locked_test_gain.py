"""The locked tests before and after learning: what was right in each, and how much was gained."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from eegview.app.training.learner.answer_accuracy import balanced_accuracy
from eegview.app.training.learner.answer_units import confident
from eegview.clinical.learning.confidence import FEWEST, SHARE_RIGHT, share_right
from eegview.clinical.learning.figure import SHARE, Figure
from eegview.clinical.learning.threshold import gain
from eegview.model.training.answer import POST_TEST, PRE_TEST, Answer
from eegview.model.training.question import ONSET, Question

FEWEST_OF_TEST = 15  # answers of one test, over all questions
NOT_ALIKE = "Not told: the two tests did not ask alike, as one of them was broken off or the set was changed."
_MOST_APART = 0.1  # share of answers that went to other questions
_RIGHT = "Share of right answers"
_ALL = " Over all questions of the test, the first time that it was done."


@dataclass(frozen=True, slots=True)
class TestGain:
    """What the tests showed; each says why it has no number."""

    __test__ = False  # no test of pytest

    pre: Figure
    post: Figure
    gain: Figure


def gain_of_question(question: Question, answers: Sequence[Answer]) -> TestGain:
    """Return balanced accuracy in the tests, of onsets the share of right answers.

    answers : to this question, by time
    """
    if question.kind == ONSET:
        return _gain(answers, lambda held: share_right(confident(held), FEWEST), _RIGHT)
    return _gain(answers, lambda held: balanced_accuracy(question, held), "Balanced accuracy")


def gain_of_all(answers: Sequence[Answer]) -> TestGain:
    """Return the share of right answers in the tests over all questions.

    answers : to one set, by time
    """
    found = _gain(answers, lambda held: share_right(confident(held), FEWEST_OF_TEST), _RIGHT, _ALL)
    before, after = (_by_question(first_sitting(answers, mode)) for mode in (PRE_TEST, POST_TEST))
    if found.gain.value is not None and _apart(before, after) > _MOST_APART:
        none = Figure(None, None, None, found.gain.n, found.gain.method, NOT_ALIKE, SHARE)
        return TestGain(found.pre, found.post, none)
    return found


def first_sitting(answers: Sequence[Answer], mode: str) -> list[Answer]:
    """Return the answers of the first time that a locked test was done; a repeat of it measures something else."""
    held = [one for one in answers if one.mode == mode]
    return [one for one in held if one.session_id == held[0].session_id]


def _gain(
    answers: Sequence[Answer], measured: Callable[[Sequence[Answer]], Figure], of_what: str, more: str = ""
) -> TestGain:
    figures: list[Figure] = []
    for mode, missing in (
        (PRE_TEST, "The pre-test was not done."),
        (POST_TEST, "The post-test was not done yet."),
    ):
        held = first_sitting(answers, mode)
        found = measured(held)
        if not held:
            found = Figure(None, None, None, 0, found.method or SHARE_RIGHT, missing, SHARE)
        method = found.method + more
        figures.append(Figure(found.value, found.low, found.high, found.n, method, found.why_none, found.unit))
    pre, post = figures
    return TestGain(pre, post, gain(pre, post, of_what))


def _by_question(answers: Sequence[Answer]) -> dict[str, float]:
    counts = Counter(one.question_id for one in answers)
    return {name: n / len(answers) for name, n in counts.items()}


def _apart(before: dict[str, float], after: dict[str, float]) -> float:
    """Return the share of answers that would have to go to other questions for the tests to ask alike."""
    return sum(abs(before.get(name, 0.0) - after.get(name, 0.0)) for name in {*before, *after}) / 2
