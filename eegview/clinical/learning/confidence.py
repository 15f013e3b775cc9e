"""Calibration of confidence: whether answers are right as often as their confidence says.

Each of the five steps stands for a share that the window states beside it. Reliability diagram (Murphy and Winkler
1977), Brier score (Brier 1950): mean squared difference between implied share and outcome (1 right, 0 wrong).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from eegview.clinical.learning.figure import SHARE, Figure, too_few
from eegview.clinical.learning.units import Floats, figure_of, unit_sums

IMPLIED = {1: 0.50, 2: 0.65, 3: 0.75, 4: 0.85, 5: 0.97}  # share of right answers that each step stands for
FEWEST = 20  # answers in all
FEWEST_IN_BIN = 10
BRIER = "Brier score: mean squared difference of the share that the confidence stands for and the outcome."
OVERCONFIDENCE = "Mean share that the confidence stands for, minus the share of right answers."
SHARE_RIGHT = "Share of right answers."
SHARES = np.array([IMPLIED[step] for step in sorted(IMPLIED)])
_N = len(IMPLIED)
_HALF = np.full(2, 0.5)


@dataclass(frozen=True, slots=True)
class ConfidentAnswer:
    """One answer; see `RatedAnswer` for item and infant."""

    item: str
    infant: str
    confidence: int
    is_right: bool


@dataclass(frozen=True, slots=True)
class Bin:
    """The answers of one confidence."""

    confidence: int
    implied: float
    share_right: Figure


@dataclass(frozen=True, slots=True)
class Calibration:
    """How well confidence says how often the learner is right."""

    bins: tuple[Bin, ...]
    brier: Figure
    overconfidence: Figure


def calibration_of(answers: Sequence[ConfidentAnswer]) -> Calibration:
    """Return how well confidence says how often the learner is right.

    Raises
    ------
    ValueError : a confidence is not from 1 to 5
    """
    if any(one.confidence not in IMPLIED for one in answers):
        raise ValueError("a confidence is from 1 to 5")
    bins = tuple(
        Bin(step, implied, share_right([one for one in answers if one.confidence == step], FEWEST_IN_BIN))
        for step, implied in IMPLIED.items()
    )
    n = len(answers)
    if n < FEWEST:
        return Calibration(
            bins, too_few(n, FEWEST, "answers", BRIER), too_few(n, FEWEST, "answers", OVERCONFIDENCE, SHARE)
        )
    columns = [one.confidence - 1 + _N * one.is_right for one in answers]
    sums = unit_sums([one.item for one in answers], [one.infant for one in answers], columns, 2 * _N)
    prior = np.full(2 * _N, 1.0 / (2 * _N))
    return Calibration(
        bins,
        figure_of(sums, _brier_of, prior, n, BRIER),
        figure_of(sums, _overconfidence_of, prior, n, OVERCONFIDENCE, SHARE),
    )


def share_right(answers: Sequence[ConfidentAnswer], fewest: int) -> Figure:
    """Return the share of right answers; too few to say with fewer than `fewest`."""
    n = len(answers)
    if n < fewest:
        return too_few(n, fewest, "answers", SHARE_RIGHT, SHARE)
    columns = [int(one.is_right) for one in answers]
    sums = unit_sums([one.item for one in answers], [one.infant for one in answers], columns, 2)
    return figure_of(sums, _right_of, _HALF, n, SHARE_RIGHT, SHARE)


def _right_of(totals: Floats) -> Floats:
    return totals[..., 1] / totals.sum(axis=-1)


def _brier_of(totals: Floats) -> Floats:
    wrong, right = totals[..., :_N], totals[..., _N:]
    return (wrong @ SHARES**2 + right @ (1 - SHARES) ** 2) / totals.sum(axis=-1)


def _overconfidence_of(totals: Floats) -> Floats:
    wrong, right = totals[..., :_N], totals[..., _N:]
    return ((wrong + right) @ SHARES - right.sum(axis=-1)) / totals.sum(axis=-1)
