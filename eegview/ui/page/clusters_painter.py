"""Paint clusters as brackets under the traces, with a line of text on each."""

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from eegview.app.themes import Theme
from eegview.model.span import Span
from eegview.ui.page.geometry import PageGeometry

TICK_PX = 6.0


@dataclass(frozen=True, slots=True)
class Bracket:
    """One cluster on the page: where it lies, what is written on it, "#rrggbb"."""

    span: Span
    text: str
    colour: str


def paint_brackets(
    painter: QPainter, brackets: Iterable[Bracket], geometry: PageGeometry, theme: Theme, end_px: float
) -> None:
    """Draw each bracket just above the lower edge of the traces; arrows say that it goes on beyond the page.

    end_px : where the room for texts ends, at the scale bar
    """
    font = QFont(painter.font())
    bold = QFont(font)
    bold.setBold(True)
    painter.setFont(bold)
    metrics = QFontMetricsF(bold)
    y_px = geometry.bottom_px - 3
    for bracket in brackets:
        left_px, right_px = geometry.x_of(bracket.span.start_s), geometry.x_of(bracket.span.stop_s)
        x0_px, x1_px = max(left_px, geometry.left_px), min(right_px, geometry.right_px)
        if x1_px <= x0_px:
            continue
        colour = QColor(theme.mark_colour(bracket.colour))
        painter.setPen(QPen(colour, 2))
        painter.drawLine(QPointF(x0_px, y_px), QPointF(x1_px, y_px))
        for x_px, is_end in ((left_px, left_px >= geometry.left_px), (right_px, right_px <= geometry.right_px)):
            if is_end:
                painter.drawLine(QPointF(x_px, y_px), QPointF(x_px, y_px - TICK_PX))
        before = "◂ " if left_px < geometry.left_px else ""
        after = " ▸" if right_px > geometry.right_px else ""
        text = f"{before}{bracket.text}{after}"
        width_px = metrics.horizontalAdvance(text) + 8
        text_px = max(min(x0_px + 4, end_px - width_px), geometry.left_px)
        area = QRectF(text_px, y_px - metrics.height() - 4, width_px, metrics.height())
        ground = QColor(theme.page)
        ground.setAlpha(215)
        painter.fillRect(area, ground)
        painter.setPen(QColor(theme.text_colour(bracket.colour)))
        painter.drawText(area.adjusted(4, 0, 0, 0), text)
    painter.setFont(font)
