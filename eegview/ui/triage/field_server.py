"""The head map of the candidate shown, worked out on a lane of its own."""

from collections.abc import Callable

from PySide6.QtCore import QObject

from eegview.app.lanes import NewestLane
from eegview.app.page.head_field import LEAST_ELECTRODES, HeadField, field_at_peak, mapped_electrodes
from eegview.model.errors import EegViewError
from eegview.model.recording import SignalSource
from eegview.model.span import Span
from eegview.ui.window.open_study import OpenStudy
from eegview.ui.window.study_controller import StudyController

NO_FIELD = "No samples to map here."


class FieldServer(QObject):
    """Answers "what is the field at the peak of this stretch?", newest question first.

    show : called on the GUI thread with the field, or None and why there is none
    """

    def __init__(self, studies: StudyController, show: Callable[[HeadField | None, str], None]) -> None:
        super().__init__(studies)
        self._studies, self._show = studies, show
        self._asked: object = None
        self._study: OpenStudy | None = None
        self._lane: NewestLane | None = None
        self._source: SignalSource | None = None  # the lane's own handle
        studies.study_closed.connect(self._release)

    def ask(self, study: OpenStudy, span: Span) -> None:
        """Have the field of this stretch worked out, with the filters and bad channels of the page."""
        view = study.session.view
        question = span, view.filters, view.bad_channels
        if study is self._study and question == self._asked:
            return
        self._asked = question
        if len(mapped_electrodes(study.recording, view.bad_channels)) < LEAST_ELECTRODES:
            self._show(None, f"No head map: it needs {LEAST_ELECTRODES} referential electrodes at known places.")
            return
        if study is not self._study:
            self._release()
            self._study, self._asked = study, question
            self._source = study.source.reopen()
            self._lane = NewestLane("head map", self._studies.bridge.post)
        source, lane = self._source, self._lane
        assert source is not None
        assert lane is not None

        def work() -> None:
            try:
                field = field_at_peak(source, *question)
            except EegViewError:
                return  # the page itself tells that the file went away
            self._studies.bridge.post(lambda: self._take(question, field))

        lane.ask(work)

    def _take(self, question: object, field: HeadField | None) -> None:
        if question == self._asked:
            self._show(field, "" if field is not None else NO_FIELD)

    def _release(self) -> None:
        """End the lane and close its handle."""
        if self._lane is not None and self._source is not None:
            self._lane.close()
            self._source.close()
        self._lane = self._source = self._study = self._asked = None
