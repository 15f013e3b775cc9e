"""The dock of trends, below the page; it outlives the studies whose trends it shows."""

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QDockWidget, QWidget

from eegview.ui.suggestions.trends_panel import TrendsPanel
from eegview.ui.window.context import Context

FIRST_SHARE = 0.25  # of the window's height


class TrendsDock(QObject):
    """The lanes of trends in a dock above the overview's, shown and hidden by its command."""

    came_into_sight = Signal()

    def __init__(self, context: Context, overview: QWidget) -> None:
        super().__init__(context.window)
        self._window, self._actions = context.window, context.actions
        self.panel = TrendsPanel(context.window.page.theme)
        self.dock = context.window.add_dock("Trends", "dock.trends", self.panel, Qt.DockWidgetArea.BottomDockWidgetArea)
        overview_dock = overview.parentWidget()
        if isinstance(overview_dock, QDockWidget):  # as wide as the page
            context.window.splitDockWidget(overview_dock, self.dock, Qt.Orientation.Vertical)
        self.dock.hide()
        self._was_shown = False
        self.dock.visibilityChanged.connect(self._visibility_changed)
        context.actions.connect({"detector.trends": self.switch})

    def switch(self) -> None:
        """Show the lanes, or hide them, as the command is checked; at first they get their share of the window."""
        is_shown = self._actions["detector.trends"].isChecked()
        self.dock.setVisible(is_shown)
        if is_shown and not self._was_shown:
            self._was_shown = True
            height_px = round(self._window.height() * FIRST_SHARE)
            self._window.resizeDocks([self.dock], [height_px], Qt.Orientation.Vertical)

    def restyle(self) -> None:
        """Draw the lanes in the window's theme as it is now."""
        self.panel.set_theme(self._window.page.theme)

    def _visibility_changed(self) -> None:
        self._actions.set_checked("detector.trends", not self.dock.isHidden())
        if self.dock.isVisible():
            self.came_into_sight.emit()
