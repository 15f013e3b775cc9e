"""The sound of the camera that leads: heard at 1×, muted at will, its loudness shown."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from eegview.app.video.sound_player import SoundPlayer
from eegview.model.video import Timeline

if TYPE_CHECKING:
    from eegview.ui.workstation import Workstation

_METER_MS = 60


class SoundController(QObject):
    """Gives the study's player a pacemaker where its video has sound; a computer without sound plays on silently."""

    def __init__(self, station: "Workstation") -> None:
        super().__init__(station)
        self._studies, self._video = station.studies, station.video
        self.player: SoundPlayer | None = None
        self._meter_timer = QTimer(self, interval=_METER_MS)
        self._meter_timer.timeout.connect(self._show_level)
        panel = self._video.panel
        panel.mute.setChecked(self._studies.settings.text("video/muted") == "yes")
        panel.mute_switched.connect(self._set_muted)
        panel.views.lead_changed.connect(lambda _camera: self._use_timeline())
        self._video.opened.connect(self._video_opened)
        self._video.footage_changed.connect(lambda _footage: self._use_timeline())
        self._studies.study_closed.connect(self._put_away)
        self._studies.shutting_down.connect(self._put_away)

    def _video_opened(self) -> None:
        study = self._studies.study
        self._video.panel.show_sound(self._video.has_sound)
        if study is None or not self._video.has_sound:
            return
        if self.player is None:
            self.player = SoundPlayer(self._studies.bridge.post, self._studies.fail)
            self.player.is_muted = self._video.panel.mute.isChecked()
        study.player.pacemaker = self.player
        self._use_timeline()
        self._meter_timer.start()

    def _use_timeline(self) -> None:
        if self.player is not None:
            footage, lead = self._video.footage, self._video.panel.views.lead
            self.player.set_timeline(footage.timeline(lead) if footage.clips else Timeline())

    def _set_muted(self, is_muted: bool) -> None:
        self._studies.settings.put("video/muted", "yes" if is_muted else "no")
        if self.player is not None:
            self.player.is_muted = is_muted

    def _show_level(self) -> None:
        if self.player is not None:
            self._video.panel.meter.show_level(self.player.level_dbfs)
            self._video.panel.show_sound_device(self.player.is_available)

    def _put_away(self) -> None:
        self._meter_timer.stop()
        self._video.panel.show_sound(False)
        player, self.player = self.player, None
        if self._studies.study is not None:
            self._studies.study.player.pacemaker = None
        if player is not None:
            player.close()
