"""Where the report stands in the window: its parts are loaded and built when it is first used, and outlive studies."""

from typing import TYPE_CHECKING

from eegview.ui.window.context import Context

if TYPE_CHECKING:
    from eegview.ui.report.view import ReportView


class ReportPlace:
    """Builds the view on first use, so that the window opens without it."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._view: ReportView | None = None
        self._let_go = context.actions.connect_late(("report.verify",), lambda: self.view)  # needs no study

    @property
    def is_built(self) -> bool:
        return self._view is not None

    @property
    def view(self) -> "ReportView":
        """The parts; they are hidden until they are shown."""
        if self._view is None:
            from eegview.ui.report.view import ReportView  # late: the window opens without it

            self._let_go()
            self._view = ReportView(self._context)
        return self._view

    def restyle(self) -> None:
        """Use the theme of now."""
        if self._view is not None:
            self._view.restyle()
