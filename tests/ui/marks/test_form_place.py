"""The form of the selected mark: under the list, or on a card that covers neither the mark nor what follows it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication
from waiting import wait_until
from windows.at_the_window import own_marks, page_geometry, study_of, wait_until_idle, wait_until_saved
from windows.window_fixtures import open_and_wait

from eegview.ui.marks.form_place import AFTER_S
from eegview.ui.workstation import Workstation


@pytest.fixture
def wide(station: Workstation) -> Workstation:
    """Return the window with a page that has room for a card beside a mark."""
    station.window.setWindowState(Qt.WindowState.WindowNoState)
    station.window.resize(1600, 900)
    station.page_commands.use_page_length(20.0)
    wait_until_idle(station)
    return station


def mark_at(station: Workstation, time_s: float) -> None:
    study_of(station).set_cursor(time_s)
    station.actions["mark.term.spasm"].trigger()
    wait_until_saved(station)
    wait_until_idle(station)


def trigger(station: Workstation, command_id: str) -> None:
    station.actions[command_id].trigger()
    wait_until_idle(station)


def assert_beside_the_mark(station: Workstation) -> None:
    place, geometry = station.marks.form_place, page_geometry(station)
    (mark,) = own_marks(station)
    card = place.card.geometry()
    assert place.is_on_card
    assert station.window.page.rect().contains(card)
    begins_px, ends_px = geometry.x_of(mark.onset_s), geometry.x_of(mark.stop_s + AFTER_S)
    assert card.left() >= ends_px or card.right() <= begins_px


def test_an_empty_form_takes_no_room(station: Workstation) -> None:
    assert station.marks.form.isHidden()
    wait_until_idle(station)
    whole_px = station.marks.list.height()
    mark_at(station, 5.0)
    assert station.marks.form.isVisible()
    assert station.marks.list.height() < whole_px
    study_of(station).review.selection.select(None)
    wait_until_idle(station)
    assert station.marks.form.isHidden()
    wait_until(lambda: station.marks.list.height() == whole_px)


@pytest.mark.parametrize("time_s", [1.0, 4.0, 18.0])
def test_the_card_covers_neither_the_mark_nor_three_seconds_after_it(wide: Workstation, time_s: float) -> None:
    trigger(wide, "mark.card")
    mark_at(wide, time_s)
    assert_beside_the_mark(wide)
    trigger(wide, "mark.card")
    assert not wide.marks.form_place.is_on_card
    assert wide.marks.form.isVisible()  # under the list


def test_where_there_is_no_room_beside_the_mark_the_form_is_under_the_list(wide: Workstation) -> None:
    wide.page_commands.use_page_length(2.0)
    wait_until_idle(wide)
    trigger(wide, "mark.card")
    mark_at(wide, 0.3)
    assert not wide.marks.form_place.is_on_card
    assert wide.marks.form.isVisible()


def test_enter_opens_the_card_while_the_list_is_closed_and_esc_folds_it(wide: Workstation, qtbot) -> None:
    trigger(wide, "mark.list")
    mark_at(wide, 4.0)
    assert not wide.marks.form_place.is_on_card
    page_px = wide.window.page.width()
    trigger(wide, "mark.details")
    assert_beside_the_mark(wide)
    assert wide.window.page.width() == page_px
    field = QApplication.focusWidget()
    assert field is not None
    assert wide.marks.form.isAncestorOf(field)
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert not wide.marks.form_place.is_on_card
    assert wide.window.page.hasFocus()


def test_the_card_follows_its_mark_and_goes_with_it(wide: Workstation) -> None:
    trigger(wide, "mark.card")
    mark_at(wide, 6.0)
    before = wide.marks.form_place.card.geometry()
    trigger(wide, "page.right")
    assert_beside_the_mark(wide)
    assert wide.marks.form_place.card.geometry() != before
    for _ in range(9):
        trigger(wide, "page.right")
    assert not wide.marks.form_place.is_on_card


def test_a_click_on_the_card_does_nothing_to_the_page(wide: Workstation) -> None:
    trigger(wide, "mark.card")
    mark_at(wide, 4.0)
    cursor_s, card = study_of(wide).view.cursor_s, wide.marks.form_place.card
    at = QPointF(3, 3)
    for kind in (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonRelease):
        left = Qt.MouseButton.LeftButton
        event = QMouseEvent(kind, at, card.mapToGlobal(at), left, left, Qt.KeyboardModifier.NoModifier)
        QApplication.sendEvent(card, event)
    assert study_of(wide).view.cursor_s == cursor_s


def test_where_the_form_stands_is_remembered(
    station: Workstation, start_station: Callable[[], Workstation], small_edf: Path
) -> None:
    trigger(station, "mark.card")
    station.window.close()
    again = open_and_wait(start_station(), small_edf)
    assert again.actions["mark.card"].isChecked()
    assert again.marks.form_place.at_mark
