"""The area under a learner's curve."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import roc_auc_score, roc_curve
from there import ends_of, holds, value_of, width

from eegview.clinical.learning.rated_answers import RatedAnswer, rating_counts
from eegview.clinical.learning.skill import best_point, curve_of, skill_of

ANSWERS = st.lists(st.tuples(st.booleans(), st.booleans(), st.integers(1, 5)), min_size=2, max_size=30)


def rated(answers):
    return [RatedAnswer(f"i{n}", "", *answer) for n, answer in enumerate(answers)]


def enough(answers):
    """Return the answers fifteen times over, so that there are enough of either kind."""
    return rated([*answers, (True, True, 5), (False, False, 5)] * 15)


@settings(max_examples=15, deadline=None)
@given(ANSWERS)
def test_the_area_is_that_of_sklearn_with_ties(answers):
    held = enough(answers)
    wanted = roc_auc_score([one.is_there for one in held], [one.rating for one in held])
    figure = skill_of(rating_counts(held))
    assert figure.value == pytest.approx(wanted)
    assert holds(figure, value_of(figure))


@settings(max_examples=15, deadline=None)
@given(ANSWERS)
def test_who_says_the_opposite_has_the_other_area(answers):
    held = enough(answers)
    opposite = [RatedAnswer(one.item, "", one.is_there, not one.says_yes, one.confidence) for one in held]
    assert skill_of(rating_counts(held)).value == pytest.approx(1 - value_of(skill_of(rating_counts(opposite))))


@settings(max_examples=15, deadline=None)
@given(ANSWERS, st.randoms())
def test_the_order_of_answers_does_not_matter(answers, by_chance):
    held = enough(answers)
    mixed = list(held)
    by_chance.shuffle(mixed)
    assert skill_of(rating_counts(held)) == skill_of(rating_counts(mixed))


@settings(max_examples=15, deadline=None)
@given(ANSWERS)
def test_the_curve_is_that_of_sklearn(answers):
    held = enough(answers)
    alarms, found, _least = roc_curve(
        [one.is_there for one in held], [one.rating for one in held], drop_intermediate=False
    )
    curve = curve_of(rating_counts(held))
    ours = sorted({(round(one.false_alarms, 9), round(one.found, 9)) for one in curve})
    assert ours == sorted({(round(a, 9), round(b, 9)) for a, b in zip(alarms.tolist(), found.tolist(), strict=True)})
    assert (curve[0].false_alarms, curve[0].found) == (0, 0)
    assert (curve[-1].false_alarms, curve[-1].found) == (1, 1)


@settings(max_examples=15, deadline=None)
@given(ANSWERS)
def test_no_point_of_the_curve_is_better_than_the_best(answers):
    curve = curve_of(rating_counts(enough(answers)))
    best = best_point(curve)
    assert best is not None
    assert best.balanced_accuracy >= max(one.balanced_accuracy for one in curve) - 1e-9


def test_a_learner_without_fault_has_the_area_one():
    held = rated([(True, True, 4), (False, False, 4)] * 20)
    figure = skill_of(rating_counts(held))
    assert figure.value == 1.0
    assert 0.8 < ends_of(figure)[0] < 1.0


def test_with_fewer_than_fifteen_of_a_kind_there_is_no_number():
    held = rated([(True, True, 4)] * 14 + [(False, False, 4)] * 40)
    figure = skill_of(rating_counts(held))
    assert figure.value is None
    assert figure.why_none == "Too few to say: 14 answers to items where it is yes, 15 are needed."


def test_many_answers_to_few_items_are_worth_no_more_than_the_items():
    few = [RatedAnswer(f"i{n % 20}", "", n % 2 == 0, (n % 20) % 7 != 0 if n % 2 == 0 else False, 3) for n in range(400)]
    many = [RatedAnswer(f"i{n}", "", one.is_there, one.says_yes, 3) for n, one in enumerate(few)]
    narrow, wide = skill_of(rating_counts(many)), skill_of(rating_counts(few))
    assert wide.value == narrow.value
    assert width(wide) > 2 * width(narrow)


def test_infants_are_the_units_where_fifteen_are_known():
    answers = [RatedAnswer(f"i{n}", f"p{n % 20}", n % 2 == 0, n % 3 == 0, 3) for n in range(120)]
    assert "over infants" in skill_of(rating_counts(answers)).method
    unknown = [RatedAnswer(one.item, "", one.is_there, one.says_yes, 3) for one in answers]
    assert "over items" in skill_of(rating_counts(unknown)).method


def test_a_confidence_outside_of_one_to_five_is_refused():
    with pytest.raises(ValueError, match="confidence"):
        rating_counts(rated([(True, True, 6)]))


def test_the_interval_narrows_with_answers():
    rng = np.random.default_rng(2)

    def width_of(n):
        held = rated([(k % 2 == 0, bool(rng.random() < (0.8 if k % 2 == 0 else 0.3)), 3) for k in range(n)])
        figure = skill_of(rating_counts(held))
        return width(figure)

    assert width_of(800) < 0.6 * width_of(100)
