"""Paint the reasons of a key on the page: numbered brackets above the traces, or around the rows they are about."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from eegview.app.themes import Theme
from eegview.model.training.key import Reason
from eegview.ui.page.geometry import PageGeometry
from eegview.ui.page.view_data import ShownPage

COLOURS = ("#2563a8", "#c2410c", "#4b5563", "#6d28a8", "#0b6e75", "#8a4b00")  # by number; the number is written as well
_SHADE_ALPHA = 22
_TICK_PX = 5.0
_PAD_PX = 3.0


@dataclass(frozen=True, slots=True)
class NumberedReason:
    """One reason as it is told: its number, on the page and beside it, from 1."""

    number: int
    reason: Reason

    @property
    def colour(self) -> str:
        return COLOURS[(self.number - 1) % len(COLOURS)]

    @property
    def text(self) -> str:
        return f"{self.number} {self.reason.text}"


def numbered(reasons: Sequence[Reason]) -> tuple[NumberedReason, ...]:
    """Return the reasons with their numbers, in their order."""
    return tuple(NumberedReason(number, reason) for number, reason in enumerate(reasons, 1))


def paint_reasons(
    painter: QPainter, reasons: Sequence[NumberedReason], page: ShownPage, geometry: PageGeometry, theme: Theme
) -> None:
    """Draw each reason that has a place on the page.

    A reason about a few rows only stands beside them; all others are brackets above the traces. Where there is no
    room for its words, the number stands alone: the words are beside the page as well.
    """
    bold = QFont(painter.font())
    bold.setBold(True)
    painter.save()
    painter.setFont(bold)
    placed = [one for one in reasons if one.reason.start_s is not None and one.reason.stop_s is not None]
    above = [one for one in placed if not _positions(one.reason, page)]
    for number, one in enumerate(above):
        following = above[number + 1 :]
        _paint_above(painter, one, following, geometry, theme)
    for one in placed:
        positions = _positions(one.reason, page)
        if positions:
            _paint_rows(painter, one, positions, geometry, theme)
    painter.restore()


def _positions(reason: Reason, page: ShownPage) -> list[int]:
    """Return the positions of the rows that a reason is about, none where it is about more than half of them."""
    if not reason.rows:
        return []
    found = [
        i
        for i, shown in enumerate(page.rows)
        if shown.row.label in reason.rows or any(part in reason.rows for part in shown.row.label.split("-"))
    ]
    return found if len(found) * 2 <= len(page.rows) else []


def _ends(reason: Reason, geometry: PageGeometry) -> tuple[float, float]:
    assert reason.start_s is not None
    assert reason.stop_s is not None
    left_px = min(max(geometry.x_of(reason.start_s), geometry.left_px), geometry.right_px)
    right_px = min(max(geometry.x_of(reason.stop_s), left_px + 2), geometry.right_px)
    return left_px, right_px


def _paint_above(
    painter: QPainter,
    one: NumberedReason,
    following: Sequence[NumberedReason],
    geometry: PageGeometry,
    theme: Theme,
) -> None:
    metrics = QFontMetricsF(painter.font())
    left_px, right_px = _ends(one.reason, geometry)
    if right_px <= left_px or left_px >= geometry.right_px:
        return
    colour = QColor(theme.mark_colour(one.colour))
    shade = QColor(colour)
    shade.setAlpha(_SHADE_ALPHA)
    height_px = geometry.bottom_px - geometry.top_px
    painter.fillRect(QRectF(left_px, geometry.top_px, right_px - left_px, height_px), shade)
    y_px = geometry.top_px - 1
    painter.setPen(QPen(colour, 2))
    painter.drawLine(QPointF(left_px + 1, y_px), QPointF(right_px - 1, y_px))
    for x_px in (left_px + 1, right_px - 1):
        painter.drawLine(QPointF(x_px, y_px), QPointF(x_px, y_px + _TICK_PX))
    starts = [_ends(other.reason, geometry)[0] for other in following]
    room_px = min([geometry.right_px, *(x for x in starts if x > left_px)]) - left_px
    text = one.text if metrics.horizontalAdvance(one.text) + 2 * _PAD_PX <= room_px else str(one.number)
    painter.setPen(QColor(theme.text_colour(one.colour)))
    area = QRectF(left_px + _PAD_PX, 0, metrics.horizontalAdvance(text) + 2, y_px - 1)
    painter.drawText(area, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)


def _paint_rows(
    painter: QPainter, one: NumberedReason, positions: list[int], geometry: PageGeometry, theme: Theme
) -> None:
    metrics = QFontMetricsF(painter.font())
    left_px, right_px = _ends(one.reason, geometry)
    half_px = geometry.row_height_px / 2
    top_px, bottom_px = geometry.centre_of(min(positions)) - half_px, geometry.centre_of(max(positions)) + half_px
    painter.setPen(QPen(QColor(theme.mark_colour(one.colour)), 1.5, Qt.PenStyle.DashLine))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(QRectF(left_px, top_px + 1, right_px - left_px, bottom_px - top_px - 2))
    width_px = metrics.horizontalAdvance(one.text) + 2 * _PAD_PX
    is_right = right_px + width_px + 4 <= geometry.right_px
    text_px = right_px + 4 if is_right else max(left_px - width_px - 4, geometry.left_px)
    middle_px = (top_px + bottom_px) / 2
    area = QRectF(text_px, middle_px - metrics.height() / 2, width_px, metrics.height())
    ground = QColor(theme.page)
    ground.setAlpha(225)
    painter.fillRect(area, ground)
    painter.setPen(QColor(theme.text_colour(one.colour)))
    painter.drawText(area.adjusted(_PAD_PX, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, one.text)
