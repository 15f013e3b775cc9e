"""What is counted of one layer's spasms, from marks with every fault there is."""

import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eegview.app.vocabulary.store import load_vocabulary
from eegview.clinical.clusters import ClusterRule
from eegview.clinical.statistics.spasm_statistics import SpasmStatistics, spasm_statistics
from eegview.model.annotation import Annotation
from eegview.model.span import Span
from eegview.model.vocabulary import Vocabulary

VOCABULARY = load_vocabulary()
HOUR = (Span(0.0, 3600.0),)


def mark(name: str, onset_s: float, duration_s: float = 1.5, term: str = "spasm", layer: str = "ada", **answers: str):
    said = tuple(sorted((key.rstrip("_"), value) for key, value in answers.items()))
    return Annotation(name, term, onset_s, duration_s, attributes=said, layer=layer)


def stage(name: str, start_s: float, stop_s: float, value: str) -> Annotation:
    return mark(name, start_s, stop_s - start_s, "sleep_stage", stage=value)


def counted(marks: list[Annotation], segments: tuple[Span, ...] = HOUR, **more) -> SpasmStatistics:
    return spasm_statistics(marks, "ada", segments, VOCABULARY, **more)


def test_nothing_marked():
    found = counted([], reviewed=[Span(0, 1800)])
    assert (found.n_total, found.clusters, found.interval_s, found.duration_s) == (0, (), None, None)
    assert (found.per_hour_recorded.value, found.per_hour_reviewed.value) == (0, 0)
    recorded, reviewed = found.per_hour_recorded, found.per_hour_reviewed
    assert recorded.run_limit is not None
    assert reviewed.run_limit == pytest.approx(2 * recorded.run_limit)
    assert (found.in_clusters, found.soon_after_waking) == (None, None)
    assert all(row.share is None and not row.count for row in found.semiology)
    assert (found.longest_free, found.longest_free_reviewed) == (HOUR[0], Span(0, 1800))
    assert [row.state for row in found.by_state] == ["awake", "asleep", "not_staged"]
    nothing = counted([mark("a", 5)], ())
    assert (nothing.n_total, nothing.per_hour_recorded, nothing.longest_free) == (1, None, None)
    assert nothing.unrecorded == ("a",)


def test_marks_of_one_event_count_once_and_answer_for_each_other():
    first = mark("a", 100, 0.0, certainty="possible")
    second = mark("b", 100.8, 1.2, movement="flexor", certainty="certain")
    doubted = replace(mark("d", 400), text="spasm?")
    found = counted([second, mark("c", 101.9), first, doubted, mark("x", 100, layer="bob")])
    assert found.marks == ("a", "c", "d")
    assert (found.n_marks, found.doubted) == (4, ("d",))
    assert (found.per_hour_recorded.n, found.sure.n, found.sure.marks) == (3, 2, ("a", "c"))
    flexor = next(row for row in found.semiology if row.choice == "flexor")
    assert (flexor.count, flexor.n_answered, flexor.n_asked, flexor.marks) == (1, 1, 3, ("a",))
    certain = {row.choice: row.count for row in found.semiology if row.attribute == "certainty"}
    assert certain == {"certain": 0, "probable": 0, "possible": 1}
    assert "1 uncertain spasm is counted" in found.counting_text
    assert (found.duration_s.n, found.duration_s.least) == (3, 1.2)  # a point lends its neighbour's length


def test_marks_in_gaps_outside_and_unreviewed_are_in_no_rate():
    segments = (Span(0, 1000), Span(2000, 3000))
    marks = [
        *(mark(name, at_s) for name, at_s in (("before", -3), ("a", 0), ("gap", 1500), ("b", 2000), ("c", 2500))),
        mark("edge", 1000, 0.0),  # the sample that would stand there is the gap's first
        mark("end", 3000, 0.0),
    ]
    found = counted(marks, segments, reviewed=[Span(0, 500), Span(900, 2100)])
    assert found.n_total == 7
    assert found.unrecorded == ("before", "edge", "gap", "end")
    assert found.unreviewed == ("c",)
    assert found.per_hour_recorded.marks == ("a", "b", "c")
    assert found.per_hour_recorded.value == pytest.approx(3 / (2000 / 3600))
    assert (found.reviewed_s, found.per_hour_reviewed.marks) == (700, ("a", "b"))
    assert found.per_hour_reviewed.value == pytest.approx(2 / (700 / 3600))
    assert found.longest_free == Span(1.5, 1000)
    assert found.longest_free_reviewed == Span(1.5, 500)
    assert (found.duration_s.n, found.span) == (5, Span(0, 3000))


