"""Where the statistics stand in the window: their parts are built when they are first shown, and outlive studies."""

from typing import TYPE_CHECKING

from eegview.ui.window.context import Context

if TYPE_CHECKING:
    from eegview.ui.statistics.view import StatisticsView


class StatisticsPlace:
    """Builds the view on first use, so that the window opens without it."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._view: StatisticsView | None = None

    @property
    def view(self) -> "StatisticsView":
        """The parts; they are hidden until they are shown."""
        if self._view is None:
            from eegview.ui.statistics.view import StatisticsView  # late: the window opens without it

            self._view = StatisticsView(self._context)
        return self._view

    def restyle(self) -> None:
        """Use the theme of now."""
        if self._view is not None:
            self._view.restyle()
