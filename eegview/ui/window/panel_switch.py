"""The keys that show a panel: what is behind another comes to the front, what is in front is closed."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QDockWidget

from eegview.ui.window.actions import Actions
from eegview.ui.window.main_window import MainWindow


def is_in_front(dock: QDockWidget) -> bool:
    """Whether a panel is seen: neither hidden nor behind another that shares its place."""
    window = dock.parentWidget()  # Qt keeps what is behind a tab outside of the window
    is_within = window is None or dock.isFloating() or window.rect().intersects(dock.geometry())
    return dock.isVisible() and is_within


class PanelSwitch(QObject):
    """Shows one panel and closes it by its command, and leaves the page as wide as it was.

    opening, closed : called before the panel is shown, and once it is hidden
    """

    def __init__(
        self,
        window: MainWindow,
        actions: Actions,
        command_id: str,
        dock: QDockWidget,
        opening: Callable[[], None] = lambda: None,
        closed: Callable[[], None] = lambda: None,
    ) -> None:
        super().__init__(dock)
        self._window, self._actions, self._command_id, self._dock = window, actions, command_id, dock
        self._opening, self._closed = opening, closed
        self._widths_px: tuple[int, int] | None = None  # of its side before it was shown, and when it stood in front
        self._settle = QTimer(self, singleShot=True, interval=0)
        self._settle.timeout.connect(self._settled)
        dock.visibilityChanged.connect(self._visibility_changed)

    def switch(self) -> None:
        """Bring the panel to the front, or close it where it is in front."""
        if is_in_front(self._dock):
            self._dock.hide()
        else:
            self.open()
        self._show_toggle()

    def open(self) -> None:
        """Bring the panel to the front, no wider than what stood there."""
        if is_in_front(self._dock):
            return
        self._opening()
        before_px = self._side_px()
        self._dock.show()
        self._dock.raise_()
        if before_px is not None:
            self._window.resizeDocks([self._dock], [before_px], Qt.Orientation.Horizontal)
            self._widths_px = before_px, before_px

    def _neighbours(self) -> list[QDockWidget]:
        """Return what stands in front on the same side of the page."""
        window, area = self._window, self._window.dockWidgetArea(self._dock)
        docks = [dock for dock in window.findChildren(QDockWidget) if window.dockWidgetArea(dock) == area]
        return [dock for dock in docks if dock is not self._dock and is_in_front(dock) and not dock.isFloating()]

    def _side_px(self) -> int | None:
        """Return how wide the panels beside the page are; None where none is shown, or the panel lies elsewhere."""
        area = self._window.dockWidgetArea(self._dock)
        if area not in (Qt.DockWidgetArea.LeftDockWidgetArea, Qt.DockWidgetArea.RightDockWidgetArea):
            return None
        return max((dock.width() for dock in self._neighbours()), default=None)

    def _visibility_changed(self) -> None:
        self._show_toggle()
        self._settle.start()

    def _settled(self) -> None:
        """Follow what the panel needed, and give it back once the panel is gone or behind another."""
        self._show_toggle()
        if is_in_front(self._dock):
            if self._widths_px is not None:
                self._widths_px = self._widths_px[0], self._dock.width()
            return
        if self._dock.isHidden():
            self._closed()
        neighbours, widths_px = self._neighbours(), self._widths_px
        self._widths_px = None
        if widths_px is not None and neighbours and self._side_px() == widths_px[1] != widths_px[0]:
            self._window.resizeDocks(neighbours[:1], [widths_px[0]], Qt.Orientation.Horizontal)

    def _show_toggle(self) -> None:
        if self._actions[self._command_id].isCheckable():
            self._actions.set_checked(self._command_id, is_in_front(self._dock))
