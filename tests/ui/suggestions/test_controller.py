"""Suggestions at the window: hidden until their time, drawn apart, listed, judged, compared, deleted."""

import itertools
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtWidgets import QApplication, QFrame, QLabel, QMenu, QMessageBox
from pytestqt.qtbot import QtBot
from waiting import emitted, wait_until
from windows.at_the_window import page_geometry, press, study_of, wait_until_idle

from eegview.app.detectors.detecting import Detected
from eegview.app.detectors.run_texts import run_title
from eegview.app.library.editing import study_library
from eegview.app.suggestions.suggestions import Suggestions
from eegview.detect.process.running import Ending
from eegview.model.suggestion.detection import Detection, DetectorRun, RunEnd, ScoreTerm, Trend
from eegview.model.suggestion.judgement import Verdict
from eegview.ui.suggestions.panel import HIDDEN, NO_RUN, SHOWN
from eegview.ui.suggestions.run_details_dialog import RunDetailsDialog
from eegview.ui.suggestions.table import VERDICT
from eegview.ui.widgets.modeless_dialog import open_dialog
from eegview.ui.workstation import Workstation

TERMS = (ScoreTerm("slow wave, both hemispheres", 5.2, "z", 2.1), ScoreTerm("muscle artifact", 0.4, "z", -0.3))


def put_run(
    station: Workstation, run_id: str, onsets_and_scores: list[tuple[float, float]], **changes: object
) -> DetectorRun:
    """Put a run into the library as another program would."""
    study = study_of(station)
    run = DetectorRun(
        run_id,
        study.recording.fingerprint,
        "spasms",
        "Spasms",
        "1.0.0",
        "0" * 64,
        (("n", "5"),),
        study.recording.span,
        "2024-05-06T07:08:09+00:00",
        "me",
    )
    run = replace(run, **changes)  # type: ignore[arg-type]
    library = study_library(station.studies.library_url)
    library.start_run(replace(run, end=RunEnd.RUNNING))
    term_id = (*run.always_listed, "spasm")[0]
    found = [Detection(k, t, 1.0, term_id, s, (), TERMS) for k, (t, s) in enumerate(onsets_and_scores)]
    library.add_detections(run_id, found)
    library.add_trend(run_id, Trend("amplitude", "µV", 0.0, 10.0, np.arange(6, dtype=np.float32)))
    end = run.end if run.end is not RunEnd.RUNNING else RunEnd.DONE
    library.end_run(run_id, end, run.message, run.reached_s or run.span.stop_s)
    library.close()
    return run


@pytest.fixture
def with_run(station: Workstation) -> Workstation:
    """Return the window with a run of four suggestions in the library, not revealed."""
    put_run(station, "a" * 32, [(5.0, 0.9), (9.0, 0.3), (30.0, 0.7), (50.0, 0.6)])
    look(station, lambda s: s.shown is not None)
    return station


def look(station: Workstation, is_so: Callable[[Suggestions], object]) -> Suggestions:
    suggestions = study_of(station).suggestions
    suggestions.catch_up()
    wait_until(lambda: bool(is_so(suggestions)))
    return suggestions


def reveal(station: Workstation) -> Suggestions:
    """Open the panel and show suggestions now."""
    station.actions["detector.panel"].trigger()
    panel = station.suggestions.panel
    wait_until(lambda: panel.stack.currentIndex() == HIDDEN)
    panel.reveal.click()
    wait_until(lambda: panel.stack.currentIndex() == SHOWN)
    return study_of(station).suggestions


def on_page(station: Workstation) -> list[str]:
    return [shown.text for shown in station.window.page.overlay.suggestions]


def test_with_no_run_the_panel_offers_to_run_one(station: Workstation) -> None:
    station.actions["detector.panel"].trigger()
    panel = station.suggestions.panel
    wait_until(lambda: panel.stack.currentIndex() == NO_RUN)
    with emitted(panel.run_asked):
        panel.first_run.click()


