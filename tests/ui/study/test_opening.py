"""Opening by dialog, folder, drop and the recent list; what stands in the window while nothing is open."""

import shutil
from datetime import datetime
from pathlib import Path

import pytest
from films.beeping_video import write_sound
from made_studies.clip_study import write_clips
from PySide6.QtCore import QDir, Qt
from PySide6.QtWidgets import QFileDialog, QLineEdit, QMessageBox, QPushButton, QTreeView
from there import there
from waiting import emitted, wait_until
from windows.at_the_window import study_of, wait_until_idle, wait_until_saved
from windows.window_fixtures import open_and_wait

from eegview.app.demonstration import make_demonstration
from eegview.app.demonstration_match import AUTHOR
from eegview.app.study.file_kinds import file_kinds
from eegview.app.study.preview import Preview
from eegview.app.study.recent import RecentStudy
from eegview.model.sync import SyncLevel
from eegview.ui.study import preview_line
from eegview.ui.study.folder_choice import FolderChoice
from eegview.ui.study.open_dialog import OpenDialog
from eegview.ui.study.recent_list import DURATION, FOLDER, NAME, OPENED, RECORDED
from eegview.ui.widgets.modeless_dialog import open_dialog


@pytest.fixture
def ward(tmp_path: Path, small_edf: Path) -> Path:
    """Return a folder with a recording, its video by name, and a letter."""
    folder = tmp_path / "ward"
    folder.mkdir()
    shutil.copy(small_edf, folder / "night.edf")
    (folder / "letter.txt").write_text("Dear colleague")
    return folder


def asked(station, command: str) -> OpenDialog:
    station.actions[command].trigger()
    name = "open_folder" if command == "study.open_folder" else "open"
    wait_until(lambda: station.window.findChild(OpenDialog, name) is not None)
    dialog = station.window.findChild(OpenDialog, name)
    assert dialog is not None
    return dialog


def type_path(dialog: OpenDialog, path: str) -> None:
    edit = dialog.findChild(QLineEdit, "fileNameEdit")
    assert edit is not None
    edit.setText(path)


def errors(station) -> list[str]:
    return [box.text() for box in station.window.findChildren(QMessageBox) if box.isVisible()]


# the dialog


def test_the_dialog_lists_the_kinds_that_are_read(empty_station):
    dialog = asked(empty_station, "study.open")
    titles = [kind.title for kind in file_kinds()]
    assert [text.split(" (")[0] for text in dialog.nameFilters()] == titles
    assert "EDF and BDF" in titles
    assert dialog.selectedNameFilter().startswith("Recordings and videos")
    assert dialog.testOption(QFileDialog.Option.ReadOnly)
    dialog.reject()


def test_what_is_chosen_is_described_then_opened_and_its_folder_remembered(empty_station, ward):
    dialog = asked(empty_station, "study.open")
    type_path(dialog, str(ward / "night.edf"))
    wait_until(lambda: "20 channels" in dialog.preview.text())
    with emitted(empty_station.studies.study_opened):
        dialog.accept()
    assert study_of(empty_station).paths == (str(ward / "night.edf"),)
    again = asked(empty_station, "study.open")
    assert QDir.cleanPath(again.directory().absolutePath()) == str(ward)
    again.reject()


def test_a_file_that_cannot_be_opened_says_so_in_the_dialog(empty_station, ward):
    dialog = asked(empty_station, "study.open")
    type_path(dialog, str(ward / "letter.txt"))
    wait_until(lambda: "letter.txt" in dialog.preview.text())
    assert dialog.preview.property("role") == "warning"
    type_path(dialog, "")
    wait_until(lambda: dialog.preview.text() == preview_line.NOTHING)
    dialog.reject()


def test_a_reading_that_takes_too_long_is_given_up(empty_station, ward, monkeypatch):
    monkeypatch.setattr(preview_line, "LIMIT_MS", 30)
    asked_for = []
    monkeypatch.setattr(empty_station.opening._reader, "ask", lambda paths, done: asked_for.append(done))
    dialog = asked(empty_station, "study.open")
    type_path(dialog, str(ward / "night.edf"))
    wait_until(lambda: dialog.preview.text() == preview_line.TOO_LONG)
    assert len(asked_for) == 1
    dialog.preview._show(Preview("late"))
    assert dialog.preview.text() == "late"  # what comes after all is shown
    dialog.reject()


