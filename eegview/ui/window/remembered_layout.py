"""Where window and docks stand, remembered from one session to the next."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDockWidget

from eegview.ui.window.focus_mode import FocusMode
from eegview.ui.window.main_window import MainWindow
from eegview.ui.window.settings import Settings

_FIRST_SHARE = 0.24  # of the window's width, for what stands beside the page


class RememberedLayout:
    """Shows the window where it was left, and stores where it is."""

    def __init__(self, window: MainWindow, settings: Settings, focus: FocusMode) -> None:
        self._window, self._settings, self._focus = window, settings, focus

    def show(self, widest: QDockWidget) -> None:
        """Show the window; the first time `widest` gets its share of the width."""
        window, state = self._window, self._settings.blob("window/state")
        window.restore(self._settings.blob("window/geometry"), state)
        window.show()
        if state.isEmpty():
            width_px = round(window.width() * _FIRST_SHARE)
            window.resizeDocks([widest], [width_px], Qt.Orientation.Horizontal)

    def store(self) -> None:
        """Store where window and docks stand; docks that focus mode has put away stay remembered as they were."""
        self._settings.put("window/geometry", self._window.saveGeometry())
        if not self._focus.is_on:
            self._settings.put("window/state", self._window.saveState())
