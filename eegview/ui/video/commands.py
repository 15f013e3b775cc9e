"""The commands on one study's video: step, save the frame shown, go to where there is video."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from eegview.app.marks.confirming import map_text
from eegview.app.video.clip_sync import ClipSync
from eegview.app.video.frame_snapshot import save_frame, sync_text
from eegview.app.video.frame_style import adjusted
from eegview.model.errors import UsageError
from eegview.model.text.language import tr
from eegview.model.time.clock import elapsed_text
from eegview.ui.video.panel import VideoPanel
from eegview.ui.video.study_video import StudyVideo
from eegview.ui.widgets.focus_return import asking_window
from eegview.ui.window.context import Context
from eegview.ui.window.study.open_study import OpenStudy, wall_text


class VideoCommands(QObject):
    """Carries out what menu and keys request of the video of one open study."""

    def __init__(
        self,
        context: Context,
        study: OpenStudy,
        video: StudyVideo,
        panel: VideoPanel,
        state_at: Callable[[float], ClipSync | None],
    ) -> None:
        super().__init__(study.scope)
        self._state_at = state_at
        self._context, self._study, self._video, self._panel = context, study, video, panel
        context.actions.connect(self._handlers(), study.scope)

    def _handlers(self) -> dict[str, Callable[[], None]]:
        return {
            "video.frame_forward": lambda: self._video.step(1),
            "video.frame_back": lambda: self._video.step(-1),
            "video.snapshot": self.ask_for_snapshot,
            "video.next_covered": lambda: self.go_to_covered(forward=True),
            "video.previous_covered": lambda: self.go_to_covered(forward=False),
        }

    def ask_for_snapshot(self) -> None:
        """Ask where to, then write the frame shown, brightened and mirrored as it is, with its times."""
        context, shown = self._context, self._video.exact
        if shown is None or shown.frame is None or shown.clip is None:
            context.studies.fail(UsageError("There is no frame to save.", "Go to where video is shown."))
            return
        frame_s = shown.frame_recording_s
        assert frame_s is not None
        frame, look = shown.frame, self._panel.look.look
        path = self._ask_where_to(f"frame_{elapsed_text(frame_s, 3).replace(':', '-')}.png")
        if not path:
            return
        mirrored = ", mirrored" if look.is_mirrored else ""
        is_film = self._study.recording.is_film
        of = "Film" if is_film else "EEG"
        clock = wall_text(self._study.recording, frame_s, 3)
        properties = {
            "Title": "Video frame",
            f"{of} time from start": elapsed_text(frame_s, 3),
            f"{of} clock": clock,
            "Video time": f"{frame.pts_s:.6f} s",
            "Time map": map_text(shown.clip.sync),
            "Look": f"brightness {look.brightness:+.0f}, contrast {look.contrast:.2f}{mirrored}",
        }
        state = self._state_at(frame_s)
        band = (
            f"{of} {elapsed_text(frame_s, 3)} from start",
            f"clock {clock}" if clock else "clock not known",
            f"frame {elapsed_text(frame.pts_s, 3)}",
            shown.clip.camera or "one camera",
            *(() if is_film else (sync_text(state.error_ms(frame_s) if state is not None else None),)),
        )
        properties = {key: value for key, value in properties.items() if value}
        context.studies.work.submit(
            lambda: save_frame(adjusted(frame.rgb, look), properties, Path(path), band),
            lambda saved: context.say(tr("Saved {name}", name=saved.name)),
            context.studies.fail,
        )

    def _ask_where_to(self, name: str) -> str:
        """Return the path chosen for a picture, "" where none was."""
        settings, recording = self._context.settings, self._study.paths[0]
        wanted = str(settings.save_folder(recording) / name)
        path, _ = QFileDialog.getSaveFileName(
            asking_window(self._context.window), tr("Save frame as image"), wanted, tr("PNG (*.png)")
        )
        if path:
            settings.saved_in(Path(path).parent, recording)
        return path

    def go_to_covered(self, forward: bool) -> None:
        """Go to where the leading camera has video again, or where it had some before."""
        study = self._study
        here_s = study.view.cursor_s if study.view.cursor_s is not None else study.view.start_s
        timeline = self._video.footage.timeline(self._panel.views.lead)
        target_s = timeline.next_covered(here_s) if forward else timeline.previous_covered(here_s)
        if target_s is None:
            self._context.say(tr("There is no video after this.") if forward else tr("There is no video before this."))
        else:
            study.go_to(min(max(target_s, 0.0), study.recording.duration_s))
