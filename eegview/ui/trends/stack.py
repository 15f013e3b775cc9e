"""The panels one below another under one cursor: what is drawn is kept, a cursor that moves draws only itself."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QHelpEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from eegview.app.stage_texts import level_names
from eegview.model.span import Span
from eegview.model.text.language import tr
from eegview.ui.overview.hypnogram_painter import paint_level_names
from eegview.ui.overview.painter import small_font
from eegview.ui.trends.drawing.geometry import Columns, Placed, columns_of, placed
from eegview.ui.trends.drawing.gutter import paint_name, paint_ticks
from eegview.ui.trends.drawing.lanes import mark_lanes
from eegview.ui.trends.drawing.panel_texts import panel_notes, panel_tip
from eegview.ui.trends.drawing.panels import Kind, Panel, with_room
from eegview.ui.trends.drawing.picture import Look, Pictures
from eegview.ui.trends.drawing.readouts import readout
from eegview.ui.trends.drawing.screen import Screen
from eegview.ui.trends.drawing.shown_study import ShownStudy
from eegview.ui.trends.drawing.why_nothing import why_nothing

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
        self.setAccessibleName(tr("Trends of the whole study"))
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
        return self._placed[0]

    @property
    def _placed(self) -> tuple[tuple[Placed, ...], float]:
        n_lanes = len(mark_lanes(self.study)) if self.study is not None else 0
        panels = [with_room(panel, n_lanes) for panel in self._panels]
        return placed(panels, self._room_px, self.fontMetrics().height(), self._empty)

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
        self.setMinimumHeight(round(self._placed[1]))
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
        screen = Screen(columns, self.look, self.font())
        screen.paint_over(painter, float(self.height()), self._page, self._hover_px, self._cursor_s)
        if part.right() > columns.right_px + 2:
            in_sight = [one for one in self.layout_now if one.bottom_px >= part.top() and one.top_px <= part.bottom()]
            screen.paint_readouts(painter, in_sight, study, self._cursor_s)

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
        screen = Screen(columns, self.look, font)
        for one in layout:
            panel = one.panel
            paint_name(painter, one, columns, theme, font, panel_notes(panel, study))
            area = QRectF(columns.left_px, one.top_px, columns.plot_px, one.height_px)
            why = why_nothing(panel, study, self.state_text())
            if why:
                screen.paint_why(painter, area, why)
                continue
            if panel.kind is Kind.STAGES:
                names = level_names(study.stages)
                paint_level_names(painter, names, area, theme, small_font(font), columns.left_px - 5)
            image = self.pictures.picture(panel, self._span, area.width(), area.height(), ratio, self.look, font)
            painter.drawImage(area.topLeft(), image)
            paint_ticks(painter, one, columns, self.pictures.scale(panel), study, theme, font)
            if panel.kind is Kind.SPECTROGRAM:
                screen.paint_bar(painter, one)
        screen.paint_candidates(painter, layout, study)

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