def test_states_have_the_hours_that_were_staged():
    marks = [
        stage("s1", 0, 600, "W"),
        stage("s2", 600, 1800, "N2"),
        stage("s3", 1800, 2400, "W"),
        stage("s4", 2400, 2430, "?"),
        *(mark(f"w{k}", 1830 + 10 * k) for k in range(4)),
        mark("n", 1000),
        mark("said", 3000, state="nrem"),
        mark("drowsy", 3100, state="drowsy"),
        mark("open", 2410),
    ]
    found = counted(marks)
    awake, asleep, n2 = (found.state(name) for name in ("awake", "asleep", "N2"))
    assert (awake.count, awake.seconds, awake.spans) == (4, 1200, (Span(0, 600), Span(1800, 2400)))
    assert awake.rate.value == pytest.approx(4 / (1200 / 3600))
    assert (asleep.count, asleep.n_answered, asleep.seconds) == (2, 1, 1200)
    assert (asleep.rate.n, asleep.rate.marks, asleep.marks) == (1, ("n",), ("n", "said"))
    assert (n2.count, n2.is_part, found.state("R")) == (1, True, None)
    assert (found.state("drowsy").count, found.state("drowsy").rate) == (1, None)
    assert (found.state("not_staged").count, found.state("not_staged").seconds) == (1, 1200)
    assert sum(row.count for row in found.by_state if not row.is_part) == found.n_total
    assert found.wakings_s == (1800,)
    assert found.minutes_after_waking.value == pytest.approx(0.5)
    assert (found.soon_after_waking.value, found.soon_after_waking.n, found.n_waking_known) == (1, 1, 1)
    assert counted(marks, within_waking_min=0.4).soon_after_waking.value == 0
    assert counted([*marks[:3]]).state("awake").rate.value == 0
    other = [replace(one, layer="bob") for one in marks if one.term_id == "sleep_stage"]
    assert counted(marks[4:], staged=other).by_state == found.by_state


def test_clusters_intervals_and_looks():
    marks = [mark(f"a{k}", 100 + 10.0 * k, 1.0, movement="flexor", correlates="fast+slow_wave") for k in range(4)]
    marks += [mark(f"b{k}", 900 + 30.0 * k, 2.0, movement="mixed", clinical="electroclinical") for k in range(3)]
    marks += [mark("c", 2000, 0.0, movement="strange"), mark("d", 2030, correlates="slow_wave")]
    found = counted(marks)
    assert [one.n_spasms for one in found.clusters] == [4, 3]
    assert (found.n_in_clusters, found.in_clusters.value, found.in_clusters.n) == (7, 7 / 9, 9)
    assert (found.interval_s.n, found.interval_s.value, found.interval_s.most) == (5, 10, 30)
    assert found.spasms_per_cluster.value == 3.5
    assert (found.duration_s.n, found.n_default_duration) == (8, 4)
    rows = {row.choice: row for row in found.semiology if row.attribute == "movement"}
    assert {choice: row.count for choice, row in rows.items()} == {"flexor": 4, "extensor": 0, "mixed": 3, "strange": 1}
    assert (rows["flexor"].n_answered, rows["flexor"].share.value) == (8, 0.5)
    ictal = {row.choice: (row.count, row.n_first) for row in found.semiology if row.attribute == "correlates"}
    assert ictal == {"fast": (4, 4), "slow_wave": (5, 1), "electrodecrement": (0, 0), "emg": (0, 0)}
    assert {row.evidence: row.count for row in found.evidence} == {
        "electroclinical": 3,
        "clinical_only": 0,
        "electrographic_only": 0,
        "": 6,
    }
    assert "cluster" not in {row.attribute for row in found.semiology}
    pair = counted(marks, rule=ClusterRule(2, 30.0))
    assert [one.n_spasms for one in pair.clusters] == [4, 3, 2]
    by_hand = counted([*marks[:-1], replace(marks[-1], attributes=(("cluster", "joined"),))])
    assert [one.n_spasms for one in by_hand.clusters] == [4, 3, 2]


