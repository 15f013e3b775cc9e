"""Draw the sections of a miss audit in a reproducible order, and estimate from the answers what was missed.

Plain values, no state: the law behind the numbers is in `estimate_of`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from eegview.clinical.intervals import Interval, exact_share_interval
from eegview.model.audit import Answer
from eegview.model.span import Span

LENGTH_S = 10.0  # of a stretch: read at a glance on a page of 10 or 15 s


@dataclass(frozen=True, slots=True)
class MissEstimate:
    """An estimate, from the answers, of how much was missed.

    n, n_missed : stretches answered surely, and those of them that held something
    n_unsure : left out of both
    length_s : of each stretch
    n_free : stretches nobody and nothing had flagged: what was drawn from
    n_found : events the reviewer accepted or marked, of the same term
    share, share_interval : of unflagged stretches that hold something; None before the first answer
    """

    n: int
    n_missed: int
    n_unsure: int
    length_s: float
    n_free: int
    n_found: int
    share: float | None
    share_interval: Interval | None

    @property
    def per_hour(self) -> float | None:
        """Return how many stretches with something missed there are in an hour of unflagged recording."""
        return None if self.share is None else self.share * 3600 / self.length_s

    @property
    def per_hour_interval(self) -> Interval | None:
        if self.share_interval is None:
            return None
        low, high = self.share_interval
        return low * 3600 / self.length_s, high * 3600 / self.length_s

    @property
    def miss_rate(self) -> float | None:
        """Return which share of all there is was missed: expected missed ones over those and the found ones."""
        return None if self.share is None else self._rate(self.share)

    @property
    def miss_rate_interval(self) -> tuple[float | None, float | None] | None:
        if self.share_interval is None:
            return None
        low, high = self.share_interval
        return self._rate(low), self._rate(high)

    def _rate(self, share: float) -> float | None:
        missed = share * self.n_free
        return missed / (missed + self.n_found) if missed + self.n_found > 0 else None

    @property
    def text(self) -> str:
        """Return one or two sentences that explain the estimate."""
        if self.share is None or self.per_hour_interval is None:
            return "No estimate yet: answer some sections first."
        low, high = self.per_hour_interval
        samples = f"{self.n} sample{'s' if self.n != 1 else ''} of {self.length_s:g} s"
        left_out = f" {self.n_unsure} unsure, not counted." if self.n_unsure else ""
        if not self.n_missed:
            return (
                f"0 missed in {samples}; upper 95 % limit {_number(high)}/h of recording without suggestions.{left_out}"
            )
        each = f"about {_number(self.per_hour or 0.0)}/h of recording without suggestions"
        return (
            f"{self.n_missed} missed in {samples}: {each} (95 % interval {_number(low)} to "
            f"{_number(high)}/h){self._rate_text}.{left_out}"
        )

    @property
    def _rate_text(self) -> str:
        """Return `, about 27 % of all (4 to 64 %)`, "" where no rate is known."""
        low, high = self.miss_rate_interval or (None, None)
        if self.miss_rate is None or low is None or high is None:
            return ""
        return f", about {100 * self.miss_rate:.0f} % of all ({100 * low:.0f} to {100 * high:.0f} %)"


def estimate_of(answers: Sequence[Answer | None], length_s: float, n_free: int, n_found: int) -> MissEstimate:
    """Return the estimate from answers in the order the stretches are offered; None = not answered.

    Counted are the answers before the first stretch not answered: these are a random sample whatever was answered
    behind it. The interval of the share is exact, so at least 95 of 100 audits hold the true share in theirs. A
    stretch with several missed events counts once.
    """
    counted: list[Answer] = []
    for answer in answers:
        if answer is None:
            break
        counted.append(answer)
    n_missed, n_unsure = counted.count(Answer.MISSED), counted.count(Answer.UNSURE)
    n = len(counted) - n_unsure
    share = n_missed / n if n else None
    return MissEstimate(n, n_missed, n_unsure, length_s, n_free, n_found, share, exact_share_interval(n_missed, n))


def stretches_of(segments: Iterable[Span], within: Span, length_s: float = LENGTH_S) -> tuple[Span, ...]:
    """Return the recorded time cut into stretches of one length, none across a gap; a rest too short is left out."""
    found: list[Span] = []
    for segment in segments:
        part = segment.intersection(within)
        if part is not None:
            n = int((part.duration_s + 1e-6) // length_s)
            found += [Span(part.start_s + k * length_s, part.start_s + (k + 1) * length_s) for k in range(n)]
    return tuple(found)


def drawn_order(stretches: Sequence[Span], seed: int, stratum_of: Callable[[Span], str]) -> tuple[Span, ...]:
    """Return the stretches in a random order that the seed makes again, every state in its share from the start.

    stratum_of : what a stretch belongs to (its sleep stage), one word for all where that is not known; among the first
        n in order are, of each stratum, its share of n give or take one for each stratum there is
    """
    rng = np.random.default_rng(seed)
    sorted_out: dict[str, list[Span]] = {}
    for stretch in stretches:
        sorted_out.setdefault(stratum_of(stretch), []).append(stretch)
    keyed: list[tuple[float, str, Span]] = []
    for stratum in sorted(sorted_out):
        held = sorted_out[stratum]
        shift = float(rng.random())  # a fixed one would favour the large strata at the front
        for position, k in enumerate(rng.permutation(len(held))):
            keyed.append(((position + shift) / len(held), stratum, held[k]))
    return tuple(stretch for _key, _stratum, stretch in sorted(keyed))


def seed_of(*whose: str) -> int:
    """Return the seed of an audit from what it is about, so that drawing again gives the same stretches."""
    return int.from_bytes(hashlib.sha256("\n".join(whose).encode()).digest()[:8])


def _number(value: float) -> str:
    return f"{value:.0f}" if value >= 10 else f"{value:.1f}".removesuffix(".0")
