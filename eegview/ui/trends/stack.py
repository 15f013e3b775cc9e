"""The panels one below another under one cursor: what is drawn is kept, a cursor that moves draws only itself."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QLineF, QPoint, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFontMetricsF,
    QHelpEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from eegview.app.stage_texts import level_names
from eegview.model.span import Span
from eegview.ui.overview.hypnogram_painter import paint_level_names
from eegview.ui.overview.painter import small_font
from eegview.ui.trends.drawing.colour_maps import sequential
from eegview.ui.trends.drawing.curves import curve_colours
from eegview.ui.trends.drawing.geometry import Columns, Placed, columns_of, placed
from eegview.ui.trends.drawing.gutter import paint_name, paint_ticks, paint_values
from eegview.ui.trends.drawing.panel_texts import panel_tip
from eegview.ui.trends.drawing.panels import Kind, Panel
from eegview.ui.trends.drawing.picture import Look, Pictures
from eegview.ui.trends.drawing.readouts import Readout, readout
from eegview.ui.trends.drawing.shown_study import ShownStudy
from eegview.ui.trends.drawing.why_nothing import why_nothing

_CURSOR_PX = 2.0
_CANDIDATE = "#6d28a8"
_WHEEL_STEP = 120.0
_WAITING = ""  # while there is no table, panels stand with the room that they will need


class PanelStack(QWidget):
    """Draws the panels of a study over one span of time.

    time_asked : a time was clicked or dragged to
    go_asked : a time was double clicked
    """

    time_asked = Signal(float)
    go_asked = Signal(float)
    zoom_asked = Signal(float, float)  # steps, around which time
    move_asked = Signal(float)  # share of what is shown
    menu_asked = Signal(object, object)  # Panel or None, global QPoint
    hovered = Signal(object)  # time or None

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setObjectName("trends.panels")
        self.setAccessibleName("Trends of the whole study")
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.look = look
        self.pictures = Pictures()
        self.study: ShownStudy | None = None
        self.state_text: Callable[[], str] = lambda: ""
        self._panels: tuple[Panel, ...] = ()
        self._span = Span(0.0, 1.0)
        self._cursor_s = 0.0
        self._page: Span | None = None
        self._hover_px: float | None = None
        self._room_px = 0
        self._base: QPixmap | None = None
        self.n_drawn = 0  # how often all was drawn anew

    # what is shown

    def show_study(self, study: ShownStudy | None) -> None:
        self.study = study
        self.pictures.use(study)
        self._fit()

    def show_panels(self, panels: Sequence[Panel]) -> None:
        self._panels = tuple(panels)
        self._fit()

    def show_span(self, span: Span) -> None:
        if span != self._span:
            self._span = span
            self._spoil()

    def show_look(self, look: Look) -> None:
        if look != self.look:
            self.look = look
            self._spoil()

    def show_cursor(self, time_s: float) -> None:
        if time_s != self._cursor_s:
            before, self._cursor_s = self._cursor_s, time_s
            self._update_around(before, time_s)

    def show_page(self, page: Span | None) -> None:
        if page != self._page:
            self._page = page
            self.update()

    def use_room(self, height_px: int) -> None:
        """Fill at least this height."""
        if height_px != self._room_px:
            self._room_px = height_px
            self._fit()

    @property
    def columns(self) -> Columns:
        return columns_of(self.width(), self.fontMetrics().averageCharWidth(), self._span)

    @property
    def layout_now(self) -> tuple[Placed, ...]:
        return placed(self._panels, self._room_px, self.fontMetrics().height(), self._empty)[0]

    @property
    def _empty(self) -> frozenset[str]:
        study = self.study
        if study is None:
            return frozenset()
        return frozenset(panel.panel_id for panel in self._panels if why_nothing(panel, study, _WAITING))

    def panel_at(self, y_px: float) -> Panel | None:
        return next((one.panel for one in self.layout_now if one.top_px <= y_px <= one.bottom_px), None)

    def sizeHint(self) -> QSize:
        return QSize(600, self.minimumHeight())

    def _fit(self) -> None:
        height = placed(self._panels, self._room_px, self.fontMetrics().height(), self._empty)[1]
        self.setMinimumHeight(round(height))
        self._spoil()

    def _spoil(self) -> None:
        self._base = None
        self.update()

    def _update_around(self, *times_s: float) -> None:
        """Draw the cursor anew, where it was and where it is, and the values."""
        columns = self.columns
        for time_s in times_s:
            self.update(QRect(round(columns.x_of(time_s)) - 3, 0, 7, self.height()))
        self.update(QRect(round(columns.right_px) + 2, 0, self.width(), self.height()))

    # painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self._base is None:
            self._base = self._drawn()
        ratio = self._base.devicePixelRatio()
        part = event.rect()
        source = QRectF(part.x() * ratio, part.y() * ratio, part.width() * ratio, part.height() * ratio)
        painter.drawPixmap(QRectF(part), self._base, source)
        study = self.study
        if study is None:
            return
        columns = self.columns
        self._paint_bands(painter, columns)
        if part.right() > columns.right_px + 2:
            self._paint_values(painter, columns, study, part)

    def _paint_bands(self, painter: QPainter, columns: Columns) -> None:
        """Draw the page, the hovered time and the cursor over everything."""
        theme, bottom = self.look.theme, float(self.height())
        painter.save()
        painter.setClipRect(QRectF(columns.left_px - 1, 0, columns.plot_px + 2, bottom))
        if self._page is not None:
            left, right = columns.x_of(self._page.start_s), columns.x_of(self._page.stop_s)
            box = QRectF(left, 0, max(right - left, 2.0), bottom)
            fill = QColor(theme.accent)
            fill.setAlpha(44)
            painter.fillRect(box, fill)
            if box.width() > 6:
                painter.setPen(QPen(QColor(theme.accent), 1))
                painter.drawLine(box.topLeft(), box.bottomLeft())
                painter.drawLine(box.topRight(), box.bottomRight())
        if self._hover_px is not None:
            painter.setPen(QPen(QColor(theme.quiet), 1))
            painter.drawLine(QPointF(self._hover_px, 0), QPointF(self._hover_px, bottom))
        x = columns.x_of(self._cursor_s)
        painter.setPen(QPen(QColor(theme.page), _CURSOR_PX + 2))
        painter.drawLine(QPointF(x, 0), QPointF(x, bottom))
        painter.setPen(QPen(QColor(theme.accent), _CURSOR_PX))
        painter.drawLine(QPointF(x, 0), QPointF(x, bottom))
        painter.restore()

    def _paint_values(self, painter: QPainter, columns: Columns, study: ShownStudy, part: QRect) -> None:
        for one in self.layout_now:
            if one.bottom_px < part.top() or one.top_px > part.bottom() or why_nothing(one.panel, study):
                continue
            found = readout(one.panel, study, self._cursor_s)
            paint_values(painter, one, columns, self.look.theme, self.font(), found, self._colours_of(one.panel, found))

    def _colours_of(self, panel: Panel, found: Readout) -> list[str]:
        """Return the colours of a readout's lines, "" for quiet ones."""
        theme = self.look.theme
        curves = curve_colours(panel, theme)
        colours = [theme.text_colour(curves[place]) if place is not None else "" for place in found.curves]
        return [(colours[0] if colours else "") or theme.ink, *colours[1:]]

    def _drawn(self) -> QPixmap:
        """Draw everything but cursor, page and values."""
        self.n_drawn += 1
        ratio, theme = self.devicePixelRatioF(), self.look.theme
        picture = QPixmap(max(round(self.width() * ratio), 1), max(round(self.height() * ratio), 1))
        picture.setDevicePixelRatio(ratio)
        picture.fill(QColor(theme.page))
        painter = QPainter(picture)
        self.paint_panels(painter, ratio, self.layout_now)
        painter.end()
        return picture

    def paint_panels(self, painter: QPainter, ratio: float, layout: Sequence[Placed]) -> None:
        """Draw names, axes and pictures of panels, and the candidates over them."""
        study, columns, theme, font = self.study, self.columns, self.look.theme, self.font()
        if study is None:
            return
        for one in layout:
            panel = one.panel
            why = why_nothing(panel, study, self.state_text())
            paint_name(painter, one, columns, theme, font, panel_notes(panel, study))
            area = QRectF(columns.left_px, one.top_px, columns.plot_px, one.height_px)
            if why:
                self._paint_why(painter, area, why)
                continue
            if panel.kind is Kind.STAGES:
                painter.setClipping(False)
                paint_level_names(
                    painter, level_names(study.stages), area, theme, small_font(font), columns.left_px - 5
                )
            image = self.pictures.picture(panel, self._span, area.width(), area.height(), ratio, self.look, font)
            painter.drawImage(area.topLeft(), image)
            paint_ticks(painter, one, columns, self.pictures.scale(panel), study, theme, font)
            if panel.kind is Kind.SPECTROGRAM:
                self._paint_bar(painter, one, columns)
        if layout:
            self._paint_candidates(painter, columns, study, layout[0].top_px - 7, layout[-1].bottom_px + 7)

    def _paint_why(self, painter: QPainter, area: QRectF, why: str) -> None:
        theme = self.look.theme
        painter.fillRect(area, QColor(theme.ground))
        painter.setPen(QPen(QColor(theme.line), 1))
        painter.drawRect(area.adjusted(0.5, 0.5, -0.5, -0.5))
        painter.setPen(QColor(theme.quiet))
        painter.setFont(self.font())
        box = area.adjusted(8, 0, -8, 0)
        metrics = QFontMetricsF(self.font())
        wrap = int(Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap)
        if metrics.boundingRect(box, wrap, why).height() > box.height():
            painter.setFont(small_font(self.font()))
            if QFontMetricsF(painter.font()).boundingRect(box, wrap, why).height() > box.height():
                wrap, why = (
                    int(Qt.AlignmentFlag.AlignVCenter),
                    metrics.elidedText(why, Qt.TextElideMode.ElideRight, box.width()),
                )
        painter.drawText(box, wrap, why)

    def _paint_bar(self, painter: QPainter, one: Placed, columns: Columns) -> None:
        """Draw the colour bar of power under the values of a spectrogram, where there is room."""
        small = small_font(self.font())
        metrics = QFontMetricsF(small)
        bold = QFontMetricsF(self.font()).height() + 2 * metrics.height()
        width = columns.width_px - columns.right_px - 20
        if one.height_px < bold + metrics.height() + 10 or width < 40:
            return
        low, high = self.look.level_db
        top = one.bottom_px - metrics.height() - 8
        left = columns.right_px + 8
        for x in range(int(width)):
            painter.fillRect(QRectF(left + x, top, 1.2, 7), QColor(int(sequential()[round(x / width * 255)])))
        painter.setFont(small)
        painter.setPen(QColor(self.look.theme.quiet))
        box = QRectF(left, top + 8, width, metrics.height())
        painter.drawText(box, Qt.AlignmentFlag.AlignLeft, f"{low:.0f}".replace("-", "−"))
        painter.drawText(box, Qt.AlignmentFlag.AlignRight, f"{high:.0f} dB")

    def _paint_candidates(
        self, painter: QPainter, columns: Columns, study: ShownStudy, top: float, bottom: float
    ) -> None:
        theme = self.look.theme
        colour = QColor(theme.mark_colour(_CANDIDATE))
        painter.save()
        painter.setClipRect(QRectF(columns.left_px, top, columns.plot_px, bottom - top))
        fill = QColor(colour)
        fill.setAlpha(26)
        opaque = [one for one in self.layout_now if one.panel.kind in (Kind.SPECTROGRAM, Kind.DIFFERENCES)]
        for candidate in study.candidates:
            left, right = columns.x_of(candidate.span.start_s), columns.x_of(candidate.span.stop_s)
            box = QRectF(left, top, max(right - left, 3.0), bottom - top)
            reached = top
            for one in opaque:  # colours of power are not tinted
                painter.fillRect(QRectF(left, reached, box.width(), one.top_px - reached), fill)
                reached = one.bottom_px
            painter.fillRect(QRectF(left, reached, box.width(), bottom - reached), fill)
            painter.setPen(QPen(colour, 1.2))
            dashes = range(round(top), round(bottom), 9)  # a long line with a dashed pen takes milliseconds
            painter.drawLines([QLineF(x, y, x, y + 5) for x in (box.left(), box.right()) for y in dashes])
        painter.restore()

    # mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        x_px = event.position().x()
        if event.button() == Qt.MouseButton.LeftButton and self.columns.is_on_plot(x_px):
            self.time_asked.emit(self.columns.time_of(x_px))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        x_px = event.position().x()
        if event.button() == Qt.MouseButton.LeftButton and self.columns.is_on_plot(x_px):
            self.go_asked.emit(self.columns.time_of(x_px))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        x_px = event.position().x()
        columns = self.columns
        if event.buttons() & Qt.MouseButton.LeftButton:
            self.time_asked.emit(columns.time_of(x_px))
        self._hover_at(x_px if columns.is_on_plot(x_px) else None)

    def leaveEvent(self, event: QEvent) -> None:
        self._hover_at(None)
        super().leaveEvent(event)

    def _hover_at(self, x_px: float | None) -> None:
        for at_px in (self._hover_px, x_px):
            if at_px is not None:
                self.update(round(at_px) - 1, 0, 3, self.height())
        self._hover_px = x_px
        self.hovered.emit(self.columns.time_of(x_px) if x_px is not None else None)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom over the curves, with Shift move along; over names and values the panels scroll."""
        x_px, columns = event.position().x(), self.columns
        turned = (event.angleDelta().y() or event.angleDelta().x()) / _WHEEL_STEP
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.move_asked.emit(-0.1 * turned)
        elif columns.is_on_plot(x_px) or event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom_asked.emit(turned, columns.time_of(x_px))
        else:
            event.ignore()
            return
        event.accept()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            self._show_tip(event.pos(), event.globalPos())
            return True
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.DevicePixelRatioChange):
            self._fit()
        return super().event(event)

    def _show_tip(self, at: QPoint, on_screen: QPoint) -> None:
        panel, study, columns = self.panel_at(at.y()), self.study, self.columns
        if panel is None or study is None:
            QToolTip.hideText()
        elif columns.is_on_plot(at.x()) and not why_nothing(panel, study):
            time_s = columns.time_of(at.x())
            QToolTip.showText(
                on_screen, f"{study.clock(time_s)}\n{panel.title}: {readout(panel, study, time_s).spoken}", self
            )
        else:
            QToolTip.showText(on_screen, panel_tip(panel, study), self)

    def contextMenuEvent(self, event) -> None:
        self.menu_asked.emit(self.panel_at(event.pos().y()), event.globalPos())

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._spoil()


def panel_notes(panel: Panel, study: ShownStudy) -> tuple[str, ...]:
    """Return what stands under a panel's title."""
    match panel.kind:
        case Kind.STAGES:
            return (study.whose or panel.notes[0],)
        case Kind.SPASMS:
            in_clusters = sum(len(cluster.onsets_s) for cluster in study.clusters)
            n = len(study.spasms_s)
            return (
                (f"{n} · {len(study.clusters)} clusters,", f"{n - in_clusters} single", study.whose)
                if n
                else (study.whose,)
            )
        case Kind.MARKS:
            return (study.whose,)
        case _:
            return panel.notes
