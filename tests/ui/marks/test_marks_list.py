"""The list beside the page: search, filters, jumping, layers; through the window's own actions."""

import pytest
from PySide6.QtCore import Qt
from recordings.edf_files import plain, write_file
from waiting import wait_until
from windows.at_the_window import press, study_of, wait_for_page_at

from eegview.app.review.review import new_mark
from eegview.model.annotation import FILE_LAYER


@pytest.fixture
def review(station):
    """Return the review with two spasms and an artifact beside the recorder's two notes."""
    review = station.studies.study.review
    terms = station.studies.vocabulary
    for term_id, onset_s in (("spasm", 12.0), ("spasm", 40.0), ("artifact", 30.0)):
        review.acts.add(new_mark(terms.term(term_id), onset_s))
    wait_until(lambda: len(review.marks) == 5)
    return review


@pytest.fixture
def marks(station, review):
    return station.marks.list


def test_marks_are_listed_and_counted(marks) -> None:
    assert marks.count.text() == "5 marks"
    assert marks.model.rowCount() == 5


def test_a_long_count_takes_no_width_from_the_page(marks) -> None:
    width_px = marks.minimumSizeHint().width()
    marks.count.setText("123456 of 234567")
    assert marks.minimumSizeHint().width() == width_px


def test_an_empty_list_says_how_to_mark(open_file, tmp_path) -> None:
    marks = open_file(write_file(tmp_path / "unmarked.edf", plain())).marks.list
    assert marks.stack.currentWidget() is marks.empty
    assert "digit" in marks.empty.text()


def test_searching_narrows_the_list_and_what_next_steps_through(station, review, marks, qtbot) -> None:
    station.actions["event.find"].trigger()
    wait_until(marks.search.hasFocus)
    qtbot.keyClicks(marks.search, "cough")
    wait_until(lambda: marks.count.text() == "1 of 5")
    assert review.selection.filter.text == "cough"
    station.actions["event.next"].trigger()
    assert "file annotations" in station.toast.label.text()  # the only line is none of the marks
    marks.next_asked.emit()
    assert review.selection.mark.text == "cough"
    qtbot.keyClick(marks.search, Qt.Key.Key_Escape)
    wait_until(lambda: marks.count.text() == "5 marks")
    qtbot.keyClick(marks.search, Qt.Key.Key_Escape)
    assert station.window.page.hasFocus()


def test_words_of_a_term_find_its_marks(marks, qtbot) -> None:
    qtbot.keyClicks(marks.search, "SPASM")
    wait_until(lambda: marks.count.text() == "2 of 5")


def test_nothing_found_is_said(marks, qtbot) -> None:
    qtbot.keyClicks(marks.search, "zebra")
    wait_until(lambda: marks.stack.currentWidget() is marks.empty)
    assert "5 marks" in marks.empty.text()


def test_terms_and_layers_are_ticked_in_menus(marks, review) -> None:
    marks.terms.choices.aboutToShow.emit()
    box = marks.terms.choices.findChild(object, "marks.terms.spasm")
    assert box.text() == "Spasm   2"
    box.click()
    assert marks.count.text() == "2 of 5"
    assert marks.terms.text() == "Spasm"
    marks.terms.choices.findChild(object, "marks.terms.all").trigger()
    marks.layer.choices.aboutToShow.emit()
    marks.layer.choices.findChild(object, f"marks.layer.{FILE_LAYER}").trigger()
    assert marks.count.text() == "2 of 5"
    assert {marks.model.mark_at(row).text for row in range(2)} == {"eyes closed", "cough"}


def test_a_click_goes_to_the_mark_and_leaves_the_keys_with_the_page(station, review, marks, qtbot) -> None:
    station.window.page.setFocus()
    index = marks.model.index(4, 0)
    qtbot.mouseClick(marks.table.viewport(), Qt.MouseButton.LeftButton, pos=marks.table.visualRect(index).center())
    assert review.selection.mark.onset_s == 40.0
    assert station.studies.study.session.view.span.contains(40.0)
    assert station.window.page.hasFocus()


def test_arrows_walk_the_list_and_the_page_follows(station, review, marks, qtbot) -> None:
    station.actions["event.find"].trigger()
    wait_until(marks.search.hasFocus)
    review.selection.select(None)
    qtbot.keyClick(marks.search, Qt.Key.Key_Down)
    wait_until(marks.table.hasFocus)
    sensitivity = station.studies.study.session.view.sensitivity_uv_per_mm
    qtbot.keyClick(marks.table, Qt.Key.Key_Down)
    assert review.selection.mark.onset_s == 12.0
    assert station.studies.study.session.view.sensitivity_uv_per_mm == sensitivity


def test_the_list_follows_what_is_selected_elsewhere(review, marks) -> None:
    review.selection.select(next(m for m in review.marks if m.onset_s == 30.0))
    assert marks.model.mark_at(marks.table.currentIndex().row()).onset_s == 30.0
    review.selection.select(None)
    assert not marks.table.currentIndex().isValid()


