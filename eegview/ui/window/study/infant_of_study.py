"""The infant of the open study, for every part of the window that shows or uses it."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from eegview.app.infant.log import InfantLog
from eegview.clinical.response_state import RecordedDay
from eegview.model.annotation import Annotation
from eegview.model.infant.study_of_infant import StudyOfInfant, study_of_infant


class InfantOfStudy(QObject):
    """What the log of the infant says; None while no study is open, or it belongs to no infant.

    changed : another infant, or something else is said of it
    """

    changed = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.log: InfantLog | None = None
        self.filmed: tuple[RecordedDay, ...] = ()  # what its clips say for the response

    def know(self, log: InfantLog | None, filmed: tuple[RecordedDay, ...] = ()) -> None:
        """Note what was read."""
        if (log, filmed) != (self.log, self.filmed):
            self.log, self.filmed = log, filmed
            self.changed.emit()

    @property
    def pseudonym(self) -> str:
        """Return what the infant is called, "" for none."""
        return self.log.infant.pseudonym if self.log is not None else ""

    @property
    def fingerprints(self) -> frozenset[str]:
        """Return the studies of the infant."""
        return frozenset(one.fingerprint for one in self.log.members) if self.log is not None else frozenset()

    def study(self, fingerprint: str) -> StudyOfInfant | None:
        """Return a study as one of the infant, None where the infant does not have it."""
        if self.log is None:
            return None
        return study_of_infant(self.log.infant, self.log.members, fingerprint)

    @property
    def records(self) -> tuple[Annotation, ...]:
        """Return what is said of the infant beside its studies."""
        return self.log.records if self.log is not None else ()
