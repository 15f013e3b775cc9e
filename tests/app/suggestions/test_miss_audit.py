"""The miss audit: what it draws from, that anybody draws the same again, and that its interval holds the truth."""

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_studies.judged_study import VOCABULARY, JudgedStudy, detection

from eegview.app.review.review import new_mark
from eegview.app.suggestions.audit_sample import drawn_order, estimate_of, seed_of, stretches_of
from eegview.app.suggestions.miss_audit import MissAudit
from eegview.clinical.intervals import exact_share_interval
from eegview.model.annotation import Annotation
from eegview.model.audit import AUDIT_TERM, Answer, audit_answer_of
from eegview.model.span import Span
from eegview.model.sync import is_clinical

NOTHING, MISSED, UNSURE = Answer
SPASM = next(term for term in VOCABULARY.terms if term.term_id == "spasm")
assert SPASM is not None
SEGMENTS = (Span(0.0, 305.0), Span(400.0, 700.0))  # 30 and 30 stretches of 10 s, and a rest of 5 s


@pytest.fixture
def study(tmp_path: Path) -> Iterator[JudgedStudy]:
    study = JudgedStudy(tmp_path)
    study.put_run([detection(0, 8.0, duration_s=4.0), detection(1, 55.0), detection(2, 405.0, 0.2)], stop_s=700.0)
    yield study
    study.close()


def audit_of(study: JudgedStudy) -> MissAudit:
    audit = MissAudit(study.suggestions, study.review, SimpleNamespace(segments=SEGMENTS))  # type: ignore[arg-type]
    audit.start()
    return audit


def drawn(audit: MissAudit) -> list[Span]:
    """Return the stretches in the order they are offered, without answering."""
    current = audit.current
    return [] if current is None else [current, *audit.ahead(audit.n_stretches)]


def test_only_what_nothing_and_nobody_flagged_is_drawn_from(study: JudgedStudy) -> None:
    study.review.acts.add(new_mark(SPASM, 649.5))  # over the edge of two stretches
    audit = audit_of(study)
    offered = drawn(audit)
    assert len(offered) == audit.n_stretches == 60 - 3 - 2
    starts = {stretch.start_s for stretch in offered}
    assert not starts & {0.0, 10.0, 50.0, 640.0, 650.0, 300.0, 390.0}
    assert 400.0 in starts  # below the threshold
    study.suggestions.set_threshold(0.1)
    assert 400.0 not in {stretch.start_s for stretch in drawn(audit)}


def test_the_same_audit_is_drawn_again(study: JudgedStudy, tmp_path: Path) -> None:
    first = drawn(audit_of(study))
    again = JudgedStudy(tmp_path)
    again.suggestions.catch_up()
    assert drawn(audit_of(again)) == first
    assert first != sorted(first)
    again.close()


def test_answers_are_edits_and_no_marks(study: JudgedStudy) -> None:
    audit = audit_of(study)
    stretch = audit.current
    audit.answer(NOTHING)
    (record,) = study.review.records
    held = audit_answer_of(record)
    assert held is not None
    assert stretch is not None
    assert (held.answer, held.span, held.threshold, held.author) == (NOTHING, stretch, 0.5, "ada")
    assert not is_clinical(record)
    assert len(study.review.marks) == 0
    assert study.review.undo_state.undo_text.startswith("Undo answer of the miss audit at 00:")
    study.review.acts.undo()
    assert audit.current == stretch


def test_what_was_missed_is_marked_in_the_same_act_and_its_stretch_still_counts(study: JudgedStudy) -> None:
    audit = audit_of(study)
    stretch = audit.current
    assert stretch is not None
    audit.answer(MISSED, new_mark(SPASM, stretch.start_s + 3.0))
    assert [mark.onset_s for mark in study.review.marks] == [stretch.start_s + 3.0]
    estimate = audit.estimate
    assert (estimate.n, estimate.n_missed, estimate.n_found, estimate.n_free) == (1, 1, 0, 57)
    audit.back()
    assert (audit.current, len(study.review.marks), audit.estimate.n) == (stretch, 0, 0)
    assert not study.errors


def test_a_mark_made_by_hand_before_the_answer_does_not_hide_the_stretch_once_answered(study: JudgedStudy) -> None:
    audit = audit_of(study)
    stretch = audit.current
    assert stretch is not None
    audit.answer(MISSED)
    study.review.acts.add(new_mark(SPASM, stretch.start_s + 1.0))
    assert audit.estimate.n_missed == 1


def test_another_word_in_a_stretch_leaves_it_in_the_audit(study: JudgedStudy) -> None:
    audit = audit_of(study)
    stretch = audit.current
    assert stretch is not None
    study.review.acts.add(Annotation("m", "mimic", stretch.start_s + 1.0, 1.0))
    assert audit.current == stretch


def test_it_is_taken_up_where_it_was_left(study: JudgedStudy, tmp_path: Path) -> None:
    audit = audit_of(study)
    offered = drawn(audit)
    for answer in (NOTHING, UNSURE, NOTHING):
        audit.answer(answer)
    again = JudgedStudy(tmp_path)
    again.suggestions.catch_up()
    later = audit_of(again)
    assert later.current == offered[3]
    assert (later.n_answered, later.estimate.n, later.estimate.n_unsure) == (3, 2, 1)
    again.close()


def test_one_reviewers_answers_are_not_anothers(study: JudgedStudy, tmp_path: Path) -> None:
    audit_of(study).answer(NOTHING)
    other = JudgedStudy(tmp_path, "bo")
    other.suggestions.catch_up()
    assert audit_of(other).n_answered == 0
    other.close()


