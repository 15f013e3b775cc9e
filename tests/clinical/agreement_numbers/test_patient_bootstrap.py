"""Intervals over patients: what they need, what they say, and how often they hold the truth."""

import numpy as np
import pytest
from made_studies.simulated_readers import Readers

from eegview.clinical.agreement_numbers.cohen_kappa import BY_CHANCE, cohen_kappa
from eegview.clinical.agreement_numbers.intraclass import Measurement, intraclass_correlation
from eegview.clinical.agreement_numbers.many_readers import fleiss_kappa
from eegview.clinical.agreement_numbers.number import AgreementNumber
from eegview.clinical.agreement_numbers.patient_bootstrap import (
    ALL_ALIKE,
    FEWEST_PATIENTS,
    ONE_PATIENT,
    SEEN_IN_FEW,
    TOO_FEW,
    Limits,
    SummedMeasure,
    interval_over_patients,
)
from eegview.clinical.agreement_numbers.ratings import Floats, Reading, ratings_of
from eegview.clinical.agreement_numbers.shares import EventCounts, event_agreement


def ends(found: AgreementNumber | Limits) -> tuple[float, float]:
    """Return the ends of an interval that must be there."""
    assert found.low is not None
    assert found.high is not None
    return found.low, found.high


def share(totals: Floats) -> Floats:
    return totals[..., 0] / totals[..., 1]


def test_one_patient_has_no_interval():
    number = cohen_kappa(Readers().draw(1, np.random.default_rng(1)))
    assert number.value is not None
    assert (number.low, number.high) == (None, None)
    assert number.why_no_interval == ONE_PATIENT


def test_few_patients_have_no_interval_and_the_sentence_says_how_many_it_takes():
    number = cohen_kappa(Readers().draw(FEWEST_PATIENTS - 1, np.random.default_rng(1)))
    assert not number.has_interval
    assert number.why_no_interval == TOO_FEW
    assert str(FEWEST_PATIENTS) in TOO_FEW


def test_ten_patients_have_an_interval_that_holds_the_value():
    number = cohen_kappa(Readers().draw(FEWEST_PATIENTS, np.random.default_rng(1)))
    low, high = ends(number)
    assert -1 <= low < (number.value or 0) < high <= 1
    assert "studentised bootstrap over patients" in number.method


def test_patients_without_such_items_do_not_count_as_patients():
    counts = [EventCounts(f"p{n}", 3, 1, 1) for n in range(5)] + [EventCounts(f"q{n}", 0, 0, 0) for n in range(20)]
    found = event_agreement(counts).f1
    assert found.n_patients == 5
    assert found.why_no_interval == TOO_FEW


def test_patients_who_are_all_alike_give_no_interval_of_kappa():
    readings = [
        Reading(f"p{n:02}", {"a": a, "b": b}) for n in range(30) for a, b in (("x", "x"), ("y", "y"), ("x", "y"))
    ]
    found = cohen_kappa(ratings_of(readings))
    assert found.value is not None
    assert found.why_no_interval == ALL_ALIKE


def test_kappa_that_rests_on_the_disagreements_of_two_patients_has_no_interval():
    readings = [
        Reading(f"p{n:02}", {"a": label, "b": "no" if n < 2 else label}) for n in range(20) for label in ("yes", "no")
    ]
    found = cohen_kappa(ratings_of(readings))
    assert found.value == pytest.approx(0.9)
    assert found.why_no_interval == SEEN_IN_FEW


def test_a_reader_who_finds_everything_has_the_exact_interval_of_as_many_patients():
    found = event_agreement([EventCounts(f"p{n}", n + 1, 0, n % 3) for n in range(30)])
    assert found.sensitivity.value == 1
    assert (found.sensitivity.low, found.sensitivity.high) == pytest.approx((0.025 ** (1 / 30), 1.0))
    assert "patients as units" in found.sensitivity.method
    assert "studentised bootstrap" in found.precision.method


def test_kappa_of_one_class_is_undefined_and_says_so():
    readings = [Reading(str(n), {"a": "no", "b": "no"}) for n in range(20)]
    for number in (cohen_kappa(ratings_of(readings, classes=["no", "yes"])), fleiss_kappa(ratings_of(readings))):
        assert number.value is None
        assert "chance alone would agree" in number.why_none
        assert number.n_items == 20
    assert BY_CHANCE.startswith("No kappa")


def test_the_interval_is_wider_where_items_of_a_patient_resemble_each_other():
    rng = np.random.default_rng(3)
    wide = np.column_stack([rng.binomial(1, 0.5, 40) * 10.0, np.full(40, 10.0)])
    narrow = np.column_stack([rng.binomial(10, 0.5, 40).astype(float), np.full(40, 10.0)])
    widths = []
    for sums in (wide, narrow):
        low, high = ends(interval_over_patients([SummedMeasure(sums, share)], 0.0))
        widths.append(high - low)
    assert widths[0] > 2 * widths[1]


def test_the_same_patients_give_the_same_interval():
    ratings = Readers().draw(20, np.random.default_rng(5))
    assert cohen_kappa(ratings) == cohen_kappa(ratings)


def test_a_correlation_of_two_readers_has_an_interval_over_patients():
    rng = np.random.default_rng(2)
    measured = [
        Measurement(f"p{n}", {"a": level + rng.normal(), "b": level + rng.normal()})
        for n, level in enumerate(rng.normal(20, 5, 25))
    ]
    found = intraclass_correlation(measured)
    low, high = ends(found)
    assert low < (found.value or 0) < high


def test_intervals_hold_the_truth_in_93_to_97_of_100_studies():
    """200 studies of 20 infants each: the truth is the share that a study of all infants would find."""
    rng = np.random.default_rng(2026)
    n_studies, n_held = 200, 0
    for _ in range(n_studies):
        easy = rng.beta(8, 3, 20)  # how much of an infant's events is found; its mean over events is the truth
        n_events = rng.integers(5, 40, 20)
        sums = np.column_stack([rng.binomial(n_events, easy), n_events]).astype(float)
        low, high = ends(interval_over_patients([SummedMeasure(sums, share)], 0.0))
        n_held += low <= 8 / 11 <= high
    assert 0.93 * n_studies <= n_held <= 0.97 * n_studies


def test_kappas_of_many_readers_hold_the_truth_in_93_to_97_of_100_studies():
    """200 studies of 20 infants by three readers; the truth is the kappa of 4,000 infants."""
    readers = Readers(n_readers=3, n_items=(8, 16))
    truth = fleiss_kappa(readers.draw(4000, np.random.default_rng(1))).value
    assert truth is not None
    rng = np.random.default_rng(2026)
    n_held = 0
    for _ in range(200):
        low, high = ends(fleiss_kappa(readers.draw(20, rng)))
        n_held += low <= truth <= high
    assert 0.93 * 200 <= n_held <= 0.97 * 200
