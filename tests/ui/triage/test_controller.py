"""Suggestions judged one by one at the window."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from made_studies.triage_study import detections_at, put_run
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QPushButton
from waiting import wait_until
from windows import window_fixtures
from windows.at_the_window import own_marks, press, shown_dialog, study_of, wait_until_idle, wait_until_saved
from windows.window_fixtures import open_and_wait

from eegview.app.suggestions.suggestions import Reveal
from eegview.cli.run import main
from eegview.model.suggestion.detection import Detection, DetectorRun
from eegview.model.suggestion.judgement import Verdict, is_unseen
from eegview.ui.exchange.reviewer_dialog import FirstReviewerDialog
from eegview.ui.triage.task import WindowTask
from eegview.ui.workstation import Workstation

Key, Shift, Ctrl = Qt.Key, Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
ONSETS_S = (6.0, 9.0, 13.0, 31.0, 44.0, 50.0)


@pytest.fixture
def early_run(library_url: str, station: Workstation) -> DetectorRun:
    """Return a run over the open recording, there in the window, before the first look is done."""
    recording = study_of(station).recording
    run = put_run(library_url, recording.fingerprint, detections_at(ONSETS_S), recording.duration_s)
    study_of(station).suggestions.catch_up()
    wait_until(lambda: study_of(station).suggestions.shown is not None)
    return run


@pytest.fixture
def run(station: Workstation, early_run: DetectorRun) -> DetectorRun:
    """Return a run whose suggestions may be shown."""
    study_of(station).suggestions.reveal()
    return early_run


@pytest.fixture
def triage(station: Workstation, run: DetectorRun, qtbot) -> Workstation:
    """Return the window with the triage open on its first card."""
    press(station, qtbot, Key.Key_T, modifier=Ctrl)
    assert station.triage.is_open
    return station


def current(station: Workstation) -> int:
    suggestion = station.triage.triage.current
    return suggestion.detection.number if suggestion is not None else -1


def verdicts(station: Workstation) -> dict[int, Verdict]:
    shown = study_of(station).suggestions.shown
    assert shown is not None
    return {number: judgement.verdict for number, judgement in shown.judgements.items()}


def test_the_card_shows_the_event_in_its_stretch(triage: Workstation) -> None:
    study = study_of(triage)
    suggestion = triage.triage.triage.current
    assert suggestion is not None
    onset_s = suggestion.detection.onset_s
    view = study.session.view
    assert (view.page_s, view.start_s) == (15.0, pytest.approx(onset_s - 5.0))
    spotlight = study.presenter.spotlight
    assert spotlight is not None
    assert spotlight.span == suggestion.detection.span
    assert spotlight.channels == ("F3", "F4")
    assert triage.triage.view.side.why.score.text() == f"{suggestion.detection.score:.2f}"
    wait_until(lambda: triage.triage.view.side.field.map.field is not None)


def test_verdicts_by_key_go_on_and_are_on_the_disk(triage: Workstation, qtbot) -> None:
    order = []
    for key in (Key.Key_A, Key.Key_R, Key.Key_U, Key.Key_6):
        order.append(current(triage))
        press(triage, qtbot, key)
    wait_until_saved(triage)
    given = verdicts(triage)
    assert [given[number] for number in order] == [Verdict.ACCEPT, Verdict.REJECT, Verdict.UNSURE, Verdict.REJECT]
    assert sorted(mark.term_id for mark in own_marks(triage)) == ["mimic", "spasm"]
    assert current(triage) not in order
    assert triage.triage.view.header.done.text().startswith("4 of 6")


def test_a_name_that_is_given_at_the_first_verdict_does_not_end_the_triage(
    monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest, qtbot
) -> None:
    monkeypatch.setattr(window_fixtures, "REVIEWER", None)
    triage: Workstation = request.getfixturevalue("triage")
    first = current(triage)
    press(triage, qtbot, Key.Key_A)
    dialog = shown_dialog(triage, FirstReviewerDialog, "reviewer.first")
    dialog.name.setEditText("Bo")
    dialog.ok.click()
    wait_until(lambda: first in verdicts(triage))
    assert triage.triage.is_open
    second = current(triage)
    assert second != first
    press(triage, qtbot, Key.Key_R)
    wait_until_saved(triage)
    assert [verdicts(triage)[number] for number in (first, second)] == [Verdict.ACCEPT, Verdict.REJECT]
    assert [mark.layer for mark in own_marks(triage)] == ["Bo"]


def test_one_undo_takes_one_verdict_back_and_shows_it_again(triage: Workstation, qtbot) -> None:
    first = current(triage)
    press(triage, qtbot, Key.Key_A)
    wait_until_saved(triage)
    assert len(own_marks(triage)) == 1
    press(triage, qtbot, Key.Key_Z, modifier=Ctrl)
    wait_until_saved(triage)
    assert own_marks(triage) == []
    assert verdicts(triage) == {}
    assert current(triage) == first


def test_backspace_goes_back_one_and_undoes_its_verdict(triage: Workstation, qtbot) -> None:
    first = current(triage)
    press(triage, qtbot, Key.Key_A)
    press(triage, qtbot, Key.Key_Backspace)
    wait_until_saved(triage)
    assert current(triage) == first
    assert verdicts(triage) == {}
    assert own_marks(triage) == []


def test_a_group_is_accepted_but_for_those_judged_already(triage: Workstation, qtbot) -> None:
    studies = triage.triage
    members = [s.detection.number for s in studies.triage.group]
    assert len(members) > 2
    press(triage, qtbot, Key.Key_R)
    press(triage, qtbot, Key.Key_A, modifier=Shift)
    wait_until_saved(triage)
    assert not set(members) & {current(triage)}  # on to what is still open, or to none
    given = verdicts(triage)
    assert list(given.values()).count(Verdict.REJECT) == 1
    assert list(given.values()).count(Verdict.ACCEPT) == len(members) - 1
    press(triage, qtbot, Key.Key_Z, modifier=Ctrl)
    wait_until_saved(triage)
    assert list(verdicts(triage).values()) == [Verdict.REJECT]


def test_edges_are_nudged_by_20_ms_and_taken_over(triage: Workstation, qtbot) -> None:
    suggestion = triage.triage.triage.current
    assert suggestion is not None
    start_s = study_of(triage).session.view.start_s
    press(triage, qtbot, Key.Key_E, Key.Key_Right, Key.Key_Right)
    press(triage, qtbot, Key.Key_Left, modifier=Shift)
    press(triage, qtbot, Key.Key_Return)
    assert study_of(triage).session.view.start_s == start_s  # the arrows moved no page
    press(triage, qtbot, Key.Key_A)
    wait_until_saved(triage)
    (mark,) = own_marks(triage)
    assert mark.onset_s == pytest.approx(suggestion.detection.onset_s + 0.04)
    assert mark.stop_s == pytest.approx(suggestion.detection.span.stop_s - 0.02)


def test_after_the_edges_arrows_move_the_page_and_esc_forgets_them(triage: Workstation, qtbot) -> None:
    suggestion = triage.triage.triage.current
    assert suggestion is not None
    press(triage, qtbot, Key.Key_E, Key.Key_Right, Key.Key_Escape)
    assert triage.triage.is_open
    assert triage.triage.card.span == suggestion.detection.span
    start_s = study_of(triage).session.view.start_s
    press(triage, qtbot, Key.Key_Right)
    assert study_of(triage).session.view.start_s == start_s + 1.0


def words_shown(station: Workstation) -> str:
    from PySide6.QtWidgets import QLabel, QToolButton

    found = [w.text() for w in station.window.findChildren(QLabel) if w.isVisibleTo(station.window)]
    found += [w.text() for w in station.window.findChildren(QToolButton) if w.isVisibleTo(station.window)]
    chips = station.triage.view.group.chips.chips
    found += [part for chip in chips for part in (chip.score, chip.tip)]
    return " | ".join(found)


def test_blind_hides_every_score(triage: Workstation, qtbot) -> None:
    scores = {f"{d.score:.2f}" for d in detections_at(ONSETS_S)}
    assert any(score in words_shown(triage) for score in scores)
    press(triage, qtbot, Key.Key_B)
    for _ in range(3):
        shown = words_shown(triage)
        assert not [score for score in scores if score in shown]
        assert "slow wave" not in shown
        assert triage.triage.view.side.why.bars.terms == ()
        assert triage.window.page.overlay.suggestions == ()
        press(triage, qtbot, Key.Key_U)


def test_leaving_brings_the_page_back_as_it_was(station: Workstation, run: DetectorRun, qtbot) -> None:
    study = study_of(station)
    study.session.change(start_s=20.0, page_s=10.0, cursor_s=23.0)
    before = study.session.view
    is_shown = station.marks.place.is_in_front
    press(station, qtbot, Key.Key_T, modifier=Ctrl)
    assert not station.marks.place.is_in_front
    press(station, qtbot, Key.Key_A, Key.Key_Down, Key.Key_Escape)
    wait_until_saved(station)
    assert not station.triage.is_open
    view = study.session.view
    assert (view.start_s, view.page_s, view.cursor_s) == (before.start_s, before.page_s, before.cursor_s)
    assert view.sensitivity_uv_per_mm > before.sensitivity_uv_per_mm  # what was changed on the card stays
    assert station.marks.place.is_in_front == is_shown
    assert study.presenter.spotlight is None
    press(station, qtbot, Key.Key_1)  # digits mark again
    wait_until_saved(station)
    assert len(own_marks(station)) == 2


def test_it_goes_on_where_one_stopped(triage: Workstation, qtbot) -> None:
    press(triage, qtbot, Key.Key_A, Key.Key_R)
    following = current(triage)
    press(triage, qtbot, Key.Key_Escape)
    wait_until_saved(triage)
    press(triage, qtbot, Key.Key_T, modifier=Ctrl)
    assert current(triage) == following


def test_when_all_are_judged_it_says_so(triage: Workstation, qtbot) -> None:
    press(triage, qtbot, *[Key.Key_A] * 4, Key.Key_R, Key.Key_U)
    wait_until_saved(triage)
    empty = triage.triage.view.empty
    assert empty.isVisible()
    assert empty.title.text() == "All 6 suggestions are decided."
    assert "4 accepted, 1 rejected, 1 unsure" in empty.words.text()
    assert not triage.window.page.isVisible()
    press(triage, qtbot, Key.Key_Backspace)
    assert triage.window.page.isVisible()


def test_at_the_end_the_unsure_ones_are_offered_again(triage: Workstation, qtbot) -> None:
    press(triage, qtbot, *[Key.Key_A] * 2, *[Key.Key_U] * 2, *[Key.Key_R] * 2)
    wait_until_saved(triage)
    button = triage.triage.view.empty.findChild(QPushButton, "triage.empty.triage.review_unsure")
    assert button is not None
    button.click()
    assert triage.window.page.isVisible()
    press(triage, qtbot, Key.Key_R, Key.Key_R)
    wait_until_saved(triage)
    assert triage.triage.view.empty.isVisible()
    assert Verdict.UNSURE not in verdicts(triage).values()


def test_chips_stand_in_order_of_time(triage: Workstation, library_url: str) -> None:
    recording, suggestions = study_of(triage).recording, study_of(triage).suggestions
    scored = [replace(one, score=0.9 - 0.1 * (k % 3)) for k, one in enumerate(detections_at(ONSETS_S[::-1]))]
    run = put_run(library_url, recording.fingerprint, scored, recording.duration_s)
    suggestions.catch_up()
    wait_until(lambda: suggestions.run(run.run_id) is not None)
    suggestions.show(run.run_id)
    wait_until(lambda: suggestions.shown is not None and suggestions.shown.run.run_id == run.run_id)
    group = triage.triage.triage.group
    line = triage.triage.view.group.chips
    times_s = sorted(s.detection.onset_s for s in group)
    assert [s.detection.onset_s for s in group] != times_s  # the surest comes first
    for position, onset_s in enumerate(times_s):
        line.chosen.emit(position)
        current = triage.triage.triage.current
        assert current is not None
        assert current.detection.onset_s == onset_s
        assert line.chips[position].is_current


def test_without_a_run_it_offers_one(station: Workstation, qtbot) -> None:
    press(station, qtbot, Key.Key_T, modifier=Ctrl)
    wait_until(lambda: station.triage.view.empty.title.text() == "No detector has run on this recording.")
    assert not station.actions["triage.accept"].isEnabled()
    press(station, qtbot, Key.Key_Escape)
    assert station.window.page.isVisible()
    assert station.window.page.hasFocus()


@pytest.mark.usefixtures("early_run")
def test_before_the_first_look_it_waits_and_can_be_opened_anyway(station: Workstation, qtbot) -> None:
    press(station, qtbot, Key.Key_T, modifier=Ctrl)
    empty = station.triage.view.empty
    assert empty.isVisible()
    assert empty.title.text().startswith("First read incomplete: ")
    foremost = empty.findChild(QPushButton, "triage.empty.triage.open_anyway")
    assert foremost is not None
    assert foremost.property("role") == "primary"  # what Enter does
    assert not station.window.page.isVisible()
    assert not station.triage.view.header.isVisible()  # nothing of what was found is told
    press(station, qtbot, Key.Key_A, Key.Key_R, Key.Key_1, Key.Key_Backspace)
    wait_until_idle(station)
    assert verdicts(station) == {}
    assert own_marks(station) == []
    press(station, qtbot, Key.Key_Return)
    assert station.triage.view.group.isVisible()
    assert station.window.page.isVisible()
    press(station, qtbot, Key.Key_A)
    wait_until_saved(station)
    assert len(verdicts(station)) == 1


@pytest.mark.usefixtures("early_run")
def test_who_wants_suggestions_at_once_has_the_triage_at_once(station: Workstation, qtbot) -> None:
    station.reveal_choice.use(Reveal.AT_ONCE)
    press(station, qtbot, Key.Key_T, modifier=Ctrl)
    assert station.triage.view.group.isVisible()


def test_a_threshold_above_all_says_so_and_can_be_lowered(triage: Workstation, qtbot) -> None:
    study_of(triage).suggestions.set_threshold(0.97)
    assert "None of the 6 suggestions reaches 0.97" in triage.triage.view.empty.title.text()
    press(triage, qtbot, *[Key.Key_BracketLeft] * 10)
    assert triage.triage.view.group.isVisible()


def test_without_going_on_the_verdict_stands_on_its_chip(triage: Workstation, qtbot) -> None:
    first = current(triage)
    press(triage, qtbot, Key.Key_W, Key.Key_R)
    wait_until_saved(triage)
    assert current(triage) == first
    chip = next(chip for chip in triage.triage.view.group.chips.chips if chip.is_current)
    assert chip.state.value == "rejected"
    press(triage, qtbot, Key.Key_N)
    assert current(triage) != first


def test_the_order_can_be_chosen_and_every_order_shows_all(triage: Workstation, qtbot) -> None:
    studies = triage.triage
    queues = set()
    for _ in range(4):
        queues.add(studies.triage.queue)
        press(triage, qtbot, Key.Key_O)
    assert len(queues) > 1
    assert len({frozenset(queue) for queue in queues}) == 1


def test_closing_the_study_closes_the_triage(triage: Workstation, qtbot) -> None:
    triage.studies.close()
    assert not triage.triage.is_open
    assert not triage.triage.view.header.isVisible()
    press(triage, qtbot, Key.Key_T, modifier=Ctrl)
    assert not triage.triage.is_open


def test_the_next_study_has_a_triage_of_its_own(triage: Workstation, small_edf: Path, qtbot) -> None:
    first = triage.triage
    triage.studies.close()
    open_and_wait(triage, small_edf)
    study = study_of(triage)
    study.suggestions.catch_up()
    wait_until(lambda: study.suggestions.shown is not None)
    study.suggestions.reveal()
    press(triage, qtbot, Key.Key_T, modifier=Ctrl)
    assert triage.triage is not first
    assert triage.triage.is_open
    assert not first.is_open
    press(triage, qtbot, Key.Key_A, Key.Key_6)
    wait_until_saved(triage)
    assert len(verdicts(triage)) == 2  # one a key
    built = [task for task in triage.tasks.all if isinstance(task, WindowTask)]
    assert len(triage.digit_claimants) == len(built)  # those of this study alone


@pytest.fixture
def large_group(station: Workstation, library_url: str, qtbot) -> Workstation:
    """Return the window with the triage open on the first of nine of one cluster."""
    recording = study_of(station).recording
    put_run(library_url, recording.fingerprint, cluster(), recording.duration_s)
    suggestions = study_of(station).suggestions
    suggestions.catch_up()
    wait_until(lambda: suggestions.shown is not None)
    suggestions.reveal()
    press(station, qtbot, Key.Key_T, modifier=Ctrl)
    assert len(station.triage.triage.group) == 9
    return station


def cluster() -> tuple[Detection, ...]:
    return tuple(replace(one, score=0.9, terms=()) for one in detections_at([5.0 + 5 * k for k in range(9)]))


def question(station: Workstation) -> QMessageBox | None:
    boxes = station.window.findChildren(QMessageBox, "triage.unseen.question")
    return next((box for box in boxes if box.isVisible()), None)


def answer(station: Workstation, text: str) -> None:
    box = question(station)
    assert box is not None
    next(button for button in box.buttons() if button.text() == text).click()


def test_a_large_group_nobody_looked_at_is_asked_about(large_group: Workstation, qtbot) -> None:
    station = large_group
    press(station, qtbot, Key.Key_A, modifier=Shift)
    box = question(station)
    assert box is not None
    assert "8 suggestions you have not viewed" in box.text()
    qtbot.keyClick(box, Key.Key_Return)  # a habit of the hand accepts nothing
    wait_until(lambda: question(station) is None)
    wait_until_idle(station)
    assert verdicts(station) == {}
    press(station, qtbot, Key.Key_A, modifier=Shift)
    answer(station, "Accept unseen")
    wait_until_saved(station)
    marks = own_marks(station)
    assert len(marks) == 9
    assert [is_unseen(mark) for mark in marks].count(True) == 8
    wait_until(lambda: "9 accepted (8 of them unseen)" in station.triage_view.empty.words.text())


def test_a_large_group_is_rejected_and_a_small_one_accepted_without_a_question(large_group: Workstation, qtbot) -> None:
    station = large_group
    for key in (Key.Key_A, Key.Key_A, Key.Key_A):
        press(station, qtbot, key)
    wait_until_saved(station)
    press(station, qtbot, Key.Key_A, modifier=Shift)  # six are left, five of them never shown
    assert question(station) is None
    wait_until_saved(station)
    assert [is_unseen(mark) for mark in own_marks(station)].count(True) == 5
    press(station, qtbot, Key.Key_Z, modifier=Ctrl)
    wait_until_saved(station)
    press(station, qtbot, Key.Key_R, modifier=Shift)
    assert question(station) is None


def test_events_list_says_what_was_accepted_unseen(
    large_group: Workstation, qtbot, small_edf: Path, library_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    press(large_group, qtbot, Key.Key_A, modifier=Shift)
    answer(large_group, "Accept unseen")
    wait_until_saved(large_group)
    assert main(["events", "list", str(small_edf), "--library", library_url, "--json"]) == 0
    marks = json.loads(capsys.readouterr().out)["events"]
    assert [mark["attributes"].get("accepted_unseen") for mark in marks if mark["term"] == "spasm"].count("yes") == 8
