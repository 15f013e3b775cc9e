"""Suggestions beside the open recording: followed, hidden until their time, counted at a threshold, carried over."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_studies.judged_study import JudgedStudy, detection

from eegview.app.suggestions.candidates import Candidates
from eegview.app.suggestions.suggestions import FIRST_PASS_SHARE, Reveal, ShownRun
from eegview.model.span import Span
from eegview.model.suggestion.detection import DetectorRun, RunEnd, Trend
from eegview.model.suggestion.judgement import Verdict

ACCEPT, REJECT, UNSURE = Verdict


@pytest.fixture
def study(tmp_path: Path) -> Iterator[JudgedStudy]:
    study = JudgedStudy(tmp_path)
    yield study
    study.close()


def numbers(found) -> list[int]:  # type: ignore[no-untyped-def]
    return [suggestion.detection.number for suggestion in found]


def test_without_a_run_there_is_nothing(study: JudgedStudy) -> None:
    study.suggestions.catch_up()
    study.suggestions.reveal()
    assert study.suggestions.shown is None
    assert study.suggestions.within(Span(0, 100)) == ()
    assert study.suggestions.next_after(0) is None
    assert study.suggestions.counts.per_hour == 0


def test_they_are_hidden_until_the_first_pass_is_done(study: JudgedStudy) -> None:
    study.put_run([detection(0, 10.0)])
    suggestions = study.suggestions
    told: list[bool] = []
    suggestions.reveal_changed.connect(told.append)
    suggestions.set_reviewed_share(0.37)
    assert suggestions.within(Span(0, 100)) == ()
    assert suggestions.hidden_text == "Hidden until you have read the whole recording (37 % viewed)."
    suggestions.set_reviewed_share(FIRST_PASS_SHARE)
    assert numbers(suggestions.within(Span(0, 100))) == [0]
    assert suggestions.hidden_text == ""
    suggestions.hide()
    assert suggestions.within(Span(0, 100)) == ()
    suggestions.reveal()
    assert told == [True, False, True]


def test_the_rule_can_be_at_once_or_never(study: JudgedStudy) -> None:
    suggestions = study.suggestions
    suggestions.set_rule(Reveal.AT_ONCE)
    assert suggestions.is_revealed
    suggestions.set_rule(Reveal.NEVER)
    suggestions.set_reviewed_share(1.0)
    assert not suggestions.is_revealed
    assert "until you show them" in suggestions.hidden_text
    suggestions.reveal()
    assert suggestions.is_revealed


def test_nothing_is_counted_before_it_is_accepted(study: JudgedStudy) -> None:
    study.put_run([detection(n, 10.0 * n) for n in range(4)])
    assert len(study.review.marks) == 0
    study.suggestions.judge(study.suggestion(1), ACCEPT)
    assert len(study.review.marks) == 1
    counts = study.suggestions.counts
    assert (counts.shown, counts.accepted, counts.open, counts.judged, counts.per_hour) == (4, 1, 3, 1, 4.0)


def test_the_threshold_is_each_runs_own(study: JudgedStudy) -> None:
    first = study.put_run([detection(n, 10.0 * n, 0.4 + 0.1 * n) for n in range(5)])
    second = study.put_run([detection(n, 10.0 * n, 0.8) for n in range(5)], started_utc="2026-01-02T00:00:00+00:00")
    suggestions = study.suggestions
    assert suggestions.shown is not None
    assert suggestions.shown.run.run_id == first.run_id  # one started elsewhere does not take its place
    suggestions.set_threshold(0.65)
    assert suggestions.counts.shown == 2
    suggestions.show(second.run_id)
    assert (suggestions.threshold, suggestions.counts.shown) == (0.5, 5)
    suggestions.show(first.run_id)
    assert (suggestions.threshold, suggestions.counts.shown) == (0.65, 2)
    suggestions.show("")
    assert suggestions.shown is None
    suggestions.catch_up()
    assert suggestions.shown is None


def test_a_run_made_elsewhere_is_followed_while_it_goes_on(study: JudgedStudy) -> None:
    run = study.put_run([detection(0, 10.0)], end=RunEnd.RUNNING)
    suggestions, told = study.suggestions, []
    suggestions.changed.connect(told.append)
    suggestions.catch_up()
    assert told == []  # nothing new
    with closing(study.library()) as library:
        library.add_detections(run.run_id, [detection(1, 5.0), detection(2, 30.0)])
        library.add_trend(run.run_id, Trend("amplitude", "µV", 0.0, 10.0, np.ones(3, np.float32)))
        library.beat_run(run.run_id, 1800.0)
    suggestions.catch_up()
    assert suggestions.shown is not None
    assert [d.number for d in suggestions.shown.candidates.detections] == [1, 0, 2]
    assert suggestions.counts.per_hour == 6.0  # of the half hour searched
    assert suggestions.shown.trends[0].name == "amplitude"
    with closing(study.library()) as library:
        library.end_run(run.run_id, RunEnd.DONE, "", 3600.0)
    suggestions.catch_up()
    assert suggestions.shown.run.end is RunEnd.DONE
    assert suggestions.counts.per_hour == 3.0


def test_next_and_previous_go_by_onset_and_can_leave_out_what_is_judged(study: JudgedStudy) -> None:
    study.put_run([detection(0, 30.0), detection(1, 10.0), detection(2, 20.0, 0.1)])
    study.suggestions.judge(study.suggestion(1), REJECT)
    suggestions = study.suggestions
    first = suggestions.next_after(0.0)
    assert first is not None
    assert first.detection.number == 1
    following = suggestions.next_after(10.0)
    assert following is not None
    assert following.detection.number == 0
    assert suggestions.next_after(30.0) is None
    assert suggestions.previous_before(30.0, is_open=True) is None
    before = suggestions.previous_before(30.0)
    assert before is not None
    assert before.detection.number == 1


def test_two_runs_stand_on_one_page(study: JudgedStudy) -> None:
    study.put_run([detection(0, 10.0), detection(1, 20.0)])
    second = study.put_run([detection(0, 11.0)], detector_id="other", started_utc="2026-01-02T00:00:00+00:00")
    study.suggestions.reveal()
    study.suggestions.compare_with(second.run_id)
    found = study.suggestions.within(Span(0, 15))
    assert [(s.detection.onset_s, s.is_second) for s in found] == [(10.0, False), (11.0, True)]
    study.suggestions.set_threshold(0.95, is_second=True)
    assert len(study.suggestions.within(Span(0, 15))) == 1
    study.suggestions.compare_with("")
    assert study.suggestions.second is None


def test_nobody_is_asked_twice_about_what_an_earlier_run_proposed(study: JudgedStudy) -> None:
    study.put_run([detection(0, 10.0), detection(1, 20.0), detection(2, 30.0)])
    study.suggestions.judge(study.suggestion(0), ACCEPT)
    study.suggestions.judge(study.suggestion(1), REJECT)
    again = study.put_run(
        [
            detection(0, 10.4),
            detection(1, 10.1),
            detection(2, 20.6),
            detection(3, 30.0),
            detection(4, 20.2, term_id="mimic"),
        ],
        started_utc="2026-01-02T00:00:00+00:00",
    )
    study.suggestions.show(again.run_id)
    assert study.verdicts() == {1: "accept"}  # the nearest; another term and more than half a second are another event
    study.suggestions.judge(study.suggestion(1), REJECT)  # the verdict given then is changed
    assert len(study.review.marks) == 0
    study.suggestions.show(study.suggestions.runs[0].run_id)
    assert study.verdicts() == {0: "reject", 1: "reject"}
    other = study.put_run([detection(0, 10.0)], detector_id="other", started_utc="2026-01-03T00:00:00+00:00")
    study.suggestions.show(other.run_id)
    assert study.verdicts() == {}


def test_deleting_a_run_keeps_verdicts_and_marks(study: JudgedStudy) -> None:
    run = study.put_run([detection(0, 10.0)])
    study.suggestions.judge(study.suggestion(0), ACCEPT)
    study.suggestions.delete(run.run_id)
    assert study.suggestions.shown is None
    assert len(study.review.marks) == 1
    study.put_run([detection(0, 10.2)], started_utc="2026-01-02T00:00:00+00:00")
    assert study.verdicts() == {0: "accept"}


def test_a_selected_suggestion_follows_its_verdict(study: JudgedStudy) -> None:
    study.put_run([detection(0, 10.0)])
    study.suggestions.select(study.suggestion(0))
    study.suggestions.judge(study.suggestion(0), UNSURE)
    assert study.suggestions.selected is not None
    assert study.suggestions.selected.verdict is UNSURE
    study.review.acts.undo()
    assert study.suggestions.selected.verdict is None


def test_another_reviewer_has_verdicts_of_their_own(study: JudgedStudy, tmp_path: Path) -> None:
    study.put_run([detection(0, 10.0)])
    study.suggestions.judge(study.suggestion(0), REJECT)
    other = JudgedStudy(tmp_path, "bo")
    opener = other.review._saving.writer._open_marks
    other.close()
    study.review.reopen("bo", opener)
    assert study.verdicts() == {}


DETECTIONS = st.lists(
    st.tuples(
        st.floats(0, 1000, allow_nan=False),
        st.floats(0, 400, allow_nan=False),
        st.floats(0, 1, allow_nan=False),
    ),
    max_size=30,
)


@given(DETECTIONS, st.floats(-10, 1500), st.floats(0.01, 300), st.floats(0, 1))
def test_a_page_finds_what_a_walk_over_all_finds(rows, start_s: float, length_s: float, threshold: float) -> None:  # type: ignore[no-untyped-def]
    found = [detection(n, onset, score, duration_s=length) for n, (onset, length, score) in enumerate(rows)]
    candidates, page = Candidates(found), Span(start_s, start_s + length_s)
    wanted = {
        d.number
        for d in found
        if d.score >= threshold and (d.onset_s + d.duration_s > page.start_s or d.onset_s >= page.start_s)
        if d.onset_s < page.stop_s
    }
    assert {int(candidates.numbers[place]) for place in candidates.within(page, threshold)} == wanted


@given(DETECTIONS, st.floats(0, 1), st.floats(0, 1))
def test_a_higher_threshold_shows_a_part_of_what_a_lower_one_shows(rows, a: float, b: float) -> None:  # type: ignore[no-untyped-def]
    candidates = Candidates([detection(n, onset, score) for n, (onset, _length, score) in enumerate(rows)])
    low, high = sorted((a, b))
    assert set(candidates.above(high)) <= set(candidates.above(low))
    assert candidates.count(high) <= candidates.count(low) <= len(candidates)
    assert candidates.histogram().sum() == len(candidates)


@given(DETECTIONS, st.floats(0, 1), st.data())
def test_counts_add_up(rows, threshold: float, data) -> None:  # type: ignore[no-untyped-def]
    candidates = Candidates([detection(n, onset, score) for n, (onset, _length, score) in enumerate(rows)])
    shown = ShownRun(a_run_of_an_hour(), candidates, (), threshold)
    shown.codes = np.array([data.draw(st.integers(0, 3)) for _ in rows], np.int8)
    counts = shown.counts()
    assert (
        counts.shown == counts.accepted + counts.rejected + counts.unsure + counts.open == candidates.count(threshold)
    )
    assert len(shown.places(0)) == counts.open
    assert len(shown.places(1, 2, 3)) == counts.judged


def a_run_of_an_hour():  # type: ignore[no-untyped-def]
    run = DetectorRun("r", "f" * 64, "spasms", "Spasms", "1", "c" * 64, (), Span(0, 3600), "", "ann")
    return replace(run, end=RunEnd.DONE)


def test_very_many_are_fetched_in_pieces(study: JudgedStudy, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("eegview.app.suggestions.suggestions.FETCHED_AT_ONCE", 4)
    for n_found, second in ((11, 1), (8, 2)):
        run = study.put_run(
            [detection(n, 10.0 * n) for n in range(n_found)], started_utc=f"2026-01-0{second}T00:00:00+00:00"
        )
        study.suggestions.show(run.run_id)
        assert study.suggestions.shown is not None
        assert study.suggestions.shown.is_whole
        assert study.suggestions.counts.total == n_found


def test_damaged_results_are_told_once_and_the_marks_go_on(study: JudgedStudy) -> None:
    run = study.put_run([detection(0, 10.0)])
    with closing(study.library()) as library, library.transaction(writes=True) as connection:
        connection.exec_driver_sql("UPDATE detector_run SET ended = 'somehow'")
    study.suggestions.catch_up()
    study.suggestions.catch_up()
    assert [error.sentence for error in study.errors] == [
        "The results of a detector in the study library were changed from outside or are damaged."
    ]
    study.suggestions.judge(study.suggestion(0), ACCEPT)
    assert len(study.review.marks) == 1
    study.suggestions.delete(run.run_id)
    study.suggestions.catch_up()
    assert (study.suggestions.runs, len(study.errors)) == ((), 1)
