"""An index of one run's proposals, by onset and score, for page, threshold and counts. Immutable."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property

import numpy as np
import numpy.typing as npt

from eegview.model.span import Span
from eegview.model.suggestion.detection import Detection

Floats = npt.NDArray[np.float64]
Places = npt.NDArray[np.intp]


class Candidates:
    """The detections of one run by onset; a place (0, 1, 2 …) is a position in that order.

    onsets_s, stops_s, scores : (n,) float64, by place
    levels : (n,) float64, what a threshold is held against: the score, infinite where none applies
    numbers : (n,) the detections' numbers within the run, by place
    """

    def __init__(self, detections: Iterable[Detection] = (), always_listed: Iterable[str] = ()) -> None:
        """Sort the detections.

        always_listed : ids of terms that no threshold applies to
        """
        self._always_listed = frozenset(always_listed)
        found = tuple(detections)
        onsets_s = np.fromiter((d.onset_s for d in found), np.float64, len(found))
        numbers = np.fromiter((d.number for d in found), np.int64, len(found))
        order = np.lexsort((numbers, onsets_s))
        self.detections: tuple[Detection, ...] = tuple(found[i] for i in order)
        self.onsets_s: Floats = onsets_s[order]
        self.numbers = numbers[order]
        durations_s = np.fromiter((d.duration_s for d in self.detections), np.float64, len(found))
        self.stops_s: Floats = self.onsets_s + durations_s
        self.scores: Floats = np.fromiter((d.score for d in self.detections), np.float64, len(found))
        is_always = np.fromiter((d.term_id in self._always_listed for d in self.detections), np.bool_, len(found))
        self.levels: Floats = np.where(is_always, np.inf, self.scores)
        self._place_by_number = {int(number): place for place, number in enumerate(self.numbers)}
        self._longest_s = float(durations_s.max(initial=0.0))

    @cached_property
    def is_final(self) -> npt.NDArray[np.bool_]:
        """Return (n,) whether reading more of the recording changes nothing about each, by place."""
        return np.fromiter((one.is_final for one in self.detections), np.bool_, len(self.detections))

    def __len__(self) -> int:
        return len(self.detections)

    def and_also(self, detections: Sequence[Detection]) -> Candidates:
        """Return the candidates together with newer ones."""
        return Candidates((*self.detections, *detections), self._always_listed) if detections else self

    @property
    def next_number(self) -> int:
        """Return the lowest number that is not here yet."""
        return int(self.numbers.max(initial=-1)) + 1

    def place_of(self, number: int) -> int | None:
        return self._place_by_number.get(number)

    def above(self, threshold: float) -> Places:
        """Return (k,) the places with at least this score, or always listed, in order of time."""
        return np.flatnonzero(self.levels >= threshold)

    def count(self, threshold: float) -> int:
        return int(np.count_nonzero(self.levels >= threshold))

    @property
    def n_always(self) -> int:
        """Return how many are listed whatever their score."""
        return int(np.count_nonzero(np.isinf(self.levels)))

    @property
    def has_threshold(self) -> bool:
        """Whether a threshold applies to any of them, or would to any that may come."""
        return not self._always_listed or self.n_always < len(self)

    def histogram(self, n_bins: int = 50) -> npt.NDArray[np.int64]:
        """Return (n_bins,) how many that a threshold applies to have a score in each equal part of 0-1."""
        return np.histogram(self.scores[np.isfinite(self.levels)], n_bins, (0.0, 1.0))[0].astype(np.int64)

    def within(self, span: Span, threshold: float) -> Places:
        """Return (k,) the places that share time with `span`, points in it included, in order of time."""
        first = int(np.searchsorted(self.onsets_s, span.start_s - self._longest_s - 1e-6, "left"))
        last = int(np.searchsorted(self.onsets_s, span.stop_s, "left"))
        near = slice(first, last)
        is_there = (self.stops_s[near] > span.start_s) | (self.onsets_s[near] >= span.start_s)
        return first + np.flatnonzero(is_there & (self.levels[near] >= threshold))

    def nearest(self, onset_s: float, within_s: float) -> list[int]:
        """Return the places with an onset at most `within_s` away, the nearest first."""
        first = int(np.searchsorted(self.onsets_s, onset_s - within_s, "left"))
        last = int(np.searchsorted(self.onsets_s, onset_s + within_s, "right"))
        return sorted(range(first, last), key=lambda place: (abs(float(self.onsets_s[place]) - onset_s), place))
