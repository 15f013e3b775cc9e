"""Bad channels belong to the study: in the log with who and when, undone, seen by colleagues, there again."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from waiting import wait_until
from windows.at_the_window import study_of, wait_until_idle, wait_until_saved
from windows.window_fixtures import open_and_wait

from eegview.app.library.opening import Reviewer
from eegview.app.review.mark_texts import edit_text
from eegview.ui.display.rows_dialog import RowsDialog
from eegview.ui.widgets.modeless_dialog import open_dialog
from eegview.ui.workstation import Workstation


def bad(station: Workstation) -> frozenset[str]:
    return study_of(station).view.bad_channels


def mark_bad(station: Workstation, channel: str, is_bad: bool = True) -> None:
    """Tick or untick a channel in the dialog of rows."""
    station.actions["display.rows"].trigger()
    dialog = open_dialog(station.window, "rows")
    assert isinstance(dialog, RowsDialog)
    (item,) = dialog.channels.findItems(channel, Qt.MatchFlag.MatchExactly)
    item.setCheckState(Qt.CheckState.Checked if is_bad else Qt.CheckState.Unchecked)
    wait_until_saved(station)


def history(station: Workstation) -> list[str]:
    found: list = []
    study_of(station).review.history(lambda edits, problems: found.append((edits, problems)))
    wait_until(lambda: bool(found))
    edits, problems = found[0]
    assert problems == []
    return [f"{edit.author}: {edit_text(edit, station.studies.vocabulary)}" for edit in edits]


@pytest.fixture
def colleague(station: Workstation, start_station: Callable[[], Workstation], small_edf: Path) -> Workstation:
    """Return a second window on the same library, read by somebody else."""
    station.reviewer.use(Reviewer("ann", "technologist"))
    wait_until(lambda: study_of(station).review.is_open)
    other = start_station()
    other.studies.reviewer = Reviewer("bob", "neurologist")
    open_and_wait(other, small_edf)
    wait_until(lambda: study_of(other).review.is_open)
    return other


def test_it_is_there_again_after_reopening(station: Workstation, small_edf: Path) -> None:
    mark_bad(station, "Fp1")
    assert bad(station) == {"Fp1"}
    station.studies.close()
    open_and_wait(station, small_edf)
    wait_until(lambda: bad(station) == {"Fp1"})
    wait_until(lambda: station.window.page.shown_page.rows[0].row.is_bad)


def test_it_is_an_act_that_is_undone_and_stands_in_the_history(station: Workstation) -> None:
    mark_bad(station, "Fp1")
    wait_until(lambda: station.actions["edit.undo"].text() == "Undo mark Fp1 bad")
    station.actions["edit.undo"].trigger()
    wait_until(lambda: bad(station) == frozenset())
    wait_until_saved(station)
    station.actions["edit.redo"].trigger()
    wait_until(lambda: bad(station) == {"Fp1"})
    mark_bad(station, "Fp1", is_bad=False)
    assert bad(station) == frozenset()
    assert history(station) == [
        "me: Marked Fp1 bad",
        "me: Undo of edit 1: marked Fp1 bad",
        "me: Redo of edit 2: marked Fp1 bad",
        "me: Marked Fp1 not bad",
    ]


def test_a_colleague_sees_it_and_can_say_otherwise(station: Workstation, colleague: Workstation) -> None:
    mark_bad(station, "Fp1")
    wait_until(lambda: bad(colleague) == {"Fp1"})
    assert colleague.toast.label.text() == "ann marked Fp1 bad."
    mark_bad(station, "O2")
    wait_until(lambda: bad(colleague) == {"Fp1", "O2"})
    mark_bad(colleague, "Fp1", is_bad=False)
    wait_until(lambda: bad(station) == {"O2"})
    mark_bad(station, "Fp1")
    wait_until(lambda: bad(colleague) == {"Fp1", "O2"})
    station.actions["edit.undo"].trigger()
    wait_until(lambda: bad(colleague) == {"O2"})
    colleague.actions["display.rows"].trigger()
    dialog = open_dialog(colleague.window, "rows")
    assert isinstance(dialog, RowsDialog)
    (item,) = dialog.channels.findItems("O2", Qt.MatchFlag.MatchExactly)
    assert item.toolTip().startswith("marked bad by ann, ")


def test_it_stays_when_the_reviewer_changes(station: Workstation) -> None:
    mark_bad(station, "Cz")
    station.reviewer.use(Reviewer("bob", "neurologist"))
    wait_until(lambda: study_of(station).review.is_open)
    wait_until_idle(station)
    assert bad(station) == {"Cz"}


def test_the_same_again_is_no_act(station: Workstation) -> None:
    mark_bad(station, "Cz")
    station.display._mark_bad("Cz", True)
    wait_until_saved(station)
    assert len(history(station)) == 1
