"""Consistency: the agreement of a learner with themselves, from items that were asked twice without saying so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from eegview.clinical.learning.figure import Figure, too_few
from eegview.clinical.learning.units import Floats, figure_of, unit_sums

FEWEST_PAIRS = 15
METHOD = "Cohen's κ (1960) of each silent repeat and the answer before."
BY_CHANCE = "No κ: all answers were the same, so that chance alone would agree."


@dataclass(frozen=True, slots=True)
class AnsweredTwice:
    """Two answers to one item; see `RatedAnswer` for item and infant."""

    item: str
    infant: str
    first: str
    again: str


def consistency_of(pairs: Sequence[AnsweredTwice]) -> Figure:
    """Return Cohen's κ of first and repeated answers; too few to say with fewer than 15."""
    n = len(pairs)
    if n < FEWEST_PAIRS:
        return too_few(n, FEWEST_PAIRS, "silent repeats", METHOD)
    names = sorted({value for pair in pairs for value in (pair.first, pair.again)})
    place = {name: number for number, name in enumerate(names)}
    n_names = len(names)
    columns = [place[pair.first] * n_names + place[pair.again] for pair in pairs]
    sums = unit_sums([one.item for one in pairs], [one.infant for one in pairs], columns, n_names * n_names)
    prior = np.full(n_names * n_names, 1.0 / n_names**2)

    def kappa_of(totals: Floats) -> Floats:
        return kappa(totals.reshape(*totals.shape[:-1], n_names, n_names))

    return figure_of(sums, kappa_of, prior, n, METHOD, why_none=BY_CHANCE)


def kappa(tables: Floats) -> Floats:
    """Return Cohen's κ of tables of counts (…, k, k), NaN where chance alone would always agree."""
    n = tables.sum(axis=(-2, -1))
    agreed = np.trace(tables, axis1=-2, axis2=-1)
    expected = (tables.sum(axis=-1) * tables.sum(axis=-2)).sum(axis=-1)  # times n²
    with np.errstate(all="ignore"):
        return np.where(n * n - expected > 1e-9 * n * n, (agreed * n - expected) / (n * n - expected), np.nan)
