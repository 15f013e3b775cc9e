"""The dock of completeness; it outlives the studies it is about."""

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QDockWidget

from eegview.ui.signing.completeness_panel import CompletenessPanel
from eegview.ui.window.context import Context
from eegview.ui.window.panel_switch import PanelSwitch


class CompletenessDock(QObject):
    """The panel of completeness in a dock, shown and hidden by its command."""

    visibility_changed = Signal()

    def __init__(self, context: Context, beside: QDockWidget) -> None:
        super().__init__(context.window)
        self.panel = CompletenessPanel()
        self.dock = context.window.add_dock(
            "Completeness", "dock.completeness", self.panel, Qt.DockWidgetArea.RightDockWidgetArea
        )
        context.window.tabifyDockWidget(beside, self.dock)
        self.dock.hide()
        self.dock.visibilityChanged.connect(self.visibility_changed)
        self.panel.sign_asked.connect(context.actions["study.sign"].trigger)
        switch = PanelSwitch(context.window, context.actions, "study.completeness", self.dock)
        context.actions.connect({"study.completeness": switch.switch})
