"""The overview as a dock below the page, with its toggle."""

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QWidget

from eegview.ui.overview.view import OverviewView
from eegview.ui.window.context import Context
from eegview.ui.window.panel_switch import PanelSwitch


class OverviewDock(QObject):
    """The overview at the bottom of the window; it outlives studies."""

    def __init__(self, context: Context) -> None:
        super().__init__(context.window)
        self._page, self._toggle = context.window.page, context.actions["display.overview"]
        self.view = OverviewView(self._page.theme, context.studies.vocabulary, context.studies.note_readings)
        self.view.shown_text = context.studies.privacy.text
        area = Qt.DockWidgetArea.BottomDockWidgetArea
        self.dock = context.window.add_dock("Overview", "dock.overview", self.view, area)
        self.dock.setTitleBarWidget(QWidget())  # no title: the lanes say what it is
        self.dock.setFeatures(self.dock.DockWidgetFeature.DockWidgetClosable)
        switch = PanelSwitch(context.window, context.actions, "display.overview", self.dock)
        context.actions.connect({"display.overview": switch.switch})
        self._toggle.setChecked(True)

    def refresh_theme(self) -> None:
        """Draw it anew: theme or size of text changed."""
        self.view.set_theme(self._page.theme)
