"""Whether the patient may be seen: every part that shows a file's name, an ID or a name asks here."""

from collections.abc import Iterable
from copy import copy
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from eegview.app.study.hidden_patient import NOBODY, HiddenPatient
from eegview.model.errors import EegViewError
from eegview.model.text.language import tr
from eegview.ui.window.settings import Settings

A_RECORDING = tr("the recording")
HIDDEN_PLACE = tr("Hidden with the patient")
_KEY = "display/hide_patient"


class PatientPrivacy(QObject):
    """Hides the patient for teaching, in every window of the program; remembered.

    changed : hidden or shown again, or what is to be hidden has changed
    """

    changed = Signal()

    def __init__(self, settings: Settings, parent: QObject) -> None:
        super().__init__(parent)
        self._settings = settings
        self.is_hidden = settings.text(_KEY) == "yes"
        self._patient = NOBODY
        self._files: tuple[str, ...] = ()

    def hide(self, is_hidden: bool) -> None:
        """Hide the patient, or show them again."""
        if is_hidden != self.is_hidden:
            self.is_hidden = is_hidden
            self._settings.put(_KEY, "yes" if is_hidden else "")
            self.changed.emit()

    def know(self, patient: HiddenPatient) -> None:
        """Note what names the patient of the open study; `NOBODY` where none is open."""
        self._files = () if patient is NOBODY else self._files
        self._patient = patient.of_files(self._files)
        if self.is_hidden:
            self.changed.emit()

    def know_files(self, paths: Iterable[str]) -> None:
        """Note further files of the open study, as videos; their names may be a patient's, too."""
        self._files = tuple(dict.fromkeys((*self._files, *paths)))
        self._patient = self._patient.of_files(self._files)

    def text(self, text: str) -> str:
        """Return a text as it may be shown now: without the patient's names while they are hidden."""
        return self._patient.hide(text) if self.is_hidden and text else text

    def error(self, error: EegViewError) -> EegViewError:
        """Return an error as it may be shown now."""
        if not self.is_hidden:
            return error
        shown = copy(error)
        shown.sentence, shown.advice = self.text(error.sentence), self.text(error.advice)
        return shown

    def file_name(self, path: str, instead: str = A_RECORDING) -> str:
        """Return the name of a file as it may be shown now; `instead` while the patient is hidden."""
        return instead if self.is_hidden else Path(path).name
