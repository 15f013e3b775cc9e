"""The learning curve: balanced accuracy over the last answers, after each of them.

Balanced accuracy is the mean over the classes of the share of right answers in each, so that to say no always is worth
no more than chance. Its interval is recovered from Wilson's of each share (MOVER: Zou and Donner 2008, Statistics in
Medicine 27:1693); items of the window are taken as independent. Of classes that are rare in the window `kept_classes`
says which count. Onsets have no classes: their curve is the share of right answers, with
Wilson's interval.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from eegview.clinical.intervals import wilson_interval

WINDOW = 50  # answers
FEWEST_IN_WINDOW = 20
FEWEST_OF_CLASS = 4
LEAST_KEPT = 0.8  # share of answers that the classes that are not rare must hold
MOST_POINTS = 200
METHOD = (
    f"Balanced accuracy over the last {WINDOW} answers, classes with fewer than {FEWEST_OF_CLASS} of them left out. "
    "95 % interval recovered from Wilson's of each class (Zou and Donner 2008), items taken as independent."
)
SHARE_METHOD = (
    f"Share of right answers among the last {WINDOW}. 95 % interval after Wilson (1927), items taken as independent."
)


@dataclass(frozen=True, slots=True)
class WindowAccuracy:
    """Accuracy (0-1) over the window that ends with answer number `n_answered`; None where there is too little."""

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
    return tuple(_window(stop, asked, right) for stop in _stops(n))


def share_curve(is_right: Sequence[bool]) -> tuple[WindowAccuracy, ...]:
    """Return the share of right answers over the last 50, at 200 places at most, the last answer always among them."""
    right = np.concatenate([[0], np.cumsum(np.array(is_right, np.int64))])
    found: list[WindowAccuracy] = []
    for stop in _stops(len(is_right)):
        start = max(stop - WINDOW, 0)
        k, n = int(right[stop] - right[start]), stop - start
        found.append(WindowAccuracy(stop, *mean_of_shares([(k, n)])))
    return tuple(found)


def kept_classes(counts: Mapping[str, int], fewest: int) -> frozenset[str]:
    """Return the classes with enough answers; none where they are fewer than two or hold less than 80 % of all.

    counts : answers of each class
    """
    kept = frozenset(name for name, n in counts.items() if n >= fewest)
    n_kept = sum(counts[name] for name in kept)
    return kept if len(kept) >= 2 and n_kept >= LEAST_KEPT * sum(counts.values()) else frozenset()


def _stops(n: int) -> list[int]:
    every = max(math.ceil(n / MOST_POINTS), 1)
    return sorted(range(n, FEWEST_IN_WINDOW - 1, -every))


def _window(stop: int, asked: np.ndarray, right: np.ndarray) -> WindowAccuracy:
    start = max(stop - WINDOW, 0)
    n_asked: list[int] = (asked[stop] - asked[start]).tolist()
    n_right: list[int] = (right[stop] - right[start]).tolist()
    counts = {str(number): n for number, n in enumerate(n_asked) if n}
    kept = kept_classes(counts, FEWEST_OF_CLASS)
    if not kept:
        return WindowAccuracy(stop, None, None, None)
    value, low, high = mean_of_shares([(n_right[int(name)], counts[name]) for name in sorted(kept)])
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
