"""How often a learner is right on film alone, told apart from items with EEG: film alone is harder."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from eegview.app.film.accuracy import film_accuracy_line
from eegview.app.training.learner.answer_units import confident
from eegview.clinical.learning.confidence import FEWEST, share_right
from eegview.clinical.learning.figure import Figure
from eegview.model.training.answer import Answer
from eegview.model.training.question import Question


@dataclass(frozen=True, slots=True)
class FilmApart:
    """The shares of right answers on film alone and on items with EEG; None and "" where no film was answered.

    warning : that figures over all questions mix both, "" where they do not
    """

    film_right: Figure | None = None
    eeg_right: Figure | None = None
    film_text: str = ""
    warning: str = ""


def is_about_film(answer: Answer, questions: Mapping[str, Question]) -> bool:
    """Whether an answer was given on film alone."""
    question = questions.get(answer.question_id)
    return question is not None and question.is_film


def film_apart(answers: Sequence[Answer], questions: Mapping[str, Question], latest: int) -> FilmApart:
    """Return the figures of both.

    answers : those that count for learning, by time
    latest : so many of each are counted, the last ones
    """
    film = [one for one in answers if is_about_film(one, questions)]
    eeg = [one for one in answers if not is_about_film(one, questions)]
    if not film:
        return FilmApart()
    film_right = share_right(confident(film[-latest:]), FEWEST)
    if not eeg:
        return FilmApart(film_right, None, film_accuracy_line())
    mixed = "figures over all questions mix both"
    warning = f"{len(film)} of {len(answers)} answers are on film alone, which is harder: {mixed}."
    return FilmApart(film_right, share_right(confident(eeg[-latest:]), FEWEST), film_accuracy_line(), warning)
