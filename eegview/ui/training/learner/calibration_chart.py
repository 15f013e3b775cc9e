"""The reliability diagram of confidence: what it stands for against the share that was right, with intervals."""

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from eegview.app.themes import Theme
from eegview.app.training.learner.figures import CalibrationFigures, ConfidenceBin
from eegview.model.text.language import tr
from eegview.ui.training.learner.chart import Chart
from eegview.ui.training.learner.texts import percent

_EMPTY = tr("Calibration is told once there are enough answers.")
_TICKS = ((0.0, "0"), (0.5, "50"), (1.0, "100"))


class CalibrationChart(Chart):
    """Paints a point for each confidence; the dashed line is where both agree."""

    def __init__(self, theme: Theme, object_name: str = "training.calibration") -> None:
        super().__init__(theme, object_name, "Calibration of confidence", 12.5)
        self._bins: tuple[ConfidenceBin, ...] = ()
        self.y_name, self.x_name = "share right, %", "your confidence, %"
        self.x_ticks = self.y_ticks = _TICKS
        self.show_calibration(None)

    def show_calibration(self, calibration: CalibrationFigures | None) -> None:
        """Show the confidences that were used, or why there is nothing."""
        bins = calibration.bins if calibration is not None else ()
        self._bins = tuple(one for one in bins if one.n and one.share_right.value is not None)
        why = calibration.brier.why_none if calibration is not None else ""
        self.empty = "" if self._bins else why or _EMPTY
        said = [
            tr(
                "Confidence {confidence} stands for {percent}; right in {percent_2} of {n}",
                confidence=one.confidence,
                percent=percent(one.implied),
                percent_2=percent(one.share_right.value),
                n=one.n,
            )
            for one in self._bins
        ]
        self.say("\n".join(said) or self.empty)

    def paint_values(self, painter: QPainter) -> None:
        theme = self.theme
        painter.setPen(QPen(QColor(theme.quiet), 1.2, Qt.PenStyle.DashLine))
        painter.drawLine(self.point(0, 0), self.point(1, 1))
        painter.setPen(QPen(QColor(theme.accent), 1.5))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        points = [self.point(one.implied, one.share_right.value or 0.0) for one in self._bins]
        painter.drawPolyline(QPolygonF(points))
        most = max(one.n for one in self._bins)
        for one, at in zip(self._bins, points, strict=True):
            share = one.share_right
            painter.setPen(QPen(QColor(theme.accent), 1.6))
            if share.low is not None and share.high is not None:
                low, high = self.point(one.implied, share.low), self.point(one.implied, share.high)
                painter.drawLine(low, high)
                for end in (low, high):
                    painter.drawLine(end + QPointF(-3, 0), end + QPointF(3, 0))
            painter.setBrush(QColor(theme.accent))
            radius_px = 3.0 + 2.5 * (one.n / most) ** 0.5
            painter.drawEllipse(at, radius_px, radius_px)
