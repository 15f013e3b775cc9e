"""The strip below the picture: where faces were followed, drifted or lost, what was looked at, where one stands."""

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from eegview.model.film.export.face import Following
from eegview.model.text.language import tr

_COLOURS = {
    Following.ABSENT: "#8b95a0",
    Following.FOLLOWED: "#3f9b6c",
    Following.DRIFTING: "#d39a2c",
    Following.LOST: "#c8553d",
}
_LOOKED_PX = 4


class FilmStrip(QWidget):
    """The whole film as a strip; click or arrows move through it."""

    moved = Signal(int)  # number of a picture

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("film_export.strip")
        self.setAccessibleName(tr("Film"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setToolTip(tr("Click or drag to look; ← and → one picture, Page keys one second"))
        self.n_frames, self.frame, self.per_second = 1, 0, 25
        self._part = (0, 1)
        self._states: npt.NDArray[np.uint8] | None = None
        self.looked: npt.NDArray[np.bool_] = np.zeros(1, bool)
        self._drawn: tuple[int, ...] = ()

    def sizeHint(self) -> QSize:
        return QSize(400, self.fontMetrics().height() * 2)

    def show_film(self, n_frames: int, per_second: float) -> None:
        """Show a film of so many pictures."""
        self.n_frames, self.frame, self.per_second = max(n_frames, 1), 0, max(round(per_second), 1)
        self._states, self._drawn, self._part = None, (), (0, self.n_frames)
        self.looked = np.zeros(self.n_frames, bool)
        self.update()

    def show_states(self, states: npt.NDArray[np.uint8] | None, drawn: tuple[int, ...]) -> None:
        """Show how well faces were followed, None = not yet, and the pictures in which they were drawn."""
        self._states, self._drawn = states, drawn
        self.update()

    def show_looked(self, looked: npt.NDArray[np.bool_], part: tuple[int, int]) -> None:
        """Show what was looked at, and which pictures are written."""
        self.looked, self._part = looked, part
        self.update()

    def show_frame(self, frame: int) -> None:
        """Show which picture is shown."""
        self.frame = frame
        self.update()

    @property
    def shown(self) -> tuple[int, int]:
        """Return the numbers of the pictures that the strip shows: a part with a little around it, else all."""
        first, stop = self._part
        around = 0 if stop - first >= self.n_frames / 3 else max((stop - first) // 10, 1)
        return (max(first - around, 0), min(stop + around, self.n_frames)) if around else (0, self.n_frames)

    def _x(self, frame: float) -> float:
        first, stop = self.shown
        return (frame - first) / (stop - first) * self.width()

    def _go(self, frame: int) -> None:
        frame = min(max(frame, 0), self.n_frames - 1)
        if frame != self.frame:
            self.moved.emit(frame)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.mouseMoveEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            first, stop = self.shown
            self._go(first + int(event.position().x() / max(self.width(), 1) * (stop - first)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {
            Qt.Key.Key_Left: -1,
            Qt.Key.Key_Right: 1,
            Qt.Key.Key_PageUp: -self.per_second,
            Qt.Key.Key_PageDown: self.per_second,
            Qt.Key.Key_Home: -self.n_frames,
            Qt.Key.Key_End: self.n_frames,
        }
        step = steps.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
            return
        self._go(self.frame + step)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        bar = QRectF(0, 3, self.width(), self.height() - _LOOKED_PX - 9)
        painter.fillRect(bar, self.palette().mid())
        if self._states is not None:
            begin, end = self._part
            for first, stop, state in ((begin + a, begin + b, state) for a, b, state in _runs(self._states[begin:end])):
                area = QRectF(self._x(first), bar.top(), max(self._x(stop) - self._x(first), 1), bar.height())
                painter.fillRect(area, QColor(_COLOURS[Following(state)]))
                if state == Following.LOST:  # told by more than its colour
                    painter.fillRect(area, QBrush(QColor("#000000"), Qt.BrushStyle.BDiagPattern))
                elif state == Following.DRIFTING:
                    painter.fillRect(area, QBrush(QColor(0, 0, 0, 150), Qt.BrushStyle.Dense6Pattern))
        outside = QColor(0, 0, 0, 130)
        painter.fillRect(QRectF(0, bar.top(), self._x(self._part[0]), bar.height()), outside)
        painter.fillRect(QRectF(self._x(self._part[1]), bar.top(), self.width(), bar.height()), outside)
        below = bar.bottom() + 2
        for first, stop, is_looked in _runs(self.looked.astype(np.uint8)):
            if is_looked:
                area = QRectF(self._x(first), below, max(self._x(stop) - self._x(first), 1), _LOOKED_PX)
                painter.fillRect(area, self.palette().highlight())
        painter.setPen(QPen(self.palette().text().color(), 1))
        for frame in self._drawn:
            x = self._x(frame + 0.5)
            painter.drawLine(round(x), round(bar.top()), round(x), round(bar.bottom()))
        x = self._x(self.frame + 0.5)
        for width, colour in ((5, self.palette().window().color()), (2, self.palette().text().color())):
            painter.setPen(QPen(colour, width))
            painter.drawLine(round(x), 0, round(x), self.height() - 1)
        if self.hasFocus():
            painter.setPen(QPen(self.palette().highlight().color(), 1))
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))


def _runs(values: npt.NDArray[np.uint8]) -> list[tuple[int, int, int]]:
    """Return the stretches of one value: (first, stop, value)."""
    edges = np.flatnonzero(np.diff(values)) + 1
    starts = [0, *edges.tolist()]
    return [(a, b, int(values[a])) for a, b in zip(starts, [*edges.tolist(), len(values)], strict=True)]
