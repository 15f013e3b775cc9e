"""The windows of the training: names for screen readers, looks, what stands where there is little room."""

from pathlib import Path

from learners.made_case_set import write_made_set
from learners.training_window import answer, go_on, key_of, letter_of, window_of
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from waiting import wait_until
from windows.named_widgets import nameless

from eegview.ui.training.nearest_dialog import NearestDialog
from eegview.ui.workstation import Workstation

Key = Qt.Key


def test_every_control_of_the_windows_has_a_name(begin, empty_station: Workstation, made_set: Path) -> None:
    session = begin(made_set)
    answer(empty_station, session, Key.Key_A, Key.Key_1)
    empty_station.actions["training.progress"].trigger()
    empty_station.actions["training.teacher"].trigger()
    controller = empty_station.training.controller
    wait_until(lambda: controller.progress.window.figures_shown)
    windows = (window_of(empty_station), controller.progress.window, controller.teacher.window)
    assert [line for window in windows for line in nameless(window)] == []


def test_a_miss_is_compared_with_the_nearest_item_that_was_right(
    begin, empty_station: Workstation, made_set: Path
) -> None:
    session = begin(made_set, n_items=12)
    was_right: set[str] = set()
    for _item in range(12):
        truth = key_of(session).answer
        if truth in was_right:
            break
        was_right.add(truth)
        answer(empty_station, session, letter_of(session, truth), Key.Key_4)
        go_on(empty_station, session)
    truth = key_of(session).answer
    answer(empty_station, session, letter_of(session, "artifact"), Key.Key_2)
    window = window_of(empty_station)
    assert window.feedback.nearest.isVisibleTo(window)
    QTest.keyClick(window, Key.Key_C)
    dialog = session.feedback.dialog
    assert isinstance(dialog, NearestDialog)
    wait_until(lambda: dialog.stretch.traces.shown_page is not None, "the other item's page stands")
    assert session.sitting.state.n_done == len(was_right) + 1  # nothing was answered there


def test_the_windows_follow_the_theme(begin, empty_station: Workstation, made_set: Path) -> None:
    begin(made_set)
    empty_station.appearance.use_theme("night")
    window = window_of(empty_station)
    assert window.stretch.traces.theme.theme_id == window.theme.theme_id == "night"


def test_simulated_sets_say_so_and_show_no_votes(begin, empty_station: Workstation, tmp_path: Path) -> None:
    session = begin(write_made_set(tmp_path / "sim.eegcases", 4, is_simulated=True))
    window = window_of(empty_station)
    assert window.header.simulated.isVisibleTo(window)
    answer(empty_station, session, Key.Key_A, Key.Key_5)
    assert window.feedback.source.text() == "Simulator's truth"
    assert window.feedback.bars.isHidden()


def test_the_page_keeps_its_height_from_step_to_step(begin, empty_station: Workstation, tmp_path: Path) -> None:
    session = begin(write_made_set(tmp_path / "film.eegcases", 4, n_videos=4))
    window = window_of(empty_station)
    before = window.stretch.traces.size()
    answer(empty_station, session, Key.Key_A, Key.Key_5)
    assert window.stretch.traces.size() == before
    go_on(empty_station, session)
    wait_until(lambda: window.stretch.traces.shown_page is not None)
    assert window.stretch.traces.size() == before


def test_my_progress_without_answers_says_how_to_begin(empty_station: Workstation) -> None:
    empty_station.actions["training.progress"].trigger()
    window = empty_station.training.controller.progress.window
    wait_until(lambda: window.empty.title.text() == "No answers yet")
    assert not window.csv.isEnabled()
