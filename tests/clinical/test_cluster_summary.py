"""What is told of a cluster, against counts made by hand."""

from eegview.clinical.cluster_summary import summarize_clusters, waking_times_s
from eegview.clinical.clusters import JOINED, SPLIT, ClusterRule, form_clusters
from eegview.model.annotation import Annotation


def spasm(onset_s: float, **attributes: str) -> Annotation:
    return Annotation(f"s{onset_s}", "spasm", onset_s, 1.0, attributes=tuple(sorted(attributes.items())))


def stage(onset_s: float, stop_s: float, name: str) -> Annotation:
    return Annotation(f"t{onset_s}", "sleep_stage", onset_s, stop_s - onset_s, attributes=(("stage", name),))


def test_a_cluster_after_waking() -> None:
    spasms = [spasm(t, intensity=i) for t, i in ((700.0, "2"), (707.0, "4"), (717.0, "1"))]
    (summary,) = summarize_clusters(form_clusters(spasms), [*spasms, stage(0, 580, "N2"), stage(580, 900, "W")])
    assert (summary.n_spasms, summary.duration_s, summary.median_interval_s) == (3, 18.0, 8.5)
    assert summary.intensities == (2, 4, 1)
    assert (summary.state, summary.minutes_awake) == ("W", 2.0)
    assert summary.text == "Cluster 1 · 3 spasms · median interval 8.5 s · 2 min after waking"


def test_without_stages_nothing_is_said_of_waking() -> None:
    (summary,) = summarize_clusters(form_clusters([spasm(t) for t in (1.0, 5.0, 9.0)]), [])
    assert (summary.state, summary.minutes_awake, summary.intensities) == ("", None, (None, None, None))
    assert summary.text == "Cluster 1 · 3 spasms · median interval 4.0 s"


def test_a_child_asleep_again_is_not_so_many_minutes_awake() -> None:
    spasms = [spasm(t) for t in (700.0, 707.0, 717.0)]
    marks = [stage(0, 100, "N2"), stage(100, 300, "W"), stage(300, 900, "N1")]
    (summary,) = summarize_clusters(form_clusters(spasms), marks)
    assert (summary.state, summary.minutes_awake) == ("N1", None)


def test_waking_is_an_arousal_or_wakefulness_after_sleep() -> None:
    marks = [stage(0, 10, "W"), stage(10, 50, "N2"), stage(50, 80, "W"), Annotation("a", "arousal", 30.0)]
    assert waking_times_s(marks) == [30.0, 50.0]


def test_splitting_by_hand_begins_anew() -> None:
    spasms = [spasm(0.0), spasm(10.0), spasm(20.0), spasm(30.0, cluster=SPLIT), spasm(40.0), spasm(50.0)]
    assert [len(c.spasms) for c in form_clusters(spasms)] == [3, 3]


def test_joining_by_hand_reaches_over_any_interval_and_makes_a_cluster_of_two() -> None:
    spasms = [spasm(0.0), spasm(500.0, cluster=JOINED)]
    assert [len(c.spasms) for c in form_clusters(spasms, ClusterRule(3, 60.0))] == [2]


def test_a_first_spasm_cannot_be_joined_to_nothing() -> None:
    assert form_clusters([spasm(0.0, cluster=JOINED), spasm(500.0)]) == ()
