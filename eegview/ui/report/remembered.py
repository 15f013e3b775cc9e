"""What is remembered of the report's screen: template, language, zoom, splitter; of a study where one was."""

from PySide6.QtCore import QByteArray

from eegview.ui.report.page_layout import ZOOMS
from eegview.ui.window.settings import Settings

_ROOT = "report"


class RememberedReport:
    """Settings of the screen; the section is remembered for each recording."""

    def __init__(self, settings: Settings, fingerprint: str) -> None:
        self._settings, self._study = settings, f"{_ROOT}/{fingerprint[:16]}"

    @property
    def template_id(self) -> str:
        return self._settings.text(f"{_ROOT}/template")

    @template_id.setter
    def template_id(self, template_id: str) -> None:
        self._settings.put(f"{_ROOT}/template", template_id)

    @property
    def language(self) -> str:
        """Return the language of the labels, "" for that of the template."""
        return self._settings.text(f"{_ROOT}/language")

    @language.setter
    def language(self, language: str) -> None:
        self._settings.put(f"{_ROOT}/language", language)

    @property
    def zoom(self) -> float:
        """Return the zoom, 0 for the width."""
        return self._settings.number(f"{_ROOT}/zoom", 0.0, 0.0, ZOOMS[-1])

    @zoom.setter
    def zoom(self, zoom: float) -> None:
        self._settings.put(f"{_ROOT}/zoom", zoom)

    @property
    def splitter(self) -> QByteArray:
        return self._settings.blob(f"{_ROOT}/splitter")

    @splitter.setter
    def splitter(self, state: QByteArray) -> None:
        self._settings.put(f"{_ROOT}/splitter", state)

    @property
    def section_id(self) -> str:
        """Return the section that was filled in last."""
        return self._settings.text(f"{self._study}/section")

    @section_id.setter
    def section_id(self, section_id: str) -> None:
        self._settings.put(f"{self._study}/section", section_id)
