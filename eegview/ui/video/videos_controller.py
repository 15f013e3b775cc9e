"""The commands on the videos of a study: add, list, assign to a camera, remove."""

from collections import Counter
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QDialog, QFileDialog

from eegview.app.study.file_kinds import video_kind
from eegview.model.text.language import tr
from eegview.ui.video.kept_videos import KeptVideos
from eegview.ui.video.study_video import StudyVideo
from eegview.ui.video.videos_dialog import VideoLine, VideosDialog
from eegview.ui.widgets.focus_return import asking_window
from eegview.ui.widgets.modeless_dialog import close_dialogs, open_dialog, show_dialog
from eegview.ui.window.context import Context
from eegview.ui.window.patient_privacy import HIDDEN_PLACE
from eegview.ui.window.study.open_study import OpenStudy

_NAME = "videos"  # of the dialog


class VideosController(QObject):
    """Turns menu and list into acts on the videos that belong to one open study."""

    def __init__(self, context: Context, study: OpenStudy, video: StudyVideo, kept: KeptVideos) -> None:
        super().__init__(study.scope)
        self._context, self._study, self._video, self._kept = context, study, video, kept
        context.actions.connect(
            {"video.add": self.ask_for_files, "video.files": self.show_list, "video.remove": self.remove_shown},
            study.scope,
        )
        video.footage_changed.connect(self._refresh)
        kept.missing_changed.connect(self._refresh)
        context.studies.privacy.changed.connect(self._refresh)
        study.scope.ended.connect(self._end)

    def _end(self) -> None:
        close_dialogs(self._context.window, (_NAME,))

    def ask_for_files(self) -> None:
        """Ask for video files and add them to the study."""
        paths, _ = QFileDialog.getOpenFileNames(
            asking_window(self._context.window),
            tr("Video of this recording"),
            str(Path(self._study.paths[0]).parent),
            tr("Videos ({video_patterns});;All files (*)", video_patterns=" ".join(_video_patterns())),
        )
        if paths:
            self._kept.add(paths)

    def remove_shown(self) -> None:
        """Take the video that the leading camera shows out of the study; where it shows none, show the list."""
        shown, paths = self._video.shown, self._video.paths
        clip = shown.clip if shown is not None else None
        path = clip.path if clip is not None else paths[0] if len(paths) == 1 else ""
        fingerprint = self._video.fingerprints.get(path, "")
        if fingerprint:
            self.remove(fingerprint)
        else:
            self.show_list()

    def remove(self, fingerprint: str) -> None:
        """Take a video out of the study, and offer to undo it."""
        name = next((line.file_name for line in self._lines() if line.fingerprint == fingerprint), "")
        if name:
            self._kept.remove(fingerprint)
            self._context.say(
                tr("{name} was removed from this study.", name=name),
                tr("Undo"),
                self._context.actions["edit.undo"].trigger,
            )

    # the list

    def show_list(self) -> None:
        """Show the videos of the study as a list."""
        show_dialog(self._context.window, _NAME, self._dialog)

    def _dialog(self) -> QDialog:
        dialog = VideosDialog(self._context.window)
        dialog.add_asked.connect(self.ask_for_files)
        dialog.locate_asked.connect(self._kept.locate)
        dialog.remove_asked.connect(self.remove)
        dialog.camera_chosen.connect(self._kept.set_camera)
        dialog.show_videos(self._lines())
        return dialog

    def _refresh(self, _changed: object = None) -> None:
        dialog = open_dialog(self._context.window, _NAME)
        if isinstance(dialog, VideosDialog):
            dialog.show_videos(self._lines())

    def _lines(self) -> tuple[VideoLine, ...]:
        names = self._video.fingerprints
        privacy = self._context.studies.privacy
        cameras = {clip.path: clip.camera for clip in self._video.footage.clips}
        n_parts = Counter(clip.path for clip in self._video.footage.clips)
        here = [
            VideoLine(
                names[path],
                _in_parts(privacy.file_name(path, f"Video {number}"), n_parts[path]),
                cameras[path],
                HIDDEN_PLACE if privacy.is_hidden else str(Path(path).absolute().parent),
            )
            for number, path in enumerate(self._video.paths, 1)
            if path in names
        ]
        gone = [
            VideoLine(one.video.fingerprint, one.name, one.video.camera, "not found", is_missing=True)
            for one in self._kept.missing
        ]
        return (*here, *gone)


def _in_parts(name: str, n_parts: int) -> str:
    return name if n_parts == 1 else tr("{name} ({n_parts} parts)", name=name, n_parts=n_parts)


def _video_patterns() -> tuple[str, ...]:
    """Return the patterns of videos' names; also in capitals, which some dialogs take for other names."""
    patterns = video_kind().patterns
    return (*patterns, *(pattern.upper() for pattern in patterns))
