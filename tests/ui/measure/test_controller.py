"""The panel "Measure" in the window: it follows the page, the cursor and the selection."""

from pathlib import Path

from PySide6.QtCore import QPointF, Qt
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot
from waiting import wait_until
from windows.at_the_window import click, drag, press, study_of

from eegview.app.measure.measuring import Measurement
from eegview.app.measure.request import Source
from eegview.model.span import Span
from eegview.ui.measure import controller as said
from eegview.ui.workstation import Workstation

SHIFT = Qt.KeyboardModifier.ShiftModifier


def shown(station: Workstation) -> Measurement:
    measured = station.measure_panel.panel.measured
    assert measured is not None
    return measured


def opened(station: Workstation, source: Source = Source.PAGE) -> None:
    """Show the panel."""
    station.measure_panel.panel.choose_source(source)
    station.actions["display.measure"].trigger()


def wait_for_span(station: Workstation, span: Span) -> None:
    def is_shown() -> bool:
        measured = station.measure_panel.panel.measured
        return measured is not None and measured.request.span == span

    wait_until(is_shown, f"{span} is measured")


def wait_for_page(station: Workstation) -> None:
    """Wait until the page is measured as it is; it keeps its speed while panels come and go."""

    def is_shown() -> bool:
        measured = station.measure_panel.panel.measured
        return measured is not None and measured.request.span == study_of(station).view.span

    wait_until(is_shown, "the page is measured")


def test_the_key_shows_and_hides_the_panel(station: Workstation, qtbot: QtBot) -> None:
    press(station, qtbot, Qt.Key.Key_X, modifier=SHIFT)
    wait_until(lambda: station.measure_panel.panel.measured is not None)
    assert station.actions["display.measure"].isChecked()
    press(station, qtbot, Qt.Key.Key_X, modifier=SHIFT)
    assert not station.measure_panel.place.is_open


def test_it_follows_the_page(station: Workstation, qtbot: QtBot) -> None:
    opened(station)
    wait_for_page(station)
    press(station, qtbot, Qt.Key.Key_PageDown)
    assert study_of(station).view.start_s > 0
    wait_for_page(station)
    assert station.measure_panel.panel.section.text().startswith("Page ")


def test_it_follows_filters_bad_channels_and_hidden_rows(station: Workstation) -> None:
    opened(station)
    wait_until(lambda: station.measure_panel.panel.measured is not None)
    session = study_of(station).session
    session.change(bad_channels=frozenset({"C3"}))
    wait_until(lambda: shown(station).bad_rows == ("F3-C3", "C3-P3"))
    station.page_commands.switch_filters()
    wait_until(lambda: "no display filter" in station.measure_panel.panel.settings.text())
    station.measure_panel.panel.unfiltered.click()
    wait_until(lambda: "unfiltered, as recorded" in station.measure_panel.panel.settings.text())


def test_the_selection_is_measured_and_without_one_a_sentence_stands_there(station: Workstation) -> None:
    opened(station, Source.SELECTION)
    panel = station.measure_panel.panel
    wait_until(lambda: panel.message.text() == said.NO_SELECTION)
    drag(station, 2.0, 6.0)
    wait_until(lambda: panel.measured is not None)
    selection = study_of(station).view.selection
    assert shown(station).request.span == selection
    assert shown(station).request.at_s is None
    assert panel.section.text().startswith("Selection ")


def test_a_selected_mark_is_measured_where_nothing_is_selected(station: Workstation) -> None:
    opened(station, Source.SELECTION)
    note = next(mark for mark in study_of(station).review.marks if mark.duration_s > 0)
    study_of(station).review.selection.select(note)
    wait_for_span(station, note.span)
    assert not station.measure_panel.panel.section.text().startswith("Selection")


def test_the_cursor_has_a_head_map_of_its_instant(station: Workstation, qtbot: QtBot) -> None:
    opened(station, Source.CURSOR)
    panel = station.measure_panel.panel
    wait_until(lambda: panel.message.text() == said.NO_CURSOR)
    click(station, qtbot, 7.0)
    wait_until(lambda: panel.measured is not None)
    cursor_s = study_of(station).view.cursor_s
    assert cursor_s is not None
    assert shown(station).request.at_s == cursor_s
    assert shown(station).request.span == Span(cursor_s - 2, cursor_s + 2)
    assert panel.map_words.text().startswith("Voltage at ")
    assert shown(station).map.field is not None


def test_nothing_is_measured_or_loaded_while_nobody_sees_it(station: Workstation, qtbot: QtBot) -> None:
    press(station, qtbot, Qt.Key.Key_PageDown)
    assert station.measure_panel.controller is None
    opened(station)
    wait_for_page(station)
    before = study_of(station).view.span
    station.measure_panel.place.close()
    press(station, qtbot, Qt.Key.Key_PageDown)
    controller = station.measure_panel.controller
    assert controller is not None
    assert not controller._timer.isActive()
    assert shown(station).request.span == before


def test_the_menu_of_the_page_offers_to_measure_the_selection(station: Workstation) -> None:
    drag(station, 2.0, 6.0)
    menu = QMenu()
    station.marks.menu_built.emit(menu, QPointF(), None)
    action = next(action for action in menu.actions() if action.objectName() == "menu.measure")
    assert action.text() == "Measure selection"
    action.trigger()
    wait_until(lambda: station.measure_panel.panel.measured is not None)
    assert shown(station).request.source is Source.SELECTION


def test_a_page_of_hours_is_refused_in_words(station: Workstation, monkeypatch) -> None:
    monkeypatch.setattr(said, "LONGEST_S", 10.0)
    opened(station)
    wait_until(lambda: station.measure_panel.panel.message.text() == said.TOO_LONG)


def test_it_empties_when_the_study_closes_and_serves_the_next(station: Workstation, small_edf: Path) -> None:
    opened(station)
    wait_until(lambda: station.measure_panel.panel.measured is not None)
    station.studies.close()
    assert station.measure_panel.panel.message.text() == "Open a recording to measure in it."
    station.open([str(small_edf)])
    wait_until(lambda: station.measure_panel.panel.measured is not None)


def test_the_command_measures_the_selection(station: Workstation) -> None:
    assert not station.actions["display.measure_selection"].isEnabled()
    drag(station, 2.0, 6.0)
    wait_until(station.actions["display.measure_selection"].isEnabled)
    station.actions["display.measure_selection"].trigger()
    wait_until(lambda: station.measure_panel.panel.measured is not None)
    assert shown(station).request.source is Source.SELECTION


def test_a_torn_off_panel_goes_on_measuring(station: Workstation, qtbot: QtBot) -> None:
    opened(station)
    wait_for_page(station)
    station.measure_panel.place.switch_window()
    press(station, qtbot, Qt.Key.Key_PageDown)
    wait_for_page(station)
