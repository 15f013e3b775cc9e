"""Keys on marks: brackets begin intervals, edges move in their own mode, what is not seen is not changed."""

import random

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from waiting import wait_until
from windows.at_the_window import (
    click,
    drag,
    own_marks,
    point_at,
    press,
    study_of,
    wait_for_page_at,
    wait_until_idle,
    wait_until_saved,
)

from eegview.app.commands import COMMANDS, term_command_id
from eegview.app.review.review import new_mark
from eegview.model.annotation import FILE_LAYER, Annotation
from eegview.model.edit import Edit
from eegview.ui.window.mark_in_sight import is_in_sight
from eegview.ui.workstation import Workstation

Key = Qt.Key
PLAIN, SHIFT = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier


def mark(station: Workstation, term_id: str, onset_s: float) -> Annotation:
    """Add a mark of one's own and return it as it is on the disk, selected."""
    study = study_of(station)
    term = station.studies.vocabulary.term(term_id)
    assert term is not None
    fresh = new_mark(term, onset_s)
    study.review.acts.add(fresh)
    wait_until(lambda: study.review.marks.get(fresh.annotation_id) is not None)
    held = study.review.marks.get(fresh.annotation_id)
    assert held is not None
    return held


def now(station: Workstation, held: Annotation) -> Annotation | None:
    wait_until_saved(station)
    return study_of(station).review.marks.get(held.annotation_id)


def page_to(station: Workstation, start_s: float) -> None:
    study_of(station).session.change(start_s=start_s, cursor_s=None)
    wait_for_page_at(station, start_s)


# brackets


def test_the_decrement_after_a_spasm_is_marked_and_the_spasm_stays(station: Workstation, qtbot: QtBot) -> None:
    study_of(station).set_cursor(2.0)
    press(station, qtbot, Key.Key_1)
    wait_until(lambda: len(own_marks(station)) == 1)
    spasm = own_marks(station)[0]
    for time_s, key in ((3.7, Key.Key_BracketLeft), (6.0, Key.Key_BracketRight)):
        click(station, qtbot, time_s)
        press(station, qtbot, key)
    press(station, qtbot, Key.Key_3)
    wait_until(lambda: len(own_marks(station)) == 2)
    assert now(station, spasm) == spasm
    decrement = own_marks(station)[1]
    assert decrement.term_id == "electrodecrement"
    assert (decrement.onset_s, decrement.stop_s) == pytest.approx((3.7, 6.0), abs=0.05)


@pytest.mark.parametrize("at_s", [2.0, 2.5, 3.0, 7.9, 0.5])
def test_brackets_leave_the_selected_mark_alone_wherever_the_cursor_is(
    station: Workstation, qtbot: QtBot, at_s: float
) -> None:
    spasm = mark(station, "spasm", 2.0)
    study_of(station).set_cursor(at_s)
    assert study_of(station).review.selection.mark == spasm
    press(station, qtbot, Key.Key_BracketLeft)
    study_of(station).set_cursor(at_s + 0.4)
    press(station, qtbot, Key.Key_BracketRight)
    assert now(station, spasm) == spasm
    selection = study_of(station).view.selection
    assert selection is not None
    assert (selection.start_s, selection.stop_s) == pytest.approx((at_s, at_s + 0.4))


def test_an_end_without_a_start_is_told(station: Workstation, qtbot: QtBot) -> None:
    spasm = mark(station, "spasm", 2.0)
    press(station, qtbot, Key.Key_BracketRight)
    assert "No interval has been started" in station.toast.label.text()
    assert now(station, spasm) == spasm


def test_a_click_beside_a_mark_deselects_it(station: Workstation, qtbot: QtBot) -> None:
    spasm = mark(station, "spasm", 2.0)
    click(station, qtbot, 2.5)
    assert study_of(station).review.selection.mark == spasm
    click(station, qtbot, 6.0)
    assert study_of(station).review.selection.mark is None
    assert study_of(station).view.cursor_s == pytest.approx(6.0, abs=0.05)


