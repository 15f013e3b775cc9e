"""Two readers compared at the window: differences stepped through, decided by keys, merged, queried, taken back."""

from contextlib import closing
from dataclasses import replace

import pytest
from made_studies.two_readers import A, B, put_two_layers
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from there import there
from waiting import wait_until
from windows.at_the_window import own_marks, press, shown_dialog, study_of, wait_until_idle, wait_until_saved

from eegview.app.comparing.difference import CONFLICT, ONLY_A
from eegview.app.comparing.order import Order
from eegview.app.library.editing import Editor
from eegview.app.library.opening import Reviewer
from eegview.model.annotation import FINAL_LAYER, Annotation
from eegview.model.study.adjudication import Verdict
from eegview.store.library import open_library
from eegview.ui.comparing.agreed_dialog import AgreedDialog
from eegview.ui.comparing.asking import AGREED_DIALOG, CHOOSE_DIALOG
from eegview.ui.comparing.cards.final_card import NOT_A_NEUROLOGIST
from eegview.ui.comparing.choose_dialog import ChooseReadersDialog
from eegview.ui.comparing.controller import ComparingController
from eegview.ui.comparing.shown import ListName
from eegview.ui.workstation import Workstation

Key, Shift, Ctrl = Qt.Key, Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
ONSETS_S = tuple(3.0 + 5.0 * k for k in range(10))  # the 2nd and 7th conflict, 3rd and 8th only A, 4th and 9th only B
N_DIFFERING = 6


@pytest.fixture
def readers(station: Workstation, library_url: str) -> Workstation:
    """Return the window of a neurologist with the marks of two readers in it."""
    station.reviewer.use(Reviewer("cleo", "neurologist"))
    put_two_layers(library_url, study_of(station).recording.fingerprint, ONSETS_S)
    wait_until(lambda: {A, B} <= {mark.layer for mark in study_of(station).review.marks})
    return station


def open_comparison(station: Workstation, qtbot) -> ComparingController:  # type: ignore[no-untyped-def]
    press(station, qtbot, Key.Key_C, modifier=Ctrl | Shift)
    task = station.tasks.late_comparing.task
    assert task.is_open
    wait_until(lambda: task.work.read is not None)
    return task


@pytest.fixture
def task(readers: Workstation, qtbot) -> ComparingController:  # type: ignore[no-untyped-def]
    """Return the comparison, open on its first difference."""
    return open_comparison(readers, qtbot)


def final_marks(station: Workstation) -> list[Annotation]:
    return [mark for mark in own_marks(station) if mark.layer == FINAL_LAYER]


def wait_for_decisions(station: Workstation, task: ComparingController, n_decided: int) -> None:
    wait_until_saved(station)
    wait_until(lambda: task.work.read is not None and len(task.work.read.settled) == n_decided)


def test_what_differs_is_listed_with_counts(readers: Workstation, task: ComparingController) -> None:
    playlist, study_card = task.view.playlist, task.view.side.study
    assert [line.kind_text for line in playlist.model.lines[:3]] == ["Conflict", "Only A", "Only B"]
    assert playlist.lists[ListName.DISAGREEMENTS].text() == f"Disagreements {N_DIFFERING}"
    assert playlist.lists[ListName.MATCHED].text() == "Matched 4"
    assert playlist.progress_text.text() == f"0 of {N_DIFFERING} decided"
    assert [study_card.values[name].text() for name in ("a", "b", "same", "conflicting", "only_a", "only_b")] == [
        *("8", "8", "4", "2", "2", "2")
    ]
    assert study_card.histogram.text.startswith("Onset, B − A: n = 6, median +0.")


def test_both_marks_are_on_the_page_with_their_difference(readers: Workstation, task: ComparingController) -> None:
    pair, current = study_of(readers).presenter.pair, task.work.current
    assert current is not None
    assert pair is not None
    assert current.kind == CONFLICT
    assert (pair.a, pair.b) == (current.a.span, current.b.span)
    assert pair.apart == "Δ 0.28 s"
    wait_until(lambda: readers.window.page.overlay.pair == pair)
    assert readers.window.page.overlay.marks == ()  # all others stand in the lanes
    assert [len(lane) for lane in task.view.lanes.shown.lanes] == [8, 8, N_DIFFERING]
    fields = {field.label: field for field in task.view.side.pair.fields.table.fields}
    assert (fields["Movement"].a_text, fields["Movement"].b_text) == ("Flexor", "Mixed")
    assert fields["Movement"].differs


