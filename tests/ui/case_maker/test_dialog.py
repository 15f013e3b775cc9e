"""A case set is made in the window: studies chosen, items drawn and looked at, one left out, a note, saved."""

from pathlib import Path

import pytest
from made_studies.settled_clips import settled_clip
from made_studies.settled_studies import layer_marks, settle, write_named_edf
from PySide6.QtCore import Qt
from there import there
from waiting import wait_until

from eegview.app.report.signing.keys import ensure_key
from eegview.app.training.cases.case_set import open_case_set
from eegview.ui.case_maker.dialog import EMPTY, NAME, CaseMakerDialog
from eegview.ui.widgets.modeless_dialog import open_dialog
from eegview.ui.workstation import Workstation

READERS = ("Dr. Able", "Dr. Best", "Dr. Clear")


def opened(station: Workstation) -> CaseMakerDialog:
    station.actions["training.make_set"].trigger()
    dialog = open_dialog(station.window, NAME)
    assert isinstance(dialog, CaseMakerDialog)
    return dialog


@pytest.fixture
def dialog(empty_station: Workstation) -> CaseMakerDialog:
    return opened(empty_station)


@pytest.fixture
def night(own_folders: Path, library_url: str) -> Path:
    """Return a recording that three readers marked, settled in the window's library."""
    path = write_named_edf(own_folders / "night.edf")
    layers = {reader: layer_marks(number / 10) for number, reader in enumerate(READERS)}
    settle(library_url, path, layers, layer_marks())
    return path


def only(dialog: CaseMakerDialog, *questions: str) -> None:
    for name, box in dialog.choices.questions.items():
        box.setChecked(name in questions)


def drawn(dialog: CaseMakerDialog) -> None:
    dialog.draw.click()
    wait_until(lambda: dialog.drafted.items.items and not dialog._is_working, "the items are drawn")


def test_without_a_study_it_says_what_to_do(dialog: CaseMakerDialog) -> None:
    assert dialog.drafted.said.text() == EMPTY
    assert not dialog.draw.isEnabled()
    assert not dialog.save.isEnabled()
    dialog.resize(1400, 700)
    wait_until(lambda: not dialog.drafted.tabs.isVisible())


def test_a_passphrase_is_asked_for_where_the_own_key_is_locked(empty_station: Workstation) -> None:
    ensure_key("long enough words")
    dialog = opened(empty_station)
    wait_until(lambda: dialog.passphrase.isVisibleTo(dialog), "the lane has found the key")


def test_the_open_study_is_proposed(station: Workstation) -> None:
    study = station.studies.study
    assert study is not None
    assert opened(station).studies.paths == (Path(study.paths[0]),)


def test_a_study_that_is_not_settled_is_refused_with_what_to_do(station: Workstation) -> None:
    dialog = opened(station)
    dialog.draw.click()
    wait_until(lambda: "final layer" in dialog.drafted.said.text())
    assert "sign the final layer" in dialog.drafted.said.text()
    assert not dialog.save.isEnabled()


