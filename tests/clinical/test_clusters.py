"""Clusters by the stated rule."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eegview.clinical.clusters import ClusterRule, form_clusters
from eegview.model.annotation import Annotation


def spasms_at(*onsets_s: float) -> list[Annotation]:
    return [Annotation(f"{i:04d}", "spasm", onset_s, 1.0) for i, onset_s in enumerate(onsets_s)]


def test_three_spasms_within_a_minute_of_each_other_are_a_cluster():
    clusters = form_clusters(spasms_at(200.0, 100.0, 140.0, 500.0, 510.0))
    assert [[spasm.onset_s for spasm in cluster.spasms] for cluster in clusters] == [[100.0, 140.0, 200.0]]
    assert clusters[0].intervals_s == (40.0, 60.0)
    assert (clusters[0].span.start_s, clusters[0].span.stop_s) == (100.0, 201.0)


def test_just_over_the_interval_parts_them():
    assert form_clusters(spasms_at(0.0, 60.0, 120.001)) == ()
    assert len(form_clusters(spasms_at(0.0, 60.0, 120.001), ClusterRule(max_interval_s=61.0))) == 1


def test_no_spasms_form_no_cluster():
    assert form_clusters([]) == ()


def test_the_rule_is_told_in_words():
    assert ClusterRule().text == "at least 3 spasms, successive onsets at most 60 s apart"


def test_a_rule_without_sense_is_refused():
    with pytest.raises(ValueError, match="at least one spasm"):
        ClusterRule(min_spasms=0)


@given(
    st.lists(st.floats(0, 2000), max_size=60),
    st.builds(ClusterRule, st.integers(1, 6), st.floats(0.5, 300)),
)
def test_every_spasm_is_where_the_rule_puts_it(onsets_s: list[float], rule: ClusterRule):
    spasms = spasms_at(*onsets_s)
    clusters = form_clusters(spasms, rule)
    held = [spasm for cluster in clusters for spasm in cluster.spasms]
    assert len(set(held)) == len(held)
    for cluster in clusters:
        assert len(cluster.spasms) >= rule.min_spasms
        assert all(interval_s <= rule.max_interval_s for interval_s in cluster.intervals_s)
    for earlier, later in itertools.pairwise(clusters):
        assert later.spasms[0].onset_s - earlier.spasms[-1].onset_s > rule.max_interval_s
    # what is left out has too few neighbours: its own run is shorter than the rule asks
    alone = set(spasms) - set(held)
    assert form_clusters(alone, rule) == ()
