"""The comparison of two layers: laws that hold for any marks, and the cases that a reader meets."""

from collections import Counter
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_studies.readers_desk import VOCABULARY, spasm, stage
from made_studies.readers_marks import LAYERS, named

from eegview.app.comparing.comparison import Comparison, compare
from eegview.app.comparing.difference import CONFLICT, MATCHED, ONLY_A, ONLY_B, Matter
from eegview.app.comparing.order import Order, ordered
from eegview.clinical.edge_limits import EdgeLimits
from eegview.clinical.same_event import SameEventRule
from eegview.model.annotation import FILE_LAYER, Annotation
from eegview.model.errors import UsageError


def compared(a: list[Annotation], b: list[Annotation]) -> Comparison:
    return compare((*named(a, "ada"), *named(b, "bo")), "ada", "bo", VOCABULARY)


def shape(comparison: Comparison) -> Counter[tuple[object, ...]]:
    return Counter((one.difference_id, one.kind, one.content, one.span) for one in comparison.differences)


_MIRRORED = {ONLY_A: ONLY_B, ONLY_B: ONLY_A}


@given(LAYERS)
def test_a_layer_against_itself_only_matches(marks: list[Annotation]) -> None:
    held = named(marks, "ada")
    found = compare(held, "ada", "ada", VOCABULARY)
    assert {one.kind for one in found.differences} <= {MATCHED}
    assert all(one.onset_difference_s in (0.0, None) for one in found.differences)


@given(LAYERS, LAYERS)
def test_layers_the_other_way_round_give_the_mirror_image(a: list[Annotation], b: list[Annotation]) -> None:
    marks = (*named(a, "ada"), *named(b, "bo"))
    there = compare(marks, "ada", "bo", VOCABULARY)
    back = compare(marks, "bo", "ada", VOCABULARY)
    mirrored = Counter(
        (one.difference_id, _MIRRORED.get(one.kind, one.kind), one.content, one.span) for one in back.differences
    )
    assert shape(there) == mirrored
    by_id = {one.difference_id: one for one in back.differences}
    for one in there.differences:
        other = by_id[one.difference_id]
        assert (one.a, one.b) == (other.b, other.a)
        if one.onset_difference_s is not None and other.onset_difference_s is not None:
            assert one.onset_difference_s == -other.onset_difference_s


@given(LAYERS, LAYERS)
def test_every_event_is_in_one_difference_and_every_epoch_too(a: list[Annotation], b: list[Annotation]) -> None:
    found = compared(a, b)
    events = [one for one in found.differences if one.matter is Matter.EVENT]
    for marks, side in ((named(a, "ada"), "a"), (named(b, "bo"), "b")):
        own = [m.annotation_id for m in marks if m.term_id not in ("hypsarrhythmia", "sleep_stage")]
        held = [mark.annotation_id for one in events if (mark := getattr(one, side)) is not None]
        assert sorted(held) == sorted(own)
    for term_id in ("hypsarrhythmia", "sleep_stage"):
        spans = sorted((one.span for one in found.of(term_id)), key=lambda span: span.start_s)
        assert all(first.stop_s <= second.start_s for first, second in pairwise(spans))


@given(LAYERS, LAYERS, st.sampled_from(("spasm", "artifact")), st.booleans())
def test_a_mark_far_away_changes_nothing_else(a: list[Annotation], b: list[Annotation], term: str, is_a: bool) -> None:
    before = shape(compared(a, b))
    far = Annotation("", term, 5000.0, 1.0)
    after = shape(compared([*a, far] if is_a else a, b if is_a else [*b, far]))
    more = after - before
    assert not before - after
    assert [key[1] for key in more.elements()] == [ONLY_A if is_a else ONLY_B]


@given(LAYERS, LAYERS, st.sampled_from(Order))
def test_every_order_lists_all(a: list[Annotation], b: list[Annotation], order: Order) -> None:
    found = compared(a, b)
    assert Counter(ordered(found.differences, order, VOCABULARY)) == Counter(found.differences)


@settings(max_examples=60)
@given(LAYERS, LAYERS)
def test_pairs_lie_within_the_rule(a: list[Annotation], b: list[Annotation]) -> None:
    rule = SameEventRule(0.4)
    marks = (*named(a, "ada"), *named(b, "bo"))
    found = compare(marks, "ada", "bo", VOCABULARY, rule)
    pairs = [one for one in found.differences if one.matter is Matter.EVENT and one.a and one.b]
    assert all(rule.are_near(one.a.onset_s, one.b.onset_s) for one in pairs if one.a and one.b)


def test_a_mark_that_matches_in_another_term_is_a_conflict_of_terms() -> None:
    (one,) = compared([spasm("", 10.0)], [Annotation("", "mimic", 10.4, 1.0)]).differences
    assert (one.kind, one.summary) == (CONFLICT, "term: spasm / mimic")


