"""Windows of their own for panels, for a second screen."""

from PySide6.QtCore import QByteArray, QObject, Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from eegview.model.text.language import tr
from eegview.ui.sidebar.panel import SidebarPanel
from eegview.ui.sidebar.panel_frame import PanelFrame
from eegview.ui.sidebar.ports import Memory

_FIRST_PX = 440, 520
_KEY = "sidebar/window/"


class PanelWindow(QWidget):
    """Holds one panel; the keys of the main window work in it too."""

    closed = Signal()  # by its own cross

    def __init__(self, main: QWidget, title: str) -> None:
        super().__init__(main, Qt.WindowType.Window)
        self._main = main
        self.setWindowTitle(tr("{title} — eegview", title=title))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)

    def show_frame(self, frame: PanelFrame, geometry: QByteArray) -> None:
        """Show the window with the panel in it, where it was last."""
        self.addActions([action for action in self._main.actions() if action not in self.actions()])
        layout = self.layout()
        assert layout is not None
        if geometry.isEmpty() or not self.restoreGeometry(geometry):
            self.resize(*_FIRST_PX)
        layout.addWidget(frame)
        frame.show()
        self.show()

    def come_forward(self) -> None:
        """Bring the window before others."""
        self.raise_()
        self.activateWindow()

    def closeEvent(self, event: QCloseEvent) -> None:
        event.accept()
        if self.isVisible():
            self.closed.emit()


class PanelWindows(QObject):
    """The windows of torn-off panels, each where it was last."""

    closed = Signal(object)  # SidebarPanel whose window was closed by its own cross

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._main = parent
        self._windows: dict[str, PanelWindow] = {}
        self.memory: Memory | None = None

    def show(self, panel: SidebarPanel) -> None:
        """Show a panel in its window, or bring that forward."""
        window = self._windows.get(panel.command_id)
        if window is not None and window.isVisible():
            window.come_forward()
            return
        if window is None:
            window = self._windows[panel.command_id] = PanelWindow(self._main.window(), panel.frame.accessibleName())
            window.setObjectName(f"window.{panel.command_id}")
            window.closed.connect(lambda: self.closed.emit(panel))
        window.show_frame(panel.frame, self.memory.blob(f"{_KEY}{panel.command_id}") if self.memory else QByteArray())

    def hide(self, panel: SidebarPanel) -> None:
        """Hide a panel's window."""
        self.remember(panel)
        self._windows[panel.command_id].hide()

    def hide_all(self) -> None:
        """Hide all of them: the main window is closed."""
        for window in self._windows.values():
            window.hide()

    def remember(self, panel: SidebarPanel) -> None:
        """Keep where a panel's window is."""
        if self.memory is not None:
            self.memory.put(f"{_KEY}{panel.command_id}", self._windows[panel.command_id].saveGeometry())