def test_other_seizures_and_mimics_by_kind():
    marks = [
        mark("t1", 10, 5, "seizure", type_="tonic"),
        mark("t2", 10.5, 5, "seizure"),  # the same, marked twice
        mark("f", 50, 5, "seizure", type_="focal", certainty="possible"),
        mark("m1", 60, 1, "mimic", kind="startle"),
        mark("m2", 90, 1, "mimic"),
        mark("m3", 120, 1, "mimic", kind="startle"),
    ]
    found = counted(marks)
    seizure, mimic = found.other("seizure"), found.other("mimic")
    assert (seizure.count, seizure.n_doubted, seizure.marks) == (2, 1, ("t1", "f"))
    assert [(kind.kind, kind.count) for kind in seizure.kinds] == [("focal", 1), ("tonic", 1)]
    assert [(kind.label, kind.count) for kind in mimic.kinds] == [("Startle", 2), ("not said", 1)]
    assert (found.n_total, found.other("spasm")) == (0, None)


def test_a_vocabulary_without_questions_still_counts():
    found = spasm_statistics([mark("a", 5, movement="flexor")], "ada", HOUR, Vocabulary("own", "1", "Own", "", ()))
    assert (found.n_total, found.semiology, found.others) == (1, (), ())
    assert [row.evidence for row in found.evidence] == [""]


TIMES = st.lists(st.integers(0, 4 * 3500), max_size=40).map(lambda found: [tick / 4 for tick in found])
MARKS = st.tuples(TIMES, st.randoms(use_true_random=False)).map(lambda held: _random_marks(*held))


def _random_marks(times_s: list[float], rng: random.Random) -> list[Annotation]:
    return [
        mark(
            f"m{number:02}",
            at_s,
            rng.choice((0.0, 0.5, 1.0, 2.25)),
            movement=rng.choice(("", "flexor", "mixed")),
            certainty=rng.choice(("", "possible", "certain")),
            clinical=rng.choice(("", "electroclinical")),
        )
        for number, at_s in enumerate(times_s)
    ]


@settings(max_examples=60, deadline=None)
@given(MARKS, st.randoms(use_true_random=False))
def test_neither_order_nor_other_layers_matter(marks: list[Annotation], rng: random.Random):
    found = counted(marks, reviewed=[Span(100, 2000)])
    mixed = [*marks, *(replace(one, annotation_id=f"o{one.annotation_id}", layer="bob") for one in marks)]
    rng.shuffle(mixed)
    assert counted(mixed, reviewed=[Span(100, 700), Span(600, 2000)]) == found


@settings(max_examples=60, deadline=None)
@given(MARKS, st.integers(1, 400_000).map(lambda tick: tick / 4))
def test_moving_all_times_moves_only_times(marks: list[Annotation], by_s: float):
    segments = (Span(0, 1000), Span(1200, 3600))
    found = counted(marks, segments)
    moved = counted(
        [replace(one, onset_s=one.onset_s + by_s) for one in marks], tuple(one.shifted(by_s) for one in segments)
    )
    for name in ("per_hour_recorded", "sure", "in_clusters", "duration_s", "interval_s", "spasms_per_cluster"):
        assert getattr(moved, name) == getattr(found, name)
    assert moved.semiology == found.semiology
    assert (moved.unrecorded, moved.doubted, moved.marks) == (found.unrecorded, found.doubted, found.marks)
    if found.longest_free is not None:
        assert moved.longest_free == found.longest_free.shifted(by_s)


@settings(max_examples=60, deadline=None)
@given(MARKS, MARKS)
def test_two_recordings_joined_have_what_each_had(one: list[Annotation], other: list[Annotation]):
    apart_s = 3600 + 3600.0  # nothing of one reaches into the other
    later = [replace(m, annotation_id=f"n{m.annotation_id}", onset_s=m.onset_s + apart_s) for m in other]
    first, second = counted(one), counted(later, (Span(apart_s, apart_s + 3600),))
    both = counted([*later, *one], (*HOUR, Span(apart_s, apart_s + 3600)))
    assert both.marks == first.marks + second.marks
    assert both.n_doubted == first.n_doubted + second.n_doubted
    assert both.per_hour_recorded.value * 2 == pytest.approx(
        first.per_hour_recorded.value + second.per_hour_recorded.value
    )
    assert [c.cluster for c in both.clusters] == [c.cluster for c in (*first.clusters, *second.clusters)]
    assert [r.count for r in both.semiology] == [
        a.count + b.count for a, b in zip(first.semiology, second.semiology, strict=True)
    ]
    assert (both.interval_s.n if both.interval_s else 0) == sum(
        part.interval_s.n for part in (first, second) if part.interval_s
    )
    if not second.clusters:
        assert both.interval_s == first.interval_s  # a figure holds where its data are read as part of more
