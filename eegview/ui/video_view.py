"""The picture of the camera, with its times written on it; outside coverage it says so."""

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

NO_VIDEO = "no video"


class VideoView(QWidget):
    """Paints one frame as large as it fits, in its own proportions."""

    double_clicked = Signal()
    dragged = Signal(QPointF)  # global movement since the last, for a floating view

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("video.picture")
        self.setMinimumSize(160, 120)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._image: QImage | None = None
        self._rgb: np.ndarray | None = None  # kept alive: the image is a view of it
        self._caption = ""
        self._message = NO_VIDEO
        self._last_px = QPointF()

    @property
    def caption(self) -> str:
        return self._caption

    @property
    def message(self) -> str:
        """What is written instead of a picture, "" while there is one."""
        return self._message

    @property
    def rgb(self) -> np.ndarray | None:
        """The frame shown: (height_px, width_px, 3) uint8, None outside coverage."""
        return self._rgb

    def show_frame(self, rgb: np.ndarray, caption: str) -> None:
        """Show a frame, (height_px, width_px, 3) uint8, with `caption` on it."""
        self._rgb = np.ascontiguousarray(rgb)
        height_px, width_px = self._rgb.shape[:2]
        self._image = QImage(self._rgb.data, width_px, height_px, width_px * 3, QImage.Format.Format_RGB888)
        self._caption, self._message = caption, ""
        self.update()

    def show_message(self, text: str, caption: str = "") -> None:
        """Show words instead of a picture; never the last frame."""
        self._image = self._rgb = None
        self._message, self._caption = text, caption
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor("#20262b"))
        metrics = QFontMetricsF(self.font())
        band_px = metrics.height() + 8  # the times stand above the picture, never over what a camera burned into it
        if self._image is not None:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            room_px = self.height() - band_px
            scale = min(self.width() / self._image.width(), room_px / self._image.height())
            width_px, height_px = self._image.width() * scale, self._image.height() * scale
            left_px, top_px = (self.width() - width_px) / 2, band_px + (room_px - height_px) / 2
            painter.drawImage(QRectF(left_px, top_px, width_px, height_px), self._image)
        else:
            painter.setPen(QColor("#c9d0d4"))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._message)
        if self._caption:
            painter.setPen(QColor("#ffffff"))
            area = QRectF(8, 0, self.width() - 16, band_px)
            text = metrics.elidedText(self._caption, Qt.TextElideMode.ElideRight, area.width())
            painter.drawText(area, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._last_px = event.globalPosition()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self.dragged.emit(event.globalPosition() - self._last_px)
            self._last_px = event.globalPosition()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.double_clicked.emit()
