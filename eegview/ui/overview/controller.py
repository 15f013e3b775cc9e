"""The overview of an open study: it follows marks, page and video, and a click in it moves the page."""

from PySide6.QtCore import QObject

from eegview.app.page import navigation
from eegview.app.video.footage import Footage
from eegview.model.display.view import ViewState
from eegview.ui.overview.view import OverviewView
from eegview.ui.window.study.open_study import OpenStudy


class OverviewController(QObject):
    """Wires one open study to the overview."""

    def __init__(self, study: OpenStudy, view: OverviewView) -> None:
        super().__init__(study.scope)
        self._study, self._view = study, view
        view.show_study(study.recording, study.review)
        view.use_clock(study.times.is_clock)
        study.times.changed.connect(self._use_times)
        view.time_asked.connect(self._go_to)
        study.review.marks_changed.connect(study.scope.while_open(lambda _edit: view.marks_changed()))
        study.review.selection.filter_changed.connect(study.scope.while_open(lambda _none: view.marks_changed()))
        study.review.layers.counted_changed.connect(study.scope.while_open(lambda _layer: view.marks_changed()))
        study.presenter.page_shown.connect(self._show_page)
        study.scope.ended.connect(view.clear)

    def _show_page(self, shown: ViewState) -> None:
        self._view.show_page(shown.span)

    def _use_times(self) -> None:
        self._view.use_clock(self._study.times.is_clock)

    def _go_to(self, time_s: float) -> None:
        self._study.move(lambda view, whole: navigation.centred(view, time_s, whole))

    def show_footage(self, footage: Footage) -> None:
        """Show where each camera covers the recording."""
        self._view.set_video(tuple((name, timeline.coverage) for name, timeline in footage.cameras))
