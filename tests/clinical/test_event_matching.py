"""One-to-one matching by onset: as many pairs as can be, then the least difference; nothing is counted twice."""

import time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import linear_sum_assignment

from eegview.clinical.event_matching import Onset, match_events, pair_onsets

# to the tenth of a second, so that ties and differences of exactly the tolerance come up often
times_s = st.lists(st.integers(0, 60).map(lambda tenths: tenths / 10), max_size=9).map(sorted)


def onsets(*seconds: float, duration_s: float = 1.0, is_uncertain: bool = False) -> list[Onset]:
    return [Onset(onset_s, duration_s, is_uncertain=is_uncertain) for onset_s in seconds]


def best_by_assignment(first_s: list[float], second_s: list[float], tolerance_s: float) -> tuple[int, int]:
    """Return number of pairs and sum of differences (µs) of the best assignment."""
    first, second = np.round(np.array(first_s) * 1e6), np.round(np.array(second_s) * 1e6)
    if not len(first) or not len(second):
        return 0, 0
    differences = np.abs(first[:, None] - second[None, :])
    within = differences <= round(tolerance_s * 1e6)
    worth = np.where(within, 1e9 - differences, 0.0)
    rows, columns = linear_sum_assignment(worth, maximize=True)
    chosen = within[rows, columns]
    return int(chosen.sum()), int(differences[rows, columns][chosen].sum())


@given(times_s, times_s, st.sampled_from([0.0, 0.1, 0.5, 1.0, 3.0]))
def test_pairs_are_the_best_there_are(first_s: list[float], second_s: list[float], tolerance_s: float):
    pairs = pair_onsets(first_s, second_s, tolerance_s)
    differences = [abs(round(first_s[i] * 1e6) - round(second_s[j] * 1e6)) for i, j in pairs]
    assert all(difference <= round(tolerance_s * 1e6) for difference in differences)
    assert (len(pairs), sum(differences)) == best_by_assignment(first_s, second_s, tolerance_s)
    assert len({i for i, _ in pairs}) == len({j for _, j in pairs}) == len(pairs)
    assert pairs == sorted(pairs)


@given(times_s, times_s, times_s)
def test_every_event_is_counted_once(certain_s: list[float], doubted_s: list[float], candidate_s: list[float]):
    reference = [*onsets(*certain_s), *onsets(*doubted_s, is_uncertain=True)]
    matching = match_events(reference, onsets(*candidate_s))
    assert len(matching.pairs) + len(matching.missed) == len(certain_s)
    assert len(matching.pairs) + len(matching.false) + len(matching.neither) == len(candidate_s)
    assert len(matching.neither) <= len(doubted_s) == matching.n_uncertain


def test_a_chain_gives_its_near_pair_up_for_one_pair_more():
    assert pair_onsets([10.0, 11.0], [10.9, 11.9], 1.0) == [(0, 0), (1, 1)]
    assert pair_onsets([10.0, 11.0], [10.9], 1.0) == [(1, 0)]


def test_a_difference_of_exactly_the_tolerance_is_within_it():
    assert len(pair_onsets([2.3], [3.3], 1.0)) == len(pair_onsets([3.4], [4.4], 1.0)) == 1
    assert pair_onsets([3.4], [4.400002], 1.0) == []


def test_a_second_mark_on_the_same_event_is_false():
    matching = match_events(onsets(10.0), onsets(9.8, 10.1, 10.4))
    assert [(pair.candidate, round(pair.difference_s, 3)) for pair in matching.pairs] == [(1, 0.1)]
    assert matching.false == (0, 2)


def test_a_stretch_over_a_cluster_is_false_although_it_starts_with_the_first_spasm():
    cluster = onsets(100.0, 108.0, 117.0)
    matching = match_events(cluster, [Onset(100.0, 20.0)])
    assert (matching.pairs, matching.missed, matching.false, matching.overlong) == ((), (0, 1, 2), (0,), (0,))


def test_a_long_candidate_of_one_event_and_a_short_one_over_two_are_none():
    assert match_events(onsets(100.0), [Onset(100.0, 20.0)]).overlong == ()
    assert match_events(onsets(100.0, 103.0), [Onset(100.0, 5.0)]).overlong == ()


def test_an_uncertain_mark_counts_neither_way_and_gives_way_to_a_certain_one():
    reference = [*onsets(50.0, is_uncertain=True), *onsets(50.8)]
    matching = match_events(reference, onsets(50.1))
    assert [(pair.reference, pair.candidate) for pair in matching.pairs] == [(1, 0)]
    matching = match_events(onsets(50.0, is_uncertain=True), onsets(50.1, 49.8))
    assert (matching.pairs, matching.missed, matching.neither, matching.false) == ((), (), (0,), (1,))


def test_order_does_not_matter():
    reference, candidates = onsets(30.0, 10.0, 20.0), onsets(20.2, 29.9, 50.0, 10.1)
    matching = match_events(reference, candidates)
    assert {(pair.reference, pair.candidate) for pair in matching.pairs} == {(0, 1), (1, 3), (2, 0)}
    assert matching.false == (2,)


def test_nothing_against_nothing():
    assert match_events([], []) == match_events((), ())
    assert match_events([], onsets(1.0)).false == (0,)
    assert match_events(onsets(1.0), []).missed == (0,)


def test_a_time_that_is_none_is_a_bug():
    with pytest.raises(ValueError, match="NaN"):
        pair_onsets([float("nan")], [1.0], 1.0)


def test_a_hundred_thousand_events_in_one_run_are_quick():
    rng = np.random.default_rng(3)
    first_s = np.sort(rng.uniform(0, 80_000, 100_000))  # one chain from end to end, at a tolerance of a second
    second_s = np.sort(first_s + rng.normal(0, 0.4, len(first_s)))
    begun_s = time.process_time()  # of this process alone: what else the machine does is no matter
    pairs = pair_onsets(first_s.tolist(), second_s.tolist(), 1.0)
    assert len(pairs) > 95_000
    reference, candidates = [Onset(t) for t in first_s.tolist()], [Onset(t, 1.0) for t in second_s.tolist()]
    assert len(match_events(reference, candidates).pairs) == len(pairs)
    assert time.process_time() - begun_s < 20  # about a second is usual
