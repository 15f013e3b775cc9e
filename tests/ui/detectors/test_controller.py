"""From the menu to results: a new detector is looked at, agreed to, set and run; the window is told as it goes on."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from detectors.detector_folder import BREAKING, write_detector
from detectors.made_plugins import make_plugin
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot
from waiting import emitted, wait_until
from windows.at_the_window import press, shown_dialog, study_of, wait_until_saved

from eegview.app.detectors.detecting import Detected
from eegview.app.key_table import SuggestedKey
from eegview.detect.manifest import Parameter, ParameterType
from eegview.model.suggestion.detection import RunEnd
from eegview.ui.detectors.about_dialog import DetectorAboutDialog
from eegview.ui.detectors.consent_dialog import ConsentDialog
from eegview.ui.detectors.parameter_form import ParameterField
from eegview.ui.detectors.run_dialog import DetectorRunDialog
from eegview.ui.help.own_keys_dialog import OwnKeysDialog
from eegview.ui.workstation import Workstation


@pytest.fixture
def folder(own_folders: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return where this test's detectors are looked for."""
    monkeypatch.setenv("EEGVIEW_PLUGINS", str(own_folders / "detectors"))
    return own_folders / "detectors"


def agree(station: Workstation, detector_id: str) -> None:
    """Agree to what a detector would run."""
    station.detectors.open_consent(detector_id)
    shown_dialog(station, ConsentDialog, "detector.consent.dialog").agree.click()
    wait_until(lambda: station.detectors.plugin(detector_id).state == "ready")


@pytest.fixture
def found(station: Workstation) -> Callable[[], list[Detected]]:
    """Return the runs that have ended."""
    ended: list[Detected] = []
    station.detectors.runs.ended.connect(ended.append)
    return lambda: ended


def test_a_new_detector_runs_only_after_it_was_agreed_to(
    station: Workstation, folder: Path, found, qtbot: QtBot
) -> None:
    write_detector(folder)
    station.actions["detector.run"].trigger()
    dialog = shown_dialog(station, DetectorRunDialog, "detector.run.dialog")
    dialog.choose("steady")
    assert not dialog.run.isVisible()
    dialog.consent.click()
    consent = shown_dialog(station, ConsentDialog, "detector.consent.dialog")
    assert [consent.files.item(i).text() for i in range(3)] == ["detector.py", "page.md", "plugin.toml"]
    assert "report.event" in consent.text.toPlainText()
    consent.agree.click()
    wait_until(lambda: dialog.run.isVisible() and dialog.run.isEnabled())
    wait_until(lambda: "age is not known" in dialog.validity.text())
    qtbot.keyClicks(dialog.age.edit, "8")
    wait_until(lambda: dialog.validity.text() == "")
    editor = dialog.form.fields["n"].editor
    assert isinstance(editor, QLineEdit)
    editor.setText("7")
    dialog.run.click()
    wait_until(lambda: len(found()) == 1)
    (one,) = found()
    assert one.run.end is RunEnd.DONE
    assert len(one.detections) == 7
    assert one.run.parameters == (("n", "7"),)
    assert one.run.outside == ()
    assert one.run.author == station.studies.study.review.author
    station.detectors.open_run("steady")
    again = shown_dialog(station, DetectorRunDialog, "detector.run.dialog")
    assert again.form.values() == {"n": 7}  # as it was set last
    assert again.age.edit.text() == "8 months"  # it belongs to the study now
    assert again.age.source.text() == "entered by you"


def test_where_marks_are_is_not_remembered_for_another_recording_or_reader(station: Workstation, folder: Path) -> None:
    more = "".join(
        f'[[parameters]]\nname = "{name}"\nlabel = "{name}"\ntype = "text"\ndefault = ""\n'
        for name in ("examples", "unit")
    )
    make_plugin(folder / "made", "pass", more)
    station.detectors.look()
    wait_until(lambda: station.detectors.plugin("made") is not None)
    agree(station, "made")
    key = "detectors/settings/made"
    station.settings.put(key, json.dumps({"examples": "12.5", "unit": "z"}))  # as an older version did
    station.detectors.open_run("made")
    dialog = shown_dialog(station, DetectorRunDialog, "detector.run.dialog")
    assert dialog.form.values() == {"examples": "", "unit": "z"}
    editor = dialog.form.fields["examples"].editor
    assert isinstance(editor, QLineEdit)
    editor.setText("41.5")
    dialog.run_asked.emit("made", dialog.form.values(), study_of(station).recording.span)
    assert json.loads(station.settings.text(key)) == {"unit": "z"}


