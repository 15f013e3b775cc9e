"""The movement trace of the camera that leads: where it is watched, its row below the traces, remembered."""

from PySide6.QtCore import QObject, Signal

from eegview.app.video.filming import camera_summary, filming_of
from eegview.app.video.movement_row import MOVEMENT, MovementRow
from eegview.app.video.movement_server import MovementServer
from eegview.model.film.video import SyncMap
from eegview.model.movement import MovementTrace, Region
from eegview.model.text.language import tr
from eegview.ui.video.movement_dialog import MovementDialog
from eegview.ui.video.panel import VideoPanel
from eegview.ui.video.study_video import StudyVideo
from eegview.ui.widgets.modeless_dialog import close_dialogs, open_dialog, put_aside, show_dialog
from eegview.ui.window.context import Context
from eegview.ui.window.study.open_study import OpenStudy

_REMOVED = "removed"  # in the settings: by the reader


class MovementController(QObject):
    """Watches videos of one study in the background, and keeps the page's row in step with trace and time map.

    row_changed : there is another row, or none any more
    """

    row_changed = Signal()

    def __init__(self, context: Context, study: OpenStudy, video: StudyVideo, panel: VideoPanel) -> None:
        super().__init__(study.scope)
        self._window, self._settings, self._studies = context.window, context.settings, context.studies
        self._say = context.say
        self._study, self._video, self._panel = study, video, panel
        self._key = f"movement/{study.recording.fingerprint[:16]}"  # of the settings
        self._server: MovementServer | None = None
        self._camera = ""
        self._region: Region | None = None
        self._mask: Region | None = None
        self._is_drawing_mask = False
        self.row: MovementRow | None = None
        context.actions.connect({"video.movement": self.open_dialog}, study.scope)
        panel.views.region_drawn.connect(self._region_drawn)
        video.opened.connect(self._video_opened)
        video.footage_changed.connect(self._show_row)
        study.scope.ended.connect(self._end)

    def _video_opened(self) -> None:
        """Bring back the trace this recording was left with; what was watched before is at hand at once."""
        if not self._video.footage.clips:
            self._close_server()
            return
        kept = self._settings.text(self._key)
        camera, _, regions = kept.partition("|")
        if kept and camera in self._panel.views:
            self._camera = camera
            region, _, mask = regions.partition("|")
            self._region, self._mask = _region_of(region), _region_of(mask)
            self._watch()
        elif not kept and self._study.recording.is_film:  # there is nothing else to go by
            self._use_camera()
            self._watch()

    def _end(self) -> None:
        self._close_server()
        close_dialogs(self._window, ("movement",))
        self._clear_pictures()

    def _close_server(self) -> None:
        if self._server is not None:
            self._server.close()
            self._server = None

    @property
    def traces(self) -> list[tuple[MovementTrace, SyncMap]]:
        """The traces watched so far, each with its time map; none while no trace is drawn."""
        if self._server is None:
            return []
        return self._server.placed(self._video.footage.timeline(self._camera).clips)

    # acts

    def open_dialog(self) -> None:
        """Show the dialog, or bring the open one to the front; without video there is none."""
        if not self._video.footage.clips:
            return
        was_open = self._dialog() is not None
        if self._server is None:
            self._use_camera()
        dialog = show_dialog(self._window, "movement", self._build)
        self._show()
        if not was_open:
            put_aside(dialog, self._window)

    def _build(self) -> MovementDialog:
        dialog = MovementDialog(self._window)
        dialog.draw_asked.connect(self.draw)
        dialog.clear_asked.connect(self.clear)
        dialog.start_asked.connect(self.start)
        dialog.stop_asked.connect(self.stop)
        dialog.remove_asked.connect(self.remove)
        dialog.finished.connect(self._clear_pictures)
        return dialog

    def _clear_pictures(self, _result: int = 0) -> None:
        """Remove all outlines from the pictures."""
        for view in self._panel.views:
            view.stop_drawing()
            view.show_regions(())

    def draw(self, is_mask: bool) -> None:
        """Draw with the next drag on the leading picture what is watched, or what is left out."""
        if not self._panel.isVisible():
            self._say(tr("The video is not on the screen. Show it (L), then draw the region in it."))
            return
        self._is_drawing_mask = is_mask
        self._use_camera()
        self._panel.picture.draw_region(is_mask)

    def _use_camera(self) -> None:
        """Watch the camera that leads; regions belong to one camera's picture, another one starts with none."""
        lead = self._panel.views.lead
        if lead != self._camera:
            self._camera, self._region, self._mask = lead, None, None

    def _region_drawn(self, region: Region) -> None:
        if self._is_drawing_mask:
            self._mask = region
        else:
            self._region = region
        self._show()

    def clear(self) -> None:
        """Watch the whole picture: forget both rectangles."""
        self._region = self._mask = None
        self._show()

    def start(self) -> None:
        """Watch the leading camera's files."""
        self._use_camera()
        self._settings.put(self._key, f"{self._camera}|{_text_of(self._region)}|{_text_of(self._mask)}")
        self._watch()

    def _watch(self) -> None:
        if self._server is None:
            post, fail = self._studies.bridge.post, self._studies.fail
            self._server = MovementServer(post, self._changed, self._progressed, fail)
        paths = tuple(dict.fromkeys(clip.path for clip in self._video.footage.timeline(self._camera).clips))
        filmings = {path: filming_of(self._study.recording, path) for path in paths}
        self._server.watch(paths, self._region, self._mask, filmings)
        self._show()

    def stop(self) -> None:
        """Stop watching; what has come so far stays on the page."""
        if self._server is not None:
            self._server.cancel()
        self._show()

    def remove(self) -> None:
        """Remove the row from the page; what was watched is kept for another time."""
        self._close_server()
        self._settings.put(self._key, _REMOVED)
        self._show_row()
        self._show()

    # showing

    def _changed(self) -> None:
        if self._server is not None:
            self._studies.add_issues(self._server.issues)
            self._show_row()
            self._show()

    def _progressed(self, share: float) -> None:
        dialog = self._dialog()
        if dialog is not None:
            dialog.show_progress(share)

    def _show_row(self, _footage: object = None) -> None:
        """Put the trace where the videos lie now, below the page's rows."""
        row = None
        if self._server is not None:
            many = len(self._panel.views.names) > 1
            label = f"{MOVEMENT} {self._camera.removeprefix('camera ')}" if many else MOVEMENT
            row = self._server.row(self._video.footage.timeline(self._camera).clips, label)
        if row is None and self.row is None:
            return
        self.row = row
        self._say_camera()
        self._study.put_rows("movement", () if row is None else (row,))
        self.row_changed.emit()

    def _say_camera(self) -> None:
        """Say below a film how well its camera's own motion could be taken off."""
        server = self._server
        self._panel.show_camera(*(camera_summary(server.traces.values()) if server is not None else ("", "")))

    def _dialog(self) -> MovementDialog | None:
        dialog = open_dialog(self._window, "movement")
        return dialog if isinstance(dialog, MovementDialog) else None

    def _show(self) -> None:
        dialog = self._dialog()
        if dialog is None:
            return
        is_own = self._camera == self._panel.views.lead
        regions = ((self._region, False), (self._mask, True)) if is_own else ()
        shown = tuple((region, is_mask) for region, is_mask in regions if region is not None)
        self._panel.picture.show_regions(shown)
        where = "a region is measured" if self._region is not None else "the whole frame is measured"
        if self._mask is not None:
            where += ", one is excluded"
        is_watching = self._server is not None and self._server.is_watching
        doing = " Measuring in the background; you can close this window." if is_watching else ""
        camera = camera_summary(self._server.traces.values())[1] if self._server is not None else ""
        camera = f" {camera}" if camera else ""
        dialog.show_state(f"{where[0].upper()}{where[1:]}.{camera}{doing}", is_watching, self._server is not None)


def _text_of(region: Region | None) -> str:
    if region is None:
        return ""
    (left, top), _, (right, bottom), _ = region.corners
    return f"{left:.4f} {top:.4f} {right:.4f} {bottom:.4f}"


def _region_of(text: str) -> Region | None:
    """Return the rectangle written by `_text_of`; a hand-edited one that makes no sense counts as none."""
    try:
        left, top, right, bottom = map(float, text.split())
    except ValueError:
        return None
    return Region.rectangle(left, top, right, bottom)
