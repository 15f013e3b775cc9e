"""A session at the window: items answered by key, feedback, the next one."""

import threading
from pathlib import Path

import pytest
from learners.made_case_set import ONSET_S, write_made_set
from learners.training_window import answer, go_on, kept_answers, key_of, letter_of, type_keys, window_of
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from waiting import wait_until

from eegview.app.training.cases.case_set import CaseSet
from eegview.app.training.learner.answers_file import AnswersFile
from eegview.app.training.place import answers_path
from eegview.app.training.session.plan import DONE, FEEDBACK
from eegview.ui.training.card.feedback_panel import NO_FEEDBACK
from eegview.ui.training.header_showing import QUEUE_LATER
from eegview.ui.training.session_controller import SessionController
from eegview.ui.workstation import Workstation

Key = Qt.Key


def wait_for(session: SessionController, step: str) -> None:
    wait_until(lambda: session.sitting.state.step == step and not session.sitting.is_busy, f"the step is {step}")


def right_key(session: SessionController) -> Qt.Key:
    return letter_of(session, key_of(session).answer)


def test_an_item_is_answered_by_three_keys_and_its_feedback_is_shown(
    begin, empty_station: Workstation, made_set: Path
) -> None:
    session = begin(made_set)
    window = window_of(empty_station)
    assert window.number.text() == "Item 1 of 4"
    assert window.feedback.verdict.isHidden()
    key = right_key(session)
    answer(empty_station, session, key, Key.Key_4)
    assert session.sitting.state.step == FEEDBACK
    assert window.feedback.verdict.text().startswith("✓ Right: ")
    assert window.feedback.source.text() == "5 experts"
    assert sum(bar.n for bar in window.feedback.bars.bars) == 5
    assert [one.confidence for one in kept_answers(empty_station)] == [4]
    type_keys(window, Key.Key_Return)
    wait_until(lambda: window.number.text() == "Item 2 of 4")
    assert window.feedback.verdict.isHidden()


def test_enter_says_what_lacks_and_commits_nothing(begin, empty_station: Workstation, made_set: Path) -> None:
    session = begin(made_set)
    window = window_of(empty_station)
    type_keys(window, Key.Key_Return)
    assert window.answer.hint.text() == "Choose an answer: A to D."
    type_keys(window, Key.Key_B, Key.Key_Return)
    assert window.answer.hint.text() == "How sure are you? 1 to 5."
    assert session.sitting.state.n_done == 0


def test_a_missed_spasm_says_so_with_reasons_on_the_page_and_why_not(
    begin, empty_station: Workstation, made_set: Path
) -> None:
    session = begin(made_set, n_items=8)
    window = window_of(empty_station)
    while right_key(session) != Key.Key_A:
        answer(empty_station, session, right_key(session), Key.Key_5)
        type_keys(window, Key.Key_Return)
        wait_until(lambda: session.sitting.state.step != FEEDBACK)
    answer(empty_station, session, Key.Key_B, Key.Key_5)
    assert window.feedback.verdict.text() == "✕ Missed: epileptic spasm"
    assert window.feedback.why_not_title.text() == "Why not mimic, not epileptic"
    assert [one.reason.text for one in window.stretch.traces.over.reasons][1] == "slow wave, wide field"
    wait_until(lambda: window.feedback.map.field is not None, "the field map has come")
    assert window.feedback.map_scale.text().startswith("Field at 5.60 s, average reference; one shade is ")
    type_keys(window, Key.Key_K)
    assert window.stretch.traces.over.reasons == ()
    assert [mark.onset_s for mark in window.stretch.traces.overlay.marks] == [ONSET_S]


def test_nothing_hints_at_the_answer_before_it_is_committed(begin, empty_station: Workstation, made_set: Path) -> None:
    session = begin(made_set)
    window = window_of(empty_station)
    over = window.stretch.traces.over
    assert over.reasons == ()
    assert over.key_onset_s is None
    assert window.stretch.traces.overlay.marks == ()
    page = window.stretch.traces.shown_page
    assert page is not None
    assert page.clock_text(5.0) == "5 s"
    assert session.sitting.state.feedback is None


