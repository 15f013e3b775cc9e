"""The dock of completeness; it outlives the studies it is about."""

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QDockWidget

from eegview.ui.signing.completeness_panel import CompletenessPanel
from eegview.ui.window.context import Context


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
        context.actions.connect({"study.completeness": self.switch})

    def switch(self) -> None:
        """Show the panel beside the marks, or hide it."""
        is_shown = not self.dock.isVisible()
        self.dock.setVisible(is_shown)
        if is_shown:
            self.dock.raise_()
