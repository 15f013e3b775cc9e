"""Study menu: notices, channels, pictures, recent files, long work that can be stopped, the demonstration."""

import re
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QPageSize
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QFileDialog
from waiting import emitted, wait_until
from windows.at_the_window import wait_until_idle

from eegview.app.demonstration import Demonstration
from eegview.app.study.recent import RecentStudy
from eegview.model.annotation import Annotation
from eegview.model.errors import Cancelled
from eegview.model.issue import Issue
from eegview.ui.study import opening, page_printing
from eegview.ui.study.channels_dialog import ChannelsDialog
from eegview.ui.study.controller import StudyMenuController
from eegview.ui.study.notices_dialog import NoticesDialog
from eegview.ui.study.page_printing import paper
from eegview.ui.widgets.modeless_dialog import open_dialog
from eegview.ui.widgets.task_progress import WorkProgress


@pytest.fixture
def study(station) -> StudyMenuController:
    return station.study_menu


def test_notices_lists_every_issue_and_grows(station, study):
    station.studies.study.issues = (Issue("gap", "There is a gap."),)
    station.actions["study.notices"].trigger()
    dialog = open_dialog(station.window, "notices")
    assert isinstance(dialog, NoticesDialog)
    assert dialog.text == "There is a gap."
    station.studies.study.issues += (Issue("late", "A note lies past the end."),)
    station.studies.issues_changed.emit()
    assert dialog.text.splitlines() == ["There is a gap.", "A note lies past the end."]


def test_clicking_the_strips_notices_opens_the_list(station, study):
    station.window.strip.notices_asked.emit()
    dialog = open_dialog(station.window, "notices")
    assert isinstance(dialog, NoticesDialog)
    assert "No issues were found" in dialog.head.text()


def test_channels_say_what_the_file_holds(station, study):
    station.actions["study.channels"].trigger()
    dialog = open_dialog(station.window, "channels")
    assert isinstance(dialog, ChannelsDialog)
    first = [dialog.table.item(0, column).text() for column in range(dialog.table.columnCount())]
    assert first[:5] == ["Fp1", "EEG Fp1-Ref", "EEG", "200 Hz", "µV"]
    assert dialog.table.rowCount() == 20
    station.studies.close()
    assert open_dialog(station.window, "channels") is None  # it was about the study now closed


@pytest.mark.parametrize(("suffix", "start"), [(".png", b"\x89PNG"), (".svg", b"<?xml"), (".pdf", b"%PDF")])
def test_page_becomes_a_picture(station, study, tmp_path, suffix, start):
    path = tmp_path / f"page{suffix}"
    study.save_picture(path)
    wait_until(lambda: path.name in station.window.statusBar().currentMessage())
    assert path.read_bytes().startswith(start)


def test_dialog_gives_the_picture_the_suffix_of_its_kind(station, study, tmp_path, monkeypatch):
    asked = (str(tmp_path / "page"), "SVG drawing (*.svg)")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: asked)
    station.actions["study.snapshot"].trigger()
    wait_until((tmp_path / "page.svg").exists)


def test_picture_that_cannot_be_written_is_told(station, study, tmp_path):
    errors = []
    station.studies.failed.connect(errors.append)
    study.save_picture(tmp_path / "no such folder" / "page.png")
    wait_until(lambda: bool(errors))
    assert "page.png" in errors[0].sentence


def test_picture_carries_the_marks_shown_and_the_file(station, study, tmp_path):
    review = station.studies.study.review
    start_s = station.studies.study.view.start_s
    review.acts.add(Annotation("a", "spasm", start_s + 1.0, 1.0, text="seen in the picture"))
    wait_until(lambda: any("seen in the picture" in mark.text for mark in review.marks))
    path = tmp_path / "page.svg"
    study.save_picture(path)
    wait_until(path.exists)
    svg = path.read_text(encoding="utf-8")
    assert "Spasm: seen in the picture" in svg
    assert Path(station.studies.study.paths[0]).name in svg
    assert "For research and education. Not a medical device." in svg


