"""The sidebar: one panel at a time, its key shows it and hides it, and it is as wide as the reader made it."""

from collections.abc import Callable
from itertools import product
from pathlib import Path

import pytest
from PySide6.QtCore import QByteArray, Qt
from PySide6.QtTest import QTest
from waiting import wait_until
from windows.at_the_window import study_of, wait_until_idle
from windows.window_fixtures import open_and_wait

from eegview.app.resources import resources_folder
from eegview.ui.sidebar.icons import themed_icon
from eegview.ui.sidebar.panel import SidebarPanel, Where
from eegview.ui.sidebar.rail import RailButton
from eegview.ui.window.settings import Settings
from eegview.ui.workstation import Workstation

BESIDE = ("mark.list", "cluster.list", "study.completeness", "detector.panel")
EVERY = (*BESIDE, "detector.trends")


def panel_of(station: Workstation, command_id: str) -> SidebarPanel:
    return next(panel for panel in station.window.sidebar.panels if panel.command_id == command_id)


def trigger(station: Workstation, *command_ids: str) -> None:
    for command_id in command_ids:
        station.actions[command_id].trigger()
        wait_until_idle(station)


def in_front(station: Workstation) -> list[str]:
    return [panel.command_id for panel in station.window.sidebar.panels if panel.is_in_front]


def width_px(station: Workstation) -> int:
    return station.window.sidebar.column.width()


# one at a time


def test_the_list_of_marks_is_open_at_first(station: Workstation) -> None:
    assert in_front(station) == ["mark.list"]


@pytest.mark.parametrize("command_id", BESIDE)
def test_a_panel_is_shown_instead_of_another_and_closed_where_it_is_in_front(
    station: Workstation, command_id: str
) -> None:
    for other in BESIDE:
        if other == command_id:
            continue
        panel_of(station, other).open()
        trigger(station, command_id)
        assert in_front(station) == [command_id]
    trigger(station, command_id)
    assert in_front(station) == []
    trigger(station, command_id)
    assert in_front(station) == [command_id]


def test_command_and_rail_button_are_checked_while_the_panel_is_shown(station: Workstation) -> None:
    for command_id in EVERY:
        action, button = station.actions[command_id], rail_button(station, command_id)
        for _ in range(3):
            trigger(station, command_id)
            is_shown = panel_of(station, command_id).is_in_front
            assert (action.isChecked(), button.isChecked()) == (is_shown, is_shown), command_id


def rail_button(station: Workstation, command_id: str) -> RailButton:
    button = station.window.findChild(RailButton, f"rail.{command_id}")
    assert button is not None
    return button


def test_a_click_on_the_rail_does_what_the_key_does(station: Workstation) -> None:
    button = rail_button(station, "cluster.list")
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert in_front(station) == ["cluster.list"]
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert in_front(station) == []
    assert not button.isChecked()


def test_a_panel_reports_when_it_comes_into_sight_and_leaves(station: Workstation) -> None:
    panel, heard = panel_of(station, "cluster.list"), []
    panel.shown.connect(lambda: heard.append("shown"))
    panel.hidden.connect(lambda: heard.append("hidden"))
    trigger(station, "cluster.list", "mark.list")
    assert heard == ["shown", "hidden"]


def test_buttons_have_names_and_tips_with_their_keys(station: Workstation) -> None:
    for command_id in EVERY:
        button = rail_button(station, command_id)
        keys = station.actions.keys_of(command_id)
        assert button.accessibleName()
        assert f"({keys[0].toString()})" in button.toolTip()


def test_a_badge_is_shown_and_spoken(station: Workstation) -> None:
    button = rail_button(station, "cluster.list")
    panel_of(station, "cluster.list").set_badge("11")
    assert button.badge == "11"
    assert "11" in button.accessibleDescription()
    panel_of(station, "cluster.list").set_badge("")
    assert "11" not in button.accessibleDescription()


# widths


def test_no_panel_changes_the_width_of_the_sidebar(station: Workstation) -> None:
    before = width_px(station)
    for command_id in BESIDE:
        panel_of(station, command_id).open()
        wait_until_idle(station)
        assert width_px(station) == before