def test_the_ticked_detectors_run_one_after_another(station: Workstation, folder: Path, found) -> None:
    write_detector(folder)
    station.settings.put("detectors/set", "gone steady")
    station.detectors.look()
    wait_until(lambda: station.detectors.plugin("steady") is not None)
    agree(station, "steady")
    station.actions["detector.run"].trigger()
    dialog = shown_dialog(station, DetectorRunDialog, "detector.run.dialog")
    wait_until(lambda: dialog.list.ticked_ids == ("steady",))
    assert dialog.run_set.text() == "Run the 1 ticked"
    dialog.run_set.click()
    wait_until(lambda: [one.run.detector_id for one in found()] == ["steady"])
    assert station.settings.text("detectors/set") == "steady"


def test_the_keys_of_a_detector_are_suggested_once_it_was_agreed_to_and_never_taken(
    station: Workstation, folder: Path
) -> None:
    keys = '[keys]\n"help.guide" = "Ctrl+Alt+G"\n"page.next" = "Ctrl+P"'
    make_plugin(folder / "made", more=keys)
    reported: list[tuple[SuggestedKey, ...]] = []
    station.detectors.suggested_keys(reported.append)
    wait_until(lambda: len(reported) == 1)
    assert [one for one in reported[0] if one.by == "Made made"] == []
    agree(station, "made")
    station.actions["help.own_keys"].trigger()
    dialog = shown_dialog(station, OwnKeysDialog, "own_keys")
    dialog.tree.choose("help.guide")
    wait_until(dialog.use_suggested.isVisible)
    assert dialog.use_suggested.text() == "Use Ctrl+Alt+G, suggested by Made made"
    assert not station.actions["help.guide"].shortcuts()
    dialog.use_suggested.click()
    assert [key.toString() for key in station.actions["help.guide"].shortcuts()] == ["Ctrl+Alt+G"]
    assert [key.toString() for key in station.actions["page.print"].shortcuts()] == ["Ctrl+P"]


def test_a_change_of_its_files_asks_again(station: Workstation, folder: Path) -> None:
    place = write_detector(folder)
    with emitted(station.detectors.looked):
        station.detectors.look()
    agree(station, "steady")
    (place / "detector.py").write_text("def detect(*_): ...\n", encoding="utf-8")
    with emitted(station.detectors.looked):
        station.detectors.look()
    assert station.detectors.plugin("steady").state == "changed"
    station.detectors.run("steady", {})
    consent = shown_dialog(station, ConsentDialog, "detector.consent.dialog")
    assert consent.text.toPlainText() == "def detect(*_): ...\n"


def test_what_broke_off_is_told_and_kept(station: Workstation, folder: Path, found) -> None:
    write_detector(folder, "breaking", "Breaking", BREAKING)
    with emitted(station.detectors.looked):
        station.detectors.look()
    agree(station, "breaking")
    station.detectors.run("breaking", {})
    station.detectors.run("breaking", {})
    assert station.detectors.runs.n_waiting == 1
    wait_until(lambda: len(found()) == 2)
    assert [one.run.end for one in found()] == [RunEnd.CRASHED] * 2
    assert [len(one.detections) for one in found()] == [1, 1]
    assert station.detectors.runs.under_way is None


