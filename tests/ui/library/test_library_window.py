"""The window of the library: it lists, searches, opens, exports, and keeps names only where that is asked for."""

import json
import threading
from contextlib import closing
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from made_studies.department_studies import make_department
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMessageBox
from waiting import wait_until
from windows.at_the_window import study_of

from eegview.app.blind_reading.acts import setting_change
from eegview.app.library.editing import Editor
from eegview.app.library.opening import Reviewer
from eegview.app.library_tables.exporting import export_library
from eegview.app.library_tables.list_texts import start_text
from eegview.app.library_tables.study_list import StudyLine
from eegview.app.study.records import utc_now
from eegview.model.study.known_recording import KeptIdentity, KnownRecording
from eegview.store.library import open_library
from eegview.ui.library import study_table
from eegview.ui.library.dialog import LibraryDialog
from eegview.ui.library.study_names import StudyNames
from eegview.ui.workstation import Workstation

N_STUDIES = 3


@pytest.fixture
def files(own_folders: Path) -> list[Path]:
    return make_department(own_folders, n_studies=N_STUDIES)[1]


def opened(station: Workstation) -> LibraryDialog:
    """Open the window and wait until the list stands."""
    station.actions["library.open"].trigger()
    dialog = station.library.dialog
    assert dialog is not None
    wait_until(lambda: dialog.stack.currentIndex() == 1)
    return dialog


def column(dialog: LibraryDialog, number: int) -> list[str]:
    return [texts[number] for texts in dialog.table.shown_texts()]


def test_every_study_is_a_line_with_its_marks_and_readers(empty_station: Workstation, files: list[Path]) -> None:
    dialog = opened(empty_station)
    assert dialog.count.text() == "3 studies"
    assert sorted(column(dialog, study_table.NAME)) == [file.name for file in files]  # known on this computer
    assert set(column(dialog, study_table.READERS)) == {"Ana, Bo, Cy"}
    assert all(int(n) > 10 for n in column(dialog, study_table.MARKS))
    assert set(column(dialog, study_table.SEEN)) == {"–"}
    assert "not seen since the library was updated" in dialog.details.text()


def test_a_study_that_is_opened_is_known_in_the_list(empty_station: Workstation, files: list[Path]) -> None:
    dialog = opened(empty_station)
    dialog.search.setText("night_01")
    assert column(dialog, study_table.NAME) == ["night_01.edf"]
    dialog.open_study.click()
    wait_until(lambda: empty_station.studies.study is not None)
    assert Path(study_of(empty_station).paths[0]).name == "night_01.edf"
    wait_until(lambda: _is_known(empty_station))
    dialog.again.click()
    wait_until(lambda: column(dialog, study_table.FORMAT) == [study_of(empty_station).recording.format])
    assert column(dialog, study_table.DURATION) == ["00:05:00"]
    assert column(dialog, study_table.CHANNELS) == ["2"]
    assert "Fp1, F7" in dialog.details.text()


def _is_known(station: Workstation) -> bool:
    with closing(open_library(station.studies.library_url)) as library:
        return any(one.is_seen for one in library.recordings())


def test_search_keeps_the_lines_with_all_words_and_enter_opens(empty_station: Workstation, files: list[Path]) -> None:
    dialog = opened(empty_station)
    dialog.search.setText("cy night_02")
    assert column(dialog, study_table.NAME) == ["night_02.edf"]
    assert dialog.count.text() == "1 of 3 studies"
    dialog.search.setText("nobody")
    assert dialog.table.n_shown == 0
    assert not dialog.open_study.isEnabled()
    dialog.search.setText("night_02")
    QTest.keyClick(dialog.table, Qt.Key.Key_Return)
    wait_until(lambda: empty_station.studies.study is not None)
    assert Path(study_of(empty_station).paths[0]).name == "night_02.edf"


def test_a_heading_sorts_numbers_as_numbers(empty_station: Workstation, files: list[Path]) -> None:
    dialog = opened(empty_station)
    dialog.table.sortByColumn(study_table.MARKS, Qt.SortOrder.AscendingOrder)
    counts = [int(n) for n in column(dialog, study_table.MARKS)]
    assert counts == sorted(counts)


def test_a_study_that_is_not_on_this_computer_cannot_be_opened(empty_station: Workstation, own_folders: Path) -> None:
    make_department(own_folders, n_studies=1, noted=False)
    dialog = opened(empty_station)
    assert not dialog.open_study.isEnabled()
    assert "not known on this computer" in dialog.details.text()
    assert column(dialog, study_table.NAME)[0].endswith("…")  # the fingerprint


def test_no_name_is_shown_while_the_patient_is_hidden(empty_station: Workstation, files: list[Path]) -> None:
    dialog = opened(empty_station)
    empty_station.studies.privacy.hide(is_hidden=True)
    assert not any("night" in name for name in column(dialog, study_table.NAME))
    assert "night" not in dialog.table.studies.index(0, 0).data(Qt.ItemDataRole.ToolTipRole)


def test_names_are_kept_once_that_is_ticked_and_removed_after_a_question(
    empty_station: Workstation, files: list[Path]
) -> None:
    dialog = opened(empty_station)
    assert not dialog.keeps_names.isChecked()
    dialog.keeps_names.click()
    wait_until(lambda: _kept(empty_station).names)
    wait_until(dialog.keeps_names.isEnabled)
    dialog.keeps_names.click()
    box = dialog.findChild(QMessageBox, "library.remove_names")
    assert box is not None
    assert dialog.keeps_names.isChecked()  # until it is answered
    next(button for button in box.buttons() if button.text() == "Remove names").click()
    wait_until(lambda: not _kept(empty_station).names)
    wait_until(lambda: not dialog.keeps_names.isChecked())


