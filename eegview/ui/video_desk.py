"""The videos of the open study: found, opened, shown at the cursor, stepped, shifted, remembered."""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QFileDialog

from eegview.app.footage import Footage, FrameServer, OpenedFootage, ShownFrame, open_footage
from eegview.app.session import Session
from eegview.model.clock import elapsed_text
from eegview.model.video import SyncMap
from eegview.model.view import ViewState
from eegview.ui.desk import Desk
from eegview.ui.open_study import OpenStudy, wall_text
from eegview.ui.video_panel import FloatingVideo, VideoPanel
from eegview.ui.video_view import NO_VIDEO

SHIFT_S = 0.04
VIDEO_SUFFIXES = (".mp4", ".mkv", ".avi", ".mov", ".wmv", ".asf", ".m2t", ".m2ts", ".mts", ".ts", ".mpg", ".mpeg")
VIDEO_SUFFIXES += (".webm", ".m4v")


class VideoDesk(QObject):
    """Owns the frame server of the open study. Video never delays the first page: it opens after it."""

    footage_changed = Signal(object)  # Footage
    issues_found = Signal(object)  # tuple of Issue

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        self.panel = VideoPanel()
        self.dock = desk.window.add_dock("Video", "dock.video", self.panel, Qt.DockWidgetArea.RightDockWidgetArea)
        self.dock.hide()
        self.floating = FloatingVideo(self.panel, self.dock, desk.window.page)
        self.footage = Footage()
        self._server: FrameServer | None = None
        self._asked_s: float | None = None
        self._shown: ShownFrame | None = None
        self.named: list[str] = []  # given on the command line
        desk.study_opened.connect(self._study_opened)
        desk.study_closed.connect(self._study_closed)
        self.panel.offset_changed.connect(self._set_offset)

    def handlers(self) -> dict[str, Callable[[], None]]:
        return {
            "video.add": self.ask_for_files,
            "video.show": self.switch_shown,
            "video.float": lambda: self.floating.set_floating(not self.floating.is_floating),
            "video.frame_forward": lambda: self.step(1),
            "video.frame_back": lambda: self.step(-1),
            "video.later": lambda: self.shift(SHIFT_S),
            "video.earlier": lambda: self.shift(-SHIFT_S),
            "video.offset": self.focus_offset,
        }

    @property
    def has_video(self) -> bool:
        return bool(self.footage.clips)

    # opening

    def _study_opened(self, study: OpenStudy) -> None:
        study.session.view_changed.connect(self._follow)
        named, self.named = self.named, []
        recording, path = study.recording, study.paths[0]

        def find_and_open() -> OpenedFootage:
            from eegview.readers.beside import videos_beside

            return open_footage(named or videos_beside(path), recording, self._known_sync(study))

        self._desk.work.submit(find_and_open, lambda opened: self._take(study, opened), self._desk.fail)

    def add(self, paths: Iterable[str]) -> None:
        """Add videos to the open study, beside those there are."""
        study = self._desk.study
        if study is not None:
            wanted = [*dict.fromkeys([*(clip.path for clip in self.footage.clips), *paths])]
            known = self._known_sync(study)
            self._desk.work.submit(
                lambda: open_footage(wanted, study.recording, known),
                lambda opened: self._take(study, opened),
                self._desk.fail,
            )

    def _take(self, study: OpenStudy, opened: OpenedFootage) -> None:
        if self._desk.study is not study:
            opened.close()
            return
        for refusal in opened.refusals:
            self._desk.fail(refusal)
        if not opened.footage.clips:
            return
        self._close_server()
        self._server = FrameServer(opened, self._desk.bridge.post, self._show, self._desk.fail)
        self._set_footage(opened.footage)
        self.issues_found.emit(opened.issues)
        if not self.floating.is_floating:
            self._show_dock()
        self.refresh()

    def _show_dock(self) -> None:
        """Show the dock; the first time it gets near half of the height of its side."""
        self.dock.show()
        window = self._desk.window
        if self._desk.settings.blob("window/state").isEmpty():
            window.resizeDocks([self.dock], [round(window.height() * 0.42)], Qt.Orientation.Vertical)

    def _study_closed(self) -> None:
        self._close_server()
        self.floating.set_floating(False)
        self.dock.hide()
        self._set_footage(Footage())
        self._shown = None
        self.panel.picture.show_message(NO_VIDEO)

    def _close_server(self) -> None:
        if self._server is not None:
            self._server.close()
            self._server = None

    def _set_footage(self, footage: Footage) -> None:
        self.footage = footage
        if self._server is not None:
            self._server.set_footage(footage)
        self.footage_changed.emit(footage)

    def ask_for_files(self) -> None:
        study = self._desk.study
        if study is None:
            return
        paths, _ = QFileDialog.getOpenFileNames(
            self._desk.window,
            "Video of this recording",
            str(Path(study.paths[0]).parent),
            f"Videos ({' '.join('*' + suffix for suffix in VIDEO_SUFFIXES)});;All files (*)",
        )
        if paths:
            self.add(paths)

    # showing

    def _follow(self, view: ViewState) -> None:
        self._ask(view)

    def refresh(self) -> None:
        """Ask again for the frame of the cursor: the offset or the footage changed."""
        self._asked_s = None
        if self._desk.study is not None:
            self._ask(self._desk.study.session.view)

    def _ask(self, view: ViewState) -> None:
        time_s = view.cursor_s if view.cursor_s is not None else view.start_s
        if self._server is not None and time_s != self._asked_s:
            self._asked_s = time_s
            self._server.ask(time_s)

    def _show(self, shown: ShownFrame) -> None:
        study = self._desk.study
        if study is None:
            return
        self._shown = shown
        if shown.frame is None or shown.clip is None:
            self.panel.picture.show_message(f"{NO_VIDEO} at {elapsed_text(shown.recording_s, 1)}")
            return
        frame_s = shown.frame_recording_s
        assert frame_s is not None
        wall = wall_text(study.recording, frame_s, 3)
        caption = f"EEG {wall or elapsed_text(frame_s, 3)}  ·  frame {elapsed_text(shown.frame.pts_s, 3)}"
        self.panel.picture.show_frame(shown.frame.rgb, caption)
        self.panel.show_offset(shown.clip.sync.offset_s, shown.clip.sync.source)
        if shown.recording_s != self._asked_s:  # a step: the cursor follows the frame
            self._asked_s = shown.recording_s
            _set_cursor(study.session, shown.recording_s)

    def step(self, direction: int) -> None:
        """Show the next or previous frame; the cursor follows."""
        study = self._desk.study
        if study is not None and self._server is not None:
            study.player.pause()
            view = study.session.view
            self._server.step(view.cursor_s if view.cursor_s is not None else view.start_s, direction)

    def switch_shown(self) -> None:
        if self.floating.is_floating:
            self.floating.set_floating(False)
        else:
            self.dock.setVisible(not self.dock.isVisible())

    # shifting

    def focus_offset(self) -> None:
        self.floating.set_floating(False)
        self.dock.show()
        self.panel.offset.setFocus()
        self.panel.offset.selectAll()

    def shift(self, by_s: float) -> None:
        """Move the clip under the cursor later (positive) or earlier against the EEG, while watching."""
        shown = self._shown
        clip = shown.clip if shown is not None else None
        clip = clip or (self.footage.clips[0] if self.footage.clips else None)
        if clip is not None:
            self._set_sync(clip.path, by_s)

    def _set_offset(self, offset_s: float) -> None:
        clip = self._shown.clip if self._shown is not None else None
        if clip is not None:
            now = next(c for c in self.footage.clips if c.path == clip.path)
            self._set_sync(clip.path, offset_s - now.sync.offset_s)

    def _set_sync(self, path: str, by_s: float) -> None:
        self._set_footage(self.footage.shifted(path, by_s))
        clip = next(c for c in self.footage.clips if c.path == path)
        self.panel.show_offset(clip.sync.offset_s, clip.sync.source)
        study = self._desk.study
        if study is not None:
            key = _sync_key(study.recording.fingerprint, path)
            self._desk.settings.put(f"{key}/offset_s", clip.sync.offset_s)
            self._desk.settings.put(f"{key}/drift_ppm", clip.sync.drift_ppm)
        self.refresh()

    def _known_sync(self, study: OpenStudy) -> Callable[[str], SyncMap | None]:
        """Return what was set by hand before; read here, since settings belong to the GUI thread."""
        settings, fingerprint = self._desk.settings, study.recording.fingerprint
        known: dict[str, SyncMap] = {}
        for key in settings.keys_under(f"video/{fingerprint[:16]}"):
            offset_s = settings.number(f"video/{fingerprint[:16]}/{key}/offset_s", 0.0)
            drift_ppm = settings.number(f"video/{fingerprint[:16]}/{key}/drift_ppm", 0.0)
            known[key] = SyncMap(offset_s, drift_ppm, "set by hand")
        return lambda path: known.get(_sync_key(fingerprint, path).rsplit("/", 1)[1])


def _set_cursor(session: Session, time_s: float) -> None:
    """Put the cursor on a time; the page turns when it leaves it."""
    view = replace(session.view, cursor_s=time_s)
    if not view.span.contains(time_s):
        pages = (time_s - view.start_s) // view.page_s
        view = replace(view, start_s=max(0.0, view.start_s + pages * view.page_s))
    session.set_view(view)


def _sync_key(fingerprint: str, path: str) -> str:
    """Return a settings key for a video of a recording that does not show the file's name."""
    return f"video/{fingerprint[:16]}/{hashlib.sha256(Path(path).name.encode()).hexdigest()[:16]}"
