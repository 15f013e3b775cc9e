"""A reliability diagram: the share of true suggestions over their score, with 95 % intervals."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPalette, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from eegview.clinical.intervals import wilson_interval
from eegview.detect.manifest import CalibrationBin
from eegview.model.text.language import tr

SIGNS = ("●", "□", "▲", "◇")  # of the first sets of data, as they are drawn; told apart without colour
_TICKS = (0.0, 0.25, 0.5, 0.75, 1.0)
_MARK_PX = 4.5
_SCORE, _SHARE = tr("Score"), tr("True in tests")


class ReliabilityDiagram(QWidget):
    """A point for each range of scores, a sign for each set of data, and the line where score and share agree.

    It is painted in the colours of text, so that it can be read in every theme; in words it is its description.
    """

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("detectors.reliability")
        self.setAccessibleName(tr("Reliability diagram: share of true suggestions by score"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._sets: tuple[tuple[CalibrationBin, ...], ...] = ()

    @property
    def n_points(self) -> int:
        return sum(1 for one_set in self._sets for one in one_set if one.n)

    def show_bins(self, sets: Sequence[Sequence[CalibrationBin]], in_words: str) -> None:
        """Show ranges of scores by set of data.

        in_words : the same as text, for those who do not see it
        """
        self._sets = tuple(tuple(one_set) for one_set in sets)
        self.setAccessibleDescription(in_words)
        self.update()

    def sizeHint(self) -> QSize:
        line_px = self.fontMetrics().height()
        return QSize(line_px * 22, line_px * 13)

    def minimumSizeHint(self) -> QSize:
        line_px = self.fontMetrics().height()
        return QSize(line_px * 14, line_px * 13)

    def _plot(self) -> QRectF:
        """Return where scores and shares are drawn; around it lie their numbers and names."""
        metrics = QFontMetricsF(self.font())
        left_px = metrics.horizontalAdvance("100 %") + 10
        top_px = metrics.height() * 1.5
        bottom_px = self.height() - metrics.height() * 2.3
        width_px = min(self.width() - left_px - 12, (bottom_px - top_px) * 1.9)
        return QRectF(left_px, top_px, width_px, bottom_px - top_px)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        palette = self.palette()
        ink, quiet = palette.color(QPalette.ColorRole.Text), palette.placeholderText().color()
        plot = self._plot()
        painter.fillRect(plot, palette.color(QPalette.ColorRole.Base))
        self._paint_axes(painter, plot, quiet)
        for number, one_set in enumerate(self._sets):
            shift_px = (number - (len(self._sets) - 1) / 2) * 2.4 * _MARK_PX  # so that none hides another
            for one in one_set:
                if one.n:
                    self._paint_point(painter, plot, one, number, shift_px, ink)

    def _paint_axes(self, painter: QPainter, plot: QRectF, quiet: QColor) -> None:
        metrics = QFontMetricsF(self.font())
        line = QColor(quiet)
        line.setAlpha(70)
        for tick in _TICKS:
            x_px, y_px = plot.left() + tick * plot.width(), plot.bottom() - tick * plot.height()
            painter.setPen(QPen(line, 1))
            painter.drawLine(QPointF(x_px, plot.top()), QPointF(x_px, plot.bottom()))
            painter.drawLine(QPointF(plot.left(), y_px), QPointF(plot.right(), y_px))
            painter.setPen(quiet)
            below = QRectF(x_px - 40, plot.bottom() + 2, 80, metrics.height())
            painter.drawText(below, Qt.AlignmentFlag.AlignCenter, f"{tick:g}")
            beside = QRectF(0, y_px - metrics.height() / 2, plot.left() - 6, metrics.height())
            painter.drawText(beside, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, f"{100 * tick:.0f} %")
        painter.setPen(QPen(quiet, 1.2, Qt.PenStyle.DashLine))
        painter.drawLine(plot.bottomLeft(), plot.topRight())
        above = QRectF(0, 0, self.width(), plot.top() - 4)
        painter.drawText(above, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, _SHARE)
        under = QRectF(plot.left(), plot.bottom() + metrics.height(), plot.width(), metrics.height() * 1.2)
        painter.drawText(under, Qt.AlignmentFlag.AlignCenter, _SCORE)

    def _paint_point(
        self, painter: QPainter, plot: QRectF, one: CalibrationBin, number: int, shift_px: float, ink: QColor
    ) -> None:
        interval = wilson_interval(one.n_true, one.n)
        assert interval is not None
        low, high = interval
        x_px = plot.left() + (one.score_from + one.score_to) / 2 * plot.width() + shift_px
        y_px = plot.bottom() - one.n_true / one.n * plot.height()
        painter.setPen(QPen(ink, 1.4))
        top_px, bottom_px = plot.bottom() - high * plot.height(), plot.bottom() - low * plot.height()
        painter.drawLine(QPointF(x_px, top_px), QPointF(x_px, bottom_px))
        for end_px in (top_px, bottom_px):
            painter.drawLine(QPointF(x_px - 3, end_px), QPointF(x_px + 3, end_px))
        is_filled = number % 2 == 0
        painter.setBrush(ink if is_filled else self.palette().color(QPalette.ColorRole.Base))
        _paint_sign(painter, QPointF(x_px, y_px), number)
        painter.setBrush(Qt.BrushStyle.NoBrush)


def _paint_sign(painter: QPainter, at: QPointF, number: int) -> None:
    x, y, r = at.x(), at.y(), _MARK_PX
    match number % len(SIGNS):
        case 0:
            painter.drawEllipse(at, r, r)
        case 1:
            painter.drawRect(QRectF(x - r, y - r, 2 * r, 2 * r))
        case 2:
            painter.drawPolygon(QPolygonF([QPointF(x, y - r), QPointF(x - r, y + r), QPointF(x + r, y + r)]))
        case _:
            corners = [QPointF(x, y - r), QPointF(x + r, y), QPointF(x, y + r), QPointF(x - r, y)]
            painter.drawPolygon(QPolygonF(corners))
