"""Onsets: how far the learner's lie from the experts', by their median and how they spread."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from eegview.clinical.learning.figure import SECONDS, Figure, too_few
from eegview.clinical.statistics.medians import median_of
from eegview.clinical.statistics.quantiles import NORMAL_POINT

FEWEST = 10
MEDIAN = "Median of the learner's onset minus the experts'; below 0 = early."
FEWEST_PAIRS = 15
REPEATED = "Median distance of the onset in each silent repeat from the one before."
SPREAD = "Middle half of these differences (interquartile range)."
_DRAWS = 2000


def onset_bias(differences_s: Sequence[float]) -> Figure:
    """Return the median difference, with the interval of the sign test."""
    n = len(differences_s)
    found = median_of(list(differences_s), SECONDS) if n >= FEWEST else None
    if found is None:
        return too_few(n, FEWEST, "onsets", MEDIAN, SECONDS)
    return Figure(found.value, found.low, found.high, n, f"{MEDIAN} 95 % interval: {found.method}.", "", SECONDS)


def onset_repeatability(distances_s: Sequence[float]) -> Figure:
    """Return the median distance of repeated onsets, with the interval of the sign test.

    distances_s : of each silent repeat from the onset before, 0 or more
    """
    n = len(distances_s)
    found = median_of(list(distances_s), SECONDS) if n >= FEWEST_PAIRS else None
    if found is None:
        return too_few(n, FEWEST_PAIRS, "silent repeats", REPEATED, SECONDS)
    return Figure(found.value, found.low, found.high, n, f"{REPEATED} 95 % interval: {found.method}.", "", SECONDS)


def onset_spread(differences_s: Sequence[float]) -> Figure:
    """Return the interquartile range of the differences, with a bootstrap interval over answers on the log scale."""
    n = len(differences_s)
    if n < FEWEST:
        return too_few(n, FEWEST, "onsets", SPREAD, SECONDS)
    values = np.array(differences_s, np.float64)
    value = float(np.subtract(*np.quantile(values, [0.75, 0.25])))
    drawn = np.random.default_rng(1).choice(values, (_DRAWS, n))
    spreads = np.subtract(*np.quantile(drawn, [0.75, 0.25], axis=1))
    if value <= 0 or (spreads <= 0).any():
        why = "No interval: too many onsets are alike."
        return Figure(value, None, None, n, SPREAD, why, SECONDS)
    factor = float(np.exp(NORMAL_POINT * np.std(np.log(spreads))))
    how = f"{SPREAD} 95 % interval: bootstrap over answers, on the log scale."
    return Figure(value, value / factor, value * factor, n, how, "", SECONDS)