def test_recordings_and_videos_chosen_together_are_one_study(empty_station, ward, monkeypatch):
    named = []
    monkeypatch.setattr(empty_station.studies, "open", lambda paths: named.append(list(paths)))
    (ward / "film.mp4").write_bytes(b"")
    empty_station.opening.open_paths([str(ward / "film.mp4"), str(ward / "night.edf")])
    wait_until(lambda: bool(named))
    assert named == [[str(ward / "night.edf")]]
    assert empty_station.video.named == [str(ward / "film.mp4")]


def test_a_video_alone_that_cannot_be_read_says_so(empty_station, ward):
    (ward / "film.mp4").write_bytes(b"")
    empty_station.opening.open_paths([str(ward / "film.mp4")])
    wait_until(lambda: errors(empty_station) == ["film.mp4 is empty."])


def asked_about_clip(station, path: Path) -> QMessageBox:
    """Open a clip while an EEG is open, and return the question."""
    station.opening.open_paths([str(path)])
    wait_until(lambda: station.window.findChild(QMessageBox, "clip_question") is not None)
    return there(station.window.findChild(QMessageBox, "clip_question"))


def test_a_clip_of_another_day_opens_by_itself_unless_it_is_added(station, tmp_path, qtbot):
    clip = write_clips(tmp_path / "phone")[0]
    box = asked_about_clip(station, clip)
    assert "By its clock it was filmed at 2026-03-01 07:15:00" in box.informativeText()
    assert there(box.defaultButton()).text() == "Open as its own study"
    with emitted(station.studies.study_opened):
        qtbot.keyClick(box, Qt.Key.Key_Return)
    assert study_of(station).paths == (str(clip),)
    assert study_of(station).recording.is_film


def test_a_clip_that_is_added_against_its_clock_is_told_and_told_again_after_reopening(station, tmp_path, small_edf):
    clip = write_clips(tmp_path / "phone")[0]
    box = asked_about_clip(station, clip)
    there(box.findChild(QPushButton, "clip_question.add")).click()
    wait_until(lambda: station.video.has_video)

    def is_told() -> bool:
        issues = study_of(station).issues
        return any(
            "2026-03-01 07:15:00" in issue.message and "Its place here is made up" in issue.message for issue in issues
        )

    wait_until(is_told)
    wait_until(lambda: station.video.shown is not None)
    assert there(station.video.shown).clip.sync.is_elsewhere
    wait_until_saved(station)
    station.studies.close()
    open_and_wait(station, small_edf)
    wait_until(lambda: station.video.has_video)
    wait_until(is_told)


def test_a_clip_filmed_during_the_eeg_is_added_by_enter(station, tmp_path, qtbot):
    began = there(study_of(station).recording.started_at)
    clip = write_sound(tmp_path / f"VID_{began:%Y%m%d_%H%M%S}.mp4", seconds=4.0)
    box = asked_about_clip(station, clip)
    assert there(box.defaultButton()).text() == "Add beside this EEG"
    qtbot.keyClick(box, Qt.Key.Key_Return)
    wait_until(lambda: station.video.has_video)
    assert not station.video.footage.clips[0].sync.is_elsewhere


def test_esc_neither_opens_nor_adds_a_clip(station, tmp_path, qtbot):
    paths = study_of(station).paths
    box = asked_about_clip(station, write_clips(tmp_path / "phone")[0])
    qtbot.keyClick(box, Qt.Key.Key_Escape)
    wait_until_idle(station)
    assert study_of(station).paths == paths
    assert not station.video.has_video


# folders


def test_a_folder_with_one_recording_opens_it(empty_station, ward):
    dialog = asked(empty_station, "study.open_folder")
    type_path(dialog, str(ward))
    wait_until(lambda: "20 channels" in dialog.preview.text())
    with emitted(empty_station.studies.study_opened):
        dialog.accept()
    assert study_of(empty_station).paths == (str(ward / "night.edf"),)