# the mode of edges


def test_edges_move_in_their_mode_and_each_move_can_be_undone_from_its_message(
    station: Workstation, qtbot: QtBot
) -> None:
    spasm = mark(station, "spasm", 2.0)
    press(station, qtbot, Key.Key_E, modifier=SHIFT)
    hint = station.mark_commands.edges.hint
    assert hint.isVisible()
    assert "Edges of spasm" in hint.text.text()
    click(station, qtbot, 1.5)  # beside it: the cursor goes there, the mark stays selected
    press(station, qtbot, Key.Key_BracketLeft)
    moved = now(station, spasm)
    assert moved is not None
    assert (moved.onset_s, moved.stop_s) == pytest.approx((1.5, 3.0), abs=0.05)
    wait_until(lambda: "onset 00:00:02.000 →" in station.toast.label.text())
    click(station, qtbot, 4.0)
    press(station, qtbot, Key.Key_BracketRight)
    longer = now(station, spasm)
    assert longer is not None
    assert longer.stop_s == pytest.approx(4.0, abs=0.05)
    station.toast.button.click()
    wait_until(lambda: now(station, spasm) == moved)
    press(station, qtbot, Key.Key_Escape)
    assert hint.isHidden()
    press(station, qtbot, Key.Key_BracketLeft)
    assert now(station, spasm) == moved
    assert study_of(station).presenter.pending_start_s is not None


def test_a_click_within_another_mark_puts_the_cursor_while_edges_are_edited(station: Workstation, qtbot: QtBot) -> None:
    decrement = mark(station, "electrodecrement", 3.5)
    spasm = mark(station, "spasm", 2.0)
    press(station, qtbot, Key.Key_E, modifier=SHIFT)
    click(station, qtbot, 4.2)
    press(station, qtbot, Key.Key_BracketRight)
    longer = now(station, spasm)
    assert longer is not None
    assert longer.stop_s == pytest.approx(4.2, abs=0.05)
    assert now(station, decrement) == decrement


def test_the_message_undoes_its_own_act_and_no_later_one(station: Workstation) -> None:
    spasm = mark(station, "spasm", 2.0)
    wait_until(lambda: any(m.term_id == "spasm" for m in station.window.page.overlay.marks))
    drag(station, 3.0, 4.5)
    wait_until(lambda: "duration 1.000 →" in station.toast.label.text())
    later = mark(station, "artifact", 7.0)
    station.toast.button.click()
    wait_until_idle(station)
    assert now(station, later) == later
    assert now(station, spasm) != spasm
    assert "changed since" in station.toast.label.text()


def test_an_edge_beyond_the_other_is_refused(station: Workstation, qtbot: QtBot) -> None:
    spasm = mark(station, "spasm", 2.0)
    press(station, qtbot, Key.Key_E, modifier=SHIFT)
    study_of(station).set_cursor(5.0)
    press(station, qtbot, Key.Key_BracketLeft)
    assert "after its end" in station.toast.label.text()
    assert now(station, spasm) == spasm


def test_the_mode_ends_with_the_selection_and_with_the_study(station: Workstation, qtbot: QtBot) -> None:
    mark(station, "spasm", 2.0)
    edges = station.mark_commands.edges
    press(station, qtbot, Key.Key_E, modifier=SHIFT)
    assert edges.is_on
    study_of(station).set_cursor(7.0)
    press(station, qtbot, Key.Key_3)  # another mark, which is selected once it is there
    wait_until(lambda: not edges.is_on)
    assert edges.hint.isHidden()
    press(station, qtbot, Key.Key_E, modifier=SHIFT)
    assert edges.is_on
    station.studies.close()
    wait_until(lambda: not edges.is_on)


def test_the_triage_takes_the_brackets_over_from_the_mode(station: Workstation, qtbot: QtBot) -> None:
    mark(station, "spasm", 2.0)
    press(station, qtbot, Key.Key_E, modifier=SHIFT)
    station.actions["triage.open"].trigger()
    assert not station.mark_commands.edges.is_on
    assert [key.toString() for key in station.actions["triage.higher"].shortcuts()] == ["]"]


