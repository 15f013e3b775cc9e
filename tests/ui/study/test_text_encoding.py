"""Text encoding: the file's notes in each encoding, one chosen, remembered, taken back."""

from collections.abc import Callable
from pathlib import Path

import pytest
from at_the_window import wait_until_saved
from edf_files import plain, write_file
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from waiting import wait_until
from window_fixtures import open_and_wait

from eegview.model.annotation import FILE_LAYER
from eegview.ui.study.text_encoding_dialog import TextEncodingDialog
from eegview.ui.widgets.modeless_dialog import open_dialog
from eegview.ui.workstation import Workstation

NOTE = "příznak"


@pytest.fixture
def czech_edf(tmp_path: Path) -> Path:
    content = b"+1.5\x14" + NOTE.encode("cp1250") + b"\x14\x00"
    return write_file(tmp_path / "czech.edf", plain(marks={1: content}))


def notes_of(station: Workstation) -> list[str]:
    study = station.studies.study
    assert study is not None
    return [mark.text for mark in study.review.marks if mark.layer == FILE_LAYER]


def codes_of(station: Workstation) -> list[str]:
    study = station.studies.study
    assert study is not None
    return [issue.message for issue in study.issues if issue.code == "text_encoding"]


def dialog_of(station: Workstation) -> TextEncodingDialog:
    station.actions["study.encoding"].trigger()
    dialog = open_dialog(station.window, "text_encoding")
    assert isinstance(dialog, TextEncodingDialog)
    return dialog


def choose(dialog: TextEncodingDialog, start: str) -> None:
    titles = [dialog.table.item(row, 0).text() for row in range(dialog.table.rowCount())]
    dialog.table.selectRow(next(row for row, title in enumerate(titles) if title.startswith(start)))
    dialog.apply.click()


def test_enter_uses_the_selected_encoding(
    open_file: Callable[[Path], Workstation], czech_edf: Path, qtbot: QtBot
) -> None:
    station = open_file(czech_edf)
    wait_until(lambda: notes_of(station) == [NOTE])
    dialog = dialog_of(station)
    qtbot.keyClick(dialog.table, Qt.Key.Key_Return)  # nothing else is selected yet
    assert dialog.isVisible()
    dialog.table.selectRow(next(r for r in range(9) if dialog.table.item(r, 0).text().startswith("Windows-1252")))
    qtbot.keyClick(dialog.table, Qt.Key.Key_Return)
    wait_until(lambda: notes_of(station) == [NOTE.encode("cp1250").decode("cp1252")])
    assert dialog.isVisible()


def test_another_encoding_is_previewed_chosen_remembered_and_undone(
    open_file: Callable[[Path], Workstation], czech_edf: Path
) -> None:
    station = open_file(czech_edf)
    wait_until(lambda: notes_of(station) == [NOTE])
    assert "Windows-1250" in codes_of(station)[0]
    dialog = dialog_of(station)
    texts = {dialog.table.item(r, 0).text(): dialog.table.item(r, 1).text() for r in range(dialog.table.rowCount())}
    assert texts["Automatic: Windows-1250 (Central European)"] == NOTE
    assert texts["Windows-1252 (Western)"] == NOTE.encode("cp1250").decode("cp1252")
    assert not dialog.apply.isEnabled(), "what is in use needs no click"
    choose(dialog, "Windows-1252")
    wait_until(lambda: notes_of(station) == [NOTE.encode("cp1250").decode("cp1252")])
    wait_until(lambda: codes_of(station) == [])
    wait_until_saved(station)
    station.studies.close()
    assert open_dialog(station.window, "text_encoding") is None
    open_and_wait(station, czech_edf)
    wait_until(lambda: notes_of(station) == [NOTE.encode("cp1250").decode("cp1252")])
    choose(dialog_of(station), "Automatic")
    wait_until(lambda: notes_of(station) == [NOTE])
    wait_until_saved(station)
    wait_until(lambda: station.actions["edit.undo"].text() == "Undo set the text encoding to automatic")
    station.actions["edit.undo"].trigger()
    wait_until(lambda: notes_of(station) == [NOTE.encode("cp1250").decode("cp1252")])


def test_the_command_is_for_files_with_such_texts_only(
    open_file: Callable[[Path], Workstation], small_edf: Path, czech_edf: Path
) -> None:
    station = open_file(small_edf)
    wait_until(lambda: len(notes_of(station)) == 2)
    assert not station.actions["study.encoding"].isEnabled()
    open_and_wait(station, czech_edf)
    wait_until(lambda: station.actions["study.encoding"].isEnabled())


def test_an_encoding_asked_for_at_the_start_holds_until_another_is_chosen(
    empty_station: Workstation, czech_edf: Path
) -> None:
    station = empty_station
    station.studies.open([str(czech_edf)], encoding="cp1252")
    wait_until(lambda: station.studies.study is not None and len(notes_of(station)) == 1)
    assert notes_of(station) == [NOTE.encode("cp1250").decode("cp1252")]
    choose(dialog_of(station), "Windows-1250")
    wait_until(lambda: notes_of(station) == [NOTE])
