"""What a detector's scores were worth: how many suggestions of each range of scores were true ones.

A score of 0.7 is calibrated where seven of ten such suggestions are true. Sources: reliability diagram (Murphy and
Winkler 1977), expected calibration error (Naeini et al. 2015), Brier score (Brier 1950).
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass

from eegview.clinical.event_matching import Matching, Onset
from eegview.clinical.intervals import Interval, wilson_interval

N_BINS = 10


@dataclass(frozen=True, slots=True)
class Judged:
    """A suggestion's score (0–1), and whether it lay on a true event."""

    score: float
    is_true: bool


@dataclass(frozen=True, slots=True)
class ScoreBin:
    """The suggestions of one range of scores; its end belongs to it only where that is 1.

    mean_score : of the suggestions in it, None for none
    """

    score_from: float
    score_to: float
    n: int
    n_true: int
    mean_score: float | None

    @property
    def share_true(self) -> float | None:
        return self.n_true / self.n if self.n else None

    @property
    def interval(self) -> Interval | None:
        """The 95 % interval of the share (Wilson), which takes suggestions as independent."""
        return wilson_interval(self.n_true, self.n)


@dataclass(frozen=True, slots=True)
class Calibration:
    """The reliability of some scores.

    bins : all ranges from 0 to 1, empty ones too
    error : expected calibration error: the difference between mean score and share of true ones, averaged over the bins
        by their number of suggestions; None without suggestions
    brier : mean squared difference between score and outcome (1 true, 0 false); None without suggestions
    lowest : the lowest score among them, None without suggestions
    """

    bins: tuple[ScoreBin, ...]
    error: float | None
    brier: float | None
    lowest: float | None

    @property
    def n(self) -> int:
        return sum(one.n for one in self.bins)

    @property
    def n_true(self) -> int:
        return sum(one.n_true for one in self.bins)


def judged_candidates(candidates: Iterable[Onset], matching: Matching) -> tuple[Judged, ...]:
    """Return the candidates with a score, each true where it was paired; those on an uncertain event stay out.

    A second candidate on the same event is false, as it is wherever events are counted.
    """
    paired = {pair.candidate for pair in matching.pairs}
    neither = set(matching.neither)
    return tuple(
        Judged(event.score, number in paired)
        for number, event in enumerate(candidates)
        if event.score is not None and number not in neither
    )


def calibration_of(judged: Iterable[Judged], n_bins: int = N_BINS) -> Calibration:
    """Return the reliability of scores in ranges of one width.

    Raises
    ------
    ValueError : a score is not from 0 to 1
    """
    scores: list[list[float]] = [[] for _ in range(n_bins)]
    n_true = [0] * n_bins
    squares: list[float] = []
    for one in judged:
        if not 0 <= one.score <= 1:
            raise ValueError("a score is from 0 to 1")
        number = min(int(one.score * n_bins + 1e-9), n_bins - 1)  # 0.7 is of the range that begins with 0.7
        scores[number].append(one.score)
        n_true[number] += one.is_true
        squares.append((one.score - one.is_true) ** 2)
    bins = tuple(
        ScoreBin(k / n_bins, (k + 1) / n_bins, len(held), n_true[k], math.fsum(held) / len(held) if held else None)
        for k, held in enumerate(scores)
    )
    n = len(squares)
    gaps = [abs(math.fsum(held) - n_true[k]) for k, held in enumerate(scores)]
    return Calibration(
        bins=bins,
        error=math.fsum(gaps) / n if n else None,
        brier=math.fsum(squares) / n if n else None,
        lowest=min((score for held in scores for score in held), default=None),
    )
