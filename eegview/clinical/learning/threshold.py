"""Threshold: how willing a learner is to say yes, apart from how well they tell yes from no.

By the equal-variance model of signal detection theory d′ = z(H) − z(F) and c = −(z(H) + z(F)) / 2, with H the share of
found events and F that of false alarms; c above 0 = calls too few. Counts are corrected by half an answer, so that no
share is 0 or 1 (log-linear rule: Hautus 1995, Behavior Research Methods 27:46).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from importlib import import_module
from typing import Any

import numpy as np

from eegview.clinical.learning.figure import SHARE, Figure
from eegview.clinical.learning.rated_answers import N_CONFIDENCES, N_RATINGS, RatingCounts
from eegview.clinical.learning.units import Floats

D_PRIME = "d′ = z(found) − z(false alarms), counts corrected by half an answer (Hautus 1995)."
CRITERION = "c = −(z(found) + z(false alarms)) / 2, counts corrected by half an answer (Hautus 1995)."
BALANCED = "Balanced accuracy: mean of sensitivity and specificity."
TOO_STRICT, TOO_LAX, BALANCED_THRESHOLD, NOT_KNOWN = "too strict", "too lax", "balanced", "too few to say"


def d_prime(counts: RatingCounts) -> Figure:
    """Return d′; too few to say with fewer than 15 answers of either kind."""
    return _corrected(counts, lambda found, false_alarms: found - false_alarms, D_PRIME)


def criterion(counts: RatingCounts) -> Figure:
    """Return the criterion c; too few to say with fewer than 15 answers of either kind."""
    return _corrected(counts, lambda found, false_alarms: -0.5 * (found + false_alarms), CRITERION)


def sensitivity(counts: RatingCounts) -> Figure:
    """Return the share of events that were called."""
    return counts.figure(found_of, "Share of events that were called.", SHARE)


def specificity(counts: RatingCounts) -> Figure:
    """Return the share of other items that were not called."""
    return counts.figure(lambda totals: 1.0 - false_alarms_of(totals), "Share of other items not called.", SHARE)


def balanced_accuracy(counts: RatingCounts) -> Figure:
    """Return the mean of sensitivity and specificity."""
    return counts.figure(balanced_of, BALANCED, SHARE)


def gain(before: Figure, after: Figure, of_what: str = "Balanced accuracy") -> Figure:
    """Return how much a share rose between two tests that have items of their own."""
    method, n = f"{of_what} after learning minus before, on different items.", before.n + after.n
    a, b = before, after
    if a.value is None or b.value is None:
        return Figure(None, None, None, n, method, a.why_none or b.why_none, SHARE)
    value = b.value - a.value
    if a.low is None or a.high is None or b.low is None or b.high is None:
        return Figure(value, None, None, n, method, a.why_none or b.why_none, SHARE)
    low = value - math.hypot(b.value - b.low, a.high - a.value)
    high = value + math.hypot(b.high - b.value, a.value - a.low)
    how = f"{method} 95 % interval recovered from those of both tests (Zou and Donner 2008)."
    return Figure(value, low, high, n, how, "", SHARE)


def verdict(c: Figure) -> str:
    """Return whether a threshold is too strict, too lax or balanced: whether the interval of c leaves 0 out."""
    if c.low is None or c.high is None:
        return NOT_KNOWN
    return TOO_STRICT if c.low > 0 else TOO_LAX if c.high < 0 else BALANCED_THRESHOLD


def found_of(totals: Floats) -> Floats:
    """Return the share of events that were called, of counts (…, 20), NaN for none."""
    return _share_of_yes(totals[..., N_RATINGS:])


def false_alarms_of(totals: Floats) -> Floats:
    """Return the share of other items that were called, of counts (…, 20), NaN for none."""
    return _share_of_yes(totals[..., :N_RATINGS])


def balanced_of(totals: Floats) -> Floats:
    """Return the balanced accuracy of counts (…, 20), NaN where one side has none."""
    return 0.5 * (found_of(totals) + 1.0 - false_alarms_of(totals))


def _share_of_yes(ratings: Floats) -> Floats:
    with np.errstate(all="ignore"):
        return ratings[..., N_CONFIDENCES:].sum(axis=-1) / ratings.sum(axis=-1)


def _corrected(counts: RatingCounts, value_of: Callable[[Any, Any], Any], method: str) -> Figure:
    """Return a number of the normal points of both shares; the draws hold half an answer more already."""
    special: Any = import_module("scipy.special")  # comes without types
    ndtri: Callable[[Any], Any] = special.ndtri

    def of_totals(totals: Floats) -> Floats:
        half = 0.0 if totals.ndim > 1 else 0.5
        yes, no = totals[..., N_RATINGS:], totals[..., :N_RATINGS]
        found = (yes[..., N_CONFIDENCES:].sum(axis=-1) + half) / (yes.sum(axis=-1) + 2 * half)
        false_alarms = (no[..., N_CONFIDENCES:].sum(axis=-1) + half) / (no.sum(axis=-1) + 2 * half)
        return np.asarray(value_of(ndtri(found), ndtri(false_alarms)), np.float64)

    return counts.figure(of_totals, method)
