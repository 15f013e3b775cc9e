"""List, axis, toasts, undo, notes and history write times in one form: by the clock, or from the start."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Qt
from pytestqt.qtbot import QtBot
from waiting import wait_until
from windows.at_the_window import click, own_marks, press, shown_dialog, study_of, wait_until_saved

from eegview.app.montage.store import montage_by_id
from eegview.app.page.session import Session
from eegview.model.display.view import ViewState
from eegview.model.recording import Recording
from eegview.model.span import Span
from eegview.ui.exchange.history_dialog import WHAT, HistoryDialog
from eegview.ui.window.time_form import TimeForm
from eegview.ui.workstation import Workstation


@pytest.fixture
def station(open_file: Callable[[Path], Workstation], small_edf: Path, tmp_path: Path) -> Workstation:
    """Return the window with a recording that began at ten past nine."""
    content = bytearray(small_edf.read_bytes())
    content[176:184] = b"09.10.00"
    path = tmp_path / "morning.edf"
    path.write_bytes(content)
    station = open_file(path)
    wait_until(lambda: study_of(station).review.is_open)
    return station


def form(started_at: datetime | None, parent: QObject) -> TimeForm:
    recording = Recording("a.edf", "EDF", (), (Span(0.0, 60.0),), started_at, "f" * 64)
    return TimeForm(Session(recording, (montage_by_id("none"),), ViewState(montage_id="none")), parent)


def test_a_recording_without_a_clock_counts_from_its_start(qapp) -> None:
    times = form(None, qapp)
    assert not times.is_clock
    assert (times.text(12.34), times.axis(12.0)) == ("00:00:12.3", "00:00:12")


def test_it_says_when_the_form_changes(qapp) -> None:
    times, changes = form(datetime(2026, 1, 2, 9), qapp), []
    times.changed.connect(lambda: changes.append(times.is_clock))
    assert (times.axis(12.0), times.axis(12.5)) == ("09:00:12", "09:00:12.5")
    for is_clock in (True, False, False, True):
        times.use_clock(is_clock)
    assert changes == [False, True]


@pytest.mark.parametrize("is_clock", [True, False])
def test_every_place_follows_the_list(station: Workstation, qtbot: QtBot, is_clock: bool) -> None:
    study, marks = study_of(station), station.marks.list
    assert study.recording.started_at is not None
    if marks.is_clock != is_clock:
        marks.clock.click()
    click(station, qtbot, 6.0)
    press(station, qtbot, Qt.Key.Key_1)
    wait_until(lambda: len(own_marks(station)) == 1)
    onset_s = own_marks(station)[0].onset_s
    whole = study.times.text(onset_s, 0)
    assert whole.startswith("09:10:" if is_clock else "00:00:")
    wait_until_saved(station)
    wait_until(lambda: station.actions["edit.undo"].text() == f"Undo add spasm at {whole}")
    assert station.overview.whole._recording is not None
    assert (station.overview.whole._recording.started_at is not None) == is_clock
    page = station.window.page.shown_page
    assert page is not None
    assert page.clock_text(5.0) == study.times.axis(5.0)
    station.actions["edit.history"].trigger()
    dialog = shown_dialog(station, HistoryDialog, "history")
    wait_until(lambda: dialog.model.rowCount() > 0)
    assert dialog.model.data(dialog.model.index(0, WHAT)) == f"Added spasm at {whole}"
    tip = dialog.model.data(dialog.model.index(0, WHAT), Qt.ItemDataRole.ToolTipRole)
    assert tip.startswith(f"Added spasm at {whole}\n")  # whole, however narrow the column
    dialog.close()
    station.actions["mark.delete"].trigger()
    wait_until(lambda: station.toast.label.text() == f"Deleted spasm at {whole}")


def test_undo_is_told_anew_when_the_form_changes(station: Workstation, qtbot: QtBot) -> None:
    click(station, qtbot, 6.0)
    press(station, qtbot, Qt.Key.Key_1)
    wait_until(lambda: len(own_marks(station)) == 1)
    wait_until_saved(station)
    for _ in range(2):
        station.marks.list.clock.click()
        whole = study_of(station).times.text(own_marks(station)[0].onset_s, 0)
        wait_until(lambda whole=whole: station.actions["edit.undo"].text() == f"Undo add spasm at {whole}")
