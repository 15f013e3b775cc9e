"""One epoch that can be scored, as a card: when, why it is offered, how far it is read."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from eegview.app.themes import Theme
from eegview.model.text.language import tr

_PAD_PX = 8.0
_LEAST_CHARACTERS, _MOST_CHARACTERS, _LINES = 24, 56, 2


@dataclass(frozen=True, slots=True)
class ShownEpoch:
    """What a card says.

    name : "1" for the first candidate, "own" for one that the reader chose, "blind" for one that another reader scored
    when : the time of its start
    text : why, state, distance; two lines
    corner : "read 18 / 20", "not read", "committed"
    """

    start_s: float
    name: str
    when: str
    text: str
    corner: str
    is_current: bool = False
    tip: str = ""


class EpochCard(QAbstractButton):
    """Shows one epoch; a click asks for it."""

    def __init__(self, shown: ShownEpoch, theme: Callable[[], Theme], colour: str) -> None:
        super().__init__()
        self.shown, self._theme, self._colour = shown, theme, colour
        self.setObjectName(f"score.epoch.{shown.start_s:g}")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._limit_width()
        self.show_epoch(shown)

    def show_epoch(self, shown: ShownEpoch) -> None:
        """Show the same epoch as it stands now."""
        self.shown = shown
        self.setToolTip(shown.tip or f"{shown.text}\n{shown.corner}")
        current = ", open now" if shown.is_current else ""
        self.setAccessibleName(
            tr(
                "Epoch {name}, {when}{current}. {text}. {corner}",
                name=shown.name,
                when=shown.when,
                current=current,
                text=shown.text,
                corner=shown.corner,
            )
        )
        self.update()

    def sizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        width_px = metrics.averageCharWidth() * _LEAST_CHARACTERS + 2 * _PAD_PX
        return QSize(round(width_px), round(metrics.height() + self._small_metrics().height() * _LINES + 14))

    def _limit_width(self) -> None:
        """Be no wider than the text of a candidate in two lines needs."""
        self.setMaximumWidth(round(self.fontMetrics().averageCharWidth() * _MOST_CHARACTERS))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._limit_width()

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def _small(self) -> QFont:
        font = QFont(self.font())
        font.setPixelSize(round(self.font().pixelSize() * 0.85))
        return font

    def _small_metrics(self) -> QFontMetricsF:
        return QFontMetricsF(self._small())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme, shown = QPainter(self), self._theme(), self.shown
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(1.5, 1.5, -1.5, -1.5)
        colour = theme.mark_colour(self._colour)
        painter.setPen(QPen(QColor(colour if shown.is_current else theme.line_strong), 2 if shown.is_current else 1))
        painter.setBrush(QColor(theme.accent_soft if self.isDown() else theme.page))
        painter.drawRoundedRect(box, 4, 4)
        inner = box.adjusted(_PAD_PX, 4, -_PAD_PX, -4)
        bold = QFont(self.font())
        bold.setWeight(QFont.Weight.Bold)
        small = self._small()
        line_px = QFontMetricsF(bold).height()
        corner_px = QFontMetricsF(small).horizontalAdvance(shown.corner)
        title = f"{shown.name}  {shown.when}" if shown.name.isdigit() else shown.when
        painter.setFont(bold)
        painter.setPen(QColor(theme.ink))
        room_px = inner.width() - corner_px - 6
        top = QRectF(inner.left(), inner.top(), inner.width(), line_px)
        elided = QFontMetricsF(bold).elidedText(title, Qt.TextElideMode.ElideRight, room_px)
        painter.drawText(top, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, elided)
        painter.setFont(small)
        painter.setPen(QColor(theme.text_colour(self._colour) if shown.is_current else theme.quiet))
        painter.drawText(top, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, shown.corner)
        painter.setPen(QColor(theme.quiet))
        metrics = QFontMetricsF(small)
        for number, line in enumerate(_wrapped(shown.text, metrics, inner.width(), _LINES)):
            area = QRectF(
                inner.left(), inner.top() + line_px + number * metrics.height(), inner.width(), metrics.height()
            )
            painter.drawText(area, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, line)


def _wrapped(text: str, metrics: QFontMetricsF, width_px: float, n_lines: int) -> list[str]:
    """Return `text` in at most `n_lines` lines, broken between words; what has no room ends in "…"."""
    lines: list[str] = []
    for word in text.replace(" ·", "\u00a0·").split(" "):
        joined = f"{lines[-1]} {word}" if lines else word
        if lines and (metrics.horizontalAdvance(joined) <= width_px or len(lines) == n_lines):
            lines[-1] = joined
        else:
            lines.append(word)
    return [metrics.elidedText(line, Qt.TextElideMode.ElideRight, width_px) for line in lines]
