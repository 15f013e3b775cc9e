"""The page: traces, marks, cursor, selection, calipers. It paints what it is given and reports gestures."""

from dataclasses import replace

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen, QWheelEvent

from eegview.app.themes import Theme
from eegview.model.annotation import Annotation
from eegview.model.span import Span
from eegview.ui.page.bins_painter import paint_bins
from eegview.ui.page.calipers import paint_calipers
from eegview.ui.page.canvas import PageCanvas
from eegview.ui.page.clusters_painter import paint_brackets
from eegview.ui.page.crosshair import paint_crosshair
from eegview.ui.page.frame import GutterPicture, paint_axis, paint_row_texts
from eegview.ui.page.geometry import BASE_FONT_PX, PageGeometry
from eegview.ui.page.gestures import PageGestures
from eegview.ui.page.marks_painter import paint_marks
from eegview.ui.page.overlay_painter import paint_cursor, paint_messages, paint_selection
from eegview.ui.page.pair_painter import paint_pair
from eegview.ui.page.scale_bar import paint_scale_bar, scale_bar_of
from eegview.ui.page.spoken_interface import SpokenWidget, install_spoken_interface
from eegview.ui.page.spotlight_painter import caption_px, paint_spotlight
from eegview.ui.page.suggestions_painter import SuggestionTag, paint_suggestions, paint_suggestions_text
from eegview.ui.page.view_data import Overlay, ShownPage

FOCUS_PX = 2  # the frame that shows that the page has the keyboard


class TraceView(SpokenWidget):
    """Paints a `ShownPage` and an `Overlay`; knows no session, no files."""

    resized = Signal()
    wheel_turned = Signal(float, object, float)  # notches (up positive), keyboard modifiers, time under the mouse

    def __init__(self, theme: Theme) -> None:
        install_spoken_interface()
        super().__init__()
        self.setObjectName("page")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMinimumSize(320, 200)
        self.theme = theme
        self.gestures = PageGestures(self, self)
        self._canvas = PageCanvas()
        self._gutter = GutterPicture()
        self._page: ShownPage | None = None
        self._overlay = Overlay()
        self.empty_text = ""
        self.suggestion_tags: tuple[SuggestionTag, ...] = ()  # as painted last

    # what is shown

    @property
    def shown_page(self) -> ShownPage | None:
        return self._page

    @property
    def overlay(self) -> Overlay:
        return self._overlay

    @property
    def traces_px(self) -> float:
        """The width in which time runs, also while no page is shown."""
        geometry = PageGeometry(
            self.width(), self.height(), Span(0.0, 1.0), 0, 1.0, self.font().pixelSize() / BASE_FONT_PX
        )
        return geometry.right_px - geometry.left_px

    def geometry_of_page(self) -> PageGeometry | None:
        page = self._page
        return None if page is None else self._geometry_with(page.span, len(page.rows), page.px_per_mm, page.shares)

    @property
    def legible_rows(self) -> int:
        """How many rows can be read on the page at its present height."""
        return self._geometry_with(Span(0.0, 1.0), 0, 1.0).legible_rows

    def _geometry_with(self, span: Span, n_rows: int, px_per_mm: float, shares: tuple[float, ...] = ()) -> PageGeometry:
        text_scale = self.font().pixelSize() / BASE_FONT_PX
        return PageGeometry(self.width(), self.height(), span, n_rows, px_per_mm, text_scale, shares)

    def show_page(self, page: ShownPage | None, overlay: Overlay, now: bool = True) -> None:
        """Draw the traces anew and paint them at once (`now`), before Qt serves the next key."""
        self._page, self._overlay = page, overlay
        self._draw_canvas()
        if now:
            self.repaint()
        else:
            self.update()

    def show_length(self, page_s: float) -> None:
        """Draw what is shown as a page of this length, until the page itself has come: its speed is then as it was."""
        if self._page is not None:
            self._page = replace(self._page, span=Span(self._page.span.start_s, self._page.span.start_s + page_s))
            self._draw_canvas()
            self.update()

    def show_overlay(self, overlay: Overlay) -> None:
        """Repaint what lies over the traces; the traces stay as drawn."""
        self._overlay = overlay
        self.update()

    def show_text(self, text: str) -> None:
        """Show a sentence instead of a page: nothing is open, or it is being opened."""
        self._page, self.empty_text = None, text
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
        placements = (*page.overlaid, *(r.placement for r in page.rows if r.row.is_available))
        ratio, offset_s = self.devicePixelRatioF(), page.clock_offset_s
        self._canvas.draw(page.result, geometry, placements, self.theme, ratio, page.grid_s, offset_s)

    # painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.drawImage(QPoint(0, 0), self._canvas.image)  # pixel for pixel: the canvas has the screen's resolution
        geometry = self.geometry_of_page()
        if self._page is None or geometry is None:
            painter.setPen(QColor(self.theme.quiet))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.empty_text)
            self._paint_focus(painter)
            return
        page, overlay, theme = self._page, self._overlay, self.theme
        self._gutter.paint(painter, page, overlay, geometry, theme, self.font())
        paint_row_texts(painter, page, geometry, theme, self.font())
        spotlight = overlay.spotlight
        caption = caption_px(spotlight, geometry, painter.font()) if spotlight is not None else None
        bar = scale_bar_of(page, geometry, self.font(), caption)
        taken_below = [(bar.left_px, bar.right_px), *([caption] if caption is not None else [])]
        paint_axis(painter, page, geometry, theme, taken_below)
        taken: list[tuple[float, float]] = []
        if overlay.style is not None:
            taken = paint_marks(painter, overlay.marks, geometry, overlay.style, self._positions_of)
        self.suggestion_tags = paint_suggestions(painter, overlay.suggestions, geometry, theme, taken)
        paint_suggestions_text(painter, overlay.suggestions_text, geometry, theme)
        if spotlight is not None:
            paint_spotlight(painter, spotlight, page, geometry, theme)
        if overlay.bins is not None:
            paint_bins(painter, overlay.bins, geometry, theme)
        if overlay.pair is not None:
            paint_pair(painter, overlay.pair, geometry, theme)
        paint_selection(painter, overlay, geometry, theme)
        paint_cursor(painter, overlay, geometry, theme)
        if overlay.crosshair is not None:
            paint_crosshair(painter, overlay.crosshair, geometry, theme)
        paint_scale_bar(painter, bar, geometry, theme)
        paint_brackets(painter, overlay.brackets, geometry, theme)
        if overlay.calipers is not None:
            paint_calipers(painter, overlay.calipers, geometry, theme)
        paint_messages(painter, overlay, geometry, theme)
        self._paint_focus(painter)

    def _paint_focus(self, painter: QPainter) -> None:
        """Frame the page while it has the keyboard: digits and arrows are its own then."""
        if self.hasFocus():
            painter.setPen(QPen(QColor(self.theme.accent), FOCUS_PX))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            edge = FOCUS_PX // 2
            painter.drawRect(self.rect().adjusted(edge, edge, -edge, -edge))

    def _positions_of(self, mark: Annotation) -> list[int]:
        if self._page is None or not mark.channels:
            return []
        return [i for i, shown in enumerate(self._page.rows) if shown.row.label in mark.channels]

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
