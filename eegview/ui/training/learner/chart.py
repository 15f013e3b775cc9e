"""A small chart with axes in per cent: the frame that the learner's charts paint into."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from eegview.app.themes import Theme

SMALL = 0.86  # of the base font: numbers and names of axes


class Chart(QWidget):
    """Axes, their ticks and names; a subclass paints what is in them.

    lines : of text, as high as the chart would like to be
    """

    def __init__(self, theme: Theme, object_name: str, name: str, lines: float = 11.0) -> None:
        super().__init__()
        self.setObjectName(object_name)
        self.setAccessibleName(name)
        self.theme = theme
        self._lines = lines
        self.x_range, self.y_range = (0.0, 1.0), (0.0, 1.0)
        self.x_ticks: Sequence[tuple[float, str]] = ()
        self.y_ticks: Sequence[tuple[float, str]] = ()
        self.x_name = self.y_name = ""
        self.empty = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_theme(self, theme: Theme) -> None:
        """Paint in these colours from now on."""
        self.theme = theme
        self.update()

    def say(self, text: str) -> None:
        """Give the chart in words, to those who do not see it and as its tip."""
        self.setAccessibleDescription(text)
        self.setToolTip(text)
        self.update()

    def sizeHint(self) -> QSize:
        line_px = self.fontMetrics().height()
        return QSize(round(line_px * 20), round(line_px * self._lines))

    def minimumSizeHint(self) -> QSize:
        line_px = self.fontMetrics().height()
        return QSize(round(line_px * 12), round(line_px * self._lines))

    def small_font(self) -> QFont:
        font = QFont(self.font())
        font.setPixelSize(max(round(self.font().pixelSize() * SMALL), 9))
        return font

    def plot(self) -> QRectF:
        """Return where values are drawn."""
        metrics = QFontMetricsF(self.small_font())
        left_px = max((metrics.horizontalAdvance(text) for _value, text in self.y_ticks), default=20.0) + 8
        top_px = metrics.height() * 1.5
        bottom_px = self.height() - metrics.height() * 2.5
        return QRectF(left_px, top_px, max(self.width() - left_px - 10, 10), max(bottom_px - top_px, 10))

    def point(self, x: float, y: float) -> QPointF:
        """Return where a value lies, logical pixels."""
        plot = self.plot()
        (x0, x1), (y0, y1) = self.x_range, self.y_range
        across = (x - x0) / (x1 - x0) if x1 > x0 else 0.0
        up = (y - y0) / (y1 - y0) if y1 > y0 else 0.0
        return QPointF(plot.left() + across * plot.width(), plot.bottom() - up * plot.height())

    def paint_values(self, painter: QPainter) -> None:
        """Paint what is in the axes; the painter has the small font."""
        raise NotImplementedError

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.empty:
            painter.setPen(QColor(self.theme.quiet))
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(self.rect().adjusted(8, 0, -8, 0), flags, self.empty)
            return
        painter.setFont(self.small_font())
        self._paint_axes(painter)
        self.paint_values(painter)

    def _paint_axes(self, painter: QPainter) -> None:
        plot, theme, metrics = self.plot(), self.theme, QFontMetricsF(painter.font())
        for value, text in self.y_ticks:
            y_px = self.point(self.x_range[0], value).y()
            painter.setPen(QPen(QColor(theme.line), 1))
            painter.drawLine(QPointF(plot.left(), y_px), QPointF(plot.right(), y_px))
            painter.setPen(QColor(theme.quiet))
            area = QRectF(0, y_px - metrics.height() / 2, plot.left() - 5, metrics.height())
            painter.drawText(area, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, text)
        for value, text in self.x_ticks:
            x_px = self.point(value, self.y_range[0]).x()
            painter.setPen(QPen(QColor(theme.line_strong), 1))
            painter.drawLine(QPointF(x_px, plot.bottom()), QPointF(x_px, plot.bottom() + 3))
            painter.setPen(QColor(theme.quiet))
            width_px = metrics.horizontalAdvance(text) + 2
            left_px = min(max(x_px - width_px / 2, 0), self.width() - width_px)
            area = QRectF(left_px, plot.bottom() + 3, width_px, metrics.height())
            painter.drawText(area, Qt.AlignmentFlag.AlignCenter, text)
        painter.setPen(QPen(QColor(theme.line_strong), 1))
        painter.drawLine(plot.bottomLeft(), plot.bottomRight())
        painter.drawLine(plot.topLeft(), plot.bottomLeft())
        painter.setPen(QColor(theme.quiet))
        above = QRectF(0, 0, self.width(), plot.top() - 3)
        painter.drawText(above, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, self.y_name)
        under = QRectF(0, self.height() - metrics.height() * 1.25, plot.right(), metrics.height() * 1.2)
        painter.drawText(under, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, self.x_name)

    def write(self, painter: QPainter, at: QPointF, text: str, colour: str, is_bold: bool = False) -> None:
        """Write a text beside a point, inside the chart, on the ground of the page."""
        font = QFont(painter.font())
        font.setBold(is_bold)
        painter.setFont(font)
        metrics = QFontMetricsF(font)
        width_px = metrics.horizontalAdvance(text) + 4
        left_px = at.x() + 8 if at.x() + 8 + width_px <= self.width() else at.x() - 8 - width_px
        top_px = min(max(at.y() - metrics.height() / 2, 0), self.height() - metrics.height())
        area = QRectF(left_px, top_px, width_px, metrics.height())
        ground = QColor(self.theme.page)
        ground.setAlpha(210)
        painter.fillRect(area, ground)
        painter.setPen(QColor(colour))
        painter.drawText(area, Qt.AlignmentFlag.AlignCenter, text)
        font.setBold(False)
        painter.setFont(font)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self.updateGeometry()
