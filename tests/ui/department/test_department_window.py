"""The department's window: it reads the library or a folder, shows who agrees with whom, and opens the page."""

import csv
import json
from contextlib import closing
from pathlib import Path

import pytest
from made_studies.department_studies import READERS, make_department
from PySide6.QtGui import QColor
from waiting import wait_until
from windows.at_the_window import study_of

from eegview.app.library.opening import Reviewer
from eegview.app.themes import load_themes
from eegview.store.library import open_library
from eegview.ui.department.dialog import DepartmentDialog
from eegview.ui.department.matrix import mixed
from eegview.ui.workstation import Workstation


@pytest.fixture
def files(own_folders: Path) -> list[Path]:
    return make_department(own_folders)[1]


def opened(station: Workstation) -> DepartmentDialog:
    """Open the window and wait until the matrix stands."""
    station.actions["department.open"].trigger()
    dialog = station.department.dialog
    assert dialog is not None
    wait_until(lambda: dialog.stack.currentIndex() == 1)
    return dialog


def test_the_matrix_of_the_library_stands_with_value_interval_and_size(
    empty_station: Workstation, files: list[Path]
) -> None:
    dialog = opened(empty_station)
    assert dialog.source.text() == f"{len(files)} studies of the library"
    matrix = dialog.matrix
    assert (matrix.rowCount(), matrix.columnCount()) == (2, 2)
    value, interval, size = matrix.item(0, 0).text().split("\n")
    assert float(value) > 0.8
    assert " to " in interval
    assert size.endswith("12 patients")
    assert matrix.item(1, 0).text() == ""
    assert float(matrix.item(0, 1).text().split("\n")[0]) < float(value)
    assert "bootstrap over patients" in dialog.method.text()
    assert not dialog.bar.isVisible()


def test_a_cell_lists_where_two_readers_differ_and_opens_the_page_there(
    empty_station: Workstation, files: list[Path]
) -> None:
    dialog = opened(empty_station)
    dialog.matrix.setCurrentCell(0, 1)
    assert dialog.places.horizontalHeaderItem(2).text() == "Ana"
    assert dialog.places.horizontalHeaderItem(3).text() == "Cy"
    said = {dialog.places.item(row, 2).text() for row in range(dialog.places.rowCount())}
    assert said == {"marked", "not marked"}
    dialog.places.setCurrentCell(0, 0)
    name, time = dialog.places.item(0, 0).text(), dialog.places.item(0, 1).text()
    dialog.page.click()
    wait_until(lambda: empty_station.studies.study is not None)
    study = study_of(empty_station)
    assert Path(study.paths[0]).name == name
    hours, minutes, seconds = time.split(":")
    at_s = int(hours) * 3600 + int(minutes) * 60 + float(seconds)
    assert study.view.start_s <= at_s < study.view.start_s + study.view.page_s
    last = dialog.places.rowCount() - 1
    same = [row for row in range(last + 1) if dialog.places.item(row, 0).text() == name][-1]
    dialog.places.setCurrentCell(same, 0)
    dialog.page.click()  # in the open study at once
    assert study_of(empty_station) is study


def test_names_are_hidden_in_window_and_table(empty_station: Workstation, files: list[Path], own_folders: Path) -> None:
    dialog = opened(empty_station)
    dialog.hides.setChecked(True)
    headers = [dialog.matrix.horizontalHeaderItem(column).text() for column in range(2)]
    assert headers == ["Reader 2", "Reader 3"]
    out = own_folders / "agreement.csv"
    empty_station.department.write_table(out)
    wait_until(out.is_file)
    rows = list(csv.DictReader(out.read_text(encoding="utf-8").splitlines()))
    assert {row["reader_a"][:7] for row in rows if row["reader_b"]} == {"Reader "}
    beside = out.with_name("agreement.csv.json")
    wait_until(beside.is_file)
    states = json.loads(beside.read_text(encoding="utf-8"))["Provenance"]["recordings"]
    with closing(open_library(empty_station.studies.library_url)) as library:
        expected = {one: library.head(one) for one in library.fingerprints()}
    assert {one["fingerprint"]: (one["n_edits"], one["head_hash"]) for one in states} == expected
    shown = dialog.about.text() + dialog.notes.text() + out.read_text(encoding="utf-8")
    assert not any(reader in shown for reader in READERS)
    dialog.hides.setChecked(False)
    assert dialog.matrix.horizontalHeaderItem(0).text() == "Bo"


