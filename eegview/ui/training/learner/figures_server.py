"""Works out a learner's figures on a lane of its own, the newest question only."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from eegview.app.lanes import NewestLane, Post
from eegview.app.training.cases.case_set import CaseSet
from eegview.app.training.learner.figures import LearnerStatistics
from eegview.app.training.learner.statistics import learner_statistics
from eegview.model.training.answer import Answer


class FiguresServer:
    """Answers "what do these answers show?".

    show : called where `post` runs things
    """

    def __init__(self, post: Post, show: Callable[[LearnerStatistics], None]) -> None:
        self._post, self._show = post, show
        self._lane = NewestLane("training figures", post)
        self._newest: object = None

    def ask(self, answers: Sequence[Answer], case_set: CaseSet, pseudonym: str) -> None:
        """Have the figures worked out; what was asked before and not begun is dropped."""
        question = self._newest = object()

        def work() -> None:
            figures = learner_statistics(answers, case_set, pseudonym)
            self._post(partial(self._told, question, figures))

        self._lane.ask(work)

    def _told(self, question: object, figures: LearnerStatistics) -> None:
        if question is self._newest:
            self._show(figures)

    def close(self) -> None:
        """End the lane."""
        self._newest = None
        self._lane.close()