def test_nothing_is_shown_before_the_first_look_is_done(with_run: Workstation) -> None:
    station = with_run
    station.actions["detector.panel"].trigger()
    panel = station.suggestions.panel
    wait_until(lambda: panel.stack.currentIndex() == HIDDEN)
    assert "Hidden until you have read the whole recording" in panel.hidden_text.text()
    wait_until_idle(station)
    assert on_page(station) == []
    assert "suggested" not in [lane.name for lane in station.overview.whole.tracks]
    station.actions["detector.show"].trigger()  # said why, with the way to see them now
    assert "Hidden until" in station.toast.label.text()
    assert not station.actions["detector.show"].isChecked()
    station.toast.button.click()
    wait_until(lambda: on_page(station) == ["Spasm 0.90 ?"])
    assert station.actions["detector.show"].isChecked()


def test_after_the_first_look_they_show_by_themselves(with_run: Workstation) -> None:
    study_of(with_run).suggestions.set_reviewed_share(0.97)
    wait_until(lambda: on_page(with_run) == ["Spasm 0.90 ?"])
    with_run.actions["detector.show"].trigger()
    wait_until(lambda: on_page(with_run) == [])
    with_run.actions["detector.show"].trigger()
    wait_until(lambda: on_page(with_run) == ["Spasm 0.90 ?"])


def test_when_they_show_is_the_readers_choice(with_run: Workstation) -> None:
    menu = with_run.actions.menus["Detectors"]
    (sub,) = [m for m in menu.findChildren(QMenu) if m.title() == "When suggestions are shown"]
    next(a for a in sub.actions() if a.objectName() == "suggestions.at_once").trigger()
    wait_until(lambda: on_page(with_run) == ["Spasm 0.90 ?"])
    assert with_run.settings.text("suggestions/when") == "at once"


def suggested_counts(station: Workstation) -> list[int]:
    """Return how many suggestions each band of the overview's lane of them shows."""
    lanes = [lane for lane in station.overview.whole.tracks if lane.name == "suggested"]
    return [len(band.starts_s) for lane in lanes for band in lane.bands]


def test_the_threshold_is_live(with_run: Workstation) -> None:
    reveal(with_run)
    panel = with_run.suggestions.panel
    wait_until(lambda: panel.counts.text() == "3 of 4 at 0.50 · 180.0 per hour")
    assert panel.model.rowCount() == 3
    panel.slider.setValue(65)
    wait_until(lambda: panel.model.rowCount() == 2)
    assert panel.number.value() == 0.65
    panel.number.setValue(0.2)
    wait_until(lambda: panel.model.rowCount() == 4)
    wait_until(lambda: on_page(with_run) == ["Spasm 0.90 ?", "Spasm 0.30 ?"])
    wait_until(lambda: suggested_counts(with_run) == [4])
    assert sum(panel.histogram.counts) == 4


def test_a_threshold_that_is_dragged_on_and_on_is_shown_meanwhile(with_run: Workstation) -> None:
    reveal(with_run)
    panel = with_run.suggestions.panel
    wait_until(lambda: panel.counts.text().startswith("3 of 4 at 0.50"))
    drag = itertools.cycle((0.2, 0.25))

    def is_shown_while_dragged() -> bool:
        study_of(with_run).suggestions.set_threshold(next(drag))  # more often than the panel is drawn
        return panel.counts.text().startswith("4 of 4")

    wait_until(is_shown_while_dragged)


def test_the_list_and_the_keys_go_there(with_run: Workstation, qtbot: QtBot) -> None:
    suggestions = reveal(with_run)
    table, model = with_run.suggestions.panel.table, with_run.suggestions.model
    wait_until(lambda: model.rowCount() == 3)
    table.sortByColumn(2, Qt.SortOrder.AscendingOrder)
    assert [model.detection_at(row).score for row in range(3)] == [0.6, 0.7, 0.9]
    table.clicked.emit(model.index(0, 0))
    assert suggestions.selected is not None
    assert suggestions.selected.detection.onset_s == 50.0
    wait_until(lambda: study_of(with_run).session.view.span.contains(50.0))
    press(with_run, qtbot, Qt.Key.Key_Left, modifier=Qt.KeyboardModifier.AltModifier)
    assert suggestions.selected.detection.onset_s == 30.0
    assert table.currentIndex().row() == 1
    press(with_run, qtbot, Qt.Key.Key_N)  # marks only
    assert study_of(with_run).review.selection.mark is None or study_of(with_run).review.selection.mark.layer == "file"


