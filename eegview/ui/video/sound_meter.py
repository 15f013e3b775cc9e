"""How loud the room is, as a bar; silent rooms and muted sound look different."""

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QSizePolicy, QWidget

from eegview.model.text.language import tr

QUIETEST_DB = -60.0


class SoundMeter(QWidget):
    """A bar for a level in dBFS (0 = the loudest a file can hold)."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("video.level")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.level_db: float | None = None
        self.setToolTip(tr("Sound level"))

    def sizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        return QSize(metrics.averageCharWidth() * 9, metrics.height())

    def show_level(self, level_db: float | None) -> None:
        """Show a level; None where no sound is played."""
        if level_db != self.level_db:
            self.level_db = level_db
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        palette = self.palette()
        area = QRectF(0.5, self.height() * 0.3, self.width() - 1, self.height() * 0.4)
        painter.setPen(palette.color(QPalette.ColorRole.Mid))
        painter.setBrush(palette.color(QPalette.ColorRole.Base))
        painter.drawRect(area)
        if self.level_db is not None:
            share = min(max(1 - self.level_db / QUIETEST_DB, 0.0), 1.0)
            painter.fillRect(
                QRectF(area.left() + 1, area.top() + 1, (area.width() - 1) * share, area.height() - 1),
                palette.color(QPalette.ColorRole.Highlight),
            )
