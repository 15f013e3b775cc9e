"""Decisions between readers: what they change in the final layer, and how they are read back."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from readers_desk import DECIDER, VOCABULARY, ReadersDesk, hypsarrhythmia, spasm, stage

from eegview.app.comparing.agreed import agreed_plan
from eegview.app.comparing.decisions import TAKE_A, TAKE_B
from eegview.app.comparing.final_events import OnSame
from eegview.app.marks.layers import SameEventStands, final_copy


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[ReadersDesk]:
    desk = ReadersDesk(tmp_path)
    desk.ada.acts.add(spasm("a1", 10.0, movement="flexor"))
    desk.bo.acts.add(spasm("b1", 10.3, movement="mixed"))
    desk.ada.acts.add(spasm("a2", 50.0))
    desk.bo.acts.add(spasm("b3", 90.0))
    yield desk
    desk.close()


def test_taking_a_puts_the_mark_of_a_into_the_final_layer(desk: ReadersDesk) -> None:
    found = desk.adjudication()
    conflict = found.comparison.differences[0]
    desk.carla.acts.do_together(found.plan(conflict, TAKE_A, DECIDER, comment="seen on video"))
    (final,) = desk.final()
    assert (final.onset_s, final.attribute("movement")) == (10.0, "flexor")
    decision = desk.adjudication().decision_on(conflict)
    assert decision is not None
    assert (decision.author, decision.comment, decision.final_id) == ("carla", "seen on video", final.annotation_id)
    assert not desk.errors


def test_stages_of_a_run_are_taken_epoch_by_epoch(desk: ReadersDesk) -> None:
    for number in range(6):
        desk.ada.acts.add(stage(f"sa{number}", number, "N2"))
        desk.bo.acts.add(stage(f"sb{number}", number, "N2" if number in (0, 5) else "N3"))
    found = desk.adjudication()
    runs = [one for one in found.comparison.of("sleep_stage")]
    assert [(one.kind, one.n_epochs, one.span.start_s, one.span.stop_s) for one in runs] == [
        ("matched", 1, 0.0, 30.0),
        ("conflict", 4, 30.0, 150.0),
        ("matched", 1, 150.0, 180.0),
    ]
    desk.carla.acts.do_together(found.plan(runs[1], TAKE_B, DECIDER))
    assert [(mark.onset_s, mark.attribute("stage")) for mark in desk.final()] == [
        (30.0 * number, "N3") for number in range(1, 5)
    ]
    found = desk.adjudication()
    assert [one.span.start_s for one in found.open() if one.term_id == "sleep_stage"] == [0.0, 150.0]
    desk.carla.acts.do_together(found.plan(runs[1], TAKE_A, DECIDER))
    assert {mark.attribute("stage") for mark in desk.final()} == {"N2"}
    assert len(desk.final()) == 4
    desk.bo.acts.change(desk.bo.marks.get("sb2"), stage("sb2", 2, "R"))
    still_open = [one.span.start_s for one in desk.adjudication().open() if one.term_id == "sleep_stage"]
    assert still_open == [0.0, 60.0, 150.0]
    assert not desk.errors


def test_hypsarrhythmia_is_taken_as_one_mark_to_its_edges(desk: ReadersDesk) -> None:
    desk.ada.acts.add(hypsarrhythmia("h1", 305.0, 300.0, "present"))
    desk.bo.acts.add(hypsarrhythmia("h2", 300.0, 200.0, "absent"))
    found = desk.adjudication()
    kinds = [(one.kind, one.span.start_s, one.span.stop_s) for one in found.comparison.of("hypsarrhythmia")]
    assert kinds == [("conflict", 300.0, 510.0), ("only_a", 510.0, 605.0)]
    for one in found.comparison.of("hypsarrhythmia"):
        desk.carla.acts.do_together(desk.adjudication().plan(one, TAKE_A, DECIDER))
    assert [(m.onset_s, m.stop_s, m.attribute("presence")) for m in desk.final()] == [
        (305.0, 510.0, "present"),
        (510.0, 605.0, "present"),
    ]
    assert not desk.errors


def test_what_both_agree_on_is_taken_at_once_and_each_event_once(desk: ReadersDesk) -> None:
    for number in range(5):
        desk.ada.acts.add(spasm(f"m{number}", 200.0 + 10 * number, movement="flexor"))
        desk.bo.acts.add(spasm(f"n{number}", 200.1 + 10 * number, movement="flexor", certainty="certain"))
    desk.ada.acts.add(spasm("m9", 200.7, movement="flexor"))
    desk.bo.acts.add(spasm("n9", 200.8, movement="flexor"))
    desk.carla.catch_up()
    taken, reason = final_copy(desk.carla.marks.get("m4"), "carla", "neurologist", desk.carla.marks, VOCABULARY)
    desk.carla.acts.add(taken, reason)
    plan = agreed_plan(desk.adjudication(), DECIDER)
    assert (len(plan.new), len(plan.standing), len(plan.repeated)) == (4, 1, 1)
    desk.carla.acts.do_together(plan.changes(OnSame.REPLACE))
    assert len(desk.final()) == 5
    assert {mark.attribute("certainty") for mark in desk.final()} == {"certain"}
    left = desk.adjudication()
    assert [one.onset_s for one in left.open(is_agreed=True)] == [200.7]
    with pytest.raises(SameEventStands):
        left.plan(left.open(is_agreed=True)[0], TAKE_A, DECIDER)
    desk.carla.acts.undo()
    assert len(desk.adjudication().open(is_agreed=True)) == 6
    assert len(desk.final()) == 1
    assert not desk.errors
