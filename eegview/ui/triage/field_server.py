"""The head map of the candidate shown, worked out on a lane of its own."""

from collections.abc import Callable

from PySide6.QtCore import QObject

from eegview.app.lanes import Post
from eegview.app.page.head_field import LEAST_ELECTRODES, HeadField, field_at_peak, mapped_electrodes
from eegview.model.errors import EegViewError
from eegview.model.span import Span
from eegview.model.text.language import tr
from eegview.ui.window.study.open_study import OpenStudy
from eegview.ui.window.study.study_lane import StudyLane

NO_FIELD = tr("No samples here to map.")


class FieldServer(QObject):
    """Answers "what is the field at the peak of this span?" about one study, newest question first.

    show : called on the GUI thread with the field, or None and why there is none
    """

    def __init__(self, study: OpenStudy, post: Post, show: Callable[[HeadField | None, str], None]) -> None:
        super().__init__(study.scope)
        self._study, self._post, self._show = study, post, show
        self._asked: object = None
        study.scope.ended.connect(self._forget)  # before its lane, which would wait for what runs
        self._lane = StudyLane(study, post, "head map")

    def ask(self, span: Span) -> None:
        """Have the field of this span worked out, with the filters and bad channels of the page."""
        study, view = self._study, self._study.view
        question = span, view.filters, view.bad_channels
        if question == self._asked:
            return
        self._asked = question
        if len(mapped_electrodes(study.recording, view.bad_channels)) < LEAST_ELECTRODES:
            self._show(
                None,
                tr(
                    "No head map: needs {least_electrodes} referential electrodes with known positions.",
                    least_electrodes=LEAST_ELECTRODES,
                ),
            )
            return

        def work() -> None:
            try:
                field = field_at_peak(self._lane.source(), *question)
            except EegViewError:
                return  # the page itself shows that the file went away
            self._post(lambda: self._show_newest(question, field))

        self._lane.ask(work)

    def _show_newest(self, question: object, field: HeadField | None) -> None:
        if question == self._asked:
            self._show(field, "" if field is not None else NO_FIELD)

    def _forget(self) -> None:
        """Wait for no answer any more."""
        self._asked = None
