"""A learner's answers as the measures take them: item and infant named apart from those of other sets."""

from __future__ import annotations

from collections.abc import Sequence

from eegview.clinical.learning.confidence import ConfidentAnswer
from eegview.clinical.learning.rated_answers import RatedAnswer
from eegview.model.training.answer import Answer
from eegview.model.training.question import Question


def item_of(answer: Answer) -> str:
    """Return which item of which set was answered."""
    return f"{answer.set_id} {answer.item_id}"


def infant_of(answer: Answer) -> str:
    """Return which infant of which set it shows, "" where that is not known."""
    return f"{answer.set_id} {answer.infant_id}" if answer.infant_id else ""


def rated(question: Question, answers: Sequence[Answer]) -> list[RatedAnswer]:
    """Return answers to a yes-or-no question as ratings."""
    return [
        RatedAnswer(
            item_of(one), infant_of(one), one.truth in question.positive, one.value in question.positive, one.confidence
        )
        for one in answers
    ]


def confident(answers: Sequence[Answer]) -> list[ConfidentAnswer]:
    """Return answers with their confidence."""
    return [ConfidentAnswer(item_of(one), infant_of(one), one.confidence, one.is_correct) for one in answers]