def test_the_pages_menu_gives_a_verdict_that_makes_a_mark(with_run: Workstation) -> None:
    station = with_run
    suggestions = reveal(station)
    wait_until(lambda: on_page(station) == ["Spasm 0.90 ?"])
    page, geometry = station.window.page, page_geometry(station)
    wait_until(lambda: len(page.suggestion_tags) == 1)
    point = QPointF(geometry.x_of(5.5), 300.0)
    page.gestures.menu_asked.emit(QPointF(page.mapToGlobal(point.toPoint())), 5.5, None)
    menu = station.window.findChild(QMenu, "page.menu")
    acts = {action.objectName(): action for action in menu.actions()}
    assert acts["suggestion.title"].text() == "Suggested: Spasm 0.90"
    acts["suggestion.accept"].trigger()
    menu.close()
    wait_until(lambda: suggestions.counts.accepted == 1)
    (mark,) = [m for m in study_of(station).review.marks if m.term_id == "spasm"]
    assert mark.onset_s == 5.0
    wait_until(lambda: on_page(station) == [])  # the mark stands there now
    counts = station.suggestions.panel.counts
    wait_until(lambda: counts.text().endswith("1 accepted"))
    station.actions["edit.undo"].trigger()
    wait_until(lambda: on_page(station) == ["Spasm 0.90 ?"])


def test_a_click_on_the_name_selects_and_the_card_says_why(with_run: Workstation, qtbot: QtBot) -> None:
    station = with_run
    suggestions = reveal(station)
    page = station.window.page
    wait_until(lambda: len(page.suggestion_tags) == 1)
    point = page.suggestion_tags[0].area.center().toPoint()
    mouse = station.suggestions.page.mouse
    qtbot.mouseMove(page, point)
    mouse.hover(QPointF(point))
    assert mouse.card.isVisible()
    assert mouse.card.head.text() == "Spasm 0.90"
    assert [(t.name, t.value) for t in mouse.card.bars.terms] == [
        ("slow wave, both hemispheres", "5.2 z"),
        ("muscle artifact", "0.4 z"),
    ]
    qtbot.mouseClick(page, Qt.MouseButton.LeftButton, pos=point)
    assert suggestions.selected is not None
    assert suggestions.selected.detection.onset_s == 5.0
    mouse.hover(QPointF(400, 700))
    assert not mouse.card.isVisible()


def test_a_rejected_one_stays_faint_and_is_listed_by_verdict(with_run: Workstation) -> None:
    suggestions = reveal(with_run)
    first = suggestions.next_after(0.0)
    assert first is not None
    suggestions.judge(first, Verdict.REJECT)
    wait_until(lambda: on_page(with_run) == ["Spasm 0.90 ✕"])
    panel = with_run.suggestions.panel
    panel.kind_chosen.emit("rejected")
    wait_until(lambda: panel.model.rowCount() == 1)
    assert panel.model.data(panel.model.index(0, 3)) == "rejected"


def test_partial_and_outside_are_said_in_words_on_the_page(station: Workstation) -> None:
    outside = ("The infant's age is not known; made for 1–36 months.",)
    put_run(station, "b" * 32, [(5.0, 0.9)], end=RunEnd.CRASHED, message="It crashed.", outside=outside, reached_s=20.0)
    look(station, lambda s: s.shown is not None)
    reveal(station)
    wait_until(lambda: on_page(station) != [])
    words = station.window.page.overlay.suggestions_text
    assert words == "Suggestions of Spasms 1.0.0: partial, up to 00:00:20 and outside validated use"
    warning = station.suggestions.panel.warning.text()
    assert "Partial: It crashed." in warning
    assert outside[0] in warning


def test_two_runs_are_compared_on_one_page(with_run: Workstation) -> None:
    station = with_run
    second = put_run(station, "c" * 32, [(5.4, 0.8), (40.0, 0.9)])
    suggestions = look(station, lambda s: len(s.runs) == 2)
    reveal(station)
    panel = station.suggestions.panel
    suggestions.show("a" * 32)
    suggestions.compare_with(second.run_id)
    wait_until(lambda: panel.compared.text() == "Both 1 · only A 2 · only B 1, onsets within 1 s")
    wait_until(lambda: on_page(station) == ["A Spasm 0.90 ?", "B Spasm 0.80 ?"])
    station.window.page.grab()
    assert len(station.window.page.suggestion_tags) == 2
    a, b = station.window.page.suggestion_tags
    assert not a.area.intersects(b.area)


