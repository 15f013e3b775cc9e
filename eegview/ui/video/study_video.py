"""The videos of one open study: opened, shown at the cursor, stepped frame by frame."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from eegview.app.page.session import Session
from eegview.app.video.footage import Footage, OpenedFootage, named_issues
from eegview.app.video.frame_server import FrameServer, ShownFrame
from eegview.app.video.index_thread import IndexProgress
from eegview.app.video.study_videos import StudyVideos, find_videos, open_study_videos
from eegview.model.display.view import ViewState
from eegview.model.film.video import SyncMap
from eegview.model.text.language import tr
from eegview.model.time.clock import elapsed_text
from eegview.ui.video.camera_views import CameraViews
from eegview.ui.video.view import NO_VIDEO, SEPARATOR
from eegview.ui.window.context import Context
from eegview.ui.window.study.open_study import OpenStudy, wall_text

_STATUS_MS = 2000


class StudyVideo(QObject):
    """The frame servers of one study and the frames they show. Video never delays the first page: it opens after it."""

    footage_changed = Signal(object)  # Footage
    opened = Signal()  # files came; `guesses` and `fingerprints` are theirs
    frame_shown = Signal(object)  # ShownFrame of the camera that leads

    def __init__(self, context: Context, study: OpenStudy, views: CameraViews) -> None:
        super().__init__(study.scope)
        self._studies, self._window = context.studies, context.window
        self._privacy = context.studies.privacy
        self._study, self._views = study, views
        self.footage = Footage()
        self.guesses: dict[str, SyncMap] = {}  # by a clip's key, before anybody set anything
        self.fingerprints: dict[str, str] = {}  # by path
        self.sizes: dict[str, int] = {}  # bytes by path
        self.has_sound = False
        self.cameras: dict[str, str] = {}  # as assigned, by fingerprint
        self._opened: OpenedFootage | None = None
        self._servers: dict[str, FrameServer] = {}  # by camera
        self._shown: dict[str, ShownFrame] = {}  # by camera
        self._requested_s: float | None = None
        self._is_stepping = False  # the cursor follows the next frame that comes
        study.session.view_changed.connect(self._request)
        views.lead_changed.connect(self._lead_changed)
        study.scope.ended.connect(self._end)

    @property
    def shown(self) -> ShownFrame | None:
        """The answer the leading camera shows now, a frame or why there is none; None before the first one."""
        return self._shown.get(self._views.lead)

    @property
    def exact(self) -> ShownFrame | None:
        """The answer shown if it is the very frame requested; None while there is none, or only one near it."""
        shown = self.shown
        return shown if shown is not None and shown.frame is not None and not shown.is_preview else None

    # opening

    def open(self, named: Iterable[str]) -> None:
        """Open the named videos in the background; where none is named, those beside the recording."""
        paths = self._study.paths
        self._open(lambda: tuple(named) or find_videos(*paths), {})

    def add(self, paths: Iterable[str]) -> None:
        """Add videos to those there are."""
        wanted = [*dict.fromkeys([*self.paths, *paths])]
        self._open(lambda: wanted, self.cameras)

    def show_files(self, paths: Iterable[str], cameras: Mapping[str, str]) -> None:
        """Show these videos and no others.

        cameras : the camera that a reviewer assigned, by a video's fingerprint
        """
        wanted = tuple(paths)
        self._open(lambda: wanted, cameras)

    @property
    def paths(self) -> tuple[str, ...]:
        """Paths of the videos that are open."""
        return tuple(dict.fromkeys(clip.path for clip in self.footage.clips))

    def _open(self, wanted: Callable[[], Iterable[str]], cameras: Mapping[str, str]) -> None:
        recording = self._study.recording
        self.cameras = dict(cameras)
        named: list[str] = []

        def open_them() -> StudyVideos:
            named.extend(wanted())
            return open_study_videos(named, recording, cameras)

        self._studies.work.submit(open_them, lambda videos: self._videos_opened(videos, named), self._studies.fail)

    def _videos_opened(self, videos: StudyVideos, named: Iterable[str]) -> None:
        opened = videos.opened
        if not self._study.scope.is_open:
            opened.close()
            return
        self._privacy.know_files(named)
        for refusal in opened.refusals:
            self._studies.fail(refusal)
        if not opened.footage.clips and not self.footage.clips:
            opened.close()
            return
        self._close_servers()
        self.guesses = {clip.key: clip.sync for clip in opened.footage.clips}
        self.fingerprints, self.sizes, self.has_sound = videos.fingerprints, videos.sizes, videos.has_sound
        self._opened = opened
        self._serve(opened)
        self._set_footage(opened.footage)
        if not opened.footage.clips:
            self._show_none()
        self.opened.emit()
        self._studies.add_issues(opened.issues)
        self.refresh()

    def _serve(self, opened: OpenedFootage) -> None:
        """Serve each camera on a lane of its own, with a picture of its own."""
        post, fail = self._studies.bridge.post, self._studies.fail
        names = [name for name, _timeline in opened.footage.cameras]
        self._servers = {name: FrameServer(opened, post, self._show, fail, name, self._index_grown) for name in names}
        self._views.set_cameras(names)

    def _index_grown(self, progress: IndexProgress) -> None:
        """Report how far a long video is read; where it ends is known once it is whole."""
        if self._opened is None or progress.path not in self._opened.sources:
            return
        name = self._privacy.file_name(progress.path, "the video")
        if not progress.is_whole:  # its first frames are shown meanwhile
            self._window.statusBar().showMessage(f"Reading {name}: {100 * progress.share:.0f} %", _STATUS_MS)
            return
        if progress.path in self.paths:
            footage = self.footage.with_parts(progress.path, self._opened.sources[progress.path].parts)
            if footage != self.footage:
                self._set_footage(footage)
            if new := {clip.key: clip.sync for clip in footage.clips if clip.key not in self.guesses}:
                self.guesses |= new
                self.opened.emit()
            self._studies.add_issues(named_issues(progress.path, progress.issues))

    def _end(self) -> None:
        self._close_servers()
        self._show_none()

    def _show_none(self) -> None:
        for view in self._views:
            view.show_message(NO_VIDEO)

    def _close_servers(self) -> None:
        for server in self._servers.values():
            server.close()
        if self._opened is not None:
            self._opened.close()
        self._servers, self._shown, self._opened = {}, {}, None

    def set_syncs(self, syncs: Mapping[str, SyncMap]) -> None:
        """Put clips where these maps (by key) say, and show what lies under the cursor then."""
        footage = self.footage
        for clip in footage.clips:
            sync = syncs.get(clip.key, clip.sync)
            if sync != clip.sync:
                footage = footage.with_sync(clip.key, sync)
        if footage is not self.footage:
            self._set_footage(footage)
            self.refresh()

    def _set_footage(self, footage: Footage) -> None:
        self.footage = footage
        for server in self._servers.values():
            server.set_footage(footage)
        self.footage_changed.emit(footage)

    # showing

    def refresh(self) -> None:
        """Request the frame of the cursor again: a map or the footage changed."""
        self._requested_s = None
        self._request(self._study.view)

    def _request(self, view: ViewState) -> None:
        time_s = view.cursor_s if view.cursor_s is not None else view.start_s
        if time_s == self._requested_s:
            return
        before_s, self._requested_s, self._is_stepping = self._requested_s, time_s, False
        for camera, server in self._servers.items():
            shown = self._shown.get(camera)
            clip = self.footage.timeline(camera).clip_at(time_s)
            is_still = before_s is not None and shown is not None and shown.holds(before_s) and shown.holds(time_s)
            if shown is not None and is_still and shown.clip == clip:
                self._stay(replace(shown, recording_s=time_s))
            else:
                server.set_loop(self._study.player.loop_span)
                server.ask(time_s)

    def _stay(self, shown: ShownFrame) -> None:
        """Note that the frame shown is that of another time too; while playing, nobody need hear of it."""
        self._shown[shown.camera] = shown
        if shown.camera == self._views.lead and not self._study.player.is_playing:
            self.frame_shown.emit(shown)

    def _show(self, shown: ShownFrame) -> None:
        views, camera = self._views, shown.camera
        if not self._study.scope.is_open or camera not in views:
            return
        self._shown[camera] = shown
        name = camera if len(views.names) > 1 else ""
        if shown.frame is None or shown.clip is None:
            views[camera].show_message(self._why_none(shown), name)
        else:
            views[camera].show_frame(shown.frame.rgb, self._caption(shown, name))
        if camera == views.lead:
            self.frame_shown.emit(shown)
            is_step = shown.recording_s != self._requested_s and not shown.is_preview and shown.frame is not None
            if is_step and self._is_stepping:
                self._follow(shown)

    def _why_none(self, shown: ShownFrame) -> str:
        """Return why there is no frame; between two clips of a film, where the next one begins."""
        if self._study.recording.is_film and shown.clip is None:
            next_s = self.footage.timeline(shown.camera).next_covered(shown.recording_s)
            if next_s is None:
                return tr("After the last clip")
            return tr("Between two clips; the next one begins at {time}", time=self._study.times.text(next_s, 0))
        return f"{shown.message} at {elapsed_text(shown.recording_s, 1)}"

    def _follow(self, shown: ShownFrame) -> None:
        """Put the cursor and the other cameras on the frame that was stepped to."""
        self._is_stepping = False
        self._requested_s = shown.recording_s
        for other, server in self._servers.items():
            if other != shown.camera:
                server.ask(shown.recording_s)
        _set_cursor(self._study.session, shown.recording_s)

    def _caption(self, shown: ShownFrame, name: str) -> str:
        frame_s = shown.frame_recording_s
        assert frame_s is not None
        assert shown.frame is not None
        wall = wall_text(self._study.recording, frame_s, 3)
        part = f", part {shown.clip.part}" if shown.clip is not None and shown.clip.part > 1 else ""
        if self._study.recording.is_film:
            times = wall or elapsed_text(frame_s, 3), tr("clip {time}", time=elapsed_text(_in_clip_s(shown), 3))
        else:
            times = f"EEG {wall or elapsed_text(frame_s, 3)}", f"frame {elapsed_text(shown.frame.pts_s, 3)}{part}"
        if shown.clip is not None and shown.clip.sync.is_elsewhere:
            times = tr("not of this EEG: {at}", at=shown.clip.sync.elsewhere_at), *times
        near = "approximate; loading the exact frame" if shown.is_preview else ""
        return SEPARATOR.join(filter(None, (name, *times, near)))

    def _lead_changed(self, _camera: str) -> None:
        shown = self.shown
        if shown is not None:
            self.frame_shown.emit(shown)

    def step(self, direction: int) -> None:
        """Show the next (+1) or previous (-1) frame of the camera that leads; the cursor follows."""
        server = self._servers.get(self._views.lead)
        if server is not None:
            self._study.player.pause()
            self._is_stepping = True
            view = self._study.view
            server.step(view.cursor_s if view.cursor_s is not None else view.start_s, direction)


def _in_clip_s(shown: ShownFrame) -> float:
    """Return the time of the frame shown since the first one of its clip, s of what happened."""
    assert shown.clip is not None
    assert shown.frame_recording_s is not None
    return shown.frame_recording_s - shown.clip.span.start_s


def _set_cursor(session: Session, time_s: float) -> None:
    """Put the cursor on a time; the page turns when it leaves it."""
    view = replace(session.view, cursor_s=time_s)
    if not view.span.contains(time_s):
        pages = (time_s - view.start_s) // view.page_s
        view = replace(view, start_s=max(0.0, view.start_s + pages * view.page_s))
    session.set_view(view)
