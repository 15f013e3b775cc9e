"""The cameras' panel: pictures, transport, speed, how it looks and sounds, and how far its time can be trusted."""

import re

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QSlider,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from eegview.app.video.playing import SPEEDS
from eegview.model.text.language import tr
from eegview.ui.sidebar.video_slot import SIZES
from eegview.ui.video.camera_views import CameraViews
from eegview.ui.video.film_line import FilmLine
from eegview.ui.video.floating_bar import FloatingBar
from eegview.ui.video.missing_box import MissingVideosBox
from eegview.ui.video.sound_meter import SoundMeter
from eegview.ui.video.style_popup import PictureStylePopup
from eegview.ui.video.view import VideoView
from eegview.ui.widgets.elided_label import ElidedLabel
from eegview.ui.widgets.flow_layout import FlowLayout

LEAST_DOCKED_PX = 240  # high, of the pictures on top of the sidebar
_ROOMY_LETTERS = 84  # wide: all buttons stand in one line
_UNIT = re.compile(r"(\d) (ms|s)\b")
LEAST_OPACITY = 25  # percent; fainter, the picture is lost among the traces


class VideoPanel(QWidget):
    """The pictures with their buttons. It shows state and emits requests; it decides nothing."""

    speed_changed = Signal(float)
    match_asked = Signal()
    opacity_changed = Signal(float)  # 0-1, while it floats
    corner_asked = Signal()
    mute_switched = Signal(bool)
    size_asked = Signal(str)  # one of `SIZES`

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("video")
        self.views = CameraViews()
        self.look = PictureStylePopup(self)
        self.look.style_changed.connect(self.views.set_style)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        self.missing = MissingVideosBox()
        layout.addWidget(self.missing)
        layout.addWidget(self.views, 1)
        self._bar, self._time_bar, self._float_bar = QWidget(), QWidget(), QWidget()
        self._fill_bar()
        self._fill_time_bar()
        self._fill_float_bar()
        for bar in (self._bar, self._time_bar, self._float_bar):
            layout.addWidget(bar)
        self.controls = FloatingBar(self, self._bar, self.views)
        self.show_floating(False)
        self._has_sound = False
        self.show_sound(False)

    @property
    def picture(self) -> VideoView:
        """The picture of the camera that leads."""
        return self.views.leading

    # building

    def _button(self, name: str, text: str, tip: str) -> QToolButton:
        button = QToolButton()
        button.setObjectName(name)
        button.setText(text)
        button.setToolTip(tip)
        button.setAutoRaise(True)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        return button

    def _fill_bar(self) -> None:
        bar = FlowLayout(self._bar, 6, 2)
        bar.setContentsMargins(8, 4, 8, 4)
        self.back = self._button("video.back.button", tr("◂ frame"), "")
        self.play = self._button("video.play.button", "▶", "")
        self.forward = self._button("video.forward.button", tr("frame ▸"), "")
        self.loop = self._button("video.loop.button", tr("⟲ loop"), "")
        self.loop.setCheckable(True)
        self.speed = QComboBox()
        self.speed.setObjectName("video.speed")
        self.speed.setAccessibleName(tr("Speed"))
        self.speed.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        for speed in SPEEDS:
            self.speed.addItem(f"{speed:g}×", speed)
        self.show_speed(1.0)
        self.speed.currentIndexChanged.connect(lambda i: self.speed_changed.emit(SPEEDS[i]))
        look = self._button("video.look.button", tr("Picture…"), tr("Brightness, contrast, mirror"))
        look.clicked.connect(lambda: self.look.open_at(look.mapToGlobal(QPoint(0, 0))))
        self.mute = self._button("video.mute.button", "", "")
        self.mute.setCheckable(True)
        self.mute.toggled.connect(self._mute_toggled)
        self.meter = SoundMeter()
        for widget in (self.back, self.play, self.forward, self.loop, self.speed, look, self.mute, self.meter):
            bar.addWidget(widget)

    def _size_buttons(self) -> QWidget:
        """Return the three small buttons of the docked video's sizes."""
        box = QWidget()
        box.setObjectName("video.sizes")
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self.sizes: dict[str, QToolButton] = {}
        for name in SIZES:
            button = self._button(f"video.size.{name}", name, "")
            button.setProperty("role", "switch")
            button.setCheckable(True)
            button.setAutoExclusive(True)
            button.setAccessibleName(tr("Video size {name}", name=name))
            button.clicked.connect(lambda _checked=False, n=name: self.size_asked.emit(n))
            self.sizes[name] = button
            row.addWidget(button)
        return box

    def _fill_time_bar(self) -> None:
        row = QHBoxLayout(self._time_bar)
        row.setContentsMargins(8, 0, 8, 6)
        self.sync_text = QLabel()
        self.sync_text.setObjectName("video.sync")
        self.sync_text.setProperty("role", "quiet")
        self.sync_text.setWordWrap(True)
        self.match = QPushButton(tr("Match…"))
        self.match.setObjectName("video.match.button")
        self.match.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.match.clicked.connect(lambda _checked=False: self.match_asked.emit())
        self._film: tuple[str, str] = ("", "")
        self._shorter: tuple[str, ...] = ()
        self.film_text = FilmLine()
        self.film_text.setObjectName("video.film_text")
        self.film_text.setProperty("role", "quiet")
        self.film_text.hide()
        row.addWidget(self.sync_text, 1)
        row.addWidget(self.film_text, 1)
        self.film_more = self._button("video.film_more", "?", tr("Read the whole line, with its sources"))
        self.film_more.setAccessibleName(tr("How accurate reading of film alone is"))
        self.film_more.clicked.connect(lambda _checked=False: self.film_text.show_whole())
        self.film_more.hide()
        row.addWidget(self.film_more)
        column = self._size_column = QVBoxLayout()
        column.setSpacing(4)
        column.addStretch(1)
        self._sizes = self._size_buttons()
        column.addWidget(self._sizes)
        column.addWidget(self.match)
        row.addLayout(column)

    def _fill_float_bar(self) -> None:
        row = QHBoxLayout(self._float_bar)
        row.setContentsMargins(8, 2, 22, 2)
        self._float_bar.setAutoFillBackground(True)  # the traces lie beneath
        row.setSpacing(8)
        self.opacity = QSlider(Qt.Orientation.Horizontal)
        self.opacity.setObjectName("video.opacity")
        self.opacity.setAccessibleName(tr("Opacity of the video"))
        self.opacity.setRange(LEAST_OPACITY, 100)
        self.opacity.setValue(100)
        self.opacity.setToolTip(tr("Transparency: how much of the traces is visible through the video"))
        self.opacity.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.opacity.valueChanged.connect(lambda percent: self.opacity_changed.emit(percent / 100))
        corner = self._button("video.corner", "◲", tr("Go to the next corner of the page"))
        corner.clicked.connect(self.corner_asked)
        self.dock_button = self._button("video.dock.button", "⇲", "")
        self.dock_button.setAccessibleName(tr("Dock the video"))
        self.opacity.setMaximumWidth(self.fontMetrics().averageCharWidth() * 9)
        row.addWidget(self.opacity)
        self.float_sync = ElidedLabel()
        self.float_sync.setObjectName("video.float.sync")
        row.addWidget(self.float_sync, 1)
        row.addWidget(corner)
        row.addWidget(self.dock_button)

    def use_actions(
        self,
        back: QAction,
        play: QAction,
        forward: QAction,
        loop: QAction,
        floating: QAction,
        match: QAction,
        size: QAction,
    ) -> None:
        """Connect buttons to the actions they stand for; their keys stand in the tips."""
        for button, action in (
            (self.back, back),
            (self.play, play),
            (self.forward, forward),
            (self.loop, loop),
            (self.dock_button, floating),
        ):
            button.clicked.connect(action.trigger)
            button.setToolTip(_tip(action))
        self.match.setToolTip(_tip(match))
        for button in self.sizes.values():
            button.setToolTip(_tip(size))

    # what is shown

    def show_film(self, text: str, tip: str = "", shorter: tuple[str, ...] = ()) -> None:
        """Be the panel of a study that is film alone, with `text` below the picture; "" = of an EEG's video.

        Then there is nothing to match, and the sizes stand beside the text: the height is the picture's.

        shorter : what the text is where it does not fit, longest first
        """
        is_film = bool(text)
        self._film, self._shorter = (text, tip), shorter
        self.show_camera("")
        self.film_text.setVisible(is_film)
        self.film_more.setVisible(is_film)
        for widget in (self.sync_text, self.match):
            widget.setHidden(is_film)
        vertical = QSizePolicy.Policy.Maximum if is_film else QSizePolicy.Policy.Preferred
        self._time_bar.setSizePolicy(QSizePolicy.Policy.Preferred, vertical)
        self._show_meter()

    def show_camera(self, text: str, tip: str = "") -> None:
        """Say below the picture what was done about its camera's own motion; nothing where `text` is empty."""
        film, film_tip = self._film
        whole = "\n".join(filter(None, (film, text, film_tip, tip))) if film or text else ""
        shorter = [f"{form} {text}".strip() for form in self._shorter] + list(self._shorter[-1:])
        self.film_text.show_text(f"{film} {text}".strip(), whole, tuple(shorter))
        self.film_text.setVisible(bool(film or text))

    def show_playing(self, is_playing: bool, is_looping: bool = False) -> None:
        """Show on the buttons what the player does."""
        self.play.setText("❚❚" if is_playing else "▶")
        self.loop.setChecked(is_looping)

    def show_speed(self, speed: float) -> None:
        """Show the speed chosen, one of `SPEEDS`."""
        self.speed.blockSignals(True)
        self.speed.setCurrentIndex(SPEEDS.index(speed))
        self.speed.blockSignals(False)
        self.speed.setToolTip(tr("Playback speed: Alt+, slower, Alt+. faster, Alt+/ normal"))

    def show_time_trust(self, text: str, is_warning: bool) -> None:
        """Show how far the video's time can be trusted here."""
        text = _UNIT.sub("\\1\N{NO-BREAK SPACE}\\2", text)  # a line never ends within `±33 ms`
        if self.sync_text.text() != text:
            self.sync_text.setText(text)
            self.float_sync.setText(text.rpartition(" · ")[2])  # how sure it is; where from stands in the tip
        role = "warning" if is_warning else "quiet"
        if self.sync_text.property("role") != role:
            for label in (self.sync_text, self.float_sync):
                label.setProperty("role", role)
                label.style().polish(label)

    def show_size(self, name: str) -> None:
        """Show which of `SIZES` the docked video has."""
        for size_name, button in self.sizes.items():
            button.setChecked(size_name == name)

    def docked_height_px(self, width_px: int, factor: float) -> int:
        """Return how high the panel is to be in the sidebar, its pictures enlarged by `factor`."""
        layout = self.layout()
        assert layout is not None
        bars_px = layout.totalMinimumHeightForWidth(width_px) - self.views.minimumSizeHint().height()
        least_px = max(LEAST_DOCKED_PX, self.views.least_height_px(round(width_px / factor)))
        return bars_px + round(least_px * factor)

    def show_floating(self, is_floating: bool) -> None:
        """Show the pictures and a slim bar while the panel floats over the traces; its buttons come when wanted."""
        self.controls.switch(is_floating)
        self._time_bar.setVisible(not is_floating)
        self._float_bar.setVisible(is_floating)

    def show_sound(self, has_sound: bool) -> None:
        """Offer what is for sound only where the video has some."""
        self._has_sound = has_sound
        self.mute.setVisible(has_sound)
        self._show_meter()
        self._show_mute()

    def _show_meter(self) -> None:
        """Show how loud it is; a narrow film does without, for the page has a row of it."""
        is_roomy = self.width() >= self.fontMetrics().averageCharWidth() * _ROOMY_LETTERS
        self.meter.setVisible(self._has_sound and (is_roomy or not self._film[0]))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_meter()

    def show_sound_device(self, is_available: bool) -> None:
        """Show whether the computer has something to play sound with."""
        if is_available != self.mute.isEnabled():
            self.mute.setEnabled(is_available)
            self._show_mute()

    def _mute_toggled(self, is_muted: bool) -> None:
        self._show_mute()
        self.mute_switched.emit(is_muted)

    def _show_mute(self) -> None:
        if not self.mute.isEnabled():
            self.mute.setText(tr("Sound: no device"))
            self.mute.setToolTip(tr("This computer has no sound output"))
            return
        is_muted = self.mute.isChecked()
        self.mute.setText(tr("♪ off") if is_muted else tr("♪ on"))
        self.mute.setToolTip(
            tr("Sound is off; click to hear it") if is_muted else tr("Sound plays at 1×; click to mute it")
        )


def _tip(action: QAction) -> str:
    key = action.shortcut().toString()
    return f"{action.toolTip()} ({key})" if key else action.toolTip()