def test_findings_that_can_stand_beside_each_other_are_no_conflict_of_terms() -> None:
    found = compared([spasm("", 10.0)], [Annotation("", "electrodecrement", 10.4, 2.0)])
    assert [one.kind for one in found.differences] == [ONLY_A, ONLY_B]


@pytest.mark.parametrize(
    ("b", "kind", "summary"),
    [
        (spasm("", 10.3, movement="flexor"), MATCHED, "Flexor"),
        (spasm("", 10.3), MATCHED, "Flexor"),
        (spasm("", 10.3, movement="mixed"), CONFLICT, "movement: flexor / mixed"),
        (spasm("", 10.7, movement="flexor"), CONFLICT, "onset Δ 0.70 s"),
        (replace(spasm("", 10.0, movement="flexor"), duration_s=2.5), CONFLICT, "duration Δ 1.50 s"),
    ],
)
def test_what_counts_as_a_conflict(b: Annotation, kind: str, summary: str) -> None:
    (one,) = compared([spasm("", 10.0, movement="flexor")], [b]).differences
    assert (one.kind, one.summary) == (kind, summary)


def test_the_limit_of_edges_can_be_set() -> None:
    marks = (*named([spasm("", 10.0)], "ada"), *named([spasm("", 10.7)], "bo"))
    (one,) = compare(marks, "ada", "bo", VOCABULARY, edges=EdgeLimits(onset_s=0.8)).differences
    assert one.kind == MATCHED


def test_a_second_mark_of_one_reader_and_a_doubt_are_told() -> None:
    found = compared([spasm("", 10.0), spasm("", 10.4)], [spasm("", 10.0, certainty="possible")])
    assert [(one.kind, one.remarks) for one in found.differences] == [
        (MATCHED, ("B is not sure that it is one.",)),
        (ONLY_A, ("A marked this event twice, 0.40 s apart.",)),
    ]


def test_the_files_annotations_are_nobodys_reading() -> None:
    with pytest.raises(UsageError, match="not a reviewer's marks"):
        compare([], "ada", FILE_LAYER, VOCABULARY)


def test_answers_given_in_another_order_agree_where_no_order_is_asked() -> None:
    a, b = (
        spasm("", 10.0, association=value) for value in ("atonia_before+arrest_after", "arrest_after+atonia_before")
    )
    (one,) = compared([a], [b]).differences
    assert one.kind == MATCHED
    a, b = (spasm("", 10.0, correlates=value) for value in ("fast+slow_wave", "slow_wave+fast"))
    (one,) = compared([a], [b]).differences
    assert one.kind == CONFLICT


def test_neighbouring_epochs_with_the_same_difference_are_one() -> None:
    a = [stage("", number, "N2") for number in range(10)]
    b = [stage("", number, "N3" if 3 <= number < 7 else "N2") for number in range(10)]
    found = compared(a, b).of("sleep_stage")
    assert [(one.kind, one.span.start_s, one.n_epochs) for one in found] == [
        (MATCHED, 0.0, 3),
        (CONFLICT, 90.0, 4),
        (MATCHED, 210.0, 3),
    ]


def test_a_staging_that_only_one_reader_made_is_one_difference() -> None:
    found = compared([stage("", number, "N2" if number % 2 else "R") for number in range(40)], [])
    (one,) = found.differences
    assert (one.kind, one.n_epochs, one.summary) == (ONLY_A, 40, "40 epochs, B has none")


def test_spreads_and_histogram_count_pairs_of_one_term() -> None:
    shifts = (-0.2, 0.0, 0.1, 0.3)
    a = [spasm("", 10.0 * number) for number in range(5)]
    b = [spasm("", 10.0 * number + shift) for number, shift in enumerate(shifts)]
    found = compared(a, [*b, Annotation("", "mimic", 40.2, 1.0)])
    spread = found.onset_spread()
    assert spread.n == 4
    assert (spread.median_s, spread.iqr_s) == pytest.approx((0.05, 0.2))
    histogram = found.onset_histogram(bar_s=0.1)
    assert sum(histogram.counts) == 4
    middle = len(histogram.counts) // 2
    assert [histogram.counts[middle + k] for k in (-2, 0, 1, 3)] == [1, 1, 1, 1]


def test_the_largest_come_first_by_size() -> None:
    a = [spasm("", 10.0), spasm("", 20.0, movement="flexor"), spasm("", 30.0), spasm("", 40.0)]
    b = [spasm("", 10.1), spasm("", 20.0, movement="mixed"), spasm("", 30.7)]
    found = ordered(compared(a, b).differences, Order.LARGEST, VOCABULARY)
    assert [(one.onset_s, one.kind) for one in found] == [
        (40.0, ONLY_A),
        (30.0, CONFLICT),
        (20.0, CONFLICT),
        (10.0, MATCHED),
    ]
