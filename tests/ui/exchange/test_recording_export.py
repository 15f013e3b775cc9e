"""Export recording… and Edit header of a copy… through their dialogs."""

import threading
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QMessageBox
from waiting import wait_until
from windows.at_the_window import shown_dialog, study_of

from eegview.app.review.review import new_mark
from eegview.model.span import Span
from eegview.readers.opening import open_recording
from eegview.ui.exchange.header_dialog import HeaderDialog
from eegview.ui.exchange.part_fields import AS_IN_FILE, LISTED, PSEUDONYM
from eegview.ui.exchange.recording_dialog import RecordingExportDialog
from eegview.ui.widgets.modeless_dialog import open_dialog


@pytest.fixture
def dialog(station) -> RecordingExportDialog:
    station.actions["study.export_recording"].trigger()
    return shown_dialog(station, RecordingExportDialog, "export_recording")


@pytest.fixture
def header(station) -> HeaderDialog:
    station.actions["study.header"].trigger()
    wait_until(lambda: open_dialog(station.window, "header") is not None)
    return shown_dialog(station, HeaderDialog, "header")


def answer(monkeypatch, path: Path) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a, **_k: (str(path), ""))


def written(dialog) -> str:
    wait_until(lambda: dialog.outcome.text() != "" and dialog.bar.isHidden())
    return dialog.outcome.text()


def test_the_page_is_written_with_its_marks_and_names_nobody(station, monkeypatch, tmp_path: Path) -> None:
    study = study_of(station)
    study.review.acts.add(new_mark(station.studies.vocabulary.term("spasm"), 2.0))
    wait_until(lambda: len(study.review.marks) == 3)
    station.actions["study.export_recording"].trigger()
    dialog = shown_dialog(station, RecordingExportDialog, "export_recording")
    dialog.range.setCurrentIndex(dialog.range.findText("From – to"))
    dialog.start.setText("1")
    dialog.stop.setText("6")
    wait_until(lambda: "00:00:05.00" in dialog.summary.text())
    answer(monkeypatch, tmp_path / "part")
    dialog.write.click()
    assert written(dialog).startswith("Wrote part.edf")
    back, source = open_recording(tmp_path / "part.edf"), study.source.reopen()
    assert np.array_equal(back.read([0], 0, Span(0, 5))[0], source.read([0], 0, Span(1, 6))[0])
    assert "Epileptic spasm" in [note.text for note in back.scan_events().annotations]
    assert (tmp_path / "part.edf").read_bytes()[8:88].split() == [b"X"] * 4
    assert station.toast.label.text() == "Exported part.edf."
    assert station.toast.button.text() == "Show in folder"
    back.close()
    source.close()


def test_channels_are_ticked_in_a_list(dialog, monkeypatch, tmp_path: Path) -> None:
    dialog.channels.box.setCurrentIndex(dialog.channels.box.findData(LISTED))
    for row in range(dialog.channels.list.count()):
        dialog.channels.list.item(row).setCheckState(Qt.CheckState.Unchecked)
    wait_until(lambda: dialog.summary.text().startswith("⚠ No channel is chosen."))
    assert not dialog.write.isEnabled()
    dialog.channels.list.item(1).setCheckState(Qt.CheckState.Checked)
    wait_until(lambda: "1 channel ·" in dialog.summary.text())
    dialog.format.setCurrentIndex(dialog.format.findData(".bdf"))
    answer(monkeypatch, tmp_path / "one.bdf")
    dialog.write.click()
    assert written(dialog).startswith("Wrote one.bdf")
    back = open_recording(tmp_path / "one.bdf")
    assert [channel.name for channel in back.recording.channels] == [dialog.channels.list.item(1).text()]
    back.close()


def test_who_is_named_is_asked_and_a_pseudonym_is_needed(dialog) -> None:
    box = dialog.identity.box
    box.setCurrentIndex(box.findData(PSEUDONYM))
    wait_until(lambda: dialog.summary.text().startswith("⚠ A pseudonym is needed."))
    dialog.identity.pseudonym.setText("P001")
    wait_until(lambda: dialog.write.isEnabled())
    box.setCurrentIndex(box.findData(AS_IN_FILE))
    wait_until(lambda: "The patient is named" in dialog.summary.text())
    assert dialog.identity.ticks["date"].isHidden()


