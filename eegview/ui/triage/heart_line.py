"""The heart rate around the candidate shown: a line of text and a small curve."""

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QWidget

from eegview.app.suggestions.heart_context import (
    AFTER_S,
    BEFORE_S,
    EXPLANATION,
    HeartChange,
    HeartContext,
)
from eegview.app.themes import Theme
from eegview.model.text.language import tr

READING = tr("Heart rate: reading the ECG …")
_LEAST_RANGE_BPM = 20.0  # a curve that hardly changes is not drawn as high as one that does


class HeartCurve(QWidget):
    """The rate from 10 s before the onset, which is a line, to 20 s after it."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("triage.heart.curve")
        self.setAccessibleName(tr("Heart rate around the onset"))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        self._theme = theme
        self._change: HeartChange | None = None

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.update()

    def show_change(self, change: HeartChange | None) -> None:
        self._change = change
        self.setVisible(change is not None)
        self.update()

    def sizeHint(self) -> QSize:
        line_px = self.fontMetrics().height()
        return QSize(6 * line_px, 2 * line_px)

    def paintEvent(self, event: QPaintEvent) -> None:
        change = self._change
        if change is None or not len(change.times_s):
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        room = QRectF(self.rect()).adjusted(2, 3, -2, -3)
        known = change.bpm[np.isfinite(change.bpm)]
        middle = (known.min() + known.max()) / 2 if len(known) else 0.0
        range_bpm = max(float(np.ptp(known)) if len(known) else 0.0, _LEAST_RANGE_BPM)
        x = room.left() + room.width() * (change.times_s + BEFORE_S) / (BEFORE_S + AFTER_S)
        y = room.center().y() - room.height() * (change.bpm - middle) / range_bpm
        onset_px = room.left() + room.width() * BEFORE_S / (BEFORE_S + AFTER_S)
        painter.setPen(QPen(QColor(self._theme.quiet), 1, Qt.PenStyle.DotLine))
        painter.drawLine(QPointF(onset_px, room.top()), QPointF(onset_px, room.bottom()))
        painter.setPen(QPen(QColor(self._theme.trace_polygraphy), 1.5))
        edges = np.flatnonzero(np.diff(np.isfinite(y).astype(int), prepend=0, append=0))
        for first, stop in edges.reshape(-1, 2).tolist():
            points = zip(x[first:stop].tolist(), y[first:stop].tolist(), strict=True)
            painter.drawPolyline(QPolygonF([QPointF(*point) for point in points]))


class HeartLine(QFrame):
    """What the ECG says around the onset; nothing where none was recorded."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("triage.heart")
        self.setProperty("role", "card")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setToolTip(EXPLANATION)
        self.words = QLabel()
        self.words.setObjectName("triage.heart.words")
        self.words.setWordWrap(True)
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setAccessibleDescription(EXPLANATION)
        self.curve = HeartCurve(theme)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 6, 12, 6)
        layout.setSpacing(12)
        layout.addWidget(self.words, 1)
        layout.addWidget(self.curve)
        self.show_context(None)

    def set_theme(self, theme: Theme) -> None:
        self.curve.set_theme(theme)

    def show_context(self, context: HeartContext | None, is_short: bool = False) -> None:
        """Show the heart rate around an onset, None where there is no ECG at all; in one line where room is short."""
        found = context if context is not None else HeartContext(None)
        self.words.setText("" if context is None else found.short_text if is_short else found.text)
        self.curve.show_change(None if is_short else found.change)
        self.setVisible(context is not None)

    def show_reading(self) -> None:
        """Show that it is being read."""
        self.words.setText(READING)
        self.curve.hide()
        self.show()
