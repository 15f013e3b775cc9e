"""Only the page: everything beside it put away, and brought back as it stood."""

from PySide6.QtCore import QByteArray, QObject, Qt
from PySide6.QtWidgets import QDockWidget

from eegview.ui.window.context import Context


class FocusMode(QObject):
    """Hides the docks of the window while its toggle is on; full screen is beside it, on a toggle of its own."""

    def __init__(self, context: Context) -> None:
        super().__init__(context.window)
        self._window, self._toggle = context.window, context.actions["display.focus"]
        self._layout_before = QByteArray()
        context.actions.connect({"display.focus": self._switch, "display.full_screen": self._switch_full_screen})

    @property
    def is_on(self) -> bool:
        """Whether the page is alone in the window."""
        return self._toggle.isChecked()

    def _switch(self) -> None:
        if self.is_on:
            self._layout_before = self._window.saveState()
        for dock in self._window.findChildren(QDockWidget):
            dock.setVisible(not self.is_on)
        if not self.is_on:
            self._window.restoreState(self._layout_before)

    def _switch_full_screen(self) -> None:
        """Use the whole screen, or go back: a window that was maximised is maximised again."""
        self._window.setWindowState(self._window.windowState() ^ Qt.WindowState.WindowFullScreen)