def test_choices_are_remembered_but_not_that_somebody_is_named(station, dialog, monkeypatch, tmp_path: Path) -> None:
    dialog.format.setCurrentIndex(dialog.format.findData(".vhdr"))
    dialog.identity.box.setCurrentIndex(dialog.identity.box.findData(AS_IN_FILE))
    answer(monkeypatch, tmp_path / "a.vhdr")
    dialog.write.click()
    written(dialog)
    dialog.close()
    station.actions["study.export_recording"].trigger()
    again = shown_dialog(station, RecordingExportDialog, "export_recording")
    assert again is not dialog
    assert again.chosen.ending == ".vhdr"
    assert again.chosen.identity == "none"


def test_signals_of_another_header_are_replaced_only_after_a_question(station, dialog, monkeypatch, tmp_path: Path):
    (tmp_path / "a.eeg").write_bytes(b"older")
    dialog.format.setCurrentIndex(dialog.format.findData(".vhdr"))
    answer(monkeypatch, tmp_path / "a.vhdr")
    dialog.write.click()
    box = station.window.findChild(QMessageBox, "recording.replace")
    assert "a.eeg" in box.text()
    box.buttons()[1 if box.buttons()[0].text() == "Replace" else 0].click()
    assert (tmp_path / "a.eeg").read_bytes() == b"older"
    assert not (tmp_path / "a.vhdr").exists()


def test_a_place_that_cannot_be_written_and_the_recording_itself_are_told(
    station, dialog, monkeypatch, tmp_path: Path
) -> None:
    answer(monkeypatch, tmp_path / "none" / "a.edf")
    dialog.write.click()
    assert "cannot be written" in written(dialog)
    dialog.outcome.clear()
    answer(monkeypatch, Path(study_of(station).paths[0]))
    dialog.write.click()
    assert "overwrite the recording itself" in written(dialog)


def test_a_cancelled_export_leaves_nothing(station, dialog, monkeypatch, tmp_path: Path) -> None:
    answer(monkeypatch, tmp_path / "a.edf")
    export = station.exchange.recordings
    submit = type(dialog).show_writing

    def stop_at_once(self) -> None:
        submit(self)
        export._task.cancel()

    monkeypatch.setattr(type(dialog), "show_writing", stop_at_once)
    dialog.write.click()
    assert written(dialog) == "Cancelled; no file was written."
    assert list(tmp_path.glob("*a.edf")) == []
    assert list(tmp_path.glob(".eegview-*")) == []


def test_a_header_is_typed_over_undone_and_written_to_a_copy(station, header, monkeypatch, tmp_path: Path) -> None:
    assert not header.save.isEnabled()
    header.table.item(0, 0).setText("EEG C3")
    header.main["date"].setText("05.03.20")
    header.main["date"].setModified(True)
    header.main["date"].editingFinished.emit()
    assert "→ “EEG C3”" in header.changes.toPlainText()
    assert "Start date" in header.changes.toPlainText()
    header.undo_stack.undo()
    assert "Start date" not in header.changes.toPlainText()
    source = Path(study_of(station).paths[0])
    before = source.read_bytes()
    answer(monkeypatch, tmp_path / "copy.edf")
    header.save.click()
    assert "another recording" in written(header)
    after = (tmp_path / "copy.edf").read_bytes()
    assert source.read_bytes() == before
    assert before[:256] == after[:256]
    assert after[256:272] == b"EEG C3".ljust(16)


def test_what_cannot_stand_in_a_header_is_said_and_not_written(header) -> None:
    unit, low = header.table.names.index("unit"), header.table.names.index("physical_min")
    header.table.item(0, low).setText("-3,5")
    assert "decimal point" in header.changes.toPlainText()
    assert not header.save.isEnabled()
    header.table.item(0, low).setText("-3.5")
    header.table.item(0, unit).setText("mV")
    assert header.save.isEnabled()
    header.table.setCurrentCell(0, unit)
    header.fill.click()
    assert {header.table.item(row, unit).text() for row in range(header.table.rowCount())} == {"mV"}
    header.undo_stack.undo()
    assert header.table.item(1, unit).text() != "mV"


