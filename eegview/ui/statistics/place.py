"""Where the statistics stand in the window: their parts are built when they are first shown, and outlive studies."""

from typing import TYPE_CHECKING

from eegview.ui.window.context import Context
from eegview.ui.window.late_part import LatePart

if TYPE_CHECKING:
    from eegview.ui.statistics.view import StatisticsView


class StatisticsPlace:
    """Builds the view on first use, so that the window opens without it."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._late = LatePart(context.actions, (), self._build)

    def _build(self) -> "StatisticsView":
        from eegview.ui.statistics.view import StatisticsView

        return StatisticsView(self._context)

    @property
    def view(self) -> "StatisticsView":
        """The parts; they are hidden until they are shown."""
        return self._late.part

    def restyle(self) -> None:
        """Use the theme of now."""
        if (view := self._late.built) is not None:
            view.restyle()
