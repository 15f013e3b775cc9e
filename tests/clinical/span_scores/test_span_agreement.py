"""Agreement of spans by time, one by one and epoch by epoch: its laws, and figures worked out by hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eegview.clinical.span_scores.alike_stages import BY_SLEEP, BY_STATE, PARTLY_STAGED, stage_agreement
from eegview.clinical.span_scores.epoch_table import epoch_table
from eegview.clinical.span_scores.span_agreement import SpanAgreement, span_agreement
from eegview.clinical.span_scores.spans import LabelledSpan, common, seconds, union, without
from eegview.model.span import Span

LENGTH_S = 600.0
SEARCHED = (Span(0.0, LENGTH_S),)
STAGES = ("W", "N2", "N3")


def labelled(*edges_s: tuple[float, float], label: str = "", is_uncertain: bool = False) -> list[LabelledSpan]:
    return [LabelledSpan(Span(start_s, stop_s), label, None, is_uncertain) for start_s, stop_s in edges_s]


def agreement(reference: list[LabelledSpan], candidate: list[LabelledSpan]) -> SpanAgreement:
    return span_agreement(reference, candidate, 1.0, SEARCHED)


edges = st.lists(
    st.tuples(st.integers(0, 500), st.integers(1, 60)).map(lambda one: (float(one[0]), float(one[0] + one[1]))),
    max_size=12,
)
some_spans = edges.map(lambda found: labelled(*found))
some_stages = st.lists(st.sampled_from(STAGES), min_size=1, max_size=20).map(
    lambda stages: [LabelledSpan(Span(30.0 * k, 30.0 * (k + 1)), stage) for k, stage in enumerate(stages)]
)


@given(some_spans)
def test_whatever_is_compared_with_itself_agrees_entirely(spans: list[LabelledSpan]) -> None:
    same = agreement(spans, spans)
    expected = 1.0 if spans else None
    assert (same.time.sensitivity, same.time.precision, same.time.overlap, same.time.f1) == (expected,) * 4
    assert same.time.share_agreed == 1.0
    assert same.overlap.reference == same.overlap.candidate
    assert same.overlap.reference.half == same.overlap.reference.any == same.overlap.reference.n
    assert {(pair.onset_error_s, pair.offset_error_s) for pair in same.overlap.pairs} <= {(0.0, 0.0)}
    assert same.epochs is not None
    assert same.epochs.n_agreed == same.epochs.n == LENGTH_S


@given(some_spans, some_spans)
def test_who_is_the_reference_only_exchanges_sensitivity_and_precision(
    first: list[LabelledSpan], second: list[LabelledSpan]
) -> None:
    one, other = agreement(first, second), agreement(second, first)
    assert (one.time.sensitivity, one.time.precision) == (other.time.precision, other.time.sensitivity)
    assert (one.time.overlap, one.time.share_agreed) == (other.time.overlap, other.time.share_agreed)
    assert (one.overlap.reference, one.overlap.candidate) == (other.overlap.candidate, other.overlap.reference)
    assert one.epochs is not None
    assert other.epochs is not None
    assert one.epochs.counts == tuple(zip(*other.epochs.counts, strict=True))
    assert one.epochs.kappa().value == pytest.approx(other.epochs.kappa().value)


@given(some_spans, some_spans, st.floats(0.1, 0.9))
def test_cutting_a_span_into_touching_ones_and_repeating_it_change_nothing(
    reference: list[LabelledSpan], candidate: list[LabelledSpan], share: float
) -> None:
    cut: list[LabelledSpan] = []
    for one in candidate:
        middle_s = one.span.start_s + share * one.span.duration_s
        cut += labelled((middle_s, one.span.stop_s), (one.span.start_s, middle_s))
    whole, parts = agreement(reference, candidate), agreement(reference, [*cut, *candidate[:2]])
    assert parts.overlap.candidate == whole.overlap.candidate
    assert parts.overlap.reference == whole.overlap.reference
    assert parts.time.both_s == pytest.approx(whole.time.both_s)
    assert parts.time.candidate_s == pytest.approx(whole.time.candidate_s)


@given(some_spans, some_spans)
def test_no_share_leaves_its_bounds_and_the_seconds_add_up(
    reference: list[LabelledSpan], candidate: list[LabelledSpan]
) -> None:
    found = agreement(reference, candidate)
    time = found.time
    for share in (time.sensitivity, time.precision, time.overlap, time.f1, time.share_agreed):
        assert share is None or 0.0 <= share <= 1.0
    assert time.both_s <= min(time.reference_s, time.candidate_s) + 1e-9
    assert time.neither_s is not None
    assert time.either_s + time.neither_s == pytest.approx(LENGTH_S)
    assert found.overlap.reference.half <= found.overlap.reference.any <= found.overlap.reference.n


@given(some_stages, some_stages)
def test_of_stages_the_same_laws_hold(first: list[LabelledSpan], second: list[LabelledSpan]) -> None:
    def compared(a: list[LabelledSpan], b: list[LabelledSpan]) -> SpanAgreement:
        return span_agreement(a, b, 30.0, SEARCHED, STAGES)

    same, one, other = compared(first, first), compared(first, second), compared(second, first)
    assert (same.time.sensitivity, same.time.precision, same.share_agreed) == (1.0, 1.0, 1.0)
    assert same.epochs is not None
    assert same.epochs.n_agreed == same.epochs.n == len(first)
    assert (one.time.sensitivity, one.time.precision) == (other.time.precision, other.time.sensitivity)
    assert one.epochs is not None
    shared = min(len(first), len(second))
    alike = sum(a.label == b.label for a, b in zip(first, second, strict=False))
    assert (one.epochs.n, one.epochs.n_agreed) == (shared, alike)
    assert one.share_agreed == pytest.approx(alike / shared)


def test_figures_worked_out_by_hand() -> None:
    found = agreement(labelled((100, 160), (300, 310)), labelled((130, 170), (400, 420)))
    time, overlap = found.time, found.overlap
    assert (time.reference_s, time.candidate_s, time.both_s, time.either_s) == (70, 60, 30, 100)
    assert (time.sensitivity, time.precision, time.overlap) == (pytest.approx(3 / 7), 0.5, pytest.approx(0.3))
    assert (time.neither_s, time.agreed_s, time.share_agreed) == (500, 530, pytest.approx(530 / 600))
    assert time.false_s_per_hour == pytest.approx(30 * 6)
    assert (overlap.reference.n, overlap.reference.any, overlap.reference.half) == (2, 1, 0)
    assert overlap.best == (pytest.approx(30 / 70), 0.0)
    assert (overlap.onset_error.median, overlap.offset_error.median) == (30.0, 10.0)
    assert found.epochs is not None
    assert found.epochs.counts == ((30, 40), (30, 500))
    chance = (70 * 60 + 530 * 540) / 600**2
    assert found.epochs.kappa().value == pytest.approx((530 / 600 - chance) / (1 - chance))


def test_half_is_half_of_what_either_covers() -> None:
    assert agreement(labelled((0, 20)), labelled((10, 20))).overlap.reference.half == 1
    assert agreement(labelled((0, 21)), labelled((10.5, 20))).overlap.reference.half == 0
    two = agreement(labelled((0, 20)), labelled((0, 9), (10, 20))).overlap
    assert (two.reference.half, two.candidate.any, two.candidate.half, len(two.pairs)) == (1, 2, 1, 1)


def test_what_the_reader_doubted_counts_neither_way() -> None:
    reference = labelled((0, 10)) + labelled((100, 200), is_uncertain=True)
    found = agreement(reference, labelled((0, 10), (150, 220)))
    assert found.doubted_s == 100
    assert (found.time.reference_s, found.time.candidate_s, found.time.compared_s) == (10, 30, 500)
    assert found.epochs is not None
    assert found.epochs.n == 500


def test_without_a_length_nothing_is_said_of_the_time_that_neither_covers() -> None:
    found = span_agreement(labelled((0, 10)), labelled((5, 10)), 1.0)
    assert (found.time.neither_s, found.share_agreed, found.epochs) == (None, None, None)
    assert found.time.sensitivity == 0.5


def test_what_lies_outside_the_searched_time_is_left_out() -> None:
    found = span_agreement(labelled((0, 50)), labelled((0, 100)), 10.0, (Span(20.0, 40.0), Span(60.0, 80.0)))
    assert (found.time.reference_s, found.time.candidate_s, found.time.both_s) == (20, 40, 20)
    assert found.epochs is not None
    assert found.epochs.n == 4


def test_a_span_that_doubt_or_a_gap_cuts_is_still_one() -> None:
    gap = (Span(0.0, 40.0), Span(50.0, LENGTH_S))
    cut = span_agreement(labelled((10, 100)), labelled((12, 95)), 1.0, gap)
    assert (cut.time.reference_s, cut.time.candidate_s, cut.time.both_s) == (80, 73, 73)
    assert (cut.overlap.reference.n, cut.overlap.candidate.n, cut.overlap.reference.half) == (1, 1, 1)
    assert cut.overlap.best == (pytest.approx(73 / 80),)
    assert (cut.overlap.onset_error.median, cut.overlap.offset_error.median) == (2.0, -5.0)
    doubted = agreement(labelled((0, 10)) + labelled((40, 60), is_uncertain=True), labelled((20, 100)))
    assert (doubted.overlap.candidate.n, doubted.overlap.candidate.any, doubted.time.candidate_s) == (1, 0, 60)


def test_edges_that_a_cut_makes_are_no_errors() -> None:
    found = span_agreement(labelled((10, 80)), labelled((20, 70)), 1.0, (Span(0.0, 50.0),))
    assert (found.overlap.onset_error.median, found.overlap.onset_error.n) == (10.0, 1)
    assert found.overlap.offset_error.n == 0
    assert (len(found.overlap.pairs), found.time.both_s) == (1, 30)


def test_much_sleep_without_a_stage_is_compared_as_sleep_and_little_is_told() -> None:
    def night(n_unstaged: int) -> list[LabelledSpan]:
        names = ["W", *["N2"] * 99]
        names[100 - n_unstaged :] = [""] * n_unstaged
        return [LabelledSpan(Span(30.0 * k, 30.0 * (k + 1)), name) for k, name in enumerate(names)]

    much = stage_agreement(night(0), night(50), 30.0)
    assert much.remark == PARTLY_STAGED
    assert (much.time.sensitivity, much.time.both_s) == (1.0, 3000)
    little = stage_agreement(night(0), night(2), 30.0)
    assert little.remark == "Left out, as without a stage: 1 span of sleep, 60 s in all."
    assert (little.time.reference_s, little.time.both_s) == (3000, 2940)
    over = [*night(0), LabelledSpan(Span(0.0, 3000.0))]
    assert stage_agreement(night(0), over, 30.0).remark == ""  # each moment of it has a stage from another mark


def test_an_epoch_has_the_class_over_its_middle() -> None:
    table = epoch_table({"W": [Span(0, 44)], "N2": [Span(44, 90)]}, {"W": [Span(0, 46)]}, 30.0, None, STAGES)
    assert table is not None
    assert (table.classes, table.counts) == (("W", "N2"), ((1, 0), (1, 0)))
    assert table.n_only_reference == 1
    assert table.kappa().value == 0.0


def test_sets_of_spans() -> None:
    some = union([Span(5, 6), Span(0, 2), Span(2, 3), Span(1, 1.5), Span(9, 9)])
    assert some == (Span(0, 3), Span(5, 6))
    assert common(some, [Span(2.5, 5.5)]) == (Span(2.5, 3), Span(5, 5.5))
    assert without(some, [Span(1, 5.5)]) == (Span(0, 1), Span(5.5, 6))
    assert seconds(some) == 4.0
    assert without((), [Span(0, 1)]) == ()


def test_who_says_only_asleep_is_compared_by_sleep_and_wake() -> None:
    fine = [LabelledSpan(Span(30.0 * k, 30.0 * (k + 1)), stage) for k, stage in enumerate(("W", "N2", "N3", "R"))]
    coarse = [LabelledSpan(Span(0, 60), "W"), LabelledSpan(Span(60, 120), "S")]
    found = stage_agreement(fine, coarse, 30.0)
    assert found.remark == BY_STATE
    assert found.epochs is not None
    assert (found.epochs.classes, found.epochs.counts) == (("W", "S"), ((1, 0), (1, 2)))
    sleep = stage_agreement(fine, [LabelledSpan(Span(60, 120))], 30.0, SEARCHED)
    assert sleep.remark == BY_SLEEP
    assert (sleep.time.reference_s, sleep.time.both_s) == (90, 60)
    assert stage_agreement(fine, fine, 30.0).remark == ""
