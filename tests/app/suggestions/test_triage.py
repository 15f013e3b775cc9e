"""Triage: every candidate once, whatever the order; verdicts go on, groups skip what is judged, nothing is lost."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_studies.judged_study import JudgedStudy, detection, reasons
from standing_clock import StandingClock

from eegview.app.suggestions.candidates import Candidates
from eegview.app.suggestions.triage import BREAK_S, Triage
from eegview.app.suggestions.triage_groups import GroupKind, Order, groups_of, ordered
from eegview.clinical.clusters import ClusterRule
from eegview.model.span import Span
from eegview.model.suggestion.detection import RunEnd
from eegview.model.suggestion.judgement import Verdict, is_unseen

ACCEPT, REJECT, UNSURE = Verdict


@pytest.fixture
def clock() -> StandingClock:
    return StandingClock()


@pytest.fixture
def study(tmp_path: Path) -> Iterator[JudgedStudy]:
    """Two clusters and two alone; the last is below the usual threshold."""
    study = JudgedStudy(tmp_path)
    onsets_s = (10, 20, 30, 500, 1000, 1010, 1020, 1030, 3000)
    scores = (0.7, 0.9, 0.8, 0.55, 0.6, 0.65, 0.95, 0.7, 0.3)
    study.put_run([detection(n, float(t), s) for n, (t, s) in enumerate(zip(onsets_s, scores, strict=True))])
    yield study
    study.close()


@pytest.fixture
def triage(study: JudgedStudy, clock: StandingClock) -> Triage:
    triage = Triage(study.suggestions, clock)
    triage.start()
    return triage


def at(triage: Triage) -> int | None:
    return triage.current.detection.number if triage.current is not None else None


def test_clusters_come_first_in_order_of_time_and_the_surest_of_each(triage: Triage) -> None:
    assert triage.queue == (1, 2, 0, 6, 7, 5, 4, 3)
    assert at(triage) == 1
    assert (triage.group_title, triage.groups[0].span) == ("Cluster 1", Span(10.0, 31.0))
    assert [s.detection.number for s in triage.group] == [1, 2, 0]
    assert [s.detection.number for s in triage.ahead(2)] == [2, 0]


def test_the_other_orders(triage: Triage) -> None:
    triage.set_order(Order.TIME)
    assert triage.queue == (0, 1, 2, 3, 4, 5, 6, 7)
    triage.set_order(Order.CONFIDENCE)
    assert triage.queue == (6, 1, 2, 0, 7, 5, 4, 3)
    triage.set_order(Order.UNCERTAINTY)
    assert triage.queue[:2] == (3, 4)
    assert at(triage) == 1  # what is looked at stays


def test_blind_the_order_tells_nothing_of_the_score(triage: Triage) -> None:
    triage.set_blind(True)
    assert triage.queue == (0, 1, 2, 4, 5, 6, 7, 3)
    triage.set_order(Order.CONFIDENCE)
    assert triage.queue == tuple(range(8))


def test_a_verdict_goes_on_to_the_next_open_one(triage: Triage, study: JudgedStudy) -> None:
    for verdict in (ACCEPT, REJECT, UNSURE):
        triage.judge(verdict)
    assert study.verdicts() == {0: "unsure", 1: "accept", 2: "reject"}
    assert at(triage) == 6
    triage.judge(ACCEPT, goes_on=False)
    assert at(triage) == 6
    triage.judge(ACCEPT, "mimic", Span(1019.5, 1021.0))
    assert study.verdicts()[6] == "reject"
    assert {m.term_id for m in study.review.marks} == {"spasm", "mimic"}


def test_one_left_open_comes_again_at_the_end(triage: Triage) -> None:
    triage.advance()
    for _ in range(7):
        triage.judge(REJECT)
    assert at(triage) == 1
    triage.judge(REJECT)
    assert triage.current is None
    assert triage.is_finished


def test_back_takes_the_last_verdict_back_and_shows_it_again(triage: Triage, study: JudgedStudy) -> None:
    triage.judge(ACCEPT)
    triage.judge(REJECT)
    triage.back()
    assert (at(triage), study.verdicts(), len(study.review.marks)) == (2, {1: "accept"}, 1)
    triage.back()
    assert (at(triage), study.verdicts(), len(study.review.marks)) == (1, {}, 0)
    triage.back()
    assert at(triage) == 1
    assert not study.errors


def test_undo_shows_what_was_undone(triage: Triage, study: JudgedStudy) -> None:
    triage.judge(ACCEPT)
    triage.judge(ACCEPT)
    assert at(triage) == 0
    study.review.acts.undo()
    assert at(triage) == 2
    triage.judge(REJECT)
    triage.back()
    assert at(triage) == 2


def test_a_whole_group_is_one_act_and_skips_what_is_judged(triage: Triage, study: JudgedStudy) -> None:
    triage.judge(REJECT)
    triage.judge_group(ACCEPT)
    assert study.verdicts() == {0: "accept", 1: "reject", 2: "accept"}
    assert at(triage) == 6
    assert study.review.undo_state.undo_text == "Undo accept 2 suggestions"
    triage.back()
    assert study.verdicts() == {1: "reject"}
    assert at(triage) == 2
    triage.judge_group(REJECT)
    study.review.acts.undo()
    assert study.verdicts() == {1: "reject"}


def test_one_that_stands_alone_is_its_own_group(triage: Triage, study: JudgedStudy) -> None:
    triage.go_to(study.suggestion(3))
    assert (triage.group_title, len(triage.group)) == ("", 1)
    triage.judge_group(ACCEPT)
    assert study.verdicts() == {3: "accept"}


def test_work_is_taken_up_where_it_was_left(triage: Triage, study: JudgedStudy, tmp_path: Path) -> None:
    triage.judge(ACCEPT)
    triage.judge(REJECT)
    later = JudgedStudy(tmp_path)
    later.suggestions.catch_up()
    again = Triage(later.suggestions)
    again.start()
    assert at(again) == 0
    assert again.counts.judged == 2
    again.back()  # of another day's, to the one before in order
    assert at(again) == 2
    assert later.verdicts() == {1: "accept"}
    later.close()


def test_the_threshold_moves_what_is_in_the_queue(triage: Triage) -> None:
    triage.set_threshold(0.2)
    assert 8 in triage.queue
    assert at(triage) == 1
    triage.set_threshold(0.93)
    assert triage.queue == (6,)
    assert at(triage) == 6
    triage.set_threshold(0.99)
    assert (triage.queue, at(triage), triage.is_finished) == ((), None, False)
    triage.set_threshold(0.5)
    assert at(triage) == 1


def test_the_pace_leaves_breaks_out(triage: Triage, clock: StandingClock) -> None:
    assert triage.seconds_each is None
    for spent_s in (2.0, 4.0, BREAK_S + 1, 3.0):
        clock.now_s += spent_s
        triage.judge(REJECT)
    assert (triage.counts.judged, triage.counts.shown, triage.seconds_each) == (4, 8, 3.0)
    clock.now_s += 8.0
    triage.judge_group(ACCEPT)  # four at once
    assert triage.seconds_each == pytest.approx(17.0 / (3 + len((7, 5, 4))))


def test_candidates_that_come_while_one_works_join_the_queue(tmp_path: Path) -> None:
    study = JudgedStudy(tmp_path)
    run = study.put_run([detection(0, 10.0)], end=RunEnd.RUNNING)
    triage = Triage(study.suggestions)
    triage.start()
    triage.judge(ACCEPT)
    assert triage.current is None
    library = study.library()
    library.add_detections(run.run_id, [detection(1, 500.0)])
    library.end_run(run.run_id, RunEnd.DONE, "", 3600.0)
    library.close()
    study.suggestions.catch_up()
    assert at(triage) == 1
    study.close()


def test_another_run_is_begun_at_its_first_open_one(triage: Triage, study: JudgedStudy) -> None:
    triage.judge(ACCEPT)
    other = study.put_run([detection(0, 700.0), detection(1, 20.2)], started_utc="2026-01-02T00:00:00+00:00")
    study.suggestions.show(other.run_id)
    assert study.verdicts() == {1: "accept"}
    assert at(triage) == 0


def test_the_pace_is_that_of_one_run(triage: Triage, study: JudgedStudy, clock: StandingClock) -> None:
    clock.now_s += 2.0
    triage.judge(ACCEPT)
    assert triage.seconds_each == 2.0
    other = study.put_run([detection(0, 700.0)], started_utc="2026-01-02T00:00:00+00:00")
    study.suggestions.show(other.run_id)
    assert triage.seconds_each is None


def test_the_unsure_ones_are_gone_through_once_more(triage: Triage, study: JudgedStudy) -> None:
    for verdict in (UNSURE, ACCEPT, UNSURE, *(REJECT,) * 5):
        triage.judge(verdict)
    assert triage.is_finished
    triage.review_unsure()
    assert (at(triage), [s.detection.number for s in triage.ahead(3)]) == (1, [0])
    triage.judge(ACCEPT)
    assert at(triage) == 0
    triage.judge(UNSURE)  # still so: it does not come for ever
    assert triage.current is None
    assert (study.verdicts()[0], study.verdicts()[1]) == ("unsure", "accept")
    triage.review_unsure()
    assert at(triage) == 0


def test_before_it_is_begun_nothing_is_shown(study: JudgedStudy) -> None:
    triage = Triage(study.suggestions)
    study.suggestions.set_threshold(0.7)
    triage.judge(ACCEPT)
    triage.back()
    assert (triage.queue, triage.current, study.verdicts()) == ((), None, {})


def test_spikes_with_one_focus_for_the_same_reasons_are_alike() -> None:
    found = [
        detection(0, 1.0, term_id="spike_focus", channels=("C3",), terms=reasons("sharp", "field")),
        detection(1, 2.0, term_id="spike_focus", channels=("O2",), terms=reasons("sharp", "field")),
        detection(2, 9.0, 0.95, term_id="spike_focus", channels=("C3",), terms=reasons("field", "sharp")),
        detection(3, 9.5, term_id="spike_focus", channels=("C3",), terms=reasons("sharp")),
    ]
    candidates = Candidates(found)
    (group,) = groups_of(candidates, candidates.above(0.5), ClusterRule())
    assert (group.kind, group.places, group.title, group.span) == (
        GroupKind.SIMILAR,
        (2, 0),
        "Alike 1",
        Span(1.0, 10.0),
    )


SCORES = st.lists(st.tuples(st.floats(0, 500), st.floats(0, 1), st.sampled_from(["spasm", "artifact"])), max_size=25)


@given(SCORES, st.floats(0, 1), st.sampled_from(Order), st.booleans())
def test_every_order_is_a_permutation_of_what_is_shown(rows, threshold: float, order: Order, is_blind: bool) -> None:  # type: ignore[no-untyped-def]
    candidates = Candidates([detection(n, onset, score, term) for n, (onset, score, term) in enumerate(rows)])
    places = candidates.above(threshold)
    groups = groups_of(candidates, places, ClusterRule(), is_blind)
    assert sorted(ordered(candidates, places, groups, order, is_blind)) == places.tolist()
    members = [place for group in groups for place in group.places]
    assert len(members) == len(set(members))
    assert set(members) <= set(places.tolist())


@given(SCORES, st.integers(1, 5), st.floats(0.5, 100))
def test_clusters_keep_the_rule(rows, min_spasms: int, max_interval_s: float) -> None:  # type: ignore[no-untyped-def]
    candidates = Candidates([detection(n, onset, score) for n, (onset, score, _term) in enumerate(rows)])
    rule = ClusterRule(min_spasms, max_interval_s)
    for group in groups_of(candidates, candidates.above(0.0), rule):
        onsets_s = np.sort(candidates.onsets_s[list(group.places)])
        assert len(onsets_s) >= max(2, min_spasms)
        assert (np.diff(onsets_s) <= max_interval_s).all()


def unseen_numbers(study: JudgedStudy) -> list[int]:
    shown = study.suggestions.shown
    assert shown is not None
    return [number for number, judgement in sorted(shown.judgements.items()) if not judgement.is_seen]


def unseen_onsets_s(study: JudgedStudy) -> list[float]:
    return [mark.onset_s for mark in study.review.marks if is_unseen(mark)]


def look_at(triage: Triage, clock: StandingClock, seconds: float) -> None:
    triage.note_shown()
    clock.now_s += seconds


def test_what_a_whole_group_was_accepted_with_is_stored_as_unseen(
    triage: Triage, study: JudgedStudy, clock: StandingClock
) -> None:
    """The first of cluster 2 stood on the card, the second was flown past, the third is looked at, one never came."""
    triage.go_to(study.suggestion(6))
    look_at(triage, clock, 2.0)
    triage.go_to(study.suggestion(7))
    look_at(triage, clock, 0.1)
    triage.go_to(study.suggestion(5))
    look_at(triage, clock, 0.1)
    assert [s.detection.number for s in triage.unseen_in_group] == [7, 4]
    triage.judge_group(ACCEPT)
    assert unseen_numbers(study) == [4, 7]
    assert unseen_onsets_s(study) == [1000.0, 1030.0]
    assert triage.counts.accepted == 4
    assert triage.counts.unseen == 2


def test_what_is_looked_at_later_is_unseen_no_more(triage: Triage, study: JudgedStudy) -> None:
    triage.go_to(study.suggestion(6))
    triage.judge_group(ACCEPT)
    assert unseen_numbers(study) == [4, 5, 7]
    triage.go_to(study.suggestion(5))
    triage.judge(ACCEPT)
    assert unseen_numbers(study) == [4, 7]
    assert unseen_onsets_s(study) == [1000.0, 1030.0]
    mark = next(mark for mark in study.review.marks if mark.onset_s == 1000.0)
    study.review.acts.change(mark, replace(mark, text="a startle before it"))
    assert unseen_onsets_s(study) == [1030.0]
    study.review.acts.undo()
    assert unseen_onsets_s(study) == [1000.0, 1030.0]


def test_one_judged_on_its_own_is_seen(triage: Triage, study: JudgedStudy) -> None:
    triage.judge(ACCEPT)
    triage.go_to(study.suggestion(3))
    triage.judge_group(ACCEPT)
    assert unseen_numbers(study) == []
    assert unseen_onsets_s(study) == []


def test_rejected_unseen_is_stored_too_but_makes_no_mark(triage: Triage, study: JudgedStudy) -> None:
    triage.go_to(study.suggestion(6))
    triage.judge_group(REJECT)
    assert unseen_numbers(study) == [4, 5, 7]
    assert triage.counts.unseen == 0