def test_few_patients_are_too_few_to_say(empty_station: Workstation, own_folders: Path) -> None:
    make_department(own_folders, n_studies=2)
    dialog = opened(empty_station)
    value, interval, size = dialog.matrix.item(0, 0).text().split("\n")
    assert float(value) > 0
    assert interval == "too few to say"
    assert size.endswith("2 patients")
    assert "Too few to say" in dialog.method.text()


def test_an_empty_library_says_what_is_needed(empty_station: Workstation) -> None:
    empty_station.actions["department.open"].trigger()
    dialog = empty_station.department.dialog
    assert dialog is not None
    wait_until(lambda: "Nothing to compare yet" in dialog.nothing.text())
    assert not dialog.export.isEnabled()


def test_recordings_that_were_never_opened_here_are_told(empty_station: Workstation, own_folders: Path) -> None:
    _url, files = make_department(own_folders, n_studies=2, noted=False)
    empty_station.actions["department.open"].trigger()
    dialog = empty_station.department.dialog
    assert dialog is not None
    wait_until(lambda: "2 studies are left out" in dialog.nothing.text())
    empty_station.department.read_folder(files[0].parent)  # recordings in a folder are found all the same
    wait_until(lambda: dialog.stack.currentIndex() == 1)
    assert dialog.source.text() == "2 studies of the folder"


def test_who_reads_blind_is_shown_nothing_of_those_studies(empty_station: Workstation, own_folders: Path) -> None:
    from contextlib import closing

    from eegview.app.blind_reading.acts import setting_change
    from eegview.app.library.editing import Editor
    from eegview.app.study.records import utc_now
    from eegview.store.library import open_library

    url, _files = make_department(own_folders, n_studies=2)
    with closing(open_library(url)) as library:
        for fingerprint in library.fingerprints():
            editor = Editor(library, fingerprint, "Head", "neurologist")
            change = setting_change(editor.stored(), True, "Head", "neurologist", utc_now())
            assert change.after is not None
            editor.add(change.after)
    empty_station.studies.reviewer = Reviewer("Ana", "neurologist")
    empty_station.actions["department.open"].trigger()
    dialog = empty_station.department.dialog
    assert dialog is not None
    wait_until(lambda: "No two readers" in dialog.nothing.text())
    assert "read blind" in dialog.nothing.text()


def test_what_an_earlier_viewer_read_is_gone_for_the_next_one(
    empty_station: Workstation, files: list[Path], own_folders: Path
) -> None:
    dialog = opened(empty_station)
    department = empty_station.department
    place = department._read.department.cells[0].places[0]
    empty_station.reviewer.use(Reviewer("Dee", "technologist"))
    assert dialog.stack.currentIndex() == 0
    assert "Another person looks now" in dialog.nothing.text()
    assert not dialog.export.isEnabled()
    department.write_table(own_folders / "agreement.csv")
    department.open_place(place)
    department._show()
    assert dialog.stack.currentIndex() == 0
    assert empty_station.studies._task is None
    assert not (own_folders / "agreement.csv").exists()
    opened(empty_station)  # what Dee may see is read
    assert department._read.viewer == "Dee"


def test_blind_reading_that_is_asked_for_drops_what_was_read(empty_station: Workstation, files: list[Path]) -> None:
    from eegview.app.blind_reading.acts import setting_change
    from eegview.app.study.records import utc_now

    empty_station.reviewer.use(Reviewer("Ana", "neurologist"))
    empty_station.studies.open([str(files[0])])
    wait_until(lambda: empty_station.studies.study is not None and study_of(empty_station).review.is_open)
    dialog, review = opened(empty_station), study_of(empty_station).review
    review.acts.record(setting_change(tuple(review.records), True, "Ana", "neurologist", utc_now()))
    wait_until(lambda: "blind reading set" in dialog.nothing.text())
    assert dialog.stack.currentIndex() == 0
    assert empty_station.department._read is None


def test_reading_can_be_cancelled(empty_station: Workstation, files: list[Path]) -> None:
    empty_station.actions["department.open"].trigger()
    dialog = empty_station.department.dialog
    assert dialog is not None
    dialog.cancel.click()
    assert dialog.library.isEnabled()
    assert not dialog.bar.isVisible()
    dialog.library.click()
    wait_until(lambda: dialog.stack.currentIndex() == 1)


def test_the_strongest_colour_leaves_the_numbers_legible() -> None:
    for theme in load_themes():
        ground = mixed(theme.page, theme.accent, 0.45)
        ink = QColor(theme.ink)
        light, dark = sorted((_luminance(ground), _luminance(ink)), reverse=True)
        assert (light + 0.05) / (dark + 0.05) > 4.5, theme.theme_id


def _luminance(colour: QColor) -> float:
    parts = (colour.redF(), colour.greenF(), colour.blueF())
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
