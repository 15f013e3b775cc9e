"""The trends of an open study are computed once the reader pauses, with progress in the status line."""

from PySide6.QtCore import QObject, QTimer, Signal

from eegview.app.trends.study_trends import COMPUTING, WAITING, StudyTrends
from eegview.model.display.view import ViewState
from eegview.model.text.language import tr
from eegview.ui.widgets.task_progress import WorkProgress
from eegview.ui.window.context import Context
from eegview.ui.window.study.open_study import OpenStudy

IDLE_MS = 3000  # after the first page, and after the last page that was turned
AUTOMATIC = "trends/automatic"


class TrendsComputing(QObject):
    """Starts, shows and stops the computing for one study.

    trends : the work; it may be used while nobody looks at trends
    changed : its table or state did
    """

    changed = Signal()

    def __init__(self, context: Context, study: OpenStudy, progress: WorkProgress) -> None:
        super().__init__(study.scope)
        self._study, self._progress, self._settings = study, progress, context.settings
        self._actions = context.actions
        self.trends = StudyTrends(study.source, context.studies.bridge.post, study.view.bad_channels)
        self._is_shown = False
        self._idle = QTimer(self, singleShot=True, interval=IDLE_MS)
        self._idle.timeout.connect(self._start_when_idle)
        study.presenter.page_shown.connect(self._page_shown)
        study.session.view_changed.connect(study.scope.while_open(self._view_changed))
        self.trends.changed.connect(study.scope.while_open(self._trends_changed))
        study.scope.ended.connect(self._end)
        self._show_automatic()

    @property
    def is_computing(self) -> bool:
        return self.trends.state == COMPUTING

    @property
    def is_automatic(self) -> bool:
        """Whether trends are computed without being asked for."""
        return self._settings.text(AUTOMATIC, "yes") != "no"

    def switch_automatic(self) -> None:
        """Compute on opening, or only when asked; remembered."""
        self._settings.put(AUTOMATIC, "no" if self.is_automatic else "yes")
        self._show_automatic()
        if self.is_automatic and self.trends.state == WAITING:
            self._idle.start()
        elif not self.is_automatic:
            self._idle.stop()

    def _show_automatic(self) -> None:
        self._actions.set_checked("trends.automatic", self.is_automatic)

    def start(self) -> None:
        """Compute what is not there yet, around the page first."""
        self._idle.stop()
        if self._study.recording.duration_s > 0:
            self.trends.start(self._study.view.span)

    def cancel(self) -> None:
        """Stop; what is computed stays."""
        self._idle.stop()
        self.trends.cancel()

    def _page_shown(self, _view: ViewState) -> None:
        """Wait until the reader pauses: each page that is turned begins the wait anew."""
        if self.trends.state == WAITING and self.is_automatic:
            self._idle.start()

    def _start_when_idle(self) -> None:
        if self._study.scope.is_open and not self._study.player.is_playing and self.trends.state == WAITING:
            self.start()

    def _view_changed(self, view: ViewState) -> None:
        self.trends.set_bad_channels(view.bad_channels)

    def _trends_changed(self, _none: None) -> None:
        if self.is_computing != self._is_shown:
            self._is_shown = self.is_computing
            if self._is_shown:
                self._progress.begin(tr("Trends"), self.cancel)
            else:
                self._progress.end()
        if self._is_shown:
            self._progress.set_share(self.trends.share)
        self.changed.emit()

    def _end(self) -> None:
        self._idle.stop()
        self.trends.close()
        if self._is_shown:
            self._progress.end()
