"""An event of a clip stands beside a recorded one, is linked to it, and the link is undone like any act."""

from pathlib import Path
from shutil import copy

import pytest
from films.moving_video import write_moving_video
from PySide6.QtCore import Qt
from there import there
from waiting import wait_until
from windows.at_the_window import shown_dialog, study_of, wait_until_saved
from windows.window_fixtures import open_and_wait

from eegview.app.infant.keeping import keep_infant, keep_members
from eegview.app.library.opening import Reviewer
from eegview.model.annotation import Annotation, new_annotation_id
from eegview.model.infant.infant import Infant, new_infant_id
from eegview.model.infant.member import CLIP, EEG, Member
from eegview.model.study.resemblance import resemblances_of
from eegview.ui.infant.dialog import InfantDialog
from eegview.ui.marks.delegate import OPINION_ROLE
from eegview.ui.marks.model import MARK
from eegview.ui.resembling.dialog import ResemblingDialog
from eegview.ui.workstation import Workstation

ONSET_S, CLIP_ONSET_S = 20.0, 2.0


@pytest.fixture
def eeg(small_edf: Path, own_folders: Path) -> Path:
    """Return the small recording with a film that bears its name."""
    path = Path(copy(small_edf, own_folders / "night.edf"))
    write_moving_video(own_folders / "night.mp4", n_frames=25 * 30)
    return path


@pytest.fixture
def clip(own_folders: Path) -> Path:
    (own_folders / "phone").mkdir()
    return write_moving_video(own_folders / "phone" / "VID_20260301_071500.mp4", n_frames=150, box_top=40)


def mark_at(station: Workstation, onset_s: float, term_id: str = "spasm") -> Annotation:
    """Mark an event, and select it."""
    study = study_of(station)
    wait_until(lambda: study.review.is_open)
    mark = Annotation(new_annotation_id(), term_id, onset_s, 1.0, layer="me")
    study.review.acts.add(mark)
    wait_until(lambda: (held := study.review.selection.mark) is not None and held.annotation_id == mark.annotation_id)
    return mark


@pytest.fixture
def compared(empty_station: Workstation, eeg: Path, clip: Path) -> Workstation:
    """Return the window with the clip open, its event selected and the comparison open."""
    open_and_wait(empty_station, eeg)
    mark_at(empty_station, ONSET_S)
    empty_station.open([str(clip)])
    wait_until(lambda: (study := empty_station.studies.study) is not None and study.recording.is_film)
    mark_at(empty_station, CLIP_ONSET_S)
    empty_station.marks.form.resembles.click()
    dialog = dialog_of(empty_station)
    wait_until(lambda: dialog.studies.count() == 1)
    return empty_station


def dialog_of(station: Workstation) -> ResemblingDialog:
    return there(station.resembling.dialog)


def test_the_recorded_event_opens_beside_with_its_film_and_its_page(compared: Workstation) -> None:
    dialog = dialog_of(compared)
    assert "belongs to no infant yet" in dialog.place.text()
    assert not dialog.link.isEnabled()
    dialog.events.setCurrentRow(0)
    right, left = there(compared.resembling._right), there(compared.resembling._left)
    wait_until(lambda: left.picture.rgb is not None and right.film.picture.rgb is not None)
    beside = there(right.compared)
    assert beside.session.view.cursor_s == pytest.approx(ONSET_S - 1.0)
    assert beside.session.view.span.contains(ONSET_S)
    wait_until(lambda: there(right._page).traces.shown_page is not None)
    dialog.clock.step(25)
    wait_until(lambda: left.picture.caption.startswith("+0.00 s"))
    wait_until(lambda: right.film.picture.caption.startswith("+0.00 s"))
    assert beside.session.view.cursor_s == pytest.approx(ONSET_S)
    dialog.close()
    assert compared.resembling._right is None


def test_a_link_is_shown_at_the_mark_and_undone(compared: Workstation) -> None:
    dialog, study = dialog_of(compared), study_of(compared)
    dialog.events.setCurrentRow(0)
    dialog.how.setCurrentIndex(dialog.how.findData("same"))
    dialog.note.setText("as at home")
    dialog.link.click()
    wait_until(lambda: len(resemblances_of(study.review.records)) == 1)
    (said,) = resemblances_of(study.review.records)
    assert (said.onset_s, said.how_alike, said.note, said.layer) == (ONSET_S, "same", "as at home", "me")
    assert said.is_recorded
    form = compared.marks.form
    said = form.similarity.text()
    assert said.startswith("looks the same: Spasm (recorded in study ")  # its short id, as the lists have it
    assert not form.similarity.isHidden()
    marks = compared.marks.list.model
    assert marks.data(marks.index(0, MARK), OPINION_ROLE) == "≈"
    assert "looks the same" in marks.data(marks.index(0, MARK), Qt.ItemDataRole.ToolTipRole)
    compared.actions["edit.undo"].trigger()
    wait_until(lambda: resemblances_of(study.review.records) == ())
    assert form.similarity.isHidden()
    assert marks.data(marks.index(0, MARK), OPINION_ROLE) == ""


