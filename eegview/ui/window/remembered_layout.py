"""Where the window and its panels stand, remembered from one session to the next."""

from eegview.ui.window.main_window import MainWindow
from eegview.ui.window.settings import Settings

FIRST_PANEL = "mark.list"


class RememberedLayout:
    """Shows the window where it was left, and stores where it is."""

    def __init__(self, window: MainWindow, settings: Settings) -> None:
        self._window, self._settings = window, settings

    def show(self) -> None:
        """Show the window with the panels that were open last."""
        self._window.restore(self._settings.blob("window/geometry"))
        self._window.show()
        self._window.sidebar.restore(FIRST_PANEL)

    def store(self) -> None:
        """Store where window and panels stand; what a task has put away stays remembered as it was."""
        self._settings.put("window/geometry", self._window.saveGeometry())
        self._window.sidebar.remember()
        self._window.sidebar.close_windows()
