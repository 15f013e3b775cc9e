"""Measurements of one study, made on a lane of their own."""

from collections.abc import Callable

from PySide6.QtCore import QObject

from eegview.app.lanes import NewestLane, Post
from eegview.app.measure.measuring import Measurement, measure
from eegview.app.measure.request import MeasureRequest
from eegview.model.errors import EegViewError
from eegview.model.recording import SignalSource
from eegview.ui.window.open_study import OpenStudy


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
        self._study, self._post, self._show, self._failed = study, post, show, failed
        self._asked: MeasureRequest | None = None
        self._lane: NewestLane | None = None
        self._source: SignalSource | None = None  # the lane's own handle, opened there
        study.scope.ended.connect(self._close)

    def ask(self, request: MeasureRequest) -> None:
        """Have this measured; the same request twice is measured once."""
        if request == self._asked:
            return
        self._asked = request
        lane = self._lane = self._lane or NewestLane("measure", self._post)
        lane.ask(lambda: self._measure(request))

    def forget(self) -> None:
        """Wait for no answer any more."""
        self._asked = None

    def _measure(self, request: MeasureRequest) -> None:
        """Measure, on the lane."""
        try:
            source = self._source = self._source or self._study.source.reopen()
            measured = measure(source, request)
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

    def _close(self) -> None:
        """End the lane and close its handle."""
        self._asked = None
        if self._lane is not None:
            self._lane.close()
        if self._source is not None:
            self._source.close()
