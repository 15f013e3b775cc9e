"""A camera whose clock drifts: three instants paired, a spasm confirmed on video, all found again next morning."""

from pathlib import Path

import pytest
from films.barcoded import read_barcode, write_video
from PySide6.QtCore import Qt
from recordings.study_files import write_edf
from waiting import wait_until
from windows.at_the_window import click, own_marks, press, study_of, wait_until_idle, wait_until_saved
from windows.window_fixtures import open_and_wait

from eegview.app.marks.confirming import is_confirmed
from eegview.model.sync import SyncLevel
from eegview.ui.sync.panel import SyncPanel
from eegview.ui.workstation import Workstation

FRAME_S, N_FRAMES = 0.04, 2200
OFFSET_S, DRIFT_PPM = 12.345, 1500.0  # what the camera is off by; nobody has told the program
SEGMENTS = ((0, 50), (70, 120))
Key = Qt.Key


def eeg_s(frame: float) -> float:
    """Return when a frame was really filmed, seconds of the recording."""
    return OFFSET_S + frame * FRAME_S * (1 + DRIFT_PPM * 1e-6)


@pytest.fixture
def recording(tmp_path: Path) -> Path:
    path = write_edf(tmp_path / "night.edf", SEGMENTS)
    write_video(tmp_path / "night.mp4", n_frames=N_FRAMES, options={"preset": "ultrafast", "g": "50"})
    return path


def open_with_video(station: Workstation, recording: Path) -> Workstation:
    open_and_wait(station, recording)
    wait_until(lambda: bool(station.sync.states))
    return station


def shown_frame(station: Workstation) -> int | None:
    shown, rgb = station.video.shown, station.video.panel.picture.rgb
    return None if rgb is None or shown is None or shown.is_preview else read_barcode(rgb)


def show_time(station: Workstation, qtbot, time_s: float) -> None:
    """Turn to a time and click on it in the traces."""
    station.studies.study.go_to(time_s)

    def is_there() -> bool:
        page = station.window.page.shown_page
        return page is not None and page.span.contains(time_s)

    wait_until(is_there)
    click(station, qtbot, time_s)


def panel(station: Workstation) -> SyncPanel:
    found = station.window.findChild(SyncPanel, "sync")
    assert found is not None
    return found


def pair(station: Workstation, qtbot, frame: int) -> None:
    """Find an instant in the picture and hold it; click on it in the EEG and pair it."""
    (state,) = station.sync.states.values()
    n_before = len(state.anchors)
    show_time(station, qtbot, state.sync.to_recording_s((frame + 0.5) * FRAME_S))
    wait_until(lambda: shown_frame(station) is not None)
    for _ in range(3):  # a click lies within a pixel; the keys bring the frame
        now = shown_frame(station)
        if now == frame:
            break
        press(station, qtbot, Key.Key_Period if now is not None and now < frame else Key.Key_Comma)
        wait_until(lambda before=now: shown_frame(station) not in (None, before))
    assert shown_frame(station) == frame
    qtbot.mouseClick(panel(station).pick, Qt.MouseButton.LeftButton)
    show_time(station, qtbot, eeg_s(frame))
    qtbot.mouseClick(panel(station).pair, Qt.MouseButton.LeftButton)
    wait_until(lambda: len(next(iter(station.sync.states.values())).anchors) == n_before + 1)


def error_s(station: Workstation) -> float:
    """Return how far the map in force is off at worst, over all the recording."""
    (clip,) = station.video.footage.clips
    return max(abs(clip.sync.to_recording_s(frame * FRAME_S) - eeg_s(frame)) for frame in (0, N_FRAMES))


