"""Counts, rates and clusters of a matching; SzCORE's scores beside them."""

import numpy as np
import pytest
from timescoring.annotations import Annotation
from timescoring.scoring import EventScoring

from eegview.clinical.agreement import Agreement, agreement_in_state, agreement_of, cluster_agreement, pooled
from eegview.clinical.event_matching import Onset, match_events
from eegview.clinical.szcore_scores import GRID_HZ, mask_of, merged_spans, szcore_scores

# 35 spasms in two clusters, as in the trial that shows what SzCORE cannot see
CLUSTERS = [Onset(600.0 + 8 * k, 1.0) for k in range(17)] + [Onset(2400.0 + 8 * k, 1.0) for k in range(18)]


def test_counts_shares_and_errors():
    reference, candidates = [Onset(t) for t in (10, 20, 30, 40)], [Onset(t) for t in (10.2, 19.9, 30.4, 70)]
    agreement = agreement_of(match_events(reference, candidates), hours=2.0)
    assert (agreement.tp, agreement.fp, agreement.fn) == (3, 1, 1)
    assert (agreement.sensitivity, agreement.precision, agreement.f1) == (0.75, 0.75, 0.75)
    assert agreement.fp_per_hour == 0.5
    assert agreement.onset_error.median == pytest.approx(0.2)
    assert agreement.onset_error.iqr == pytest.approx(0.25)  # of -0.1, 0.2, 0.4


def test_of_nothing_nothing_is_said():
    empty = agreement_of(match_events([], []))
    assert (empty.sensitivity, empty.precision, empty.f1, empty.fp_per_hour) == (None,) * 4
    assert (empty.sensitivity_interval, empty.fp_per_hour_interval, empty.onset_error.median) == (None,) * 3
    assert agreement_of(match_events([Onset(1.0)], []), 1.0).f1 == 0.0


def test_each_state_counts_its_own_events():
    reference = [Onset(10, state="awake"), Onset(20, state="asleep"), Onset(30, state="asleep")]
    candidates = [Onset(10, state="awake"), Onset(20, state="asleep"), Onset(90, state="awake"), Onset(95)]
    matching = match_events(reference, candidates)
    awake = agreement_in_state(matching, reference, candidates, "awake", 0.5)
    asleep = agreement_in_state(matching, reference, candidates, "asleep", 1.5)
    assert (awake.tp, awake.fp, awake.fn, awake.fp_per_hour) == (1, 1, 0, 2.0)
    assert (asleep.tp, asleep.fp, asleep.fn, asleep.fp_per_hour) == (1, 0, 1, 0.0)


def test_pooled_is_the_sum_and_knows_hours_only_where_all_do():
    one, other = Agreement(3, 1, 0, 2.0, (0.1, 0.2, 0.3)), Agreement(1, 1, 4, 1.0, (0.5,))
    assert pooled([one, other]) == Agreement(4, 2, 4, 3.0, (0.1, 0.2, 0.3, 0.5))
    assert pooled([one, Agreement(0, 0, 0)]).hours is None


def test_a_cluster_is_found_by_one_of_its_spasms():
    candidates = [Onset(600.0), Onset(608.3), Onset(616.1), Onset(5000.0)]
    clusters = cluster_agreement(CLUSTERS, candidates, match_events(CLUSTERS, candidates))
    assert (clusters.n_reference, clusters.n_candidate, clusters.n_detected) == (2, 1, 1)
    assert (clusters.detected_fraction, clusters.count_error) == (0.5, -1)
    assert clusters.spasm_count_errors == (-14, -18)


def test_without_clusters_no_share_of_them_is_told():
    alone = [Onset(100.0)]
    assert cluster_agreement(alone, alone, match_events(alone, alone)).detected_fraction is None


def test_szcore_gives_full_marks_where_one_hit_per_cluster_is_found():
    candidates = [Onset(600.0, 1.0), Onset(2400.0, 1.0)]
    scores = szcore_scores(CLUSTERS, candidates, 3600.0)
    assert scores is not None
    assert (scores[0].sensitivity, scores[0].f1) == (1.0, 1.0)
    assert agreement_of(match_events(CLUSTERS, candidates)).sensitivity == pytest.approx(2 / 35)


@pytest.mark.parametrize("seed", range(20))
def test_szcore_is_what_timescoring_says_of_the_same_events(seed: int):
    rng = np.random.default_rng(seed)
    sets = []
    for _ in range(2):
        starts = np.sort(rng.choice(36_000, rng.integers(0, 40), replace=False)) // 20 * 20
        sets.append([Onset(start / 10, float(rng.integers(1, 15)) / 10) for start in np.unique(starts)])
    first, second = (Annotation([(e.onset_s, e.onset_s + e.duration_s) for e in one], 10, 36_000) for one in sets)
    direct = EventScoring(first, second)
    scores = szcore_scores(sets[0], sets[1], 3600.0)
    assert scores is not None
    assert (scores[0].tp, scores[0].fp, scores[0].n_reference) == (direct.tp, direct.fp, direct.refTrue)


def test_points_and_events_at_the_edges_are_on_the_grid():
    mask = mask_of([Onset(0.0), Onset(9.95, 3.0), Onset(-5.0, 5.1), Onset(100.0, 1.0)], 100)
    assert mask.nonzero()[0].tolist() == [0]  # 9.95 s rounds to the grid's end, which is not part of it
    assert merged_spans(mask) == [(0.0, 1 / GRID_HZ)]
    assert szcore_scores([], [], 0.0) is None
    assert szcore_scores([], [], 60.0) is not None
