"""Whose the open study is: read once its page stands, and anew when somebody says something of an infant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from eegview.ui.infant.writing import InfantWriting
from eegview.ui.window.context import Context
from eegview.ui.window.study.open_study import OpenStudy

if TYPE_CHECKING:
    from eegview.app.infant.log import InfantLog


class InfantOwner(QObject):
    """Keeps `StudyController.infant` true; it lives as long as the window, and holds the lane of the infants.

    writing : where all is read and said of infants
    """

    def __init__(self, context: Context) -> None:
        super().__init__(context.window)
        self._studies = context.studies
        self.writing = InfantWriting(context)
        self.writing.changed.connect(self.read)
        self._studies.study_opened.connect(self._study_opened)
        self._studies.study_closed.connect(lambda: self._studies.infant.know(None))
        self._studies.reviewer_changed.connect(self.read)

    def _study_opened(self, study: OpenStudy) -> None:
        """Read it after the marks: these wait for the first page, and load what talks to the library."""
        self._studies.store.submit(
            lambda: None, study.scope.while_open(lambda _nothing: self.read()), lambda _error: None
        )

    def read(self) -> None:
        """Read whose the open study is."""
        study = self._studies.study
        if study is None:
            return
        url, viewer, fingerprint = self._studies.library_url, self._studies.reviewer.name, study.recording.fingerprint

        def work() -> InfantLog | None:
            from eegview.app.infant.of_study import log_of_study  # late: the window opens without it

            return log_of_study(url, fingerprint, viewer)

        def done(log: InfantLog | None) -> None:
            if self._studies.study is study:
                self._studies.infant.know(log)

        self.writing.read(work, done, lambda _error: None)
