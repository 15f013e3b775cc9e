"""The recorder's notes of spasms: gone to by key, marked by a digit, copied all at once after they were shown."""

from collections.abc import Callable
from pathlib import Path

import edfio
import numpy as np
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from waiting import wait_until
from windows.at_the_window import click, own_marks, press, shown_dialog, study_of, wait_until_saved

from eegview.model.annotation import FILE_LAYER
from eegview.ui.marks.spasm_notes_dialog import BECOMES, DOUBT, NOTE, STANDING, TIME, SpasmNotesDialog
from eegview.ui.workstation import Workstation

NOTES = (
    (5.0, "eyes closed"),
    (12.0, "SPASM"),
    (30.0, "SPASM?"),
    (30.5, "spasm"),
    (48.0, "Flexor spasm"),
    (55.0, "cough"),
)
ALT = Qt.KeyboardModifier.AltModifier
ALT_SHIFT = ALT | Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def station(open_file: Callable[[Path], Workstation], tmp_path: Path) -> Workstation:
    """Return the window with a minute of noise and six notes, four of them of spasms."""
    rng = np.random.default_rng(2)
    signals = [
        edfio.EdfSignal(30 * rng.standard_normal(12000), 200.0, label=f"EEG {name}-Ref", physical_dimension="uV")
        for name in ("Fp1", "F3", "C3", "P3", "O1", "Fp2", "F4", "C4", "P4", "O2")
    ]
    path = tmp_path / "notes.edf"
    edfio.Edf(signals, annotations=[edfio.EdfAnnotation(at_s, None, text) for at_s, text in NOTES]).write(path)
    station = open_file(path)
    wait_until(lambda: len(tuple(study_of(station).review.marks)) == len(NOTES))
    return station


def go_on(station: Workstation, qtbot: QtBot, back: bool = False) -> float | None:
    press(station, qtbot, Qt.Key.Key_N, modifier=ALT_SHIFT if back else ALT)
    return study_of(station).view.cursor_s


def test_keys_step_through_notes_and_a_digit_marks_at_once(station: Workstation, qtbot: QtBot) -> None:
    assert [go_on(station, qtbot) for _ in range(2)] == [5.0, 12.0]
    press(station, qtbot, Qt.Key.Key_1)
    wait_until(lambda: [mark.onset_s for mark in own_marks(station)] == [12.0])
    assert own_marks(station)[0].term_id == "spasm"
    assert go_on(station, qtbot) == 30.0
    view = study_of(station).view
    assert view.span.contains(30.0)
    assert [go_on(station, qtbot) for _ in range(3)] == [30.5, 48.0, 55.0]
    assert go_on(station, qtbot) == 55.0
    assert station.toast.label.text() == "No file annotation after this one."
    assert go_on(station, qtbot, back=True) == 48.0


def test_a_mark_set_before_the_late_note_does_not_bring_it_back(station: Workstation, qtbot: QtBot) -> None:
    go_on(station, qtbot)
    go_on(station, qtbot)
    click(station, qtbot, 11.3)
    press(station, qtbot, Qt.Key.Key_1)
    wait_until(lambda: len(own_marks(station)) == 1)
    assert go_on(station, qtbot) == 30.0


def test_a_selection_elsewhere_is_not_what_the_digit_marks(station: Workstation, qtbot: QtBot) -> None:
    from eegview.model.span import Span

    study_of(station).session.change(selection=Span(2.0, 4.0))
    go_on(station, qtbot)
    press(station, qtbot, Qt.Key.Key_1)
    wait_until(lambda: [mark.onset_s for mark in own_marks(station)] == [5.0])


def test_the_search_of_the_list_narrows_the_notes(station: Workstation, qtbot: QtBot) -> None:
    from dataclasses import replace

    selection = study_of(station).review.selection
    selection.filter = replace(selection.filter, text="spasm")
    assert [go_on(station, qtbot) for _ in range(3)] == [12.0, 30.0, 30.5]


