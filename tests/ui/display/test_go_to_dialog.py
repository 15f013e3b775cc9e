"""Going to a time, a clock time or a mark through the line over the page."""

import pytest
from PySide6.QtCore import Qt
from study_files import write_edf

from eegview.model.span import Span

NOTES = [(10.0, "eyes open"), (40.0, "eyes closed"), (90.0, "crying")]


@pytest.fixture
def station(open_file, own_folders, qtbot):
    path = write_edf(own_folders / "gapped.edf", segments=((0, 60), (80, 120)), notes=NOTES)
    station = open_file(path)
    qtbot.waitUntil(lambda: len(station.desk.study.review.marks) == len(NOTES))
    return station


def type_place(qtbot, station, text: str):
    """Open the line with its key, type, and return it."""
    qtbot.keyClick(station.window.page, Qt.Key.Key_G)
    qtbot.waitUntil(station.go_to.isVisible)
    qtbot.keyClicks(station.go_to.edit, text)
    return station.go_to


def wait_for_cursor(qtbot, station, time_s: float) -> None:
    qtbot.waitUntil(lambda: station.desk.study.session.view.cursor_s == pytest.approx(time_s))


def test_the_line_says_what_it_means_and_goes_there(station, qtbot) -> None:
    line = type_place(qtbot, station, "@13:21:56")
    assert line.meaning.text().startswith("= 13:21:56 · 00:01:00.00 from start · 60 s · in a gap")
    qtbot.keyClick(line.edit, Qt.Key.Key_Return)
    wait_for_cursor(qtbot, station, 60.0)
    assert not line.isVisible()
    assert station.desk.study.session.view.span.contains(60.0)


def test_a_number_selects_the_mark(station, qtbot) -> None:
    line = type_place(qtbot, station, "#3")
    qtbot.keyClick(line.edit, Qt.Key.Key_Return)
    assert station.desk.study.review.selection.mark.text == "crying"


def test_what_leads_nowhere_is_said_and_nothing_moves(station, qtbot) -> None:
    before = station.desk.study.session.view
    line = type_place(qtbot, station, "13:21:10")
    assert line.meaning.text().endswith("For clock time write @13:21:10.")
    qtbot.keyClick(line.edit, Qt.Key.Key_Return)
    assert line.isVisible()
    assert station.desk.study.session.view == before


def test_escape_closes_the_line_and_keeps_the_selection(station, qtbot) -> None:
    station.desk.study.session.change(selection=Span(1.0, 2.0))
    line = type_place(qtbot, station, "1")
    qtbot.keyClick(line.edit, Qt.Key.Key_Escape)
    assert not line.isVisible()
    assert station.desk.study.session.view.selection == Span(1.0, 2.0)


def test_digits_in_the_line_make_no_marks(station, qtbot) -> None:
    type_place(qtbot, station, "15")
    assert station.desk.study.review.n_pending == 0
    assert len(station.desk.study.review.marks) == len(NOTES)


def test_the_line_goes_with_the_study(station, qtbot) -> None:
    line = type_place(qtbot, station, "15")
    station.desk.close()
    assert not line.isVisible()
