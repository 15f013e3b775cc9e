"""Keeps how the open study is displayed: in the library for its reviewers, in the settings for this machine."""

from PySide6.QtCore import QObject, QTimer

from eegview.app.study.display import KeptDisplay
from eegview.model.display.view import ViewState
from eegview.ui.display.commands import PageCommands
from eegview.ui.window.context import Context
from eegview.ui.window.remembered_display import RememberedDisplay
from eegview.ui.window.study.open_study import OpenStudy

KEPT_AFTER_MS = 5000  # changes that follow each other sooner are kept together


class KeptDisplayController(QObject):
    """Saves rows a while after their last change and when another montage is shown, all when the study is closed."""

    def __init__(self, context: Context, study: OpenStudy, commands: PageCommands) -> None:
        super().__init__(study.scope)
        self._study = study
        self._remembered = RememberedDisplay(context.settings, study.recording.fingerprint)
        left = self._remembered
        is_own, is_newer = left.author == study.review.author, left.is_newer
        self.kept = KeptDisplay(
            study.session, study.kept, lambda: commands.lasting_page_s, study.given, is_own, is_newer
        )
        self._author = study.review.author
        self._montage_id = study.view.montage_id
        self._timer = QTimer(self, interval=KEPT_AFTER_MS, singleShot=True)
        self._timer.timeout.connect(self._pause)
        study.session.view_changed.connect(self._view_changed)
        study.review.records.changed.connect(study.scope.while_open(self._records_changed))
        context.studies.study_closing.connect(self._closing)

    def save(self) -> None:
        """Keep how the study is displayed now, in the library and on this machine."""
        self.kept.save()
        self._remember()

    def _remember(self) -> None:
        self._timer.stop()
        kept = self.kept
        self._remembered.keep(self._author, kept.page, kept.rows, kept.is_changed)

    def _pause(self) -> None:
        """Keep the rows; montage, sensitivity and filters change often, and go to the library when all is closed."""
        if self.kept.are_rows_changed:
            self.kept.save()
        self._remember()

    def _closing(self) -> None:
        """Keep it for the reviewer who was at the window, who may be another one in a moment."""
        self.save()

    def _records_changed(self, _records: object) -> None:
        self._author = self._study.review.author
        if not self._study.session.is_locked:  # else what is displayed is a task's, not the reviewer's
            self.kept.load()

    def _view_changed(self, view: ViewState) -> None:
        if not view.montage_id:
            return  # for a moment, while montages are read again
        if view.montage_id != self._montage_id:
            self._montage_id = view.montage_id
            if self.kept.are_rows_changed:
                self.kept.save()
        if self.kept.is_changed:
            self._timer.start()
