"""How the video is wired into the window: buttons, toggles, frames saved as pictures, the way to covered time."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog

from eegview.app.marks.confirming import map_text
from eegview.app.video.frame_snapshot import save_frame
from eegview.app.video.frame_style import adjusted
from eegview.app.video.index_thread import IndexProgress
from eegview.model.clock import elapsed_text
from eegview.model.errors import UsageError
from eegview.ui.video.placement import Place
from eegview.ui.window.open_study import wall_text

if TYPE_CHECKING:
    from eegview.ui.workstation import Workstation

_TOLD_MS = 2000
_BUTTONS = (
    "video.frame_back",
    "play.play_pause",
    "video.frame_forward",
    "play.loop",
    "video.float",
    "video.match",
)


def connect_video(station: "Workstation") -> None:
    """Wire the video's panel and places to the station's actions."""
    actions, video = station.actions, station.video
    video.panel.use_actions(*(actions[i] for i in _BUTTONS))

    def show_places(_told: object = None) -> None:
        place = video.place.place
        actions.set_checked("video.float", place is Place.FLOAT)
        actions.set_checked("video.window", place is Place.WINDOW)
        actions.set_checked("video.show", place is not Place.DOCK or not video.dock.isHidden())

    video.place.changed.connect(show_places)
    video.dock.visibilityChanged.connect(show_places)
    actions["video.show"].triggered.connect(show_places)
    video.reading_grew.connect(lambda progress: _tell_reading(station, progress))
    actions.connect(
        {
            "video.snapshot": lambda: ask_for_snapshot(station),
            "video.next_covered": lambda: go_to_covered(station, forward=True),
            "video.previous_covered": lambda: go_to_covered(station, forward=False),
        }
    )


def _tell_reading(station: "Workstation", progress: IndexProgress) -> None:
    """Say in the status line how far a long video is read; its first frames are shown meanwhile."""
    if not progress.is_whole:
        text = f"Reading {Path(progress.path).name}: {progress.share:.0%}"
        station.window.statusBar().showMessage(text, _TOLD_MS)


def ask_for_snapshot(station: "Workstation") -> None:
    """Ask where to, then write the frame shown, as it is dressed, with its times."""
    study, shown = station.studies.study, station.video.exact
    if study is None or shown is None or shown.frame is None or shown.clip is None:
        station.fail(UsageError("There is no picture to save.", "Go to where the video is shown."))
        return
    frame_s = shown.frame_recording_s
    assert frame_s is not None
    frame, look, sync = shown.frame, station.video.panel.look.look, shown.clip.sync
    name = f"frame_{elapsed_text(frame_s, 3).replace(':', '-')}.png"
    folder = Path(study.paths[0]).parent
    path, _ = QFileDialog.getSaveFileName(station.window, "Save frame as picture", str(folder / name), "PNG (*.png)")
    if not path:
        return
    facts = {
        "Title": "Video frame",
        "EEG time from start": elapsed_text(frame_s, 3),
        "EEG clock": wall_text(study.recording, frame_s, 3),
        "Video time": f"{frame.pts_s:.6f} s",
        "Time map": map_text(sync),
        "Look": f"brightness {look.brightness:+.0f}, contrast {look.contrast:.2f}" + (", mirrored" * look.is_mirrored),
    }
    facts = {key: value for key, value in facts.items() if value}
    station.studies.work.submit(
        lambda: save_frame(adjusted(frame.rgb, look), facts, Path(path)),
        lambda saved: station.toast.say(f"Saved {saved.name}"),
        station.fail,
    )


def go_to_covered(station: "Workstation", forward: bool) -> None:
    """Go to where the leading camera has video again, or where it had some before."""
    study = station.studies.study
    if study is None:
        return
    view = study.session.view
    here_s = view.cursor_s if view.cursor_s is not None else view.start_s
    timeline = station.video.footage.timeline(station.video.panel.views.lead)
    target_s = timeline.next_covered(here_s) if forward else timeline.previous_covered(here_s)
    if target_s is None:
        station.toast.say(f"There is no video {'after' if forward else 'before'} this.")
    else:
        station.page_commands.go_to(min(max(target_s, 0.0), study.recording.duration_s))
