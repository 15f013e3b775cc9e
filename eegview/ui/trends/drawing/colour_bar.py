"""The colour bar of power with its ends in dB."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QSizePolicy, QWidget

from eegview.app.trends.colour_maps import N_COLOURS, sequential
from eegview.model.text.language import tr
from eegview.ui.overview.painter import small_font

_BAR_PX = 12


class ColourBar(QWidget):
    """Shows which colour stands for which power."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("trends.bar")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._low_db, self._high_db = 0, 1
        table = sequential()
        self._image = QImage(table.tobytes(), N_COLOURS, 1, N_COLOURS * 4, QImage.Format.Format_RGB32).copy()

    def sizeHint(self) -> QSize:
        return QSize(120, _BAR_PX + self.fontMetrics().height() + 2)

    def show_level(self, low_db: int, high_db: int) -> None:
        self._low_db, self._high_db = low_db, high_db
        self.setAccessibleName(
            tr("Color bar of power, {low_db} to {high_db} dB, dark to light", low_db=low_db, high_db=high_db)
        )
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.drawImage(QRectF(0, 0, self.width(), _BAR_PX), self._image)
        painter.setFont(small_font(self.font()))
        painter.setPen(QColor(self.palette().color(QPalette.ColorRole.WindowText)))
        foot = QRectF(0, _BAR_PX + 1, self.width(), self.height() - _BAR_PX)
        painter.drawText(foot, Qt.AlignmentFlag.AlignLeft, f"{self._low_db}".replace("-", "−"))
        painter.drawText(foot, Qt.AlignmentFlag.AlignHCenter, tr("dB re 1 µV²/Hz"))
        painter.drawText(foot, Qt.AlignmentFlag.AlignRight, f"{self._high_db}")