def test_the_list_of_detectors_shows_their_pages(station: Workstation, folder: Path) -> None:
    write_detector(folder)
    (folder / "torn").mkdir()
    (folder / "torn" / "plugin.toml").write_text("id = ", encoding="utf-8")
    station.actions["detector.about"].trigger()
    dialog = shown_dialog(station, DetectorAboutDialog, "detector.about.dialog")
    names = [dialog.list.item(i).text() for i in range(dialog.list.count())]
    dialog.list.setCurrentRow(names.index("Steady 1.0.0\nnew: review the code first"))
    wait_until(lambda: "It counts." in dialog.text.toPlainText())
    dialog.list.setCurrentRow(names.index("torn\ncannot be read"))
    assert "plugin.toml" in dialog.text.toPlainText()
    assert not dialog.run.isEnabled()


SLOW = """
import time
def detect(recording, parameters, report):
    for k in range(600):
        report.event(recording.span.start_s + 0.05 * k, 0.01, "spasm", 0.8)
        report.progress(k / 600)
        time.sleep(0.05)
"""


def test_a_run_can_be_watched_and_stopped(station: Workstation, folder: Path, found) -> None:
    write_detector(folder, "slow", "Slow", SLOW)
    with emitted(station.detectors.looked):
        station.detectors.look()
    agree(station, "slow")
    station.detectors.run("slow", {})
    panel = station.suggestions.panel
    assert station.suggestions.place.is_in_front
    runs = station.detectors.runs
    wait_until(lambda: runs.under_way is not None and runs.under_way.n_found > 0)
    assert "found so far" in panel.progress.status.text()
    wait_until(lambda: len(station.studies.study.suggestions.runs) == 1)  # while it goes on
    panel.progress.button.click()
    wait_until(lambda: len(found()) == 1)
    (one,) = found()
    assert one.run.end is RunEnd.CANCELLED
    assert one.detections
    assert "kept and marked as partial" in panel.progress.status.text()
    panel.progress.button.click()
    assert not panel.progress.isVisible()


def test_a_run_goes_on_when_its_study_is_closed_and_is_called_by_its_file(
    station: Workstation, folder: Path, found, small_edf: Path
) -> None:
    write_detector(folder, "slow", "Slow", SLOW)
    with emitted(station.detectors.looked):
        station.detectors.look()
    agree(station, "slow")
    station.detectors.run("slow", {})
    runs, progress = station.detectors.runs, station.suggestions.panel.progress
    wait_until(lambda: runs.under_way is not None and runs.under_way.n_found > 0)
    assert progress.title.text() == "Slow"
    station.studies.close()
    assert progress.title.text() == f"Slow on {small_edf.name}"
    assert runs.under_way is not None
    runs.cancel()
    wait_until(lambda: len(found()) == 1)
    assert progress.title.text().endswith(f" on {small_edf.name}")


def test_leaving_the_program_stops_what_runs_and_keeps_what_it_found(
    station: Workstation, folder: Path, start_station, small_edf: Path
) -> None:
    write_detector(folder, "slow", "Slow", SLOW)
    with emitted(station.detectors.looked):
        station.detectors.look()
    agree(station, "slow")
    station.detectors.run("slow", {})
    runs = station.detectors.runs
    wait_until(lambda: runs.under_way is not None and runs.under_way.n_found > 0)
    station.window.close()
    again = start_station()
    again.open([str(small_edf)])
    wait_until(lambda: again.studies.study is not None and again.studies.study.suggestions.shown is not None)
    shown = again.studies.study.suggestions.shown
    assert shown.run.end is RunEnd.CANCELLED
    assert len(shown.candidates) > 0


def test_examples_come_from_the_readers_own_marks(station: Workstation, folder: Path, qtbot: QtBot) -> None:
    write_detector(folder)
    with emitted(station.detectors.looked):
        station.detectors.look()
    field = ParameterField(Parameter("examples", "Examples at", ParameterType.TEXT, ""))
    qtbot.addWidget(field)
    study = study_of(station)
    station.detector_run.use_marks("steady", field)
    assert field.problem.text() == "You have no marks “Spasm” here yet."
    for onset_s in (9.0, 3.5):
        study.session.change(cursor_s=onset_s)
        press(station, qtbot, Qt.Key.Key_1)
    wait_until_saved(station)
    station.detector_run.use_marks("steady", field)
    assert field.value == "3.50, 9.00"
    assert not field.problem.text()
