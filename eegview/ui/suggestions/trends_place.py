"""The panel of trends, below the page; it outlives the studies whose trends it shows."""

from PySide6.QtCore import QObject

from eegview.model.text.language import tr
from eegview.ui.suggestions.trends_panel import TrendsPanel
from eegview.ui.window.context import Context


class TrendsPlace(QObject):
    """The lanes of trends between page and overview, shown and hidden by their command."""

    def __init__(self, context: Context) -> None:
        super().__init__(context.window)
        self._window = context.window
        self.panel = TrendsPanel(context.window.page.theme)
        self.place = context.window.sidebar.add_panel(
            "detector.trends", tr("Trends"), "trends", self.panel, is_below=True
        )

    def restyle(self) -> None:
        """Draw the lanes in the window's theme as it is now."""
        self.panel.set_theme(self._window.page.theme)