def test_a_key_decides_and_goes_on(readers: Workstation, task: ComparingController, qtbot) -> None:
    first = task.work.current
    press(readers, qtbot, Key.Key_A)
    assert task.work.current.kind == ONLY_A
    assert task.view.playlist.model.lines[0].decided == "✓ A"  # before the disk has it
    wait_for_decisions(readers, task, 1)
    final = final_marks(readers)
    assert [mark.onset_s for mark in final] == [first.a.onset_s]
    assert final[0].attribute("movement") == "flexor"
    assert task.view.playlist.progress_text.text() == f"1 of {N_DIFFERING} decided"
    press(readers, qtbot, Key.Key_X)
    press(readers, qtbot, Key.Key_B)
    wait_for_decisions(readers, task, 3)
    assert len(final_marks(readers)) == 2
    assert task.view.side.final.details["hand"].text() == "1 A · 1 B · 1 neither"
    assert task.view.side.final.values["open"].text() == "3"


def test_undo_takes_the_last_decision_back_and_shows_it_again(
    readers: Workstation, task: ComparingController, qtbot
) -> None:
    first = task.work.current
    press(readers, qtbot, Key.Key_B)
    wait_for_decisions(readers, task, 1)
    press(readers, qtbot, Key.Key_Backspace)
    assert task.work.current.difference_id == first.difference_id
    wait_for_decisions(readers, task, 0)
    assert final_marks(readers) == []
    press(readers, qtbot, Key.Key_Backspace)
    wait_until_idle(readers)
    assert len(own_marks(readers)) == 16  # nothing of the readers was undone


def test_take_back_undoes_nothing_that_was_not_done_in_the_comparison(
    readers: Workstation, task: ComparingController, qtbot
) -> None:
    press(readers, qtbot, Key.Key_B)
    wait_for_decisions(readers, task, 1)
    review = study_of(readers).review
    review.acts.add(Annotation("own", "spasm", 200.0, 1.0))
    wait_until(lambda: review.marks.get("own") is not None)
    wait_until_idle(readers)
    press(readers, qtbot, Key.Key_Backspace)
    wait_until_idle(readers)
    assert review.marks.get("own") is not None
    assert len(task.work.read.settled) == 1
    assert "not made here" in readers.toast.label.text()
    readers.actions["edit.undo"].trigger()  # the mark
    wait_until(lambda: review.marks.get("own") is None)
    press(readers, qtbot, Key.Key_Backspace)  # the decision
    wait_for_decisions(readers, task, 0)
    press(readers, qtbot, Key.Key_B)
    wait_for_decisions(readers, task, 1)
    (final,) = final_marks(readers)
    review.acts.delete([final])
    wait_until(lambda: final_marks(readers) == [])
    wait_until_idle(readers)
    press(readers, qtbot, Key.Key_Backspace)
    wait_until_idle(readers)
    assert final_marks(readers) == []  # a deletion by hand stays, too


def test_what_was_decided_before_the_comparison_was_left_is_not_taken_back(
    readers: Workstation, task: ComparingController, qtbot
) -> None:
    press(readers, qtbot, Key.Key_B)
    wait_for_decisions(readers, task, 1)
    task.close()
    task = open_comparison(readers, qtbot)
    press(readers, qtbot, Key.Key_Backspace)
    wait_until_idle(readers)
    assert len(final_marks(readers)) == 1
    assert "Nothing was decided here yet" in readers.toast.label.text()


def test_two_quick_decisions_on_one_event_ask_before_it_stands_twice(
    readers: Workstation, task: ComparingController, library_url: str, qtbot
) -> None:
    with closing(open_library(library_url)) as library:
        editor = Editor(library, study_of(readers).recording.fingerprint, A, "technologist")
        editor.import_all([Annotation("near1", "spasm", 300.0, 1.0), Annotation("near2", "spasm", 300.9, 1.0)])
    wait_until(lambda: sum(one.onset_s >= 300.0 for one in task.work.listed) == 2)
    first, second = (one for one in task.work.listed if one.onset_s >= 300.0)
    assert {first.kind, second.kind} == {ONLY_A}
    read = there(task.work.read)
    task.deciding.decide(read, first, Verdict.TAKE_A)
    task.deciding.decide(read, second, Verdict.TAKE_A)  # on the same comparison: the disk has nothing yet
    question = task.deciding.question
    assert question.isVisible()
    assert "already in the final layer" in question.text.text()
    QTest.keyClick(question, Key.Key_K)
    wait_for_decisions(readers, task, 2)
    assert [mark.onset_s for mark in final_marks(readers)] == [300.0, 300.9]


def test_answers_are_merged_field_by_field(readers: Workstation, task: ComparingController, qtbot) -> None:
    press(readers, qtbot, Key.Key_M)
    assert task.merging.is_on
    assert "merging" in task.conditions
    fields = [field.name for field in task.work.current.fields if field.differs]
    assert task.merging.field == fields[0]
    press(readers, qtbot, Key.Key_B)  # of the first field that differs, then the next
    assert task.merging.field == fields[1]
    press(readers, qtbot, Key.Key_A, Key.Key_Return)
    wait_for_decisions(readers, task, 1)
    (final,) = final_marks(readers)
    assert (final.attribute("movement"), final.attribute("certainty")) == ("mixed", "certain")
    assert not task.merging.is_on
    assert next(iter(task.work.read.settled.values())).verdict is Verdict.MERGE


