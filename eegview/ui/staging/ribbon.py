"""The epochs around the one on the page, in one row above it."""

from collections.abc import Callable

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy

from eegview.app.themes import Theme
from eegview.model.vocabulary import Vocabulary
from eegview.ui.staging.cells import paint_cell
from eegview.ui.staging.epoch_widget import EpochWidget

_EDGE_PX, _GAP_PX = 10.0, 3.0


class Ribbon(EpochWidget):
    """One row of cells, the current epoch in the middle; it stands still while a run is dragged."""

    def __init__(self, theme: Callable[[], Theme], vocabulary: Vocabulary) -> None:
        super().__init__("staging.ribbon", theme, vocabulary)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._held_first: int | None = None

    def sizeHint(self) -> QSize:
        return QSize(400, round(self.fontMetrics().height() * 1.9) + 8)

    @property
    def _cell_px(self) -> float:
        return self.fontMetrics().horizontalAdvance("N3 ?") * 1.15 + _GAP_PX

    @property
    def _n_cells(self) -> int:
        return max(1, int((self.width() - 2 * _EDGE_PX) / self._cell_px))

    @property
    def first(self) -> int:
        """Return the number of the first epoch in the row."""
        staging = self._staging
        if staging is None:
            return 0
        if self._pressed is not None and self._held_first is not None:
            return self._held_first
        last_first = max(staging.grid.n_epochs - self._n_cells, 0)
        self._held_first = min(max(staging.current - self._n_cells // 2, 0), last_first)
        return self._held_first

    def box_of(self, number: int) -> QRectF | None:
        place = number - self.first
        if self._staging is None or not 0 <= place < self._n_cells or number >= self._staging.grid.n_epochs:
            return None
        left_px = _EDGE_PX + place * self._cell_px
        return QRectF(left_px, 4, self._cell_px - _GAP_PX, self.height() - 8)

    def number_under(self, x_px: float, y_px: float) -> int | None:
        if self._staging is None:
            return None
        place = int((x_px - _EDGE_PX) // self._cell_px)
        number = self.first + min(max(place, 0), self._n_cells - 1)
        return number if number < self._staging.grid.n_epochs else None

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(event.rect(), QColor(self._theme.page))
        staging = self._staging
        if staging is None or not staging.grid.n_epochs:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        differences = staging.differences() if staging.shows_proposal else None
        for number in range(self.first, min(self.first + self._n_cells, staging.grid.n_epochs)):
            box = self.box_of(number)
            if box is None:
                continue
            is_different = differences is not None and bool(differences[number])
            paint_cell(painter, box, staging, number, self._theme, is_different, has_letter=True)
            if number in staging.run:
                painter.setPen(QPen(QColor(self._theme.accent), 2))
                painter.drawLine(box.bottomLeft(), box.bottomRight())
            if number == staging.current:
                painter.setPen(QPen(QColor(self._theme.accent), 2.5))
                painter.drawRoundedRect(box.adjusted(-1.5, -1.5, 1.5, 1.5), 3, 3)
