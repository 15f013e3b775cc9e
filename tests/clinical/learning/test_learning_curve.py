"""The learning curve, a learner's consistency, and their onsets."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import cohen_kappa_score, recall_score
from there import ends_of, holds, value_of

from eegview.clinical.intervals import wilson_interval
from eegview.clinical.learning.consistency import AnsweredTwice, consistency_of
from eegview.clinical.learning.learning_curve import MOST_POINTS, WINDOW, learning_curve, mean_of_shares, share_curve
from eegview.clinical.learning.onset_errors import onset_bias, onset_repeatability, onset_spread

PAIRS = st.lists(st.tuples(st.sampled_from("ab"), st.booleans()), min_size=20, max_size=300)


@settings(max_examples=15, deadline=None)
@given(PAIRS)
def test_each_point_is_the_mean_recall_of_the_last_fifty_answers(answers):
    classes, is_right = [a for a, _r in answers], [r for _a, r in answers]
    for point in learning_curve(classes, is_right):
        start = max(point.n_answered - WINDOW, 0)
        truth = classes[start : point.n_answered]
        said = [a if r else "other" for a, r in answers[start : point.n_answered]]
        if point.value is not None:
            wanted = recall_score(truth, said, labels=["a", "b"], average="macro")
            assert point.value == pytest.approx(wanted)
            assert holds(point, point.value)


def test_a_long_curve_has_no_more_than_two_hundred_points_and_the_last_answer():
    curve = learning_curve(["a", "b"] * 50_000, [True, False] * 50_000)
    assert len(curve) <= MOST_POINTS
    assert curve[-1].n_answered == 100_000


def test_few_answers_have_no_curve():
    assert learning_curve(["a"] * 10 + ["b"] * 9, [True] * 19) == ()
    assert learning_curve(["a"] * 30, [True] * 30)[-1].value is None


def test_the_interval_of_one_share_is_wilsons():
    _value, low, high = mean_of_shares([(8, 10)])
    assert (low, high) == pytest.approx((0.490, 0.943), abs=0.001)


@settings(max_examples=15, deadline=None)
@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("abc")), min_size=15, max_size=60))
def test_consistency_is_the_kappa_of_sklearn(pairs):
    found = consistency_of([AnsweredTwice(f"i{n}", "", a, b) for n, (a, b) in enumerate(pairs)])
    if len({value for pair in pairs for value in pair}) == 1:
        assert found.value is None
        assert found.why_none
        return
    assert found.value == pytest.approx(cohen_kappa_score([a for a, _b in pairs], [b for _a, b in pairs]))
    assert holds(found, value_of(found))


def test_a_learner_who_always_repeats_themselves_has_the_kappa_one():
    pairs = [AnsweredTwice(f"i{n}", "", "ab"[n % 2], "ab"[n % 2]) for n in range(20)]
    assert consistency_of(pairs).value == 1.0
    assert consistency_of(pairs[:14]).value is None


def test_onsets_have_their_median_and_middle_half():
    differences = np.random.default_rng(1).normal(0.2, 0.3, 200).tolist()
    bias, spread = onset_bias(differences), onset_spread(differences)
    assert bias.value == pytest.approx(np.median(differences))
    assert holds(bias, 0.2)
    assert spread.value == pytest.approx(np.subtract(*np.percentile(differences, [75, 25])))
    assert holds(spread, 0.3 * 1.349)
    assert onset_bias(differences[:9]).value is None
    assert onset_spread([0.1] * 20).why_none


def test_a_curve_of_shares_has_wilsons_interval_of_the_last_fifty():
    point = share_curve([False] * 30 + [True] * 40 + [False] * 10)[-1]
    assert (point.n_answered, point.value) == (80, 0.8)
    assert (point.low, point.high) == pytest.approx(wilson_interval(40, 50))
    assert share_curve([True] * 19) == ()
    assert len(share_curve([True] * 1000)) <= MOST_POINTS


def test_a_rare_class_is_left_out_of_the_curve_and_many_rare_ones_leave_none():
    classes = ["a", "b"] * 20 + ["c"]
    assert learning_curve(classes, [True] * 40 + [False])[-1].value == 1.0
    assert learning_curve(["a", "b"] * 10 + list("cdefgh"), [True] * 26)[-1].value is None


def test_repeated_onsets_have_their_median_distance():
    found = onset_repeatability([0.1 * n for n in range(21)])
    assert found.value == pytest.approx(1.0)
    assert (found.unit, found.n) == ("s", 21)
    assert ends_of(found) == pytest.approx((0.5, 1.5))
    assert onset_repeatability([0.1] * 14).value is None