def test_of_several_recordings_in_a_folder_one_is_chosen(empty_station, ward, qtbot):
    shutil.copy(ward / "night.edf", ward / "other.edf")
    empty_station.opening.open_paths([str(ward)])
    wait_until(lambda: open_dialog(empty_station.window, "folder_choice") is not None)
    choice = open_dialog(empty_station.window, "folder_choice")
    assert isinstance(choice, FolderChoice)
    assert choice.paths == [str(ward / "night.edf")]
    wait_until(lambda: "20 channels" in choice.preview.text())
    qtbot.keyClick(choice.list, Qt.Key.Key_Down)
    assert choice.paths == [str(ward / "other.edf")]
    with emitted(empty_station.studies.study_opened):
        choice.accept()
    assert study_of(empty_station).paths == (str(ward / "other.edf"),)


def test_parts_of_a_study_are_chosen_together_with_its_videos(empty_station, ward, monkeypatch):
    for number in (1, 2):
        shutil.copy(ward / "night.edf", ward / f"sleep part {number}.edf")
    (ward / "night.edf").unlink()
    (ward / "camera.mp4").write_bytes(b"")
    opened = []
    monkeypatch.setattr(empty_station.opening, "_open", lambda *what: opened.append(what))
    empty_station.opening.open_paths([str(ward)])
    wait_until(lambda: open_dialog(empty_station.window, "folder_choice") is not None)
    choice = open_dialog(empty_station.window, "folder_choice")
    assert isinstance(choice, FolderChoice)
    assert [Path(path).name for path in choice.paths] == ["sleep part 1.edf", "sleep part 2.edf"]
    assert choice.videos.isChecked()
    choice.accept()
    assert opened == [(choice.paths, [str(ward / "camera.mp4")])]


def test_a_file_in_a_folder_that_is_a_recording_opens_the_folder(empty_station, tmp_path, monkeypatch):
    whole = tmp_path / "night.mff"
    whole.mkdir()
    (whole / "info.xml").write_text("<xml/>")
    opened = []
    monkeypatch.setattr(empty_station.studies, "open", lambda paths: opened.append(list(paths)))
    empty_station.opening.open_paths([str(whole / "info.xml")])
    wait_until(lambda: opened == [[str(whole)]])


def test_a_recording_that_is_a_folder_is_opened_by_the_dialog_not_entered(empty_station, tmp_path, monkeypatch):
    whole = tmp_path / "night.mff"
    whole.mkdir()
    opened = []
    monkeypatch.setattr(empty_station.opening, "open_paths", opened.append)
    dialog = asked(empty_station, "study.open")
    dialog.chosen.connect(opened.append)
    type_path(dialog, str(whole))
    dialog.accept()
    wait_until(lambda: [str(whole)] in opened)


# nothing open


def test_with_nothing_open_two_buttons_and_a_hint_stand_there(empty_station):
    empty = empty_station.opening.empty
    assert empty.isVisible()
    assert empty_station.window.strip.isHidden()
    assert empty.open.isVisible()
    assert empty.demo.isVisible()
    assert not empty.list.isVisible()  # nothing was opened yet
    empty.open.click()
    dialog = empty_station.window.findChild(OpenDialog, "open")
    assert dialog is not None
    dialog.reject()


def test_the_list_says_what_was_opened_and_enter_opens_it_again(station, small_edf, qtbot):
    assert not station.opening.empty.isVisible()
    assert station.window.strip.isVisible()
    station.actions["study.close"].trigger()
    empty = station.opening.empty
    assert empty.isVisible()
    table = empty.table
    wait_until(table.hasFocus)
    texts = [table.item(0, column).text() for column in (NAME, FOLDER, RECORDED, DURATION)]
    assert texts[:2] == ["small.edf", str(small_edf.parent)]
    assert texts[3] == "1 min"
    with emitted(station.studies.study_opened):
        qtbot.keyClick(table, Qt.Key.Key_Return)
    assert not empty.isVisible()
    assert station.window.page.hasFocus()


def test_the_list_has_all_files_of_a_study_and_the_time_by_the_clock(empty_station, ward):
    shutil.copy(ward / "night.edf", ward / "b.edf")
    empty_station.opening._now = lambda: datetime(2024, 5, 3, 9, 12, 40)
    with emitted(empty_station.studies.study_opened):
        empty_station.opening.open_paths([str(ward / "night.edf"), str(ward / "b.edf")])
    (study,) = empty_station.opening.recent_studies.studies
    assert study.paths == (str(ward / "night.edf"), str(ward / "b.edf"))
    assert study.opened_text == "2024-05-03 09:12"


