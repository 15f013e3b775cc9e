"""Layers that are compared: a detector's run as one of them, the final one."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from made_studies.readers_desk import DECIDER, FINGERPRINT, NOW, VOCABULARY, ReadersDesk, spasm
from made_studies.readers_marks import named

from eegview.app.comparing.comparison import Comparison, compare
from eegview.app.comparing.comparison_rule import ComparisonRule, rule_in
from eegview.app.comparing.decisions import MERGE, NEITHER, QUERY, TAKE_A, TAKE_B, Adjudication, Decider
from eegview.app.comparing.detector_layer import is_run_layer, run_layer, run_marks, run_text
from eegview.app.comparing.difference import CONFLICT, MATCHED, ONLY_A, ONLY_B
from eegview.app.comparing.unsettled import begun_pairs, not_compared, open_reader_texts, unsettled
from eegview.clinical.edge_limits import EdgeLimits
from eegview.clinical.same_event import SameEventRule
from eegview.model.annotation import FINAL_LAYER, Annotation
from eegview.model.signature import Meaning
from eegview.model.span import Span
from eegview.model.suggestion.detection import Detection, DetectorRun

RUN = DetectorRun("r1", FINGERPRINT, "spasms", "Epileptic spasms", "2.1", "0" * 64, (), Span(0, 600), "", "ada")
FOUND = (
    Detection(0, 10.1, 1.0, "spasm", 0.9),
    Detection(1, 50.0, 1.0, "spasm", 0.3),
    Detection(2, 90.0, 1.0, "spasm", 0.8),
)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[ReadersDesk]:
    desk = ReadersDesk(tmp_path)
    desk.ada.acts.add(spasm("a1", 10.0))
    desk.ada.acts.add(spasm("a2", 50.0))
    desk.bo.acts.add(spasm("b1", 10.2, movement="flexor"))
    desk.carla.catch_up()
    yield desk
    assert not desk.errors
    desk.close()


def with_run(desk: ReadersDesk, threshold: float = 0.5) -> Adjudication:
    desk.carla.catch_up()
    marks = (*desk.carla.marks, *run_marks(RUN, FOUND, threshold))
    found = compare(marks, "ada", run_layer(RUN), VOCABULARY)
    return Adjudication(found, desk.carla.marks, desk.carla.records, FINGERPRINT, VOCABULARY)


def test_a_run_is_compared_like_a_reader_at_its_threshold(desk: ReadersDesk) -> None:
    kinds = [(one.kind, one.onset_s) for one in with_run(desk).comparison.differences]
    assert kinds == [(MATCHED, 10.0), (ONLY_A, 50.0), (ONLY_B, 90.0)]
    assert with_run(desk, 0.2).comparison.counts()[MATCHED] == 2
    assert (run_text(RUN), is_run_layer(run_layer(RUN)), is_run_layer("ada")) == ("Epileptic spasms 2.1", True, False)


def test_a_suggestion_can_be_taken_and_blocks_nothing(desk: ReadersDesk) -> None:
    suggested = with_run(desk).comparison.differences[-1]
    desk.carla.acts.do_together(with_run(desk).plan(suggested, TAKE_B, DECIDER))
    assert [mark.onset_s for mark in desk.final()] == [90.0]
    stored = (*desk.carla.marks, *desk.carla.records)
    assert unsettled(stored, FINGERPRINT, VOCABULARY) == ()
    assert not begun_pairs(stored)


def test_a_query_goes_to_readers_and_not_to_a_detector(desk: ReadersDesk) -> None:
    matched = with_run(desk).comparison.differences[0]
    changes = with_run(desk).plan(matched, QUERY, DECIDER, comment="Really?")
    assert sum(change.mark.term_id == "opinion" for change in changes) == 1


def test_the_final_layer_can_be_compared_with_a_third_reader(desk: ReadersDesk) -> None:
    for one in desk.adjudication().open():
        desk.carla.acts.do_together(desk.adjudication().plan(one, TAKE_A, DECIDER))
    cyd = desk.open("cyd")
    cyd.acts.add(spasm("c1", 10.3, movement="mixed", certainty="certain"))
    cyd.acts.add(spasm("c3", 70.0))

    def against_final() -> Adjudication:
        desk.carla.catch_up()
        found = compare(desk.carla.marks, FINAL_LAYER, "cyd", VOCABULARY)
        return Adjudication(found, desk.carla.marks, desk.carla.records, FINGERPRINT, VOCABULARY)

    first, second, third = against_final().comparison.differences
    assert [one.kind for one in (first, second, third)] == [MATCHED, ONLY_A, ONLY_B]
    was = [mark.annotation_id for mark in desk.final()]
    desk.carla.acts.do_together(against_final().plan(first, MERGE, DECIDER, picks={"onset": "b"}))
    desk.carla.acts.do_together(against_final().plan(second, TAKE_A, DECIDER))
    desk.carla.acts.do_together(against_final().plan(third, TAKE_B, DECIDER))
    assert [mark.onset_s for mark in desk.final()] == [10.3, 50.0, 70.0]
    assert [mark.annotation_id for mark in desk.final()][:2] == was
    assert not_compared((*desk.carla.marks, *desk.carla.records)) == ()  # the third reader neither
    desk.carla.acts.do_together(against_final().plan(second, NEITHER, DECIDER))
    assert [mark.onset_s for mark in desk.final()] == [10.3, 70.0]


def test_a_neurologist_who_is_a_reader_may_settle(desk: ReadersDesk) -> None:
    desk.carla.acts.add(spasm("own", 200.0))
    found = compare(desk.carla.marks, "ada", "carla", VOCABULARY)
    own = Adjudication(found, desk.carla.marks, desk.carla.records, FINGERPRINT, VOCABULARY)
    desk.carla.acts.do_together(own.plan(found.differences[-1], TAKE_B, Decider("carla", "neurologist", NOW)))
    assert [mark.onset_s for mark in desk.final()] == [200.0]


def test_the_rule_of_a_comparison_is_kept_with_its_decisions(desk: ReadersDesk) -> None:
    rule = ComparisonRule(SameEventRule(0.1), EdgeLimits(0.05, 0.4, 0.0), 20.0)
    assert rule_in(rule.text) == rule
    assert rule_in("nonsense") == ComparisonRule()

    def narrow() -> Comparison:
        desk.carla.catch_up()
        return compare(desk.carla.marks, "ada", "bo", VOCABULARY, rule.same_event, rule.edges, rule.epoch_s)

    for one in narrow().differences:
        settling = Adjudication(narrow(), desk.carla.marks, desk.carla.records, FINGERPRINT, VOCABULARY)
        desk.carla.acts.do_together(settling.plan(one, NEITHER, DECIDER))
    stored = (*desk.carla.marks, *desk.carla.records)
    assert begun_pairs(stored) == {("ada", "bo"): rule}
    assert unsettled(stored, FINGERPRINT, VOCABULARY) == ()


def test_readers_who_were_not_compared_are_named_and_open_differences_counted(desk: ReadersDesk) -> None:
    stored = (*desk.carla.marks, *desk.carla.records)
    assert open_reader_texts(stored, FINGERPRINT, VOCABULARY) == ("Readers not compared: ada, bo",)
    desk.carla.acts.do_together(desk.adjudication().plan(desk.adjudication().open()[1], NEITHER, DECIDER))
    stored = (*desk.carla.marks, *desk.carla.records)
    assert open_reader_texts(stored, FINGERPRINT, VOCABULARY) == (
        "Readers not settled: 1 finding of both ada and bo is not taken",
    )
    assert not_compared([mark for mark in stored if mark.layer == "ada"]) == ()


def test_a_reader_who_signed_without_a_mark_is_named_and_one_compared_with_a_run_only_as_well(
    desk: ReadersDesk,
) -> None:
    desk.open("dee").acts.sign("Dee", Meaning.REVIEWED, "dee", "{}")
    desk.carla.acts.do_together(with_run(desk).plan(with_run(desk).comparison.differences[-1], TAKE_B, DECIDER))
    desk.carla.catch_up()
    assert not_compared((*desk.carla.marks, *desk.carla.records)) == ("ada", "bo", "dee")


def test_a_lasting_mark_may_differ_by_a_share_of_its_length() -> None:
    a = [Annotation("", "seizure", 10.0, 60.0)]
    b = [Annotation("", "seizure", 10.2, 70.0)]
    marks = (*named(a, "ada"), *named(b, "bo"))
    assert compare(marks, "ada", "bo", VOCABULARY).differences[0].kind == MATCHED
    longer = (*named(a, "ada"), *named([replace(b[0], duration_s=80.0)], "bo"))
    assert compare(longer, "ada", "bo", VOCABULARY).differences[0].kind == CONFLICT
