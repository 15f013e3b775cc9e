"""Raster and average around spasms: one line a spasm, a column for each row that is shown."""

import math

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFontMetricsF,
    QHelpEvent,
    QImage,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from eegview.app.themes import Theme
from eegview.clinical.statistics.rates import LEAST_UNITS
from eegview.model.text.language import tr
from eegview.ui.overview.painter import small_font
from eegview.ui.statistics.raster_geometry import RasterGeometry
from eegview.ui.statistics.raster_picture import paint_average, paint_raster, paint_title, raster_image
from eegview.ui.statistics.shown import ShownLocked
from eegview.ui.statistics.texts import raster_spoken, spasm_text, spasms_text

_EDGE_PX = 12.0


class LockedRaster(QWidget):
    """Draws what it is given; the rasters are kept as images, a cursor that moves draws only itself.

    spasm_asked : a line was clicked: id of its spasm
    go_asked : a line was double clicked
    time_asked : a time was clicked, seconds from 0
    step_asked : the wheel moved by lines
    """

    spasm_asked = Signal(str)
    go_asked = Signal(str)
    time_asked = Signal(float)
    step_asked = Signal(int)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("statistics.raster")
        self.setAccessibleName(tr("Raster and average around spasms"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._theme = theme
        self._shown: ShownLocked | None = None
        self._message = ""
        self._images: list[QImage] = []
        self._wheel = 0

    @property
    def shown(self) -> ShownLocked | None:
        return self._shown

    @property
    def message(self) -> str:
        return self._message

    def sizeHint(self) -> QSize:
        return QSize(420, 420)

    def minimumSizeHint(self) -> QSize:
        return QSize(260, 240)

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self._images = []
        self.update()

    def show_locked(self, shown: ShownLocked | None, message: str = "") -> None:
        """Show raster and averages; where there are none, `message` says why."""
        before, self._shown, self._message = self._shown, shown, message
        if before is None or shown is None or before.columns is not shown.columns:
            self._images = []
        self.setAccessibleDescription(raster_spoken(shown) if shown is not None else message)
        self.update()

    @property
    def geometry_now(self) -> RasterGeometry:
        """The places of everything at this size."""
        shown = self._shown
        metrics = QFontMetricsF(small_font(self.font()))
        names = shown.names if shown is not None else ()
        widest = max(map(metrics.horizontalAdvance, (*names[:1], *names[-1:])), default=40.0)
        return RasterGeometry(
            float(self.width()),
            float(self.height()),
            max(len(shown.row_numbers), 1) if shown is not None else 1,
            len(shown.lines) if shown is not None else 0,
            metrics.height(),
            max(widest, metrics.horizontalAdvance("−1000")) + _EDGE_PX + 8,
            metrics.horizontalAdvance("−1000") + _EDGE_PX,
        )

    # painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(event.rect(), QColor(self._theme.page))
        shown = self._shown
        if shown is None or not shown.lines or not shown.row_numbers:
            painter.setPen(QColor(self._theme.quiet))
            area = self.rect().adjusted(24, 24, -24, -24)
            painter.drawText(area, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, self._message)
            return
        at = self.geometry_now
        small = small_font(self.font())
        if len(self._images) != len(shown.columns):
            width_px = max(round(at.column_px * self.devicePixelRatioF()), 1)
            self._images = [raster_image(column, width_px, self._theme) for column in shown.columns]
        for number, (column, image) in enumerate(zip(shown.columns, self._images, strict=True)):
            painter.setFont(small)
            paint_title(painter, at.raster(number), column, self._theme, at.line_px)
            paint_raster(painter, at.raster(number), shown, column, image, self._theme)
            paint_average(painter, at.average(number), shown, column, self._theme, small)
            self._paint_times(painter, at, number, shown)
        self._paint_names(painter, at, shown)
        painter.setPen(QColor(self._theme.quiet))
        painter.setFont(small)
        what = tr("marked onset") if shown.epochs.alignment == "onset" else tr("peak of the slow wave")
        has_band = shown.epochs.n_runs(shown.only) >= LEAST_UNITS
        band = "band: 95 % interval" if has_band else f"no band: fewer than {LEAST_UNITS} runs of spasms"
        up = f" · {tr('EEG negative up')}" if any(column.is_eeg for column in shown.columns) else ""
        unit = f"seconds from the {what}{up} · {spasms_text(shown.n_averaged)} averaged, {band}"
        foot = QRectF(8, self.height() - at.line_px - 2, self.width() - 16, at.line_px)
        metrics = QFontMetricsF(small)
        text = metrics.elidedText(unit, Qt.TextElideMode.ElideRight, foot.width())
        painter.drawText(foot, Qt.AlignmentFlag.AlignCenter, text)

    def _paint_times(self, painter: QPainter, at: RasterGeometry, number: int, shown: ShownLocked) -> None:
        """Paint 0 and the head map's time over raster and average."""
        raster, average = at.raster(number), at.average(number)
        first_s, last_s = float(shown.epochs.times_s[0]), float(shown.epochs.times_s[-1])
        lines = [(0.0, QPen(QColor(self._theme.ink), 1, Qt.PenStyle.DotLine))]
        if shown.time_s is not None:
            lines.append((shown.time_s, QPen(QColor(self._theme.accent), 1.4)))
        for time_s, pen in lines:
            x_px = raster.left() + (time_s - first_s) / (last_s - first_s) * raster.width()
            painter.setPen(pen)
            for box in (raster, average):
                painter.drawLine(QPointF(x_px, box.top()), QPointF(x_px, box.bottom()))

    def _paint_names(self, painter: QPainter, at: RasterGeometry, shown: ShownLocked) -> None:
        """Paint the time of each spasm as far as there is room, a cross at those left out, a frame at the chosen."""
        raster, theme = at.raster(0), self._theme
        every = max(math.ceil(at.line_px / at.row_px), 1)
        selected = shown.selected_line
        for line, number in enumerate(shown.lines):
            middle_px = raster.top() + (line + 0.5) * at.row_px
            is_near = selected is not None and line != selected and abs(line - selected) < every
            if line == selected or (line % every == 0 and not is_near):
                painter.setPen(QColor(theme.ink if line == selected else theme.quiet))
                area = QRectF(0, middle_px - at.line_px / 2, raster.left() - _EDGE_PX, at.line_px)
                flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
                painter.drawText(area, flags, shown.names[number])
            if shown.epochs.spasm_ids[number] in shown.epochs.excluded:
                self._paint_cross(painter, raster.left() - _EDGE_PX / 2, middle_px, min(at.row_px, 7.0))
        if selected is None:
            return
        for column in range(at.n_columns):
            box = at.raster(column)
            frame = QRectF(box.left(), box.top() + selected * at.row_px, box.width(), max(at.row_px, 2.0))
            painter.setPen(QPen(QColor(theme.page), 3))
            painter.drawRect(frame.adjusted(-1, -1, 1, 1))
            painter.setPen(QPen(QColor(theme.accent), 2))
            painter.drawRect(frame.adjusted(-1, -1, 1, 1))

    def _paint_cross(self, painter: QPainter, x_px: float, y_px: float, side_px: float) -> None:
        half_px = max(side_px / 2, 1.5)
        painter.setPen(QPen(QColor(self._theme.danger), 1.4))
        painter.drawLine(QPointF(x_px - half_px, y_px - half_px), QPointF(x_px + half_px, y_px + half_px))
        painter.drawLine(QPointF(x_px - half_px, y_px + half_px), QPointF(x_px + half_px, y_px - half_px))

    # mouse

    def _spasm_at(self, x_px: float, y_px: float) -> int | None:
        """Return the number of the spasm whose line is there; the times at the left belong to the line."""
        shown, at = self._shown, self.geometry_now
        line = at.line_at(y_px)
        return shown.lines[line] if shown is not None and line is not None and x_px < self.width() else None

    def _time_at(self, x_px: float) -> float | None:
        shown, at = self._shown, self.geometry_now
        column = at.column_at(x_px)
        if shown is None or column is None:
            return None
        box, times_s = at.raster(column), shown.epochs.times_s
        return float(times_s[0] + (x_px - box.left()) / box.width() * (times_s[-1] - times_s[0]))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._mouse_at(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton and self.geometry_now.line_at(event.position().y()) is None:
            self._mouse_at(event)

    def _mouse_at(self, event: QMouseEvent) -> None:
        if not event.buttons() & Qt.MouseButton.LeftButton or self._shown is None:
            return
        x_px, y_px = event.position().x(), event.position().y()
        number, time_s = self._spasm_at(x_px, y_px), self._time_at(x_px)
        if number is not None:
            self.spasm_asked.emit(self._shown.epochs.spasm_ids[number])
        elif time_s is not None:
            self.time_asked.emit(time_s)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        number = self._spasm_at(event.position().x(), event.position().y())
        if number is not None and self._shown is not None and event.button() == Qt.MouseButton.LeftButton:
            self.go_asked.emit(self._shown.epochs.spasm_ids[number])

    def wheelEvent(self, event: QWheelEvent) -> None:
        self._wheel += event.angleDelta().y()
        steps = int(self._wheel / 120)
        if steps:
            self._wheel -= 120 * steps
            self.step_asked.emit(-steps)
        event.accept()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            number = self._spasm_at(event.pos().x(), event.pos().y())
            if number is not None and self._shown is not None:
                QToolTip.showText(event.globalPos(), spasm_text(self._shown, number), self)
            else:
                QToolTip.hideText()
            return True
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._images = []
        super().resizeEvent(event)
