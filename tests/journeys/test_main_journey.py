"""A morning's work: open, page, mark, correct, undo, go home; the file is moved; marks are there and go elsewhere."""

import json
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from waiting import wait_until
from windows.at_the_window import (
    click,
    drag,
    own_marks,
    page_geometry,
    press,
    seconds_per_px,
    study_of,
    wait_for_page_at,
    wait_until_saved,
)
from windows.window_fixtures import open_and_wait

from eegview.cli.run import main
from eegview.model.annotation import Annotation
from eegview.ui.workstation import Workstation

Key, Ctrl = Qt.Key, Qt.KeyboardModifier.ControlModifier


def mark_at_the_cursor(station: Workstation, qtbot) -> None:
    """Turn to the second page, click at 20 s, press 1."""
    press(station, qtbot, Key.Key_PageDown)
    wait_for_page_at(station, 15.0)
    click(station, qtbot, 20.0)
    press(station, qtbot, Key.Key_1)
    wait_until(lambda: len(own_marks(station)) == 1)
    (spasm,) = own_marks(station)
    assert spasm.term_id == "spasm"
    assert spasm.onset_s == pytest.approx(20.0, abs=seconds_per_px(station))
    assert spasm.duration_s == 1.0
    assert study_of(station).review.selection.mark == spasm


def mark_a_selection(station: Workstation, qtbot) -> None:
    """Drag from 23 to 25 s, press 3."""
    drag(station, 23.0, 25.0)
    selection = study_of(station).session.view.selection
    assert selection is not None
    press(station, qtbot, Key.Key_3)
    wait_until(lambda: len(own_marks(station)) == 2)
    mark = own_marks(station)[1]
    assert (mark.term_id, mark.span) == ("electrodecrement", selection)
    assert study_of(station).session.view.selection is None


def drag_an_edge(station: Workstation) -> None:
    """Take the end of the spasm to 21.6 s with the mouse; its start stays."""
    spasm = own_marks(station)[0]
    drag(station, spasm.stop_s, 21.6)
    wait_until(lambda: own_marks(station)[0] != spasm)
    changed = own_marks(station)[0]
    assert changed.annotation_id == spasm.annotation_id
    assert changed.onset_s == spasm.onset_s
    assert changed.stop_s == pytest.approx(21.6, abs=seconds_per_px(station))


def answer_in_the_form(station: Workstation, qtbot) -> None:
    """Return opens the form of the selected mark on its first question; F answers it; Esc goes back to the page."""
    assert study_of(station).review.selection.mark == own_marks(station)[0]
    press(station, qtbot, Key.Key_Return)
    field = QApplication.focusWidget()
    assert field is not None
    assert station.marks.form.isAncestorOf(field)
    qtbot.keyClick(field, Key.Key_F)
    wait_until(lambda: own_marks(station)[0].attribute("movement") == "flexor")
    qtbot.keyClick(QApplication.focusWidget(), Key.Key_Escape)
    assert QApplication.focusWidget() is station.window.page


def undo_and_redo(station: Workstation, qtbot) -> None:
    """Take back all four acts, one by one, and do them again."""
    states = [own_marks(station)]
    for _ in range(4):
        press(station, qtbot, Key.Key_Z, modifier=Ctrl)
        wait_until_saved(station)
        states.append(own_marks(station))
    assert [len(state) for state in states] == [2, 2, 2, 1, 0]
    assert states[1][0].attribute("movement") is None
    assert states[2][0].duration_s == 1.0
    assert not station.actions["edit.undo"].isEnabled()
    for state in reversed(states[:-1]):
        press(station, qtbot, Key.Key_Y, modifier=Ctrl)
        wait_until_saved(station)
        assert own_marks(station) == state


def names_are_painted(station: Workstation, marks: list[Annotation]) -> bool:
    """Say whether something stands in the lane above the traces where each mark begins, and nowhere before them."""
    picture = station.window.page.grab().toImage()
    geometry, ratio = page_geometry(station), picture.devicePixelRatio()
    empty = station.window.page.theme.page

    def is_written(x_px: float) -> bool:
        columns = range(round((x_px + 2) * ratio), round((x_px + 20) * ratio))
        rows = range(round(3 * ratio), round((geometry.top_px - 3) * ratio))
        return any(picture.pixelColor(x, y).name() != empty for x in columns for y in rows)

    return all(is_written(geometry.x_of(mark.onset_s)) for mark in marks) and not is_written(geometry.x_of(17.0))


def test_a_mornings_work(start_station, small_edf: Path, qtbot, tmp_path: Path) -> None:
    recording = tmp_path / "first.edf"
    recording.write_bytes(small_edf.read_bytes())
    station = open_and_wait(start_station(), recording)
    assert "first.edf" in station.window.windowTitle()

    mark_at_the_cursor(station, qtbot)
    mark_a_selection(station, qtbot)
    drag_an_edge(station)
    answer_in_the_form(station, qtbot)
    undo_and_redo(station, qtbot)
    marks = own_marks(station)
    assert names_are_painted(station, marks)
    station.actions["study.quit"].trigger()
    assert not station.window.isVisible()

    (tmp_path / "another folder").mkdir()
    moved = recording.rename(tmp_path / "another folder" / "Säugling 2.edf")
    station = open_and_wait(start_station(), moved)
    wait_until(lambda: own_marks(station) == marks)
    wait_for_page_at(station, 15.0)  # the page it was left at
    wait_until(lambda: names_are_painted(station, marks))
    assert station.actions["edit.undo"].isEnabled()  # also after the restart
    press(station, qtbot, Key.Key_Z, modifier=Ctrl)
    wait_until(lambda: own_marks(station)[0].attribute("movement") is None)


KEPT_BY = {
    ".json": {"term", "onset_s", "duration_s", "channels", "attributes", "text", "layer"},
    ".tsv": {"term", "onset_s", "duration_s", "channels", "attributes", "text"},
    ".csv": {"term", "onset_s", "duration_s", "channels", "attributes", "text"},
    ".edf": {"term", "onset_s", "duration_s"},
}


@pytest.mark.parametrize("suffix", KEPT_BY)
def test_marks_made_in_the_window_travel_to_another_library(
    suffix: str, station: Workstation, library_url: str, qtbot, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    mark_at_the_cursor(station, qtbot)
    mark_a_selection(station, qtbot)
    drag_an_edge(station)
    answer_in_the_form(station, qtbot)
    recording = study_of(station).paths[0]
    station.actions["study.quit"].trigger()

    def listed(library: str) -> list[dict]:
        capsys.readouterr()
        assert main(["events", "list", recording, "--library", library, "--json"]) == 0
        return json.loads(capsys.readouterr().out)["events"]

    marks, elsewhere = listed(library_url), f"sqlite:///{tmp_path / 'elsewhere.sqlite'}"
    out = str(tmp_path / f"marks{suffix}")
    assert main(["events", "export", recording, "-o", out, "--library", library_url]) == 0
    assert main(["events", "import", recording, out, "--library", elsewhere, "--reviewer", "bea"]) == 0
    arrived = listed(elsewhere)
    assert len(arrived) == len(marks) == 2
    for mark, copy in zip(marks, arrived, strict=True):
        for name in KEPT_BY[suffix]:
            assert copy[name] == (pytest.approx(mark[name], abs=1e-3) if name.endswith("_s") else mark[name])
    assert main(["history", recording, "--verify", "--library", elsewhere]) == 0
    assert main(["history", recording, "--verify", "--library", library_url]) == 0
