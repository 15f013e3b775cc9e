"""One spasm counted once: what stands already is asked about before a copy of it is taken into a layer."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from waiting import wait_until
from windows.at_the_window import own_marks, press, study_of, wait_until_saved

from eegview.app.library.opening import Reviewer
from eegview.app.review.review import new_mark
from eegview.clinical.same_event import SameEventRule
from eegview.model.annotation import FILE_LAYER, FINAL_LAYER, Annotation
from eegview.ui.workstation import Workstation

Key = Qt.Key


@pytest.fixture
def doc(station: Workstation) -> Workstation:
    """Return the window of a neurologist; another reader marked spasms at 2, 6 and 9 s, she herself one at 2.8 s."""
    changed: list[object] = []
    study_of(station).review.marks_changed.connect(changed.append)
    station.reviewer.use(Reviewer("doc", "neurologist"))
    wait_until(lambda: bool(changed))
    study = study_of(station)
    term = station.studies.vocabulary.term("spasm")
    assert term is not None
    theirs = [replace(new_mark(term, onset_s), layer="tech") for onset_s in (2.0, 6.0, 9.0)]
    study.review.acts.import_all([*theirs, new_mark(term, 2.8)])
    wait_until(lambda: len(own_marks(station)) == 4)
    return station


def of_layer(station: Workstation, layer: str) -> list[Annotation]:
    wait_until_saved(station)
    return [mark for mark in own_marks(station) if mark.layer == layer]


def take(station: Workstation, qtbot: QtBot, mark: Annotation) -> None:
    study_of(station).go_to_mark(mark)
    press(station, qtbot, Key.Key_T)


@pytest.fixture
def asked(doc: Workstation, qtbot: QtBot) -> Workstation:
    """Return the window after her own mark was taken, and that of the technologist, 0.8 s before it, is to be."""
    take(doc, qtbot, of_layer(doc, "doc")[0])
    wait_until(lambda: len(of_layer(doc, FINAL_LAYER)) == 1)
    take(doc, qtbot, of_layer(doc, "tech")[0])
    wait_until(lambda: doc.marks.question.isVisible() and doc.marks.question.hasFocus())
    return doc


def test_two_readers_marks_of_one_event_are_asked_about(asked: Workstation, qtbot: QtBot) -> None:
    question = asked.marks.question
    assert "is already in the final layer, 0.80 s after this one" in question.text.text()
    assert "marks within 1 s are one event" in question.note.text()
    assert [b.objectName() for b in question.buttons] == ["question.r", "question.k", "question.cancel"]
    assert [mark.onset_s for mark in of_layer(asked, FINAL_LAYER)] == [2.8]


@pytest.mark.parametrize("key", [Key.Key_R, Key.Key_Return, Key.Key_Enter])
def test_replacing_is_one_act_that_keeps_the_marks_identity(asked: Workstation, qtbot: QtBot, key: Key) -> None:
    (held,) = of_layer(asked, FINAL_LAYER)
    qtbot.keyClick(asked.marks.question, key)
    wait_until(lambda: [mark.onset_s for mark in of_layer(asked, FINAL_LAYER)] == [2.0])
    assert of_layer(asked, FINAL_LAYER)[0].annotation_id == held.annotation_id
    assert asked.window.page.hasFocus()
    wait_until(lambda: "Replaced in the final layer" in asked.toast.label.text())
    asked.toast.button.click()
    wait_until(lambda: of_layer(asked, FINAL_LAYER) == [held])


def test_both_can_be_kept_and_count_once(asked: Workstation, qtbot: QtBot) -> None:
    qtbot.keyClick(asked.marks.question, Key.Key_K)
    wait_until(lambda: len(of_layer(asked, FINAL_LAYER)) == 2)
    asked.actions["cluster.list"].trigger()
    asked.layers.count(FINAL_LAYER)
    assert asked.clusters.formed.n_spasms == 1
    assert "1 spasm, " in asked.clusters.panel.summary.text()
    assert "marks within 1 s are one event" in asked.clusters.panel.summary.text()
    asked.clusters.panel.within.setValue(0.5)
    assert asked.clusters.formed.n_spasms == 2
    assert "marks within 0.5 s are one event" in asked.clusters.panel.summary.text()
    assert asked.settings.number("marks/same_event_s", 0.0) == 0.5
    asked.actions["edit.undo"].trigger()
    wait_until(lambda: len(of_layer(asked, FINAL_LAYER)) == 1)


@pytest.mark.parametrize("key", [Key.Key_Escape, None])
def test_esc_and_a_click_elsewhere_change_nothing(asked: Workstation, qtbot: QtBot, key: Key | None) -> None:
    before = tuple(study_of(asked).review.marks)
    if key is None:
        asked.window.page.setFocus(Qt.FocusReason.MouseFocusReason)
    else:
        qtbot.keyClick(asked.marks.question, key)
    assert asked.marks.question.isHidden()
    wait_until_saved(asked)
    assert tuple(study_of(asked).review.marks) == before


def test_the_question_owns_every_key_while_it_is_open(asked: Workstation, qtbot: QtBot) -> None:
    before = tuple(study_of(asked).review.marks)
    keys = (Key.Key_1, Key.Key_2, Key.Key_C, Key.Key_E, Key.Key_T, Key.Key_Delete, Key.Key_BracketLeft, Key.Key_N)
    for key in keys:
        qtbot.keyClick(asked.marks.question, key)
    wait_until_saved(asked)
    assert tuple(study_of(asked).review.marks) == before
    assert asked.marks.question.isVisible()


def test_taking_twice_before_the_first_is_saved_is_asked_about_too(doc: Workstation, qtbot: QtBot) -> None:
    own, theirs = of_layer(doc, "doc")[0], of_layer(doc, "tech")[0]
    doc.layers.take(own)
    doc.layers.take(theirs)
    assert doc.marks.question.isVisible()
    qtbot.keyClick(doc.marks.question, Key.Key_Escape)
    assert len(of_layer(doc, FINAL_LAYER)) == 1


def test_another_setting_tells_events_apart(doc: Workstation, qtbot: QtBot) -> None:
    study_of(doc).review.layers.use_same_event(SameEventRule(0.5))
    for mark in (of_layer(doc, "doc")[0], of_layer(doc, "tech")[0]):
        take(doc, qtbot, mark)
    wait_until(lambda: len(of_layer(doc, FINAL_LAYER)) == 2)
    assert doc.marks.question.isHidden()


def test_copying_a_mark_of_an_event_marked_already_asks(doc: Workstation, qtbot: QtBot) -> None:
    doc.marks_controller.copy_to_mine(of_layer(doc, "tech")[0])
    assert doc.marks.question.isVisible()
    assert "is already in your marks" in doc.marks.question.text.text()
    qtbot.keyClick(doc.marks.question, Key.Key_R)
    wait_until(lambda: [mark.onset_s for mark in of_layer(doc, "doc")] == [2.0])
    doc.marks_controller.copy_to_mine(of_layer(doc, "tech")[1])
    wait_until(lambda: [mark.onset_s for mark in of_layer(doc, "doc")] == [2.0, 6.0])


def test_copying_a_note_of_the_file_asks_where_its_event_was_marked(doc: Workstation, qtbot: QtBot) -> None:
    note = Annotation("of the file", "file_note", 3.4, text="SPASM", layer=FILE_LAYER)
    study_of(doc).review.show_file_notes([note])
    doc.marks_controller.copy_to_mine(note)
    assert doc.marks.question.isVisible()
    qtbot.keyClick(doc.marks.question, Key.Key_Escape)
    assert len(of_layer(doc, "doc")) == 1
    doc.layers.take(note)
    wait_until(lambda: [mark.onset_s for mark in of_layer(doc, FINAL_LAYER)] == [3.4])


# many at once


def test_taking_all_asks_once_and_takes_each_event_once(doc: Workstation, qtbot: QtBot) -> None:
    study_of(doc).review.selection.filter = replace(
        study_of(doc).review.selection.filter, term_ids=frozenset({"spasm"})
    )
    doc.actions["layer.take_all"].trigger()
    question = doc.marks.question
    assert question.text.text() == "4 marks listed, 3 events; none is in the final layer yet."
    qtbot.keyClick(question, Key.Key_A)
    wait_until(lambda: [mark.onset_s for mark in of_layer(doc, FINAL_LAYER)] == [2.0, 6.0, 9.0])
    doc.actions["edit.undo"].trigger()
    wait_until(lambda: of_layer(doc, FINAL_LAYER) == [])


@pytest.mark.parametrize(("key", "onsets_s"), [(Key.Key_N, [2.8, 6.0, 9.0]), (Key.Key_R, [2.0, 6.0, 9.0])])
def test_what_stands_is_replaced_kept_or_left_as_it_is(
    doc: Workstation, qtbot: QtBot, key: Key, onsets_s: list[float]
) -> None:
    take(doc, qtbot, of_layer(doc, "doc")[0])
    wait_until(lambda: len(of_layer(doc, FINAL_LAYER)) == 1)
    study_of(doc).review.selection.filter = replace(study_of(doc).review.selection.filter, layers=frozenset({"tech"}))
    doc.actions["layer.take_all"].trigger()
    assert doc.marks.question.text.text() == "3 marks listed, 3 events; 1 of them is already in the final layer."
    qtbot.keyClick(doc.marks.question, key)
    wait_until(lambda: [mark.onset_s for mark in of_layer(doc, FINAL_LAYER)] == onsets_s)
    doc.actions["edit.undo"].trigger()
    wait_until(lambda: [mark.onset_s for mark in of_layer(doc, FINAL_LAYER)] == [2.8])


def test_a_technologist_takes_nothing(station: Workstation) -> None:
    station.actions["layer.take_all"].trigger()
    assert "Only a neurologist" in station.toast.label.text()
    assert station.marks.question.isHidden()
