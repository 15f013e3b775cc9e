"""Beside the sheet at the window: proposals, the free form, a second reader compared, the list of scales."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from detectors.spike_runs import spike, spike_run
from inline_lane import Inline
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QWidget
from recordings.study_files import SCALP_10_20, write_edf
from waiting import wait_until
from windows.at_the_window import press, shown_dialog, study_of, wait_until_saved

from eegview.app.library.editing import study_library
from eegview.app.library.opening import Reviewer, open_marks
from eegview.app.review.review import Review
from eegview.app.scoring.proposals.prefill_text import PrefillStep
from eegview.app.scoring.proposals.proposal_states import n_accepted, proposals_of
from eegview.app.scoring.scales import scale_parameters
from eegview.app.scoring.scoring import Scoring
from eegview.app.scoring.second.comparison import BinBy
from eegview.app.scoring.sheet import ScoreSheet
from eegview.app.vocabulary.store import load_vocabulary
from eegview.model.annotation import Annotation
from eegview.model.suggestion.detection import RunEnd
from eegview.ui.exchange.history_dialog import HistoryDialog
from eegview.ui.scoring.second.comparison_view import ComparisonDialog
from eegview.ui.scoring.second.form_dialog import FormDialog
from eegview.ui.scoring.second.prefill_controller import PrefillController
from eegview.ui.scoring.second.second_controller import HIDDEN_TEXT
from eegview.ui.widgets.modeless_dialog import open_dialog
from eegview.ui.widgets.text_page import HelpText
from eegview.ui.workstation import Workstation

Key, Ctrl, Shift = Qt.Key, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
ANSWERS = ("gmfs", "pva", "high_amplitude", "spike_focus", "nonepileptiform")


@pytest.fixture
def bench(open_file: Callable[[Path], Workstation], tmp_path: Path, qtbot) -> Workstation:
    """Return the window with the workbench on, over the first five minutes."""
    station = open_file(write_edf(tmp_path / "night.edf", ((0, 310),), SCALP_10_20))
    wait_until(lambda: study_of(station).review.is_open)
    press(station, qtbot, Key.Key_B, modifier=Ctrl | Shift)
    assert station.tasks.scoring.is_open
    return station


def sheet(station: Workstation) -> ScoreSheet:
    work = station.tasks.scoring.in_work()
    assert work is not None
    return work.sheet


def prefill(station: Workstation) -> PrefillController:
    assert station.second.prefill is not None
    return station.second.prefill


def finish(scoring: Scoring, start_s: float) -> None:
    key = scoring.key(start_s)
    for page in range(20):
        scoring.set_read(key, page)
    for question in ANSWERS:
        scoring.answer(key, question, "absent")
    scoring.commit(key)


def store_run(library_url: str, fingerprint: str) -> None:
    """Store a run with two spikes on the first page and one on the second."""
    library = study_library(library_url)
    made = spike_run("one", fingerprint=fingerprint, end=RunEnd.RUNNING)
    library.start_run(made)
    library.add_detections("one", [spike(0, 1.5, "P4"), spike(1, 3.5, "F3"), spike(2, 16.5, "T7")])
    library.end_run("one", RunEnd.DONE, "", 3600.0)
    library.close()


def test_bins_are_proposed_accepted_dismissed_and_off_again(bench: Workstation, library_url: str, qtbot) -> None:
    one = prefill(bench)
    assert one.step is PrefillStep.OFF  # until it is asked for
    press(bench, qtbot, Key.Key_P)
    wait_until(lambda: one.step is PrefillStep.NO_RUN)
    said = bench.task_views.scoring.side.readers.prefill_text
    wait_until(lambda: "No run of the spike detector covers this epoch" in said.text())
    store_run(library_url, study_of(bench).recording.fingerprint)
    wait_until(lambda: one.step is PrefillStep.OPEN)
    wait_until(lambda: dict(bench.task_views.scoring.lane.bins.proposed) == {1: ("P4",), 3: ("F3",)})
    assert sheet(bench).score.bins_with_spike == 0
    press(bench, qtbot, Key.Key_A)
    wait_until_saved(bench)
    assert {n: one.foci for n, one in sheet(bench).bins.items()} == {1: ("P4",), 3: ("F3",)}
    assert (n_accepted(sheet(bench)), proposals_of(sheet(bench))) == (2, "accepted")
    press(bench, qtbot, Key.Key_A)  # nothing is left on the page
    assert n_accepted(sheet(bench)) == 2
    press(bench, qtbot, Key.Key_Z, modifier=Ctrl)
    wait_until(lambda: not sheet(bench).bins)
    press(bench, qtbot, Key.Key_X)
    wait_until(lambda: not bench.task_views.scoring.lane.bins.proposed)
    assert "2 dismissed, 1 open" in one.text
    press(bench, qtbot, Key.Key_BracketRight)  # a higher minimum score
    assert one.prefill.threshold == pytest.approx(0.55)
    press(bench, qtbot, Key.Key_P)
    assert one.step is PrefillStep.OFF
    assert bench.settings.text("score/prefill") == "no"


def is_whole(part: QWidget) -> bool:
    return part.visibleRegion().boundingRect() == part.rect()


def test_the_form_is_answered_by_letters_and_is_a_mark_over_the_epoch(bench: Workstation, qtbot) -> None:
    press(bench, qtbot, Key.Key_H)
    form = shown_dialog(bench, FormDialog, "score.form.dialog")
    assert form.state.text().startswith("Not stored yet")
    assert "not staged here" in form.facts.text()
    for width_px in (760, form.minimumWidth()):  # no answer is cut off
        form.resize(width_px, 200)
        wait_until(lambda: all(is_whole(chip) for chip in form.questions.findChildren(QAbstractButton)))
    QTest.keyClick(form, Key.Key_P)
    wait_until(lambda: form.state.text().startswith("A mark of yours"))
    (mark,) = [m for m in study_of(bench).review.marks if m.term_id == "hypsarrhythmia"]
    assert (mark.onset_s, mark.duration_s, mark.attribute("presence")) == (0.0, 300.0, "present")
    form.withdraw.click()
    wait_until(lambda: form.state.text().startswith("Not stored yet"))
    QTest.keyClick(form, Key.Key_Escape)
    wait_until(lambda: open_dialog(bench.window, "score.form.dialog") is None)
    assert bench.tasks.scoring.is_open


def test_a_second_reader_is_compared_once_both_have_committed(
    bench: Workstation, library_url: str, tmp_path: Path, qtbot
) -> None:
    study = study_of(bench)
    own = bench.tasks.scoring.scoring
    assert own is not None
    key = own.key(0.0)
    own.mark_bins(key, {2: ("P4",), 3: ("P4",)})
    wait_until_saved(bench)
    lane, vocabulary = Inline(), load_vocabulary()
    fingerprint = study.recording.fingerprint
    opened = lambda: open_marks(library_url, fingerprint, Reviewer("ben"), vocabulary)  # noqa: E731
    review = Review(lane, "ben", opened, lambda error: pytest.fail(error.sentence))
    review.open()
    ben = Scoring(review, study.recording, scale_parameters())
    ben.mark_bins(key, {3: ("P4",), 20: ("F3",)})
    form = Annotation("f" * 32, "hypsarrhythmia", 0.0, 300.0, attributes=(("presence", "present"),), layer="ben")
    review.acts.add(form)
    finish(ben, 0.0)
    review.close()
    lane.close()
    wait_until(lambda: len(own.readers(key)) == 2)
    listed = lambda: study.review.marks.filtered(study.review.selection.filter)  # noqa: E731
    wait_until(lambda: study.review.marks.get("f" * 32) is not None)
    assert "f" * 32 not in {mark.annotation_id for mark in listed()}
    assert "f" * 32 not in {mark.annotation_id for mark in study.review.within(study.recording.span)}
    bench.actions["edit.history"].trigger()
    history = shown_dialog(bench, HistoryDialog, "history")
    wait_until(lambda: history.model.rowCount() > 3)
    texts = {history.model.data(history.model.index(row, 3)) for row in range(history.model.rowCount())}
    assert HIDDEN_TEXT in texts
    assert not [text for text in texts if "F3" in text]
    own_row = next(
        row for row in range(history.model.rowCount()) if history.model.edit_at(row).author == study.review.author
    )
    press(bench, qtbot, Key.Key_PageDown)
    history.table.doubleClicked.emit(history.model.index(own_row, 3))  # the evidence is opened where it belongs
    work = bench.tasks.scoring.in_work()
    assert work is not None
    assert (work.place.page, work.place.bin) == (0, 2)
    history.close()
    bench.actions["score.compare"].trigger()  # still blind
    assert open_dialog(bench.window, "score.comparison.dialog") is None
    assert own.sheet(key, "ben") is None
    finish(own, 0.0)
    wait_until_saved(bench)
    assert "f" * 32 in {mark.annotation_id for mark in listed()}
    bench.actions["score.compare"].trigger()
    dialog = shown_dialog(bench, ComparisonDialog, "score.comparison.dialog")
    assert dialog.agreement.text().startswith(
        "298 of 300 bins alike (99 %), Cohen's kappa 0.50 (no interval: one infant)"
    )
    assert "BASED 2021" in dialog.epoch.text()
    assert dialog.cards[1].heading.text() == "B · ben · score 2"
    QTest.keyClick(dialog.grid, Key.Key_N)
    assert dialog.grid.text_of(dialog.grid.current) == "Page 2, bin 6: only B saw a spike (B: F3)"
    QTest.keyClick(dialog.grid, Key.Key_Return)
    wait_until(lambda: study.view.start_s == 15.0)
    path = tmp_path / "both.json"
    comparison = bench.second.comparison
    assert comparison is not None
    comparison.ask_path = lambda _parent, _proposed: str(path)
    dialog.export.click()
    wait_until(path.exists)
    assert json.loads(path.read_text())["bins"]["b_only"] == 1
    dialog.grid.grab()  # it is painted
    assert dialog.grid._found is not None
    assert dialog.grid._found.bins[3] is BinBy.BOTH
    own.withdraw_commit(key)
    wait_until(lambda: open_dialog(bench.window, "score.comparison.dialog") is None)


def test_drafts_are_listed_and_cannot_be_used(bench: Workstation) -> None:
    bench.actions["score.scales"].trigger()
    dialog = shown_dialog(bench, HelpText, "score.scales.dialog")
    text = dialog.text.toPlainText()
    assert "can be used" in text
    assert text.count("draft, not usable: ") == 4
    assert "15, not 16" in text
