"""A learner's threshold, and what is told of it."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import beta, norm
from sklearn.metrics import balanced_accuracy_score, recall_score
from there import holds, value_of, width

from eegview.clinical.learning.figure import Figure
from eegview.clinical.learning.rated_answers import RatedAnswer, rating_counts
from eegview.clinical.learning.threshold import (
    TOO_LAX,
    TOO_STRICT,
    balanced_accuracy,
    criterion,
    d_prime,
    gain,
    sensitivity,
    specificity,
    verdict,
)

COUNTS = st.tuples(*[st.integers(0, 40)] * 2, *[st.integers(15, 40)] * 2).map(
    lambda counts: (min(counts[0], counts[2]), min(counts[1], counts[3]), counts[2], counts[3])
)


def answered(found, alarms, n_there, n_not):
    """Return counts of answers: `found` of `n_there` events, `alarms` of `n_not` other items called."""
    held = [(True, n < found) for n in range(n_there)] + [(False, n < alarms) for n in range(n_not)]
    return rating_counts([RatedAnswer(f"i{n}", "", there, yes, 3) for n, (there, yes) in enumerate(held)])


@settings(max_examples=15, deadline=None)
@given(COUNTS)
def test_d_prime_and_criterion_follow_their_formulas(counts):
    found, alarms, n_there, n_not = counts
    held = answered(*counts)
    z_found, z_alarms = norm.ppf((found + 0.5) / (n_there + 1)), norm.ppf((alarms + 0.5) / (n_not + 1))
    assert d_prime(held).value == pytest.approx(z_found - z_alarms)
    assert criterion(held).value == pytest.approx(-(z_found + z_alarms) / 2)


@settings(max_examples=15, deadline=None)
@given(COUNTS)
def test_shares_are_those_of_sklearn(counts):
    found, alarms, n_there, n_not = counts
    truth = [1] * n_there + [0] * n_not
    said = [1] * found + [0] * (n_there - found) + [1] * alarms + [0] * (n_not - alarms)
    held = answered(*counts)
    assert sensitivity(held).value == pytest.approx(recall_score(truth, said))
    assert specificity(held).value == pytest.approx(recall_score(truth, said, pos_label=0))
    assert balanced_accuracy(held).value == pytest.approx(balanced_accuracy_score(truth, said))


@settings(max_examples=15, deadline=None)
@given(COUNTS)
def test_yes_and_no_exchanged_turn_the_sign_of_the_criterion(counts):
    found, alarms, n_there, n_not = counts
    held, turned = answered(*counts), answered(n_not - alarms, n_there - found, n_not, n_there)
    assert criterion(turned).value == pytest.approx(-value_of(criterion(held)))
    assert d_prime(turned).value == pytest.approx(d_prime(held).value)


def test_who_calls_little_is_too_strict_and_who_calls_much_too_lax():
    assert verdict(criterion(answered(20, 1, 60, 60))) == TOO_STRICT
    assert verdict(criterion(answered(59, 40, 60, 60))) == TOO_LAX
    assert verdict(criterion(answered(50, 10, 60, 60))) == "balanced"
    assert verdict(criterion(answered(5, 1, 10, 60))) == "too few to say"


def test_a_gain_between_two_tests_has_the_interval_of_both():
    before, after = balanced_accuracy(answered(20, 15, 40, 40)), balanced_accuracy(answered(36, 5, 40, 40))
    found = gain(before, after)
    assert found.value == pytest.approx(value_of(after) - value_of(before))
    assert holds(found, value_of(found))
    assert width(found) < width(before) + width(after)


def test_no_gain_is_told_where_a_test_is_missing():
    none = Figure(None, None, None, 0, "", "The pre-test was not done.", "share")
    found = gain(none, balanced_accuracy(answered(36, 5, 40, 40)))
    assert found.value is None
    assert found.why_none == "The pre-test was not done."


@pytest.mark.parametrize(("found", "alarms", "n"), [(30, 6, 50), (45, 2, 50), (20, 10, 30), (15, 0, 30)])
def test_the_interval_of_the_criterion_is_that_of_two_shares_after_jeffreys(found, alarms, n):
    """Of 4000 simulated learners each, that interval holds c in 94.5 to 97.1 % and d′ in 94.1 to 96.4 %."""
    rng = np.random.default_rng(0)
    shares = [beta.rvs(k + 0.5, n - k + 0.5, size=20_000, random_state=rng) for k in (found, alarms)]
    wanted = np.quantile(-0.5 * (norm.ppf(shares[0]) + norm.ppf(shares[1])), [0.025, 0.975])
    figure = criterion(answered(found, alarms, n, n))
    assert [figure.low, figure.high] == pytest.approx(wanted, abs=0.04 * (wanted[1] - wanted[0]) + 0.02)
