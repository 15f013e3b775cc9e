"""The camera's panel: picture, transport, speed, and how far the video is shifted."""

from PySide6.QtCore import QEvent, QObject, QPointF, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QComboBox,
    QDockWidget,
    QDoubleSpinBox,
    QHBoxLayout,
    QLabel,
    QSizeGrip,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from eegview.app.playing import SPEEDS
from eegview.ui.video_view import VideoView

CORNER_PX = 12


class VideoPanel(QWidget):
    """Shows and tells; it decides nothing."""

    offset_changed = Signal(float)  # seconds, of the clip shown
    speed_changed = Signal(float)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("video")
        self.picture = VideoView()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self.picture, 1)
        self._bar = QWidget()
        bar = QHBoxLayout(self._bar)
        bar.setContentsMargins(8, 0, 8, 6)
        bar.setSpacing(6)
        self.back, self.play, self.forward = QToolButton(), QToolButton(), QToolButton()
        for button in (self.back, self.play, self.forward):
            button.setAutoRaise(True)
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            bar.addWidget(button)
        self.speed = QComboBox()
        self.speed.setObjectName("video.speed")
        self.speed.setToolTip("Speed of playing")
        self.speed.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        for speed in SPEEDS:
            self.speed.addItem(f"{speed:g}×", speed)
        self.speed.setCurrentIndex(SPEEDS.index(1.0))
        self.speed.currentIndexChanged.connect(lambda i: self.speed_changed.emit(SPEEDS[i]))
        bar.addWidget(self.speed)
        bar.addStretch(1)
        bar.addWidget(QLabel("Offset"))
        self.offset = QDoubleSpinBox()
        self.offset.setObjectName("video.offset")
        self.offset.setRange(-1e6, 1e6)
        self.offset.setDecimals(3)
        self.offset.setSingleStep(0.04)
        self.offset.setSuffix(" s")
        self.offset.setKeyboardTracking(False)
        self.offset.setToolTip("Where the video's time zero lies in the recording. Alt+, and Alt+. shift by 40 ms.")
        self.offset.valueChanged.connect(self.offset_changed)
        bar.addWidget(self.offset)
        layout.addWidget(self._bar)
        self.sync_text = QLabel()
        self.sync_text.setObjectName("video.sync")
        self.sync_text.setProperty("role", "quiet")
        self.sync_text.setContentsMargins(8, 0, 8, 4)
        self.sync_text.setWordWrap(True)
        layout.addWidget(self.sync_text)

    def use_actions(self, back: QAction, play: QAction, forward: QAction) -> None:
        for button, action, text in (
            (self.back, back, "◂ frame"),
            (self.play, play, "▶"),
            (self.forward, forward, "frame ▸"),
        ):
            button.clicked.connect(action.trigger)
            button.setText(text)
            button.setToolTip(f"{action.toolTip()} ({action.shortcut().toString()})")

    def show_playing(self, is_playing: bool) -> None:
        self.play.setText("❚❚" if is_playing else "▶")

    def show_offset(self, offset_s: float, source: str) -> None:
        self.offset.blockSignals(True)
        self.offset.setValue(offset_s)
        self.offset.blockSignals(False)
        text = f"time from: {source}"
        if self.sync_text.text() != text:
            self.sync_text.setText(text)

    def show_bar(self, is_shown: bool) -> None:
        self._bar.setVisible(is_shown)
        self.sync_text.setVisible(is_shown)


class FloatingVideo(QObject):
    """Moves the panel between its dock and a corner over the traces."""

    def __init__(self, panel: VideoPanel, dock: QDockWidget, over: QWidget) -> None:
        super().__init__(panel)
        self._panel, self._dock, self._over = panel, dock, over
        self._grip = QSizeGrip(panel)
        self._grip.hide()
        self.is_floating = False
        panel.picture.dragged.connect(self._drag)
        over.installEventFilter(self)

    def set_floating(self, is_floating: bool) -> None:
        """Float over the lower right corner of the traces, or go back into the dock."""
        if is_floating == self.is_floating:
            return
        self.is_floating = is_floating
        self._panel.show_bar(not is_floating)
        if is_floating:
            self._dock.hide()
            self._panel.setParent(self._over)
            self._panel.setWindowFlag(Qt.WindowType.SubWindow, True)
            self._panel.resize(round(self._over.width() * 0.26), round(self._over.width() * 0.2))
            self._to_corner()
            self._grip.show()
            self._panel.show()
            self._panel.raise_()
        else:
            self._grip.hide()
            self._panel.setWindowFlag(Qt.WindowType.SubWindow, False)
            self._dock.setWidget(self._panel)
            self._dock.show()
            self._panel.show()

    def _to_corner(self) -> None:
        self._panel.move(
            self._over.width() - self._panel.width() - CORNER_PX, self._over.height() - self._panel.height() - 40
        )

    def _drag(self, by_px: QPointF) -> None:
        if self.is_floating:
            self._panel.move(self._panel.pos() + by_px.toPoint())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if self.is_floating and watched is self._over and event.type() == QEvent.Type.Resize:
            self._to_corner()
        if self.is_floating:
            self._grip.move(self._panel.width() - self._grip.width(), self._panel.height() - self._grip.height())
        return False
