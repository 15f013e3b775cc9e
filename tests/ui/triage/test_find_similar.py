"""Find more like this: from marks to a run that is gone through."""

import json

from PySide6.QtCore import QPointF, Qt
from PySide6.QtWidgets import QMenu
from waiting import emitted, wait_until
from windows.at_the_window import click, own_marks, press, shown_dialog, study_of, wait_until_saved

from eegview.app.detectors.inspection import agree_to, inspected
from eegview.app.detectors.own_settings import own_settings_folder
from eegview.app.suggestions.find_similar import FIRST_THRESHOLD, SIMILAR_ID
from eegview.app.suggestions.triage_groups import Order
from eegview.ui.triage.similar_dialog import SimilarDialog, SimilarStage
from eegview.ui.workstation import Workstation

Key = Qt.Key


def agree_to_it(station: Workstation) -> None:
    """Agree to the detector as it is, so that nothing is asked whether it is listed as shipped or not."""
    with emitted(station.detectors.looked):
        station.detectors.look()
    plugin = station.detectors.plugin(SIMILAR_ID)
    assert plugin is not None
    agree_to(inspected(plugin)[0])
    with emitted(station.detectors.looked):
        station.detectors.look()


def dialog_of(station: Workstation) -> SimilarDialog:
    return shown_dialog(station, SimilarDialog, "similar.dialog")


def test_examples_are_chosen_searched_for_and_gone_through_best_first(station: Workstation, qtbot) -> None:
    agree_to_it(station)
    station.actions["triage.find_alike"].trigger()
    assert "no mark to search from" in station.toast.label.text()
    for number, at_s in enumerate((12.0, 16.0)):
        click(station, qtbot, at_s)
        press(station, qtbot, Key.Key_1)
        wait_until(lambda n=number: len(own_marks(station)) == n + 1)
    wait_until_saved(station)
    study = study_of(station)
    first = min(own_marks(station), key=lambda mark: mark.onset_s)
    study.review.selection.select(first)
    station.actions["triage.find_alike"].trigger()
    dialog = dialog_of(station)
    assert dialog.all_marks.isChecked()
    assert "2 marks" in dialog.all_marks.text()
    assert "2 events already marked" in dialog.left_out.text()
    assert dialog.template.value() == 2.0  # a spasm of a second is not enough to be told from all else
    dialog.one_mark.click()
    assert not dialog.expected.text() or "1 example" in dialog.expected.text()
    with emitted(station.run_progress.ended):
        dialog.start.click()
        assert dialog.stage is SimilarStage.RUNNING
    wait_until(lambda: study.suggestions.shown is not None and dialog.stage is SimilarStage.ENDED)
    shown = study.suggestions.shown
    assert shown is not None
    parameters = dict(shown.run.parameters)
    assert (shown.run.detector_id, parameters["term"], parameters["template_s"]) == ("similar", "spasm", "2.0")
    assert parameters["examples"].startswith("1 time (fingerprint ")  # the run is kept in a library that others read
    assert parameters["marked"].startswith("2 times (fingerprint ")
    (kept,) = own_settings_folder().glob("*.json")
    assert float(json.loads(kept.read_text())["settings"]["examples"]) == round(first.onset_s, 3)
    assert "From 1 mark of Spasm; template 2.0 s" in dialog.source.text()
    assert "like “Spasm”" in dialog.outcome.text()
    wait_until(lambda: study.suggestions.threshold == FIRST_THRESHOLD)
    study.suggestions.set_threshold(0.8)  # is how the next run will be shown
    assert station.settings.number("similar/threshold", 0.0) == 0.8
    dialog.triage_asked.emit()
    wait_until(lambda: station.triage.is_open)
    assert station.triage.triage.order is Order.CONFIDENCE


def test_a_choice_of_kinds_without_a_selected_mark(station: Workstation, qtbot) -> None:
    agree_to_it(station)
    for number, (at_s, key) in enumerate(((12.0, Key.Key_1), (14.0, Key.Key_6))):
        click(station, qtbot, at_s)
        press(station, qtbot, key)
        wait_until(lambda n=number: len(own_marks(station)) == n + 1)
    wait_until_saved(station)
    study_of(station).review.selection.select(None)
    station.actions["triage.find_alike"].trigger()
    dialog = dialog_of(station)
    assert {dialog.kind.itemText(k) for k in range(dialog.kind.count())} == {"Spasm · 1 mark", "Mimic · 1 mark"}
    assert not dialog.one_mark.isVisible()
    dialog.cancel.click()
    assert not dialog.isVisible()


def test_the_menu_of_a_mark_offers_it_and_a_note_of_the_recorder_does_not(station: Workstation, qtbot) -> None:
    click(station, qtbot, 12.0)
    press(station, qtbot, Key.Key_1)
    wait_until(lambda: len(own_marks(station)) == 1)
    (own,) = own_marks(station)
    note = next(mark for mark in study_of(station).review.marks if mark != own)
    offered = []
    for mark in (own, note, None):
        menu = QMenu()
        qtbot.addWidget(menu)
        station.marks.menu_built.emit(menu, QPointF(0, 0), mark)
        offered.append("menu.find_alike" in [action.objectName() for action in menu.actions()])
    assert offered == [True, False, False]