def drag_edge(station: Workstation, by_px: int) -> None:
    station.window.sidebar.edge.dragged.emit(by_px)
    wait_until_idle(station)


def test_the_first_width_stays_though_the_window_lies_otherwise_next_time(
    station: Workstation, start_station: Callable[[], Workstation], small_edf: Path
) -> None:
    before = width_px(station)
    station.window.resize(station.window.width() - 120, station.window.height())
    station.window.close()
    again = open_and_wait(start_station(), small_edf)
    wait_until_idle(again)
    assert width_px(again) == before


def test_the_width_is_the_readers_and_is_remembered_with_the_panel_that_was_open(
    station: Workstation, start_station: Callable[[], Workstation], small_edf: Path
) -> None:
    before = width_px(station)
    drag_edge(station, 60)
    assert width_px(station) == before + 60
    trigger(station, "cluster.list")
    station.window.close()
    again = open_and_wait(start_station(), small_edf)
    wait_until_idle(again)
    assert width_px(again) == before + 60
    assert in_front(again) == ["cluster.list"]


def test_a_sidebar_that_was_closed_stays_closed_after_a_restart(
    station: Workstation, start_station: Callable[[], Workstation]
) -> None:
    trigger(station, "mark.list")
    station.window.close()
    again = start_station()
    assert in_front(again) == []
    assert again.window.sidebar.column.isHidden()


def test_the_sidebar_leaves_the_page_its_room(station: Workstation) -> None:
    drag_edge(station, 5000)
    assert width_px(station) <= station.window.width() / 2
    drag_edge(station, -5000)
    assert width_px(station) == station.window.sidebar.minimum_px


@pytest.mark.parametrize("state", [b"no state", b"\x00\x00\x00\xff\x00\x00\x00\x00\xfd"])
def test_a_window_state_of_an_older_version_does_not_break_the_start(
    own_folders: Path, start_station: Callable[[], Workstation], state: bytes
) -> None:
    settings = Settings(own_folders / "settings.ini")
    settings.put("window/state", QByteArray(state))
    settings.put("sidebar/places", "nothing=front;mark.list=nowhere;cluster.list=front;detector.panel=front")
    settings.put("sidebar/width_px", "wide")
    settings.sync()
    station = start_station()
    assert in_front(station) == ["cluster.list"]


# the page's speed


def speed_mm_per_s(station: Workstation) -> float:
    geometry = station.window.page.geometry_of_page()
    assert geometry is not None
    return geometry.mm_per_s


def assert_speed(station: Workstation, mm_per_s: float) -> None:
    wait_until_idle(station)
    wait_until(lambda: speed_mm_per_s(station) == pytest.approx(mm_per_s, rel=1e-9), "the page runs as fast as before")


@pytest.mark.parametrize("scale", [1.0, 1.5])
def test_the_page_keeps_its_speed_whatever_panel_opens_closes_or_changes(station: Workstation, scale: float) -> None:
    station.appearance.use_scale(scale)
    wait_until_idle(station)
    station.page_commands.use_page_length(10.0)
    wait_until_idle(station)
    before, width = speed_mm_per_s(station), station.window.page.width()
    for command_id in (*EVERY, *EVERY, "mark.list"):
        station.actions[command_id].trigger()
        assert_speed(station, before)
    panel_of(station, "mark.list").open()
    assert_speed(station, before)
    assert station.window.page.width() == width
    assert study_of(station).view.page_s == 10.0  # exactly what was chosen


def test_the_page_shows_more_seconds_while_nothing_stands_beside_it(station: Workstation) -> None:
    before = speed_mm_per_s(station)
    trigger(station, "mark.list")
    assert_speed(station, before)
    assert study_of(station).view.page_s > 15.0
    trigger(station, "mark.list")
    assert_speed(station, before)
    assert study_of(station).view.page_s == 15.0


def test_the_page_keeps_its_speed_in_focus_mode_and_for_a_torn_off_panel(station: Workstation) -> None:
    before = speed_mm_per_s(station)
    trigger(station, "display.focus")
    assert_speed(station, before)
    trigger(station, "display.focus")
    assert_speed(station, before)
    panel_of(station, "mark.list").switch_window()
    assert_speed(station, before)
    panel_of(station, "mark.list").switch_window()
    assert_speed(station, before)
    drag_edge(station, 80)
    assert_speed(station, before)