def test_n_passes_the_notes_over(station: Workstation, qtbot: QtBot) -> None:
    for time_s in (8.0, 14.0):
        click(station, qtbot, time_s)
        press(station, qtbot, Qt.Key.Key_1)
    wait_until(lambda: len(own_marks(station)) == 2)
    click(station, qtbot, 2.0)
    press(station, qtbot, Qt.Key.Key_N)
    assert study_of(station).view.cursor_s == pytest.approx(8.0, abs=0.1)
    press(station, qtbot, Qt.Key.Key_N)
    assert study_of(station).view.cursor_s == pytest.approx(14.0, abs=0.1)
    press(station, qtbot, Qt.Key.Key_N, modifier=Qt.KeyboardModifier.ShiftModifier)
    assert study_of(station).view.cursor_s == pytest.approx(8.0, abs=0.1)


def test_a_click_on_a_note_in_the_list_sets_the_cursor_and_leaves_the_keys_to_the_page(
    station: Workstation, qtbot: QtBot
) -> None:
    table = station.marks.list.table
    index = station.marks.list.model.index(1, 1)
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=table.visualRect(index).center())
    assert study_of(station).view.cursor_s == 12.0
    assert station.window.page.hasFocus()
    press(station, qtbot, Qt.Key.Key_1)
    wait_until(lambda: [mark.onset_s for mark in own_marks(station)] == [12.0])


def cells(dialog: SpasmNotesDialog, column: int) -> list[str]:
    found = [dialog.table.item(row, column) for row in range(dialog.table.rowCount())]
    return [item.text() if item is not None else "" for item in found]


def test_all_notes_of_spasms_are_shown_and_then_copied_as_one_act(station: Workstation, qtbot: QtBot) -> None:
    click(station, qtbot, 11.4)
    press(station, qtbot, Qt.Key.Key_1)
    wait_until(lambda: len(own_marks(station)) == 1)
    station.actions["note.copy_spasms"].trigger()
    dialog = shown_dialog(station, SpasmNotesDialog, "spasm_notes")
    assert cells(dialog, NOTE) == ["SPASM", "SPASM?", "spasm", "Flexor spasm"]
    assert cells(dialog, BECOMES) == ["Spasm", "Spasm", "Spasm", "Spasm, flexor"]
    assert cells(dialog, DOUBT) == ["", "possible", "", ""]
    times = study_of(station).times
    assert cells(dialog, TIME)[0] == times.text(12.0)
    assert cells(dialog, STANDING) == [times.text(own_marks(station)[0].onset_s), "", "same event as above", ""]
    assert [copy.note.onset_s for copy in dialog.chosen] == [30.0, 48.0]
    assert dialog.head.text() == "4 file annotations mean a spasm; 2 left out."
    dialog.tick(2, True)
    dialog.tick(3, False)
    assert dialog.copy.text() == "Copy 2 marks"
    dialog.table.setCurrentCell(3, 0)
    assert study_of(station).view.cursor_s == 48.0
    dialog.copy.click()
    wait_until(lambda: len(own_marks(station)) == 3)
    made = own_marks(station)[1:]
    assert [(mark.onset_s, mark.attribute("certainty"), mark.text) for mark in made] == [
        (30.0, "possible", "SPASM?"),
        (30.5, None, "spasm"),
    ]
    wait_until_saved(station)
    station.actions["edit.undo"].trigger()
    wait_until(lambda: len(own_marks(station)) == 1)


def test_a_file_without_such_notes_says_so(station: Workstation) -> None:
    review = study_of(station).review
    from eegview.app.marks.index import MarkIndex

    review.marks = MarkIndex(mark for mark in review.marks if "spasm" not in mark.text.casefold())
    station.actions["note.copy_spasms"].trigger()
    assert station.toast.label.text() == "No annotation in this file means a spasm."


def test_the_toggle_of_file_notes_has_its_own_key(station: Workstation, qtbot: QtBot) -> None:
    control_shift = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    press(station, qtbot, Qt.Key.Key_N, modifier=control_shift)
    assert FILE_LAYER in study_of(station).review.layers.hidden
    assert go_on(station, qtbot) == 5.0
    press(station, qtbot, Qt.Key.Key_N, modifier=control_shift)
    assert FILE_LAYER not in study_of(station).review.layers.hidden
