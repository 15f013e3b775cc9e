"""What a learner's answers show."""

from collections import Counter
from dataclasses import replace

import numpy as np
import pytest
from asked_set import made_set
from learner_answers import answer_at, simulated_answers, true_numbers
from there import ends_of, holds, value_of

from eegview.app.training.learner.experts import NOBODY_NAMED, SIMULATED
from eegview.app.training.learner.statistics import learner_statistics
from eegview.clinical.learning.threshold import TOO_LAX, TOO_STRICT
from eegview.model.training.key import Vote

SET = made_set()


def figures(answers, case_set=SET):
    return learner_statistics(answers, case_set, "R7")


def question(answers, case_set=SET):
    return figures(answers, case_set).questions[0]


@pytest.mark.parametrize(("d_prime", "criterion"), [(1.5, 0.0), (2.0, 0.6), (1.0, -0.5)])
def test_a_simulated_learner_is_recovered_within_the_intervals(d_prime, criterion):
    """Of six learners one may lie outside: 95 % is not always; `tests/evidence/learner_intervals.py` counts."""
    area, balanced, _brier = true_numbers(d_prime, criterion)
    n_inside: Counter[str] = Counter()
    for seed in range(6):
        found = question(simulated_answers(d_prime, criterion, 160, seed))
        for name, truth in (
            ("skill", area),
            ("d_prime", d_prime),
            ("criterion", criterion),
            ("balanced_accuracy", balanced),
        ):
            figure = getattr(found, name)
            n_inside[name] += holds(figure, truth)
    assert len(n_inside) == 4
    assert min(n_inside.values()) >= 5


def test_who_calls_too_few_is_told_so_with_what_would_change():
    found = question(simulated_answers(2.2, 0.9, 200, 1))
    assert found.threshold == TOO_STRICT
    assert "call too few. Call more of the doubtful ones: misses" in found.advice
    assert found.best.found > found.now.found
    assert value_of(found.skill) > 0.85


def test_who_calls_too_many_is_told_so():
    found = question(simulated_answers(2.2, -0.9, 200, 1))
    assert found.threshold == TOO_LAX
    assert "call too many" in found.advice


def test_a_learner_at_chance_is_told_nothing_about_the_threshold():
    rng = np.random.default_rng(1)
    answers = [
        answer_at(n, "spasm" if n % 2 else "startle", "spasm" if rng.random() < 0.2 else "startle", 3)
        for n in range(100)
    ]
    assert "chance" in question(answers).advice


def test_few_answers_give_sentences_and_no_numbers():
    found = question(simulated_answers(1.5, 0, 12, 1))
    for name in ("skill", "d_prime", "criterion", "balanced_accuracy", "consistency", "share_right"):
        figure = getattr(found, name)
        assert figure.value is None
        assert figure.why_none.startswith("Too few to say")
    assert found.threshold == "too few to say"
    assert found.pre.why_none == "The pre-test was not done."
    assert found.curve == ()


def test_silent_repeats_count_for_consistency_only():
    answers = simulated_answers(1.5, 0, 60, 1)
    repeats = [replace(one, answered_utc=f"2026-04-01T08:{n:02d}:00+00:00", is_repeat=True) for n, one in
               enumerate(answers[:20])]  # fmt: skip
    without, found = figures(answers), figures([*answers, *repeats])
    assert found.questions[0].consistency.value == 1.0
    assert found.questions[0].skill == without.questions[0].skill
    assert found.calibration == without.calibration
    assert (found.n_learned, found.n_repeats) == (60, 20)


def test_tests_before_and_after_show_the_gain_of_their_first_time():
    before = simulated_answers(0.5, 0, 60, 1, mode="pre", session_id="a")
    again = simulated_answers(4.0, 0, 60, 2, first=100, mode="pre", session_id="b")
    after = simulated_answers(3.0, 0, 60, 3, first=200, mode="post", session_id="c")
    found = question([*before, *again, *after])
    assert found.pre == question(before).pre
    assert found.gain.value == pytest.approx(value_of(found.post) - value_of(found.pre))
    assert ends_of(found.gain)[0] > 0
    assert found.n == 0


def test_experts_are_held_against_the_others():
    found = question(simulated_answers(1.5, 0, 40, 1))
    assert len(found.experts) == 12
    assert all(0.5 < value_of(one.balanced_accuracy) <= 1 for one in found.experts)
    assert all(one.point is not None for one in found.experts)


def test_an_expert_who_always_says_the_same_as_the_others_is_without_fault():
    keys = {item_id: replace(key, votes=(Vote(key.answer, 3, ("A", "B", "C")),)) for item_id, key in SET.keys.items()}
    experts = question(simulated_answers(1.5, 0, 40, 1), replace(SET, keys=keys)).experts
    assert [one.expert for one in experts] == ["A", "B", "C"]
    assert all(one.balanced_accuracy.value == 1.0 for one in experts)


def test_without_names_or_experts_it_is_said_so():
    unnamed = {item_id: replace(key, votes=(Vote(key.answer, 12),)) for item_id, key in SET.keys.items()}
    assert question(simulated_answers(1, 0, 40, 1), replace(SET, keys=unnamed)).experts_text == NOBODY_NAMED
    simulated = {item_id: replace(key, is_simulated=True) for item_id, key in SET.keys.items()}
    assert question(simulated_answers(1, 0, 40, 1), replace(SET, keys=simulated)).experts_text == SIMULATED


def test_categories_stand_with_the_hardest_first():
    easy = [answer_at(n, "spasm", "spasm", difficulty="easy") for n in range(20)]
    hard = [answer_at(20 + n, "startle", "spasm" if n % 2 else "startle") for n in range(20)]
    found = figures([*easy, *hard]).categories
    assert [one.label for one in found] == ["Startle, hard", "Epileptic spasm, easy"]
    assert found[0].share_right.value == 0.5


def test_answers_to_another_set_are_left_out():
    other = [replace(one, set_id="other") for one in simulated_answers(0, 0, 50, 1)]
    mine = simulated_answers(2, 0, 50, 2)
    assert figures([*other, *mine]) == figures(mine)


def test_it_says_so_where_many_items_were_seen_before():
    answers = simulated_answers(1.5, 0, 40, 1)
    later = [replace(one, answered_utc=f"2026-04-01T08:{n:02d}:00+00:00") for n, one in enumerate(answers)]
    assert figures(answers).warnings == ()
    assert figures([*answers, *later]).warnings[0].startswith("50 % of the answers")


def test_no_answers_give_no_figures():
    found = figures([])
    assert found.questions == ()
    assert found.calibration.brier.value is None
    assert found.median_took_s.value is None