def test_the_speed_outlives_a_restart_with_the_panel_closed(
    station: Workstation, start_station: Callable[[], Workstation], small_edf: Path
) -> None:
    before = speed_mm_per_s(station)
    trigger(station, "mark.list")
    assert_speed(station, before)
    station.window.close()
    again = open_and_wait(start_station(), small_edf)
    assert_speed(again, before)


def test_a_cursor_stays_on_the_page_that_is_shortened_and_the_page_comes_back(station: Workstation) -> None:
    trigger(station, "mark.list")
    study = study_of(station)
    study.set_cursor(study.view.span.stop_s - 0.2)
    start_s = study.view.start_s
    trigger(station, "mark.list")
    assert study.view.cursor_s is not None
    assert study.view.span.contains(study.view.cursor_s)
    trigger(station, "mark.list")
    assert study.view.start_s == start_s


def test_a_paper_speed_that_was_set_holds_when_the_window_changes_its_width(station: Workstation) -> None:
    station.page_commands.use_paper_speed(30.0)
    wait_until_idle(station)
    assert speed_mm_per_s(station) == pytest.approx(30.0, rel=0.01)
    station.window.resize(station.window.width() - 150, station.window.height())
    wait_until(lambda: speed_mm_per_s(station) == pytest.approx(30.0, rel=0.01))
    station.page_commands.use_page_length(10.0)
    station.window.resize(station.window.width() + 100, station.window.height())
    wait_until_idle(station)
    assert study_of(station).view.page_s == 10.0  # and so does a length that was set


# below the page


def heights(station: Workstation) -> tuple[int, int]:
    return station.window.page.height(), station.overview.height()


def test_trends_give_the_page_its_height_back(station: Workstation) -> None:
    wait_until_idle(station)  # the lanes of the overview are all there
    before = heights(station)
    for _ in range(2):
        trigger(station, "detector.trends")
        assert heights(station)[0] < before[0]
        assert heights(station)[1] == before[1]
        trigger(station, "detector.trends")
        assert heights(station) == before
    trigger(station, "detector.trends")
    panel_of(station, "detector.trends").frame.header.close_button.click()
    wait_until_idle(station)
    assert heights(station) == before


def test_trends_give_the_height_back_after_a_restart(
    station: Workstation, start_station: Callable[[], Workstation], small_edf: Path
) -> None:
    wait_until_idle(station)
    before = heights(station)
    trigger(station, "detector.trends")
    lower = heights(station)
    station.window.close()
    again = open_and_wait(start_station(), small_edf)
    wait_until_idle(again)
    assert panel_of(again, "detector.trends").is_in_front
    assert heights(again) == lower
    trigger(again, "detector.trends")
    assert heights(again) == before
    again.window.close()
    third = open_and_wait(start_station(), small_edf)
    wait_until_idle(third)
    assert heights(third) == before


# windows of their own


def test_a_panel_is_torn_off_and_comes_back_when_its_window_is_closed(station: Workstation) -> None:
    for command_id in EVERY:
        panel = panel_of(station, command_id)
        panel.open()
        QTest.mouseDClick(panel.frame.header, Qt.MouseButton.LeftButton)
        assert panel.where is Where.WINDOW, command_id
        window = panel.frame.window()
        assert window is not station.window
        assert window.isVisible()
        window.close()
        assert panel.frame.window() is station.window, command_id
        assert panel.is_in_front


def test_a_torn_off_panel_leaves_the_sidebar_to_others_and_is_remembered(
    station: Workstation, start_station: Callable[[], Workstation]
) -> None:
    panel_of(station, "mark.list").switch_window()
    trigger(station, "cluster.list")
    assert in_front(station) == ["mark.list", "cluster.list"]
    station.window.close()
    again = start_station()
    assert in_front(again) == ["mark.list", "cluster.list"]
    assert panel_of(again, "mark.list").frame.window() is not again.window


