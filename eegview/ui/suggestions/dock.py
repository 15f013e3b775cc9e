"""The dock of suggestions; it outlives the studies whose suggestions it shows."""

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QDockWidget

from eegview.app.review.mark_texts import proposal_text
from eegview.model.clock import elapsed_text
from eegview.ui.suggestions.panel import SuggestionsPanel
from eegview.ui.suggestions.table import SuggestionsModel
from eegview.ui.window.context import Context
from eegview.ui.window.panel_switch import PanelSwitch, is_in_front


class SuggestionsDock(QObject):
    """The panel of suggestions in a dock, shown and hidden by its command."""

    came_into_sight = Signal()

    def __init__(self, context: Context, beside: QDockWidget) -> None:
        super().__init__(context.window)
        self._window, self._actions = context.window, context.actions
        vocabulary = context.studies.vocabulary
        self.model = SuggestionsModel(
            lambda detection: proposal_text(detection, vocabulary), lambda time_s: elapsed_text(time_s, 1)
        )
        self.panel = SuggestionsPanel(context.window.page.theme, self.model)
        self.dock = context.window.add_dock(
            "Suggestions", "dock.suggestions", self.panel, Qt.DockWidgetArea.RightDockWidgetArea
        )
        context.window.tabifyDockWidget(beside, self.dock)
        self.dock.hide()
        self.dock.visibilityChanged.connect(self._visibility_changed)
        self.panel.triage_asked.connect(context.actions["triage.open"].trigger)
        self._switch = PanelSwitch(self._window, self._actions, "detector.panel", self.dock)
        context.actions.connect({"detector.panel": self._switch.switch})

    @property
    def is_in_sight(self) -> bool:
        return is_in_front(self.dock)

    def open(self) -> None:
        """Show the panel before those it shares its place with."""
        self._switch.open()

    def restyle(self) -> None:
        """Draw the panel in the window's theme and font as they are now."""
        self.panel.histogram.set_theme(self._window.page.theme)
        self.panel.table.set_columns()

    def _visibility_changed(self) -> None:
        if self.dock.isVisible():
            self.came_into_sight.emit()
