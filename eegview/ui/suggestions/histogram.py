"""How the scores of a run are spread, with the threshold as a line that can be dragged."""

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from eegview.app.themes import Theme
from eegview.model.text.language import tr

N_BINS = 40


class SuggestionHistogram(QWidget):
    """Bars over scores 0 to 1; those from the threshold on are filled, the others outlined."""

    threshold_asked = Signal(float)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("suggestions.histogram")
        self.setToolTip(tr("How many suggestions have which score; drag to move the threshold"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.SplitHCursor)
        self._theme = theme
        self._counts = np.zeros(N_BINS, np.int64)
        self._threshold = 0.5

    @property
    def counts(self) -> npt.NDArray[np.int64]:
        return self._counts

    def show_scores(self, scores: npt.NDArray[np.floating], threshold: float) -> None:
        """Show (n,) scores, 0-1, of any order."""
        self._counts = np.histogram(scores, N_BINS, (0.0, 1.0))[0]
        self.show_threshold(threshold)

    def show_threshold(self, threshold: float) -> None:
        self._threshold = threshold
        self.update()

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(160, round(self.fontMetrics().height() * 2.4))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self._theme
        painter.fillRect(self.rect(), QColor(theme.page))
        width_px, height_px = self.width(), self.height() - 3
        painter.setPen(QColor(theme.edge))
        painter.drawLine(0, height_px, width_px, height_px)
        most = max(int(self._counts.max()), 1)
        for number, count in enumerate(self._counts):
            if not count:
                continue
            # A root keeps the few best ones visible beside thousands of poor ones.
            bar_px = max(2.0, (count / most) ** 0.5 * (height_px - 2))
            x0_px, x1_px = number * width_px / N_BINS, (number + 1) * width_px / N_BINS
            area = QRectF(x0_px + 0.5, height_px - bar_px, x1_px - x0_px - 1.5, bar_px)
            if (number + 0.5) / N_BINS >= self._threshold:
                painter.fillRect(area, QColor(theme.accent))
            else:
                painter.setPen(QColor(theme.edge))
                painter.drawRect(area)
        x_px = self._threshold * (width_px - 2) + 1
        painter.setPen(QPen(QColor(theme.ink), 2))
        painter.drawLine(QPointF(x_px, 0), QPointF(x_px, height_px + 3))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._ask(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._ask(event)

    def _ask(self, event: QMouseEvent) -> None:
        share = event.position().x() / max(self.width(), 1)
        self.threshold_asked.emit(round(min(max(share, 0.0), 1.0), 2))
