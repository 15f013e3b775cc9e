"""Skill: how well yes and no are told apart, whatever the threshold.

The area under the curve of the ten ratings is the chance that an item where it is there gets a higher rating than one
where it is not, ties counting half (Mann and Whitney 1947; Hanley and McNeil 1982, Radiology 143:29). How willing one
is to say yes does not change it; that is the threshold (`eegview/clinical/learning/threshold.py`).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from eegview.clinical.learning.figure import Figure
from eegview.clinical.learning.rated_answers import N_CONFIDENCES, N_RATINGS, RatingCounts
from eegview.clinical.learning.units import Floats

METHOD = "Area under the curve of answer and confidence, ties as half (Mann and Whitney)."


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """A point of the curve.

    false_alarms, found : shares (0-1)
    least_rating : ratings from here on count as yes; 10 = never
    """

    false_alarms: float
    found: float
    least_rating: int

    @property
    def is_own_answer(self) -> bool:
        """Whether this is where the learner says yes, however unsure."""
        return self.least_rating == N_CONFIDENCES

    @property
    def balanced_accuracy(self) -> float:
        return (self.found + 1.0 - self.false_alarms) / 2.0


def area_of(totals: Floats) -> Floats:
    """Return the area under the curve of counts (…, 20), NaN where one side has none."""
    not_there, there = totals[..., :N_RATINGS], totals[..., N_RATINGS:]
    below = np.cumsum(not_there, axis=-1) - 0.5 * not_there
    pairs = not_there.sum(axis=-1) * there.sum(axis=-1)
    with np.errstate(all="ignore"):
        return np.where(pairs > 0, (there * below).sum(axis=-1) / pairs, np.nan)


def skill_of(counts: RatingCounts) -> Figure:
    """Return the area under the curve; too few to say with fewer than 15 answers of either kind."""
    return counts.figure(area_of, METHOD)


def curve_of(counts: RatingCounts) -> tuple[CurvePoint, ...]:
    """Return the curve from (0, 0), nothing called, to (1, 1), all called; empty where one side has none."""
    totals = counts.totals
    if not counts.n_there or not counts.n_not_there:
        return ()
    called_false = np.cumsum(totals[:N_RATINGS][::-1])[::-1] / counts.n_not_there
    called_true = np.cumsum(totals[N_RATINGS:][::-1])[::-1] / counts.n_there
    points = [CurvePoint(0.0, 0.0, N_RATINGS)]
    points += [CurvePoint(float(called_false[k]), float(called_true[k]), k) for k in range(N_RATINGS - 1, -1, -1)]
    return tuple(points)


def best_point(curve: tuple[CurvePoint, ...]) -> CurvePoint | None:
    """Return the point with the best balanced accuracy; of equal ones that nearest to the learner's own threshold.

    It is chosen on the answers that it is told of, so it is a little better than what will come true.
    """
    if not curve:
        return None
    return max(curve, key=lambda one: (round(one.balanced_accuracy, 9), -abs(one.least_rating - N_CONFIDENCES)))
