"""Going to a time, a clock time or a mark through the line over the page."""

from datetime import datetime

import pytest
from PySide6.QtCore import Qt
from recordings.study_files import write_edf
from waiting import wait_until

from eegview.model.span import Span

NOTES = [(10.0, "eyes open"), (40.0, "eyes closed"), (90.0, "crying")]


@pytest.fixture
def station(open_file, own_folders):
    path = write_edf(own_folders / "gapped.edf", segments=((0, 60), (80, 120)), notes=NOTES)
    station = open_file(path)
    wait_until(lambda: len(station.studies.study.review.marks) == len(NOTES))
    return station


def type_place(qtbot, station, text: str):
    """Open the line with its key, type, and return it."""
    qtbot.keyClick(station.window.page, Qt.Key.Key_G)
    wait_until(station.go_to.isVisible)
    qtbot.keyClicks(station.go_to.edit, text)
    return station.go_to


def wait_for_cursor(station, time_s: float) -> None:
    wait_until(lambda: station.studies.study.session.view.cursor_s == pytest.approx(time_s))


def test_the_line_says_what_it_means_and_goes_there(station, qtbot) -> None:
    line = type_place(qtbot, station, "@13:21:56")
    assert line.meaning.text().startswith("= 13:21:56 · 00:01:00.00 from start · 60 s · in a gap")
    qtbot.keyClick(line.edit, Qt.Key.Key_Return)
    wait_for_cursor(station, 60.0)
    assert not line.isVisible()
    assert station.studies.study.session.view.span.contains(60.0)


def test_a_number_selects_the_mark(station, qtbot) -> None:
    line = type_place(qtbot, station, "#3")
    qtbot.keyClick(line.edit, Qt.Key.Key_Return)
    assert station.studies.study.review.selection.mark.text == "crying"


def test_what_leads_nowhere_is_said_and_the_second_try_takes_its_place(station, qtbot) -> None:
    before = station.studies.study.session.view
    line = type_place(qtbot, station, "18:21:10")
    assert line.meaning.text().startswith(
        "The recording ends at 00:02:00 from start. By the clock it runs from 13:20:56"
    )
    qtbot.keyClick(line.edit, Qt.Key.Key_Return)
    assert line.isVisible()
    assert station.studies.study.session.view == before
    qtbot.keyClicks(line.edit, "15")
    assert line.edit.text() == "15"


def test_a_clock_time_is_understood_without_a_sign_and_said(station, qtbot) -> None:
    line = type_place(qtbot, station, "13:21:10")
    assert line.meaning.text().startswith("By the clock = 13:21:10 · 00:00:14.00 from start")
    qtbot.keyClick(line.edit, Qt.Key.Key_Return)
    wait_for_cursor(station, 14.0)
    assert station.toast.label.text().startswith("By the clock = 13:21:10")


def test_a_sign_goes_on_from_here(station, qtbot) -> None:
    station.studies.study.set_cursor(3.0)
    line = type_place(qtbot, station, "+30")
    qtbot.keyClick(line.edit, Qt.Key.Key_Return)
    wait_for_cursor(station, 33.0)


@pytest.fixture
def night(open_file, own_folders):
    """Return the window with a recording begun a minute after midnight: some times fit in both ways."""
    started_at = datetime(2020, 1, 1, 0, 1, 0)
    station = open_file(write_edf(own_folders / "night.edf", segments=((0, 180),), started_at=started_at))
    wait_until(lambda: station.studies.study.review.is_open)
    return station


@pytest.mark.parametrize(
    ("keys", "time_s"),
    [
        ((Qt.Key.Key_Down,), 30.0),
        ((Qt.Key.Key_Tab,), 30.0),
        ((Qt.Key.Key_Tab, Qt.Key.Key_Tab), 90.0),
        ((Qt.Key.Key_Up,), 90.0),
        ((Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Down), 30.0),
    ],
)
def test_a_time_that_fits_in_two_ways_asks(night, qtbot, keys, time_s) -> None:
    before = night.studies.study.session.view
    line = type_place(qtbot, night, "00:01:30")
    assert [choice.text()[2:].partition(" =")[0] for choice in line.choices if choice.isVisible()] == [
        "By the clock",
        "From start",
    ]
    qtbot.keyClick(line.edit, Qt.Key.Key_Return)
    assert line.isVisible()  # it asks, and goes nowhere by itself
    assert night.studies.study.session.view == before
    for key in keys:
        qtbot.keyClick(line.edit, key)
    qtbot.keyClick(line.edit, Qt.Key.Key_Return)
    wait_for_cursor(night, time_s)
    assert night.studies.study.session.view.sensitivity_uv_per_mm == before.sensitivity_uv_per_mm


def test_a_click_chooses_too(night, qtbot) -> None:
    line = type_place(qtbot, night, "00:01:30")
    qtbot.mouseClick(line.choices[1], Qt.MouseButton.LeftButton)
    wait_for_cursor(night, 90.0)
    assert not line.isVisible()


def test_escape_closes_the_line_and_keeps_the_selection(station, qtbot) -> None:
    station.studies.study.session.change(selection=Span(1.0, 2.0))
    line = type_place(qtbot, station, "1")
    qtbot.keyClick(line.edit, Qt.Key.Key_Escape)
    assert not line.isVisible()
    assert station.studies.study.session.view.selection == Span(1.0, 2.0)


def test_digits_in_the_line_make_no_marks(station, qtbot) -> None:
    type_place(qtbot, station, "15")
    assert station.studies.study.review.n_pending == 0
    assert len(station.studies.study.review.marks) == len(NOTES)


def test_the_line_goes_with_the_study(station, qtbot) -> None:
    line = type_place(qtbot, station, "15")
    station.studies.close()
    assert not line.isVisible()
