"""The palette of mimics in the window: opened from a mark's form, played, and a mark changed by it alone if asked."""

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from there import there
from waiting import wait_until
from windows.at_the_window import study_of

from eegview.model.annotation import Annotation, new_annotation_id
from eegview.simulate.filming.loop import RATE_HZ
from eegview.ui.mimics.dialog import MimicsDialog
from eegview.ui.workstation import Workstation


def mark_at(station: Workstation, term_id: str = "spasm", layer: str = "me", **answers: str) -> Annotation:
    """Mark an event, and select it."""
    study = study_of(station)
    wait_until(lambda: study.review.is_open)
    mark = Annotation(new_annotation_id(), term_id, 5.0, 1.0, attributes=tuple(answers.items()), layer=layer)
    study.review.acts.add(mark)
    wait_until(lambda: (held := study.review.selection.mark) is not None and held.annotation_id == mark.annotation_id)
    return mark


def drawn(station: Workstation) -> MimicsDialog:
    """Return the palette once both loops stand."""
    dialog = there(station.mimics.dialog)
    wait_until(lambda: dialog.left.loop is not None and dialog.right.loop is not None)
    return dialog


def test_it_opens_without_a_study_and_has_nothing_to_change(empty_station: Workstation) -> None:
    empty_station.actions["mimics.open"].trigger()
    dialog = drawn(empty_station)
    assert dialog.become.isHidden()
    assert "for looking" in dialog.mark.text()
    assert dialog.player.is_playing
    assert "no child was filmed" in dialog.drawn.text()


def test_a_mimics_form_opens_it_at_the_marks_own_kind(station: Workstation) -> None:
    mark_at(station, "mimic", kind="reflux")
    station.marks.form.compare.click()
    dialog = drawn(station)
    assert dialog.shown.type_id == "reflux"
    assert dialog.right_title.text() == "Reflux posture (Sandifer)"
    assert "1–3 min" in dialog.right_drawn.text()
    assert dialog.become.isHidden()  # it says so already
    assert "Medscape" in dialog.facts.toPlainText()


def test_choosing_a_mimic_changes_no_mark_but_its_button_does_in_one_act(station: Workstation) -> None:
    mark = mark_at(station, movement="flexor")
    study = study_of(station)
    station.marks.form.compare.click()
    dialog = drawn(station)
    dialog.types.choose("moro")
    drawn(station)
    assert there(study.review.marks.get(mark.annotation_id)).term_id == "spasm"
    assert dialog.become.text() == "Change it to “Mimic: Moro reflex”"
    dialog.become.click()
    wait_until(lambda: there(study.review.marks.get(mark.annotation_id)).term_id == "mimic")
    assert there(study.review.marks.get(mark.annotation_id)).attribute("kind") == "moro"
    wait_until(lambda: dialog.become.isHidden())
    station.actions["edit.undo"].trigger()
    wait_until(lambda: there(study.review.marks.get(mark.annotation_id)).term_id == "spasm")
    assert there(study.review.marks.get(mark.annotation_id)).attribute("movement") == "flexor"


def test_the_form_of_an_artifact_does_not_offer_it(station: Workstation) -> None:
    mark_at(station, "artifact")
    assert station.marks.form.compare.isHidden()


def test_both_loops_stand_on_one_instant_and_step_by_keys(station: Workstation, qtbot: QtBot) -> None:
    station.actions["mimics.open"].trigger()
    dialog = drawn(station)
    dialog.player.pause()
    dialog.player.restart()
    for _ in range(RATE_HZ):
        qtbot.keyClick(dialog.types, Qt.Key.Key_Period)
    assert (dialog.left.frame, dialog.right.frame) == (RATE_HZ, RATE_HZ)
    assert dialog.time.text() == "+0.00 s from onset"
    qtbot.keyClick(dialog.types, Qt.Key.Key_Comma)
    assert dialog.time.text() == "−0.04 s from onset"
    qtbot.keyClick(dialog.types, Qt.Key.Key_Space)
    assert dialog.player.is_playing


def test_the_loops_run_at_the_speed_that_is_chosen(station: Workstation) -> None:
    now = [100.0]
    station.actions["mimics.open"].trigger()
    dialog = drawn(station)
    player = dialog.player
    player.pause()
    player._now_s = lambda: now[0]
    player.restart()
    dialog.speed.setCurrentIndex(dialog.speed.findData(0.25))
    now[0] += 4.0
    player.tick()
    assert player.frame == RATE_HZ
    assert there(dialog.left.loop).n_frames > there(dialog.right.loop).n_frames
    now[0] += 40.0  # past the end of the short loop: it rests while the series goes on
    player.tick()
    assert dialog.right.frame == there(dialog.right.loop).n_frames - 1


def test_a_moro_reflex_opens_the_moro_reflex_and_what_is_inferred_says_so(station: Workstation) -> None:
    mark_at(station, "mimic", kind="moro")
    station.marks.form.compare.click()
    dialog = drawn(station)
    assert dialog.shown.type_id == "moro"
    dialog.types.choose("sleep_myoclonus")
    drawn(station)
    assert "not measured for these. (inferred) [ICNA: EMG table" in dialog.facts.toPlainText()
