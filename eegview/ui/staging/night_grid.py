"""All epochs of the night as small cells, half an hour a line."""

from collections.abc import Callable

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy

from eegview.app.themes import Theme
from eegview.model.vocabulary import Vocabulary
from eegview.ui.overview.painter import small_font
from eegview.ui.staging.cells import paint_cell
from eegview.ui.staging.epoch_widget import EpochWidget

LINE_S = 1800.0
_LEAST_LINE_PX = 8.0


class NightGrid(EpochWidget):
    """Cells of all epochs; only those that changed are drawn anew.

    clock : the text of a time at the start of a line
    """

    def __init__(self, theme: Callable[[], Theme], vocabulary: Vocabulary) -> None:
        self._sizes: tuple[float, float] | None = None
        super().__init__("staging.grid", theme, vocabulary)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.clock: Callable[[float], str] = lambda _time_s: ""

    @property
    def _per_line(self) -> int:
        return round(LINE_S / self._staging.grid.epoch_s) if self._staging is not None else 1

    @property
    def _font(self) -> QFont:
        return small_font(self.font())

    def _measured(self) -> tuple[float, float]:
        """Return the height of a line and where the cells begin, logical pixels."""
        if self._sizes is None:
            metrics = QFontMetricsF(self._font)
            line_px = max(_LEAST_LINE_PX, round(metrics.height() * 0.8))
            self._sizes = line_px, metrics.horizontalAdvance("00:00") + 8
        return self._sizes

    @property
    def _line_px(self) -> float:
        return self._measured()[0]

    @property
    def _left_px(self) -> float:
        return self._measured()[1]

    def draw_anew(self) -> None:
        self._sizes = None
        super().draw_anew()

    @property
    def _cell_px(self) -> float:
        return max(1.0, (self.width() - self._left_px - 4) / self._per_line)

    def sizeHint(self) -> QSize:
        n_epochs = self._staging.grid.n_epochs if self._staging is not None else 0
        n_lines = -(-n_epochs // self._per_line)
        return QSize(240, round(n_lines * self._line_px + 4))

    def box_of(self, number: int) -> QRectF | None:
        if self._staging is None:
            return None
        line, place = divmod(number, self._per_line)
        return QRectF(
            self._left_px + place * self._cell_px, 2 + line * self._line_px, self._cell_px, self._line_px - 1.5
        )

    def number_under(self, x_px: float, y_px: float) -> int | None:
        staging = self._staging
        if staging is None or not staging.grid.n_epochs:
            return None
        line = max(int((y_px - 2) // self._line_px), 0)
        place = min(max(int((x_px - self._left_px) // self._cell_px), 0), self._per_line - 1)
        return min(line * self._per_line + place, staging.grid.n_epochs - 1)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(event.rect(), QColor(self._theme.page))
        staging = self._staging
        if staging is None:
            return
        differences = staging.differences() if staging.shows_proposal else None
        first_line = max(int((event.rect().top() - 2) // self._line_px), 0)
        last_line = int((event.rect().bottom() - 2) // self._line_px)
        first = max(int((event.rect().left() - self._left_px) // self._cell_px), 0)
        stop = min(int((event.rect().right() - self._left_px) // self._cell_px) + 1, self._per_line)
        painter.setFont(self._font)
        for line in range(first_line, last_line + 1):
            start = line * self._per_line
            if start >= staging.grid.n_epochs:
                break
            if event.rect().left() < self._left_px:
                painter.setPen(QColor(self._theme.quiet))
                box = QRectF(0, 2 + line * self._line_px - 2, self._left_px - 5, self._line_px + 3)
                text = self.clock(start * staging.grid.epoch_s)[:5]
                painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, text)
            for number in range(start + first, min(start + stop, staging.grid.n_epochs)):
                box = self.box_of(number)
                if box is not None:
                    is_different = differences is not None and bool(differences[number])
                    cell = box.adjusted(0, 0, -0.6, 0)
                    paint_cell(painter, cell, staging, number, self._theme, is_different, has_letter=False)
                    if number in staging.run:
                        painter.setPen(QPen(QColor(self._theme.accent), 1.5))
                        painter.drawLine(box.bottomLeft(), box.bottomRight())
        here = self.box_of(staging.current)
        if here is not None:
            painter.setPen(QPen(QColor(self._theme.ink), 1.5))
            painter.drawRect(here.adjusted(-1, -1, 0.5, 0.5))


class NightScroll(QScrollArea):
    """The grid, scrolled to the epoch that is looked at."""

    def __init__(self, grid: NightGrid) -> None:
        super().__init__()
        self.grid = grid
        self.setWidget(grid)
        self.setWidgetResizable(True)
        for part in (self, self.viewport()):
            part.setProperty("role", "form")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def show_epoch(self, number: int) -> None:
        """Scroll so that the line of an epoch is in sight."""
        box = self.grid.box_of(number)
        if box is not None:
            self.ensureVisible(round(box.center().x()), round(box.center().y()), 0, 24)

    def sizeHint(self) -> QSize:
        return self.grid.sizeHint()
