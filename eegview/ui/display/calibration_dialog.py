"""Make a millimetre on this screen a millimetre: match a line to a ruler, or a card to a bank card."""

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QDoubleSpinBox,
    QHBoxLayout,
    QLabel,
    QSlider,
    QVBoxLayout,
    QWidget,
)

from eegview.app.themes import Theme
from eegview.model.text.language import tr

LINE_MM = 100.0
CARD_MM = (85.60, 53.98)  # ISO/IEC 7810 ID-1
LOWEST_PX_PER_MM, HIGHEST_PX_PER_MM = 1.5, 12.0
STEP_PX = 1.0 / LINE_MM  # one pixel on the line


class RulerView(QWidget):
    """Draws a line of 100 mm and the outline of a bank card at the scale being tried."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("calibration.ruler")
        self._theme = theme
        self.px_per_mm = 4.0

    def show_scale(self, px_per_mm: float) -> None:
        self.px_per_mm = px_per_mm
        self.setMinimumSize(round(LINE_MM * px_per_mm) + 80, round((CARD_MM[1] + 16) * px_per_mm) + 30)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), QColor(self._theme.page))
        left_px, y_px = (self.width() - LINE_MM * self.px_per_mm) / 2, 12.0
        painter.setPen(QPen(QColor(self._theme.accent), 2))
        painter.drawLine(QPointF(left_px, y_px), QPointF(left_px + LINE_MM * self.px_per_mm, y_px))
        for mm in range(0, int(LINE_MM) + 1, 10):
            x_px = left_px + mm * self.px_per_mm
            painter.drawLine(QPointF(x_px, y_px), QPointF(x_px, y_px + (9 if mm % 50 else 15)))
        painter.setPen(QColor(self._theme.ink))
        text_px = painter.fontMetrics().height()
        for mm in (0, 50, 100):
            area = QRectF(left_px + mm * self.px_per_mm - 40, y_px + 16, 80, text_px)
            painter.drawText(area, Qt.AlignmentFlag.AlignCenter, f"{mm} mm" if mm else "0")
        card_px = QRectF(0, 0, CARD_MM[0] * self.px_per_mm, CARD_MM[1] * self.px_per_mm)
        card_px.moveTo((self.width() - card_px.width()) / 2, y_px + 16 + text_px + 10)
        painter.setPen(QPen(QColor(self._theme.edge), 2))
        painter.setBrush(QColor(self._theme.ground))
        painter.drawRoundedRect(card_px, 3.2 * self.px_per_mm, 3.2 * self.px_per_mm)
        painter.setPen(QColor(self._theme.quiet))
        painter.drawText(card_px, Qt.AlignmentFlag.AlignCenter, tr("bank card, 85.6 mm wide"))


class CalibrationDialog(QDialog):
    """Asks for the scale of one screen. Changes nothing until "Apply"."""

    accepted_scale = Signal(float)  # logical pixels per millimetre
    forgotten = Signal()

    def __init__(self, parent: QWidget, theme: Theme, px_per_mm: float, is_calibrated: bool) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Calibrate this screen"))
        layout = QVBoxLayout(self)
        words = QLabel(
            tr(
                "Hold a ruler against the line, or a bank card against the card. Change the length until they match; "
                "Left and Right change it by one pixel. Then µV/mm and mm/s are true on this screen."
            )
        )
        words.setWordWrap(True)
        layout.addWidget(words)
        self.ruler = RulerView(theme)
        layout.addWidget(self.ruler, 1)
        row = QHBoxLayout()
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setObjectName("calibration.slider")
        self.slider.setAccessibleName(tr("Length of the line"))
        widest = (parent.screen().availableSize().width() - 120) / LINE_MM
        self.slider.setRange(round(LOWEST_PX_PER_MM / STEP_PX), round(min(HIGHEST_PX_PER_MM, widest) / STEP_PX))
        self.slider.setPageStep(10)
        self.spin = QDoubleSpinBox()
        self.spin.setObjectName("calibration.px_per_mm")
        self.spin.setAccessibleName(tr("Pixels per millimetre"))
        self.spin.setDecimals(2)
        self.spin.setSingleStep(STEP_PX)
        self.spin.setRange(self.slider.minimum() * STEP_PX, self.slider.maximum() * STEP_PX)
        self.spin.setSuffix(" px/mm")
        row.addWidget(self.slider, 1)
        row.addWidget(self.spin)
        layout.addLayout(row)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.use = buttons.addButton(tr("Apply"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.use.setObjectName("calibration.use")
        self.forget = buttons.addButton(tr("Remove calibration"), QDialogButtonBox.ButtonRole.ResetRole)
        self.forget.setObjectName("calibration.forget")
        self.forget.setEnabled(is_calibrated)
        buttons.accepted.connect(self._use)
        buttons.rejected.connect(self.close)
        self.forget.clicked.connect(self._forget)
        layout.addWidget(buttons)
        self.slider.valueChanged.connect(lambda value: self.spin.setValue(value * STEP_PX))
        self.spin.valueChanged.connect(self._show)
        self.spin.setValue(px_per_mm)
        self._show(self.spin.value())
        self.slider.setFocus()

    @property
    def px_per_mm(self) -> float:
        return self.spin.value()

    def _show(self, px_per_mm: float) -> None:
        self.slider.setValue(round(px_per_mm / STEP_PX))
        self.ruler.show_scale(px_per_mm)

    def _use(self) -> None:
        self.accepted_scale.emit(self.px_per_mm)
        self.close()

    def _forget(self) -> None:
        self.forgotten.emit()
        self.close()