def test_the_patient_is_not_in_a_header_while_hidden(station, header) -> None:
    assert "patient" in header.main
    station.actions["study.hide_patient"].trigger()
    wait_until(lambda: open_dialog(station.window, "header") is None)
    station.actions["study.header"].trigger()
    wait_until(lambda: open_dialog(station.window, "header") is not None)
    hidden = shown_dialog(station, HeaderDialog, "header")
    assert set(hidden.main) == {"date", "time"}


def test_a_file_is_not_named_after_the_recording_while_the_patient_is_hidden(station, dialog) -> None:
    asked = []
    station.actions["study.hide_patient"].trigger()
    wait_until(lambda: open_dialog(station.window, "export_recording") is None)
    station.actions["study.export_recording"].trigger()
    again = shown_dialog(station, RecordingExportDialog, "export_recording")
    again._ask_for_path = lambda _parent, proposed, _pattern: asked.append(Path(proposed).name) or ""
    again.identity.box.setCurrentIndex(again.identity.box.findData(AS_IN_FILE))
    again.choose_file()
    again.identity.box.setCurrentIndex(again.identity.box.findData(PSEUDONYM))
    again.identity.pseudonym.setText("P/001")
    again.choose_file()
    assert asked == ["recording_part.edf", "P_001_part.edf"]


def test_a_selection_is_what_is_exported_and_the_open_dialog_follows_it(station) -> None:
    study = study_of(station)
    study.change_view(lambda view: replace(view, selection=Span(1.0, 4.0)))
    station.actions["study.export_recording"].trigger()
    dialog = shown_dialog(station, RecordingExportDialog, "export_recording")
    assert dialog.chosen.span == Span(1.0, 4.0)
    study.change_view(lambda view: replace(view, selection=Span(2.0, 9.0)))
    assert dialog.range.currentText() == "Selection"
    assert dialog.chosen.span == Span(2.0, 9.0)
    wait_until(lambda: "00:00:07.00" in dialog.summary.text())
    study.change_view(lambda view: replace(view, selection=None))
    assert dialog.chosen.span == study.recording.span


def test_who_leaves_while_a_file_is_written_is_asked_and_nothing_stays_behind(
    station, dialog, monkeypatch, tmp_path: Path
) -> None:
    going, held = threading.Event(), threading.Event()

    def slow(_source, request, _marks, _vocabulary, _paths, progress, _provenance) -> None:
        going.set()
        held.wait(20)
        progress(0.5)
        request.out.write_bytes(b"never")

    monkeypatch.setattr("eegview.app.exchange.recording_export.export_recording", slow)
    answer(monkeypatch, tmp_path / "long.edf")
    dialog.write.click()
    wait_until(going.is_set)
    dialog.close()
    assert station.toast.label.text().startswith("The export continues.")
    study = study_of(station)
    station.studies.leave()
    box = station.window.findChild(QMessageBox, "running_work")
    assert box.text() == "A part of this recording is being exported."
    box.buttons()[1 if box.buttons()[0].text() == "Stop and leave" else 0].click()
    assert station.studies.study is study
    station.studies.leave()
    box = next(one for one in station.window.findChildren(QMessageBox, "running_work") if one.isVisible())
    box.buttons()[0 if box.buttons()[0].text() == "Stop and leave" else 1].click()
    assert station.studies.study is None
    held.set()
    wait_until(lambda: not station.studies.running.sentences)
    assert list(tmp_path.glob("*.edf")) == []


def test_enter_in_a_field_of_the_header_only_ends_the_typing(header, qtbot) -> None:
    asked = []
    header._ask_for_path = lambda *_all: asked.append(1) or ""
    edit = header.main["time"]
    edit.selectAll()
    qtbot.keyClicks(edit, "11.00.00")
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    assert header.isVisible()
    assert "11.00.00" in header.changes.toPlainText()
    assert not asked
