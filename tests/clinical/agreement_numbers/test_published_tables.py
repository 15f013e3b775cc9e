"""Numbers of agreement against published tables, and against statsmodels and scikit-learn."""

import numpy as np
import pytest
from sklearn.metrics import cohen_kappa_score
from statsmodels.stats import inter_rater

from eegview.clinical.agreement_numbers.cohen_kappa import LINEAR, PLAIN, QUADRATIC, cohen_kappa
from eegview.clinical.agreement_numbers.intraclass import Measurement, intraclass_correlation
from eegview.clinical.agreement_numbers.many_readers import fleiss_kappa, gwet_ac1
from eegview.clinical.agreement_numbers.number import AgreementNumber
from eegview.clinical.agreement_numbers.ratings import Ratings, Reading, ratings_of

PSYCHIATRISTS = """
    00060 03003 01401 00006 03030 20400 00402 20310 20040 00006 10050 11040 03300 10050 02031
    00501 30012 51000 02040 10203 00006 01050 02013 20040 10041 05010 40002 02040 10500 00006
"""
TEXTBOOK = """
    0,0,0,0,14 0,2,6,4,2 0,0,3,5,6 0,3,9,2,0 2,2,8,1,1 7,7,0,0,0 3,2,6,3,0 2,5,3,2,2 6,5,2,1,0 0,2,2,3,7
"""
FOUR_RATERS = ("123321412---", "1233224125-3", "-3332342251-", "12332441251-")
JUDGES = ((9, 2, 5, 8), (6, 1, 3, 2), (8, 4, 6, 8), (7, 1, 2, 6), (10, 5, 6, 9), (6, 2, 4, 7))


def value(number: AgreementNumber) -> float:
    """Return the value of a number that must have one."""
    assert number.value is not None, number.why_none
    return number.value


def of_table(table: list[list[int]]) -> Ratings:
    """Return the readings of two readers from a table of counts, of one patient each item."""
    readings = [
        Reading("p", {"a": str(i), "b": str(j)}, count)
        for i, row in enumerate(table)
        for j, count in enumerate(row)
        if count
    ]
    return ratings_of(readings, ["a", "b"], [str(i) for i in range(len(table))])


def of_counts(rows: list[list[int]]) -> Ratings:
    """Return readings from how often each class was given to each item; who gave it does not matter."""
    readings = []
    for number, row in enumerate(rows):
        labels = [str(place) for place, count in enumerate(row) for _ in range(count)]
        readings.append(Reading(str(number), {f"r{place:02}": label for place, label in enumerate(labels)}))
    return ratings_of(readings, classes=[str(place) for place in range(len(rows[0]))])


def test_cohens_own_table():
    # Cohen 1960, Educational and Psychological Measurement 20:37, table 1: 200 patients, three diagnoses
    number = cohen_kappa(of_table([[88, 14, 18], [10, 40, 10], [2, 6, 12]]))
    assert number.value == pytest.approx((0.70 - 0.41) / 0.59, abs=1e-12)
    assert round(value(number), 3) == 0.492
    assert number.n_items == 200


def test_fleiss_own_table():
    # Fleiss 1971, Psychological Bulletin 76:378, table 1: 30 patients, six psychiatrists, five diagnoses
    number = fleiss_kappa(of_counts([[int(count) for count in row] for row in PSYCHIATRISTS.split()]))
    assert round(value(number), 3) == 0.430


def test_the_textbook_table_of_fourteen_readers():
    # the worked example in wide use: ten items, fourteen readers, five classes
    rows = [[int(count) for count in row.split(",")] for row in TEXTBOOK.split()]
    number = fleiss_kappa(of_counts(rows))
    assert round(value(number), 3) == 0.210
    assert number.value == pytest.approx(inter_rater.fleiss_kappa(np.array(rows)), abs=1e-12)
    assert (number.n_items, number.n_patients, number.n_readers) == (10, 10, 14)