def test_file_notes_leave_the_page_not_the_list(station, review, marks) -> None:
    shown = station.window.page.overlay
    assert any(m.layer == FILE_LAYER for m in shown.marks)
    station.actions["event.file_notes"].trigger()
    assert not any(m.layer == FILE_LAYER for m in station.window.page.overlay.marks)
    assert marks.count.text() == "5 marks"
    station.actions["event.file_notes"].trigger()
    assert any(m.layer == FILE_LAYER for m in station.window.page.overlay.marks)


def test_times_by_the_clock_or_from_the_start(marks) -> None:
    before = marks.model.index(0, 0).data()
    marks.clock.click()
    assert marks.clock.text() == "From start"
    assert marks.model.index(0, 0).data() == "00:00:05.0"
    marks.clock.click()
    assert marks.model.index(0, 0).data() == before


def test_the_panel_is_hidden_and_shown_by_its_action(station) -> None:
    station.actions["event.list"].trigger()
    assert not station.marks.place.is_open
    station.actions["event.find"].trigger()
    assert station.marks.place.is_in_front
    assert station.actions["event.list"].isChecked()


def test_next_reaches_marks_that_start_together(station, review) -> None:
    review.acts.add(new_mark(station.studies.vocabulary.term("arousal"), 12.0))
    wait_until(lambda: len(review.marks) == 6)
    review.selection.select(None)
    station.studies.study.session.change(cursor_s=0.0)
    found = []
    for _ in range(4):
        station.actions["event.next"].trigger()
        found.append(review.selection.mark.annotation_id)
    assert len(set(found)) == 4
    station.actions["event.previous"].trigger()
    assert review.selection.mark.annotation_id == found[-2]


def test_after_searching_a_click_in_the_list_gives_arrows_and_digits_to_the_page(station, review, marks, qtbot) -> None:
    station.actions["event.find"].trigger()
    wait_until(marks.search.hasFocus)
    qtbot.keyClicks(marks.search, "spasm")
    wait_until(lambda: marks.count.text() == "2 of 5")
    index = marks.model.index(1, 0)
    qtbot.mouseClick(marks.table.viewport(), Qt.MouseButton.LeftButton, pos=marks.table.visualRect(index).center())
    assert station.window.page.hasFocus()
    start_s = study_of(station).view.start_s
    press(station, qtbot, Qt.Key.Key_Left)
    assert study_of(station).view.start_s == start_s - 1
    press(station, qtbot, Qt.Key.Key_1)
    wait_until(lambda: len(review.marks) == 6)
    assert marks.search.text() == "spasm"


@pytest.fixture
def many(station, review):
    """Return the list with an artifact every half second."""
    term = station.studies.vocabulary.term("artifact")
    review.acts.import_all([new_mark(term, 0.5 * number) for number in range(116)])
    wait_until(lambda: len(review.marks) == 121)
    return station.marks.list


def onsets_in_sight(marks) -> list[float]:
    table = marks.table
    rows = range(table.rowAt(0), table.rowAt(table.viewport().height() - 1) + 1)
    return [marks.model.mark_at(row).onset_s for row in rows]


def test_the_list_follows_the_page_and_what_is_selected_stays(station, review, many) -> None:
    selected = next(mark for mark in review.marks if mark.onset_s == 12.0)
    review.selection.select(selected)
    for start_s in (45.0, 0.0, 30.0):
        study_of(station).session.change(start_s=start_s)
        wait_for_page_at(station, start_s)
        stop_s = study_of(station).view.span.stop_s
        assert any(start_s <= onset_s < stop_s for onset_s in onsets_in_sight(many))
        assert review.selection.mark == selected
        assert many.model.mark_at(many.table.currentIndex().row()) == selected


def test_what_one_scrolled_stays_while_the_page_stands(station, review, many) -> None:
    study_of(station).session.change(start_s=45.0)
    wait_for_page_at(station, 45.0)
    many.table.scrollToTop()
    study_of(station).set_cursor(47.0)
    review.acts.add(new_mark(station.studies.vocabulary.term("arousal"), 46.0))
    wait_until(lambda: len(review.marks) == 122)
    study_of(station).review.marks_changed.emit(None)  # as when a colleague marked something
    many.table.scrollToTop()
    study_of(station).set_cursor(48.0)
    assert onsets_in_sight(many)[0] < 1.0


def test_another_study_begins_at_the_top(station, many, small_edf) -> None:
    study_of(station).session.change(start_s=45.0)
    wait_for_page_at(station, 45.0)
    assert onsets_in_sight(many)[0] > 20
    station.studies.close()
    station.open([str(small_edf)])
    wait_until(lambda: station.studies.study is not None and len(station.studies.study.review.marks) == 121)
    wait_until(lambda: station.window.page.shown_page is not None)
    study = study_of(station)
    wait_until(lambda: any(map(study.view.span.contains, onsets_in_sight(many))), "the list is at the page")