def test_merging_is_left_without_a_change(readers: Workstation, task: ComparingController, qtbot) -> None:
    press(readers, qtbot, Key.Key_M, Key.Key_Escape)
    assert not task.merging.is_on
    assert task.is_open
    current = task.work.current
    assert current is not None
    task.merging.begin(current)
    task.view.side.pair.fields.picked.emit("movement", "b")  # a click on B's answer
    assert task.merging.picks is not None
    assert task.merging.picks["movement"] == "b"
    press(readers, qtbot, Key.Key_Escape, Key.Key_Escape)
    assert not task.is_open
    wait_until_idle(readers)
    assert final_marks(readers) == []


def test_a_query_asks_the_readers_and_stays_open(readers: Workstation, task: ComparingController, qtbot) -> None:
    press(readers, qtbot, Key.Key_Q)
    line = task.settling.line.line.line
    assert line.hasFocus() or line.isVisible()
    QTest.keyClicks(line, "a mixed one? A B X")  # letters are written, and decide nothing
    assert task.work.read.settled == {}
    QTest.keyClick(line, Key.Key_Return)
    wait_for_decisions(readers, task, 1)
    assert [decision.verdict for decision in task.work.read.settled.values()] == [Verdict.QUERY]
    assert task.view.playlist.model.lines[0].decided == "? queried"
    assert task.view.playlist.progress_text.text() == f"0 of {N_DIFFERING} decided"
    assert task.view.side.final.details["open"].text() == "blocks signing, 1 queried"
    task.work.go(task.work.listed[0].difference_id)
    assert "a mixed one?" in task.view.side.pair.remarks.text()


def test_who_is_no_neurologist_sees_all_and_decides_nothing(station: Workstation, library_url: str, qtbot) -> None:
    station.reviewer.use(Reviewer("dora", "technologist"))
    put_two_layers(library_url, study_of(station).recording.fingerprint, ONSETS_S)
    wait_until(lambda: {A, B} <= {mark.layer for mark in study_of(station).review.marks})
    task = open_comparison(station, qtbot)
    assert len(task.work.listed) == N_DIFFERING
    assert task.view.side.final.role.text() == NOT_A_NEUROLOGIST
    assert not task.view.side.final.role.isHidden()
    press(station, qtbot, Key.Key_A, Key.Key_X, Key.Key_M)
    assert NOT_A_NEUROLOGIST in station.toast.label.text()
    press(station, qtbot, Key.Key_C)
    QTest.keyClicks(task.settling.line.line.line, "seen on the video")
    QTest.keyClick(task.settling.line.line.line, Key.Key_Return)
    wait_until(lambda: "seen on the video" in task.view.side.pair.remarks.text())
    assert task.work.read.settled == {}
    press(station, qtbot, Key.Key_Backspace)  # takes the comment back
    wait_until(lambda: "seen on the video" not in task.view.side.pair.remarks.text())
    assert final_marks(station) == []


def test_all_that_agree_are_listed_and_taken_as_one(readers: Workstation, task: ComparingController, qtbot) -> None:
    press(readers, qtbot, Key.Key_A, modifier=Shift)
    dialog = shown_dialog(readers, AgreedDialog, AGREED_DIALOG)
    assert dialog.list.topLevelItemCount() == 4
    dialog.take.click()
    wait_for_decisions(readers, task, 4)
    assert len(final_marks(readers)) == 4
    assert task.view.side.final.values["agree"].text() == "4"
    readers.actions["comparing.back"].trigger()
    wait_for_decisions(readers, task, 0)
    assert final_marks(readers) == []


def test_an_event_that_stands_in_the_final_layer_is_asked_about(
    readers: Workstation, task: ComparingController, qtbot
) -> None:
    first = task.work.current
    study_of(readers).review.acts.add(Annotation("f1", "spasm", first.onset_s + 0.4, 1.0, layer=FINAL_LAYER))
    wait_until(lambda: len(final_marks(readers)) == 1)
    wait_until_idle(readers)
    press(readers, qtbot, Key.Key_A)
    question = task.deciding.question
    assert question.isVisible()
    assert "already in the final layer" in question.text.text()
    assert task.work.current.difference_id == first.difference_id
    QTest.keyClick(question, Key.Key_Escape)
    wait_until_idle(readers)
    assert len(final_marks(readers)) == 1
    press(readers, qtbot, Key.Key_A)
    QTest.keyClick(question, Key.Key_R)
    wait_for_decisions(readers, task, 1)
    assert [mark.onset_s for mark in final_marks(readers)] == [first.a.onset_s]


