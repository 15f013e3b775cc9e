"""The dock of trends, below the page; it outlives the studies whose trends it shows."""

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QDockWidget, QWidget

from eegview.ui.suggestions.trends_panel import TrendsPanel
from eegview.ui.window.context import Context
from eegview.ui.window.panel_switch import PanelSwitch

FIRST_SHARE = 0.25  # of the window's height
_HEIGHT_KEY = "overview/height_px"  # of the overview while no lanes stand above it


class TrendsDock(QObject):
    """The lanes of trends in a dock above the overview's, shown and hidden by its command."""

    came_into_sight = Signal()

    def __init__(self, context: Context, overview: QWidget) -> None:
        super().__init__(context.window)
        self._window, self._actions = context.window, context.actions
        self.panel = TrendsPanel(context.window.page.theme)
        self.dock = context.window.add_dock("Trends", "dock.trends", self.panel, Qt.DockWidgetArea.BottomDockWidgetArea)
        overview_dock = overview.parentWidget()
        self._below = overview_dock if isinstance(overview_dock, QDockWidget) else None
        if self._below is not None:  # as wide as the page
            context.window.splitDockWidget(self._below, self.dock, Qt.Orientation.Vertical)
        self.dock.hide()
        self._was_shown = self._was_in_sight = False
        self._settings, self._overview = context.settings, overview
        self.dock.visibilityChanged.connect(self._visibility_changed)
        switch = PanelSwitch(
            self._window, self._actions, "detector.trends", self.dock, self._keep_height, self._give_height_back
        )
        self._switch = switch
        context.actions.connect({"detector.trends": self.switch})

    def switch(self) -> None:
        """Show the lanes, or hide them; at first they get their share of the window."""
        self._switch.switch()
        if not self.dock.isHidden() and not self._was_shown:
            self._was_shown = True
            height_px = round(self._window.height() * FIRST_SHARE)
            self._window.resizeDocks([self.dock], [height_px], Qt.Orientation.Vertical)

    def _keep_height(self) -> None:
        """Keep how high the overview below the lanes is: it would take their room once they are gone."""
        if self.dock.isHidden() and self._below is not None and self._below.isVisible():
            self._settings.put(_HEIGHT_KEY, self._below.height())

    def _give_height_back(self) -> None:
        """Have the page take the room of the lanes that were closed, also those that another session had opened."""
        if self._below is not None and self._below.isVisible() and self.dock.isHidden() and self._was_in_sight:
            self._was_in_sight = False
            height_px = round(self._settings.number(_HEIGHT_KEY, self._overview.sizeHint().height()))
            self._window.resizeDocks([self._below], [height_px], Qt.Orientation.Vertical)

    def restyle(self) -> None:
        """Draw the lanes in the window's theme as it is now."""
        self.panel.set_theme(self._window.page.theme)

    def _visibility_changed(self) -> None:
        if self.dock.isVisible():
            self._was_in_sight = True
            self.came_into_sight.emit()
