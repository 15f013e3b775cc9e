"""Keys that answer and keys that mark are apart: letters answer, digits mark, and letters rest after an answer."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from standing_clock import StandingClock
from waiting import wait_until
from windows.at_the_window import own_marks, press, study_of, wait_until_idle, wait_until_saved

from eegview.app.review.review import new_mark
from eegview.ui.marks.key_rest import REST_S
from eegview.ui.widgets.chips import Chips
from eegview.ui.workstation import Workstation

Key = Qt.Key


@pytest.fixture
def clock() -> StandingClock:
    return StandingClock()


@pytest.fixture
def asked(station: Workstation, qtbot: QtBot) -> Workstation:
    """Return the window that asks whether there is hypsarrhythmia, with three choices."""
    study_of(station).set_cursor(3.0)
    press(station, qtbot, Key.Key_2)
    quick = station.marks.quick
    wait_until(lambda: not quick.isHidden() and quick.chips is not None and quick.chips.hasFocus())
    return station


def chips_of(station: Workstation) -> Chips:
    chips = station.marks.quick.chips
    assert chips is not None
    return chips


def test_one_press_too_many_marks_nothing(asked: Workstation, qtbot: QtBot, clock: StandingClock) -> None:
    qtbot.keyClick(chips_of(asked), Key.Key_P)
    assert asked.marks.quick.isHidden()  # shown as closed
    clock.now_s += REST_S - 0.01
    press(asked, qtbot, Key.Key_P, Key.Key_X)
    wait_until_idle(asked)
    (mark,) = own_marks(asked)
    assert mark.attribute("presence") == "present"
    assert not asked.actions["display.calipers"].isChecked()
    clock.now_s += 0.02
    press(asked, qtbot, Key.Key_X)
    assert asked.actions["display.calipers"].isChecked()


def test_a_digit_right_after_an_answer_marks(asked: Workstation, qtbot: QtBot) -> None:
    qtbot.keyClick(chips_of(asked), Key.Key_P)
    press(asked, qtbot, Key.Key_1)
    wait_until(lambda: len(own_marks(asked)) == 2)


def test_pages_turn_while_keys_rest(asked: Workstation, qtbot: QtBot) -> None:
    qtbot.keyClick(chips_of(asked), Key.Key_P)
    press(asked, qtbot, Key.Key_PageDown)
    assert study_of(asked).view.start_s > 0


@pytest.mark.parametrize("key", [Key.Key_1, Key.Key_3])
def test_a_digit_marks_though_a_question_stands(asked: Workstation, qtbot: QtBot, key: Key) -> None:
    qtbot.keyClick(chips_of(asked), key)
    wait_until(lambda: len(own_marks(asked)) == 2)
    assert asked.marks.quick.isHidden()
    first, second = sorted(own_marks(asked), key=lambda mark: mark.term_id != "hypsarrhythmia")
    assert (first.attributes, second.attributes) == ((), ())  # what was asked stays open, of either


def test_a_digit_marks_though_the_form_has_the_keyboard(station: Workstation, qtbot: QtBot) -> None:
    term = station.studies.vocabulary.term("spasm")
    assert term is not None
    study_of(station).review.acts.add(new_mark(term, 3.0))
    wait_until(lambda: study_of(station).review.selection.mark is not None)
    station.actions["mark.details"].trigger()
    field = station.marks.form.focusWidget()
    assert field is not None
    study_of(station).set_cursor(6.0)
    qtbot.keyClick(field, Key.Key_3)
    wait_until(lambda: len(own_marks(station)) == 2)
    assert own_marks(station)[0].attributes == ()
    wait_until(station.window.page.hasFocus)  # the form shows another mark now, which nobody opened it for


def test_a_digit_typed_into_a_field_of_the_form_is_text(station: Workstation, qtbot: QtBot) -> None:
    term = station.studies.vocabulary.term("spasm")
    assert term is not None
    study_of(station).review.acts.add(new_mark(term, 3.0))
    wait_until(lambda: study_of(station).review.selection.mark is not None)
    station.actions["mark.details"].trigger()
    note = station.marks.form.questions.note
    note.setFocus()
    qtbot.keyClick(note, Key.Key_7)
    qtbot.keyClick(note, Key.Key_F)
    assert note.text() == "7f"
    wait_until_saved(station)
    wait_until_idle(station)
    assert len(own_marks(station)) == 1
    assert own_marks(station)[0].attributes == ()


def test_chips_keep_the_room_for_their_keys(station: Workstation, qtbot: QtBot) -> None:
    term = station.studies.vocabulary.term("spasm")
    assert term is not None
    study_of(station).review.acts.add(new_mark(term, 3.0))
    wait_until(lambda: study_of(station).review.selection.mark is not None)
    form = station.marks.form
    chips = [one for one in form.findChildren(Chips) if one.isVisible()]
    assert len(chips) > 5
    qtbot.wait(50)  # the form is laid out
    before = [one.geometry() for one in chips], [b.geometry() for one in chips for b in one.buttons.values()]
    station.actions["mark.details"].trigger()
    for one in chips:
        one.setFocus()
        assert one.hasFocus()
        assert any("&" in button.text() for button in one.buttons.values())
        qtbot.wait(20)
        now = [c.geometry() for c in chips], [b.geometry() for c in chips for b in c.buttons.values()]
        assert now == before
