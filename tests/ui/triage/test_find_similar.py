"""Find more like this: from a mark to a run that opens."""

from at_the_window import TIMEOUT_MS, click, own_marks, press, study_of, wait_until_saved
from PySide6.QtCore import QPointF, Qt
from PySide6.QtWidgets import QMenu

from eegview.app.detectors.inspection import agree_to, looked_at
from eegview.app.suggestions.find_similar import SIMILAR_ID
from eegview.ui.workstation import Workstation

Key = Qt.Key


def agree_to_it(station: Workstation, qtbot) -> None:
    """Agree to the detector as it is, so that nothing is asked whether it is listed as shipped or not."""
    with qtbot.waitSignal(station.detectors.looked, timeout=TIMEOUT_MS):
        station.detectors.look()
    plugin = station.detectors.plugin(SIMILAR_ID)
    assert plugin is not None
    agree_to(looked_at(plugin)[0])
    with qtbot.waitSignal(station.detectors.looked, timeout=TIMEOUT_MS):
        station.detectors.look()


def test_what_is_like_a_mark_opens_as_a_run(station: Workstation, qtbot) -> None:
    click(station, qtbot, 12.0)
    press(station, qtbot, Key.Key_6)  # a mimic
    qtbot.waitUntil(lambda: len(own_marks(station)) == 1, timeout=TIMEOUT_MS)
    wait_until_saved(station, qtbot)
    study = study_of(station)
    agree_to_it(station, qtbot)
    assert station.actions["triage.find_alike"].isEnabled()
    station.actions["triage.find_alike"].trigger()
    qtbot.waitUntil(lambda: study.suggestions.shown is not None, timeout=TIMEOUT_MS * 2)
    shown = study.suggestions.shown
    assert shown is not None
    parameters = dict(shown.run.parameters)
    assert shown.run.detector_id == "similar"
    assert parameters["term"] == "mimic"
    assert float(parameters["examples"]) == round(own_marks(station)[0].onset_s, 3)
    qtbot.waitUntil(lambda: "like the mimic at" in station.marks.toast.label.text(), timeout=TIMEOUT_MS)


def test_the_menu_of_a_mark_offers_it_and_a_note_of_the_recorder_does_not(station: Workstation, qtbot) -> None:
    click(station, qtbot, 12.0)
    press(station, qtbot, Key.Key_1)
    qtbot.waitUntil(lambda: len(own_marks(station)) == 1, timeout=TIMEOUT_MS)
    (own,) = own_marks(station)
    note = next(mark for mark in study_of(station).review.marks if mark != own)
    offered = []
    for mark in (own, note, None):
        menu = QMenu()
        qtbot.addWidget(menu)
        station.marks.menu_built.emit(menu, QPointF(0, 0), mark)
        offered.append("menu.find_alike" in [action.objectName() for action in menu.actions()])
    assert offered == [True, False, False]