def test_items_are_drawn_looked_at_left_out_noted_and_saved(
    empty_station: Workstation, night: Path, tmp_path: Path
) -> None:
    dialog = opened(empty_station)
    dialog.studies.add_path(night)
    only(dialog, "spasm")
    dialog.choices.n_items.setValue(10)
    dialog.choices.title.setText("Ward 3")
    dialog.choices.maker.setText("team")
    dialog.choices.version.setValue(3)
    dialog.choices.post_after.setValue(2)
    drawn(dialog)
    n_items = len(dialog.drafted.items.items)
    assert f"{n_items} items of 1 infant, 3 experts" in dialog.drafted.said.text()
    assert "Only 1 infant" in dialog.drafted.warnings.text()
    dialog.drafted.items_view.selectRow(1)
    chosen = dialog.drafted.items.items[1]
    wait_until(lambda: not dialog.drafted.browser.picture.pixmap().isNull(), "the page of the item is drawn")
    dialog.drafted.browser.note.setText("Look at the arms.")
    dialog.drafted.browser.note.editingFinished.emit()
    dialog.drafted.items.setData(
        dialog.drafted.items.index(0, 0), Qt.CheckState.Unchecked, Qt.ItemDataRole.CheckStateRole
    )
    out = tmp_path / "ward.eegcases"
    saved = []
    dialog.save_asked.disconnect()
    dialog.save_asked.connect(lambda draft, signs, words: saved.append(draft))
    dialog.save.click()
    empty_station.rooms.case_maker.part.write(out, saved[0], signs=True)
    wait_until(lambda: "Saved ward.eegcases" in dialog.drafted.said.text(), "the set is saved")
    with open_case_set(out, tmp_path) as held:
        assert (held.title, held.maker, len(held.items)) == ("Ward 3", "team", n_items - 1)
        assert held.is_signature_valid
        assert (held.facts.version, held.post_unlock_after) == (3, 2)
        assert held.key_of(chosen.item_id).note == "Look at the arms."
        assert dialog.drafted.items.items[0].item_id not in {item.item_id for item in held.items}


def test_pseudonyms_of_experts_are_typed_and_stand_in_the_set(
    empty_station: Workstation, night: Path, tmp_path: Path
) -> None:
    dialog = opened(empty_station)
    dialog.studies.add_path(night)
    only(dialog, "spasm")
    drawn(dialog)
    assert list(dialog.experts.lines) == list(READERS)
    dialog.experts.lines["Dr. Able"].setText("reader X")
    dialog.experts.lines["Dr. Able"].editingFinished.emit()
    assert not dialog.save.isEnabled()  # the draft has the old names
    drawn(dialog)
    wait_until(lambda: dialog.save.isEnabled())
    empty_station.rooms.case_maker.part.write(tmp_path / "x.eegcases", there(dialog.drafted.draft))
    wait_until(lambda: "Saved" in dialog.drafted.said.text())
    with open_case_set(tmp_path / "x.eegcases", tmp_path) as held:
        assert "reader X" in held.facts.experts
        assert not any("Able" in expert for expert in held.facts.experts)


def test_a_set_that_cannot_be_written_is_told_in_a_sentence_and_the_dialog_goes_on(
    dialog: CaseMakerDialog, empty_station: Workstation, tmp_path: Path
) -> None:
    dialog.studies.simulated.setValue(1)
    dialog.choices.n_items.setValue(1)
    dialog.choices.tests.setValue(0)
    only(dialog, "stage")
    drawn(dialog)
    too_long = there(dialog.drafted.draft).with_note(dialog.drafted.items.items[0].item_id, "x" * 5000)
    empty_station.rooms.case_maker.part.write(tmp_path / "x.eegcases", too_long)
    wait_until(lambda: "cannot be written" in dialog.drafted.said.text())
    assert dialog.save.isEnabled()
    assert not dialog.progress.isVisible()


def test_a_changed_choice_asks_for_the_items_to_be_drawn_again(dialog: CaseMakerDialog) -> None:
    dialog.studies.simulated.setValue(1)
    only(dialog, "stage")
    drawn(dialog)
    assert "SIMULATED" in dialog.drafted.said.text()
    assert dialog.save.isEnabled()
    dialog.choices.seed.setValue(7)
    assert "Draw the items again" in dialog.drafted.said.text()
    assert not dialog.save.isEnabled()


