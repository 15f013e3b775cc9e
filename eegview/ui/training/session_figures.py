"""The learner's figures beside the item: worked out again after each answer, while they are in sight."""

from __future__ import annotations

from PySide6.QtCore import QObject

from eegview.app.lanes import Post
from eegview.app.training.learner.figures import LearnerStatistics
from eegview.model.training.answer import Answer
from eegview.ui.training.learner.figures_server import FiguresServer
from eegview.ui.training.sitting import Sitting, SittingState
from eegview.ui.training.window import TrainingWindow


class SessionFigures(QObject):
    """Follows one session; exams and locked tests show no figures."""

    def __init__(self, window: TrainingWindow, sitting: Sitting, post: Post) -> None:
        super().__init__()
        self._window, self._sitting = window, sitting
        self._server = FiguresServer(post, self._show)
        self._before: list[Answer] | None = None  # answers of earlier sessions; None until they are read
        self._given: tuple[Answer, ...] = ()
        self._question_id = ""
        self._is_closed = False
        window.figures.show_nothing()
        if sitting.has_feedback:
            sitting.all_answers(self._take)

    def _take(self, answers: list[Answer]) -> None:
        given = self._sitting.state.given
        session_id = given[0].session_id if given else ""
        self._before = [one for one in answers if one.session_id != session_id]
        self.follow(self._sitting.state)

    def follow(self, state: SittingState) -> None:
        """Work the figures out with the answer that was given last."""
        if self._is_closed or self._before is None or not self._window.has_figures:
            return
        self._given = state.given
        if state.question is not None:
            self._question_id = state.question.question_id
        answers = [*self._before, *self._given]
        if answers:
            self._server.ask(answers, self._sitting.case_set, self._sitting.pseudonym)

    def _show(self, figures: LearnerStatistics) -> None:
        if not self._is_closed:
            self._window.figures.show_figures(figures, self._question_id)

    def close(self) -> None:
        """End with the session."""
        self._is_closed = True
        self._server.close()
