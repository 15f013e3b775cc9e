"""Before and after in the window: a task that is loaded when it is first opened."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from eegview.app.scoring.scoring import Scoring
from eegview.app.trends.study_trends import StudyTrends
from eegview.model.text.language import tr
from eegview.model.vocabulary import Term
from eegview.ui.marks.commands import Claimant
from eegview.ui.response.view import ResponseView
from eegview.ui.triage.task import WindowTask
from eegview.ui.video.placement import VideoPlace
from eegview.ui.video.play_controller import PlayController
from eegview.ui.window.context import Context
from eegview.ui.window.study.open_study import OpenStudy

if TYPE_CHECKING:
    from eegview.ui.response.work import ResponseWork


FILM_ALONE = tr(
    "Before and after compares EEGs, and this study is film alone. Its clips, diary and response are shown by Study → "
    "Infant."
)


class ResponseController(WindowTask):
    """Gives the window to the comparison of the open study with others, and takes it back.

    work : all of the comparison; None until it is first opened
    built : `work` stands now, and `ResponseView.side` and `ResponseView.treatment` can be filled
    """

    built = Signal()

    def __init__(
        self,
        context: Context,
        study: OpenStudy,
        view: ResponseView,
        play: PlayController,
        video: VideoPlace,
        trends: StudyTrends,
        scoring: Callable[[], Scoring | None],
        digit_claimants: list[Claimant],
    ) -> None:
        super().__init__(context, study, play, video, "response", digit_claimants)
        self._context, self._say, self.view = context, context.say, view
        self._trends, self._scoring = trends, scoring
        self.work: ResponseWork | None = None
        context.actions.connect({"response.open": self.switch}, study.scope)

    def open(self) -> None:
        """Show the open study beside the one that it was compared with last; else the list to choose one from."""
        if self._study.recording.duration_s <= 0:
            self._say(tr("There is nothing to compare: the file contains annotations only."))
            return
        if self._study.recording.is_film:
            self._say(FILM_ALONE)
            return
        self.opening.emit()
        work, is_new = self.work or self._build(), self.work is None
        self.mode.enter()
        if self._study.presenter.is_butterfly:  # rows are compared one by one
            self._actions["display.butterfly"].trigger()
        if is_new:
            self.work = work
            self.built.emit()
        work.show()
        self._update_conditions()

    def _build(self) -> ResponseWork:
        from eegview.ui.response.work import ResponseWork

        work = ResponseWork(self._context, self._study, self.view, self._trends, self._scoring, self.close)
        work.conditions_changed.connect(self.conditions_changed)
        return work

    def close(self) -> None:
        """Go back to the open study's page; the studies beside stay ready until it is closed."""
        if not self.is_open or self.work is None:
            return
        self.work.hide()
        self.mode.leave()
        self._update_conditions()

    @property
    def conditions(self) -> frozenset[str]:
        """Return the needs of commands that are met now, see `Actions.set_available`."""
        held = self.work.conditions if self.work is not None else frozenset[str]()
        return held | {"response"} if self.is_open else held

    def claim_digit(self, term: Term) -> bool:
        """Mark nothing while two studies are compared, and tell how marking comes back."""
        if self.is_open:
            name = term.label.lower()
            self._say(
                tr(
                    "Two studies are compared, so {name} is not marked. Go back to the page (Esc), then mark.",
                    name=name,
                )
            )
        return self.is_open
