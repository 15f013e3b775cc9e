"""A detector that reads the reader's marks: told before it runs, given what stands now, said of the run afterwards."""

from pathlib import Path

import pytest
from detectors.made_plugins import make_plugin
from waiting import wait_until
from windows.at_the_window import own_marks, shown_dialog, study_of, wait_until_saved

from eegview.app.detectors.detecting import Detected
from eegview.app.detectors.run_texts import run_facts
from eegview.model.annotation import Annotation, new_annotation_id
from eegview.ui.detectors.about_dialog import DetectorAboutDialog
from eegview.ui.detectors.consent_dialog import ConsentDialog
from eegview.ui.detectors.run_dialog import DetectorRunDialog
from eegview.ui.workstation import Workstation

READS = """
for onset_s, duration_s, answers in recording.marks("spasm"):
    report.event(onset_s + 2.0, duration_s, "spasm", 0.5)
report.note(f"{len(recording.marks('spasm'))} read")
"""


@pytest.fixture
def folder(own_folders: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return where this test's detectors are looked for."""
    monkeypatch.setenv("EEGVIEW_PLUGINS", str(own_folders / "detectors"))
    return own_folders / "detectors"


def add_spasm(station: Workstation, onset_s: float) -> None:
    study_of(station).review.acts.add(Annotation(new_annotation_id(), "spasm", onset_s, 1.0))
    wait_until_saved(station)


def test_marks_are_told_given_and_said_of_the_run(station: Workstation, folder: Path) -> None:
    make_plugin(folder / "made", READS, '[input]\nmontage = "none"\nmarks = ["spasm"]')
    add_spasm(station, 7.0)
    station.detectors.open_run("made")
    dialog = shown_dialog(station, DetectorRunDialog, "detector.run.dialog")
    wait_until(lambda: dialog.plugin is not None and dialog.plugin.detector_id == "made")
    assert dialog.marks.text().startswith("This detector reads your marks of “Spasm”")
    assert dialog.marks.isVisible()
    dialog.consent.click()
    shown_dialog(station, ConsentDialog, "detector.consent.dialog").agree.click()
    wait_until(lambda: dialog.run.isVisible() and dialog.run.isEnabled())
    found: list[Detected] = []
    station.detectors.runs.ended.connect(found.append)
    dialog.run.click()
    wait_until(lambda: len(found) == 1)
    assert [one.onset_s for one in found[0].detections] == [9.0]
    assert dict(run_facts(found[0].run))["Marks it read"].startswith("spasm: 1 mark (fingerprint ")
    add_spasm(station, 4.0)
    wait_until(lambda: len(own_marks(station)) == 2)
    station.detectors.run("made", {})
    wait_until(lambda: len(found) == 2)
    assert found[1].notes == ("2 read",)
    panel = station.studies.study.suggestions
    wait_until(lambda: panel.shown is not None and panel.shown.run.run_id == found[1].run.run_id)


def test_an_approval_is_withdrawn_in_the_window(station: Workstation, folder: Path) -> None:
    make_plugin(folder / "made")
    station.detectors.look()
    wait_until(lambda: station.detectors.plugin("made") is not None)
    station.detectors.open_consent("made")
    shown_dialog(station, ConsentDialog, "detector.consent.dialog").agree.click()
    wait_until(lambda: station.detectors.plugin("made").state == "ready")
    station.detectors.open_about("made")
    about = shown_dialog(station, DetectorAboutDialog, "detector.about.dialog")
    wait_until(about.withdraw.isVisible)
    about.withdraw.click()
    wait_until(lambda: station.detectors.plugin("made").state == "new")
    wait_until(lambda: not about.withdraw.isVisible())
