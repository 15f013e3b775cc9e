"""The panel of suggestions in the sidebar; it outlives the studies whose suggestions it shows."""

from PySide6.QtCore import QObject

from eegview.app.review.mark_texts import proposal_text
from eegview.model.text.language import tr
from eegview.model.time.clock import elapsed_text
from eegview.ui.suggestions.panel import SuggestionsPanel
from eegview.ui.suggestions.table import SuggestionsModel
from eegview.ui.window.context import Context


class SuggestionsSidebarPanel(QObject):
    """The panel of suggestions, shown and hidden by its command."""

    def __init__(self, context: Context) -> None:
        super().__init__(context.window)
        self._window = context.window
        self.model = SuggestionsModel(
            lambda detection: proposal_text(detection, context.studies.vocabulary),
            lambda time_s: elapsed_text(time_s, 1),
        )
        self.panel = SuggestionsPanel(context.window.page.theme, self.model)
        self.place = context.window.sidebar.add_panel(
            "detector.panel", tr("Suggestions"), "suggestions", self.panel, tr("Suggest.")
        )
        self.panel.triage_asked.connect(context.actions["triage.open"].trigger)

    def open(self) -> None:
        """Show the panel."""
        self.place.open()

    def restyle(self) -> None:
        """Draw the panel in the window's theme and font as they are now."""
        self.panel.histogram.set_theme(self._window.page.theme)
        self.panel.table.set_columns()
