"""Cohen's kappa of two readers, plain or weighted for ordered scales; of more readers, the mean over their pairs.

kappa = (observed - expected) / (1 - expected) agreement, where the expected one is that of two readers who use each
class as often as these do, but at random (Cohen 1960, Educational and Psychological Measurement 20:37). With weights,
a disagreement counts by its distance on the scale (Cohen 1968, Psychological Bulletin 70:213). The mean over pairs is
that of Light (1971, Psychological Bulletin 76:365).
"""

from collections.abc import Sequence
from itertools import combinations

import numpy as np

from eegview.clinical.agreement_numbers.number import AgreementNumber
from eegview.clinical.agreement_numbers.patient_bootstrap import SEED, SummedMeasure, number_of
from eegview.clinical.agreement_numbers.ratings import UNREAD, Floats, Ratings

PLAIN, LINEAR, QUADRATIC = "none", "linear", "quadratic"
WEIGHTS = (PLAIN, LINEAR, QUADRATIC)
BY_CHANCE = "No kappa: chance alone would agree on every item, as all readers gave one class only."
NOTHING_COMPARED = "Nothing to compare: no item was read by two readers."
_COHEN = {
    PLAIN: "Cohen's kappa (1960)",
    LINEAR: "Cohen's weighted kappa (1968), linear weights",
    QUADRATIC: "Cohen's weighted kappa (1968), quadratic weights",
}


def cohen_kappa(ratings: Ratings, weights: str = PLAIN, seed: int = SEED) -> AgreementNumber:
    """Return Cohen's kappa of two readers; of more, the mean over all pairs that have items in common.

    An item counts for a pair if both read it. A pair whose kappa is not defined is left out of the mean.

    weights : `PLAIN`, `LINEAR` or `QUADRATIC`; the latter two take the order of `ratings.classes`

    Raises
    ------
    ValueError : the weights are not known
    """
    used = ratings.read_by(2)
    return _mean_kappa(used, list(combinations(range(len(used.readers)), 2)), weights, seed)


def kappa_with_others(ratings: Ratings, reader: str, weights: str = PLAIN, seed: int = SEED) -> AgreementNumber:
    """Return how far one reader agrees with the others: Cohen's kappa, the mean over their pairs with each of them.

    Pairs without an item in common, and those whose kappa is not defined, are left out of the mean.

    weights : `PLAIN`, `LINEAR` or `QUADRATIC`; the latter two take the order of `ratings.classes`

    Raises
    ------
    ValueError : the weights are not known
    """
    used = ratings.read_with(reader)
    column = used.readers.index(reader)
    pairs = [(column, other) for other in range(len(used.readers)) if other != column]
    return _mean_kappa(used, pairs, weights, seed)


def _mean_kappa(used: Ratings, pairs: Sequence[tuple[int, int]], weights: str, seed: int) -> AgreementNumber:
    """Return the mean of kappa over pairs of columns."""
    if weights not in WEIGHTS:
        raise ValueError(f"weights are {', '.join(WEIGHTS)}")
    measures = [_pair_measure(used, a, b, weights) for a, b in pairs]
    compared = [one for one in measures if one.sums[:, 0].sum()]
    if not compared:
        return AgreementNumber(None, None, None, 0, 0, len(used.readers), f"{_COHEN[weights]}.", NOTHING_COMPARED)
    return number_of(compared, used.n_items, len(used.readers), _method(weights, compared), BY_CHANCE, seed=seed)


def _method(weights: str, measures: list[SummedMeasure]) -> str:
    if len(measures) == 1:
        return f"{_COHEN[weights]}."
    n_defined = sum(one.value is not None for one in measures)
    left_out = f", {len(measures) - n_defined} left out as not defined" if n_defined < len(measures) else ""
    return f"{_COHEN[weights]}, mean over {n_defined} pairs of readers (Light 1971){left_out}."


def agreement_weights(n_classes: int, weights: str) -> Floats:
    """Return how far two classes agree: (n_classes, n_classes), 1 on the diagonal, 0 at the ends of the scale."""
    if weights == PLAIN or n_classes < 2:
        return np.eye(n_classes)
    places = np.arange(n_classes, dtype=np.float64)
    distance = np.abs(places[:, np.newaxis] - places) / (n_classes - 1)
    return 1.0 - (distance if weights == LINEAR else distance**2)


def _pair_measure(ratings: Ratings, a: int, b: int, weights: str) -> SummedMeasure:
    """Return kappa of two columns; the sums are items, agreement, and each reader's classes."""
    n_classes = len(ratings.classes)
    alike = agreement_weights(n_classes, weights)
    one_hot = np.vstack([np.eye(n_classes), np.zeros(n_classes)])  # the last row is that of `UNREAD`
    first, second = ratings.codes[:, a], ratings.codes[:, b]
    both = ((first != UNREAD) & (second != UNREAD)).astype(np.float64)
    agreed = alike[first, second] * both
    sums = ratings.summed(
        np.column_stack([both, agreed, one_hot[first] * both[:, None], one_hot[second] * both[:, None]])
    )

    def value_of(totals: Floats) -> Floats:
        n = totals[..., 0]
        by_a, by_b = totals[..., 2 : 2 + n_classes], totals[..., 2 + n_classes :]
        expected = ((by_a @ alike) * by_b).sum(axis=-1)  # times n², so that it is exact for whole numbers
        beyond = n * n - expected
        return np.where(beyond > 1e-9 * n * n, 1.0 - (n * n - totals[..., 1] * n) / beyond, np.nan)

    return SummedMeasure(sums, value_of)
