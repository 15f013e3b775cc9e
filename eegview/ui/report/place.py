"""Where the report stands in the window: its parts are loaded and built when it is first used, and outlive studies."""

from typing import TYPE_CHECKING

from eegview.ui.window.context import Context
from eegview.ui.window.late_part import LatePart

if TYPE_CHECKING:
    from eegview.ui.report.view import ReportView


class ReportPlace:
    """Builds the view on first use, so that the window opens without it."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._late = LatePart(context.actions, ("report.verify",), self._build)  # needs no study

    def _build(self) -> "ReportView":
        from eegview.ui.report.view import ReportView

        return ReportView(self._context)

    @property
    def is_built(self) -> bool:
        return self._late.built is not None

    @property
    def view(self) -> "ReportView":
        """The parts; they are hidden until they are shown."""
        return self._late.part

    def restyle(self) -> None:
        """Use the theme of now."""
        if (view := self._late.built) is not None:
            view.restyle()
