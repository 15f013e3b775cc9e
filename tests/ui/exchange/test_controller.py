"""Export, import, reviewer and history through their dialogs."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog
from waiting import wait_until
from windows.at_the_window import shown_dialog, wait_until_idle

from eegview.app.exchange.exporting import COPY, FORMATS
from eegview.app.exchange.import_plan import SKIP
from eegview.app.review.review import new_mark
from eegview.model.annotation import FILE_LAYER
from eegview.ui.exchange.export_dialog import ExportDialog
from eegview.ui.exchange.history_dialog import HistoryDialog
from eegview.ui.exchange.import_dialog import ImportDialog
from eegview.ui.exchange.reviewer_dialog import ReviewerDialog
from eegview.ui.widgets.modeless_dialog import open_dialog


@pytest.fixture
def review(station):
    review = station.studies.study.review
    review.acts.add(new_mark(station.studies.vocabulary.term("spasm"), 12.0))
    wait_until(lambda: len(review.marks) == 3)
    return review


def test_marks_are_written_and_the_dialog_says_where(station, review, monkeypatch, tmp_path: Path) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a, **_k: (str(tmp_path / "out"), ""))
    station.actions["study.export"].trigger()
    dialog = shown_dialog(station, ExportDialog, "export")
    assert dialog.chosen_layers == {"me"}
    dialog.layers[FILE_LAYER].setChecked(True)
    dialog.write.click()
    wait_until(lambda: dialog.outcome.text().startswith("Wrote"))
    assert dialog.outcome.text() == "Wrote 3 marks to out.tsv."
    assert (tmp_path / "out.tsv").read_text().startswith("onset\t")
    assert (tmp_path / "out.json").is_file()


def test_a_copy_of_the_recording_carries_the_marks(station, review, monkeypatch, tmp_path: Path) -> None:
    import edfio

    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a, **_k: (str(tmp_path / "copy"), ""))
    station.actions["study.export"].trigger()
    dialog = shown_dialog(station, ExportDialog, "export")
    dialog.format.setCurrentIndex([form.how for form in FORMATS].index(COPY))
    dialog.write.click()
    wait_until(lambda: dialog.outcome.text().startswith("Wrote a copy"))
    texts = [note.text for note in edfio.read_edf(tmp_path / "copy.edf").annotations]
    assert "Epileptic spasm" in texts
    assert "eyes closed" in texts


def test_a_place_that_cannot_be_written_is_told(station, review, monkeypatch, tmp_path: Path) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a, **_k: (str(tmp_path / "no" / "out.tsv"), ""))
    station.actions["study.export"].trigger()
    dialog = shown_dialog(station, ExportDialog, "export")
    dialog.write.click()
    wait_until(lambda: dialog.outcome.text().startswith("⚠"))
    assert dialog.write.isEnabled()


def test_nothing_is_taken_before_the_button(station, review, monkeypatch, tmp_path: Path) -> None:
    path = tmp_path / "in.tsv"
    path.write_text("onset\tduration\ttrial_type\n20\t1\tspasm\n22\t1\todd jerk\n24\t1\tchatter\n")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_a, **_k: (str(path), ""))
    station.actions["study.import"].trigger()
    dialog = shown_dialog(station, ImportDialog, "import")
    wait_until_idle(station)
    assert len(review.marks) == 3
    rows = {dialog.table.item(row, 0).text(): dialog.choices[row] for row in range(3)}
    rows["“odd jerk”"].setCurrentIndex(rows["“odd jerk”"].findData("mimic"))
    rows["“chatter”"].setCurrentIndex(rows["“chatter”"].findData(SKIP))
    assert dialog.take.text() == "Import 2 marks"
    dialog.take.click()
    wait_until(lambda: len(review.marks) == 5)
    assert [(m.term_id, m.onset_s) for m in review.marks if m.layer == "me"] == [
        ("spasm", 12.0),
        ("spasm", 20.0),
        ("mimic", 22.0),
    ]
    station.actions["edit.undo"].trigger()
    wait_until(lambda: len(review.marks) == 3)


def test_a_layer_of_its_own_and_importing_twice(station, review, tmp_path: Path) -> None:
    path = tmp_path / "in.tsv"
    path.write_text("onset\tduration\ttrial_type\n20\t1\tspasm\n")
    for _ in range(2):
        station.exchange.show_import(path)
        dialog = shown_dialog(station, ImportDialog, "import")
        dialog.layer.setCurrentText("file")
        dialog.take.click()
        assert dialog.isVisible()  # the recorder's layer is nobody's to write
        dialog.layer.setCurrentText("Dr. B")
        dialog.take.click()
        wait_until(lambda: len(review.marks) == 4)
        wait_until(lambda: not station.toast.isHidden())
    wait_until(lambda: station.toast.label.text().startswith("Nothing new"))
    assert review.layers.names == ("me", "Dr. B", FILE_LAYER)


def test_a_file_that_is_no_table_is_told(station, review, tmp_path: Path) -> None:
    path = tmp_path / "in.tsv"
    path.write_text("hello\n")
    told = []
    station.studies.failed.connect(told.append)
    station.exchange.show_import(path)
    wait_until(lambda: bool(told))
    wait_until_idle(station)
    assert open_dialog(station.window, "import") is None
    station.window.findChild(object, "error").close()


def test_another_reviewer_goes_on_in_the_open_study(station, review) -> None:
    station.reviewer.button.click()
    dialog = shown_dialog(station, ReviewerDialog, "reviewer")
    dialog.name.setCurrentText("file")
    assert not dialog.ok.isEnabled()
    dialog.name.setCurrentText("Ada L")
    dialog.role.setCurrentIndex(dialog.role.findData("neurologist"))
    dialog.ok.click()
    wait_until(lambda: len(review.marks) == 3 and not station.actions["edit.undo"].isEnabled())
    assert station.reviewer.button.text() == "Ada L, neurologist"
    assert station.settings.reviewer.name == "Ada L"
    assert review.layers.names == ("Ada L", "me", FILE_LAYER)
    station.mark_commands.mark(station.studies.vocabulary.term("spasm"))
    wait_until(lambda: len(review.marks) == 4)
    assert review.selection.mark.layer == "Ada L"


def test_history_shows_who_did_what_and_that_the_log_is_whole(station, review) -> None:
    station.actions["edit.undo"].trigger()
    wait_until(lambda: len(review.marks) == 2)
    station.actions["edit.history"].trigger()
    dialog = shown_dialog(station, HistoryDialog, "history")
    wait_until(lambda: dialog.model.rowCount() == 2)
    assert dialog.verdict.text().startswith("✓ Chain verified")
    assert dialog.model.index(0, 3).data() == "Undo of edit 1: delete spasm at 00:00:12"
    assert dialog.model.index(1, 2).data() == "me, technologist"


def test_a_log_changed_from_outside_is_told(station, review, own_folders: Path) -> None:
    import sqlite3

    with sqlite3.connect(own_folders / "library.sqlite") as library:
        for (trigger,) in library.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            library.execute(f"DROP TRIGGER {trigger}")
        library.execute("UPDATE edit SET author = 'somebody else'")
    library.close()
    station.actions["edit.history"].trigger()
    dialog = shown_dialog(station, HistoryDialog, "history")
    wait_until(lambda: dialog.verdict.text().startswith("⚠"))
    assert "Edit 1 was changed" in dialog.verdict.text()


def test_the_encoding_of_a_table_can_be_changed_before_the_import(station, tmp_path) -> None:
    path = tmp_path / "czech.csv"
    path.write_bytes("onset,duration,description\n1.5,0,příznak\n".encode("cp1250"))
    station.exchange.show_import(path)
    wait_until(lambda: open_dialog(station.window, "import") is not None)
    dialog = open_dialog(station.window, "import")
    assert isinstance(dialog, ImportDialog)
    assert dialog.table.item(0, 0).text() == "“příznak”"
    assert dialog.encoding.currentData() == ""
    dialog.encoding.setCurrentIndex(dialog.encoding.findData("cp1252"))
    dialog.encoding.activated.emit(dialog.encoding.currentIndex())

    def first_text() -> str:
        now = open_dialog(station.window, "import")
        return now.table.item(0, 0).text() if isinstance(now, ImportDialog) else ""

    wait_until(lambda: first_text() == "“pøíznak”")
    again = open_dialog(station.window, "import")
    assert isinstance(again, ImportDialog)
    assert again.encoding.currentData() == "cp1252"
