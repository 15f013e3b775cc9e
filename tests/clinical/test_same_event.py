"""One rule for the same event: marks of one term whose onsets lie within a second, by whomever."""

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eegview.clinical.agreement import cluster_agreement
from eegview.clinical.clusters import BY_HAND, SPLIT, counted_once, form_clusters
from eegview.clinical.event_matching import Onset, match_events
from eegview.clinical.same_event import SAME_EVENT_S, SameEventRule
from eegview.model.annotation import FILE_LAYER, Annotation

RULE = SameEventRule()


def spasm(onset_s: float, layer: str = "a", name: str = "") -> Annotation:
    return Annotation(name or f"{layer}{onset_s}", "spasm", onset_s, 1.0, layer=layer)


def test_two_readers_most_of_a_second_apart_marked_one_event() -> None:
    assert RULE.within_s == SAME_EVENT_S == 1.0
    assert RULE.is_same(spasm(764.0), replace(spasm(764.8, "b"), duration_s=0.4, attributes=(("class", "focal"),)))
    assert RULE.is_same(spasm(2.3), spasm(3.3))  # a second apart, though the difference of the floats is above it
    assert not RULE.is_same(spasm(2.3), spasm(3.300001))
    assert not RULE.is_same(spasm(2.0), replace(spasm(2.0), term_id="mimic"))
    assert not SameEventRule(0.5).is_same(spasm(2.0), spasm(2.8))


def test_notes_are_the_same_only_where_their_words_are() -> None:
    note = Annotation("n", "note", 5.0, text="crying  loudly", layer="a")
    assert RULE.is_same(note, replace(note, onset_s=5.4, text="Crying loudly"))
    assert not RULE.is_same(note, replace(note, text="fed"))
    of_file = Annotation("f", "file_note", 5.0, text="SPASM", layer=FILE_LAYER)
    assert not RULE.is_same(of_file, replace(of_file, text="A1+A2 OFF"))


def test_what_stands_is_given_nearest_first_and_of_one_layer() -> None:
    marks = [spasm(9.2, "final"), spasm(10.3, "final"), spasm(10.0, "b"), spasm(11.1, "final")]
    assert [m.onset_s for m in RULE.standing(spasm(10.0), marks, "final")] == [10.3, 9.2]


def test_a_count_is_printed_with_its_rule() -> None:
    assert RULE.count_text(24, "spasm") == "24 spasms (marks within 1 s are one event)"
    assert SameEventRule(0.25).count_text(1, "spasm") == "1 spasm (marks within 0.25 s are one event)"


def test_a_row_of_near_marks_is_not_one_event() -> None:
    assert [len(event) for event in RULE.events(spasm(0.8 * n) for n in range(5))] == [2, 2, 1]


@pytest.mark.parametrize("within_s", [-0.1, float("nan"), float("inf")])
def test_a_rule_that_is_none_is_refused(within_s: float) -> None:
    with pytest.raises(ValueError, match="0 or more"):
        SameEventRule(within_s)


@given(st.lists(st.tuples(st.integers(0, 20_000), st.sampled_from("abc")), max_size=40), st.integers(0, 3000))
def test_every_mark_is_in_one_event_and_no_two_events_begin_together(drawn, within_ms) -> None:
    rule = SameEventRule(within_ms / 1000)
    marks = [spasm(ms / 1000, layer, f"{n}") for n, (ms, layer) in enumerate(drawn)]
    events = rule.events(marks)
    assert sorted(m.annotation_id for event in events for m in event) == sorted(m.annotation_id for m in marks)
    begins = [event[0].onset_s for event in events]
    assert all(not rule.are_near(first, later) for first, later in pairwise(begins))
    assert all(rule.are_near(event[0].onset_s, mark.onset_s) for event in events for mark in event)
    assert len(rule.firsts(sorted(m.onset_s for m in marks))) == len(events)


def test_a_spasm_that_two_marked_makes_no_cluster_of_three() -> None:
    marks = [spasm(0.0), spasm(0.8, "b"), spasm(20.0), spasm(20.4, "b")]
    assert len(counted_once(marks)) == 2
    assert form_clusters(counted_once(marks)) == ()
    by_hand = replace(spasm(0.8, "b"), attributes=((BY_HAND, SPLIT),))
    assert counted_once([spasm(0.0), by_hand]) == (by_hand,)  # what a person said of clusters counts on


def test_a_twice_marked_spasm_counts_once_in_the_agreement_on_clusters() -> None:
    truth = [Onset(t) for t in (10.0, 20.0, 20.6)]
    assert cluster_agreement(truth, truth, match_events(truth, truth)).n_reference == 0
    truth = [Onset(t) for t in (10.0, 20.0, 20.6, 30.0)]
    found = [Onset(t) for t in (20.7,)]  # the nearest is the second mark of that spasm
    agreement = cluster_agreement(truth, found, match_events(truth, found))
    assert (agreement.n_reference, agreement.n_detected, agreement.spasm_count_errors) == (1, 1, (-2,))