def test_gwets_table_of_a_rare_class():
    # Gwet 2002, Series Statistical Methods for Inter-Rater Reliability 1: 125 items, 118 + 5 + 2 + 0
    table = of_table([[118, 5], [2, 0]])
    assert round(value(gwet_ac1(table)), 4) == 0.9408
    assert round(value(cohen_kappa(table)), 4) == -0.0234


def test_four_raters_with_missing_readings():
    # Krippendorff's data of 12 units, as Gwet 2014 works them: AC1 0.7754, Fleiss' kappa 0.7612
    readings = [
        Reading(str(unit), {f"r{rater}": row[unit] for rater, row in enumerate(FOUR_RATERS) if row[unit] != "-"})
        for unit in range(12)
    ]
    ratings = ratings_of(readings)
    assert gwet_ac1(ratings).value == pytest.approx(0.77544, abs=5e-6)
    assert fleiss_kappa(ratings).value == pytest.approx(0.76117, abs=5e-6)
    assert fleiss_kappa(ratings).n_items == 11  # one unit has one reading only


def test_shrout_and_fleiss_judges():
    # Shrout and Fleiss 1979, Psychological Bulletin 86:420, tables 2 and 4: ICC(2,1) = 0.29
    number = intraclass_correlation(
        Measurement(str(place), {f"judge {n}": value for n, value in enumerate(row)})
        for place, row in enumerate(JUDGES)
    )
    assert round(value(number), 2) == 0.29


def test_icc_of_mean_squares_by_hand():
    # their mean squares: between targets 11.24, between judges 32.49, residual 1.02
    bms, jms, ems, n, k = 11.2417, 32.4861, 1.0194, 6, 4
    by_hand = (bms - ems) / (bms + (k - 1) * ems + k * (jms - ems) / n)
    found = intraclass_correlation(
        Measurement(str(place), {f"judge {n}": value for n, value in enumerate(row)})
        for place, row in enumerate(JUDGES)
    )
    assert found.value == pytest.approx(by_hand, abs=1e-4)


@pytest.mark.parametrize("weights", [PLAIN, LINEAR, QUADRATIC])
@pytest.mark.parametrize("n_classes", [2, 3, 6])
def test_kappa_is_that_of_scikit_learn_and_statsmodels(weights: str, n_classes: int):
    rng = np.random.default_rng(n_classes)
    truth = rng.integers(0, n_classes, 400)
    a, b = (np.where(rng.random(400) < 0.7, truth, rng.integers(0, n_classes, 400)) for _ in range(2))
    classes = [str(place) for place in range(n_classes)]
    readings = [Reading("p", {"a": str(i), "b": str(j)}) for i, j in zip(a, b, strict=True)]
    found = cohen_kappa(ratings_of(readings, ["a", "b"], classes), weights).value
    names = {PLAIN: None, LINEAR: "linear", QUADRATIC: "quadratic"}
    assert found == pytest.approx(cohen_kappa_score(a, b, weights=names[weights]), abs=1e-12)
    table = np.zeros((n_classes, n_classes))
    np.add.at(table, (a, b), 1)
    other = {PLAIN: None, LINEAR: "linear", QUADRATIC: "quadratic"}[weights]
    assert found == pytest.approx(inter_rater.cohens_kappa(table, wt=other, return_results=False), abs=1e-12)


@pytest.mark.parametrize("n_readers", [2, 3, 7])
def test_fleiss_is_that_of_statsmodels(n_readers: int):
    rng = np.random.default_rng(n_readers)
    truth = rng.integers(0, 4, 120)
    codes = np.where(rng.random((120, n_readers)) < 0.6, truth[:, None], rng.integers(0, 4, (120, n_readers)))
    readings = [Reading(str(i), {f"r{j}": str(code) for j, code in enumerate(row)}) for i, row in enumerate(codes)]
    table, _classes = inter_rater.aggregate_raters(codes)
    assert fleiss_kappa(ratings_of(readings)).value == pytest.approx(inter_rater.fleiss_kappa(table), abs=1e-12)