def test_match_confirm_take_back_come_back(start_station, recording: Path, qtbot, monkeypatch) -> None:
    station = open_with_video(start_station(), recording)
    told: list[str] = []
    monkeypatch.setattr("eegview.ui.workstation.show_error", lambda _window, error: told.append(error.sentence))
    assert error_s(station) > 10  # the first guess knows nothing, and says so
    trust = station.video.panel.sync_text
    wait_until(lambda: "sync not verified" in trust.text().lower())

    # not checked, not confirmed
    show_time(station, qtbot, 30.0)
    press(station, qtbot, Key.Key_1)
    wait_until(lambda: len(own_marks(station)) == 1)
    study_of(station).review.selection.select(own_marks(station)[0])
    wait_until(lambda: shown_frame(station) is not None)
    station.actions["event.confirm_video"].trigger()
    assert "has not been verified" in told.pop()
    wait_until_idle(station)
    assert not is_confirmed(own_marks(station)[0])

    # three instants, one beyond the gap
    press(station, qtbot, Key.Key_M, modifier=Qt.KeyboardModifier.ControlModifier)
    station.page_commands.use_page_length(5.0)  # a click lies within half a pixel: here, well within a frame
    wait_until(lambda: station.window.page.shown_page.span.duration_s == pytest.approx(5.0))
    for frame in (150, 800, 1900):
        pair(station, qtbot, frame)
    assert error_s(station) < FRAME_S
    (state,) = station.sync.states.values()
    assert state.sync.drift_ppm == pytest.approx(DRIFT_PPM, abs=300)
    assert panel(station).table.rowCount() == 3
    for frame in (40, 700, 1600, 2150):
        show_time(station, qtbot, eeg_s(frame + 0.5))
        wait_until(lambda n=frame: abs((shown_frame(station) or -9) - n) <= 1)
    assert study_of(station).presenter.band_s > 0

    confirm_and_take_back(station, qtbot, told)
    fitted = station.video.footage.clips[0].sync
    show_time(station, qtbot, 30.2)
    undo_the_last_pair(station, qtbot)
    wait_until_saved(station)
    station.actions["study.quit"].trigger()

    station = open_with_video(start_station(), recording)
    wait_until(lambda: len(next(iter(station.sync.states.values())).anchors) == 3)
    assert station.video.footage.clips[0].sync == fitted
    assert [is_confirmed(mark) for mark in own_marks(station)] == [True]


def confirm_and_take_back(station: Workstation, qtbot, told: list[str]) -> None:
    """The form confirms the mark by the frame shown; it is taken back, and undo brings it again."""
    mark = own_marks(station)[0]
    show_time(station, qtbot, mark.onset_s + 0.2)

    def is_there() -> bool:
        exact = station.video.exact
        return exact is not None and exact.recording_s == study_of(station).session.view.cursor_s

    wait_until(is_there)
    study_of(station).review.selection.select(mark)
    qtbot.mouseClick(station.marks.form.confirm, Qt.MouseButton.LeftButton)
    wait_until(lambda: is_confirmed(own_marks(station)[0]))
    assert told == []
    seen = own_marks(station)[0]
    frame_s = float(seen.attribute("video_frame_s") or "nan")
    assert eeg_s(frame_s / FRAME_S) == pytest.approx(mark.onset_s + 0.2, abs=2 * FRAME_S)
    assert float(seen.attribute("video_residual_ms") or "nan") < 100
    assert "3 anchors" in (seen.attribute("video_sync") or "")
    assert "Confirmed on video" in station.marks.form.seen.text()
    station.actions["event.confirm_video"].trigger()
    wait_until(lambda: not is_confirmed(own_marks(station)[0]))
    assert own_marks(station)[0] == mark
    station.actions["edit.undo"].trigger()
    wait_until(lambda: is_confirmed(own_marks(station)[0]))


def undo_the_last_pair(station: Workstation, qtbot) -> None:
    """Removing a pair is an act too: undo brings it back."""
    sheet = panel(station)
    sheet.table.selectRow(2)
    qtbot.mouseClick(sheet.remove, Qt.MouseButton.LeftButton)
    wait_until(lambda: sheet.table.rowCount() == 2)
    assert next(iter(station.sync.states.values())).level_at(30.0) in (SyncLevel.OK, SyncLevel.WARN)
    station.actions["edit.undo"].trigger()
    wait_until(lambda: sheet.table.rowCount() == 3)
