"""How the experts voted: a bar for each answer, with the count in words."""

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from eegview.app.themes import Theme
from eegview.model.text.language import tr

_LEAST_BAR_PX = 36.0


@dataclass(frozen=True, slots=True)
class VoteBar:
    """One answer: its words, how many gave it out of how many, whether it is the key's, whether the learner's."""

    label: str
    n: int
    n_all: int
    is_key: bool
    is_own: bool

    @property
    def text(self) -> str:
        return f"{self.n} of {self.n_all}"

    @property
    def note(self) -> str:
        """Return the count with whose answer it is: `0 of 5, you`."""
        return tr("{text}, you", text=self.text) if self.is_own else self.text


class VoteBars(QWidget):
    """Paints `VoteBar`s one below the other."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("training.votes")
        self.setAccessibleName(tr("Votes"))
        self._theme = theme
        self._bars: tuple[VoteBar, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def bars(self) -> tuple[VoteBar, ...]:
        return self._bars

    def show_bars(self, bars: tuple[VoteBar, ...]) -> None:
        """Show these answers, in this order."""
        self._bars = bars
        spoken = (f"{bar.label}: {bar.text}{', your answer' if bar.is_own else ''}" for bar in bars)
        self.setAccessibleDescription(". ".join(spoken))
        self.setToolTip("\n".join(f"{bar.label}: {bar.note}" for bar in bars))
        self.updateGeometry()
        self.update()

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.update()

    def _line_px(self) -> float:
        return QFontMetricsF(self.font()).height() * 1.45

    def sizeHint(self) -> QSize:
        return QSize(220, round(self._line_px() * len(self._bars)) + 1)

    def minimumSizeHint(self) -> QSize:
        return QSize(80, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self._theme
        bold = QFont(self.font())
        bold.setBold(True)
        metrics = QFontMetricsF(bold)
        count_px = max((metrics.horizontalAdvance(bar.note) for bar in self._bars), default=0.0) + 10
        widest_px = max((metrics.horizontalAdvance(bar.label) for bar in self._bars), default=0.0) + 10
        label_px = min(widest_px, self.width() - count_px - _LEAST_BAR_PX)
        bar_px = max(self.width() - label_px - count_px, 1)
        for number, bar in enumerate(self._bars):
            top_px, line_px = number * self._line_px(), self._line_px()
            painter.setFont(bold if bar.is_key else self.font())
            painter.setPen(QColor(theme.ink))
            text = metrics.elidedText(bar.label, Qt.TextElideMode.ElideRight, label_px - 6)
            painter.drawText(QRectF(0, top_px, label_px, line_px), Qt.AlignmentFlag.AlignVCenter, text)
            ground = QRectF(label_px, top_px + line_px * 0.24, bar_px, line_px * 0.52)
            painter.fillRect(ground, QColor(theme.line))
            share = bar.n / bar.n_all if bar.n_all else 0.0
            filled = QRectF(ground)
            filled.setWidth(bar_px * share)
            painter.fillRect(filled, QColor(theme.accent if bar.is_key else theme.trace_bad))
            area = QRectF(self.width() - count_px + 8, top_px, count_px, line_px)
            painter.drawText(area, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, bar.note)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self.updateGeometry()