def test_without_a_run_there_is_nothing_to_audit(tmp_path: Path) -> None:
    study = JudgedStudy(tmp_path)
    audit = audit_of(study)
    audit.answer(NOTHING)
    audit.back()
    assert (audit.current, audit.n_stretches, len(study.review.records)) == (None, 0, 0)
    assert audit.estimate.text == "No estimate yet: answer some sections first."
    study.close()


def test_when_all_is_answered_it_is_over(study: JudgedStudy) -> None:
    audit = audit_of(study)
    while audit.current is not None:
        audit.answer(NOTHING)
    assert audit.estimate.n == 57
    assert sum(record.term_id == AUDIT_TERM for record in study.review.records) == 57


def test_staged_sleep_is_drawn_in_its_share_from_the_start(study: JudgedStudy) -> None:
    study.review.acts.add(Annotation("s", "sleep_stage", 400.0, 300.0, attributes=(("stage", "N2"),)))
    first = drawn(audit_of(study))[:20]
    assert 8 <= sum(stretch.start_s >= 400 for stretch in first) <= 12


def test_the_sentence_says_what_it_means() -> None:
    none = estimate_of([NOTHING] * 60, 10.0, 800, 12)
    assert none.text == ("0 missed in 60 samples of 10 s; upper 95 % limit 21/h of recording without suggestions.")
    some = estimate_of([NOTHING] * 57 + [MISSED, UNSURE, MISSED], 10.0, 800, 73)
    assert some.text == (
        "2 missed in 59 samples of 10 s: about 12/h of recording without suggestions "
        "(95 % interval 1.5 to 42/h), about 27 % of all (4 to 56 %). 1 unsure, not counted."
    )
    assert some.miss_rate_interval is not None
    assert some.miss_rate_interval[0] < 0.27 < some.miss_rate_interval[1]  # type: ignore[operator]


def test_only_answers_before_the_first_gap_count() -> None:
    estimate = estimate_of([NOTHING, UNSURE, NOTHING, None, MISSED], 10.0, 100, 0)
    assert (estimate.n, estimate.n_missed, estimate.n_unsure) == (2, 0, 1)
    assert estimate.miss_rate is None  # nothing found, nothing missed: no rate


@pytest.mark.parametrize(("n", "true_share"), [(30, 0.02), (60, 0.1), (100, 0.5), (25, 0.9)])
def test_the_interval_holds_the_true_share_in_95_of_100_audits(n: int, true_share: float) -> None:
    counts = np.random.default_rng(7).binomial(n, true_share, 4000)
    intervals = {k: exact_share_interval(k, n) for k in set(counts.tolist())}
    held = [i is not None and i[0] <= true_share <= i[1] for i in (intervals[k] for k in counts.tolist())]
    assert np.mean(held) >= 0.95 - 0.01  # the last hundredth is the error of 4,000 trials


@given(st.integers(0, 200), st.integers(1, 200))
def test_the_interval_holds_what_was_seen(k: int, n: int) -> None:
    k = min(k, n)
    interval = exact_share_interval(k, n)
    assert interval is not None
    assert 0.0 <= interval[0] <= k / n <= interval[1] <= 1.0
    mirrored = exact_share_interval(n - k, n)
    assert mirrored is not None
    assert interval[0] == pytest.approx(1 - mirrored[1], abs=1e-9)


@given(st.lists(st.sampled_from(["W", "N2", ""]), min_size=1, max_size=60), st.integers(0, 2**63), st.data())
def test_the_order_is_a_permutation_with_every_stratum_in_its_share(strata, seed: int, data) -> None:  # type: ignore[no-untyped-def]
    stretches = [Span(10.0 * k, 10.0 * k + 10) for k in range(len(strata))]
    of = dict(zip(stretches, strata, strict=True))
    order = drawn_order(stretches, seed, of.__getitem__)
    assert sorted(order) == stretches
    assert order == drawn_order(stretches, seed, of.__getitem__)
    n = data.draw(st.integers(0, len(stretches)))
    n_strata = len(set(strata))
    for stratum in set(strata):
        share = strata.count(stratum) / len(strata)
        assert abs(sum(of[s] == stratum for s in order[:n]) - n * share) <= n_strata


@given(st.lists(st.tuples(st.floats(0, 50), st.floats(0.1, 90)), max_size=5), st.floats(1, 20), st.floats(0, 100))
def test_stretches_lie_in_what_was_recorded_and_searched(rows, length_s: float, start_s: float) -> None:  # type: ignore[no-untyped-def]
    at_s, segments = 0.0, []
    for gap_s, recorded_s in rows:
        segments.append(Span(at_s + gap_s, at_s + gap_s + recorded_s))
        at_s = segments[-1].stop_s
    within = Span(start_s, start_s + 200)
    found = stretches_of(segments, within, length_s)
    for stretch in found:
        assert stretch.duration_s == pytest.approx(length_s)
        assert any(s.start_s <= stretch.start_s and stretch.stop_s <= s.stop_s + 1e-5 for s in segments)
        assert within.start_s <= stretch.start_s
        assert stretch.stop_s <= within.stop_s + 1e-5
    assert all(a.stop_s <= b.start_s + 1e-6 for a, b in pairwise(found))


def test_the_seed_depends_on_all_it_is_about() -> None:
    assert len({seed_of("a", "b"), seed_of("ab"), seed_of("b", "a"), seed_of("a", "c")}) == 4
