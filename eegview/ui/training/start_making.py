"""Connects the start of a training with the making of the set that comes with the program."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject

from eegview.model.errors import EegViewError
from eegview.model.text.language import tr
from eegview.ui.training.remembered import RememberedTraining
from eegview.ui.training.shipped_making import ShippedMaking
from eegview.ui.training.start_dialog import StartDialog


class StartMaking(QObject):
    """Lives as long as one dialog: what it began to make is stopped with it."""

    def __init__(self, dialog: StartDialog, making: ShippedMaking, remembered: RememberedTraining) -> None:
        super().__init__(dialog)
        self._dialog, self._making, self._remembered = dialog, making, remembered
        self._path: Path | None = None
        self._title = ""
        dialog.shipped_asked.connect(self._make)
        dialog.making_cancelled.connect(making.cancel)
        dialog.finished.connect(making.cancel)
        making.found.connect(self._found)
        making.progressed.connect(self._progressed)
        making.made.connect(self._made)
        making.failed.connect(self._failed)
        making.stopped.connect(self._stopped)
        making.look()

    def _found(self, path: Path, title: str, is_made: bool) -> None:
        self._path, self._title = path, title
        self._show(is_made)

    def _show(self, is_made: bool) -> None:
        note = tr("comes with eegview") if is_made else tr("comes with eegview, made the first time")
        known = self._remembered.sets
        self._dialog.show_sets(self._path if is_made else None, f"{self._title}  —  {note}", known)

    def _make(self) -> None:
        self._dialog.show_making(0.0)
        self._making.make()

    def _progressed(self, share: float) -> None:
        self._dialog.show_making(share)

    def _made(self, path: Path) -> None:
        self._path = path
        self._dialog.show_making(None)
        self._show(True)
        self._dialog.choose_file(path)
        self._dialog.start_when_read()

    def _stopped(self) -> None:
        self._dialog.show_making(None)

    def _failed(self, error: EegViewError) -> None:
        self._dialog.show_making(None)
        self._dialog.about.setText(f"{error.sentence} {error.advice}".strip())
