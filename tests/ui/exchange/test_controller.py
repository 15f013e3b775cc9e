"""Export, import, reviewer and history through their dialogs."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog

from eegview.app.exchange.exporting import COPY, FORMATS
from eegview.app.exchange.import_plan import SKIP
from eegview.app.review.review import new_mark
from eegview.model.annotation import FILE_LAYER
from eegview.ui.widgets.modeless_dialog import open_dialog


@pytest.fixture
def review(station, qtbot):
    review = station.desk.study.review
    review.acts.add(new_mark(station.desk.vocabulary.term("spasm"), 12.0))
    qtbot.waitUntil(lambda: len(review.marks) == 3)
    return review


def dialog_of(station, qtbot, name: str):
    qtbot.waitUntil(lambda: open_dialog(station.window, name) is not None)
    return open_dialog(station.window, name)


def test_marks_are_written_and_the_dialog_says_where(station, review, qtbot, monkeypatch, tmp_path: Path) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a, **_k: (str(tmp_path / "out"), ""))
    station.actions["study.export"].trigger()
    dialog = dialog_of(station, qtbot, "export")
    assert dialog.chosen_layers == {"me"}
    dialog.layers[FILE_LAYER].setChecked(True)
    dialog.write.click()
    qtbot.waitUntil(lambda: dialog.outcome.text().startswith("Wrote"))
    assert dialog.outcome.text() == "Wrote 3 marks to out.tsv."
    assert (tmp_path / "out.tsv").read_text().startswith("onset\t")
    assert (tmp_path / "out.json").is_file()


def test_a_copy_of_the_recording_carries_the_marks(station, review, qtbot, monkeypatch, tmp_path: Path) -> None:
    import edfio

    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a, **_k: (str(tmp_path / "copy"), ""))
    station.actions["study.export"].trigger()
    dialog = dialog_of(station, qtbot, "export")
    dialog.format.setCurrentIndex([form.how for form in FORMATS].index(COPY))
    dialog.write.click()
    qtbot.waitUntil(lambda: dialog.outcome.text().startswith("Wrote a copy"))
    texts = [note.text for note in edfio.read_edf(tmp_path / "copy.edf").annotations]
    assert "Epileptic spasm" in texts
    assert "eyes closed" in texts


def test_a_place_that_cannot_be_written_is_told(station, review, qtbot, monkeypatch, tmp_path: Path) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a, **_k: (str(tmp_path / "no" / "out.tsv"), ""))
    station.actions["study.export"].trigger()
    dialog = dialog_of(station, qtbot, "export")
    dialog.write.click()
    qtbot.waitUntil(lambda: dialog.outcome.text().startswith("⚠"))
    assert dialog.write.isEnabled()


def test_nothing_is_taken_before_the_button(station, review, qtbot, monkeypatch, tmp_path: Path) -> None:
    path = tmp_path / "in.tsv"
    path.write_text("onset\tduration\ttrial_type\n20\t1\tspasm\n22\t1\todd jerk\n24\t1\tchatter\n")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_a, **_k: (str(path), ""))
    station.actions["study.import"].trigger()
    dialog = dialog_of(station, qtbot, "import")
    assert len(review.marks) == 3
    rows = {dialog.table.item(row, 0).text(): dialog.choices[row] for row in range(3)}
    rows["“odd jerk”"].setCurrentIndex(rows["“odd jerk”"].findData("mimic"))
    rows["“chatter”"].setCurrentIndex(rows["“chatter”"].findData(SKIP))
    assert dialog.take.text() == "Import 2 marks"
    dialog.take.click()
    qtbot.waitUntil(lambda: len(review.marks) == 5)
    assert [(m.term_id, m.onset_s) for m in review.marks if m.layer == "me"] == [
        ("spasm", 12.0),
        ("spasm", 20.0),
        ("mimic", 22.0),
    ]
    station.actions["edit.undo"].trigger()
    qtbot.waitUntil(lambda: len(review.marks) == 3)


def test_a_layer_of_its_own_and_importing_twice(station, review, qtbot, tmp_path: Path) -> None:
    path = tmp_path / "in.tsv"
    path.write_text("onset\tduration\ttrial_type\n20\t1\tspasm\n")
    for _ in range(2):
        station.exchange.show_import(path)
        dialog = dialog_of(station, qtbot, "import")
        dialog.layer.setCurrentText("file")
        dialog.take.click()
        assert dialog.isVisible()  # the recorder's layer is nobody's to write
        dialog.layer.setCurrentText("Dr. B")
        dialog.take.click()
        qtbot.waitUntil(lambda: len(review.marks) == 4)
        qtbot.waitUntil(lambda: not station.marks.toast.isHidden())
    qtbot.waitUntil(lambda: station.marks.toast.label.text().startswith("Nothing new"))
    assert review.layers.names == ("me", "Dr. B", FILE_LAYER)


def test_a_file_that_is_no_table_is_told(station, review, qtbot, tmp_path: Path) -> None:
    path = tmp_path / "in.tsv"
    path.write_text("hello\n")
    told = []
    station.desk.failed.connect(told.append)
    station.exchange.show_import(path)
    qtbot.waitUntil(lambda: bool(told))
    assert open_dialog(station.window, "import") is None
    station.window.findChild(object, "error").close()


def test_another_reviewer_goes_on_in_the_open_study(station, review, qtbot) -> None:
    station.exchange.reviewer_button.click()
    dialog = dialog_of(station, qtbot, "reviewer")
    dialog.name.setCurrentText("file")
    assert not dialog.ok.isEnabled()
    dialog.name.setCurrentText("Ada L")
    dialog.role.setCurrentIndex(dialog.role.findData("neurologist"))
    dialog.ok.click()
    qtbot.waitUntil(lambda: len(review.marks) == 3 and not station.actions["edit.undo"].isEnabled())
    assert station.exchange.reviewer_button.text() == "Ada L, neurologist"
    assert station.settings.reviewer.name == "Ada L"
    assert review.layers.names == ("Ada L", "me", FILE_LAYER)
    station.mark_commands.mark(station.desk.vocabulary.term("spasm"))
    qtbot.waitUntil(lambda: len(review.marks) == 4)
    assert review.selection.mark.layer == "Ada L"


def test_history_shows_who_did_what_and_that_the_log_is_whole(station, review, qtbot) -> None:
    station.actions["edit.undo"].trigger()
    qtbot.waitUntil(lambda: len(review.marks) == 2)
    station.actions["edit.history"].trigger()
    dialog = dialog_of(station, qtbot, "history")
    qtbot.waitUntil(lambda: dialog.model.rowCount() == 2)
    assert dialog.verdict.text().startswith("✓ Chain verified")
    assert dialog.model.index(0, 3).data() == "Undo of edit 1: delete spasm at 00:00:12"
    assert dialog.model.index(1, 2).data() == "me, technologist"


def test_a_log_changed_from_outside_is_told(station, review, qtbot, own_folders: Path) -> None:
    import sqlite3

    with sqlite3.connect(own_folders / "library.sqlite") as library:
        for (trigger,) in library.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            library.execute(f"DROP TRIGGER {trigger}")
        library.execute("UPDATE edit SET author = 'somebody else'")
    library.close()
    station.actions["edit.history"].trigger()
    dialog = dialog_of(station, qtbot, "history")
    qtbot.waitUntil(lambda: dialog.verdict.text().startswith("⚠"))
    assert "Edit 1 was changed" in dialog.verdict.text()
