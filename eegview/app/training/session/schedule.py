"""When each category comes back: spaced repetition by FSRS, which follows from the answers alone.

A category is scheduled, not a picture, since a picture is remembered. The intervals are those of py-fsrs with its
published weights and without chance: after a miss a minute, then ten minutes, then days that grow with each answer.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from importlib import import_module
from typing import Any, Protocol

from eegview.model.training.answer import LEARN, Answer
from eegview.model.training.item import Category

RETENTION = 0.9  # a category comes back when it is right in about nine of ten cases
LEARNING_STEPS = (timedelta(minutes=1), timedelta(minutes=10))
RELEARNING_STEPS = (timedelta(minutes=10),)
LONGEST_DAYS = 365
MOST_ANSWERS = 300  # of a category; what lies further back no longer moves when it is due
UNSURE_UP_TO, SURE_FROM = 2, 5  # confidences: a right answer that was half guessed is hard, a sure one easy


class _Card(Protocol):
    """What is used of a card of fsrs."""

    @property
    def due(self) -> datetime: ...


@dataclass(slots=True)
class Schedule:
    """The categories that were asked for learning, and when they are due."""

    _cards: dict[Category, _Card] = field(default_factory=dict[Category, _Card])
    _counts: dict[Category, int] = field(default_factory=dict[Category, int])
    _scheduler: Any = field(default_factory=lambda: _new_scheduler())

    @classmethod
    def of(cls, answers: Iterable[Answer]) -> Schedule:
        """Return the schedule after some answers, by time; of each category the last 300 decide."""
        held: dict[Category, list[Answer]] = {}
        for answer in answers:
            if answer.mode == LEARN and not answer.is_repeat:
                held.setdefault(category_of(answer), []).append(answer)
        schedule = cls()
        for category, of in held.items():
            for answer in of[-MOST_ANSWERS:]:
                schedule.add(answer)
            schedule._counts[category] = len(of)
        return schedule

    def add(self, answer: Answer) -> None:
        """Take an answer in; those of tests and silent repeats count for nothing."""
        if answer.mode != LEARN or answer.is_repeat:
            return
        fsrs: Any = import_module("fsrs")
        category = category_of(answer)
        card = self._cards.get(category)
        if card is None:
            card = fsrs.Card(card_id=len(self._cards) + 1)  # with an id of its own it would wait for the clock
        when = datetime.fromisoformat(answer.answered_utc)
        self._cards[category], _log = self._scheduler.review_card(card, _rating(fsrs, answer), when)
        self._counts[category] = self._counts.get(category, 0) + 1

    def due(self, category: Category) -> datetime | None:
        """Return when a category is due, None for one that was never asked."""
        card = self._cards.get(category)
        return None if card is None else card.due

    def n_answered(self, category: Category) -> int:
        """Return how often a category was asked for learning."""
        return self._counts.get(category, 0)


def category_of(answer: Answer) -> Category:
    """Return what an answer was about."""
    return Category(answer.question_id, answer.class_id, answer.difficulty)


def _rating(fsrs: Any, answer: Answer) -> Any:
    if not answer.is_correct:
        return fsrs.Rating.Again
    if answer.confidence <= UNSURE_UP_TO:
        return fsrs.Rating.Hard
    return fsrs.Rating.Easy if answer.confidence >= SURE_FROM else fsrs.Rating.Good


def _new_scheduler() -> Any:
    fsrs: Any = import_module("fsrs")
    return fsrs.Scheduler(
        desired_retention=RETENTION,
        learning_steps=LEARNING_STEPS,
        relearning_steps=RELEARNING_STEPS,
        maximum_interval=LONGEST_DAYS,
        enable_fuzzing=False,
    )