def test_what_only_one_of_two_runs_has_is_listed(with_run: Workstation) -> None:
    second = put_run(with_run, "c" * 32, [(5.4, 0.8), (40.0, 0.9)])
    suggestions = look(with_run, lambda s: len(s.runs) == 2)
    reveal(with_run)
    panel, model = with_run.suggestions.panel, with_run.suggestions.model
    wait_until(lambda: panel.kind.count() == 5)
    suggestions.show("a" * 32)
    suggestions.compare_with(second.run_id)
    wait_until(lambda: panel.kind.count() == 7)
    panel.kind_chosen.emit("only A")
    wait_until(lambda: [model.detection_at(row).onset_s for row in range(model.rowCount())] == [30.0, 50.0])
    panel.kind_chosen.emit("only B")
    wait_until(lambda: [model.detection_at(row).onset_s for row in range(model.rowCount())] == [40.0])
    panel.table.chosen.emit(model.detection_at(0))
    wait_until(lambda: study_of(with_run).view.span.contains(40.0))
    assert suggestions.selected is not None
    assert (suggestions.selected.run.run_id, suggestions.selected.is_second) == (second.run_id, True)
    panel.second_chosen.emit("")
    wait_until(lambda: (panel.kind.count(), panel.kind.currentText()) == (5, "all"))
    wait_until(lambda: model.rowCount() == 3)


def test_a_run_is_deleted_after_a_question(with_run: Workstation) -> None:
    reveal(with_run)
    with_run.suggestions.panel.delete.click()
    box = with_run.window.findChild(QMessageBox, "suggestions.delete.question")
    next(button for button in box.buttons() if button.text() == "Delete").click()
    wait_until(lambda: study_of(with_run).suggestions.runs == ())
    wait_until(lambda: with_run.suggestions.panel.stack.currentIndex() == NO_RUN)


def test_trends_have_a_lane_each_and_a_click_goes_there(with_run: Workstation) -> None:
    station = with_run
    station.actions["detector.trends"].trigger()
    panel = station.trends.panel
    wait_until(lambda: "Hidden until" in panel.nothing.text())
    wait_until_idle(station)
    assert panel.lanes == []
    study_of(station).suggestions.reveal()
    wait_until(lambda: len(panel.lanes) == 1)
    panel.time_asked.emit(42.0)
    wait_until(lambda: study_of(station).session.view.span.contains(42.0))


def test_too_many_for_one_page_are_left_to_the_overview(station: Workstation) -> None:
    rng = np.random.default_rng(3)
    put_run(station, "d" * 32, list(zip(rng.uniform(0, 60, 20_000).tolist(), rng.random(20_000).tolist(), strict=True)))
    look(station, lambda s: s.shown is not None)
    suggestions = reveal(station)
    wait_until(lambda: suggested_counts(station) != [], "the overview shows where they are")
    wait_until_idle(station)
    assert on_page(station) == []  # too many to draw
    suggestions.set_threshold(0.999)
    wait_until(lambda: on_page(station) != [])


def test_both_runs_follow_the_threshold(with_run: Workstation) -> None:
    put_run(with_run, "c" * 32, [(5.4, 0.8), (40.0, 0.9)])
    suggestions = look(with_run, lambda s: len(s.runs) == 2)
    reveal(with_run)
    suggestions.show("a" * 32)
    suggestions.compare_with("c" * 32)
    wait_until(lambda: suggestions.second is not None)
    with_run.suggestions.panel.slider.setValue(85)
    compared = with_run.suggestions.panel.compared
    wait_until(lambda: compared.text() == "Both 0 · only A 1 · only B 1, onsets within 1 s")


def test_what_the_detector_said_of_its_run_stands_in_the_panel(with_run: Workstation) -> None:
    panel = with_run.suggestions.panel
    panel.show_summary("Run by me", "", "", ("There is no limb EMG.", "Two gaps."))
    assert panel.notes.text() == "Detector: There is no limb EMG. Two gaps."
    panel.show_summary("Run by me", "", "")
    assert not panel.notes.isVisibleTo(panel)