def test_the_key_of_a_torn_off_panel_hides_its_window_and_shows_it_again(station: Workstation) -> None:
    panel = panel_of(station, "cluster.list")
    panel.open()
    panel.switch_window()
    panel.close()
    assert in_front(station) == []
    trigger(station, "cluster.list")
    assert panel.where is Where.WINDOW
    assert panel.is_in_front


# pinned


def test_a_pinned_panel_stays_below_the_one_in_front(station: Workstation) -> None:
    marks, clusters = panel_of(station, "mark.list"), panel_of(station, "cluster.list")
    clusters.open()
    clusters.frame.header.pin.click()
    assert clusters.where is Where.PINNED
    trigger(station, "mark.list")
    assert in_front(station) == ["mark.list", "cluster.list"]
    wait_until(lambda: marks.frame.y() < clusters.frame.y())
    trigger(station, "detector.panel")
    assert in_front(station) == ["cluster.list", "detector.panel"]
    panel_of(station, "study.completeness").open()
    panel_of(station, "study.completeness").switch_pin()
    assert in_front(station) == ["study.completeness"]  # one is pinned at a time


# put away


@pytest.mark.parametrize("has_trends", [False, True])
def test_what_stood_open_comes_back_after_focus_mode(station: Workstation, has_trends: bool) -> None:
    panel_of(station, "cluster.list").open()
    if has_trends:
        panel_of(station, "detector.trends").open()
    wait_until_idle(station)
    before, height = in_front(station), heights(station)
    trigger(station, "display.focus")
    assert in_front(station) == []
    assert not station.window.sidebar.isVisible() or station.window.sidebar.width() <= 1
    assert station.overview.isHidden()
    trigger(station, "display.focus")
    assert in_front(station) == before
    wait_until(lambda: heights(station) == height)


def test_what_focus_mode_put_away_is_open_after_a_restart(
    station: Workstation, start_station: Callable[[], Workstation]
) -> None:
    trigger(station, "cluster.list", "display.focus")
    station.window.close()
    assert in_front(start_station()) == ["cluster.list"]


def test_icons_follow_the_theme(station: Workstation) -> None:
    button = rail_button(station, "mark.list")
    before = button.icon().pixmap(20, 20).toImage()
    station.appearance.use_theme("night")
    assert button.icon().pixmap(20, 20).toImage() != before


# the rail


@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
def test_labels_of_the_rail_are_whole(station: Workstation, scale: float) -> None:
    station.appearance.use_scale(scale)
    station.window.resize(1200, 1000)
    wait_until_idle(station)
    for command_id in EVERY:
        button = rail_button(station, command_id)
        assert button.fontMetrics().horizontalAdvance(button.text()) <= button.width()


def test_a_rail_that_is_too_low_for_labels_shows_icons_only(station: Workstation) -> None:
    rail = station.window.sidebar.rail
    button = rail_button(station, "mark.list")
    rail.resize(rail.width(), 120)
    assert button.toolButtonStyle() is Qt.ToolButtonStyle.ToolButtonIconOnly
    rail.resize(rail.width(), 600)
    assert button.toolButtonStyle() is Qt.ToolButtonStyle.ToolButtonTextUnderIcon


def test_the_rail_counts_clusters(station: Workstation) -> None:
    study = study_of(station)
    for time_s in (2.0, 12.0, 22.0):
        study.set_cursor(time_s)
        station.actions["mark.term.spasm"].trigger()
    wait_until(lambda: rail_button(station, "cluster.list").badge == "1")
    station.studies.close()
    assert rail_button(station, "cluster.list").badge == ""


def test_every_icon_is_drawn_in_every_theme(station: Workstation) -> None:
    themes = {theme.theme_id: theme for theme in station.appearance.themes}
    for theme_id, path in product(
        ("paper", "night", "high_contrast"), (resources_folder() / "icons/rail").glob("*.svg")
    ):
        theme = themes[theme_id]
        image = themed_icon(path.stem, theme, 24).pixmap(24, 24).toImage()
        pixels = [image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height())]
        assert theme.ink in {pixel.name() for pixel in pixels if pixel.alpha() == 255}, (theme_id, path.stem)
