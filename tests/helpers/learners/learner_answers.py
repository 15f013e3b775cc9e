"""Answers of a learner for tests: one at a time, and of simulated learners of known skill and threshold."""

from datetime import UTC, datetime, timedelta

import numpy as np
from scipy.stats import norm

from eegview.model.training.answer import Answer

CONFIDENCE_CUTS = np.array([0.3, 0.7, 1.1, 1.6])  # distance from the threshold, standard deviations
BEGUN = datetime(2026, 3, 2, 8, tzinfo=UTC)


def answer_at(number, truth="startle", value="startle", confidence=4, **changes):
    """Return an answer to the item of a number, 20 s after the one before."""
    values = {
        "answered_utc": (BEGUN + timedelta(seconds=20 * number)).isoformat(timespec="microseconds"),
        "session_id": "s",
        "set_id": "made-set",
        "item_id": f"i{number:04d}",
        "mode": "learn",
        "value": value,
        "confidence": confidence,
        "took_s": 9.0 + number % 7,
        "is_correct": truth == value,
        "question_id": "spasm",
        "class_id": truth,
        "difficulty": "hard",
        "truth": truth,
        "infant_id": f"p{number // 4}",
    }
    return Answer(**(values | changes))


def simulated_answers(d_prime, criterion, n, seed, infant_sd=0.0, first=0, **changes):
    """Return answers of an observer of equal-variance signal detection theory; every other item is a spasm.

    infant_sd : standard deviation of what all four items of an infant have in common
    """
    rng = np.random.default_rng(seed)
    common = rng.normal(0, infant_sd, n // 4 + 1)
    found = []
    for number in range(n):
        truth = "spasm" if number % 2 else "startle"
        seen = rng.normal(d_prime / 2 if truth == "spasm" else -d_prime / 2, np.sqrt(1 - infant_sd**2))
        seen += common[number // 4]
        confidence = 1 + int(np.searchsorted(CONFIDENCE_CUTS, abs(seen - criterion)))
        value = "spasm" if seen > criterion else "startle"
        found.append(answer_at(first + number, truth, value, confidence, **changes))
    return found


def true_numbers(d_prime, criterion):
    """Return what an endless number of answers of such an observer would show: area, balanced accuracy, Brier score.

    The area is that of ten ratings, a little below that of the endless scale.
    """
    from eegview.clinical.learning.confidence import SHARES

    edges = np.concatenate(
        [[-np.inf], criterion - CONFIDENCE_CUTS[::-1], [criterion], criterion + CONFIDENCE_CUTS, [np.inf]]
    )
    other, spasm = (np.diff(norm.cdf(edges - mean)) for mean in (-d_prime / 2, d_prime / 2))
    area = float((spasm * (np.cumsum(other) - other / 2)).sum())
    balanced = float((spasm[5:].sum() + other[:5].sum()) / 2)
    implied = np.concatenate([SHARES[::-1], SHARES])
    is_yes = np.arange(10) >= 5
    brier = 0.0
    for shares, is_there in ((other, False), (spasm, True)):
        brier += float((shares * (implied - (is_yes == is_there)) ** 2).sum()) / 2
    return area, balanced, brier
