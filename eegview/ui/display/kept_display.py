"""Keeps how the open study is displayed: in the library for its reviewers, in the settings for this machine."""

from PySide6.QtCore import QObject, QTimer

from eegview.app.study.display import KeptDisplay
from eegview.model.view import ViewState
from eegview.ui.display.commands import PageCommands
from eegview.ui.window.context import Context
from eegview.ui.window.open_study import OpenStudy
from eegview.ui.window.remembered_display import RememberedDisplay

KEPT_AFTER_MS = 5000  # changes that follow each other sooner are kept together


class KeptDisplayController(QObject):
    """Saves the display a while after its last change, when another montage is shown, and when the study is closed."""

    def __init__(self, context: Context, study: OpenStudy, commands: PageCommands) -> None:
        super().__init__(study.scope)
        self._study = study
        self._remembered = RememberedDisplay(context.settings, study.recording.fingerprint)
        is_own = self._remembered.author == study.review.author
        self.kept = KeptDisplay(study.session, study.kept, lambda: commands.lasting_page_s, study.given, is_own)
        self._author = study.review.author
        self._montage_id = study.view.montage_id
        self._timer = QTimer(self, interval=KEPT_AFTER_MS, singleShot=True)
        self._timer.timeout.connect(self.save)
        study.session.view_changed.connect(self._view_changed)
        study.review.records.changed.connect(study.scope.while_open(self._records_changed))
        context.studies.study_closing.connect(self._closing)

    def save(self) -> None:
        """Keep how the study is displayed now."""
        self._timer.stop()
        self.kept.save()
        self._remembered.keep(self._author, self.kept.page, self.kept.rows)

    def _closing(self) -> None:
        """Keep it for the reviewer who was at the window, who may be another one in a moment."""
        self.save()

    def _records_changed(self, _records: object) -> None:
        self._author = self._study.review.author
        self.kept.load()

    def _view_changed(self, view: ViewState) -> None:
        if view.montage_id != self._montage_id:
            self._montage_id = view.montage_id
            self.kept.save()
        if self.kept.is_changed:
            self._timer.start()
