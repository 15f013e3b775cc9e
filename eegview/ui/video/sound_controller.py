"""The sound of the camera that leads: heard at 1×, muted at will, its loudness shown."""

from PySide6.QtCore import QObject, QTimer

from eegview.app.video.sound_device import SoundDeviceGone
from eegview.app.video.sound_player import SoundPlayer
from eegview.model.errors import EegViewError
from eegview.model.film.video import Timeline
from eegview.ui.video.panel import VideoPanel
from eegview.ui.video.study_video import StudyVideo
from eegview.ui.window.context import Context
from eegview.ui.window.study.open_study import OpenStudy

_METER_MS = 60


class SoundController(QObject):
    """The pacemaker of a study's player where its video has sound; a computer without sound plays on silently."""

    def __init__(self, context: Context, study: OpenStudy, video: StudyVideo, panel: VideoPanel) -> None:
        super().__init__(study.scope)
        self._studies, self._study, self._video, self._panel = context.studies, study, video, panel
        self._say = context.say
        self.player: SoundPlayer | None = None
        self._meter_timer = QTimer(self, interval=_METER_MS)
        self._meter_timer.timeout.connect(self._show_level)
        panel.mute_switched.connect(self._set_muted)
        panel.views.lead_changed.connect(self._use_timeline)
        video.opened.connect(self._video_opened)
        video.footage_changed.connect(self._use_timeline)
        study.scope.ended.connect(self._end)

    def _video_opened(self) -> None:
        self._panel.show_sound(self._video.has_sound)
        if not self._video.has_sound:
            return
        if self.player is None:
            self.player = SoundPlayer(self._studies.bridge.post, self._failed)
            self.player.is_muted = self._panel.mute.isChecked()
        self._study.player.pacemaker = self.player
        self._use_timeline()
        self._meter_timer.start()

    def _failed(self, error: EegViewError) -> None:
        """Report what cannot be heard; a device that went away is nothing to answer to."""
        if isinstance(error, SoundDeviceGone):
            self._say(f"{error.sentence} {error.advice}")
        else:
            self._studies.fail(error)

    def _use_timeline(self, _changed: object = None) -> None:
        """Play the files of the camera that leads, where they lie now."""
        if self.player is not None:
            footage, lead = self._video.footage, self._panel.views.lead
            self.player.set_timeline(footage.timeline(lead) if footage.clips else Timeline())

    def _set_muted(self, is_muted: bool) -> None:
        if self.player is not None:
            self.player.is_muted = is_muted

    def _show_level(self) -> None:
        if self.player is not None:
            self.player.check_device()
            self._panel.meter.show_level(self.player.level_dbfs)
            self._panel.show_sound_device(self.player.is_available)

    def _end(self) -> None:
        self._meter_timer.stop()
        self._panel.show_sound(False)
        player, self.player = self.player, None
        self._study.player.pacemaker = None
        if player is not None:
            player.close()
