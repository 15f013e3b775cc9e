"""The infant's age belongs to the study: typed once, with its source, an act like any other."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from waiting import wait_until
from windows.at_the_window import shown_dialog, study_of, wait_until_saved
from windows.window_fixtures import open_and_wait

from eegview.app.infant.age_of_study import age_in_library
from eegview.app.library.opening import Reviewer
from eegview.store.library import open_library
from eegview.ui.study.channels_dialog import ChannelsDialog
from eegview.ui.workstation import Workstation


def channels(station: Workstation) -> ChannelsDialog:
    station.actions["study.channels"].trigger()
    return shown_dialog(station, ChannelsDialog, "channels")


def type_age(station: Workstation, qtbot: QtBot, text: str) -> ChannelsDialog:
    dialog = channels(station)
    dialog.age.edit.setFocus()
    dialog.age.edit.selectAll()
    if text:
        qtbot.keyClicks(dialog.age.edit, text)
    else:
        qtbot.keyClick(dialog.age.edit, Qt.Key.Key_Delete)
    qtbot.keyClick(dialog.age.edit, Qt.Key.Key_Tab)
    dialog.age.settle()
    wait_until_saved(station)
    return dialog


def header_with_age(path: Path, made: Path) -> Path:
    """Write a recording whose header names a date of birth, 2 January 2026, half a year before it starts."""
    content = bytearray(made.read_bytes())
    content[8:88] = b"X F 02-JAN-2026 X".ljust(80)
    content[88:168] = b"Startdate 02-JUL-2026 X X X".ljust(80)
    content[168:176] = b"02.07.26"
    path.write_bytes(content)
    return path


def test_it_is_typed_once(station: Workstation, qtbot: QtBot, small_edf: Path, library_url: str) -> None:
    dialog = channels(station)
    assert dialog.age.edit.text() == ""
    assert dialog.age.edit.placeholderText() == "not known"
    type_age(station, qtbot, "5.5")
    assert dialog.age.edit.text() == "5.5 months"
    assert dialog.age.source.text() == "entered by you"
    station.studies.close()
    open_and_wait(station, small_edf)
    wait_until(lambda: study_of(station).review.is_open)
    dialog = channels(station)
    wait_until(lambda: dialog.age.edit.text() == "5.5 months")
    library = open_library(library_url)
    age = age_in_library(library, study_of(station).recording)
    library.close()
    assert age is not None
    assert age.typed is not None
    assert (age.days, age.typed.author) == (167, "me")


def test_it_is_undone_and_taken_back(station: Workstation, qtbot: QtBot) -> None:
    dialog = type_age(station, qtbot, "24 w")
    wait_until(lambda: station.actions["edit.undo"].text() == "Undo set the age to 24 weeks")
    station.actions["edit.undo"].trigger()
    wait_until(lambda: station.display.age.typed is None)
    wait_until(lambda: dialog.age.edit.text() == "")
    wait_until_saved(station)
    station.actions["edit.redo"].trigger()
    wait_until(lambda: dialog.age.edit.text() == "24 weeks")
    wait_until_saved(station)
    type_age(station, qtbot, "")
    assert station.display.age.typed is None


def test_a_colleague_sees_who_typed_it(
    station: Workstation, start_station: Callable[[], Workstation], small_edf: Path, qtbot: QtBot
) -> None:
    other = start_station()
    other.studies.reviewer = Reviewer("bob", "neurologist")
    open_and_wait(other, small_edf)
    dialog = channels(other)
    type_age(station, qtbot, "6")
    wait_until(lambda: dialog.age.edit.text() == "6 months")
    assert dialog.age.source.text() == "entered by me"


def test_the_age_of_the_file_stays_the_files_and_a_contradiction_is_told(
    empty_station: Workstation, small_edf: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    path = header_with_age(tmp_path / "infant.edf", small_edf)
    open_and_wait(empty_station, path)
    dialog = channels(empty_station)
    wait_until(lambda: dialog.age.edit.placeholderText() == "5.9 months")
    assert dialog.age.edit.text() == ""
    assert dialog.age.source.text() == "from the file"
    type_age(empty_station, qtbot, "6 months")
    assert dialog.age.problem.text() == ""
    type_age(empty_station, qtbot, "2 months")
    assert dialog.age.problem.text() == "The file says 5.9 months; the entered age, 2 months, is used."
    assert empty_station.display.age.days_in_file == 181


def test_nonsense_is_told_and_kept_nowhere(station: Workstation, qtbot: QtBot) -> None:
    dialog = type_age(station, qtbot, "young")
    assert dialog.age.problem.text().startswith("An age is a number with days, weeks, months or years")
    assert station.display.age.typed is None
