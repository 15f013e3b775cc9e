"""Intervals over patients: what they need, what they say, and how often they hold the truth."""

import numpy as np
import pytest

from eegview.clinical.agreement_numbers.cohen_kappa import BY_CHANCE, cohen_kappa
from eegview.clinical.agreement_numbers.intraclass import Measurement, intraclass_correlation
from eegview.clinical.agreement_numbers.many_readers import fleiss_kappa
from eegview.clinical.agreement_numbers.patient_bootstrap import (
    ALL_ALIKE,
    FEWEST_PATIENTS,
    ONE_PATIENT,
    TOO_FEW,
    SummedMeasure,
    interval_over_patients,
)
from eegview.clinical.agreement_numbers.ratings import Floats, Ratings, Reading, ratings_of
from eegview.clinical.agreement_numbers.shares import EventCounts, event_agreement


def share(totals: Floats) -> Floats:
    return totals[..., 0] / totals[..., 1]


def simulated(rng: np.random.Generator, n_patients: int, n_items: int = 10, share_right: float = 0.8) -> Ratings:
    """Return readings of two readers, of patients who differ in how hard they are to read."""
    readings = []
    for patient in range(n_patients):
        right = np.clip(share_right + 0.15 * rng.normal(), 0.5, 1.0)
        truth = rng.random(n_items) < 0.4
        a, b = (np.where(rng.random(n_items) < right, truth, ~truth) for _ in range(2))
        readings += [Reading(f"p{patient:04}", {"a": str(int(x)), "b": str(int(y))}) for x, y in zip(a, b, strict=True)]
    return ratings_of(readings)


def test_one_patient_has_no_interval():
    number = cohen_kappa(simulated(np.random.default_rng(1), 1))
    assert number.value is not None
    assert (number.low, number.high) == (None, None)
    assert number.why_no_interval == ONE_PATIENT


def test_few_patients_have_no_interval_and_the_sentence_says_how_many_it_takes():
    number = cohen_kappa(simulated(np.random.default_rng(1), FEWEST_PATIENTS - 1))
    assert not number.has_interval
    assert number.why_no_interval == TOO_FEW
    assert str(FEWEST_PATIENTS) in TOO_FEW


def test_ten_patients_have_an_interval_that_holds_the_value():
    number = cohen_kappa(simulated(np.random.default_rng(1), FEWEST_PATIENTS))
    assert number.has_interval
    assert -1 <= number.low < number.value < number.high <= 1
    assert "studentised bootstrap over patients" in number.method


def test_patients_without_such_items_do_not_count_as_patients():
    counts = [EventCounts(f"p{n}", 3, 1, 1) for n in range(5)] + [EventCounts(f"q{n}", 0, 0, 0) for n in range(20)]
    found = event_agreement(counts).f1
    assert found.n_patients == 5
    assert found.why_no_interval == TOO_FEW


def test_patients_who_are_all_alike_give_no_interval():
    found = event_agreement([EventCounts(f"p{n}", 4, 1, 0) for n in range(30)]).sensitivity
    assert found.value == pytest.approx(0.8)
    assert found.why_no_interval == ALL_ALIKE


def test_a_reader_who_finds_everything_gives_no_interval_of_no_width():
    found = event_agreement([EventCounts(f"p{n}", n + 1, 0, n % 3) for n in range(30)])
    assert found.sensitivity.value == 1
    assert not found.sensitivity.has_interval
    assert found.precision.has_interval


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
        limits = interval_over_patients([SummedMeasure(sums, share)], 0.0)
        widths.append(limits.high - limits.low)
    assert widths[0] > 2 * widths[1]


def test_the_same_patients_give_the_same_interval():
    ratings = simulated(np.random.default_rng(5), 20)
    assert cohen_kappa(ratings) == cohen_kappa(ratings)


def test_a_correlation_of_two_readers_has_an_interval_over_patients():
    rng = np.random.default_rng(2)
    measured = [
        Measurement(f"p{n}", {"a": level + rng.normal(), "b": level + rng.normal()})
        for n, level in enumerate(rng.normal(20, 5, 25))
    ]
    found = intraclass_correlation(measured)
    assert found.low < found.value < found.high


def test_intervals_hold_the_truth_in_93_to_97_of_100_studies():
    """200 studies of 20 infants each: the truth is the share that a study of all infants would find."""
    rng = np.random.default_rng(2026)
    n_studies, n_held = 200, 0
    for _ in range(n_studies):
        easy = rng.beta(8, 3, 20)  # how much of an infant's events is found; its mean over events is the truth
        n_events = rng.integers(5, 40, 20)
        sums = np.column_stack([rng.binomial(n_events, easy), n_events]).astype(float)
        limits = interval_over_patients([SummedMeasure(sums, share)], 0.0)
        n_held += limits.low <= 8 / 11 <= limits.high
    assert 0.93 * n_studies <= n_held <= 0.97 * n_studies