def test_the_card_goes_with_its_study(with_run: Workstation, qtbot: QtBot) -> None:
    page = with_run.window.page
    assert len(page.findChildren(QFrame, "suggestion.card")) == 1
    with_run.studies.close()
    wait_until(lambda: page.findChildren(QFrame, "suggestion.card") == [])
    assert with_run.suggestions.panel.stack.currentIndex() == NO_RUN


def ended(run: DetectorRun) -> Detected:
    return Detected(run, (), (), Ending(RunEnd.DONE, "", run.span.stop_s, 1.0, None, 0.0))


def names_of_run(station: Workstation) -> tuple[str, ...]:
    """Return the run that each place of the window names: ending, list, threshold, triage."""
    panel, suggestions = station.suggestions.panel, study_of(station).suggestions
    shown = suggestions.shown
    assert shown is not None
    named = panel.triage.toolTip().removeprefix("Decide on the suggestions of ").removesuffix(" one by one, by keys")
    run = station.triage.triage.run
    assert run in (None, shown.run)
    return panel.progress.title.text(), panel.run.currentText(), run_title(shown.run), named


def end_run(station: Workstation, run_id: str, title: str) -> str:
    """Have a run end that was listed before its end was told, as the refresh each second may do."""
    run = put_run(station, run_id, [(5.0, 0.9)], title=title)
    look(station, lambda s: s.run(run_id) is not None)
    station.detectors.runs.ended.emit(ended(replace(run, end=RunEnd.DONE)))
    return run_title(replace(run, end=RunEnd.DONE))


def test_the_run_that_just_ended_is_shown_though_it_was_listed_before(with_run: Workstation) -> None:
    reveal(with_run)
    name = ""
    for number, title in enumerate(("Spikes", "Sleep", "Background")):
        name = end_run(with_run, str(number + 1) * 32, title)
        wait_until(lambda name=name: names_of_run(with_run) == (name,) * 4, f"all name {title}")
    wait_until_idle(with_run)
    assert names_of_run(with_run) == (name,) * 4


def test_runs_that_end_in_the_same_moment_leave_the_last_one_shown(with_run: Workstation) -> None:
    reveal(with_run)
    runs = [put_run(with_run, str(k) * 32, [(5.0, 0.9)], title=f"Kind {k}") for k in (1, 2)]
    for run in runs:
        with_run.run_progress.found_more.emit(run)
    for run in runs:
        with_run.detectors.runs.ended.emit(ended(replace(run, end=RunEnd.DONE)))
    name = run_title(replace(runs[-1], end=RunEnd.DONE))
    wait_until(lambda: names_of_run(with_run) == (name,) * 4)
    wait_until_idle(with_run)
    assert names_of_run(with_run) == (name,) * 4


def test_a_run_that_another_program_started_takes_no_place(with_run: Workstation) -> None:
    suggestions = reveal(with_run)
    put_run(with_run, "e" * 32, [(5.0, 0.9)], title="Elsewhere")
    look(with_run, lambda s: len(s.runs) == 2)
    wait_until_idle(with_run)
    assert suggestions.shown is not None
    assert suggestions.shown.run.run_id == "a" * 32


def test_another_run_chosen_by_hand_puts_the_ending_away(with_run: Workstation) -> None:
    reveal(with_run)
    end_run(with_run, "1" * 32, "Spikes")
    panel = with_run.suggestions.panel
    wait_until(lambda: panel.run.currentData() == "1" * 32)
    assert panel.progress.isVisible()
    panel.run_chosen.emit("a" * 32)
    wait_until(lambda: panel.run.currentData() == "a" * 32)
    wait_until(lambda: not panel.progress.isVisible())


def test_a_run_that_ends_while_another_is_judged_waits_until_that_is_over(with_run: Workstation) -> None:
    suggestions = reveal(with_run)
    with_run.actions["triage.open"].trigger()
    assert with_run.triage.is_open
    name = end_run(with_run, "1" * 32, "Spikes")
    wait_until_idle(with_run)
    assert suggestions.shown is not None
    assert suggestions.shown.run.run_id == "a" * 32
    with_run.actions["triage.close"].trigger()
    wait_until(lambda: names_of_run(with_run)[1:] == (name,) * 3)


