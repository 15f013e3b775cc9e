"""The learning curve: balanced accuracy over the last answers, after each of them.

Balanced accuracy is the mean over the classes of the share of right answers in each, so that to say no always is worth
no more than chance. Its interval is recovered from Wilson's of each share (MOVER: Zou and Donner 2008, Statistics in
Medicine 27:1693); items of the window are taken as independent.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from eegview.clinical.intervals import wilson_interval

WINDOW = 50  # answers
FEWEST_IN_WINDOW = 20
FEWEST_OF_CLASS = 4
MOST_POINTS = 200
METHOD = (
    f"Balanced accuracy over the last {WINDOW} answers. 95 % interval recovered from Wilson's of each class (Zou and "
    "Donner 2008), items taken as independent."
)


@dataclass(frozen=True, slots=True)
class WindowAccuracy:
    """Balanced accuracy (0-1) after answer number `n_answered`; None where a class has too few answers."""

    n_answered: int
    value: float | None
    low: float | None
    high: float | None


def learning_curve(classes: Sequence[str], is_right: Sequence[bool]) -> tuple[WindowAccuracy, ...]:
    """Return the curve, at 200 places at most, the last answer always among them.

    classes, is_right : of each answer by time: what was true, and whether the learner said so
    """
    n = len(classes)
    names = sorted(set(classes))
    place = {name: number for number, name in enumerate(names)}
    asked = np.zeros((n + 1, max(len(names), 1)), np.int64)
    right = np.zeros_like(asked)
    if n:
        numbers = [place[name] for name in classes]
        asked[np.arange(1, n + 1), numbers] = 1
        right[np.arange(1, n + 1), numbers] = np.array(is_right, np.int64)
    asked, right = asked.cumsum(axis=0), right.cumsum(axis=0)
    every = max(math.ceil(n / MOST_POINTS), 1)
    stops = sorted({*range(n, FEWEST_IN_WINDOW - 1, -every)})
    return tuple(_window(stop, asked, right) for stop in stops)


def _window(stop: int, asked: np.ndarray, right: np.ndarray) -> WindowAccuracy:
    start = max(stop - WINDOW, 0)
    n_asked: list[int] = (asked[stop] - asked[start]).tolist()
    n_right: list[int] = (right[stop] - right[start]).tolist()
    held = [(k, n) for k, n in zip(n_right, n_asked, strict=True) if n]
    if len(held) < 2 or any(n < FEWEST_OF_CLASS for _k, n in held):
        return WindowAccuracy(stop, None, None, None)
    value, low, high = mean_of_shares(held)
    return WindowAccuracy(stop, value, low, high)


def mean_of_shares(counts: Sequence[tuple[int, int]]) -> tuple[float, float, float]:
    """Return the mean of shares k / n with its 95 % interval, recovered from Wilson's of each.

    counts : k and n of each share, n above 0
    """
    value, below, above = 0.0, 0.0, 0.0
    for k, n in counts:
        low, high = wilson_interval(k, n) or (0.0, 1.0)
        value += k / n / len(counts)
        below += (k / n - low) ** 2
        above += (high - k / n) ** 2
    return value, value - math.sqrt(below) / len(counts), value + math.sqrt(above) / len(counts)
