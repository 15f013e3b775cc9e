"""Sends what other reviewers, or work on other recordings, left waiting on this computer; says what still waits."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from eegview.app.lanes import Failed, Lane
from eegview.app.library.left_acts import LeftActs, counted
from eegview.model.errors import EegViewError, LibraryRefused
from eegview.model.text.language import tr
from eegview.ui.window.main_window import MainWindow

_EVERY_MS = 15_000


class LeftActsSender(QObject):
    """Tries at once and then every quarter of a minute; what still waits stands in the status line.

    is_library_away : nothing is tried then; who found that out tries it each second
    """

    saved = Signal(str)  # a sentence on what was saved

    def __init__(self, window: MainWindow, lane: Lane, send: Callable[[], LeftActs], failed: Failed) -> None:
        super().__init__(window)
        self._label, self._lane, self._send, self._failed = window.left, lane, send, failed
        self.is_library_away = self._is_busy = False
        self._timer = QTimer(self, interval=_EVERY_MS)
        self._timer.timeout.connect(self.try_now)
        self._timer.start()
        self.try_now()

    def stop(self) -> None:
        """Try no more: the window closes."""
        self._timer.stop()

    def try_now(self) -> None:
        """Save what waits, as far as the library is there."""
        if self._is_busy or self.is_library_away:
            return
        self._is_busy = True
        self._lane.submit(self._send, self._sent, self._not_sent)

    def _sent(self, left: LeftActs) -> None:
        self._is_busy = False
        waiting = counted(left.waiting)
        self._label.setText(tr("On this computer only: {waiting}", waiting=waiting) if waiting else "")
        self._label.setVisible(bool(waiting))
        self._label.setToolTip(f"{left.away.sentence} {left.away.advice}" if left.away is not None else "")
        if saved := counted(left.saved):
            self.saved.emit(f"Saved now: {saved} that had waited on this computer.")
        for error in left.refused:
            self._failed(error)
        for issue in left.issues:
            self._failed(LibraryRefused(issue.message, "Nothing was deleted. Keep that file until it is checked."))

    def _not_sent(self, error: EegViewError) -> None:
        self._is_busy = False
        self._failed(error)
