"""The video on top of the sidebar in three sizes: high enough to see an arm move, and the page keeps its speed."""

from collections.abc import Callable
from pathlib import Path

import pytest
from films.moving_video import write_moving_video
from PySide6.QtCore import Qt
from waiting import wait_until
from windows.at_the_window import study_of, wait_until_idle
from windows.window_fixtures import open_and_wait

from eegview.ui.sidebar.video_slot import SIZES
from eegview.ui.video.camera_views import LEAST_PICTURE_PX
from eegview.ui.video.panel import LEAST_DOCKED_PX
from eegview.ui.video.placement import Place
from eegview.ui.workstation import Workstation


@pytest.fixture
def filmed(start_station: Callable[[], Workstation], small_edf: Path, tmp_path: Path) -> Workstation:
    """Return a large window with a recording and its video."""
    return opened(start_station, small_edf, tmp_path)


def opened(start_station: Callable[[], Workstation], small_edf: Path, folder: Path) -> Workstation:
    station = start_station()
    station.window.setWindowState(Qt.WindowState.WindowNoState)
    station.window.resize(1900, 1000)
    recording = folder / "filmed.edf"
    if not recording.exists():
        recording.write_bytes(small_edf.read_bytes())
        write_moving_video(folder / "filmed.mp4")
    open_and_wait(station, recording)
    wait_until(lambda: station.video.has_video and station.video.slot.isVisible())
    wait_until_idle(station)
    return station


def picture_px(station: Workstation) -> int:
    return station.video.panel.views.height()


def speed(station: Workstation) -> float:
    geometry = station.window.page.geometry_of_page()
    assert geometry is not None
    return geometry.mm_per_s


def next_size(station: Workstation) -> None:
    station.actions["video.size"].trigger()
    wait_until_idle(station)


def test_each_size_is_larger_than_the_one_before_and_the_smallest_is_high_enough(filmed: Workstation) -> None:
    before, heights_px = speed(filmed), []
    for name in SIZES:
        assert filmed.video.slot.size_name == name
        wait_until(lambda: speed(filmed) == pytest.approx(before, rel=1e-9))
        wait_until(lambda times=SIZES[name]: picture_px(filmed) >= round(LEAST_DOCKED_PX * times))
        heights_px.append(picture_px(filmed))
        next_size(filmed)
    assert heights_px == sorted(set(heights_px))
    assert filmed.video.slot.size_name == "S"
    wait_until(lambda: picture_px(filmed) == heights_px[0])


def test_panels_below_the_video_neither_overlap_it_nor_take_its_room(filmed: Workstation) -> None:
    for command_id in ("cluster.list", "detector.panel", "study.completeness", "mark.list"):
        before = picture_px(filmed)
        filmed.actions[command_id].trigger()
        wait_until_idle(filmed)
        panel = next(panel for panel in filmed.window.sidebar.panels if panel.command_id == command_id)
        column = filmed.window.sidebar.column
        assert panel.frame.mapTo(column, panel.frame.rect().topLeft()).y() >= filmed.video.slot.geometry().bottom()
        assert picture_px(filmed) == before


@pytest.mark.parametrize(("width_px", "height_px"), [(853, 533), (1280, 800)])
def test_in_a_small_window_nothing_overlaps(filmed: Workstation, width_px: int, height_px: int) -> None:
    filmed.window.resize(width_px, height_px)
    wait_until_idle(filmed)
    for _ in SIZES:
        sidebar = filmed.window.sidebar
        wait_until(lambda held=sidebar: held.rail.geometry().right() < held.width())
        assert filmed.window.page.width() >= filmed.window.page.minimumWidth()
        assert sidebar.mapTo(filmed.window, sidebar.rect().topRight()).x() < width_px
        stack = sidebar.column.findChild(type(sidebar._stack), "sidebar.panels")
        assert stack is not None
        assert stack.y() >= filmed.video.slot.geometry().bottom()
        assert stack.height() >= 100
        next_size(filmed)


def test_the_size_is_remembered_and_its_button_shows_it(
    filmed: Workstation, start_station: Callable[[], Workstation], small_edf: Path, tmp_path: Path
) -> None:
    filmed.video.panel.sizes["L"].click()
    wait_until_idle(filmed)
    filmed.window.close()
    again = opened(start_station, small_edf, tmp_path)
    assert again.video.slot.size_name == "L"
    assert [name for name, button in again.video.panel.sizes.items() if button.isChecked()] == ["L"]


def test_the_key_brings_a_video_back_that_floats_or_is_hidden(filmed: Workstation) -> None:
    size = filmed.video.slot.size_name
    filmed.actions["video.float"].trigger()
    next_size(filmed)
    assert filmed.video.place.place is Place.DOCK
    filmed.actions["video.show"].trigger()
    next_size(filmed)
    assert filmed.video.slot.isVisible()
    assert filmed.video.slot.size_name == size


def test_video_and_its_own_window_leave_the_page_as_fast_as_it_was(filmed: Workstation) -> None:
    filmed.actions["mark.list"].trigger()
    wait_until_idle(filmed)
    before, length_s = speed(filmed), study_of(filmed).view.page_s
    for command_id in ("video.float", "video.window", "video.window", "video.show", "video.show"):
        filmed.actions[command_id].trigger()
        wait_until_idle(filmed)
        wait_until(lambda: speed(filmed) == pytest.approx(before, rel=1e-9))
    assert study_of(filmed).view.page_s == pytest.approx(length_s)


def test_a_video_of_a_study_that_was_closed_meanwhile_does_not_come_back(filmed: Workstation) -> None:
    for closes in (False, True):
        filmed.actions["display.focus"].trigger()
        assert filmed.video.slot.isHidden()
        if closes:
            filmed.studies.close()
        filmed.actions["display.focus"].trigger()
        assert filmed.video.slot.isHidden() == closes


@pytest.mark.parametrize("command_id", ["trends.open", "display.focus"])
def test_a_video_found_while_it_is_put_away_waits_for_its_place(filmed: Workstation, command_id: str) -> None:
    filmed.video.slot.close_video()
    filmed.actions[command_id].trigger()
    filmed.video._show_first()  # the video is read only now
    assert filmed.video.slot.isHidden()
    filmed.actions[command_id].trigger()
    assert not filmed.video.slot.isHidden()
    filmed.video.slot.close_video()
    filmed.actions[command_id].trigger()
    filmed.actions["video.size"].trigger()  # the reader's own key shows it
    assert not filmed.video.slot.isHidden()
    filmed.actions[command_id].trigger()


def test_two_cameras_stand_above_each_other_in_a_narrow_sidebar(
    start_station: Callable[[], Workstation], small_edf: Path, tmp_path: Path
) -> None:
    for camera in (1, 2):
        write_moving_video(tmp_path / f"filmed_cam{camera}.mp4")
    (tmp_path / "filmed.edf").write_bytes(small_edf.read_bytes())
    station = opened(start_station, small_edf, tmp_path)
    views = station.video.panel.views
    wait_until(lambda: len(views.names) == 2)
    wait_until(lambda: all(view.width() >= LEAST_PICTURE_PX and view.height() >= 180 for view in views))
    first, second = views
    assert not first.geometry().intersects(second.geometry())
