"""The course of one study under its page: sleep, spasms and amplitude; the page shown is a band, a click goes there."""

from dataclasses import dataclass
from datetime import datetime

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from eegview.app.page.hypnogram_course import course_of
from eegview.app.page.overview import clock_ticks
from eegview.app.stage_texts import level_names
from eegview.app.themes import Theme
from eegview.app.trends.panels import PanelKind
from eegview.app.trends.reduction import reduced
from eegview.app.trends.table import TrendTable
from eegview.clinical.hypnogram import Hypnogram
from eegview.model.span import Span
from eegview.model.text.language import tr, tr_n
from eegview.ui.overview.hypnogram_painter import paint_course, paint_level_names
from eegview.ui.overview.painter import small_font
from eegview.ui.page.geometry import BASE_FONT_PX, GUTTER_PX, RIGHT_PX

SPASM_COLOUR = "#c2410c"
_LINES = (4.2, 1.15, 3.6)  # of hypnogram, spasms and amplitude, in lines of small text
_FEW_LINES = (2.9, 1.0, 2.4)  # in a low window
_GAP_PX = 5.0
_LOW_UV, _HIGH_UV = 5.0, 1000.0
_TICKS_UV, _FEW_TICKS_UV = (5, 50, 200, 1000), (5, 50, 500)
REEG = (("reeg_median_left", "left"), ("reeg_median_right", "right"))


@dataclass(frozen=True, slots=True, eq=False)
class ShownCourse:
    """What is drawn of a study.

    stages : that can occur at the infant's age
    spasms_s : onsets (n,) s
    whose : whose marks count
    state : of the trends, a sentence; shown while nothing of them is known
    """

    whole: Span
    started_at: datetime | None
    hypnogram: Hypnogram
    stages: tuple[str, ...]
    spasms_s: tuple[float, ...]
    whose: str
    table: TrendTable | None
    gaps: tuple[Span, ...]
    state: str = ""


