"""The marks of reader A, of reader B and of the final layer in three lanes above the page, on its time axis."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from eegview.app.themes import Theme
from eegview.model.span import Span
from eegview.model.text.language import tr
from eegview.ui.comparing.shown import LaneBox, ShownLanes
from eegview.ui.page.pair_painter import reader_colours
from eegview.ui.page.trace_view import TraceView

_LINES = 1.5  # of text, as high as a lane is
_EDGE_PX, _ROUND_PX, _LEAST_PX = 3.0, 3.0, 5.0


class ReaderLanes(QWidget):
    """Paints `ShownLanes`; a click on a box asks for its difference.

    page : whose geometry the boxes follow
    """

    asked = Signal(str)  # difference_id

    def __init__(self, page: TraceView, theme: Callable[[], Theme]) -> None:
        super().__init__()
        self.setObjectName("comparing.lanes")
        self.setAccessibleName(tr("Marks of reader A, of reader B, and the final layer"))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMouseTracking(True)
        self._page, self._theme = page, theme
        self.shown = ShownLanes()
        self._starts_s: tuple[list[float], ...] = ([], [], [])
        self._longest_s = (0.0, 0.0, 0.0)
        page.resized.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(400, round(self._lane_px * 3 + 2 * _EDGE_PX))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self.updateGeometry()

    @property
    def _lane_px(self) -> float:
        return round(self.fontMetrics().height() * _LINES)

    def show_lanes(self, shown: ShownLanes) -> None:
        """Show these lanes; boxes are in order of their starts."""
        if shown == self.shown:
            return
        self.shown = shown
        self._starts_s = tuple([box.span.start_s for box in lane] for lane in shown.lanes)
        self._longest_s = (
            max((box.span.duration_s for box in shown.a), default=0.0),
            max((box.span.duration_s for box in shown.b), default=0.0),
            max((box.span.duration_s for box in shown.final), default=0.0),
        )
        self.update()

    def boxes_within(self, lane: int, span: Span) -> tuple[LaneBox, ...]:
        """Return the boxes of a lane (0 A, 1 B, 2 final) that reach into a span."""
        starts_s = self._starts_s[lane]
        first = bisect_left(starts_s, span.start_s - self._longest_s[lane])
        last = bisect_right(starts_s, span.stop_s)
        found = self.shown.lanes[lane][first:last]
        return tuple(box for box in found if box.span.stop_s >= span.start_s)

    # where a box is

    def _area_of(self, lane: int, box: LaneBox) -> QRectF | None:
        geometry = self._page.geometry_of_page()
        if geometry is None:
            return None
        left_px = max(geometry.x_of(box.span.start_s), geometry.left_px)
        right_px = min(geometry.x_of(box.span.stop_s), geometry.right_px)
        width_px = max(right_px - left_px, _LEAST_PX)
        return QRectF(left_px, _EDGE_PX + lane * self._lane_px + 2, width_px, self._lane_px - 4)

    def _box_at(self, point: QPointF) -> LaneBox | None:
        geometry = self._page.geometry_of_page()
        lane = int((point.y() - _EDGE_PX) // self._lane_px)
        if geometry is None or not 0 <= lane < 3:
            return None
        for box in reversed(self.boxes_within(lane, geometry.span)):
            area = self._area_of(lane, box)
            if area is not None and area.adjusted(-1, 0, 1, 0).contains(point):
                return box
        return None

    def mousePressEvent(self, event: QMouseEvent) -> None:
        box = self._box_at(event.position())
        if box is not None and box.difference_id and event.button() == Qt.MouseButton.LeftButton:
            self.asked.emit(box.difference_id)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        box = self._box_at(event.position())
        QToolTip.showText(event.globalPosition().toPoint(), box.text if box is not None else "", self)

    # painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self._theme()
        painter.fillRect(event.rect(), QColor(theme.page))
        geometry = self._page.geometry_of_page()
        if geometry is None:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        strong = QFont(self.font())
        strong.setWeight(QFont.Weight.DemiBold)
        metrics = QFontMetricsF(strong)
        colours = (*reader_colours(theme), QColor(theme.ink))
        for lane, (name, colour) in enumerate(zip(self.shown.names, colours, strict=True)):
            top_px = _EDGE_PX + lane * self._lane_px
            row = QRectF(geometry.left_px, top_px + 1, geometry.right_px - geometry.left_px, self._lane_px - 2)
            painter.fillRect(row, QColor(theme.ground))
            painter.setFont(strong)
            painter.setPen(QColor(theme.text_colour(colour.name())))
            text = metrics.elidedText(name, Qt.TextElideMode.ElideRight, geometry.left_px - 12)
            right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(QRectF(2, top_px, geometry.left_px - 10, self._lane_px), right, text)
            areas = [(box, self._area_of(lane, box)) for box in self.boxes_within(lane, geometry.span)]
            shown = [(box, area) for box, area in areas if area is not None]
            for place, (box, area) in enumerate(shown, 1):
                end_px = shown[place][1].left() if place < len(shown) else geometry.right_px
                self._paint_box(painter, box, area, end_px, colour, strong)

    def _paint_box(
        self, painter: QPainter, box: LaneBox, area: QRectF, end_px: float, colour: QColor, font: QFont
    ) -> None:
        """Paint a box; a name that it has no room for stands behind it, up to `end_px`, where the next one begins."""
        theme = self._theme()
        if box.is_dashed:
            painter.setPen(QPen(colour, 1.4, Qt.PenStyle.DashLine))
            painter.setBrush(QColor(theme.page))
            ink = QColor(theme.text_colour(colour.name()))
        else:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour)
            ink = QColor(theme.text_on(colour.name()))
        painter.drawRoundedRect(area, _ROUND_PX, _ROUND_PX)
        if box.is_current:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(theme.ink), 1.6))
            painter.drawRoundedRect(area.adjusted(-1.5, -1.5, 1.5, 1.5), _ROUND_PX, _ROUND_PX)
        metrics, center = QFontMetricsF(font), Qt.AlignmentFlag.AlignCenter
        painter.setFont(font)
        if metrics.horizontalAdvance(box.text) <= area.width() - 6:
            painter.setPen(ink)
            painter.drawText(area, center, box.text)
            return
        beside = QRectF(area.right() + 4, area.top(), end_px - area.right() - 6, area.height())
        if metrics.horizontalAdvance(box.text) <= beside.width():
            painter.setPen(QColor(theme.text_colour(colour.name())))
            painter.drawText(beside, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, box.text)
            return
        text = metrics.elidedText(box.text, Qt.TextElideMode.ElideRight, area.width() - 6)
        if text != "…":
            painter.setPen(ink)
            painter.drawText(area, center, text)
