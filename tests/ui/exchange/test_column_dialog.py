"""A table whose columns are not known is shown and asked about; without an answer nothing is imported."""

from pathlib import Path

from waiting import wait_until
from windows.at_the_window import shown_dialog, wait_until_idle

from eegview.ui.exchange.column_dialog import ColumnDialog
from eegview.ui.exchange.import_dialog import ImportDialog
from eegview.ui.widgets.modeless_dialog import open_dialog

TABLE = "time\twhat\twho\n20\tspasm\tann\n22\tSPASM?\tbob\n"


def choose(box, text: str) -> None:
    index = box.findText(text)
    assert index >= 0
    box.setCurrentIndex(index)


def test_the_column_of_texts_is_asked_and_the_marks_are_shown(station, tmp_path: Path) -> None:
    path = tmp_path / "in.tsv"
    path.write_text(TABLE)
    station.exchange.show_import(path)
    dialog = shown_dialog(station, ColumnDialog, "columns")
    assert [dialog.table.item(0, column).text() for column in range(3)] == ["20", "spasm", "ann"]
    assert dialog.table.horizontalHeaderItem(1).text() == "what"
    assert not dialog.go_on.isEnabled()
    choose(dialog.text, "time")
    assert not dialog.go_on.isEnabled()
    choose(dialog.text, "what")
    dialog.go_on.click()
    marks = shown_dialog(station, ImportDialog, "import")
    assert marks.take.text() == "Import 2 marks"
    assert marks.table.item(0, 0).text() == "Spasm · 1 uncertain"
    assert "Rows 2, 3" in marks.table.item(0, 0).toolTip()
    assert open_dialog(station.window, "columns") is None


def test_a_table_without_names_is_asked_for_onset_and_text(station, tmp_path: Path) -> None:
    path = tmp_path / "in.csv"
    path.write_text("20,1,spasm\n22,1,sz\n")
    station.exchange.show_import(path)
    dialog = shown_dialog(station, ColumnDialog, "columns")
    choose(dialog.text, "3")
    assert not dialog.go_on.isEnabled()
    choose(dialog.onset, "1")
    choose(dialog.duration, "2")
    dialog.go_on.click()
    marks = shown_dialog(station, ImportDialog, "import")
    marks.take.click()
    review = station.studies.study.review
    wait_until(lambda: {(m.term_id, m.onset_s, m.duration_s) for m in review.marks if m.layer == "me"})
    found = {(m.term_id, m.onset_s, m.duration_s) for m in review.marks if m.layer == "me"}
    assert found == {("spasm", 20.0, 1.0), ("seizure", 22.0, 1.0)}


def test_no_answer_imports_nothing(station, tmp_path: Path) -> None:
    path = tmp_path / "in.tsv"
    path.write_text(TABLE)
    station.exchange.show_import(path)
    dialog = shown_dialog(station, ColumnDialog, "columns")
    dialog.reject()
    wait_until_idle(station)
    assert open_dialog(station.window, "import") is None
    assert not any(mark.layer == "me" for mark in station.studies.study.review.marks)