def test_page_is_printed_on_a4_landscape(station, study, tmp_path):
    printer = paper()
    layout = printer.pageLayout()
    assert (layout.pageSize().id(), layout.orientation()) == (QPageSize.PageSizeId.A4, layout.Orientation.Landscape)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    study.printing.print_on(printer)
    wait_until(lambda: "printer" in station.toast.label.text())
    content = (tmp_path / "printed.pdf").read_bytes()
    assert content.startswith(b"%PDF")
    assert re.search(rb"/MediaBox ?\[ ?0 0 84[12](?:\.\d+)? 59[56]", content)
    assert b"/Image" in content


def test_printing_without_a_printer_says_how_to_go_on(station, study, tmp_path, monkeypatch):
    monkeypatch.setattr(page_printing.QPrinterInfo, "availablePrinterNames", list)
    asked = []

    def ask(_parent, _title, suggested, filters):
        asked.append((suggested, filters))
        return str(tmp_path / "page"), filters

    monkeypatch.setattr(QFileDialog, "getSaveFileName", ask)
    station.actions["page.print"].trigger()
    assert "No printer is installed" in station.toast.label.text()
    station.toast.button.click()
    wait_until((tmp_path / "page.pdf").exists)
    assert asked[0][0].endswith(".pdf")
    assert asked[0][1] == "PDF page (*.pdf)"


def test_printing_asks_for_the_printer(station, study, tmp_path, monkeypatch):
    monkeypatch.setattr(page_printing.QPrinterInfo, "availablePrinterNames", lambda: ["ward"])
    printed = []
    monkeypatch.setattr(study.printing, "print_on", printed.append)
    station.actions["page.print"].trigger()
    dialog = station.window.findChild(QPrintDialog, "print")
    dialog.accept()
    assert len(printed) == 1
    assert printed[0].pageLayout().orientation() == printed[0].pageLayout().Orientation.Landscape


def test_recent_files_are_offered_and_missing_ones_greyed(station, study, small_edf, tmp_path):
    station.opening.recent_studies.add(RecentStudy((str(tmp_path / "gone.edf"),)))
    station.opening.recent.fill()
    gone, there = [action for action in station.opening.recent.actions() if action.data()]
    wait_until(lambda: not gone.isEnabled())
    assert "not found" in gone.text()
    assert there.isEnabled()
    with emitted(station.studies.study_opened):
        there.trigger()
    assert Path(station.studies.study.paths[0]).name == small_edf.name


def test_progress_comes_late_and_cancel_is_heard(qtbot):
    progress = WorkProgress()
    qtbot.addWidget(progress)
    cancelled = []
    progress.begin("Opening night.edf", lambda: cancelled.append(True))
    assert not progress.isVisible()
    wait_until(progress.isVisible)
    progress.set_share(0.3)
    assert progress.bar.value() == 30
    qtbot.mouseClick(progress.button, Qt.MouseButton.LeftButton)
    assert cancelled == [True]
    progress.end()
    assert not progress.isVisible()


def test_quick_work_shows_no_bar(station, study):
    wait_until_idle(station)  # the bar's own delay included
    assert not station.opening.progress.isVisible()


def test_demonstration_is_made_then_opened(empty_station, small_edf, monkeypatch):
    def make(folder, hours, seed, progress):
        progress(1.0)
        return Demonstration(folder, small_edf, None, folder, 3, False)

    monkeypatch.setattr(opening, "make_demonstration", make)
    with emitted(empty_station.studies.study_opened):
        empty_station.actions["study.demo"].trigger()
    assert empty_station.studies.study.paths[0] == str(small_edf)


def test_demonstration_can_be_stopped(empty_station, qtbot, monkeypatch):
    stopped = []

    def make(folder, hours, seed, progress):
        try:
            while True:
                progress(0.1)
        except Cancelled:
            stopped.append(True)
            raise

    monkeypatch.setattr(opening, "make_demonstration", make)
    empty_station.actions["study.demo"].trigger()
    progress = empty_station.opening.progress
    wait_until(progress.isVisible)
    qtbot.mouseClick(progress.button, Qt.MouseButton.LeftButton)
    wait_until(lambda: bool(stopped))
    wait_until_idle(empty_station)
    assert not progress.isVisible()
    assert empty_station.studies.study is None
