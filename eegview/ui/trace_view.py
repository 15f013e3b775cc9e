"""The page: traces, marks, cursor, selection, calipers. It paints what it is given and reports gestures."""

from collections.abc import Callable
from dataclasses import dataclass, field

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QMouseEvent, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QWidget

from eegview.app.themes import Theme
from eegview.model.annotation import Annotation
from eegview.model.montage import Row
from eegview.model.page import PageResult
from eegview.model.span import Span
from eegview.ui.calipers import Calipers, paint_calipers
from eegview.ui.marks_painter import MarkStyle, paint_marks
from eegview.ui.page_canvas import PageCanvas, RowPlacement
from eegview.ui.page_geometry import AXIS_PX, GUTTER_PX, PageGeometry
from eegview.ui.page_gestures import PageGestures


@dataclass(frozen=True, slots=True)
class ShownRow:
    """One line of the page as painted: the row, where it is, and how it looks."""

    row: Row
    placement: RowPlacement
    scale_text: str = ""  # its own scale where it differs from the page's ("50 µV/mm")


@dataclass(frozen=True, slots=True)
class ShownPage:
    """Everything painted on one page, from one answer; None where nothing is open."""

    result: PageResult
    span: Span
    rows: tuple[ShownRow, ...]
    sensitivity_uv_per_mm: float
    px_per_mm: float
    grid_s: tuple[float, float]
    clock_text: Callable[[float], str]


@dataclass(frozen=True, slots=True)
class Overlay:
    """What lies over the traces and changes without them."""

    marks: tuple[Annotation, ...] = ()
    style: MarkStyle | None = None
    cursor_s: float | None = None
    selection: Span | None = None
    selected_rows: tuple[str, ...] = ()
    values: tuple[str, ...] = ()  # at the cursor, one per shown row
    pending_start_s: float | None = None  # an interval begun with "["
    calipers: Calipers | None = None
    band_s: float = 0.0  # uncertainty of the video time at the cursor
    messages: tuple[str, ...] = field(default=())


