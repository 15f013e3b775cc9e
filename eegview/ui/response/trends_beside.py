"""The trends of the studies beside are computed in the background, one after another, and can be stopped."""

from PySide6.QtCore import QObject

from eegview.app.trends.study_trends import COMPUTING, WAITING
from eegview.model.text.language import tr
from eegview.ui.response.compared_study import ComparedStudy
from eegview.ui.widgets.task_progress import WorkProgress
from eegview.ui.window.context import Context
from eegview.ui.window.study.open_study import OpenStudy


class TrendsBeside(QObject):
    """Starts and shows the computing; the open study's own trends are shown in a line of their own."""

    def __init__(self, context: Context, study: OpenStudy) -> None:
        super().__init__(study.scope)
        self._window, self._scope = context.window, study.scope
        self._studies: list[ComparedStudy] = []
        self._progress: WorkProgress | None = None
        self._is_shown = self._is_starting = False
        study.scope.ended.connect(self._end)

    @property
    def is_computing(self) -> bool:
        return self._computing() is not None

    def _computing(self) -> ComparedStudy | None:
        return next((one for one in self._studies if one.trends.state == COMPUTING and not one.is_closed), None)

    def watch(self, study: ComparedStudy) -> None:
        """Compute the trends of a study once those before it are done."""
        if study in self._studies:
            return
        self._studies.append(study)
        study.trends.changed.connect(self._scope.while_open(lambda _none: self._changed()))
        self._changed()

    def cancel(self) -> None:
        """Stop; what is computed stays, and nothing further is begun."""
        study = self._computing()
        self._studies = [one for one in self._studies if one.trends.state != WAITING]
        if study is not None:
            study.trends.cancel()

    def _changed(self) -> None:
        study = self._computing()
        if study is None and not self._is_starting:
            waiting = next((o for o in self._studies if o.trends.state == WAITING and not o.is_closed), None)
            if waiting is not None:
                self._is_starting = True
                waiting.trends.start(waiting.session.view.span)
                self._is_starting = False
                study = self._computing()
        study = None if study is not None and study.is_open_study else study
        if (study is not None) != self._is_shown:
            self._is_shown = study is not None
            if self._is_shown:
                if self._progress is None:
                    self._progress = WorkProgress()
                    self._progress.setObjectName("response.progress")
                    self._window.statusBar().addPermanentWidget(self._progress)
                self._progress.begin(tr("Trends of the other study"), self.cancel)
            elif self._progress is not None:
                self._progress.end()
        if study is not None and self._progress is not None:
            self._progress.set_share(study.trends.share)

    def _end(self) -> None:
        if self._progress is not None:
            self._progress.end()
            self._progress.deleteLater()
