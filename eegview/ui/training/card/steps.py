"""The steps of an item, the one that is on filled."""

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from eegview.app.themes import Theme
from eegview.model.text.language import tr

_PAD_PX, _GAP_PX = 10.0, 6.0


class StepsLine(QWidget):
    """`1 EEG alone  2 with video  3 commit  4 feedback` as pills; it is read out as one sentence."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("training.steps")
        self._theme = theme
        self._steps: tuple[str, ...] = ()
        self._current = 0
        self._is_short = False
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    @property
    def text(self) -> str:
        """Return the step that is on: `4 feedback`."""
        return f"{self._current + 1} {self._steps[self._current]}" if self._steps else ""

    def show_steps(self, steps: tuple[str, ...], current: int) -> None:
        """Show these steps; `current` counts from 0."""
        if (steps, current) == (self._steps, self._current):
            return
        self._steps, self._current = steps, current
        self.setAccessibleName(
            tr("Step {current} of {n_steps}: {steps}", current=current + 1, n_steps=len(steps), steps=steps[current])
            if steps
            else tr("Steps")
        )
        self.updateGeometry()
        self.update()

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.update()

    def _bold(self) -> QFont:
        font = QFont(self.font())
        font.setBold(True)
        return font

    def _texts(self, is_short: bool) -> list[str]:
        steps = enumerate(self._steps, 1)
        return [
            str(number) if is_short and number != self._current + 1 else f"{number} {text}" for number, text in steps
        ]

    def width_px(self, is_short: bool) -> int:
        """Return how wide the line is, with all words or with those of the step that is on alone."""
        metrics = QFontMetricsF(self._bold())
        widths = [metrics.horizontalAdvance(text) + 2 * _PAD_PX + _GAP_PX for text in self._texts(is_short)]
        return round(sum(widths)) + 1

    def fit(self, room_px: int) -> None:
        """Write all steps in words, or only the one that is on where there is not the room."""
        is_short = self.width_px(False) > room_px
        if is_short != self._is_short:
            self._is_short = is_short
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(self.width_px(self._is_short), round(QFontMetricsF(self._bold()).height()) + 8)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self._theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        metrics = QFontMetricsF(self._bold())
        x_px = 0.0
        for number, text in enumerate(self._texts(self._is_short)):
            is_on = number == self._current
            width_px = metrics.horizontalAdvance(text) + 2 * _PAD_PX
            area = QRectF(x_px + 0.5, 0.5, width_px - 1, self.height() - 1)
            painter.setPen(QPen(QColor(theme.accent if is_on else theme.line_strong), 1))
            painter.setBrush(QColor(theme.accent if is_on else theme.ground))
            painter.drawRoundedRect(area, area.height() / 2, area.height() / 2)
            painter.setPen(QColor(theme.accent_ink if is_on else theme.quiet))
            painter.setFont(self._bold() if is_on else self.font())
            painter.drawText(area, Qt.AlignmentFlag.AlignCenter, text)
            x_px += width_px + _GAP_PX

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self.updateGeometry()
