"""The candidates of one group, as chips: verdict by fill and sign, the current one ringed."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QHelpEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from eegview.app.themes import Theme
from eegview.ui.suggestions.view_data import ChipState, ShownChip

_SIGNS = {ChipState.ACCEPTED: "✓ ", ChipState.REJECTED: "✕ ", ChipState.UNSURE: "? ", ChipState.OPEN: ""}
_GAP_PX = 6


class TriageChips(QWidget):
    """One line of chips; of a long group what lies around the current one is shown, with counts at the ends."""

    chosen = Signal(int)  # index into the chips given

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("triage.chips")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._theme, self._colour = theme, "#c2410c"
        self._chips: tuple[ShownChip, ...] = ()

    @property
    def chips(self) -> tuple[ShownChip, ...]:
        return self._chips

    def show_chips(self, chips: Sequence[ShownChip], colour: str) -> None:
        """Show these candidates; colour is of what they would be marked as, "#rrggbb" in the paper theme."""
        self._chips, self._colour = tuple(chips), colour
        self.update()

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.update()

    def sizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        return QSize(round(self._chip_width_px() * 10), metrics.height() * 2 + 10)

    def _chip_width_px(self) -> float:
        return QFontMetricsF(self.font()).horizontalAdvance("✓ 000") + 14

    def _window(self) -> tuple[int, int]:
        """Return which chips are shown, half-open, the current one about in the middle."""
        fits = max(1, int((self.width() - 2 * self._end_px()) // (self._chip_width_px() + _GAP_PX)))
        if len(self._chips) <= fits:
            return 0, len(self._chips)
        current = next((i for i, chip in enumerate(self._chips) if chip.is_current), 0)
        first = min(max(current - fits // 2, 0), len(self._chips) - fits)
        return first, first + fits

    def _end_px(self) -> float:
        """Return the width of the words at either end of a long group."""
        width_px = self._chip_width_px() + _GAP_PX
        return (
            QFontMetricsF(self.font()).horizontalAdvance("00000 more") + 8
            if (len(self._chips) * width_px > self.width())
            else 0.0
        )

    def _areas(self) -> list[tuple[int, QRectF]]:
        first, stop = self._window()
        width_px, left_px = self._chip_width_px(), self._end_px() if first else 2.0
        return [
            (i, QRectF(left_px + k * (width_px + _GAP_PX), 2, width_px, self.height() - 4))
            for k, i in enumerate(range(first, stop))
        ]

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        areas = self._areas()
        for index, area in areas:
            self._paint_chip(painter, self._chips[index], area)
        if not areas:
            return
        painter.setPen(QColor(self._theme.quiet))
        middle = Qt.AlignmentFlag.AlignVCenter
        if areas[0][0] > 0:
            before = QRectF(0, 0, areas[0][1].left() - 4, self.height())
            painter.drawText(before, middle | Qt.AlignmentFlag.AlignLeft, f"{areas[0][0]} more")
        n_after = len(self._chips) - areas[-1][0] - 1
        if n_after:
            after = QRectF(areas[-1][1].right() + 8, 0, self.width(), self.height())
            painter.drawText(after, middle | Qt.AlignmentFlag.AlignLeft, f"{n_after} more")

    def _paint_chip(self, painter: QPainter, chip: ShownChip, area: QRectF) -> None:
        theme, colour = self._theme, QColor(self._theme.mark_colour(self._colour))
        is_accepted, is_rejected = chip.state is ChipState.ACCEPTED, chip.state is ChipState.REJECTED
        ink = QColor(theme.page) if is_accepted else QColor(theme.quiet) if is_rejected else colour
        style = Qt.PenStyle.DashLine if chip.state is ChipState.OPEN else Qt.PenStyle.SolidLine
        painter.setPen(QPen(QColor(theme.line_strong) if is_rejected else colour, 1.2, style))
        painter.setBrush(colour if is_accepted else QColor(theme.ground if is_rejected else theme.page))
        painter.drawRoundedRect(area.adjusted(2, 2, -2, -2), 5, 5)
        if chip.is_current:
            painter.setPen(QPen(QColor(theme.accent), 3))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(area.adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        font = QFont(self.font())
        font.setBold(True)
        painter.setFont(font)
        painter.setPen(ink)
        upper = QRectF(area.left(), area.top() + 3, area.width(), (area.height() - 6) * (0.55 if chip.score else 1))
        painter.drawText(upper, Qt.AlignmentFlag.AlignCenter, _SIGNS[chip.state] + chip.text)
        if chip.score:
            font.setBold(False)
            font.setPixelSize(round(font.pixelSize() * 0.85))
            painter.setFont(font)
            lower = QRectF(area.left(), upper.bottom() - 2, area.width(), area.bottom() - upper.bottom())
            painter.setPen(ink if is_accepted else QColor(theme.quiet))
            painter.drawText(lower, Qt.AlignmentFlag.AlignCenter, chip.score)

    def _index_at(self, x_px: float) -> int | None:
        return next((i for i, area in self._areas() if area.left() <= x_px <= area.right()), None)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self._index_at(event.position().x())
        if index is not None:
            self.chosen.emit(index)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent):
            index = self._index_at(event.pos().x())
            if index is not None:
                QToolTip.showText(event.globalPos(), self._chips[index].tip, self)
                return True
        return super().event(event)
