"""Fleiss' kappa and Gwet's AC1 for any number of readers, also where items were read by some of them only.

Both correct the share of pairs of readings that agree, item by item, for chance. Fleiss (1971, Psychological Bulletin
76:378) expects by chance what readings drawn from all of them would agree on. Gwet (2008, British Journal of
Mathematical and Statistical Psychology 61:29) expects that only the readings that were guessed agree by chance, so that
AC1 does not fall where one class is rare.

Where items have different numbers of readings, an item's agreement is that of its own pairs and each item counts once
(Gwet 2014, Handbook of Inter-Rater Reliability, 4th edition, chapter 2): items with two readings or more give the
observed agreement, all items the shares of classes. (With few items a kappa can then fall below -1.)
"""

import math
from collections.abc import Callable

import numpy as np

from eegview.clinical.agreement_numbers.number import AgreementNumber
from eegview.clinical.agreement_numbers.patient_bootstrap import SEED, SummedMeasure, number_of
from eegview.clinical.agreement_numbers.ratings import UNREAD, Floats, Ratings

BY_CHANCE = "No kappa: chance alone would agree on every item, as all readings are of one class."
ONE_CLASS = "No AC1: the scale has one class only."
NOTHING_COMPARED = "Nothing to compare: no item was read by two readers."
_Measure = Callable[[Floats], Floats]


def fleiss_kappa(ratings: Ratings, seed: int = SEED) -> AgreementNumber:
    """Return Fleiss' kappa; items may differ in the number of their readings."""
    return _number(ratings, "Fleiss' kappa (1971)", BY_CHANCE, _fleiss, seed)


def gwet_ac1(ratings: Ratings, seed: int = SEED) -> AgreementNumber:
    """Return Gwet's AC1; items may differ in the number of their readings.

    `ratings.classes` is the whole scale: classes that nobody gave count in what chance would agree on.
    """
    return _number(ratings, "Gwet's AC1 (2008)", ONE_CLASS, _ac1, seed)


def _number(ratings: Ratings, name: str, undefined: str, value_of: _Measure, seed: int) -> AgreementNumber:
    used = ratings.read_by(1)
    n_readings = (used.codes != UNREAD).sum(axis=1)
    several = n_readings >= 2
    n_items = round(float(used.counts[several].sum()))
    n_readers = len(used.readers)
    if not n_items:
        return AgreementNumber(None, None, None, 0, 0, n_readers, f"{name}.", NOTHING_COMPARED)
    differ = len(set(n_readings.tolist())) > 1
    method = f"{name}, items with differing numbers of readings after Gwet (2014)." if differ else f"{name}."
    by_class = np.stack([(used.codes == place).sum(axis=1) for place in range(len(used.classes))], axis=1)
    n_pairs = np.where(several, n_readings * (n_readings - 1), 1)
    agreed = (by_class * (by_class - 1)).sum(axis=1) / n_pairs * several
    sums = used.summed(np.column_stack([agreed, several, np.ones(len(several)), by_class / n_readings[:, np.newaxis]]))
    measure = SummedMeasure(sums, value_of)
    return number_of([measure], n_items, n_readers, method, undefined, -math.inf, seed)


def _fleiss(totals: Floats) -> Floats:
    shares = totals[..., 3:] / totals[..., 2:3]
    expected = (shares**2).sum(axis=-1)
    return _beyond_chance(totals, expected)


def _ac1(totals: Floats) -> Floats:
    shares = totals[..., 3:] / totals[..., 2:3]
    if shares.shape[-1] < 2:
        return np.full(shares.shape[:-1], np.nan)
    expected = (shares * (1 - shares)).sum(axis=-1) / (shares.shape[-1] - 1)
    return _beyond_chance(totals, expected)


def _beyond_chance(totals: Floats, expected: Floats) -> Floats:
    observed = totals[..., 0] / totals[..., 1]
    return np.where(expected < 1 - 1e-9, 1 - (1 - observed) / (1 - expected), np.nan)
