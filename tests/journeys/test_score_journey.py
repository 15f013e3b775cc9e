"""From a recording to its worst five minutes, a score by keys, the same score another day, and a second reader."""

import csv
import json
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from waiting import wait_until
from windows.at_the_window import press, shown_dialog, study_of, wait_until_saved
from windows.window_fixtures import open_and_wait

from eegview.app.demonstration import make_demonstration
from eegview.app.library.opening import Reviewer
from eegview.app.scoring.sheet import ScoreSheet
from eegview.app.scoring.work import ScoringWork
from eegview.cli.run import main
from eegview.ui.scoring.second.comparison_view import ComparisonDialog
from eegview.ui.widgets.modeless_dialog import open_dialog
from eegview.ui.workstation import Workstation

Key, Alt = Qt.Key, Qt.KeyboardModifier.AltModifier
Shift, Ctrl = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
HOURS, SEED = 0.125, 7  # 450 s
PAGE = (Key.Key_1, Key.Key_2, Key.Key_3)  # three foci in the first seconds of a page


@pytest.fixture(scope="module")
def recording(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a simulated infant of seven and a half minutes, without video."""
    return make_demonstration(tmp_path_factory.mktemp("infant"), HOURS, SEED, with_video=False).recording


def work(station: Workstation) -> ScoringWork:
    found = station.tasks.scoring.in_work()
    assert found is not None
    return found


def read_epoch(station: Workstation, qtbot, n_spiky: int, digits: tuple[Qt.Key, ...]) -> None:
    """Read all pages by keys: on the first ones eight bins with a spike, on the others none."""
    for page in range(20):
        wait_until(lambda at=page: work(station).place.page == at)
        if page < n_spiky:
            press(station, qtbot, *(digits[k % len(digits)] for k in range(8)))
        press(station, qtbot, Key.Key_PageDown)


def finish(station: Workstation, qtbot) -> ScoreSheet:
    """Answer what is left, measure the highest row, be confident and commit, by keys; return the sheet."""
    press(station, qtbot, Key.Key_Home)
    press(station, qtbot, Key.Key_C, modifier=Shift)
    press(station, qtbot, Key.Key_Q)  # an example, at the bin
    press(station, qtbot, Key.Key_D, modifier=Shift)
    press(station, qtbot, Key.Key_4, modifier=Ctrl)
    assert work(station).sheet.can_commit, work(station).sheet.score.missing
    press(station, qtbot, Key.Key_Return)
    wait_until_saved(station)
    sheet = work(station).sheet
    assert sheet.is_committed
    return sheet


def said_by_command(capsys: pytest.CaptureFixture[str], *words: object) -> dict:
    capsys.readouterr()
    assert main([str(word) for word in (*words, "--json")]) == 0
    return json.loads(capsys.readouterr().out)


@pytest.mark.skipif(find_spec("eegview.ui.trends.controller") is None, reason="the screen of trends is not there")
def test_an_epoch_is_found_scored_reopened_and_read_a_second_time(
    start_station: Callable[[], Workstation],
    recording: Path,
    library_url: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    qtbot,
) -> None:
    # the night, and what it proposes
    station = open_and_wait(start_station(), recording)
    wait_until(lambda: study_of(station).review.is_open)
    press(station, qtbot, Key.Key_T, modifier=Shift)
    wait_until(lambda: station.tasks.trends.is_open)
    trends = station.tasks.trends.computing.trends
    wait_until(lambda: trends.state == "done")
    assert trends.table is not None
    press(station, qtbot, Key.Key_Escape)
    wait_until(lambda: not station.tasks.trends.is_open)
    press(station, qtbot, Key.Key_B, modifier=Ctrl | Shift)
    epochs = station.tasks.scoring.epochs
    wait_until(lambda: bool(epochs.candidates(300.0)))
    candidate = epochs.candidates(300.0)[0]
    assert candidate.why
    start_s = candidate.span.start_s
    while work(station).place.start_s != start_s:
        press(station, qtbot, Key.Key_N)

    # a score by keys alone: eight bins on each of ten pages
    read_epoch(station, qtbot, 10, PAGE)
    sheet = finish(station, qtbot)
    result = sheet.score
    assert (result.score, result.pages_met, result.bins_with_spike) == (5, 10, 80)
    assert (round(result.literal_percent, 1), result.disagrees) == (26.7, True)
    station.window.close()

    # another day: the score and its evidence are the same
    again = open_and_wait(start_station(), recording)
    wait_until(lambda: study_of(again).review.is_open)
    press(again, qtbot, Key.Key_B, modifier=Ctrl | Shift)
    wait_until(lambda: again.tasks.scoring.is_open and work(again).sheet.is_committed)
    reopened = work(again).sheet
    assert reopened.key == sheet.key
    assert reopened.score == result
    assert {n: (b.foci, b.source) for n, b in reopened.bins.items()} == {
        n: (b.foci, b.source) for n, b in sheet.bins.items()
    }
    assert [(a.row, a.value_uv) for a in reopened.amplitudes] == [(a.row, a.value_uv) for a in sheet.amplitudes]
    press(again, qtbot, Key.Key_Z)  # evidence is opened again
    assert again.window.page.shown_page is not None
    press(again, qtbot, Key.Key_Escape)
    own = study_of(again).review.author
    again.window.close()

    # a second reader, blind until both have committed
    second = start_station()
    second.studies.reviewer = Reviewer("ben", "neurologist")
    open_and_wait(second, recording)
    wait_until(lambda: study_of(second).review.is_open)
    press(second, qtbot, Key.Key_B, modifier=Ctrl | Shift)
    second.tasks.scoring.open_at(start_s)
    scoring = work(second).scoring
    wait_until(lambda: len(scoring.readers(work(second).key)) == 2)
    assert scoring.sheet(work(second).key, own) is None
    press(second, qtbot, Key.Key_V)
    assert open_dialog(second.window, "score.comparison.dialog") is None
    read_epoch(second, qtbot, 1, PAGE)
    finish(second, qtbot)
    press(second, qtbot, Key.Key_V)
    dialog = shown_dialog(second, ComparisonDialog, "score.comparison.dialog")
    assert dialog.agreement.text().startswith("228 of 300 bins alike (76 %)")
    assert "no interval: one infant" in dialog.agreement.text()
    assert [card.heading.text().rpartition(" · ")[2] for card in dialog.cards] == ["score 4", "score 5"]
    second.window.close()

    # the same from the command line
    place = ("--epoch", start_s, "--library", library_url)
    by_command = said_by_command(capsys, "score", recording, *place, "--reader", own)
    assert (by_command["score"], by_command["pages_met"], by_command["bins_with_spike"]) == (5, 10, 80)
    both = said_by_command(capsys, "score", recording, *place, "--compare", own, "ben")
    assert (both["bins"]["both"], both["bins"]["a_only"]) == (8, 72)
    assert said_by_command(capsys, "history", recording, "--verify", "--library", library_url)["ok"]
    assert main(["trends", str(recording), "-o", str(tmp_path / "night.csv")]) == 0
    with (tmp_path / "night.csv").open(newline="") as file:
        assert len(list(csv.reader(file))) == 46  # a row for each 10 s, and the heading
