"""What a learner's answers show."""

from collections import Counter
from dataclasses import replace

import numpy as np
import pytest
from learners.asked_set import made_set
from learners.learner_answers import answer_at, simulated_answers, true_numbers
from there import ends_of, holds, value_of

from eegview.app.training.learner.experts import NOBODY_NAMED, SIMULATED
from eegview.app.training.learner.locked_test_gain import NOT_ALIKE
from eegview.app.training.learner.statistics import category_label, learner_statistics
from eegview.clinical.learning.threshold import TOO_LAX, TOO_STRICT
from eegview.model.training.item import Category
from eegview.model.training.key import Vote
from eegview.model.training.question import ONSET, Option, Question

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


WHEN = Question("onset", "Where does the spasm begin?", ONSET)
FORM = Question(
    "hypsarrhythmia",
    "Which?",
    options=tuple(Option(value, value, key) for value, key in (("absent", "A"), ("classic", "B"), ("asymmetric", "C"))),
    positive=("classic", "asymmetric"),
)
OTHERS = replace(SET, questions={"onset": WHEN, "hypsarrhythmia": FORM}, items=(), keys={})


def onset_at(number, difference_s, **changes):
    is_right = abs(difference_s) <= 0.5
    values = {"question_id": "onset", "onset_s": 5.0 + difference_s, "onset_difference_s": difference_s}
    return answer_at(number, "", "", is_correct=is_right, class_id="spasm", **(values | changes))


def form_at(number, truth, value, **changes):
    return answer_at(number, truth, value, question_id="hypsarrhythmia", **changes)


def locked_test(n_right, n, mode, first, questions=("spasm", "mimic", "type", "stage")):
    """Return a locked test that asks four questions in turn, so that none has answers enough of its own."""
    return [
        answer_at(first + k, value="startle" if k < n_right else "spasm", mode=mode, session_id=mode,
                  question_id=questions[k % len(questions)])
        for k in range(n)
    ]  # fmt: skip


def test_tests_over_all_questions_have_their_gain_where_no_question_has_one():
    found = figures([*locked_test(11, 22, "pre", 0), *locked_test(18, 22, "post", 100)])
    assert (found.pre.n, found.post.n, found.gain.n) == (22, 22, 44)
    assert found.pre.value == 0.5
    assert found.post.value == pytest.approx(18 / 22)
    assert found.gain.value == pytest.approx(7 / 22)
    low, high = ends_of(found.gain)
    (pre_low, pre_high), (post_low, post_high) = ends_of(found.pre), ends_of(found.post)
    assert low == pytest.approx(7 / 22 - np.hypot(18 / 22 - post_low, pre_high - 0.5))
    assert high == pytest.approx(7 / 22 + np.hypot(post_high - 18 / 22, 0.5 - pre_low))
    assert found.questions[0].pre.value is None
    assert "Zou and Donner" in found.gain.method


def test_two_tests_alike_show_no_gain_and_few_answers_are_too_few_to_say():
    found = figures([*locked_test(11, 22, "pre", 0), *locked_test(11, 22, "post", 100)])
    assert found.gain.value == 0
    assert holds(found.gain, 0.0)
    few = figures([*locked_test(11, 22, "pre", 0), *locked_test(10, 14, "post", 100)])
    assert few.pre.value == 0.5
    assert few.post.why_none == few.gain.why_none == "Too few to say: 14 answers, 15 are needed."
    none = figures(locked_test(11, 22, "pre", 0))
    assert none.gain.why_none == "The post-test was not done yet."


def test_tests_that_did_not_ask_alike_have_no_gain():
    found = figures([*locked_test(11, 22, "pre", 0), *locked_test(11, 22, "post", 100, ("spasm",))])
    assert found.post.value == 0.5
    assert found.gain.value is None
    assert found.gain.why_none == NOT_ALIKE


def test_onsets_have_a_curve_of_right_answers_and_no_sentence_on_classes():
    found = question([onset_at(n, 0.9 if n % 5 == 0 else 0.1) for n in range(60)], OTHERS)
    assert (found.is_onset, found.curve_name) == (True, "right answers")
    assert found.curve[-1].value == pytest.approx(0.8)
    assert holds(found.curve[-1], 0.8)
    assert "Wilson" in found.curve_method
    assert found.balanced_accuracy.why_none == "Not told: an onset has no classes."
    assert found.share_right.value == pytest.approx(0.8)


def test_repeated_onsets_are_held_against_the_ones_before_in_seconds():
    answers = [onset_at(n, 0.0) for n in range(20)]
    later = {"is_repeat": True, "session_id": "t"}
    again = [replace(onset_at(n, 0.1 if n < 10 else -0.3, **later), answered_utc=f"2026-04-01T08:{n:02d}:00+00:00")
             for n in range(20)]  # fmt: skip
    found = question([*answers, *again], OTHERS).consistency
    assert found.value == pytest.approx(0.2)
    assert (found.unit, found.n) == ("s", 20)
    few = question([*answers, *again[:14]], OTHERS).consistency
    assert few.why_none == "Too few to say: 14 silent repeats, 15 are needed."


def test_onsets_of_the_tests_are_told_by_their_share_right():
    before = [onset_at(n, 0.9 if n % 2 else 0.1, mode="pre", session_id="a") for n in range(20)]
    after = [onset_at(100 + n, 0.1, mode="post", session_id="b") for n in range(20)]
    found = question([*before, *after], OTHERS)
    assert (found.pre.value, found.post.value, found.gain.value) == (0.5, 1.0, 0.5)


def test_forms_count_one_by_one_for_accuracy_and_as_yes_for_skill():
    """All that is classic is called asymmetric: found as yes, wrong as a form."""
    truths = ("absent", "classic", "asymmetric")
    said = {"absent": "absent", "classic": "asymmetric", "asymmetric": "asymmetric"}
    found = question([form_at(n, truths[n % 3], said[truths[n % 3]]) for n in range(90)], OTHERS)
    assert found.skill.value == found.sensitivity.value == found.specificity.value == 1.0
    assert found.balanced_accuracy.value == pytest.approx(2 / 3)
    assert found.curve[-1].value == pytest.approx(2 / 3)


def test_a_rare_class_does_not_hide_the_others_and_is_told():
    common = [form_at(n, ("absent", "classic")[n % 2], ("absent", "classic")[n % 2]) for n in range(40)]
    found = question([*common, form_at(40, "asymmetric", "classic")], OTHERS).balanced_accuracy
    assert (found.value, found.n) == (1.0, 40)
    assert "Left out, as fewer than 5 answers: 1 of 3 classes." in found.method
    few = question(common[:8], OTHERS).balanced_accuracy
    assert few.why_none == "Too few to say: 4 answers in the rarest of two or more classes, 5 are needed."


def test_a_score_is_written_as_the_clinic_writes_it():
    assert category_label(Category("based", "based_0", "easy"), {}) == "BASED 0, easy"
    assert category_label(Category("spasm", "spasm", "hard"), SET.questions) == "Epileptic spasm, hard"
