"""The intraclass correlation ICC(2,1) of counts and scores: how much of their spread is of the items, not the readers.

Shrout and Fleiss (1979, Psychological Bulletin 86:420), case 2: the readers are a sample of readers, each has measured
every item once, and it is one reader's value that is used. A reader who counts more than others lowers it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from eegview.clinical.agreement_numbers.number import AgreementNumber
from eegview.clinical.agreement_numbers.patient_bootstrap import SEED, SummedMeasure, number_of
from eegview.clinical.agreement_numbers.ratings import Floats

METHOD = "Intraclass correlation ICC(2,1), absolute agreement of single readers (Shrout and Fleiss 1979)."
TOO_FEW_ITEMS = "Too few to say: a correlation needs two items that two readers measured."
NO_SPREAD = "No correlation: all values are the same."


@dataclass(frozen=True, slots=True)
class Measurement:
    """The values that readers gave one item.

    values : by reader; who did not measure it is not in it
    """

    patient: str
    values: Mapping[str, float]


def intraclass_correlation(
    measurements: Iterable[Measurement], readers: Sequence[str] | None = None, seed: int = SEED
) -> AgreementNumber:
    """Return ICC(2,1) over the items that all readers measured; others are left out.

    readers : None = all that measured anything
    """
    measurements = tuple(measurements)
    if readers is None:
        readers = sorted({reader for one in measurements for reader in one.values})
    complete = [one for one in measurements if all(reader in one.values for reader in readers)]
    left_out = len(measurements) - len(complete)
    method = f"{METHOD} {left_out} items that not all readers measured are left out." if left_out else METHOD
    n, k = len(complete), len(readers)
    names = sorted({one.patient for one in complete})
    if n < 2 or k < 2:
        return AgreementNumber(None, None, None, n, len(names), k, method, TOO_FEW_ITEMS)
    values = np.array([[one.values[reader] for reader in readers] for one in complete], np.float64)
    values -= values.mean()  # sums of squares lose no digits
    spread = float(np.abs(values).max())
    if spread > 0:
        values /= spread
    per_item = np.column_stack([np.ones(n), (values**2).sum(axis=1), values.sum(axis=1) ** 2, values])
    sums = np.zeros((len(names), k + 3))
    np.add.at(sums, [names.index(one.patient) for one in complete], per_item)
    return number_of([SummedMeasure(sums, _icc)], n, k, method, NO_SPREAD, seed=seed)


def _icc(totals: Floats) -> Floats:
    """Return ICC(2,1) from totals: items, squares of values, squares of items' sums, each reader's values."""
    n, squares, rows = totals[..., 0], totals[..., 1], totals[..., 2]
    by_reader = totals[..., 3:]
    k = by_reader.shape[-1]
    mean = by_reader.sum(axis=-1) ** 2 / (n * k)
    between_items, between_readers = rows / k - mean, (by_reader**2).sum(axis=-1) / n - mean
    rest = squares - mean - between_items - between_readers
    ms_items, ms_readers = between_items / (n - 1), between_readers / (k - 1)
    ms_rest = rest / ((n - 1) * (k - 1))
    whole = ms_items + (k - 1) * ms_rest + k * (ms_readers - ms_rest) / n
    return np.where((n > 1) & (whole > 1e-12), (ms_items - ms_rest) / whole, np.nan)
