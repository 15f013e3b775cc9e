"""Agreement of two readers' yes and no: shares and Cohen's kappa, and where there is none."""

import numpy as np
import pytest

from eegview.clinical.agreement import PairedAnswers, paired_answers


def test_kappa_of_the_worked_example_of_the_textbooks():
    found = PairedAnswers(both=20, only_a=5, only_b=10, neither=15)
    assert (found.n, found.n_agreed, found.share_agreed) == (50, 35, 0.7)
    assert found.kappa == pytest.approx(0.4)


def test_kappa_is_one_where_all_agree_and_below_zero_where_nobody_does():
    assert PairedAnswers(7, 0, 0, 3).kappa == 1.0
    assert PairedAnswers(0, 5, 5, 0).kappa == -1.0


@pytest.mark.parametrize("found", [PairedAnswers(0, 0, 0, 0), PairedAnswers(0, 0, 0, 300), PairedAnswers(300, 0, 0, 0)])
def test_there_is_no_kappa_where_chance_agrees_on_everything(found: PairedAnswers):
    assert found.kappa is None


def test_no_questions_have_no_share():
    assert PairedAnswers(0, 0, 0, 0).share_agreed is None


def test_kappa_against_its_definition_by_tables_of_random_answers():
    rng = np.random.default_rng(5)
    for _ in range(50):
        a, b = rng.random((2, 300)) < rng.random((2, 1))
        found = paired_answers(a.tolist(), b.tolist())
        observed = float(np.mean(a == b))
        chance = a.mean() * b.mean() + (1 - a.mean()) * (1 - b.mean())
        assert found.n == 300
        assert found.kappa == pytest.approx((observed - chance) / (1 - chance))
