"""Loads what stands around the two pages once a comparison is first opened; treatment can be entered from the menu."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from eegview.ui.response.controller import ResponseController
from eegview.ui.window.context import Context
from eegview.ui.window.study.open_study import OpenStudy

if TYPE_CHECKING:
    from eegview.ui.response.panels.controller import ComparisonPanels


class PanelsLoading(QObject):
    """Builds the panels of one open study when its comparison stands.

    panels : None until then
    """

    def __init__(self, context: Context, study: OpenStudy, response: ResponseController) -> None:
        super().__init__(study.scope)
        self._context, self._study, self._response = context, study, response
        self.panels: ComparisonPanels | None = None
        response.built.connect(self._build)
        handlers = {"response.treatment": self.enter_treatment, "response.diary": self.enter_diary}
        context.actions.connect(handlers, study.scope)

    def _build(self) -> None:
        from eegview.ui.response.panels.controller import ComparisonPanels

        work = self._response.work
        assert work is not None
        self.panels = ComparisonPanels(self._context, self._study, work)

    def enter_treatment(self) -> None:
        """Show treatment by day, and the form in which it is entered."""
        if (panels := self._opened()) is not None:
            panels.lane.show_form()

    def enter_diary(self) -> None:
        """Show treatment by day, and the form at the diary of witnessed spasms."""
        if (panels := self._opened()) is not None:
            panels.lane.show_diary()

    def _opened(self) -> ComparisonPanels | None:
        """Return the panels with the comparison open; None where there is nothing to compare."""
        if not self._response.is_open:
            self._response.open()
        if self.panels is not None:
            self.panels.show_lane()
        return self.panels
