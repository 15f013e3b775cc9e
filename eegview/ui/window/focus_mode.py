"""Only the page: everything beside it put away, and brought back as it stood."""

from PySide6.QtCore import QObject, Qt

from eegview.ui.window.context import Context


class FocusMode(QObject):
    """Hides what stands around the page while its toggle is on; full screen is beside it, on a toggle of its own."""

    def __init__(self, context: Context) -> None:
        super().__init__(context.window)
        self._window, self._toggle = context.window, context.actions["display.focus"]
        context.actions.connect({"display.focus": self._switch, "display.full_screen": self._switch_full_screen})

    @property
    def is_on(self) -> bool:
        """Whether the page is alone in the window."""
        return self._toggle.isChecked()

    def _switch(self) -> None:
        if self.is_on:
            self._window.put_away()
        else:
            self._window.bring_back()

    def _switch_full_screen(self) -> None:
        """Use the whole screen, or go back: a window that was maximised is maximised again."""
        self._window.setWindowState(self._window.windowState() ^ Qt.WindowState.WindowFullScreen)
