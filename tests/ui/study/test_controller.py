"""Study menu: notices, channels, pictures, recent files, long work that can be stopped, the demonstration."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from eegview.app.demonstration import Demonstration
from eegview.model.errors import Cancelled
from eegview.model.issue import Issue
from eegview.ui.study import controller as study_desk
from eegview.ui.study.channels_dialog import ChannelsDialog
from eegview.ui.study.controller import StudyDesk
from eegview.ui.study.notices_dialog import NoticesDialog
from eegview.ui.widgets.modeless_dialog import open_dialog
from eegview.ui.widgets.task_progress import WorkProgress


@pytest.fixture
def study(station) -> StudyDesk:
    return station.findChild(StudyDesk)


def test_notices_lists_every_issue_and_grows(station, study):
    station.desk.study.issues = (Issue("gap", "There is a gap."),)
    station.actions["study.notices"].trigger()
    dialog = open_dialog(station.window, "notices")
    assert isinstance(dialog, NoticesDialog)
    assert dialog.text == "There is a gap."
    station.desk.study.issues += (Issue("late", "A note lies past the end."),)
    station.desk.issues_changed.emit()
    assert dialog.text.splitlines() == ["There is a gap.", "A note lies past the end."]


def test_clicking_the_strips_notices_opens_the_list(station, study):
    station.window.strip.notices_asked.emit()
    assert "Nothing imperfect" in open_dialog(station.window, "notices").head.text()


def test_channels_say_what_the_file_holds(station, study):
    station.actions["study.channels"].trigger()
    dialog = open_dialog(station.window, "channels")
    assert isinstance(dialog, ChannelsDialog)
    first = [dialog.table.item(0, column).text() for column in range(dialog.table.columnCount())]
    assert first[:5] == ["Fp1", "EEG Fp1-Ref", "EEG", "200 Hz", "µV"]
    assert dialog.table.rowCount() == 20
    station.desk.close()
    assert open_dialog(station.window, "channels") is None  # it was about the study now closed


@pytest.mark.parametrize(("suffix", "start"), [(".png", b"\x89PNG"), (".svg", b"<?xml"), (".pdf", b"%PDF")])
def test_page_becomes_a_picture(station, study, qtbot, tmp_path, suffix, start):
    path = tmp_path / f"page{suffix}"
    study.save_picture(path)
    qtbot.waitUntil(lambda: path.name in station.window.statusBar().currentMessage(), timeout=20_000)
    assert path.read_bytes().startswith(start)


def test_dialog_gives_the_picture_the_suffix_of_its_kind(station, study, qtbot, tmp_path, monkeypatch):
    asked = (str(tmp_path / "page"), "SVG drawing (*.svg)")
    monkeypatch.setattr(study_desk.QFileDialog, "getSaveFileName", lambda *_args: asked)
    station.actions["study.snapshot"].trigger()
    qtbot.waitUntil((tmp_path / "page.svg").exists, timeout=20_000)


def test_picture_that_cannot_be_written_is_told(station, study, qtbot, tmp_path):
    errors = []
    station.fail = errors.append
    study.save_picture(tmp_path / "no such folder" / "page.png")
    qtbot.waitUntil(lambda: bool(errors), timeout=20_000)
    assert "page.png" in errors[0].sentence


def test_recent_files_are_offered_and_missing_ones_greyed(station, study, qtbot, small_edf, tmp_path):
    station.settings.add_recent_file(str(tmp_path / "gone.edf"))
    study.recent.fill()
    gone, there = study.recent.actions()
    qtbot.waitUntil(lambda: not gone.isEnabled())
    assert "not found" in gone.text()
    assert there.isEnabled()
    with qtbot.waitSignal(station.desk.study_opened, timeout=20_000):
        there.trigger()
    assert Path(station.desk.study.paths[0]).name == small_edf.name


def test_progress_comes_late_and_cancel_is_heard(qtbot):
    progress = WorkProgress()
    qtbot.addWidget(progress)
    cancelled = []
    progress.begin("Opening night.edf", lambda: cancelled.append(True))
    assert not progress.isVisible()
    qtbot.waitUntil(progress.isVisible)
    progress.set_share(0.3)
    assert progress.bar.value() == 30
    qtbot.mouseClick(progress.button, Qt.MouseButton.LeftButton)
    assert cancelled == [True]
    progress.end()
    assert not progress.isVisible()


def test_quick_work_shows_no_bar(station, study):
    assert not study.progress.isVisible()


def test_demonstration_is_made_then_opened(empty_station, qtbot, small_edf, monkeypatch):
    def make(folder, hours, seed, progress):
        progress(1.0)
        return Demonstration(folder, small_edf, None, folder, 3, False)

    monkeypatch.setattr(study_desk, "make_demonstration", make)
    with qtbot.waitSignal(empty_station.desk.study_opened, timeout=20_000):
        empty_station.actions["study.demo"].trigger()
    assert empty_station.desk.study.paths[0] == str(small_edf)


def test_demonstration_can_be_stopped(empty_station, qtbot, monkeypatch):
    stopped = []

    def make(folder, hours, seed, progress):
        try:
            while True:
                progress(0.1)
        except Cancelled:
            stopped.append(True)
            raise

    monkeypatch.setattr(study_desk, "make_demonstration", make)
    empty_station.actions["study.demo"].trigger()
    progress = empty_station.findChild(StudyDesk).progress
    qtbot.waitUntil(progress.isVisible)
    qtbot.mouseClick(progress.button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(stopped))
    assert not progress.isVisible()
    assert empty_station.desk.study is None