def test_an_onset_is_placed_with_the_arrows_and_compared_with_the_experts(
    begin, empty_station: Workstation, two_questions: Path
) -> None:
    session = begin(two_questions, n_items=8)
    window = window_of(empty_station)
    for _item in range(8):
        state = session.sitting.state
        assert state.question is not None
        if state.question.question_id == "onset":
            break
        answer(empty_station, session, right_key(session), Key.Key_3)
        type_keys(window, Key.Key_Return)
        wait_until(lambda: session.sitting.state.step != FEEDBACK)
    wait_until(lambda: window.stretch.traces.shown_page is not None)
    type_keys(window, Key.Key_Right, *([Key.Key_Left] * 20))
    assert window.answer.onset.text().startswith("Onset at 5.50 s.")
    answer(empty_station, session, Key.Key_2)
    assert window.feedback.verdict.text() == "✓ Right: within 0.5 s of the experts' median"
    said = "Yours is 0.50 s after the experts' (5.00 s). Theirs lie between 4.80 s and 5.10 s."
    assert window.feedback.onset.text() == said


def test_what_comes_back_is_hidden_until_the_item_is_answered(
    begin, empty_station: Workstation, made_set: Path
) -> None:
    session = begin(made_set)
    queue = window_of(empty_station).queue
    for _item in range(2):
        assert session.sitting.state.queue  # a category is due: it may be that of the item
        assert not any(tile.isVisibleTo(queue) for tile in queue.tiles)
        assert queue.empty.text() == QUEUE_LATER
        answer(empty_station, session, right_key(session), Key.Key_2)
        assert any(tile.isVisibleTo(queue) for tile in queue.tiles)
        go_on(empty_station, session)


def test_a_pause_asked_for_while_an_answer_is_written_comes_behind_it(
    begin, empty_station: Workstation, made_set: Path, fixed_time
) -> None:
    session = begin(made_set)
    sitting = session.sitting
    sitting.answer_and_go_on("spasm", 3, None)
    assert sitting.is_busy
    sitting.pause()
    wait_until(lambda: sitting.state.n_done == 1 and not sitting.is_busy)
    wait_until(lambda: window_of(empty_station).stretch.traces.shown_page is not None)
    fixed_time.go_on(600)
    assert sitting.took_s == 0
    sitting.resume()
    fixed_time.go_on(4)
    assert sitting.took_s == 4


