"""One line of the playlist: kind, clock time, what was decided, and below it in what the readers differ."""

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from eegview.app.comparing.difference import CONFLICT, ONLY_A, ONLY_B
from eegview.app.themes import Theme
from eegview.ui.comparing.shown import PlaylistLine
from eegview.ui.overview.painter import small_font
from eegview.ui.page.pair_painter import reader_colours

LINE_ROLE = Qt.ItemDataRole.UserRole
_PAD_PX = 8.0


class PlaylistDelegate(QStyledItemDelegate):
    """Paints a `PlaylistLine`; the current one is filled, has a bar at its left and the word `now`."""

    def __init__(self, theme: Callable[[], Theme]) -> None:
        super().__init__()
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(120, round(option.fontMetrics.height() * 2.15) + 10)  # type: ignore[attr-defined]

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        line = index.data(LINE_ROLE)
        if not isinstance(line, PlaylistLine):
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        is_current = bool(option.state & QStyle.StateFlag.State_Selected)  # type: ignore[attr-defined]
        area, font = QRectF(option.rect), QFont(option.font)  # type: ignore[attr-defined]
        self._paint(painter, line, area, font, is_current)
        if option.state & QStyle.StateFlag.State_HasFocus:  # type: ignore[attr-defined]
            painter.setPen(QPen(QColor(self._theme().accent), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(area.adjusted(1, 1, -1, -1))
        painter.restore()

    def _paint(self, painter: QPainter, line: PlaylistLine, area: QRectF, font: QFont, is_current: bool) -> None:
        theme = self._theme()
        painter.fillRect(area, QColor(theme.accent_soft if is_current else theme.page))
        if is_current:
            painter.fillRect(QRectF(area.left(), area.top(), 3, area.height()), QColor(theme.accent))
        painter.setPen(QPen(QColor(theme.line), 1))
        painter.drawLine(area.bottomLeft(), area.bottomRight())
        half_px = (area.height() - 10) / 2
        upper = QRectF(area.left() + _PAD_PX, area.top() + 4, area.width() - 2 * _PAD_PX, half_px)
        lower = QRectF(upper.left(), upper.bottom() + 1, upper.width(), half_px)
        left_px = self._paint_kind(painter, line, upper, font)
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        word = line.decided or ("now" if is_current else "")
        strong = QFont(font)
        strong.setBold(is_current or bool(line.decided))
        painter.setFont(strong)
        word_px = QFontMetricsF(strong).horizontalAdvance(word)
        clock_px = QFontMetricsF(font).horizontalAdvance(line.clock)
        if not line.decided and left_px + clock_px + word_px + 6 > upper.right():
            word, word_px = "", 0.0  # the bar at its left says so, too
        painter.setPen(QColor(theme.accent if is_current else theme.quiet))
        painter.drawText(upper, right, word)
        painter.setFont(font)
        painter.setPen(QColor(theme.ink))
        room = QRectF(left_px, upper.top(), upper.right() - word_px - 6 - left_px, upper.height())
        clock = QFontMetricsF(font).elidedText(line.clock, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, left, clock)
        small = small_font(font)
        painter.setFont(small)
        painter.setPen(QColor(theme.quiet))
        text = QFontMetricsF(small).elidedText(line.summary, Qt.TextElideMode.ElideRight, lower.width())
        painter.drawText(lower, left, text)

    def _paint_kind(self, painter: QPainter, line: PlaylistLine, upper: QRectF, font: QFont) -> float:
        """Paint the kind in a frame; return where the clock begins. Decided lines are pale, open ones are not."""
        theme = self._theme()
        colour_a, colour_b = reader_colours(theme)
        colours = {ONLY_A: colour_a, ONLY_B: colour_b, CONFLICT: QColor(theme.danger)}
        colour = colours.get(line.kind, QColor(theme.quiet))
        small = small_font(font)
        small.setBold(True)
        metrics = QFontMetricsF(small)
        width_px = max(metrics.horizontalAdvance(text) for text in ("Conflict", "Matched", line.kind_text)) + 10
        box = QRectF(upper.left(), upper.top() + 1, width_px, upper.height() - 2)
        painter.setPen(QPen(colour, 1.2, Qt.PenStyle.SolidLine if line.is_open else Qt.PenStyle.DotLine))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box, 3, 3)
        painter.setFont(small)
        painter.setPen(QColor(theme.text_colour(colour.name())))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, line.kind_text)
        return box.right() + 8
