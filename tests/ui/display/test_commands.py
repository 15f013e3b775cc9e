"""Moving, zooming and scrolling the page through its actions."""

import pytest
from PySide6.QtCore import Qt
from recordings.study_files import write_edf
from waiting import wait_until

from eegview.model.span import Span


@pytest.fixture
def station(open_file, own_folders):
    return open_file(write_edf(own_folders / "two_minutes.edf"))


def view_of(station):
    return station.studies.study.session.view


def shown_labels(station) -> list[str]:
    return [shown.row.label for shown in station.window.page.shown_page.rows]


def wait_for_span(station, span: Span) -> None:
    wait_until(lambda: station.window.page.shown_page.span == span)


def test_page_keys_turn_the_page(station, qtbot) -> None:
    page = station.window.page
    qtbot.keyClick(page, Qt.Key.Key_PageDown)
    wait_for_span(station, Span(15.0, 30.0))
    qtbot.keyClick(page, Qt.Key.Key_Right)
    wait_for_span(station, Span(16.0, 31.0))
    qtbot.keyClick(page, Qt.Key.Key_End)
    wait_for_span(station, Span(105.0, 120.0))


def test_zoom_to_the_selection_and_back(station) -> None:
    session = station.studies.study.session
    session.change(selection=Span(3.0, 5.0), selected_rows=("F3-C3", "ECG"))
    before = session.view
    station.actions["display.zoom_selection"].trigger()
    wait_for_span(station, Span(3.0, 5.0))
    assert shown_labels(station) == ["F3-C3", "ECG"]
    station.actions["display.zoom_back"].trigger()
    wait_for_span(station, before.span)
    assert session.view == before


def test_zoom_takes_all_rows_where_none_is_selected(station, qtbot) -> None:
    rows = shown_labels(station)
    station.studies.study.session.change(selection=Span(3.0, 5.0))
    qtbot.keyClick(station.window.page, Qt.Key.Key_Z, Qt.KeyboardModifier.ShiftModifier)
    wait_for_span(station, Span(3.0, 5.0))
    assert shown_labels(station) == rows


def test_markers_come_with_the_montage_as_recorded(station) -> None:
    assert "Mark1" not in shown_labels(station)
    station.actions["montage.none"].trigger()
    wait_until(lambda: "Mark1" in shown_labels(station))


def test_rows_scroll_within_what_is_shown(station) -> None:
    rows = shown_labels(station)
    station.actions["display.rows_down"].trigger()
    half = len(rows) // 2
    wait_until(lambda: shown_labels(station) == rows[1 : 1 + half])
    assert f"rows 2–{1 + half} of {len(rows)}" in station.window.strip.rows.button.text()
    for _ in rows:
        station.actions["display.rows_down"].trigger()
    wait_until(lambda: shown_labels(station) == rows[-half:])
    for _ in rows:
        station.actions["display.rows_up"].trigger()
    wait_until(lambda: shown_labels(station) == rows)
    assert "rows" not in station.window.strip.rows.button.text()
