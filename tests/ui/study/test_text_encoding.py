"""Text encoding: the file's notes in each encoding, one chosen, remembered, taken back."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from recordings import vendor_files
from recordings.edf_files import plain, write_file
from waiting import wait_until
from windows.at_the_window import wait_until_saved
from windows.window_fixtures import open_and_wait

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


def brainvision_in(folder: Path, raw: bytes) -> Path:
    path = vendor_files.write_brainvision(folder, vendor_files.waves_uv(), "Mk1=Comment,NOTE,301,1,0\n")
    markers = folder / "a.vmrk"
    markers.write_bytes(markers.read_bytes().replace(b"NOTE", raw))
    return path


def persyst_in(folder: Path, raw: bytes) -> Path:
    path = vendor_files.write_persyst(folder, vendor_files.waves_uv(), comments="1.5,0,0,100,NOTE\n")
    path.write_bytes(path.read_bytes().replace(b"NOTE", raw))
    return path


@pytest.mark.parametrize(
    ("write", "page", "text"),
    [(brainvision_in, "cp1251", "Судорожный приступ"), (persyst_in, "cp932", "てんかん発作の疑い")],
)
def test_notes_of_other_formats_follow_too(
    open_file: Callable[[Path], Workstation],
    tmp_path: Path,
    write: Callable[[Path, bytes], Path],
    page: str,
    text: str,
) -> None:
    def shown() -> list[str]:
        return [note.removeprefix("Comment/") for note in notes_of(station)]

    path = write(tmp_path, text.encode(page))
    station = open_file(path)
    wait_until(lambda: shown() == [text])
    assert len(codes_of(station)) == 1
    wrong = text.encode(page).decode("cp1252", "replace")
    dialog = dialog_of(station)
    assert dialog.names_stay.isHidden()
    choose(dialog, "Windows-1250" if page == "cp1251" else "GBK")
    wait_until(lambda: shown() != [text])
    wait_until(lambda: codes_of(station) == [] or page == "cp932")
    assert shown() != [wrong]
    wait_until_saved(station)
    station.studies.close()
    open_and_wait(station, path)
    wait_until(lambda: notes_of(station) != [] and shown() != [text])
    station.actions["edit.undo"].trigger()
    wait_until(lambda: shown() == [text])
    wait_until(lambda: len(codes_of(station)) == 1)


def test_the_dialog_says_that_names_of_channels_stay(open_file: Callable[[Path], Workstation], tmp_path: Path) -> None:
    path = persyst_in(tmp_path, "приступ".encode("cp1251"))
    path.write_bytes(path.read_bytes().replace(b"Fp1-Ref", "Глаз".encode("cp1251")))
    station = open_file(path)
    wait_until(lambda: notes_of(station) == ["приступ"])
    dialog = dialog_of(station)
    assert dialog.names_stay.isVisibleTo(dialog)
    assert "--encoding" in dialog.names_stay.text()