def test_a_type_in_words_needs_no_recorded_event_and_is_taken_back(compared: Workstation) -> None:
    dialog, study = dialog_of(compared), study_of(compared)
    dialog.words.setText("her stretches after meals")
    dialog.link.click()
    wait_until(lambda: len(resemblances_of(study.review.records)) == 1)
    assert "in words" in compared.marks.form.similarity.text()
    dialog.withdraw.click()
    wait_until(lambda: resemblances_of(study.review.records) == ())
    assert compared.marks.form.similarity.isHidden()


def test_of_a_clip_that_belongs_to_an_infant_its_own_recordings_are_offered(
    compared: Workstation, library_url: str
) -> None:
    study, reviewer = study_of(compared), Reviewer("me")
    recorded = there(dialog_of(compared)._studies).studies[0]
    infant = Infant(new_infant_id(), "K07")
    keep_infant(library_url, infant, reviewer)
    members = [Member(study.recording.fingerprint, CLIP), Member(recorded.fingerprint, EEG)]
    keep_members(library_url, infant.infant_id, members, reviewer)
    dialog_of(compared).close()
    compared.marks.form.resembles.click()
    wait_until(lambda: "infant K07" in dialog_of(compared).place.text())
    assert dialog_of(compared).studies.count() == 1


def test_another_person_and_another_study_close_the_comparison(compared: Workstation, small_edf: Path) -> None:
    dialog_of(compared).events.setCurrentRow(0)
    right = there(compared.resembling._right)
    wait_until(lambda: right.compared is not None)
    compared.studies.reviewer_changed.emit()
    assert compared.resembling.dialog is None
    assert right.compared is None
    compared.marks.form.resembles.click()
    wait_until(lambda: dialog_of(compared).studies.count() == 1)
    open_and_wait(compared, small_edf)
    assert compared.resembling.dialog is None
    assert compared.marks.form.resembles.isHidden()


def test_in_a_study_with_eeg_the_form_does_not_ask(station: Workstation) -> None:
    mark_at(station, 5.0)
    assert station.marks.form.resembles.isHidden()
    station.resembling.open()
    assert station.resembling.dialog is None


def test_the_recorded_study_shows_the_home_event_at_its_mark(compared: Workstation, eeg: Path) -> None:
    dialog, study = dialog_of(compared), study_of(compared)
    dialog.events.setCurrentRow(0)
    dialog.how.setCurrentIndex(dialog.how.findData("same"))
    dialog.link.click()
    wait_until(lambda: len(resemblances_of(study.review.records)) == 1)
    wait_until_saved(compared)
    open_and_wait(compared, eeg)
    marks = compared.marks.list.model
    wait_until(lambda: "≈" in [marks.data(marks.index(row, MARK), OPINION_ROLE) for row in range(marks.rowCount())])
    study = study_of(compared)
    study.review.selection.select(next(mark for mark in study.review.marks if mark.layer == "me"))
    form = compared.marks.form
    assert "event at 00:00:02: looks the same (you)" in form.similarity.text()
    assert not form.similarity.isHidden()
    assert form.resembles.isHidden()


def test_without_another_study_the_comparison_says_what_can_be_done(empty_station: Workstation, clip: Path) -> None:
    empty_station.open([str(clip)])
    wait_until(lambda: (study := empty_station.studies.study) is not None and study.recording.is_film)
    mark_at(empty_station, CLIP_ONSET_S)
    empty_station.marks.form.resembles.click()
    dialog = dialog_of(empty_station)
    wait_until(lambda: "no EEG to compare with" in dialog.place.text())
    assert dialog.studies.isHidden()
    assert dialog.events.isHidden()
    assert dialog.infant.isVisible()
    dialog.infant.click()
    shown_dialog(empty_station, InfantDialog, "infant")
    dialog.words.setText("her stretches after meals")
    assert dialog.link.isEnabled()