def test_another_reviewers_edges_stay(station: Workstation, qtbot: QtBot) -> None:
    note = next(m for m in study_of(station).review.marks if m.layer == FILE_LAYER)
    study_of(station).go_to_mark(note)
    press(station, qtbot, Key.Key_E, modifier=SHIFT)
    assert not station.mark_commands.edges.is_on
    assert "part of the file and cannot be changed" in station.toast.label.text()


def test_a_dragged_edge_is_told_with_the_way_back(station: Workstation) -> None:
    spasm = mark(station, "spasm", 2.0)
    wait_until(lambda: any(m.term_id == "spasm" for m in station.window.page.overlay.marks))
    drag(station, 3.0, 4.5)
    wait_until(lambda: "duration 1.000 →" in station.toast.label.text())
    assert station.toast.button.text().startswith("Undo")
    station.toast.button.click()
    wait_until(lambda: now(station, spasm) == spasm)


def test_a_drag_straight_down_selects_nothing(station: Workstation) -> None:
    page = station.window.page
    start, stop = point_at(station, 6.0, 0.3), point_at(station, 6.0, 0.7)
    QTest.mousePress(page, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, start)
    for share in (0.5, 1.0):
        QTest.mouseMove(page, start + (stop - start) * share)
        assert page.overlay.selection is None
    QTest.mouseRelease(page, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, stop)
    assert study_of(station).view.selection is None
    assert study_of(station).view.cursor_s == pytest.approx(6.0, abs=0.05)


def test_typed_times_are_told_too(station: Workstation, qtbot: QtBot) -> None:
    mark(station, "spasm", 2.0)
    duration = station.marks.form.times.duration
    duration.setFocus()
    duration.selectAll()
    qtbot.keyClicks(duration, "2.5")
    qtbot.keyClick(duration, Key.Key_Return)
    wait_until(lambda: "duration 1.000 → 2.500 s" in station.toast.label.text())


# what is not in sight

ACTS = {
    "mark.delete": "delete it",
    "mark.details": "open its form",
    "mark.edges": "edit its edges",
    "cluster.join": "join it",
    "cluster.split": "new cluster",
    "opinion.comment": "comment on it",
    "opinion.endorse": "endorse it",
    "opinion.query": "ask about it",
    "layer.take_final": "add it to the final layer",
    "mark.confirm_video": "confirm it on video",
}


def test_every_command_on_the_selected_mark_is_among_them() -> None:
    in_their_mode = {"mark.edge_start", "mark.edge_end", "mark.edges_done"}
    beside_the_page = {"resembling.open"}  # which shows the event itself
    of_a_mark = {command.command_id for command in COMMANDS if command.needs == "mark"}
    assert of_a_mark == ACTS.keys() | in_their_mode | beside_the_page


def test_a_key_held_down_acts_once(station: Workstation) -> None:
    terms = [term_command_id(term.term_id) for term in station.studies.vocabulary.terms]
    assert not any(station.actions[command_id].autoRepeat() for command_id in (*ACTS, *terms, "triage.find_alike"))
    assert station.actions["page.right"].autoRepeat()


def test_a_key_on_a_mark_off_the_page_goes_there_first(station: Workstation) -> None:
    other = mark(station, "spasm", 41.0)
    spasm = mark(station, "spasm", 2.0)
    before = study_of(station).review.marks
    for command_id, act in ACTS.items():
        page_to(station, 40.0)
        assert study_of(station).review.selection.mark == spasm
        station.actions[command_id].trigger()
        wait_until_idle(station)
        assert tuple(study_of(station).review.marks) == tuple(before), command_id
        assert study_of(station).view.span.contains(2.0), command_id
        assert act in station.toast.label.text()
        assert station.opinions.line.isHidden(), command_id
        assert not station.marks.form.isAncestorOf(station.window.focusWidget() or station.window), command_id
        assert now(station, other) == other


