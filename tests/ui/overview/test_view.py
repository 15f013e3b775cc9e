"""The overview below the page: a frame that costs nothing, clicks that jump, lanes that follow the marks."""

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QImage, QMouseEvent
from PySide6.QtWidgets import QApplication
from recordings.study_files import write_edf
from waiting import wait_until
from windows.at_the_window import wait_until_idle

from eegview.model.annotation import Annotation
from eegview.model.span import Span

NOTES = [(10.0, "eyes open"), (40.0, "eyes closed"), (90.0, "crying")]


@pytest.fixture
def station(open_file, own_folders):
    """Two minutes with a gap from 60 to 80 s and three notes."""
    path = write_edf(own_folders / "gapped.edf", segments=((0, 60), (80, 120)), notes=NOTES)
    station = open_file(path)
    wait_until(lambda: n_bands(station.overview.whole, "annotations") == 1)
    return station


def n_bands(strip, track_name: str) -> int:
    return next(len(lane.bands) for lane in strip.tracks if lane.name == track_name)


def point_at(strip, time_s: float) -> QPoint:
    return QPoint(round(strip.geometry_of_strip().x_of(time_s)), strip.height() // 3)


def picture_of(strip) -> QImage:
    return strip.grab().toImage()


def drag_to(strip, time_s: float) -> None:
    """Move with the button held; QTest moves without buttons, so the event is made here."""
    point = QPointF(point_at(strip, time_s))
    event = QMouseEvent(
        QEvent.Type.MouseMove,
        point,
        strip.mapToGlobal(point),
        Qt.MouseButton.NoButton,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(strip, event)


def wait_for_page_at(station, start_s: float) -> None:
    wait_until(lambda: station.window.page.shown_page.span.start_s == pytest.approx(start_s, abs=0.5))


def test_a_click_brings_that_time_to_the_middle_of_the_page(station, qtbot) -> None:
    strip = station.overview.whole
    qtbot.mouseClick(strip, Qt.MouseButton.LeftButton, pos=point_at(strip, 55.0))
    wait_for_page_at(station, 55.0 - 7.5)


def test_a_click_near_a_note_goes_to_its_very_time(station, qtbot) -> None:
    strip = station.overview.whole
    qtbot.mouseClick(strip, Qt.MouseButton.LeftButton, pos=point_at(strip, 90.0) + QPoint(2, 0))
    wait_until(lambda: station.studies.study.session.view.cursor_s == 90.0)


def test_dragging_scrubs(station, qtbot) -> None:
    strip = station.overview.whole
    qtbot.mousePress(strip, Qt.MouseButton.LeftButton, pos=point_at(strip, 20.0))
    drag_to(strip, 100.0)
    wait_for_page_at(station, 100.0 - 7.5)


def test_turning_pages_moves_the_frame_and_draws_no_mark_anew(station) -> None:
    strip = station.overview.whole
    wait_until_idle(station)
    picture_of(strip)
    drawn, before = strip.n_drawn, strip.box_of(station.window.page.shown_page.span)
    station.actions["page.next"].trigger()
    wait_for_page_at(station, 15.0)
    picture_of(strip)
    assert strip.n_drawn == drawn
    assert strip.box_of(station.window.page.shown_page.span).left() > before.left()


def test_a_new_mark_comes_to_its_lane_and_undo_takes_it_away(station) -> None:
    strip = station.overview.whole
    assert n_bands(strip, "spasms") == 0
    station.actions["event.mark.spasm"].trigger()
    wait_until(lambda: n_bands(strip, "spasms") == 1)
    station.actions["edit.undo"].trigger()
    wait_until(lambda: n_bands(strip, "spasms") == 0)


def test_gaps_are_hatched_and_the_page_is_framed(station) -> None:
    strip, theme = station.overview.whole, station.window.page.theme
    geometry, picture = strip.geometry_of_strip(), picture_of(strip)

    def colours(start_s: float, stop_s: float) -> set[str]:
        columns = range(round(geometry.x_of(start_s)), round(geometry.x_of(stop_s)))
        rows = range(4, round(geometry.tracks_bottom_px) - 4)
        return {QColor(picture.pixel(x, y)).name() for x in columns for y in rows}

    assert {theme.gap, theme.gap_hatch} <= colours(62.0, 78.0)
    assert theme.gap not in colours(45.0, 58.0)
    assert theme.accent in colours(14.0, 16.0)


def test_the_tip_says_clock_and_what_is_there(station) -> None:
    describe = station.overview._describe
    assert describe(10.0, Span(9.5, 10.5)).startswith("13:21:06 · 00:00:10 from start\nfile annotation: eyes open\n")
    assert describe(70.0, Span(69.0, 71.0)).endswith("gap: nothing was recorded")


def test_video_gets_a_lane_for_each_camera(station) -> None:
    strip = station.overview.whole
    height_px = strip.sizeHint().height()
    station.overview.set_video([("camera 1", [Span(0.0, 50.0)]), ("camera 2", [Span(30.0, 60.0)])])
    wait_until(lambda: [lane.name for lane in strip.tracks][-2:] == ["camera 1", "camera 2"])
    assert strip.sizeHint().height() > height_px
    assert station.overview._describe(40.0, Span(39.0, 40.5)).count("video:") == 2


def test_twenty_thousand_marks_are_drawn_once_not_with_each_page(station) -> None:
    review, strip = station.studies.study.review, station.overview.whole
    notes = [Annotation(f"n{i}", "spasm", i * 0.006, 0.0, layer="file", text="x") for i in range(20_000)]
    review.show_file_notes(notes)
    wait_until(lambda: len(strip.tracks[3].bands[0].starts_s) == 20_000)  # instead of the notes before
    wait_until_idle(station)
    picture_of(strip)
    drawn = strip.n_drawn
    for _ in range(3):
        station.actions["page.next"].trigger()
    wait_for_page_at(station, 45.0)
    picture_of(strip)
    assert strip.n_drawn == drawn


def test_the_hour_is_there_for_long_recordings_only(station) -> None:
    assert station.overview.hour.isHidden()


def test_a_long_recording_shows_the_hour_around_the_page(open_file, own_folders, qtbot) -> None:
    path = write_edf(own_folders / "long.edf", segments=((0, 10), (9990, 10_000)), names=("Cz", "Pz"), rate_hz=10)
    station = open_file(path)
    hour = station.overview.hour
    assert hour.isVisible()
    assert hour.span == Span(0.0, 3600.0)
    station.actions["page.last"].trigger()
    wait_until(lambda: hour.span == Span(6400.0, 10_000.0))
    qtbot.mouseClick(hour, Qt.MouseButton.LeftButton, pos=point_at(hour, 8000.0))
    wait_until(
        lambda: abs(station.studies.study.session.view.cursor_s - 8000.0) < 2 / hour.geometry_of_strip().px_per_s
    )


def test_the_overview_is_put_away_and_brought_back_by_its_key(station, qtbot) -> None:
    qtbot.keyClick(station.window.page, Qt.Key.Key_O)
    wait_until(lambda: not station.overview.isVisible())
    assert not station.actions["display.overview"].isChecked()
    qtbot.keyClick(station.window.page, Qt.Key.Key_O)
    wait_until(station.overview.isVisible)


def test_it_is_empty_once_the_study_is_closed(station) -> None:
    station.studies.close()
    strip = station.overview.whole
    assert {QColor(picture_of(strip).pixel(x, 5)).name() for x in range(strip.width())} == {
        station.window.page.theme.ground
    }
