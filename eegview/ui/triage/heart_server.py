"""The heart rate around the candidate shown, worked out on a lane of its own."""

from PySide6.QtCore import QObject

from eegview.app.lanes import Post
from eegview.app.suggestions.heart_context import HeartContext, has_ecg, heart_around
from eegview.app.suggestions.suggestions import Suggestion
from eegview.model.errors import EegViewError
from eegview.ui.triage.card import TriageCard
from eegview.ui.triage.heart_line import HeartLine
from eegview.ui.triage.view import SidePanel
from eegview.ui.window.study.open_study import OpenStudy
from eegview.ui.window.study.study_lane import StudyLane

# Lines of the side panel: where it holds fewer, the heart rate has none, or one.
_ROOM_FOR_NONE, _ROOM_FOR_ONE = 22, 40


class HeartServer(QObject):
    """Shows how the heart rate goes around the onset of each candidate of one study, newest first."""

    def __init__(self, study: OpenStudy, post: Post, card: TriageCard, side: SidePanel, line: HeartLine) -> None:
        super().__init__(study.scope)
        self._study, self._post, self._side, self._line = study, post, side, line
        self._asked: object = None
        study.scope.ended.connect(self._clear)  # before its lane, which would wait for what runs
        self._lane = StudyLane(study, post, "heart rate")
        card.shown.connect(self._ask)
        card.cleared.connect(self._clear)

    def _ask(self, suggestion: Suggestion) -> None:
        """Have the heart rate around an onset worked out, without channels that are marked bad."""
        onset_s, bad_channels = suggestion.detection.onset_s, self._study.view.bad_channels
        if not has_ecg(self._study.recording, bad_channels):
            self._clear()
            return
        question = self._asked = object()
        self._line.show_reading()
        self._side.fit()

        def work() -> None:
            try:
                context = heart_around(self._lane.source(), onset_s, bad_channels)
            except EegViewError:
                return  # the page itself shows that the file went away
            self._post(lambda: self._show_newest(question, context))

        self._lane.ask(work)

    def _show_newest(self, question: object, context: HeartContext) -> None:
        if question is self._asked:
            lines = self._side.height() / self._line.fontMetrics().height()
            self._line.show_context(context if lines >= _ROOM_FOR_NONE else None, lines < _ROOM_FOR_ONE)
            self._side.fit()

    def _clear(self) -> None:
        """Show nothing, and wait for no answer any more."""
        self._asked = None
        self._line.show_context(None)
        self._side.fit()
