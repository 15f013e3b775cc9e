"""Find more like this: from a mark to a run that opens."""

from at_the_window import click, own_marks, press, study_of, wait_until_saved
from PySide6.QtCore import QPointF, Qt
from PySide6.QtWidgets import QMenu
from waiting import emitted, wait_until

from eegview.app.detectors.inspection import agree_to, inspected
from eegview.app.suggestions.find_similar import SIMILAR_ID
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


def test_what_is_like_a_mark_opens_as_a_run(station: Workstation, qtbot) -> None:
    click(station, qtbot, 12.0)
    press(station, qtbot, Key.Key_6)  # a mimic
    wait_until(lambda: len(own_marks(station)) == 1)
    wait_until_saved(station)
    study = study_of(station)
    agree_to_it(station)
    assert station.actions["triage.find_alike"].isEnabled()
    station.actions["triage.find_alike"].trigger()
    wait_until(lambda: study.suggestions.shown is not None)
    shown = study.suggestions.shown
    assert shown is not None
    parameters = dict(shown.run.parameters)
    assert shown.run.detector_id == "similar"
    assert parameters["term"] == "mimic"
    assert float(parameters["examples"]) == round(own_marks(station)[0].onset_s, 3)
    wait_until(lambda: "like the mimic at" in station.toast.label.text())


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