def test_who_signed_the_set_is_looked_up_off_the_gui_thread(
    begin, empty_station: Workstation, made_set: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    threads: list[int] = []

    def text(_case_set) -> str:
        threads.append(threading.get_ident())
        return "Signed by a teacher."

    monkeypatch.setattr(CaseSet, "signature_text", property(text))
    session = begin(made_set)
    assert session.sitting.signature_text == "Signed by a teacher."
    assert "Signed by a teacher." in window_of(empty_station).header.fields["Set"].toolTip()
    assert threads
    assert threading.get_ident() not in threads


def test_eeg_comes_first_then_the_video_then_what_is_told(begin, empty_station: Workstation, tmp_path: Path) -> None:
    session = begin(write_made_set(tmp_path / "film.eegcases", 4, n_videos=4))
    window = window_of(empty_station)
    assert window.steps.text == "1 EEG alone"
    assert window.film.loop is None
    type_keys(window, Key.Key_Space)
    wait_until(lambda: window.film.picture.rgb is not None, "the video is shown")
    assert window.steps.text == "2 with video"
    assert window.history.isHidden()
    type_keys(window, Key.Key_Return)
    assert window.history.text() == "What is told: 8 months, awake, lying on the back."
    answer(empty_station, session, Key.Key_A, Key.Key_5)
    assert kept_answers(empty_station)[0].layers == "eeg+video+history"


def test_an_exam_gives_no_feedback_and_its_result_at_the_end(begin, empty_station: Workstation, made_set: Path) -> None:
    session = begin(made_set, "exam", 3)
    window = window_of(empty_station)
    for _item in range(3):
        assert window.feedback.empty.text() == NO_FEEDBACK
        assert window.queue.isHidden()
        answer(empty_station, session, right_key(session), Key.Key_5)
    wait_for(session, DONE)
    assert window.result.title.text() == "Exam complete"
    assert window.result.text.text().startswith(
        "3 of 3 items right (a share of fewer than 10 items is too few to say)."
    )


def test_the_clock_of_an_item_stands_while_the_session_is_paused(
    begin, empty_station: Workstation, made_set: Path, fixed_time
) -> None:
    session = begin(made_set)
    window = window_of(empty_station)
    fixed_time.go_on(7)
    QTest.keyClick(window, Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    assert window.stretch.traces.shown_page is None
    fixed_time.go_on(600)
    type_keys(window, Key.Key_A)
    window.header.pause.click()
    wait_until(lambda: window.stretch.traces.shown_page is not None)
    fixed_time.go_on(2)
    answer(empty_station, session, Key.Key_A, Key.Key_1)
    assert kept_answers(empty_station)[0].took_s == 9.0


def test_a_session_that_was_closed_in_the_middle_goes_on_there(
    begin, empty_station: Workstation, made_set: Path
) -> None:
    session = begin(made_set)
    window = window_of(empty_station)
    answer(empty_station, session, Key.Key_A, Key.Key_1)
    window.close()
    wait_until(lambda: "1 of 4 items" in empty_station.toast.label.text())
    again = begin(made_set)
    assert again is not session
    assert window.number.text() == "Item 2 of 4"


def test_a_locked_post_test_says_when_it_opens(empty_station: Workstation, tmp_path: Path, fixed_time) -> None:
    empty_station.training.clock = fixed_time.clock
    path = write_made_set(tmp_path / "tests.eegcases", 12, 4)
    controller = empty_station.training.controller
    controller.begin(path, "post", 4)
    window = controller.window
    wait_until(lambda: window.result.title.text().startswith("The post-test is locked until item 20"))


def test_answers_that_another_window_writes_are_told_in_one_sentence(
    empty_station: Workstation, made_set: Path, fixed_time
) -> None:
    empty_station.training.clock = fixed_time.clock
    with AnswersFile(answers_path(empty_station.studies.reviewer.name)):
        controller = empty_station.training.controller
        controller.begin(made_set)
        told = "These answers are being written by another window or program."
        wait_until(lambda: controller.window.result.title.text() == told)


def test_the_next_item_is_read_ahead(begin, empty_station: Workstation, made_set: Path) -> None:
    session = begin(made_set)
    window = window_of(empty_station)
    ahead = session.sitting.state.likely_next
    assert ahead is not None
    wait_until(lambda: ahead in session.store.held, "the next item is open")
    answer(empty_station, session, Key.Key_A, Key.Key_1)
    type_keys(window, Key.Key_Return)
    wait_until(lambda: session.sitting.state.step != FEEDBACK)
    item = session.sitting.state.item
    assert item is not None
    assert item.item_id == ahead


def test_montage_sensitivity_and_filters_stay_from_item_to_item(
    begin, empty_station: Workstation, made_set: Path
) -> None:
    session = begin(made_set)
    window = window_of(empty_station)
    before = window.header.fields["Sensitivity"].value.text()
    type_keys(window, Key.Key_Up, Key.Key_F2)
    QTest.keyClick(window, Key.Key_F, Qt.KeyboardModifier.ShiftModifier)
    montage = window.header.fields["Montage"].value.text()
    assert window.header.fields["Sensitivity"].value.text() != before
    assert window.header.fields["Filters"].value.text() == "off"
    answer(empty_station, session, Key.Key_A, Key.Key_1)
    type_keys(window, Key.Key_Return)
    wait_until(lambda: window.number.text() == "Item 2 of 4")
    assert window.header.fields["Montage"].value.text() == montage != "Longitudinal bipolar"
    assert window.header.fields["Filters"].value.text() == "off"


def test_words_of_a_learner_who_disagrees_are_kept(begin, empty_station: Workstation, made_set: Path) -> None:
    session = begin(made_set)
    window = window_of(empty_station)
    answer(empty_station, session, Key.Key_A, Key.Key_1)
    type_keys(window, Key.Key_D)
    dialog = session.feedback.dialog
    assert dialog is not None
    dialog.words.setPlainText("The burst is electrode movement.")
    dialog.buttons.button(dialog.buttons.StandardButton.Save).click()
    wait_until(lambda: window.answer.hint.text() == "Your words are kept with your answers.")
    window.close()

    def comments() -> list[str]:
        with AnswersFile(answers_path(empty_station.studies.reviewer.name), may_write=False) as file:
            return [one.text for one in file.comments()]

    wait_until(lambda: comments() == ["The burst is electrode movement."])


def test_nothing_of_a_session_enters_the_study_that_is_open(begin, station: Workstation, made_set: Path) -> None:
    study = station.studies.study
    assert study is not None
    marks, records = tuple(study.review.marks), tuple(study.review.records)
    session = begin(made_set)
    answer(station, session, Key.Key_A, Key.Key_1)
    window_of(station).close()
    assert (tuple(study.review.marks), tuple(study.review.records)) == (marks, records)
