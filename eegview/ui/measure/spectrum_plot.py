"""Spectra as lines over frequency, with the mains marked and the values under the mouse read out."""

from collections.abc import Sequence
from math import ceil, floor, log10

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from eegview.app.measure.request import BANDS, LOWEST_HZ
from eegview.app.measure.texts import SIDE_LABELS, number_text
from eegview.app.themes import Theme
from eegview.model.text.language import tr
from eegview.ui.measure.plot_line import UNIT, PlotLine, side_colour

_DASHES: dict[str, list[float]] = {"left": [], "midline": [1.0, 2.0], "right": [5.0, 2.5], "": [6.0, 2.0, 1.0, 2.0]}
_TICKS_HZ = (0, 4, 8, 13, 20, 30, 50, 70, 100, 120)
_MOST_DECADES = 3.0  # below the highest value; what is lower lies on the axis
_LINES = 9.5  # of text, as high as the plot would like to be
_SMALL = 0.85  # of the font
_SAMPLE_PX = 20.0  # of a line beside its name


class SpectrumPlot(QWidget):
    """Paints spectra. Left and right arrow keys, or the mouse, move the frequency that is read out."""

    read_out = Signal(str)  # what is under the mouse, "" for nothing

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("measure.spectrum")
        self.setAccessibleName(tr("Spectrum"))
        self.setToolTip(tr("Left and right arrow keys read the values here too"))
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._theme = theme
        self._frequencies_hz: npt.NDArray[np.float64] = np.zeros(0)
        self._lines: tuple[PlotLine, ...] = ()
        self._mains_hz: tuple[float, ...] = ()
        self._is_log, self._top_hz = True, 30.0
        self._at: int | None = None  # bin that is read out

    def sizeHint(self) -> QSize:
        line_px = self.fontMetrics().height()
        return QSize(line_px * 14, round(line_px * _LINES))

    def minimumSizeHint(self) -> QSize:
        return QSize(self.fontMetrics().height() * 8, self.sizeHint().height())

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.updateGeometry()
        self.update()

    def show_lines(
        self, frequencies_hz: npt.NDArray[np.float64], lines: Sequence[PlotLine], mains_hz: tuple[float, ...]
    ) -> None:
        """Show these spectra, all over the same frequencies."""
        self._frequencies_hz, self._lines, self._mains_hz = frequencies_hz, tuple(lines), mains_hz
        if self._at is not None and self._at >= self._n_shown:
            self._at = None
        self.setAccessibleDescription(
            tr(
                "{lines}, 0 to {top_hz:g} Hz, {unit}",
                lines=", ".join(line.name for line in lines[:4]),
                top_hz=self.top_hz,
                unit=UNIT,
            )
        )
        self._changed()

    def set_scale(self, is_log: bool, top_hz: float) -> None:
        self._is_log, self._top_hz = is_log, top_hz
        self._at = None if self._at is not None and self._at >= self._n_shown else self._at
        self._changed()

    @property
    def lines(self) -> tuple[PlotLine, ...]:
        return self._lines

    @property
    def top_hz(self) -> float:
        """Return where the axis ends: as chosen, or at half the sampling rate."""
        return min(self._top_hz, float(self._frequencies_hz[-1])) if len(self._frequencies_hz) else self._top_hz

    @property
    def _n_shown(self) -> int:
        return int(np.searchsorted(self._frequencies_hz, self.top_hz, side="right"))

    def _changed(self) -> None:
        self.read_out.emit(self.text)
        self.update()

    # reading out

    @property
    def text(self) -> str:
        """Return the values at the frequency that is read out: `8.25 Hz: Left 3.10, Right 2.95 µV/√Hz`."""
        if self._at is None or not self._lines:
            return ""
        values = [
            f"{line.name} {number_text(float(line.values[self._at]))}" for line in self._lines if not line.is_thin
        ]
        if not values:
            every = [float(line.values[self._at]) for line in self._lines]
            values = [f"{number_text(min(every))} to {number_text(max(every))}"]
        return tr(
            "{frequencies_hz:.2f} Hz: {values} {unit}",
            frequencies_hz=self._frequencies_hz[self._at],
            values=", ".join(values),
            unit=UNIT,
        )

    def read_at(self, at_hz: float | None) -> None:
        """Read out the values at the frequency nearest to this one; None ends it."""
        if at_hz is None or not self._n_shown:
            self._at = None
        else:
            self._at = int(np.clip(round(at_hz / float(self._frequencies_hz[1])), 0, self._n_shown - 1))
        self._changed()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        area = self._area()
        share = (event.position().x() - area.left()) / max(area.width(), 1)
        self.read_at(share * self.top_hz if 0 <= share <= 1 else None)

    def leaveEvent(self, event: object) -> None:
        self.read_at(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if steps is None or not self._n_shown:
            super().keyPressEvent(event)
            return
        at = (self._at if self._at is not None else self._n_shown // 2) + steps
        self.read_at(float(self._frequencies_hz[min(max(at, 0), self._n_shown - 1)]))

    # painting

    def _small_font(self) -> QFont:
        font = QFont(self.font())
        font.setPixelSize(max(8, round(font.pixelSize() * _SMALL)))
        return font

    def _area(self) -> QRectF:
        metrics = QFontMetricsF(self._small_font())
        left_px, line_px = metrics.horizontalAdvance("0.01") + 6, metrics.height()
        n_above = 1 if self._names_px(metrics) + metrics.horizontalAdvance(UNIT) + 12 <= self.width() else 2
        top_px = n_above * line_px + 4
        return QRectF(left_px, top_px, self.width() - left_px - 4, self.height() - top_px - line_px - 4)

    def _names(self) -> dict[str, PlotLine]:
        """Return one line for each name that is written above the plot."""
        named: dict[str, PlotLine] = {}
        for line in self._lines:
            named.setdefault(SIDE_LABELS[line.side] if line.is_thin else line.name, line)
        return named

    def _names_px(self, metrics: QFontMetricsF) -> float:
        return sum(metrics.horizontalAdvance(name) + _SAMPLE_PX + 12 for name in self._names())

    def _limits(self) -> tuple[float, float]:
        """Return the lowest and highest value of the axis, by what is shown from 0.5 Hz on."""
        shown = (self._frequencies_hz >= LOWEST_HZ) & (self._frequencies_hz <= self.top_hz)
        values = np.concatenate([line.values[shown] for line in self._lines]) if self._lines else np.zeros(0)
        values = values[np.isfinite(values) & (values > 0)]
        if not len(values):
            return (0.1, 10.0) if self._is_log else (0.0, 1.0)
        high, low = float(values.max()), float(values.min())
        if not self._is_log:
            return 0.0, high * 1.05
        top = log10(high * 1.15)
        return 10 ** max(log10(low / 1.15), top - _MOST_DECADES), 10**top

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self._small_font())
        theme, area, limits = self._theme, self._area(), self._limits()
        painter.fillRect(self.rect(), QColor(theme.page))
        self._paint_axes(painter, area, limits)
        painter.setClipRect(area.adjusted(-1, -1, 1, 1))
        for line in self._lines:
            self._paint_line(painter, line, area, limits)
        if self._at is not None:
            painter.setPen(QPen(QColor(theme.accent), 1))
            x_px = self._x_of(float(self._frequencies_hz[self._at]), area)
            painter.drawLine(QPointF(x_px, area.top()), QPointF(x_px, area.bottom()))
        painter.setClipping(False)
        self._paint_names(painter, area)
        if self.hasFocus():
            painter.setPen(QPen(QColor(theme.accent), 2))
            painter.drawRect(QRectF(self.rect()).adjusted(1, 1, -1, -1))

    def _x_of(self, at_hz: float, area: QRectF) -> float:
        return area.left() + at_hz / self.top_hz * area.width()

    def _y_of(self, values: npt.NDArray[np.float64], area: QRectF, limits: tuple[float, float]) -> npt.NDArray:
        low, high = limits
        if self._is_log:
            share = (np.log10(np.maximum(values, low)) - log10(low)) / (log10(high) - log10(low))
        else:
            share = values / high
        return area.bottom() - np.clip(share, 0, 1.5) * area.height()

    def _paint_line(self, painter: QPainter, line: PlotLine, area: QRectF, limits: tuple[float, float]) -> None:
        n = self._n_shown
        x_px = area.left() + self._frequencies_hz[:n] / self.top_hz * area.width()
        y_px = self._y_of(line.values[:n], area, limits)
        painter.setPen(self._pen(line))
        painter.drawPolyline(QPolygonF([QPointF(x, y) for x, y in zip(x_px, y_px, strict=True) if np.isfinite(y)]))

    def _pen(self, line: PlotLine) -> QPen:
        pen = QPen(QColor(side_colour(self._theme, line.side)), 0.8 if line.is_thin else 1.6)
        if dashes := _DASHES.get(line.side):
            pen.setDashPattern(dashes)
        return pen

    def _paint_axes(self, painter: QPainter, area: QRectF, limits: tuple[float, float]) -> None:
        """Draw the limits of the bands, the mains, ticks and units."""
        theme, metrics = self._theme, QFontMetricsF(painter.font())
        painter.setPen(QColor(theme.line))
        for band in BANDS:
            if band.high_hz < self.top_hz:
                x_px = self._x_of(band.high_hz, area)
                painter.drawLine(QPointF(x_px, area.top()), QPointF(x_px, area.bottom()))
        painter.setPen(QColor(theme.line_strong))
        painter.drawLine(area.bottomLeft(), area.bottomRight())
        painter.drawLine(area.topLeft(), area.bottomLeft())
        painter.setPen(QColor(theme.quiet))
        unit_px = metrics.horizontalAdvance(tr("Hz"))
        painter.drawText(QPointF(area.right() - unit_px, area.bottom() + metrics.ascent() + 2), tr("Hz"))
        written_px = -1.0
        for tick in _TICKS_HZ:
            width_px = metrics.horizontalAdvance(str(tick))
            left_px = self._x_of(tick, area) - width_px / 2
            if tick <= self.top_hz and left_px > written_px and left_px + width_px < area.right() - unit_px - 4:
                painter.drawText(QPointF(left_px, area.bottom() + metrics.ascent() + 2), str(tick))
                written_px = left_px + width_px + 4
        for value in self._value_ticks(limits):
            y_px = float(self._y_of(np.array([value]), area, limits)[0])
            text = f"{value:g}"
            painter.drawText(
                QPointF(area.left() - 4 - metrics.horizontalAdvance(text), y_px + metrics.ascent() / 2), text
            )
        self._paint_mains(painter, area, metrics)

    def _value_ticks(self, limits: tuple[float, float]) -> list[float]:
        low, high = limits
        if self._is_log:
            decades = [10.0**n for n in range(ceil(log10(low)), floor(log10(high)) + 1)]
            return decades if len(decades) > 1 else [float(f"{low:.1g}"), *decades, float(f"{high:.1g}")]
        step = 10.0 ** floor(log10(high))
        step = step if high / step >= 2 else step / 2
        return [step * n for n in range(floor(high / step) + 1)][:6] if high / step < 6 else [0.0, 5 * step]

    def _paint_mains(self, painter: QPainter, area: QRectF, metrics: QFontMetricsF) -> None:
        """Draw the mains frequency; both where it is not known, the lower one written at the left of its line."""
        pen = QPen(QColor(self._theme.warning), 1)
        pen.setDashPattern([2.0, 3.0])
        painter.setPen(pen)
        is_known = len(self._mains_hz) == 1
        for number, at_hz in enumerate(self._mains_hz):
            if at_hz < self.top_hz:
                x_px = self._x_of(at_hz, area)
                painter.drawLine(QPointF(x_px, area.top()), QPointF(x_px, area.bottom()))
                text = f"mains {at_hz:g}" if is_known else f"{at_hz:g}?"
                width_px = metrics.horizontalAdvance(text)
                is_right = (is_known or number) and x_px + 3 + width_px <= area.right()
                painter.drawText(
                    QPointF(x_px + (3 if is_right else -3 - width_px), area.top() + metrics.ascent()), text
                )

    def _paint_names(self, painter: QPainter, area: QRectF) -> None:
        """Write the unit, and beside it each line's name after a piece of the line."""
        metrics = QFontMetricsF(painter.font())
        baseline_px = metrics.ascent() + 1
        painter.setPen(QColor(self._theme.quiet))
        painter.drawText(QPointF(2, baseline_px), UNIT)
        baseline_px = area.top() - metrics.descent() - 2  # the line nearest to the plot
        right_px = area.right()
        for name, line in reversed(self._names().items()):
            left_px = right_px - metrics.horizontalAdvance(name) - _SAMPLE_PX - 4
            pen = self._pen(line)
            pen.setWidthF(1.6)
            painter.setPen(pen)
            middle_px = baseline_px - metrics.ascent() * 0.35
            painter.drawLine(QPointF(left_px, middle_px), QPointF(left_px + _SAMPLE_PX, middle_px))
            painter.drawText(QPointF(left_px + _SAMPLE_PX + 4, baseline_px), name)
            right_px = left_px - 8
