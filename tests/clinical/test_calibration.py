"""The reliability of scores, by hand and as properties."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eegview.clinical.calibration import Judged, calibration_of, judged_candidates
from eegview.clinical.event_matching import Onset, match_events

JUDGED = st.lists(st.builds(Judged, st.floats(0, 1), st.booleans()), max_size=60)


def test_by_hand():
    found = calibration_of([Judged(0.7, True), Judged(0.74, False), Judged(1.0, True), Judged(0.1, False)])
    held = [(one.score_from, one.n, one.n_true) for one in found.bins if one.n]
    assert held == [(0.1, 1, 0), (0.7, 2, 1), (0.9, 1, 1)]
    assert found.bins[7].mean_score == pytest.approx(0.72)
    assert found.error == pytest.approx((0.1 * 1 + (0.72 - 0.5) * 2 + 0.0) / 4)
    assert found.brier == pytest.approx((0.09 + 0.5476 + 0.0 + 0.01) / 4)
    assert (found.n, found.n_true, found.lowest) == (4, 2, 0.1)
    assert found.bins[7].interval == pytest.approx((0.0945, 0.9055), abs=1e-4)  # Wilson's, of 1 in 2


def test_nothing_and_what_is_no_score():
    nothing = calibration_of([])
    assert (nothing.error, nothing.brier, nothing.lowest, nothing.n) == (None, None, None, 0)
    with pytest.raises(ValueError, match="from 0 to 1"):
        calibration_of([Judged(1.5, True)])


@pytest.mark.parametrize("tenth", range(11))
def test_a_score_on_a_border_is_of_the_range_that_begins_there(tenth: int):
    (held,) = (one for one in calibration_of([Judged(tenth / 10, True)]).bins if one.n)
    assert held.score_from == min(tenth, 9) / 10


@given(JUDGED)
def test_it_counts_all_and_stays_in_bounds(judged: list[Judged]):
    found = calibration_of(judged)
    assert found.n == len(judged)
    assert found.n_true == sum(one.is_true for one in judged)
    if judged:
        assert found.error is not None
        assert found.brier is not None
        assert 0 <= found.error <= 1
        assert 0 <= found.brier <= 1
        assert calibration_of(judged[::-1]) == found


def test_a_second_proposal_is_false_and_one_on_an_uncertain_event_stays_out():
    truth = [Onset(10.0), Onset(50.0, is_uncertain=True)]
    found = [Onset(10.1, 1, 0.9), Onset(10.6, 1, 0.6), Onset(50.2, 1, 0.8), Onset(90.0, 1, 0.55), Onset(95.0, 1, None)]
    judged = judged_candidates(found, match_events(truth, found))
    assert [(one.score, one.is_true) for one in judged] == [(0.9, True), (0.6, False), (0.55, False)]
