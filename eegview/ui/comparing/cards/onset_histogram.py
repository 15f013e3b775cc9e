"""The onset differences B − A of matched events, with zero marked, so that one reader's lateness can be seen."""

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from eegview.app.themes import Theme
from eegview.model.text.language import tr
from eegview.ui.overview.painter import small_font

TITLE, UNIT = tr("Onset, B − A"), "s"
NONE_TEXT = tr("no matched events")
_N_BINS = 20
_WIDTHS_S = (0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0)  # of the axis, to each side


def signed(seconds: float, digits: int = 2) -> str:
    """Return a time with its sign: `+0.28`, `−0.10`, `0.00`."""
    text = f"{seconds:+.{digits}f}"
    return text.replace("-", "−") if float(text) else text[1:]


class OnsetHistogram(QWidget):
    """Paints how much later (right of zero) or earlier reader B put the onsets."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("comparing.onsets")
        self.setAccessibleName(tr("Onset differences, B minus A"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._theme = theme
        self.values_s = np.zeros(0)
        self._limit_s = 1.0

    def sizeHint(self) -> QSize:
        return QSize(160, round(self.fontMetrics().height() * 7))

    def minimumSizeHint(self) -> QSize:
        return QSize(110, round(self.fontMetrics().height() * 5))

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.update()

    def show_values(self, values_s: tuple[float, ...], limit_s: float) -> None:
        """Show differences (s); none lies further from zero than `limit_s`."""
        widest_s = max((abs(value_s) for value_s in values_s), default=limit_s)
        self.values_s = np.array(values_s)
        self._limit_s = next((width_s for width_s in _WIDTHS_S if width_s >= widest_s), limit_s)
        self.setAccessibleDescription(self.text)
        self.setToolTip(tr("{text}\nOf matched events; a positive difference: B put the onset later.", text=self.text))
        self.update()

    @property
    def text(self) -> str:
        """The figures in words."""
        if not len(self.values_s):
            return f"{TITLE}: {NONE_TEXT}"
        low_s, middle_s, high_s = np.percentile(self.values_s, (25, 50, 75))
        quartiles = f"quartiles {signed(low_s)} to {signed(high_s)} {UNIT}"
        return tr(
            "{title}: n = {n_values_s}, median {signed} {unit}, {quartiles}",
            title=TITLE,
            n_values_s=len(self.values_s),
            signed=signed(middle_s),
            unit=UNIT,
            quartiles=quartiles,
        )

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self._theme
        small = small_font(self.font())
        painter.setFont(small)
        line_px = QFontMetricsF(small).height()
        painter.setPen(QColor(theme.ink))
        painter.drawText(QRectF(0, 0, self.width(), line_px), Qt.AlignmentFlag.AlignLeft, TITLE)
        painter.setPen(QColor(theme.quiet))
        values_s, limit_s = self.values_s, self._limit_s
        if not len(values_s):
            painter.drawText(QRectF(0, line_px + 4, self.width(), line_px), Qt.AlignmentFlag.AlignLeft, NONE_TEXT)
            return
        median = f"median {signed(float(np.median(values_s)))} {UNIT}"
        painter.drawText(QRectF(0, line_px, self.width(), line_px), Qt.AlignmentFlag.AlignLeft, median)
        box = QRectF(2, 2 * line_px + 4, self.width() - 4, self.height() - 3 * line_px - 8)
        counts, edges = np.histogram(values_s, np.linspace(-limit_s, limit_s, _N_BINS + 1))

        def x_px(value_s: float) -> float:
            return box.left() + (value_s + limit_s) / (2 * limit_s) * box.width()

        for count, left_s, right_s in zip(counts, edges[:-1], edges[1:], strict=True):
            height_px = count / max(int(counts.max()), 1) * box.height()
            bar = QRectF(x_px(left_s) + 0.5, box.bottom() - height_px, x_px(right_s) - x_px(left_s) - 1, height_px)
            painter.fillRect(bar, QColor(theme.accent))
        painter.setPen(QPen(QColor(theme.line_strong), 1))
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        painter.setPen(QPen(QColor(theme.ink), 1.4, Qt.PenStyle.DashLine))
        painter.drawLine(QPointF(x_px(0.0), box.top()), QPointF(x_px(0.0), box.bottom()))
        painter.setPen(QColor(theme.quiet))
        foot = QRectF(0, box.bottom() + 2, self.width(), line_px)
        painter.drawText(foot, Qt.AlignmentFlag.AlignLeft, f"−{limit_s:g}")
        painter.drawText(foot, Qt.AlignmentFlag.AlignHCenter, "0")
        painter.drawText(foot, Qt.AlignmentFlag.AlignRight, f"+{limit_s:g} {UNIT}")
