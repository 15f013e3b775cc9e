"""Over the traces the video keeps its buttons and gives way to the cursor."""

from pathlib import Path

import pytest
from films.barcoded import write_video
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QEnterEvent
from PySide6.QtWidgets import QApplication
from waiting import wait_until
from windows.at_the_window import click, study_of, wait_until_idle
from windows.window_fixtures import open_and_wait

from eegview.ui.video.placement import Place
from eegview.ui.workstation import Workstation


@pytest.fixture
def floating(empty_station: Workstation, small_edf: Path, tmp_path: Path) -> Workstation:
    """Return the window with a video of ten seconds over the traces."""
    path = tmp_path / "night.edf"
    path.write_bytes(small_edf.read_bytes())
    write_video(tmp_path / "night.mp4", n_frames=250)
    station = open_and_wait(empty_station, path)
    wait_until(lambda: station.video.has_video and station.video.shown is not None)
    station.window.resize(2200, 1000)
    station.actions["video.float"].trigger()
    wait_until(lambda: station.window.page.width() > 1200)
    assert station.video.place.place is Place.FLOAT
    wait_until_idle(station)  # the page has taken the room of what stood beside it
    QApplication.processEvents()
    return station


def enter(station: Workstation) -> None:
    """Have the mouse come over the panel."""
    point = QPointF(20, 20)
    QApplication.sendEvent(station.video.panel, QEnterEvent(point, point, point))


def test_the_buttons_come_with_the_mouse_over_the_pictures_lower_edge(floating: Workstation) -> None:
    panel = floating.video.panel
    assert not panel.play.isVisible()
    enter(floating)
    assert all(widget.isVisible() for widget in (panel.back, panel.play, panel.forward, panel.loop, panel.speed))
    bar, views = panel.play.parentWidget().geometry(), panel.views.geometry()
    assert views.contains(bar)
    assert bar.bottom() == views.bottom()
    panel.play.click()
    assert floating.play.is_playing
    floating.play.pause()
    QApplication.sendEvent(panel, QEvent(QEvent.Type.Leave))
    wait_until(lambda: not panel.play.isVisible())


def test_the_buttons_are_reached_by_keyboard_and_left_again(floating: Workstation, qtbot) -> None:
    panel, page = floating.video.panel, floating.window.page
    panel.setFocus(Qt.FocusReason.TabFocusReason)
    wait_until(panel.play.hasFocus)
    assert panel.loop.isVisible()
    qtbot.keyClick(panel.play, Qt.Key.Key_Return)
    assert floating.play.is_playing
    qtbot.keyClick(panel.play, Qt.Key.Key_Space)
    assert not floating.play.is_playing
    qtbot.keyClick(panel.play, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is not panel.play
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert page.hasFocus()
    wait_until(lambda: not panel.loop.isVisible())


def test_how_sure_its_time_is_stays_in_sight(floating: Workstation) -> None:
    panel = floating.video.panel
    assert panel.float_sync.isVisible()
    assert panel.float_sync.text()
    assert panel.sync_text.text().endswith(panel.float_sync.text())


def test_back_in_its_place_the_buttons_stand_below_the_picture_as_before(floating: Workstation) -> None:
    panel = floating.video.panel
    enter(floating)
    floating.actions["video.float"].trigger()
    wait_until(panel.play.isVisible)
    wait_until(lambda: panel.play.parentWidget().geometry().top() >= panel.views.geometry().bottom())
    assert panel.play.focusPolicy() is Qt.FocusPolicy.NoFocus
    floating.actions["video.float"].trigger()
    assert not panel.play.isVisible()


def test_it_gives_way_to_the_cursor_and_comes_back(floating: Workstation, qtbot) -> None:
    panel, page = floating.video.panel, floating.window.page
    floating.video.place.set_corner("lower right")
    right_px = panel.x()
    covered_s = page.geometry_of_page().time_of(panel.geometry().center().x())
    study_of(floating).set_cursor(covered_s)
    wait_until(lambda: panel.x() < right_px)
    assert panel.x() + panel.width() < page.geometry_of_page().x_of(covered_s)
    assert floating.video.place.corner == "lower right"  # as was chosen
    click(floating, qtbot, 1.0)
    wait_until(lambda: panel.x() == right_px)


def test_where_it_was_dragged_it_stays(floating: Workstation) -> None:
    panel, page = floating.video.panel, floating.window.page
    panel.views.dragged.emit(QPointF(-40, -10))
    place = panel.pos()
    study_of(floating).set_cursor(page.geometry_of_page().time_of(panel.geometry().center().x()))
    QApplication.processEvents()
    assert panel.pos() == place


def test_over_the_traces_it_has_three_sizes_too(floating: Workstation) -> None:
    panel, page, docked = floating.video.panel, floating.window.page, floating.video.slot.size_name
    widths = []
    for name in ("S", "M", "L"):
        panel.sizes[name].click()
        widths.append(panel.width())
        assert [size for size, button in panel.sizes.items() if button.isChecked()] == [name]
        assert page.rect().contains(panel.geometry())
    assert widths == sorted(widths)
    assert widths[0] < widths[1] < widths[2]
    assert floating.video.slot.size_name == docked
    floating.actions["video.float"].trigger()
    assert panel.sizes[docked].isChecked()


def test_signs_stand_for_words_only_while_it_floats(floating: Workstation) -> None:
    panel = floating.video.panel
    assert len(panel.back.text()) == 1
    assert len(panel.back.accessibleName()) > 1
    floating.actions["video.float"].trigger()
    assert len(panel.back.text()) > 1


def test_a_figure_and_its_unit_stay_on_one_line(floating: Workstation) -> None:
    floating.video.panel.show_time_trust("Matched · synced, ±33 ms", False)
    assert "±33\N{NO-BREAK SPACE}ms" in floating.video.panel.sync_text.text()
