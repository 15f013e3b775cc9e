"""The small popup that makes the picture brighter, stronger in contrast, or mirrored."""

from math import log

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QFrame, QGridLayout, QLabel, QPushButton, QSlider, QWidget

from eegview.app.video.frame_style import AS_DECODED, LEAST_CONTRAST, MOST_BRIGHTNESS, MOST_CONTRAST, FrameStyle
from eegview.model.text.language import tr

_STEPS = 100  # of the contrast slider, each way


class PictureStylePopup(QFrame):
    """Two sliders and a tick for how frames are shown while they move; the frames themselves stay as decoded."""

    style_changed = Signal(object)  # FrameStyle

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("video.look.popup")
        self.setProperty("role", "overlay")
        self._look = AS_DECODED
        self.brightness = self._slider("video.brightness", tr("Brightness added to every pixel"), MOST_BRIGHTNESS)
        self.contrast = self._slider("video.contrast", tr("Contrast around middle grey"), _STEPS)
        self.mirror = QCheckBox(tr("Mirror left and right"))
        self.mirror.setObjectName("video.mirror.tick")
        self.reset = QPushButton(tr("As recorded"))
        self.reset.setObjectName("video.look.reset")
        self.reset.setToolTip(tr("Show the video as recorded"))
        layout = QGridLayout(self)
        layout.setContentsMargins(12, 10, 12, 10)
        layout.addWidget(QLabel(tr("Brightness")), 0, 0)
        layout.addWidget(self.brightness, 0, 1)
        layout.addWidget(QLabel(tr("Contrast")), 1, 0)
        layout.addWidget(self.contrast, 1, 1)
        layout.addWidget(self.mirror, 2, 0, 1, 2)
        layout.addWidget(self.reset, 3, 0, 1, 2)
        for slider in (self.brightness, self.contrast):
            slider.setMinimumWidth(self.fontMetrics().averageCharWidth() * 22)
            slider.valueChanged.connect(lambda _value: self._report())
        self.mirror.toggled.connect(lambda _is_on: self._report())
        self.reset.clicked.connect(lambda _checked=False: self.show_style(AS_DECODED, report=True))

    @staticmethod
    def _slider(name: str, tip: str, reach: int) -> QSlider:
        slider = QSlider(Qt.Orientation.Horizontal)
        slider.setObjectName(name)
        slider.setToolTip(tip)
        slider.setAccessibleName(name.rpartition(".")[2].capitalize())
        slider.setRange(-reach, reach)
        return slider

    @property
    def look(self) -> FrameStyle:
        """The look of frames now."""
        return self._look

    def show_style(self, look: FrameStyle, report: bool = False) -> None:
        """Set the sliders and the tick; `report` emits `style_changed` too."""
        for widget, value in ((self.brightness, round(look.brightness)), (self.contrast, _position(look.contrast))):
            widget.blockSignals(True)
            widget.setValue(value)
            widget.blockSignals(False)
        self.mirror.blockSignals(True)
        self.mirror.setChecked(look.is_mirrored)
        self.mirror.blockSignals(False)
        self._look = look
        if report:
            self.style_changed.emit(look)

    def set_mirrored(self, is_mirrored: bool) -> None:
        """Show pictures mirrored, or as the camera sees."""
        self.mirror.setChecked(is_mirrored)

    def switch_mirrored(self) -> None:
        """Mirror pictures, or show them as the camera sees again."""
        self.set_mirrored(not self._look.is_mirrored)

    def open_at(self, at: QPoint) -> None:
        """Open upwards from `at`, whole on the screen."""
        self.adjustSize()
        room = self.screen().availableGeometry()
        left_px = min(max(at.x(), room.left()), room.right() - self.width())
        self.move(left_px, max(at.y() - self.height() - 4, room.top()))
        self.show()

    def _report(self) -> None:
        share = self.contrast.value() / _STEPS
        contrast = MOST_CONTRAST**share if share >= 0 else LEAST_CONTRAST**-share
        self._look = FrameStyle(float(self.brightness.value()), contrast, self.mirror.isChecked())
        self.style_changed.emit(self._look)


def _position(contrast: float) -> int:
    """Return where the contrast slider stands; equal steps are equal factors."""
    reach = log(MOST_CONTRAST) if contrast >= 1 else -log(LEAST_CONTRAST)
    return round(_STEPS * log(contrast) / reach)