def test_the_list_is_stepped_through_in_every_order(readers: Workstation, task: ComparingController, qtbot) -> None:
    first = task.work.current
    press(readers, qtbot, Key.Key_S)
    assert task.work.current is task.work.listed[1]
    press(readers, qtbot, Key.Key_PageUp)
    assert task.work.current.difference_id == first.difference_id
    press(readers, qtbot, Key.Key_O)
    assert task.work.order is Order.LARGEST
    assert task.work.listed[0].kind == ONLY_A
    press(readers, qtbot, Key.Key_D)
    assert task.work.list_name is ListName.ONLY_A
    assert [one.kind for one in task.work.listed] == [ONLY_A, ONLY_A]
    task.view.side.study.list_asked.emit(ListName.MATCHED)
    assert len(task.view.playlist.model.lines) == 4
    press(readers, qtbot, Key.Key_L)
    assert study_of(readers).presenter.pair.b is None
    press(readers, qtbot, Key.Key_L)
    assert study_of(readers).presenter.pair.a is None


def test_another_limit_and_other_readers_can_be_chosen(readers: Workstation, task: ComparingController, qtbot) -> None:
    task.view.header.limit_asked.emit(0.25)
    wait_until(lambda: task.view.playlist.lists[ListName.ONLY_A].text() == "Only A 4")
    press(readers, qtbot, Key.Key_R)
    dialog = shown_dialog(readers, ChooseReadersDialog, CHOOSE_DIALOG)
    assert (dialog.reader_a.currentData(), dialog.reader_b.currentData()) == (A, B)
    dialog.reader_b.setCurrentIndex(dialog.reader_b.findData(A))
    assert not dialog.compare.isEnabled()
    dialog.reader_a.setCurrentIndex(dialog.reader_a.findData(B))
    dialog.limit.setValue(1.0)
    dialog.compare.click()
    wait_until(lambda: task.view.header.readers.button.text() == f"A {B} · B {A} → Final")
    wait_until(lambda: task.view.playlist.lists[ListName.DISAGREEMENTS].text() == f"Disagreements {N_DIFFERING}")
    assert readers.settings.text("comparing/a") == B


def test_the_numbers_say_that_one_patient_gives_no_interval(readers: Workstation, task: ComparingController) -> None:
    wait_until(lambda: bool(task.view.numbers.model.lines))
    first = task.view.numbers.model.lines[0]
    assert first.label == "Spasm"
    assert first.value_text == "0.75"  # 6 pairs, 2 only A, 2 only B
    assert "no interval" in first.interval_text
    assert first.number.method in first.tip


def test_leaving_brings_the_page_back_as_it_was(readers: Workstation, qtbot) -> None:
    before = study_of(readers).view
    task = open_comparison(readers, qtbot)
    press(readers, qtbot, Key.Key_1)  # a digit marks nothing here
    press(readers, qtbot, Key.Key_Escape)
    assert not task.is_open
    assert study_of(readers).presenter.pair is None
    assert study_of(readers).view.start_s == before.start_s
    assert study_of(readers).view.page_s == before.page_s
    assert task.view.playlist.isHidden()
    assert len(own_marks(readers)) == 16


@pytest.mark.parametrize(
    ("layers", "title"),
    [((), "There are only annotations of the file."), ((A,), "Only ada has marks here.")],
)
def test_without_two_readers_it_says_why(
    station: Workstation, library_url: str, qtbot, layers: tuple[str, ...], title: str
) -> None:
    if layers:
        readers = ((A, "technologist"), (A, "technologist"))
        put_two_layers(library_url, study_of(station).recording.fingerprint, ONSETS_S, readers)
        wait_until(lambda: len(own_marks(station)) == 16)
    press(station, qtbot, Key.Key_C, modifier=Ctrl | Shift)
    task = station.tasks.late_comparing.task
    assert task.view.empty.title.text() == title
    assert not task.view.empty.isHidden()
    assert "difference" not in task.conditions
    press(station, qtbot, Key.Key_Escape)
    assert not task.is_open
    assert station.window.page.isVisible()


def test_a_mark_that_a_reader_changes_opens_its_difference_again(
    readers: Workstation, task: ComparingController, library_url: str, qtbot
) -> None:
    first = task.work.current
    assert first is not None
    assert first.b is not None
    press(readers, qtbot, Key.Key_A)
    wait_for_decisions(readers, task, 1)
    with closing(open_library(library_url)) as library:
        editor = Editor(library, study_of(readers).recording.fingerprint, B, "resident")
        editor.change(first.b, replace(first.b, text="seen again"))
    study_of(readers).review.catch_up()
    wait_for_decisions(readers, task, 0)
    assert task.view.playlist.progress_text.text() == f"0 of {N_DIFFERING} decided"
