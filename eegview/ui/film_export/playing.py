"""The clock of a film that is played in the dialog."""

import time

from PySide6.QtCore import QObject, QTimer, Signal

from eegview.app.film_export.desk import FilmFacts

_PLAY_MS = 15


class FilmPlayer(QObject):
    """Says which picture is due.

    due : its number
    """

    due = Signal(int)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._facts: FilmFacts | None = None
        self._began_at, self._from_s = 0.0, 0.0  # clock, video time
        self._timer = QTimer(self, interval=_PLAY_MS)
        self._timer.timeout.connect(self._tick)

    def play(self, facts: FilmFacts, frame: int) -> None:
        """Play a film from a picture on."""
        self._facts = facts
        self._timer.start()
        self.go_on_from(frame)

    def go_on_from(self, frame: int) -> None:
        """Go on from another picture, if it plays."""
        if self._facts is not None and self._timer.isActive():
            self._began_at, self._from_s = time.monotonic(), float(self._facts.pts_s[frame])

    def stop(self) -> None:
        self._timer.stop()

    def _tick(self) -> None:
        if self._facts is not None:
            self.due.emit(self._facts.frame_at(self._from_s + time.monotonic() - self._began_at))
