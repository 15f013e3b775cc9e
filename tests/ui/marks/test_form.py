"""The form of the selected mark: each change an edit; others' marks read-only."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLineEdit
from waiting import wait_until
from windows.at_the_window import wait_until_idle

from eegview.app.review.review import new_mark
from eegview.model.annotation import FILE_LAYER
from eegview.model.edit import Action
from eegview.ui.widgets.chips import Chips


@pytest.fixture
def form(station):
    return station.marks.form


@pytest.fixture
def review(station):
    return station.studies.study.review


@pytest.fixture
def spasm(station, review):
    review.acts.add(new_mark(station.studies.vocabulary.term("spasm"), 12.0))
    wait_until(lambda: review.selection.mark is not None)
    return review.selection.mark


def settled(review) -> bool:
    return review.n_pending == 0


def press(qtbot, form, name: str) -> None:
    qtbot.mouseClick(form.findChild(object, name), Qt.MouseButton.LeftButton)


def test_chips_answer_and_each_answer_is_an_edit(form, review, spasm, qtbot) -> None:
    edits = []
    review.marks_changed.connect(edits.append)
    for name in ("movement.flexor", "movement.mixed", "correlates.fast", "correlates.slow_wave"):
        press(qtbot, form, f"answer.{name}")
    wait_until(lambda: settled(review))
    mark = review.marks.get(spasm.annotation_id)
    assert dict(mark.attributes) == {"movement": "mixed", "correlates": "fast+slow_wave"}
    assert [edit.action for edit in edits] == [Action.CHANGE] * 4
    assert form.findChild(object, "answer.correlates.slow_wave").text().startswith("②")
    press(qtbot, form, "answer.movement.mixed")
    wait_until(lambda: settled(review))
    assert review.marks.get(spasm.annotation_id).attribute("movement") is None


def open_form(station, form) -> Chips:
    """Open the form of the selected mark, and return its first question, which has the keyboard."""
    station.actions["mark.details"].trigger()
    first = form.findChild(Chips, "answer.movement")
    wait_until(first.hasFocus)
    return first


def test_enter_opens_the_form_letters_answer_and_escape_leaves(station, form, review, spasm, qtbot) -> None:
    first = open_form(station, form)
    qtbot.keyClick(first, Qt.Key.Key_F)
    qtbot.keyClick(first, Qt.Key.Key_E)  # of another question: no Tab is needed
    wait_until(lambda: settled(review))
    mark = review.marks.get(spasm.annotation_id)
    assert dict(mark.attributes) == {"movement": "flexor", "clinical": "electroclinical"}
    qtbot.keyClick(first, Qt.Key.Key_Escape)
    assert station.window.page.hasFocus()


def test_the_question_with_the_focus_has_its_letters_first(station, form, review, spasm, qtbot) -> None:
    first = open_form(station, form)
    onset = form.findChild(Chips, "answer.class")
    assert onset.letters["focal"] == first.letters["flexor"] == "f"
    assert underlined(first.buttons["flexor"])
    assert not underlined(onset.buttons["focal"])
    onset.setFocus()
    assert not underlined(first.buttons["flexor"])
    assert underlined(onset.buttons["focal"])
    qtbot.keyClick(onset, Qt.Key.Key_F)
    wait_until(lambda: settled(review))
    assert dict(review.marks.get(spasm.annotation_id).attributes) == {"class": "focal"}


def row_bottom(row: Chips) -> QPoint:
    return row.rect().bottomLeft()


def underlined(chip) -> str:
    """Return the letter that is shown as one that answers, "" for none."""
    _before, sign, after = chip.text().partition("&")
    return after[:1].casefold() if sign else ""


def test_tab_goes_to_the_next_row_and_delete_deletes(station, form, review, spasm, qtbot) -> None:
    first = open_form(station, form)
    qtbot.keyClick(first, Qt.Key.Key_Tab)
    assert form.findChild(Chips, "answer.clinical").hasFocus()
    station.actions["mark.delete"].trigger()  # Del; the form keeps letters, not this key
    wait_until(lambda: review.marks.get(spasm.annotation_id) is None)
    wait_until(station.window.page.hasFocus)


def test_tab_goes_down_the_form_as_it_stands(station, form, review, spasm, qtbot) -> None:
    open_form(station, form)
    reached = []
    for _ in range(40):
        reached.append(form.focusWidget())
        form.focusNextChild()
        if form.focusWidget() is None or form.focusWidget() in reached:
            break
    names = [widget.objectName() for widget in reached]
    questions = [f"answer.{question.name}" for question in station.studies.vocabulary.term("spasm").questions]
    assert names[: len(questions)] == questions
    assert names[len(questions) :][:4] == ["mark.note", "mark.rows", "mark.start", "mark.duration"]
    form.title.setFocus()
    form.focusNextChild()
    assert form.focusWidget() is reached[0]


def test_a_letter_no_question_has_does_nothing(station, form, review, spasm, qtbot) -> None:
    first = open_form(station, form)
    free = next(one for one in "qzvh" if all(one not in c.letters.values() for c in form.findChildren(Chips)))
    qtbot.keyClick(first, Qt.Key[f"Key_{free.upper()}"])
    wait_until_idle(station)
    assert review.marks.get(spasm.annotation_id).attributes == ()
    assert first.hasFocus()


def test_a_confidence_of_before_is_shown_as_the_certainty_it_meant(station, form, review, spasm) -> None:
    review.acts.change(spasm, replace(spasm, attributes=(("confidence", "4"),)))
    certainty = form.findChild(Chips, "answer.certainty")
    wait_until(lambda: certainty.answer == "probable")
    assert form.findChild(object, "answer.confidence") is None
    assert review.marks.get(spasm.annotation_id).attribute("confidence") == "4"  # the log keeps what was said
    certainty.choose("certain")
    wait_until(lambda: settled(review))
    assert review.marks.get(spasm.annotation_id).attributes == (("certainty", "certain"),)


def test_the_most_needed_questions_stand_first_and_fit(station, form, spasm, qtbot) -> None:
    names = ("movement", "clinical", "certainty")
    rows = [form.findChild(Chips, f"answer.{name}") for name in names]
    form.setFixedWidth(300)  # beside a video at 1280 × 800
    qtbot.wait(50)
    tops = [row.mapTo(form.body, row.rect().topLeft()).y() for row in rows]
    assert tops == sorted(tops)
    assert rows[-1].mapTo(form.body, row_bottom(rows[-1])).y() <= 230


def test_times_are_typed(form, review, spasm, qtbot) -> None:
    for field, text in ((form.times.start, "0:00:13.5"), (form.times.duration, "300 ms")):
        field.setFocus()
        field.selectAll()
        qtbot.keyClicks(field, text)
        qtbot.keyClick(field, Qt.Key.Key_Return)
    wait_until(lambda: settled(review))
    mark = review.marks.get(spasm.annotation_id)
    assert (mark.onset_s, mark.duration_s) == (13.5, 0.3)


@pytest.mark.parametrize(
    ("field", "text", "words"), [("start", "soon", "not a time"), ("start", "99:00:00", "outside")]
)
def test_a_time_that_makes_no_sense_is_told_and_not_taken(
    station, form, review, spasm, qtbot, field, text, words
) -> None:
    line: QLineEdit = getattr(form.times, field)
    line.setFocus()
    line.selectAll()
    qtbot.keyClicks(line, text)
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert words in form.times.problem.text()
    wait_until_idle(station)
    assert review.marks.get(spasm.annotation_id) == spasm


def test_an_unusual_duration_is_warned_of_and_kept(form, review, spasm) -> None:
    form.times.duration.setText("0.1")
    form.times.duration.editingFinished.emit()
    assert "Shorter than 0.2 s" in form.warning.text()
    assert "myoclonic" in form.warning.text()
    wait_until(lambda: settled(review))
    assert review.marks.get(spasm.annotation_id).duration_s == 0.1


def test_what_is_typed_is_kept_when_another_mark_is_chosen(station, form, review, spasm) -> None:
    form.questions.note.setText("after feeding")
    review.selection.select(next(m for m in review.marks if m.layer == FILE_LAYER))
    wait_until(lambda: review.marks.get(spasm.annotation_id).text == "after feeding")
    assert review.selection.mark.layer == FILE_LAYER  # and the choice stays


def test_a_mark_becomes_another_kind(station, form, review, spasm, qtbot) -> None:
    press(qtbot, form, "answer.movement.flexor")
    press(qtbot, form, "answer.state.nrem")
    form.become(station.studies.vocabulary.term("mimic"))
    wait_until(lambda: settled(review))
    mark = review.marks.get(spasm.annotation_id)
    assert (mark.term_id, mark.attributes) == ("mimic", (("state", "nrem"),))


def test_the_recorders_note_is_read_only_and_can_be_copied(form, review, station) -> None:
    review.selection.select(next(m for m in review.marks if m.text == "cough"))
    assert not form.times.isEnabled()
    assert form.questions.isHidden()
    assert "cough" in form.facts.text()
    form.copy.click()
    wait_until(lambda: len(review.marks) == 3)
    assert review.layers.is_mine(review.selection.mark)
    assert (review.selection.mark.term_id, review.selection.mark.text) == ("note", "cough")
    assert not form.questions.isHidden()


def test_with_nothing_selected_the_form_says_what_to_do(form, review) -> None:
    review.selection.select(None)
    assert not form.nothing.isHidden()
    assert form.title.isHidden()
