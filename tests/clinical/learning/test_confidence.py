"""Calibration of confidence."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import brier_score_loss
from there import holds, value_of

from eegview.clinical.learning.confidence import IMPLIED, ConfidentAnswer, calibration_of, share_right

ANSWERS = st.lists(st.tuples(st.integers(1, 5), st.booleans()), min_size=20, max_size=100)


def confident(answers):
    return [ConfidentAnswer(f"i{n}", "", confidence, right) for n, (confidence, right) in enumerate(answers)]


@settings(max_examples=15, deadline=None)
@given(ANSWERS)
def test_the_brier_score_is_that_of_sklearn(answers):
    wanted = brier_score_loss([right for _c, right in answers], [IMPLIED[c] for c, _right in answers], pos_label=True)
    found = calibration_of(confident(answers)).brier
    assert found.value == pytest.approx(wanted)
    assert holds(found, value_of(found))


@settings(max_examples=15, deadline=None)
@given(ANSWERS)
def test_bins_hold_all_answers_and_overconfidence_is_the_difference_of_means(answers):
    found = calibration_of(confident(answers))
    assert sum(one.share_right.n for one in found.bins) == len(answers)
    implied = sum(IMPLIED[c] for c, _right in answers) / len(answers)
    right = sum(right for _c, right in answers) / len(answers)
    assert found.overconfidence.value == pytest.approx(implied - right)


def test_a_share_has_the_interval_of_jeffreys():
    figure = share_right(confident([(3, n < 40) for n in range(50)]), 10)
    assert figure.value == 0.8
    assert figure.low == pytest.approx(0.675, abs=0.01)  # beta(40.5, 10.5) at 2.5 % and 97.5 %
    assert figure.high == pytest.approx(0.893, abs=0.01)


def test_few_answers_have_no_number():
    found = calibration_of(confident([(3, True)] * 19))
    assert found.brier.value is None
    assert found.bins[2].share_right.value == 1.0
    assert found.bins[0].share_right.why_none == "Too few to say: 0 answers, 10 are needed."