def test_video_is_never_remembered_and_its_warning_is_plain(
    dialog: CaseMakerDialog, empty_station: Workstation
) -> None:
    assert not dialog.choices.video.isChecked()
    dialog.choices.video.setChecked(True)
    assert "A face identifies a person" in dialog.choices.faces.text()
    assert not dialog.choices.faces.isHidden()
    dialog.choices.negatives.setValue(40)
    dialog.choices.maker.setText("team")
    dialog.studies.simulated.setValue(1)
    only(dialog, "stage", "spasm")
    drawn(dialog)
    dialog.close()
    again = opened(empty_station)
    assert again is not dialog
    assert not again.choices.video.isChecked()
    assert again.choices.negatives.value() == 40
    assert again.choices.maker.text() == "team"
    assert [name for name, box in again.choices.questions.items() if box.isChecked()] == ["spasm", "stage"]


def test_stopping_leaves_the_dialog_as_it_was(dialog: CaseMakerDialog) -> None:
    dialog.studies.simulated.setValue(16)
    dialog.draw.click()
    assert dialog.stop.isVisible()
    dialog.stop.click()
    wait_until(lambda: "Stopped" in dialog.drafted.said.text())
    assert dialog.draw.isEnabled()
    assert not dialog.drafted.items.items


def test_shares_that_leave_nothing_for_spasms_are_refused(dialog: CaseMakerDialog) -> None:
    dialog.studies.simulated.setValue(1)
    dialog.choices.negatives.setValue(60)
    dialog.choices.mimics.setValue(60)
    dialog.draw.click()
    wait_until(lambda: "leave nothing for spasms" in dialog.drafted.said.text())


def test_files_are_added_once_and_removed(dialog: CaseMakerDialog, tmp_path: Path) -> None:
    dialog.studies.add_path(tmp_path / "a.edf")
    dialog.studies.add_path(tmp_path / "a.edf")
    assert dialog.studies.paths == (tmp_path / "a.edf",)
    assert dialog.draw.isEnabled()
    dialog.studies.remove.click()
    assert dialog.studies.paths == ()
    assert not dialog.draw.isEnabled()


def test_on_a_small_screen_the_choices_are_a_tab_of_their_own(dialog: CaseMakerDialog) -> None:
    dialog.resize(640, 500)
    wait_until(lambda: dialog.drafted.tabs.tabText(0) == "Choices")
    assert dialog.drafted.tabs.isVisible()
    assert not dialog.drafted.tabs.isTabEnabled(1)
    dialog.studies.simulated.setValue(1)
    only(dialog, "stage")
    drawn(dialog)
    assert dialog.drafted.tabs.currentIndex() == 1
    dialog.resize(1400, 700)
    wait_until(lambda: dialog.drafted.tabs.tabText(0) == "Items")
    assert dialog.studies.isVisible()


def test_a_study_of_clips_gives_items_of_film_once_video_is_chosen(
    empty_station: Workstation, own_folders: Path, library_url: str, tmp_path: Path
) -> None:
    clip = settled_clip(library_url, own_folders / "VID_20260301_071500.mp4")
    dialog = opened(empty_station)
    dialog.studies.add_path(clip)
    dialog.draw.click()
    wait_until(lambda: "faces are in it" in dialog.drafted.said.text(), "it is refused without video")
    dialog.choices.video.setChecked(True)
    assert "faces are in them, unless" in dialog.choices.faces.text()
    assert dialog.choices.faces.isVisibleTo(dialog)
    drawn(dialog)
    assert "are film alone" in dialog.drafted.said.text()
    assert "Faces are in the film" in dialog.drafted.warnings.text()
    assert {one.candidate.question_id for one in dialog.drafted.items.items} == {"film_spasm", "film_mimic"}
    wait_until(lambda: not dialog.drafted.browser.picture.pixmap().isNull(), "pictures of the film are shown")
    dialog.resize(1280, 800)
    out = tmp_path / "clips.eegcases"
    empty_station.rooms.case_maker.part.write(out, dialog.drafted.chosen_draft())
    wait_until(lambda: "Saved clips.eegcases" in dialog.drafted.said.text(), "the set is saved")
    with open_case_set(out, tmp_path) as held:
        assert all(item.is_film for item in held.items)