def test_a_study_that_is_gone_is_greyed_located_and_removed(empty_station, ward, monkeypatch, qtbot):
    recent, empty = empty_station.opening.recent_studies, empty_station.opening.empty
    recent.add(RecentStudy((str(ward / "gone.edf"),), duration_s=60.0))
    recent.add(RecentStudy((str(ward / "night.edf"),)))
    empty.show_empty()
    wait_until(lambda: "not found" in empty.table.item(1, NAME).text())
    assert not empty.locate.isEnabled()
    empty.table.setCurrentCell(1, NAME)
    assert empty.locate.isEnabled()
    qtbot.keyClick(empty.table, Qt.Key.Key_Return)
    wait_until_idle(empty_station)
    assert empty_station.studies.study is None  # there is nothing to open
    (ward / "gone.edf").write_bytes((ward / "night.edf").read_bytes())
    found = str(ward / "archive.edf")
    (ward / "gone.edf").rename(found)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", staticmethod(lambda *_args: (found, "")))
    with emitted(empty_station.studies.study_opened):
        empty.locate.click()
    assert [study.path for study in recent.studies] == [found, str(ward / "night.edf")]
    empty_station.actions["study.close"].trigger()
    qtbot.keyClick(empty.table, Qt.Key.Key_Delete)
    assert len(recent.studies) == 1
    assert Path(found).exists()
    empty.clear.click()
    assert recent.studies == ()
    assert not empty.list.isVisible()


def test_names_can_be_hidden_everywhere_in_the_list(station):
    recent, empty = station.opening.recent_studies, station.opening.empty
    station.actions["study.close"].trigger()
    recent.hide_names(True)
    shown = [empty.table.item(0, column) for column in range(empty.table.columnCount())]
    assert shown[NAME].text() == "Study 1"
    assert all("small" not in item.text() + item.toolTip() for item in shown)
    station.opening.recent.fill()
    action = station.opening.recent.actions()[0]
    assert "small" not in action.text() + action.toolTip()


def test_the_list_of_an_earlier_version_is_taken_over(empty_station, ward):
    settings = empty_station.settings
    settings.put("recent/files", [str(ward / "night.edf"), str(ward / "b.edf")])
    assert [study.name for study in settings.recent_studies] == ["night.edf", "b.edf"]
    empty_station.opening.recent_studies.remove(str(ward / "b.edf"))
    assert [study.name for study in settings.recent_studies] == ["night.edf"]


def test_an_opening_that_fails_brings_the_buttons_back(empty_station, ward):
    empty_station.open([str(ward / "letter.txt")])
    wait_until(lambda: bool(errors(empty_station)))
    assert empty_station.opening.empty.isVisible()


def test_the_demonstration_comes_with_its_time_known_and_an_age(empty_station, tmp_path):
    made = make_demonstration(tmp_path / "demo", 1 / 30, 1)
    with emitted(empty_station.studies.study_opened):
        empty_station.opening.open_paths([str(made.recording)])
    sync = empty_station.sync
    wait_until(lambda: any(state.layer == AUTHOR for state in sync.states.values()))
    (state,) = sync.states.values()
    assert state.level_at(60.0) is SyncLevel.OK
    assert sync.clips.unmatched == ()
    wait_until(lambda: empty_station.display.age.days_in_file is not None)
    assert 90 < empty_station.display.age.days_in_file < 370


def test_where_room_is_short_the_list_leaves_out_what_matters_least(station):
    station.actions["study.close"].trigger()
    table = station.opening.empty.table
    letter_px = table.fontMetrics().averageCharWidth()
    shown = []
    for letters in (130, 70, 50):
        table.resize(letter_px * letters, 300)
        shown.append([not table.isColumnHidden(column) for column in (NAME, FOLDER, RECORDED, DURATION, OPENED)])
    assert shown[0] == [True] * 5
    assert shown[1] == [True, True, True, True, False]
    assert shown[2] == [True, False, True, True, False]


def test_sizes_are_whole_in_the_open_dialog(empty_station) -> None:
    dialog = asked(empty_station, "study.open")
    table = dialog.findChild(QTreeView, "treeView")
    assert table is not None
    assert table.columnWidth(1) > table.fontMetrics().horizontalAdvance("1000.00 MiB")
    assert table.isColumnHidden(2)  # kinds of files would be cut
    dialog.reject()
