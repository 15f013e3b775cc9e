"""Watching: the camera's picture is the picture of the EEG's cursor, to the frame, and stays so the next morning."""

from pathlib import Path

import pytest
from films.barcoded import read_barcode, write_video
from PySide6.QtCore import Qt
from waiting import wait_until
from windows.at_the_window import click, press, study_of
from windows.window_fixtures import open_and_wait

from eegview.ui.workstation import Workstation

FRAME_HZ, N_FRAMES = 25, 300  # twelve seconds
Key, CtrlAlt = Qt.Key, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier


@pytest.fixture
def recording(small_edf: Path, tmp_path: Path) -> Path:
    """Return a recording with its video beside it; the video starts with it."""
    path = tmp_path / "night.edf"
    path.write_bytes(small_edf.read_bytes())
    write_video(tmp_path / "night.mp4", n_frames=N_FRAMES)
    return path


def cursor_s(station: Workstation) -> float:
    found = study_of(station).session.view.cursor_s
    assert found is not None
    return found


def shown_number(station: Workstation) -> int | None:
    """Return the number written into the picture shown, None where there is no picture."""
    rgb = station.video.panel.picture.rgb
    return None if rgb is None else read_barcode(rgb)


def wait_for_frame(station: Workstation, number: int) -> None:
    wait_until(lambda: shown_number(station) == number)


def frame_at_cursor(station: Workstation, offset_s: float = 0.0) -> int:
    return int((cursor_s(station) - offset_s) * FRAME_HZ + 1e-3)


def open_with_video(station: Workstation, recording: Path) -> Workstation:
    open_and_wait(station, recording)
    wait_until(lambda: station.video.has_video)
    return station


def test_watching(start_station, recording: Path, qtbot) -> None:
    station = open_with_video(start_station(), recording)
    assert station.video.slot.isVisible()
    wait_for_frame(station, 0)

    click(station, qtbot, 5.01)
    wait_for_frame(station, frame_at_cursor(station))
    for time_s in (11.9, 0.3, 7.7):  # there and back
        click(station, qtbot, time_s)
        wait_for_frame(station, frame_at_cursor(station))

    step_frames(station, qtbot)
    shift(station, qtbot)
    leave_the_coverage(station, qtbot)
    offset_s = station.video.footage.clips[0].sync.offset_s
    station.actions["study.quit"].trigger()

    station = open_with_video(start_station(), recording)
    wait_until(lambda: station.video.footage.clips[0].sync.offset_s == pytest.approx(offset_s))
    click(station, qtbot, 6.01)
    wait_for_frame(station, frame_at_cursor(station, offset_s))


def step_frames(station: Workstation, qtbot) -> None:
    """Full stop goes one frame on, comma one back; the cursor goes to where that frame begins."""
    number = shown_number(station)
    assert number is not None
    for key, direction in ((Key.Key_Period, 1),) * 3 + ((Key.Key_Comma, -1),) * 5:
        press(station, qtbot, key)
        number += direction
        wait_for_frame(station, number)
        wait_until(lambda n=number: cursor_s(station) == pytest.approx(n / FRAME_HZ, abs=1e-4))


def shift(station: Workstation, qtbot) -> None:
    """Ctrl, Alt and Right bring the picture 40 ms later: one frame less at the same cursor."""
    click(station, qtbot, 6.01)
    number = frame_at_cursor(station)
    wait_for_frame(station, number)
    before_s = cursor_s(station)
    for k in range(1, 6):
        press(station, qtbot, Key.Key_Right, modifier=CtrlAlt)
        wait_for_frame(station, number - k)
    press(station, qtbot, Key.Key_Left, modifier=CtrlAlt)
    wait_for_frame(station, number - 4)
    assert cursor_s(station) == before_s
    assert station.video.footage.clips[0].sync.offset_s == pytest.approx(0.16)
    assert "hand" in station.video.footage.clips[0].sync.source


def leave_the_coverage(station: Workstation, qtbot) -> None:
    """Past the end of the video no frame stays behind; the words say that there is none."""
    click(station, qtbot, 14.0)
    wait_until(lambda: shown_number(station) is None)
    assert station.video.panel.picture.message.startswith("no video")
    click(station, qtbot, 0.05)  # the video begins 0.16 s in by now
    wait_until(lambda: shown_number(station) is None)
    click(station, qtbot, 3.01)
    wait_for_frame(station, frame_at_cursor(station, 0.16))


def test_playing_takes_the_picture_along(start_station, recording: Path, qtbot) -> None:
    station = open_with_video(start_station(), recording)
    click(station, qtbot, 2.01)
    wait_for_frame(station, frame_at_cursor(station))
    press(station, qtbot, Key.Key_Space)
    assert study_of(station).player.is_playing
    wait_until(lambda: cursor_s(station) > 2.5)
    press(station, qtbot, Key.Key_Space)
    assert not study_of(station).player.is_playing
    wait_for_frame(station, frame_at_cursor(station))
