"""Decisions between readers: what they change in the final layer, and how they are read back."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from made_studies.readers_desk import DECIDER, FINGERPRINT, VOCABULARY, ReadersDesk, hypsarrhythmia, spasm, stage
from there import there

from eegview.app.comparing.agreed import agreed_plan
from eegview.app.comparing.comparison import compare
from eegview.app.comparing.decisions import MERGE, NEITHER, QUERY, TAKE_A, TAKE_B, Adjudication, Decider
from eegview.app.comparing.final_events import FinalMarkStands, OnSame
from eegview.app.marks.layers import SameEventStands, final_copy
from eegview.app.marks.opinions import opinions_by_mark
from eegview.model.annotation import FINAL_LAYER
from eegview.model.errors import UsageError
from eegview.model.signature import Meaning, latest_signatures


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
    runs = found.comparison.of("sleep_stage")
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
    desk.bo.acts.change(there(desk.bo.marks.get("sb2")), stage("sb2", 2, "R"))
    still_open = [one.span.start_s for one in desk.adjudication().open() if one.term_id == "sleep_stage"]
    assert still_open == [0.0, 60.0, 150.0]
    assert not desk.errors


def test_a_run_is_open_again_once_any_of_its_final_epochs_is_deleted(desk: ReadersDesk) -> None:
    for number in range(1, 11):
        desk.ada.acts.add(stage(f"sa{number}", number, "N2"))
        desk.bo.acts.add(stage(f"sb{number}", number, "N3"))
    (run,) = desk.adjudication().comparison.of("sleep_stage")
    desk.carla.acts.do_together(desk.adjudication().plan(run, TAKE_B, DECIDER))
    assert not desk.adjudication().is_open(run)
    desk.carla.acts.delete([mark for mark in desk.final() if mark.onset_s == 90.0])
    assert desk.adjudication().is_open(run)
    desk.carla.acts.undo()
    assert not desk.adjudication().is_open(run)
    assert not desk.errors


def test_another_decision_on_part_of_a_run_leaves_the_rest_decided(desk: ReadersDesk) -> None:
    for number in range(1, 5):
        desk.ada.acts.add(stage(f"sa{number}", number, "N2"))
        desk.bo.acts.add(stage(f"sb{number}", number, "N3"))
    (run,) = desk.adjudication().comparison.of("sleep_stage")
    desk.carla.acts.do_together(desk.adjudication().plan(run, TAKE_B, DECIDER))
    desk.bo.acts.change(there(desk.bo.marks.get("sb3")), stage("sb3", 3, "N2"))
    first, agreed, last = desk.adjudication().comparison.of("sleep_stage")
    assert (first.difference_id, first.span.start_s, first.span.stop_s) == (run.difference_id, 30.0, 90.0)
    again = Decider("carla", "neurologist", DECIDER.now + timedelta(minutes=5))
    desk.carla.acts.do_together(desk.adjudication().plan(first, TAKE_A, again))
    found = desk.adjudication()
    assert [one.kind for one in found.open() if one.term_id == "sleep_stage"] == ["matched"]
    decisions = [found.decision_on(first), found.decision_on(last)]
    assert [one.verdict for one in decisions if one is not None] == [TAKE_A, TAKE_B]
    stages = {mark.onset_s: mark.attribute("stage") for mark in desk.final()}
    assert (stages[30.0], stages[60.0], stages[120.0]) == ("N2", "N2", "N3")
    assert agreed.span.start_s == 90.0
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
    taken, reason = final_copy(there(desk.carla.marks.get("m4")), "carla", "neurologist", desk.carla.marks, VOCABULARY)
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


def test_what_is_open_blocks_signing_of_the_final_layer(desk: ReadersDesk) -> None:
    desk.carla.acts.do_together(desk.adjudication().plan(desk.adjudication().open()[0], TAKE_A, DECIDER))
    desk.carla.acts.sign("Dr. Carla", Meaning.APPROVED, FINAL_LAYER, "{}")
    (error,) = desk.errors
    assert error.sentence == "The final layer is not settled: 2 differences between ada and bo are not decided."
    assert not latest_signatures(desk.carla.records)
    desk.errors.clear()
    for one in desk.adjudication().open():
        desk.carla.acts.do_together(desk.adjudication().plan(one, NEITHER, DECIDER))
    desk.carla.acts.sign("Dr. Carla", Meaning.APPROVED, FINAL_LAYER, "{}")
    assert not desk.errors
    assert latest_signatures(desk.carla.records)[FINAL_LAYER].n_marks == 1


def test_a_query_asks_both_readers_and_settles_nothing(desk: ReadersDesk) -> None:
    found = desk.adjudication()
    with pytest.raises(UsageError, match="needs a question"):
        found.plan(found.open()[0], QUERY, DECIDER)
    desk.carla.acts.do_together(found.plan(found.open()[0], QUERY, DECIDER, comment="Is this EMG?"))
    found = desk.adjudication()
    assert len(found.open()) == 3
    decision = found.decision_on(found.open()[0])
    assert decision is not None
    assert (decision.verdict, decision.comment) == (QUERY, "Is this EMG?")
    desk.ada.catch_up()
    assert [one.text for one in opinions_by_mark(desk.ada.records)["a1"]] == ["Is this EMG?"]
    assert [one.text for one in opinions_by_mark(desk.ada.records)["b1"]] == ["Is this EMG?"]


def test_only_a_neurologist_decides(desk: ReadersDesk) -> None:
    found = desk.adjudication(desk.ada)
    with pytest.raises(UsageError, match="Only a neurologist can change the final layer; your role is technologist"):
        found.plan(found.open()[0], TAKE_A, Decider("ada", "technologist", DECIDER.now))


def test_a_merged_mark_has_the_fields_that_were_picked(desk: ReadersDesk) -> None:
    found = desk.adjudication()
    changes = found.plan(found.open()[0], MERGE, DECIDER, picks={"onset": "b", "movement": "a"})
    desk.carla.acts.do_together(changes)
    (final,) = desk.final()
    assert (final.onset_s, final.duration_s, final.attribute("movement")) == (10.3, 1.0, "flexor")


def test_a_decision_changed_later_replaces_its_final_mark(desk: ReadersDesk) -> None:
    conflict = desk.adjudication().open()[0]
    for verdict, onset_s in ((TAKE_A, 10.0), (TAKE_B, 10.3)):
        desk.carla.acts.do_together(desk.adjudication().plan(conflict, verdict, DECIDER))
        assert [mark.onset_s for mark in desk.final()] == [onset_s]
    desk.carla.acts.do_together(desk.adjudication().plan(conflict, NEITHER, DECIDER))
    assert desk.final() == []
    desk.carla.acts.undo()
    assert [mark.onset_s for mark in desk.final()] == [10.3]
    assert not desk.errors


def test_a_decision_on_marks_that_changed_since_is_open_again(desk: ReadersDesk) -> None:
    conflict = desk.adjudication().open()[0]
    desk.carla.acts.do_together(desk.adjudication().plan(conflict, TAKE_B, DECIDER))
    desk.bo.acts.change(
        there(desk.bo.marks.get("b1")), replace(there(desk.bo.marks.get("b1")), attributes=(("movement", "extensor"),))
    )
    changed = desk.adjudication().open()[0]
    assert changed.difference_id == conflict.difference_id
    desk.carla.acts.do_together(desk.adjudication().plan(changed, TAKE_B, DECIDER))
    assert [mark.attribute("movement") for mark in desk.final()] == ["extensor"]


def test_no_event_asks_where_the_final_layer_holds_a_copy_of_it(desk: ReadersDesk) -> None:
    desk.carla.catch_up()
    taken, reason = final_copy(there(desk.carla.marks.get("a2")), "carla", "neurologist", desk.carla.marks, VOCABULARY)
    desk.carla.acts.add(taken, reason)
    found = desk.adjudication()
    only_a = found.open()[1]
    with pytest.raises(FinalMarkStands, match="holds a mark of this event"):
        found.plan(only_a, NEITHER, DECIDER)
    desk.carla.acts.do_together(found.plan(only_a, NEITHER, DECIDER, on_same=OnSame.REPLACE))
    assert desk.final() == []


def test_decisions_are_read_back_after_reopening_and_by_others(desk: ReadersDesk) -> None:
    conflict = desk.adjudication().open()[0]
    desk.carla.acts.do_together(desk.adjudication().plan(conflict, TAKE_A, DECIDER, comment="clear on video"))
    again = desk.open("carla", "neurologist")
    decision = desk.adjudication(again).decision_on(conflict)
    assert decision is not None
    assert (decision.verdict, decision.comment, decision.decided_utc) == (
        TAKE_A,
        "clear on video",
        "2026-03-02T09:00:00.000000+00:00",
    )
    assert again.undo_state.undo_text == "Undo decide on spasm at 00:00:10: as ada"
    swapped = compare(again.marks, "bo", "ada", VOCABULARY)
    other = Adjudication(swapped, again.marks, again.records, FINGERPRINT, VOCABULARY)
    assert other.decision_on(swapped.differences[0]).verdict is TAKE_B
    again.acts.undo()
    assert desk.adjudication().decision_on(conflict) is None