def test_del_pressed_again_deletes_the_mark_it_went_to(station: Workstation, qtbot: QtBot) -> None:
    other = mark(station, "spasm", 41.0)
    spasm = mark(station, "spasm", 2.0)
    page_to(station, 40.0)
    press(station, qtbot, Key.Key_Delete)
    assert now(station, spasm) == spasm
    press(station, qtbot, Key.Key_Delete)
    wait_until(lambda: now(station, spasm) is None)
    assert now(station, other) == other


def test_a_deleted_mark_that_comes_back_is_selected_again(station: Workstation, qtbot: QtBot) -> None:
    spasm = mark(station, "spasm", 2.0)
    press(station, qtbot, Key.Key_Delete)
    wait_until(lambda: now(station, spasm) is None)
    assert study_of(station).review.selection.mark is None
    station.actions["edit.undo"].trigger()
    wait_until(lambda: now(station, spasm) == spasm)
    assert study_of(station).review.selection.mark == spasm


def test_a_mark_of_a_hidden_layer_is_shown_first(station: Workstation, qtbot: QtBot) -> None:
    spasm = mark(station, "spasm", 2.0)
    station.layers.hide(frozenset({study_of(station).review.author}))
    assert not is_in_sight(study_of(station), spasm)
    press(station, qtbot, Key.Key_Delete)
    assert now(station, spasm) == spasm
    assert is_in_sight(study_of(station), spasm)
    assert station.marks.list.layer._hidden == frozenset()


def test_a_mark_outside_the_recording_can_still_be_deleted(station: Workstation, qtbot: QtBot) -> None:
    beyond = mark(station, "spasm", 900.0)
    press(station, qtbot, Key.Key_Delete)
    wait_until(lambda: now(station, beyond) is None)


# whatever is pressed

KEYS = (
    *((Key.Key_BracketLeft, PLAIN), (Key.Key_BracketRight, PLAIN)) * 3,
    *((Key(Key.Key_0 + digit), PLAIN) for digit in (1, 3, 7, 8)),
    *((key, PLAIN) for key in (Key.Key_Left, Key.Key_Right, Key.Key_PageDown, Key.Key_PageUp)),
    *((key, PLAIN) for key in (Key.Key_N, Key.Key_Escape, Key.Key_Delete, Key.Key_C)),
    *((key, SHIFT) for key in (Key.Key_N, Key.Key_C, Key.Key_E, Key.Key_Left, Key.Key_Right)),
)


@pytest.mark.parametrize("seed", range(2))
def test_whatever_is_pressed_no_bracket_changes_a_mark_and_nothing_out_of_sight_changes(
    station: Workstation, qtbot: QtBot, seed: int
) -> None:
    rng = random.Random(seed)
    study = study_of(station)
    edits: list[Edit | None] = []
    study.review.marks_changed.connect(edits.append)
    for _ in range(80):
        if len(own_marks(station)) < 3:
            mark(station, "spasm", rng.uniform(0.0, 58.0))
        what = rng.random()
        if what < 0.25:
            study.review.selection.select(rng.choice(own_marks(station)))  # as from the list, the page then turned
        elif what < 0.45:
            click(station, qtbot, study.view.start_s + rng.uniform(0.3, study.view.page_s - 0.3), rng.uniform(0.2, 0.9))
        wait_until_saved(station)
        edits.clear()
        seen, is_in_mode = study.view.span, station.mark_commands.edges.is_on
        key, modifier = rng.choice(KEYS)
        press(station, qtbot, key, modifier=modifier)
        wait_until_saved(station)
        for before in (c.before for edit in edits if edit for c in edit.changes if c.before is not None):
            assert seen.overlaps(before.span), f"{key} {modifier} changed {before}, which was not on the page"
            assert is_in_mode or key not in (Key.Key_BracketLeft, Key.Key_BracketRight)
