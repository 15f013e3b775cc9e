"""Told when the open recording's file is changed by another program; nothing more is read until the reader decides."""

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QMessageBox

from eegview.app.library.watched_source import RecordingChanged, watch_of
from eegview.model.errors import EegViewError
from eegview.model.text.language import tr
from eegview.ui.window.context import Context
from eegview.ui.window.study.open_study import OpenStudy

POLL_MS = 1000


class ChangedRecording(QObject):
    """The watch over the files of one open study, and the question to the reader."""

    def __init__(self, context: Context, study: OpenStudy) -> None:
        super().__init__(study.scope)
        self._window, self._studies, self._study = context.window, context.studies, study
        self._watch = watch_of(study.source)
        self._box: QMessageBox | None = None
        self._is_looking = False
        self._timer = QTimer(self, interval=POLL_MS)
        self._studies.failed.connect(self._failed)
        study.scope.ended.connect(self._close)
        if self._watch is not None:
            self._timer.timeout.connect(self._look)
            self._timer.start()

    def _look(self) -> None:
        """Look at the files, off this thread: a network drive may be slow."""
        if self._is_looking or self._watch is None or self._box is not None:
            return
        self._is_looking = True
        ended = self._study.scope.while_open(self._looked)
        self._studies.store.submit(self._watch.check, lambda _none: ended(None), ended)

    def _looked(self, error: EegViewError | None) -> None:
        self._is_looking = False
        if error is not None:
            self._failed(error)

    def _failed(self, error: EegViewError) -> None:
        """Ask what to do, once; whatever else is read meanwhile fails for the same reason."""
        if not isinstance(error, RecordingChanged) or self._box is not None:
            return
        self._timer.stop()  # asked once by itself; again when a page is wanted
        box = QMessageBox(QMessageBox.Icon.Warning, "eegview", error.sentence, parent=self._window)
        box.setObjectName("recording_changed")
        box.setInformativeText(error.advice)
        box.setTextFormat(Qt.TextFormat.PlainText)
        reopen = box.addButton(tr("Reopen"), QMessageBox.ButtonRole.AcceptRole)
        go_on = box.addButton(tr("Continue reading"), QMessageBox.ButtonRole.RejectRole)
        reopen.setObjectName("recording_changed.reopen")
        go_on.setObjectName("recording_changed.go_on")
        box.setEscapeButton(go_on)
        box.setDefaultButton(reopen)
        box.setWindowModality(Qt.WindowModality.NonModal)
        reopen.clicked.connect(self._reopen)
        go_on.clicked.connect(self._go_on)
        self._box = box
        box.show()

    def _reopen(self) -> None:
        self._close()
        self._studies.open(self._study.paths)

    def _go_on(self) -> None:
        """Read what the files hold now, as the reader wishes."""
        self._close()
        if self._watch is not None:
            self._watch.accept()
        self._study.server.ask_again()
        self._study.presenter.ask_again()

    def _close(self) -> None:
        self._timer.stop()
        box, self._box = self._box, None
        if box is not None:
            box.hide()
            box.deleteLater()
