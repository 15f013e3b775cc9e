"""Whose the open study is: read once its page stands, and anew when somebody says something of an infant."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from eegview.model.treatment.as_of import AsOf
from eegview.ui.infant.writing import InfantWriting
from eegview.ui.window.context import Context
from eegview.ui.window.study.open_study import OpenStudy

if TYPE_CHECKING:
    from eegview.app.infant.log import InfantLog
    from eegview.clinical.response_state import RecordedDay


class InfantOwner(QObject):
    """Keeps `StudyController.infant` true; it lives as long as the window, and holds the lane of the infants.

    writing : where all is read and said of infants
    """

    def __init__(self, context: Context, now: Callable[[], datetime] = datetime.now) -> None:
        super().__init__(context.window)
        self._studies, self._settings, self._now = context.studies, context.settings, now
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

        as_of, cluster_rule, same_event = AsOf.now(self._now()), self._settings.cluster_rule, self._settings.same_event

        def work() -> tuple[InfantLog, tuple[RecordedDay, ...]] | None:
            from eegview.app.infant.of_study import filmed_of_infant, log_of_study  # late: the window opens without it
            from eegview.app.infant.study_reading import CountRules

            log = log_of_study(url, fingerprint, viewer)
            if log is None:
                return None
            return log, filmed_of_infant(url, log, viewer, as_of, CountRules(cluster_rule, same_event))

        def done(found: tuple[InfantLog, tuple[RecordedDay, ...]] | None) -> None:
            if self._studies.study is study:
                log, filmed = found or (None, ())
                self._studies.infant.know(log, filmed)

        self.writing.read(work, done, lambda _error: None)
