"""A study is bundled in the window; its infant's log goes with it only where a person ticks it."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog
from recordings.study_files import write_edf
from waiting import wait_until
from windows.at_the_window import shown_dialog, study_of
from windows.named_widgets import nameless
from windows.window_fixtures import open_and_wait

from eegview.app.infant.keeping import keep_infant, keep_members
from eegview.app.library.opening import Reviewer
from eegview.exchange.bundle import INFANT, read_manifest
from eegview.model.infant.infant import Infant, new_infant_id
from eegview.model.infant.member import EEG, Member
from eegview.ui.exchange.bundle_dialog import BundleDialog
from eegview.ui.workstation import Workstation


@pytest.fixture
def station(empty_station: Workstation, tmp_path: Path) -> Workstation:
    open_and_wait(empty_station, write_edf(tmp_path / "one.edf", names=("C3", "C4")))
    return empty_station


def asked(station: Workstation) -> BundleDialog:
    station.actions["study.bundle"].trigger()
    return shown_dialog(station, BundleDialog, "bundle")


def written(station: Workstation, dialog: BundleDialog, out: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(out), "ZIP (*.zip)"))
    dialog.write.click()
    wait_until(lambda: dialog.outcome.isVisibleTo(dialog))
    return out


def test_without_an_infant_there_is_nothing_to_tick_and_the_bundle_is_written(
    station: Workstation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialog = asked(station)
    assert nameless(dialog) == []
    assert not dialog.infant.isEnabled()
    assert "belongs to no infant" in dialog.added.text()
    manifest = read_manifest(written(station, dialog, tmp_path / "one.zip", monkeypatch))
    assert manifest.names(INFANT) == ()
    assert "Wrote one.zip" in dialog.outcome.text()


def test_the_tick_is_off_says_what_it_adds_and_adds_it(
    station: Workstation, library_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    infant, me = Infant(new_infant_id(), "K07"), Reviewer("me")
    keep_infant(library_url, infant, me)
    keep_members(library_url, infant.infant_id, [Member(study_of(station).recording.fingerprint, EEG)], me)
    station.rooms.owner.read()
    wait_until(lambda: station.studies.infant.log is not None)
    dialog = asked(station)
    assert (dialog.infant.isEnabled(), dialog.infant.isChecked()) == (True, False)
    assert "K07" in dialog.infant.text()
    for word in ("pseudonym", "diary", "doses"):
        assert word in dialog.added.text()
    assert read_manifest(written(station, dialog, tmp_path / "without.zip", monkeypatch)).names(INFANT) == ()
    dialog.outcome.hide()
    dialog.infant.setChecked(True)
    assert len(read_manifest(written(station, dialog, tmp_path / "with.zip", monkeypatch)).names(INFANT)) == 1
    station.actions["study.hide_patient"].trigger()
    hidden = asked(station)
    assert "K07" not in hidden.infant.text()
