"""Notes, quick answers, the page's menu and the word after deleting."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu
from waiting import wait_until
from windows.at_the_window import wait_until_idle

from eegview.app.review.review import new_mark
from eegview.model.annotation import FILE_LAYER


@pytest.fixture
def review(station):
    return station.studies.study.review


def mine(review):
    return [mark for mark in review.marks if mark.layer != FILE_LAYER]


def test_a_note_is_written_at_the_cursor(station, review, qtbot) -> None:
    station.studies.study.session.change(cursor_s=7.0)
    station.actions["event.note"].trigger()
    line = station.marks.note.line
    wait_until(line.hasFocus)
    qtbot.keyClicks(line, "hiccups 12")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    wait_until(lambda: len(mine(review)) == 1)
    (note,) = mine(review)
    assert (note.term_id, note.onset_s, note.text) == ("note", 7.0, "hiccups 12")
    assert station.window.page.hasFocus()


def test_escape_drops_the_note(station, review, qtbot) -> None:
    station.actions["event.note"].trigger()
    wait_until(station.marks.note.line.hasFocus)
    qtbot.keyClicks(station.marks.note.line, "no")
    qtbot.keyClick(station.marks.note.line, Qt.Key.Key_Escape)
    assert station.marks.note.isHidden()
    wait_until_idle(station)
    assert not mine(review)


def test_nine_marks_a_note_and_asks_for_its_text(station, review, qtbot) -> None:
    station.studies.study.session.change(cursor_s=7.0)
    qtbot.keyClick(station.window.page, Qt.Key.Key_9)
    wait_until(station.marks.note.line.hasFocus)
    wait_until(lambda: len(mine(review)) == 1)
    qtbot.keyClicks(station.marks.note.line, "crying")
    qtbot.keyClick(station.marks.note.line, Qt.Key.Key_Return)
    wait_until(lambda: mine(review)[0].text == "crying")
    wait_until_idle(station)
    assert len(mine(review)) == 1


def test_a_stage_is_answered_with_one_key(station, review, qtbot) -> None:
    station.studies.study.session.change(cursor_s=7.0)
    qtbot.keyClick(station.window.page, Qt.Key.Key_4)
    quick = station.marks.quick
    wait_until(lambda: not quick.isHidden() and quick.chips.hasFocus())
    qtbot.keyClick(quick.chips, Qt.Key.Key_B)
    wait_until(lambda: mine(review)[0].attribute("stage") == "N2")
    assert quick.isHidden()
    assert station.window.page.hasFocus()
    wait_until_idle(station)
    assert len(mine(review)) == 1


def test_the_quick_question_may_stay_open(station, review, qtbot) -> None:
    station.studies.study.session.change(cursor_s=7.0)
    qtbot.keyClick(station.window.page, Qt.Key.Key_5)
    quick = station.marks.quick
    wait_until(lambda: not quick.isHidden() and quick.chips.hasFocus())
    qtbot.keyClick(quick.chips, Qt.Key.Key_Escape)
    assert quick.isHidden()
    wait_until_idle(station)
    assert mine(review)[0].attribute("kind") is None
    assert station.window.page.hasFocus()


def test_deleting_offers_the_way_back(station, review) -> None:
    review.acts.add(new_mark(station.studies.vocabulary.term("spasm"), 12.0))
    wait_until(lambda: review.selection.mark is not None)
    station.actions["event.delete"].trigger()
    toast = station.toast
    wait_until(lambda: not toast.isHidden())
    assert toast.label.text() == "Deleted spasm at 00:00:12"
    wait_until(lambda: not mine(review))
    toast.button.click()
    wait_until(lambda: len(mine(review)) == 1)
    wait_until(lambda: toast.label.text() == "Undone: delete spasm at 00:00:12")


def test_the_recorders_note_is_not_deleted_but_offered_as_a_copy(station, review) -> None:
    review.selection.select(next(m for m in review.marks if m.text == "cough"))
    station.actions["event.delete"].trigger()
    assert "part of the file and cannot be changed" in station.toast.label.text()
    station.toast.button.click()
    wait_until(lambda: len(mine(review)) == 1)


def open_menu(station, qtbot, time_s: float) -> QMenu:
    page = station.window.page
    geometry = page.geometry_of_page()
    point = QPointF(geometry.x_of(time_s), geometry.height_px / 2)
    qtbot.mouseClick(page, Qt.MouseButton.RightButton, pos=QPoint(round(point.x()), round(point.y())))
    menus = station.window.findChildren(QMenu, "page.menu")
    return menus[-1]


def acts(menu: QMenu) -> dict[str, QAction]:
    return {action.objectName(): action for action in menu.findChildren(QAction)}


def test_the_right_button_offers_and_does_nothing_by_itself(station, review, qtbot) -> None:
    review.acts.add(new_mark(station.studies.vocabulary.term("spasm"), 10.0))
    wait_until(lambda: len(mine(review)) == 1)
    wait_until(lambda: any(m.term_id == "spasm" for m in station.window.page.overlay.marks))
    menu = open_menu(station, qtbot, 10.5)
    wait_until_idle(station)
    assert len(mine(review)) == 1
    assert acts(menu)["menu.title"].text().startswith("Spasm")
    acts(menu)["menu.delete"].trigger()
    wait_until(lambda: not mine(review))
    menu.close()


def test_a_row_of_the_list_has_the_same_menu_once_its_mark_is_in_sight(station, review) -> None:
    review.acts.add(new_mark(station.studies.vocabulary.term("spasm"), 45.0))
    wait_until(lambda: len(mine(review)) == 1)
    review.selection.select(None)
    station.studies.study.session.change(start_s=0.0, cursor_s=None)
    table, model = station.marks.list.table, station.marks.list.model
    row = next(row for row in range(model.rowCount()) if model.mark_at(row).term_id == "spasm")
    table.scrollTo(model.index(row, 1))
    table.customContextMenuRequested.emit(table.visualRect(model.index(row, 1)).center())
    assert station.studies.study.session.view.span.contains(45.0)
    menu = station.window.findChildren(QMenu, "page.menu")[-1]
    acts(menu)["menu.delete"].trigger()
    wait_until(lambda: not mine(review))
    menu.close()


def test_marking_where_the_mouse_is(station, review, qtbot) -> None:
    menu = open_menu(station, qtbot, 8.0)
    assert "menu.delete" not in acts(menu)
    acts(menu)["menu.mark.spasm"].trigger()
    wait_until(lambda: len(mine(review)) == 1)
    assert mine(review)[0].onset_s == pytest.approx(8.0, abs=0.05)
    menu.close()


def test_what_stands_typed_is_kept_when_the_study_is_closed(station, review, qtbot, small_edf) -> None:
    station.actions["event.note"].trigger()
    wait_until(station.marks.note.line.hasFocus)
    qtbot.keyClicks(station.marks.note.line, "last word")
    station.studies.close()
    station.open([str(small_edf)])
    wait_until(lambda: station.studies.study is not None and len(station.studies.study.review.marks) == 3)
    assert any(mark.text == "last word" for mark in station.studies.study.review.marks)


def test_another_reviewers_mark_bears_their_name_on_the_page(station, review) -> None:
    term = station.studies.vocabulary.term("spasm")
    review.acts.import_all([replace(new_mark(term, 9.0), layer="Dr. B"), new_mark(term, 11.0)])
    page = station.window.page
    wait_until(lambda: len(page.overlay.marks) >= 3)
    names = [page.overlay.style.name(m) for m in page.overlay.marks if m.layer != FILE_LAYER]
    assert names == ["Spasm (Dr. B)", "Spasm"]
    assert [page.overlay.style.is_others(m) for m in page.overlay.marks if m.layer != FILE_LAYER] == [True, False]
