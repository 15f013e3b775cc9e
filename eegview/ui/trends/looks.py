"""How the trends look: colours of power, artifact faded or not, the list of panels shown or not; all remembered."""

from collections.abc import Callable

from PySide6.QtCore import QObject

from eegview.app.trends.table import TrendTable
from eegview.model.span import Span
from eegview.model.text.language import tr
from eegview.ui.trends.drawing.levels import fitted_level
from eegview.ui.trends.drawing.picture import Look
from eegview.ui.trends.remembered import RememberedTrends
from eegview.ui.trends.side import LEAST_DB
from eegview.ui.trends.view import TrendsView
from eegview.ui.window.context import Context
from eegview.ui.window.study.open_study import OpenStudy


class TrendsLooks(QObject):
    """Applies what is chosen at the side.

    measured : returns the table and the span shown, by which colours are fitted
    """

    def __init__(
        self,
        context: Context,
        study: OpenStudy,
        view: TrendsView,
        remembered: RememberedTrends,
        measured: Callable[[], tuple[TrendTable | None, Span]],
    ) -> None:
        super().__init__(study.scope)
        self._say, self._actions, self._page = context.say, context.actions, context.window.page
        self._view, self._remembered, self._measured = view, remembered, measured
        view.side.level_chosen.connect(self._choose_level)
        view.side.fit_asked.connect(self._fit_level)
        view.side.dimmed.connect(self._dim)
        context.actions.connect({"trends.side": self._switch_side}, study.scope)

    def show(self) -> None:
        """Look as last time."""
        remembered, side = self._remembered, self._view.side
        side.setVisible(remembered.has_side)
        self._actions.set_checked("trends.side", remembered.has_side)
        side.show_level(*remembered.level_db)
        side.dim.setChecked(remembered.is_dimmed)
        self._view.stack.show_look(Look(self._page.theme, remembered.level_db, remembered.is_dimmed))

    def _switch_side(self) -> None:
        self._remembered.has_side = not self._remembered.has_side
        self.show()

    def _choose_level(self, low_db: int, high_db: int) -> None:
        """Take the ends of the colours; the one that was not touched gives way."""
        if high_db - low_db < LEAST_DB:
            if low_db != self._remembered.level_db[0]:
                high_db = low_db + LEAST_DB
            else:
                low_db = high_db - LEAST_DB
        self._remembered.level_db = low_db, high_db
        self.show()

    def _fit_level(self) -> None:
        table, span = self._measured()
        level = fitted_level(table, span) if table is not None else None
        if level is None:
            self._say(tr("No spectrogram is computed here yet."))
        else:
            self._choose_level(*level)

    def _dim(self, is_dimmed: bool) -> None:
        self._remembered.is_dimmed = is_dimmed
        self.show()