class TraceView(QWidget):
    """Paints a `ShownPage` and an `Overlay`; knows no session, no files."""

    resized = Signal()
    wheel_turned = Signal(float, object, float)  # notches (up positive), keyboard modifiers, time under the mouse

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMinimumSize(320, 200)
        self.theme = theme
        self.gestures = PageGestures(self)
        self._canvas = PageCanvas()
        self._page: ShownPage | None = None
        self._overlay = Overlay()
        self._empty_text = ""

    # what is shown

    @property
    def shown_page(self) -> ShownPage | None:
        return self._page

    @property
    def overlay(self) -> Overlay:
        return self._overlay

    def geometry_of_page(self) -> PageGeometry | None:
        if self._page is None:
            return None
        return PageGeometry(self.width(), self.height(), self._page.span, len(self._page.rows), self._page.px_per_mm)

    def show_page(self, page: ShownPage | None, overlay: Overlay, now: bool = True) -> None:
        """Draw the traces anew and paint them at once (`now`), before Qt serves the next key."""
        self._page, self._overlay = page, overlay
        self._draw_canvas()
        if now:
            self.repaint()
        else:
            self.update()

    def show_overlay(self, overlay: Overlay) -> None:
        """Repaint what lies over the traces; the traces stay as drawn."""
        self._overlay = overlay
        self.update()

    def show_text(self, text: str) -> None:
        """Show a sentence instead of a page: nothing is open, or it is being opened."""
        self._page, self._empty_text = None, text
        self._draw_canvas()
        self.update()

    def set_theme(self, theme: Theme) -> None:
        self.theme = theme
        self._draw_canvas()
        self.update()

    def _draw_canvas(self) -> None:
        page = self._page
        geometry = self.geometry_of_page()
        if page is None or geometry is None:
            geometry = PageGeometry(self.width(), self.height(), Span(0.0, 1.0), 0, 4.0)
            self._canvas.draw(None, geometry, (), self.theme, self.devicePixelRatioF(), (0.0, 0.0))
            return
        placements = tuple(r.placement for r in page.rows if r.row.is_available)
        self._canvas.draw(page.result, geometry, placements, self.theme, self.devicePixelRatioF(), page.grid_s)

    # painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        image = self._canvas.image
        painter.drawImage(QRectF(self.rect()), image, QRectF(0, 0, image.width(), image.height()))
        geometry = self.geometry_of_page()
        if self._page is None or geometry is None:
            painter.setPen(QColor(self.theme.quiet))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._empty_text)
            return
        self._paint_gutter(painter, self._page, geometry)
        self._paint_axis(painter, self._page, geometry)
        overlay = self._overlay
        if overlay.style is not None:
            paint_marks(painter, overlay.marks, geometry, overlay.style, self._positions_of)
        self._paint_selection(painter, geometry)
        self._paint_cursor(painter, geometry)
        self._paint_scale_bar(painter, self._page, geometry)
        if overlay.calipers is not None:
            paint_calipers(painter, overlay.calipers, geometry, self.theme)
        self._paint_messages(painter, geometry)

    def _positions_of(self, mark: Annotation) -> list[int]:
        if self._page is None or not mark.channels:
            return []
        return [i for i, shown in enumerate(self._page.rows) if shown.row.label in mark.channels]

    def _paint_gutter(self, painter: QPainter, page: ShownPage, geometry: PageGeometry) -> None:
        label_font = QFont(self.font())
        label_font.setWeight(QFont.Weight.DemiBold)
        small = QFont(self.font())
        small.setPixelSize(round(self.font().pixelSize() * 0.82))
        line_px = QFontMetricsF(label_font).height()
        if geometry.row_height_px < line_px * 0.8:
            label_font.setPixelSize(max(6, round(label_font.pixelSize() * geometry.row_height_px / line_px)))
            line_px = QFontMetricsF(label_font).height()
        values = self._overlay.values
        for i, shown in enumerate(page.rows):
            top_px = geometry.centre_of(i) - line_px / 2
            under = values[i] if i < len(values) else shown.scale_text
            has_room = geometry.row_height_px >= line_px * 1.85
            if under and has_room:
                top_px -= line_px * 0.42
            painter.setFont(label_font)
            painter.setPen(QColor(shown.placement.colour))
            selected = shown.row.label in self._overlay.selected_rows
            text = f"▸ {shown.row.label}" if selected else shown.row.label
            area = QRectF(2, top_px, GUTTER_PX - 10, line_px)
            elided = QFontMetricsF(label_font).elidedText(text, Qt.TextElideMode.ElideRight, area.width())
            painter.drawText(area, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, elided)
            if under and has_room:
                painter.setFont(small)
                painter.setPen(QColor(self.theme.quiet))
                area = QRectF(2, top_px + line_px * 0.92, GUTTER_PX - 10, line_px)
                painter.drawText(area, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop, under)
            self._paint_row_notice(painter, shown, geometry, i, small)
        painter.setFont(self.font())

    def _paint_row_notice(
        self, painter: QPainter, shown: ShownRow, geometry: PageGeometry, position: int, font: QFont
    ) -> None:
        """Say on the row itself why it has no trace, or that it is marked bad."""
        row = shown.row
        if row.missing:
            text = f"not available: {', '.join(row.missing)} not recorded"
        elif row.trouble:
            text = f"not available: {row.trouble}"
        elif row.is_bad:
            text = "marked bad"
        else:
            return
        painter.setFont(font)
        painter.setPen(QColor(self.theme.quiet))
        area = QRectF(geometry.left_px + 8, geometry.centre_of(position) - 10, 400, 20)
        painter.drawText(area, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)

    def _paint_axis(self, painter: QPainter, page: ShownPage, geometry: PageGeometry) -> None:
        painter.setPen(QColor(self.theme.line_strong))
        for x_px in (geometry.left_px - 0.5,):
            painter.drawLine(QPointF(x_px, geometry.top_px), QPointF(x_px, geometry.bottom_px))
        painter.drawLine(QPointF(geometry.left_px, geometry.bottom_px), QPointF(geometry.right_px, geometry.bottom_px))
        painter.setPen(QColor(self.theme.quiet))
        step_s = page.grid_s[1] or page.grid_s[0] or page.span.duration_s
        width_px = QFontMetricsF(self.font()).horizontalAdvance("00:00:00.00") + 12
        while step_s * geometry.px_per_s < width_px:
            step_s *= 2
        k = -(-page.span.start_s // step_s)
        while k * step_s < page.span.stop_s:
            x_px = geometry.x_of(k * step_s)
            if x_px + width_px * 0.7 < geometry.right_px:
                area = QRectF(x_px + 3, geometry.bottom_px + 2, width_px, AXIS_PX - 4)
                painter.drawText(area, Qt.AlignmentFlag.AlignLeft, page.clock_text(k * step_s))
                painter.drawLine(QPointF(x_px, geometry.bottom_px), QPointF(x_px, geometry.bottom_px + 5))
            k += 1

    def _paint_selection(self, painter: QPainter, geometry: PageGeometry) -> None:
        overlay = self._overlay
        painter.setClipRect(QRectF(geometry.left_px, 0, geometry.right_px - geometry.left_px, geometry.bottom_px))
        if overlay.selection is not None:
            fill = QColor(self.theme.accent)
            fill.setAlpha(30)
            x0_px, x1_px = geometry.x_of(overlay.selection.start_s), geometry.x_of(overlay.selection.stop_s)
            area = QRectF(x0_px, geometry.top_px, x1_px - x0_px, geometry.bottom_px - geometry.top_px)
            painter.fillRect(area, fill)
            painter.setPen(QPen(QColor(self.theme.accent), 1, Qt.PenStyle.DashLine))
            painter.drawRect(area)
            painter.drawText(
                QRectF(x0_px + 4, geometry.bottom_px - 20, 160, 18), 0, f"{overlay.selection.duration_s:.3f} s"
            )
        if overlay.pending_start_s is not None:
            x_px = geometry.x_of(overlay.pending_start_s)
            painter.setPen(QPen(QColor(self.theme.accent), 2, Qt.PenStyle.DashLine))
            painter.drawLine(QPointF(x_px, geometry.top_px), QPointF(x_px, geometry.bottom_px))
            painter.drawText(QPointF(x_px + 4, geometry.bottom_px - 8), "[")
        painter.setClipping(False)

    def _paint_cursor(self, painter: QPainter, geometry: PageGeometry) -> None:
        cursor_s = self._overlay.cursor_s
        if cursor_s is None or not geometry.span.contains(cursor_s):
            return
        x_px = geometry.x_of(cursor_s)
        if self._overlay.band_s > 0:
            band = QColor(self.theme.accent)
            band.setAlpha(40)
            half_px = max(self._overlay.band_s * geometry.px_per_s, 1.0)
            painter.fillRect(
                QRectF(x_px - half_px, geometry.top_px, 2 * half_px, geometry.bottom_px - geometry.top_px), band
            )
        pen = QPen(QColor(self.theme.accent), 2)
        painter.setPen(pen)
        painter.drawLine(QPointF(x_px, geometry.top_px), QPointF(x_px, geometry.bottom_px))

    def _paint_scale_bar(self, painter: QPainter, page: ShownPage, geometry: PageGeometry) -> None:
        """Draw how tall 10 mm (so many µV) and how wide one second are, on a patch of ground at the lower right."""
        height_px = 10 * geometry.px_per_mm
        uv = page.sensitivity_uv_per_mm * 10
        width_s = 1.0 if geometry.px_per_s >= 14 else 10.0 if geometry.px_per_s >= 1.4 else 60.0
        width_px = width_s * geometry.px_per_s
        x_px = geometry.right_px - max(width_px, 64) - 14
        y_px = geometry.bottom_px - 22
        ground = QColor(self.theme.page)
        ground.setAlpha(200)
        painter.fillRect(QRectF(x_px - 6, y_px - height_px - 6, max(width_px, 64) + 14, height_px + 26), ground)
        painter.setPen(QPen(QColor(self.theme.ink), 2))
        painter.drawLine(QPointF(x_px, y_px - height_px), QPointF(x_px, y_px))
        painter.drawLine(QPointF(x_px, y_px), QPointF(x_px + width_px, y_px))
        painter.drawText(QPointF(x_px + 6, y_px - height_px + 12), f"{uv:g} µV")
        painter.drawText(QPointF(x_px + 6, y_px + 16), f"{width_s:g} s")

    def _paint_messages(self, painter: QPainter, geometry: PageGeometry) -> None:
        for i, text in enumerate(self._overlay.messages):
            width_px = QFontMetricsF(self.font()).horizontalAdvance(text) + 20
            area = QRectF(geometry.left_px + 10, geometry.top_px + 8 + 30 * i, width_px, 26)
            painter.fillRect(area, QColor(self.theme.accent))
            painter.setPen(QColor(self.theme.accent_ink))
            painter.drawText(area, Qt.AlignmentFlag.AlignCenter, text)

    # events

    def resizeEvent(self, event: QEvent) -> None:
        self._draw_canvas()
        self.resized.emit()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.DevicePixelRatioChange):
            self._draw_canvas()
        super().changeEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.gestures.press(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self.gestures.move(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.gestures.release(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.gestures.double_click(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        geometry = self.geometry_of_page()
        delta = event.angleDelta().y() or event.angleDelta().x()
        if geometry is not None and delta:
            self.wheel_turned.emit(delta / 120, event.modifiers(), geometry.time_of(event.position().x()))
        event.accept()