def _kept(station: Workstation) -> KeptIdentity:
    with closing(open_library(station.studies.library_url)) as library:
        return library.kept_identity


def test_tables_are_written(empty_station: Workstation, files: list[Path], own_folders: Path) -> None:
    dialog = opened(empty_station)
    out, file = own_folders / "tables", own_folders / "library.json"
    empty_station.library.export(out)
    wait_until(out.is_dir)
    wait_until(dialog.export.isEnabled)
    assert {path.name for path in out.iterdir()} >= {"recordings.csv", "marks.csv", "about.json"}
    empty_station.library.export(file)
    wait_until(file.is_file)
    held = json.loads(file.read_text(encoding="utf-8"))
    assert len(held["recordings"]) == N_STUDIES
    wait_until(dialog.export.isEnabled)


def test_a_folder_of_tables_is_called_by_the_time(
    empty_station: Workstation, files: list[Path], own_folders: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialog = opened(empty_station)
    monkeypatch.setattr(empty_station.library, "_now", lambda: datetime(2026, 3, 4, 5, 6, 7))
    monkeypatch.setattr(
        "eegview.ui.library.controller.QFileDialog.getExistingDirectory", lambda *_arguments: str(own_folders)
    )
    dialog.export.menu().actions()[0].trigger()
    wait_until((own_folders / "library-tables-20260304-050607").is_dir)
    wait_until(dialog.export.isEnabled)


def test_an_export_that_is_cancelled_leaves_nothing(
    empty_station: Workstation, files: list[Path], own_folders: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialog, place = opened(empty_station), own_folders / "exports"
    place.mkdir()
    is_held = threading.Event()

    def held(*arguments: Any, **options: Any) -> Any:
        is_held.wait()
        return export_library(*arguments, **options)

    monkeypatch.setattr("eegview.ui.library.controller.export_library", held)
    empty_station.library.export(place / "tables")
    assert dialog.cancel.isVisible()
    dialog.cancel.click()
    assert not dialog.cancel.isVisible()
    is_held.set()
    empty_station.library.export(place / "after.json")
    wait_until((place / "after.json").is_file)
    assert [path.name for path in place.iterdir()] == ["after.json"]
    wait_until(dialog.export.isEnabled)


def test_an_empty_library_says_what_comes_here(empty_station: Workstation) -> None:
    empty_station.actions["library.open"].trigger()
    dialog = empty_station.library.dialog
    assert dialog is not None
    wait_until(lambda: "holds no study yet" in dialog.nothing.text())
    assert not dialog.export.isEnabled()


def test_who_reads_blind_is_told_that_something_is_left_out(empty_station: Workstation, own_folders: Path) -> None:
    url, _files = make_department(own_folders, n_studies=1)
    with closing(open_library(url)) as library:
        (fingerprint,) = library.fingerprints()
        editor = Editor(library, fingerprint, "Head", "neurologist")
        change = setting_change(editor.stored(), True, "Head", "neurologist", utc_now())
        assert change.after is not None
        editor.add(change.after)
    empty_station.studies.reviewer = Reviewer("Eve", "neurologist")
    dialog = opened(empty_station)
    assert (column(dialog, study_table.MARKS), column(dialog, study_table.RUNS)) == (["0"], ["hidden"])
    assert column(dialog, study_table.READERS) == [""]
    assert "left out" in dialog.details.text()


def test_the_texts_of_a_study_are_made_once_however_often_it_is_sorted_and_searched(
    empty_station: Workstation, files: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[str] = []

    def text_of(line: StudyLine) -> str:
        made.append(line.fingerprint)
        return start_text(line)

    table = opened(empty_station).table
    monkeypatch.setattr(study_table, "start_text", text_of)
    lines = tuple(StudyLine(KnownRecording(f"{number:064x}", f"night_{number}.edf")) for number in range(200))
    table.show_studies(lines, StudyNames({}, is_hidden=False))
    table.sortByColumn(study_table.NAME, Qt.SortOrder.DescendingOrder)
    table.show_only("NIGHT_19")
    assert table.n_shown == 11  # 19 and 190 to 199
    assert made == [line.fingerprint for line in lines]


def test_an_export_says_all_in_one_text_and_leaves_names_out_while_the_patient_is_hidden(
    empty_station: Workstation, files: list[Path], own_folders: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with closing(open_library(empty_station.studies.library_url)) as library:
        library.keep_identity(KeptIdentity(names=True))
        library.note_recording(KnownRecording("f" * 64, "Doe Jane.edf"))
    said: list[str] = []
    controller = empty_station.library
    monkeypatch.setattr(controller, "_context", replace(controller._context, say=said.append))
    dialog = opened(empty_station)
    assert not dialog.leaves_identity_out.isChecked()
    empty_station.library.export(own_folders / "with.json")
    wait_until(lambda: len(said) == 1)
    assert said[0].startswith("Wrote with.json: 4 recordings")
    assert "can tell whose recordings these are" in said[0]
    empty_station.studies.privacy.hide(is_hidden=True)
    assert dialog.leaves_identity_out.isChecked()
    empty_station.library.export(own_folders / "without.json")
    wait_until(lambda: len(said) == 2)
    assert "whose recordings" not in said[1]
    assert "Doe Jane" in (own_folders / "with.json").read_text(encoding="utf-8")
    assert "Doe Jane" not in (own_folders / "without.json").read_text(encoding="utf-8")
