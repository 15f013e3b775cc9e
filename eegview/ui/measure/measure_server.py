"""Measurements of one study, made on a lane of their own."""

from collections.abc import Callable

from PySide6.QtCore import QObject

from eegview.app.lanes import Post
from eegview.app.measure.measuring import Measurement, measure
from eegview.app.measure.request import MeasureRequest
from eegview.model.errors import EegViewError
from eegview.ui.window.study.open_study import OpenStudy
from eegview.ui.window.study.study_lane import StudyLane


class MeasureServer(QObject):
    """Answers the newest request; the one before it is dropped.

    show : called on the GUI thread with the measurement
    failed : called on the GUI thread where the file cannot be read
    """

    def __init__(
        self,
        study: OpenStudy,
        post: Post,
        show: Callable[[Measurement], None],
        failed: Callable[[EegViewError], None],
    ) -> None:
        super().__init__(study.scope)
        self._post, self._show, self._failed = post, show, failed
        self._asked: MeasureRequest | None = None
        study.scope.ended.connect(self.forget)  # before its lane, which would wait for what runs
        self._lane = StudyLane(study, post, "measure")

    def ask(self, request: MeasureRequest) -> None:
        """Have this measured; the same request twice is measured once."""
        if request == self._asked:
            return
        self._asked = request
        self._lane.ask(lambda: self._measure(request))

    def forget(self) -> None:
        """Wait for no answer any more."""
        self._asked = None

    def _measure(self, request: MeasureRequest) -> None:
        """Measure, on the lane."""
        try:
            measured = measure(self._lane.source(), request)
        except EegViewError as error:
            failure = error
            self._post(lambda: self._fail(request, failure))
            return
        self._post(lambda: self._show_newest(measured))

    def _show_newest(self, measured: Measurement) -> None:
        if measured.request == self._asked:
            self._show(measured)

    def _fail(self, request: MeasureRequest, error: EegViewError) -> None:
        if request == self._asked:
            self._asked = None  # it can be asked for again
            self._failed(error)