def test_a_proposal_without_a_threshold_is_listed_drawn_and_judged(station: Workstation) -> None:
    """The worst stretch there is may have a low score."""
    put_run(station, "f" * 32, [(5.0, 0.08)], title="Background", always_listed=("hypsarrhythmia",))
    look(station, lambda s: s.shown is not None)
    suggestions = reveal(station)
    panel = station.suggestions.panel
    wait_until(lambda: panel.model.rowCount() == 1)
    assert panel.counts.text() == "1 suggestion · 60.0 per hour"
    assert not panel.slider.isVisible()
    assert panel.no_threshold.isVisible()
    assert "No score threshold applies" in panel.no_threshold.text()
    wait_until(lambda: len(on_page(station)) == 1)
    wait_until(lambda: suggested_counts(station) == [1])
    suggestions.set_threshold(1.0)
    wait_until_idle(station)
    assert panel.model.rowCount() == 1
    station.actions["triage.open"].trigger()
    assert station.triage.triage.current is not None
    assert not station.triage_view.header.threshold.isVisible()
    assert "no threshold" in station.triage_view.header.threshold_text.text()


def test_the_threshold_comes_back_with_a_run_that_has_one(with_run: Workstation) -> None:
    reveal(with_run)
    panel = with_run.suggestions.panel
    end_run(with_run, "1" * 32, "Spikes")
    wait_until(lambda: panel.run.currentData() == "1" * 32)
    put_run(with_run, "f" * 32, [(5.0, 0.08)], title="Background", always_listed=("hypsarrhythmia",))
    look(with_run, lambda s: s.run("f" * 32) is not None)
    panel.run_chosen.emit("f" * 32)
    wait_until(lambda: panel.no_threshold.isVisible())
    panel.run_chosen.emit("a" * 32)
    wait_until(lambda: panel.slider.isVisible())
    assert panel.histogram.isVisible()
    assert not panel.no_threshold.isVisible()


def test_what_may_change_and_what_a_run_computed_with_can_be_read(station: Workstation) -> None:
    waits = (*TERMS, ScoreTerm("not final: 8 s after it were read", 8.0, "s"))
    run = put_run(station, "e" * 32, [(5.0, 0.9), (9.0, 0.8)], code_hash="ab" * 32, program_version="0.3.0 (Python 3)")
    with closing(study_library(station.studies.library_url)) as library:
        library.add_detections(run.run_id, [Detection(2, 12.0, 1.0, "spasm", 0.7, (), waits)])
    look(station, lambda s: s.shown is not None and len(s.shown.candidates) == 3)
    panel = reveal(station) and station.suggestions.panel
    wait_until(lambda: "1 not final" in panel.counts.text())
    model = panel.model
    assert [model.index(row, VERDICT).data() for row in range(3)] == ["", "", "not final"]
    tip = model.index(2, 0).data(Qt.ItemDataRole.ToolTipRole)
    assert "Not final: the recording was read only 8 s past it." in tip
    assert "not final: 8 s" not in tip  # it is no reason
    # what the score means is known once the detectors are looked for, which showing a run asks for
    wait_until(lambda: "have not been calibrated" in model.index(0, 0).data(Qt.ItemDataRole.ToolTipRole))
    panel.details.click()
    dialog = open_dialog(station.window, "detector.run_details.dialog")
    assert isinstance(dialog, RunDetailsDialog)
    texts = [label.text() for label in dialog.findChildren(QLabel)]
    assert "SHA-256 abab abab abab abab …" in texts
    assert "eegview 0.3.0 (Python 3)" in texts
    dialog.copy.click()
    assert "ab" * 32 in QApplication.clipboard().text()
    dialog.close()


def test_how_a_run_ended_is_put_away_with_its_study(with_run: Workstation) -> None:
    end_run(with_run, "gone", "A run")
    progress = with_run.suggestions.panel.progress
    wait_until(lambda: not progress.isHidden())
    with_run.studies.close()
    wait_until(progress.isHidden)
