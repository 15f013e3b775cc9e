"""The videos of the open study: found, opened, shown at the cursor, stepped, put where they can be seen."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QFileDialog

from eegview.app.page.session import Session
from eegview.app.video.footage import Footage, OpenedFootage, named_issues, open_footage
from eegview.app.video.frame_server import FrameServer, ShownFrame
from eegview.app.video.index_thread import IndexProgress
from eegview.model.clock import elapsed_text
from eegview.model.video import SyncMap, VideoClip
from eegview.model.view import ViewState
from eegview.ui.video.panel import VideoPanel
from eegview.ui.video.placement import Place, VideoPlace
from eegview.ui.video.view import NO_VIDEO, SEPARATOR
from eegview.ui.window.open_study import OpenStudy, wall_text
from eegview.ui.window.study_controller import StudyController

VIDEO_SUFFIXES = (".mp4", ".mkv", ".avi", ".mov", ".wmv", ".asf", ".m2t", ".m2ts", ".mts", ".ts", ".mpg", ".mpeg")
VIDEO_SUFFIXES += (".webm", ".m4v")


@dataclass(frozen=True, slots=True)
class _Found:
    """What the work lane brings: opened files, and who they are."""

    opened: OpenedFootage
    fingerprints: dict[str, str]
    has_sound: bool


class VideoController(QObject):
    """Owns the frame servers of the open study. Video never delays the first page: it opens after it."""

    footage_changed = Signal(object)  # Footage
    opened = Signal()  # files came; `guesses` and `fingerprints` are theirs
    frame_shown = Signal(object)  # ShownFrame of the camera that leads
    issues_found = Signal(object)  # tuple of Issue
    reading_grew = Signal(object)  # IndexProgress of a video too long to be read at once

    def __init__(self, studies: StudyController) -> None:
        super().__init__(studies)
        self._studies = studies
        self.panel = VideoPanel()
        self.dock = studies.window.add_dock("Video", "dock.video", self.panel, Qt.DockWidgetArea.RightDockWidgetArea)
        self.dock.hide()
        self.place = VideoPlace(self.panel, self.dock, studies.window.page, studies.window, studies.settings)
        self.footage = Footage()
        self.guesses: dict[str, SyncMap] = {}  # by path, before anybody set anything
        self.fingerprints: dict[str, str] = {}  # by path
        self._opened: OpenedFootage | None = None
        self.has_sound = False
        self._servers: dict[str, FrameServer] = {}  # by camera
        self._shown: dict[str, ShownFrame] = {}  # by camera
        self._asked_s: float | None = None
        self._stepping = False  # the cursor follows the next frame that comes
        self.named: list[str] = []  # given on the command line
        studies.study_opened.connect(self._study_opened)
        studies.study_closed.connect(self._study_closed)
        studies.shutting_down.connect(self.place.remember)
        self.panel.views.lead_changed.connect(lambda _camera: self._tell_shown())

    def handlers(self) -> dict[str, Callable[[], None]]:
        return {
            "video.add": self.ask_for_files,
            "video.show": self.switch_shown,
            "video.float": lambda: self.switch_place(Place.FLOAT),
            "video.window": lambda: self.switch_place(Place.WINDOW),
            "video.corner": self.panel.corner_asked.emit,
            "video.frame_forward": lambda: self.step(1),
            "video.frame_back": lambda: self.step(-1),
            "video.all_of_it": self.show_all,
            "video.mirror": lambda: self.panel.look.set_mirrored(not self.panel.look.look.is_mirrored),
        }

    @property
    def has_video(self) -> bool:
        return bool(self.footage.clips)

    @property
    def shown(self) -> ShownFrame | None:
        """What the leading camera shows now."""
        return self._shown.get(self.panel.views.lead)

    @property
    def exact(self) -> ShownFrame | None:
        """What the leading camera shows, None while there is no frame, or only one that is near the one asked for."""
        shown = self.shown
        return shown if shown is not None and shown.frame is not None and not shown.is_preview else None

    def clip(self, path: str) -> VideoClip | None:
        return next((clip for clip in self.footage.clips if clip.path == path), None)

    # opening

    def _study_opened(self, study: OpenStudy) -> None:
        study.session.view_changed.connect(self._ask)
        named, self.named = self.named, []
        path = study.paths[0]

        def wanted() -> Iterable[str]:
            from eegview.readers.companion_files import companion_videos

            return named or companion_videos(path)

        self._open(study, wanted)

    def add(self, paths: Iterable[str]) -> None:
        """Add videos to the open study, beside those there are."""
        study = self._studies.study
        if study is not None:
            wanted = [*dict.fromkeys([*(clip.path for clip in self.footage.clips), *paths])]
            self._open(study, lambda: wanted)

    def _open(self, study: OpenStudy, wanted: Callable[[], Iterable[str]]) -> None:
        recording = study.recording

        def find_and_open() -> _Found:
            from eegview.readers.fingerprint import fingerprint_of_video

            opened = open_footage(wanted(), recording)
            fingerprints = {path: fingerprint_of_video(path) for path in opened.sources}
            return _Found(opened, fingerprints, any(_has_sound(path) for path in opened.sources))

        self._studies.work.submit(find_and_open, lambda found: self._take(study, found), self._studies.fail)

    def _take(self, study: OpenStudy, found: _Found) -> None:
        opened = found.opened
        if self._studies.study is not study:
            opened.close()
            return
        for refusal in opened.refusals:
            self._studies.fail(refusal)
        if not opened.footage.clips:
            return
        self._close_servers()
        self.guesses = {clip.path: clip.sync for clip in opened.footage.clips}
        self.fingerprints, self.has_sound = found.fingerprints, found.has_sound
        self._opened = opened
        self._serve(opened)
        self._set_footage(opened.footage)
        self.opened.emit()
        self.issues_found.emit(opened.issues)
        if self.place.place is Place.DOCK:
            self._show_first()
        self.refresh()

    def _serve(self, opened: OpenedFootage) -> None:
        """Have each camera served on a lane of its own, with a picture of its own."""
        post, fail = self._studies.bridge.post, self._studies.fail
        names = [name for name, _timeline in opened.footage.cameras]
        self._servers = {name: FrameServer(opened, post, self._show, fail, name, self._index_grown) for name in names}
        self.panel.views.set_cameras(names)

    def _index_grown(self, progress: IndexProgress) -> None:
        """A long video was read a little further: where it ends is known once it is whole."""
        if self._opened is None or progress.path not in self._opened.sources:
            return
        study, clip = self._studies.study, self.clip(progress.path)
        if study is not None and clip is not None and progress.is_whole:
            end_s = self._opened.sources[progress.path].facts.times.index.last_s
            if clip.last_s != end_s:
                self._set_footage(self.footage.with_end(progress.path, end_s))
            self.issues_found.emit(tuple(named_issues(progress.path, progress.issues)))
        self.reading_grew.emit(progress)

    def _show_first(self) -> None:
        """Show the video where it was seen last; the dock gets near half of the height of its side the first time."""
        if self.place.remembered is not Place.DOCK:
            self.place.go(self.place.remembered)
            return
        self.dock.show()
        window = self._studies.window
        if self._studies.settings.blob("window/state").isEmpty():
            window.resizeDocks([self.dock], [round(window.height() * 0.45)], Qt.Orientation.Vertical)

    def _study_closed(self) -> None:
        self._close_servers()
        self.place.remember()
        self.place.go(Place.DOCK)
        self.dock.hide()
        self.guesses, self.fingerprints = {}, {}
        self._set_footage(Footage())
        for view in self.panel.views:
            view.show_message(NO_VIDEO)

    def _close_servers(self) -> None:
        for server in self._servers.values():
            server.close()
        if self._opened is not None:
            self._opened.close()
        self._servers, self._shown, self._opened = {}, {}, None

    def set_syncs(self, syncs: Mapping[str, SyncMap]) -> None:
        """Put clips where these maps (by path) say, and show what lies under the cursor then."""
        footage = self.footage
        for clip in footage.clips:
            sync = syncs.get(clip.path, clip.sync)
            if sync != clip.sync:
                footage = footage.with_sync(clip.path, sync)
        if footage is not self.footage:
            self._set_footage(footage)
            self.refresh()

    def _set_footage(self, footage: Footage) -> None:
        self.footage = footage
        for server in self._servers.values():
            server.set_footage(footage)
        self.footage_changed.emit(footage)

    def ask_for_files(self) -> None:
        study = self._studies.study
        if study is None:
            return
        paths, _ = QFileDialog.getOpenFileNames(
            self._studies.window,
            "Video of this recording",
            str(Path(study.paths[0]).parent),
            f"Videos ({' '.join('*' + suffix for suffix in VIDEO_SUFFIXES)});;All files (*)",
        )
        if paths:
            self.add(paths)

    # showing

    def refresh(self) -> None:
        """Ask again for the frame of the cursor: a map or the footage changed."""
        self._asked_s = None
        if self._studies.study is not None:
            self._ask(self._studies.study.session.view)

    def _ask(self, view: ViewState) -> None:
        time_s = view.cursor_s if view.cursor_s is not None else view.start_s
        if time_s != self._asked_s:
            self._asked_s, self._stepping = time_s, False
            for server in self._servers.values():
                server.ask(time_s)

    def _show(self, shown: ShownFrame) -> None:
        study, views, camera = self._studies.study, self.panel.views, shown.camera
        if study is None or camera not in views:
            return
        self._shown[camera] = shown
        name = camera if len(views.names) > 1 else ""
        if shown.frame is None or shown.clip is None:
            views[camera].show_message(f"{shown.message} at {elapsed_text(shown.recording_s, 1)}", name)
        else:
            views[camera].show_frame(shown.frame.rgb, self._caption(study, shown, name))
        if camera == views.lead:
            self._tell_shown()
            is_step = shown.recording_s != self._asked_s and not shown.is_preview and shown.frame is not None
            if is_step and self._stepping:  # a step: the cursor follows the frame
                self._stepping = False
                self._asked_s = shown.recording_s
                for other, server in self._servers.items():
                    if other != camera:
                        server.ask(shown.recording_s)
                _set_cursor(study.session, shown.recording_s)

    @staticmethod
    def _caption(study: OpenStudy, shown: ShownFrame, name: str) -> str:
        frame_s = shown.frame_recording_s
        assert frame_s is not None
        assert shown.frame is not None
        wall = wall_text(study.recording, frame_s, 3)
        times = f"EEG {wall or elapsed_text(frame_s, 3)}", f"frame {elapsed_text(shown.frame.pts_s, 3)}"
        near = "near; the exact frame follows" if shown.is_preview else ""
        return SEPARATOR.join(filter(None, (name, *times, near)))

    def _tell_shown(self) -> None:
        shown = self.shown
        if shown is not None:
            self.frame_shown.emit(shown)

    def step(self, direction: int) -> None:
        """Show the next or previous frame of the camera that leads; the cursor follows."""
        study, server = self._studies.study, self._servers.get(self.panel.views.lead)
        if study is not None and server is not None:
            study.player.pause()
            self._stepping = True
            view = study.session.view
            server.step(view.cursor_s if view.cursor_s is not None else view.start_s, direction)

    def show_all(self) -> None:
        """Zoom back to the whole picture of every camera."""
        for view in self.panel.views:
            view.show_all()

    def switch_shown(self) -> None:
        if self.place.place is not Place.DOCK:
            self.place.go(Place.DOCK)
        else:
            self.dock.setVisible(not self.dock.isVisible())

    def switch_place(self, place: Place) -> None:
        """Put the video there, or back into its dock."""
        self.place.go(Place.DOCK if self.place.place is place else place)


def _has_sound(path: str) -> bool:
    from eegview.readers.video.audio import open_audio

    audio = open_audio(path)
    if audio is not None:
        audio.close()
    return audio is not None


def _set_cursor(session: Session, time_s: float) -> None:
    """Put the cursor on a time; the page turns when it leaves it."""
    view = replace(session.view, cursor_s=time_s)
    if not view.span.contains(time_s):
        pages = (time_s - view.start_s) // view.page_s
        view = replace(view, start_s=max(0.0, view.start_s + pages * view.page_s))
    session.set_view(view)
