"""One drawn loop: its picture, and below it how far the body is from rest over time."""

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from eegview.app.themes import Theme
from eegview.model.text.language import tr
from eegview.simulate.filming.loop import RATE_HZ, SIZE_PX, DrawnLoop

_CURVE_LINES = 2.6  # height of the course, in lines of text
_LEAST_PICTURE_PX = 120
_GAP_PX = 4
_HINT_SHARE = 0.7  # of the drawn size, so that the facts below have their room


class LoopView(QWidget):
    """Shows the frame of an instant, and the course of the whole loop with a line at that instant."""

    def __init__(self, name: str, theme: Theme) -> None:
        super().__init__()
        self.setObjectName(name)
        self._theme = theme
        self._loop: DrawnLoop | None = None
        self._image: QImage | None = None
        self._frame, self._n_frames = 0, 1
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(_LEAST_PICTURE_PX, _LEAST_PICTURE_PX + self._curve_px())

    @property
    def loop(self) -> DrawnLoop | None:
        """The loop that is shown, None until it is drawn."""
        return self._loop

    @property
    def frame(self) -> int:
        """Which frame of the loop is shown; its last one while another loop goes on."""
        return min(self._frame, self._loop.n_frames - 1) if self._loop is not None else 0

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.update()

    def show_loop(self, loop: DrawnLoop | None) -> None:
        """Show another loop from its start, None = a word that it is being drawn."""
        self._loop, self._image = loop, None
        self.show_frame(0, loop.n_frames if loop is not None else 1)

    def show_frame(self, frame: int, n_frames: int) -> None:
        """Show a frame; `n_frames` is what the course is drawn for, the longer of the loops side by side."""
        self._frame, self._n_frames = frame, n_frames
        if self._loop is not None:
            self._image = picture_image(self._loop.picture(self.frame))
        self.update()

    def sizeHint(self) -> QSize:
        width_px, height_px = SIZE_PX
        return QSize(round(width_px * _HINT_SHARE), round(height_px * _HINT_SHARE) + self._curve_px())

    def _curve_px(self) -> int:
        return round(self.fontMetrics().height() * _CURVE_LINES)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        course = QRectF(0, self.height() - self._curve_px(), self.width(), self._curve_px())
        room = QRectF(0, 0, self.width(), course.top() - _GAP_PX)
        if self._image is None or self._loop is None:
            painter.setPen(QColor(self._theme.quiet))
            painter.drawText(room, Qt.AlignmentFlag.AlignCenter, tr("Drawing …"))
            return
        share = min(room.width() / self._image.width(), room.height() / self._image.height())
        width_px, height_px = self._image.width() * share, self._image.height() * share
        left_px, top_px = room.center().x() - width_px / 2, room.center().y() - height_px / 2
        painter.drawImage(QRectF(left_px, top_px, width_px, height_px), self._image)
        self._paint_course(painter, course, self._loop)

    def _paint_course(self, painter: QPainter, area: QRectF, loop: DrawnLoop) -> None:
        """Draw the course over seconds, aligned at the onset; where the loop has ended it is at rest."""
        painter.fillRect(area, QColor(self._theme.page))
        painter.setPen(QPen(QColor(self._theme.line_strong), 1))
        painter.drawRect(area.adjusted(0.5, 0.5, -0.5, -0.5))
        inner = area.adjusted(3, 4, -3, -4)
        step_px = inner.width() / max(self._n_frames - 1, 1)
        onset_frame = loop.onset_s * RATE_HZ
        for second in range(int((self._n_frames - onset_frame) / RATE_HZ) + 1):
            x_px = inner.left() + (onset_frame + second * RATE_HZ) * step_px
            tall_px = inner.height() if second % 5 == 0 else inner.height() * 0.2
            painter.drawLine(QPointF(x_px, inner.bottom() - tall_px), QPointF(x_px, inner.bottom()))
        level = np.concatenate((loop.level, np.zeros(max(self._n_frames - loop.n_frames, 0))))
        points = [QPointF(inner.left() + k * step_px, inner.bottom() - v * inner.height()) for k, v in enumerate(level)]
        painter.setPen(QPen(QColor(self._theme.trace), 1.5))
        painter.drawPolyline(QPolygonF(points))
        x_px = inner.left() + min(self._frame, self._n_frames - 1) * step_px
        painter.setPen(QPen(QColor(self._theme.accent), 2))
        painter.drawLine(QPointF(x_px, area.top() + 1), QPointF(x_px, area.bottom() - 1))


def picture_image(picture: np.ndarray) -> QImage:
    """Return a (height, width, 3) uint8 picture for the screen; it shares the array's memory."""
    height_px, width_px, _colours = picture.shape
    return QImage(picture.data, width_px, height_px, 3 * width_px, QImage.Format.Format_RGB888)
