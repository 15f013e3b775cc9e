"""A small histogram with its unit, its median and how many values it is of."""

import math
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from eegview.app.statistics.locked_scale import round_up
from eegview.app.themes import Theme
from eegview.model.text.language import tr
from eegview.ui.overview.painter import small_font

_MOST_BINS = 14
_LINES = 6.0  # of text, as high as it would like to be


@dataclass(frozen=True, slots=True)
class ShownHistogram:
    """The values of one histogram.

    empty : why there is nothing
    """

    title: str
    values: tuple[float, ...]
    unit: str
    empty: str = "none"

    @property
    def bins(self) -> tuple[np.ndarray, np.ndarray]:
        """Counts, and the edges between them: round steps from 0, or from the lowest value where that is below."""
        values = np.array(self.values)
        low = min(0.0, float(values.min()))
        step = round_up(max(float(values.max()) - low, 1e-9) / (_MOST_BINS - 2))
        first = math.floor(low / step)
        last = math.floor(float(values.max()) / step + 1e-9) + 1
        counts, edges = np.histogram(values, np.arange(first, last + 1) * step)
        return counts, edges

    @property
    def text(self) -> str:
        if not self.values:
            return f"{self.title}: {self.empty}"
        median = float(np.median(self.values))
        least, most = min(self.values), max(self.values)
        return tr(
            "{title}: n = {n_values}, median {median:.3g}, {least:.3g}–{most:.3g} {unit}",
            title=self.title,
            n_values=len(self.values),
            median=median,
            least=least,
            most=most,
            unit=self.unit,
        )


class Histogram(QWidget):
    """Paints a `ShownHistogram`."""

    def __init__(self, theme: Theme, object_name: str) -> None:
        super().__init__()
        self.setObjectName(object_name)
        self._theme = theme
        self._shown = ShownHistogram("", (), "")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    @property
    def shown(self) -> ShownHistogram:
        return self._shown

    def sizeHint(self) -> QSize:
        return QSize(180, round(self.fontMetrics().height() * _LINES))

    def minimumSizeHint(self) -> QSize:
        return QSize(120, round(self.fontMetrics().height() * 4.2))

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.update()

    def show_values(self, shown: ShownHistogram) -> None:
        """Show these values."""
        self._shown = shown
        self.setAccessibleName(shown.title)
        self.setAccessibleDescription(shown.text)
        self.setToolTip(shown.text)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme, shown = QPainter(self), self._theme, self._shown
        small = small_font(self.font())
        painter.setFont(small)
        metrics = QFontMetricsF(small)
        line_px = metrics.height()
        painter.setPen(QColor(theme.ink))
        head = QRectF(0, 0, self.width(), line_px)
        median = f"median {np.median(shown.values):.3g} {shown.unit} · n {len(shown.values)}" if shown.values else ""
        title = metrics.elidedText(
            shown.title, Qt.TextElideMode.ElideRight, self.width() - metrics.horizontalAdvance(median) - 8
        )
        painter.drawText(head, Qt.AlignmentFlag.AlignLeft, title)
        painter.setPen(QColor(theme.quiet))
        painter.drawText(head, Qt.AlignmentFlag.AlignRight, median)
        box = QRectF(0, line_px + 3, self.width(), self.height() - 2 * line_px - 6)
        if not shown.values:
            painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextWordWrap, shown.empty)
            return
        counts, edges = shown.bins
        low, high = float(edges[0]), float(edges[-1])

        def x_px(value: float) -> float:
            return box.left() + (value - low) / (high - low) * box.width()

        top = max(int(counts.max()), 1)
        for count, left, right in zip(counts, edges[:-1], edges[1:], strict=True):
            height_px = count / top * (box.height() - 2)
            bar = QRectF(x_px(left) + 0.5, box.bottom() - height_px, x_px(right) - x_px(left) - 1, height_px)
            painter.fillRect(bar, QColor(theme.accent))
        painter.setPen(QPen(QColor(theme.line_strong), 1))
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        at_px = x_px(float(np.median(shown.values)))
        painter.setPen(QPen(QColor(theme.ink), 1.5, Qt.PenStyle.DashLine))
        painter.drawLine(QPointF(at_px, box.top()), QPointF(at_px, box.bottom()))
        painter.setPen(QColor(theme.quiet))
        foot = QRectF(0, box.bottom() + 2, self.width(), line_px)
        painter.drawText(foot, Qt.AlignmentFlag.AlignLeft, f"{low:g}".replace("-", "−"))
        painter.drawText(foot, Qt.AlignmentFlag.AlignRight, f"{high:g} {shown.unit}")