class CourseStrip(QWidget):
    """Draws the course once and keeps it; only the band of the page moves.

    time_asked : a time (s) was clicked or dragged to
    """

    time_asked = Signal(float)

    def __init__(self, name: str, theme: Theme) -> None:
        super().__init__()
        self.setObjectName(f"response.{name}.course")
        self.setAccessibleName(tr("Course of the study"))
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.theme = theme
        self._course: ShownCourse | None = None
        self._page: Span | None = None
        self._lines = _LINES
        self._base: QPixmap | None = None

    # what is shown

    def show_course(self, course: ShownCourse | None) -> None:
        self._course = course
        self.setAccessibleDescription(self._spoken(course) if course is not None else "")
        self.setToolTip(tr("Counted: {whose}. Click to go there.", whose=course.whose) if course is not None else "")
        self._spoil()

    def show_page(self, page: Span | None) -> None:
        """Show where the page lies."""
        if page != self._page:
            self._page = page
            self.update()

    def make_low(self, is_low: bool) -> None:
        """Leave more room to the page, in a low window."""
        lines = _FEW_LINES if is_low else _LINES
        if lines != self._lines:
            self._lines = lines
            self.updateGeometry()
            self._spoil()

    def use_theme(self, theme: Theme) -> None:
        self.theme = theme
        self._spoil()

    @staticmethod
    def _spoken(course: ShownCourse) -> str:
        n = len(course.spasms_s)
        staged = tr("Sleep is staged.") if course.hypnogram.bouts else tr("No sleep is staged.")
        return tr_n(
            "{n} spasm marked, counted: {whose}. {staged}",
            "{n} spasms marked, counted: {whose}. {staged}",
            n,
            whose=course.whose,
            staged=staged,
        )

    def _spoil(self) -> None:
        self._base = None
        self.update()

    # geometry, logical pixels

    @property
    def _small_px(self) -> float:
        return QFontMetricsF(small_font(self.font())).height()

    def sizeHint(self) -> QSize:
        return QSize(300, round(self._small_px * (sum(self._lines) + 1.2) + 3 * _GAP_PX))

    @property
    def _left_px(self) -> float:
        return GUTTER_PX * self.font().pixelSize() / BASE_FONT_PX

    @property
    def _right_px(self) -> float:
        return max(self.width() - RIGHT_PX, self._left_px + 1)

    def _areas(self) -> tuple[QRectF, QRectF, QRectF]:
        top_px, found = 2.0, []
        for lines in self._lines:
            height_px = lines * self._small_px
            found.append(QRectF(self._left_px, top_px, self._right_px - self._left_px, height_px))
            top_px += height_px + _GAP_PX
        return found[0], found[1], found[2]

    def _x_of(self, time_s: float) -> float:
        whole = self._course.whole if self._course is not None else Span(0.0, 1.0)
        share = (time_s - whole.start_s) / max(whole.duration_s, 1e-9)
        return self._left_px + share * (self._right_px - self._left_px)

    def time_of(self, x_px: float) -> float:
        """Return the time under an x, kept within the study."""
        whole = self._course.whole if self._course is not None else Span(0.0, 1.0)
        share = (x_px - self._left_px) / max(self._right_px - self._left_px, 1.0)
        return whole.start_s + min(max(share, 0.0), 1.0) * whole.duration_s

    # painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self._base is None:
            self._base = self._drawn()
        painter.drawPixmap(0, 0, self._base)
        if self._course is None or self._page is None:
            return
        left_px = self._x_of(self._page.start_s)
        width_px = max(self._x_of(self._page.stop_s) - left_px, 3.0)
        _hypnogram, _spasms, amplitude = self._areas()
        band = QRectF(left_px, 1.0, width_px, amplitude.bottom() - 1.0)
        fill = QColor(self.theme.accent)
        fill.setAlpha(50)
        painter.fillRect(band, fill)
        painter.setPen(QPen(QColor(self.theme.accent), 1.2))
        painter.drawRect(band)

    def _drawn(self) -> QPixmap:
        ratio, theme = self.devicePixelRatioF(), self.theme
        picture = QPixmap(max(round(self.width() * ratio), 1), max(round(self.height() * ratio), 1))
        picture.setDevicePixelRatio(ratio)
        picture.fill(QColor(theme.page))
        if self._course is not None:
            with QPainter(picture) as painter:
                self._draw(painter, self._course, theme)
        return picture

    def _draw(self, painter: QPainter, course: ShownCourse, theme: Theme) -> None:
        hypnogram, spasms, amplitude = self._areas()
        small = small_font(self.font())
        painter.setFont(small)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for gap in course.gaps:
            left_px, right_px = self._x_of(gap.start_s), self._x_of(gap.stop_s)
            painter.fillRect(QRectF(left_px, 0, max(right_px - left_px, 1), amplitude.bottom()), QColor(theme.gap))
        paint_level_names(painter, level_names(course.stages), hypnogram, theme, self.font(), self._left_px - 5)
        if course.hypnogram.bouts:
            paint_course(painter, course_of(course.hypnogram), self._x_of, hypnogram, theme, False)
        else:
            self._write(painter, hypnogram, "no sleep staged")
        self._draw_spasms(painter, spasms, course)
        self._draw_amplitude(painter, amplitude, course)
        self._draw_clock(painter, amplitude, course)

    def _draw_spasms(self, painter: QPainter, area: QRectF, course: ShownCourse) -> None:
        painter.fillRect(area, QColor(self.theme.ground))
        self._name(painter, area, "Spasms")
        if not course.spasms_s:
            self._write(painter, area, f"none marked · {course.whose}")
        painter.setPen(QPen(QColor(self.theme.mark_colour(SPASM_COLOUR)), 1.6))
        for onset_s in course.spasms_s:
            x_px = self._x_of(onset_s)
            painter.drawLine(QPointF(x_px, area.top() + 1), QPointF(x_px, area.bottom() - 1))

    def _draw_amplitude(self, painter: QPainter, area: QRectF, course: ShownCourse) -> None:
        theme = self.theme
        for value_uv in _FEW_TICKS_UV if self._lines is _FEW_LINES else _TICKS_UV:
            y_px = self._y_of(float(value_uv), area)
            painter.setPen(QPen(QColor(theme.line), 1))
            painter.drawLine(QPointF(area.left(), y_px), QPointF(area.right(), y_px))
            height_px = self._small_px
            box = QRectF(0, min(max(y_px - height_px / 2, area.top()), area.bottom() - height_px), 0, height_px)
            box.setWidth(self._left_px - 5)
            painter.setPen(QColor(theme.quiet))
            painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, str(value_uv))
        box = QRectF(4, area.top(), self._left_px - 44 * self.font().pixelSize() / BASE_FONT_PX, area.height())
        painter.setPen(QColor(theme.quiet))
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap
        painter.drawText(box, flags, tr("rEEG µV, log"))
        table = course.table
        if table is None or not any(table.column(name) is not None for name, _side in REEG):
            why = next(filter(None, (table.why_missing(name) for name, _side in REEG)), "") if table else course.state
            self._write(painter, area, why or course.state)
            return
        for name, side in REEG:
            column = table.column(name)
            if column is not None:
                edges_s, values = reduced(table, column, course.whole, round(area.width()), PanelKind.LOG)
                colour = theme.trace_left if side == "left" else theme.trace_right
                self._draw_line(painter, area, (edges_s[:-1] + edges_s[1:]) / 2, values, colour)
        if not table.is_complete:
            self._write(painter, area, course.state)

    def _draw_line(self, painter: QPainter, area: QRectF, times_s, values, colour: str) -> None:
        """Draw a curve, broken where nothing is measured."""
        painter.setPen(QPen(QColor(colour), 1.2))
        points: list[QPointF] = []
        for time_s, value in zip(times_s.tolist(), values.tolist(), strict=True):
            if np.isfinite(value):
                points.append(QPointF(self._x_of(time_s), self._y_of(value, area)))
            elif points:
                painter.drawPolyline(points)
                points = []
        if points:
            painter.drawPolyline(points)

    def _draw_clock(self, painter: QPainter, above: QRectF, course: ShownCourse) -> None:
        metrics = QFontMetricsF(painter.font())
        width_px = metrics.horizontalAdvance("00:00:00") + 12
        px_per_s = (self._right_px - self._left_px) / max(course.whole.duration_s, 1e-9)
        painter.setPen(QColor(self.theme.quiet))
        for time_s, text in clock_ticks(course.whole, course.started_at, px_per_s, width_px):
            x_px = self._x_of(time_s)
            box = QRectF(x_px - width_px / 2, above.bottom() + 2, width_px, metrics.height())
            if box.right() <= self.width() and box.left() >= 0:
                painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)

    @staticmethod
    def _y_of(value_uv: float, area: QRectF) -> float:
        value_uv = min(max(value_uv, _LOW_UV), _HIGH_UV)
        share = float(np.log(value_uv / _LOW_UV) / np.log(_HIGH_UV / _LOW_UV))
        return area.bottom() - share * area.height()

    def _name(self, painter: QPainter, area: QRectF, text: str) -> None:
        painter.setPen(QColor(self.theme.quiet))
        box = QRectF(0, area.top(), self._left_px - 5, area.height())
        painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, text)

    def _write(self, painter: QPainter, area: QRectF, text: str) -> None:
        painter.setPen(QColor(self.theme.quiet))
        text = QFontMetricsF(painter.font()).elidedText(text, Qt.TextElideMode.ElideRight, area.width() - 8)
        painter.drawText(area, Qt.AlignmentFlag.AlignCenter, text)

    # events

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._ask(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._ask(event)

    def _ask(self, event: QMouseEvent) -> None:
        if self._course is not None and event.position().x() >= self._left_px:
            self.time_asked.emit(self.time_of(event.position().x()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._spoil()
        super().resizeEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self.updateGeometry()
            self._spoil()
        super().changeEvent(event)
