"""Whose recording is open: the line, the form behind it, and the patient hidden for teaching."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMenuBar, QMessageBox
from pytestqt.qtbot import QtBot
from waiting import wait_until
from windows.at_the_window import press, shown_dialog, study_of, wait_until_saved
from windows.window_fixtures import open_and_wait

from eegview.model.errors import UsageError
from eegview.model.issue import Issue
from eegview.model.patient import FEMALE
from eegview.model.study.patient_identity import typed_id
from eegview.ui.study.channels_dialog import ChannelsDialog
from eegview.ui.study.patient_controller import HIDDEN
from eegview.ui.study.patient_dialog import PatientDialog
from eegview.ui.study.patient_line import PatientLine
from eegview.ui.workstation import Workstation

NAME, CODE = "Zoila Quillfeather", "AB-4711"


@pytest.fixture
def named_edf(tmp_path: Path, small_edf: Path) -> Path:
    """Return a recording whose header, file and folder name a patient, 26 weeks old."""
    content = bytearray(small_edf.read_bytes())
    content[8:88] = f"{CODE} F 02-JAN-2026 {NAME.replace(' ', '_')}".encode().ljust(80)
    content[88:168] = b"Startdate 03-JUL-2026 X X X".ljust(80)
    content[168:176] = b"03.07.26"
    folder = tmp_path / "Quillfeather"
    folder.mkdir()
    path = folder / f"{CODE}_Quillfeather.edf"
    path.write_bytes(content)
    return path


def line_of(station: Workstation) -> PatientLine:
    return station.opening.patient_bar.line


def all_texts(station: Workstation) -> str:
    """Return every text of every window, tips and titles too."""
    found = []
    for widget in QApplication.allWidgets():
        for name in ("text", "windowTitle", "toolTip", "placeholderText", "accessibleName", "title", "statusTip"):
            read = getattr(widget, name, None)
            if callable(read):
                found.append(str(read()))
        found += [f"{action.text()} {action.toolTip()}" for action in widget.actions()]
    return "\n".join(found)


def test_the_line_says_who_it_is(open_file: Callable[[Path], Workstation], named_edf: Path) -> None:
    station = open_file(named_edf)
    line = line_of(station)
    assert line.text.forms[0].startswith(f"{CODE} · 6 months (26 weeks) · female · recorded 2026-07-03")
    assert not line.link.text()
    assert line.badge.isHidden()
    assert NAME in line.text.toolTip()
    station.studies.close()
    assert line.isHidden()


def test_what_is_missing_is_asked_for_once(station: Workstation, qtbot: QtBot, small_edf: Path) -> None:
    station.window.resize(1600, 900)  # the menus leave it room
    line = line_of(station)
    wait_until(lambda: line.link.isVisibleTo(line))
    assert line.link.toolTip() == "Add ID, sex, age…"
    line.asked.emit()
    dialog = shown_dialog(station, PatientDialog, "patient")
    assert dialog.focusWidget() is dialog.edit
    qtbot.keyClicks(dialog.edit, "Z 9")
    dialog.settle()
    wait_until_saved(station)
    dialog.sex.setCurrentIndex(dialog.sex.findData(FEMALE))
    dialog.sex.activated.emit(dialog.sex.currentIndex())
    wait_until(lambda: line.text.forms[0].startswith("Z 9 · female"))
    assert line.link.toolTip() == "Add age…"
    dialog.close()
    assert not line.link.isVisibleTo(line)
    station.actions["study.patient"].trigger()
    wait_until_saved(station)
    station.studies.close()
    open_and_wait(station, small_edf)
    wait_until(lambda: line.text.forms[0].startswith("Z 9 · female"))
    assert not line.link.isVisibleTo(line)


def test_what_was_typed_is_undone_like_a_mark(station: Workstation, qtbot: QtBot) -> None:
    station.actions["study.patient"].trigger()
    dialog = shown_dialog(station, PatientDialog, "patient")
    qtbot.keyClicks(dialog.edit, "Z 9")
    dialog.settle()
    wait_until_saved(station)
    wait_until(lambda: station.actions["edit.undo"].text() == "Undo set the patient ID")
    station.actions["edit.undo"].trigger()
    wait_until(lambda: typed_id(study_of(station).kept.all()) is None)
    wait_until(lambda: dialog.edit.text() == "")


def test_one_key_hides_the_patient_everywhere(
    open_file: Callable[[Path], Workstation], named_edf: Path, qtbot: QtBot
) -> None:
    station = open_file(named_edf)
    station.actions["study.channels"].trigger()
    shown_dialog(station, ChannelsDialog, "channels")
    assert CODE in station.window.windowTitle()
    station.opening.recent.fill()
    assert "Quillfeather" in all_texts(station)
    press(station, qtbot, Qt.Key.Key_I)
    station.opening.recent.fill()
    station.actions["study.patient"].trigger()
    station.actions["study.export"].trigger()
    station.actions["study.notices"].trigger()
    text = all_texts(station)
    assert line_of(station).text.text() in (HIDDEN, "Hidden")
    assert station.window.windowTitle() == "Recording — eegview"
    for secret in ("Quillfeather", "4711", "Zoila"):
        assert secret not in text, [line for line in text.splitlines() if secret in line]


def test_a_notice_above_the_page_names_no_file_while_the_patient_is_hidden(station: Workstation, qtbot: QtBot) -> None:
    strip, path = station.window.strip, "/videos/Quillfeather_Zoila.ts"
    station.studies.privacy.know_files([path])
    station.studies.add_issues((Issue("video_cut_short", "Quillfeather_Zoila.ts: the video stops early."),))
    assert "Quillfeather" in strip.notices.button.text()
    press(station, qtbot, Qt.Key.Key_I)
    assert strip.notices.button.text() == "the recording: the video stops early."
    assert "Quillfeather" not in strip.notices.button.toolTip()
    press(station, qtbot, Qt.Key.Key_I)
    assert "Quillfeather" in strip.notices.button.text()
    station.studies.close()
    assert station.studies.privacy._files == ()


def test_hiding_is_remembered_and_holds_while_a_file_is_opened(
    start_station: Callable[[], Workstation], named_edf: Path
) -> None:
    first = start_station()
    first.actions["study.hide_patient"].trigger()
    first.window.close()
    station = start_station()
    assert station.actions["study.hide_patient"].isChecked()
    titles = []
    station.window.windowTitleChanged.connect(titles.append)
    open_and_wait(station, named_edf)
    assert set(titles) == {"Recording — eegview"}
    station.context.say(f"{named_edf.name} was written for {NAME}.")
    assert "uillfeather" not in station.toast.label.text()
    station.actions["study.hide_patient"].trigger()
    assert CODE in line_of(station).text.forms[0]


def test_what_a_header_says_is_no_markup(
    open_file: Callable[[Path], Workstation], small_edf: Path, tmp_path: Path
) -> None:
    content = bytearray(small_edf.read_bytes())
    content[8:88] = b"<b>X1</b> <i>".ljust(80)
    path = tmp_path / "odd.edf"
    path.write_bytes(content)
    line = line_of(open_file(path))
    assert line.text.textFormat() is Qt.TextFormat.PlainText
    assert "&lt;b&gt;X1" in line.text.toolTip()


@pytest.mark.parametrize("width_px", [500, 900, 1400])
def test_the_menus_keep_their_room(open_file: Callable[[Path], Workstation], named_edf: Path, width_px: int) -> None:
    station = open_file(named_edf)
    line, menus = line_of(station), station.window.menuBar()
    menus.resize(width_px, menus.height())
    assert line.sizeHint().width() <= max(width_px - line._menus_px(), line._beside_px(""))
    assert line.text.text() in line.text.forms


def test_errors_are_shown_while_the_patient_is_hidden(station: Workstation) -> None:
    station.actions["study.hide_patient"].trigger()
    station.studies.fail(UsageError("There is no video at the cursor.", "Go to where video is shown."))
    box = station.window.findChild(QMessageBox, "error")
    assert box is not None
    assert box.text() == "There is no video at the cursor."
    assert box.informativeText() == "Go to where video is shown."
    box.close()


def test_a_menu_that_comes_with_a_task_has_room_and_gives_it_back(qtbot: QtBot) -> None:
    menus = QMenuBar()
    qtbot.addWidget(menus)
    for number in range(8):
        menus.addMenu(f"Menu {number}")
    task = menus.addMenu("Staging").menuAction()
    task.setVisible(False)
    line = PatientLine(menus)
    line.show_patient((f"{CODE} · {'many words ' * 4}", CODE), CODE, "", False)
    menus.resize(line._menus_px() + line.text.width_of_fullest() + 60, 30)
    menus.show()
    QApplication.processEvents()
    line.fit()
    fullest_px = line.sizeHint().width()
    task.setVisible(True)
    wait_until(lambda: line.sizeHint().width() < fullest_px)
    assert line.sizeHint().width() + line._menus_px() <= menus.width()
    task.setVisible(False)
    wait_until(lambda: line.sizeHint().width() == fullest_px)
