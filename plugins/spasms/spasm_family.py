"""Take a second look once a recording has been read: one infant's spasms look alike, so sure ones reveal weak ones.

Of all candidates the waveform that most of the likelier ones share is averaged, and every candidate is laid over it.
"""

import math
from dataclasses import dataclass

import numpy as np
from spasm_candidates import Candidate
from spasm_terms import FAMILY_TERM, chance

MOST = 600  # candidates that are compared with each other, the likeliest ones
LEAST_POINTS = -8.0
_CORE = slice(20, 60)  # of `Candidate.wide`: from 0.6 s before the peak to 1 s after it
_SHIFTS = range(-15, 16)  # of 40 ms
_PAIR_SHIFTS = range(-8, 9, 2)
_ROUNDS = 3
_FEWEST = 6
_SURE = 0.3  # mean points of the members and the logarithm (base 2) of their number, from which they count
_RIDGE = 0.2  # of the mean field: how far the usual one is made small
_LIKE = 0.5  # correlation from which another is of the family
MOST_POINTS = 2.0
_NO_EVIDENCE = -4.0  # points of the first look at and under which likeness to others says nothing
_UP_TO = -0.1  # a score of 0.475
_APART_S = 3.0  # nearer ones are the same event


@dataclass(frozen=True, slots=True)
class Similarity:
    """How a candidate fits the family of this recording.

    like : correlation with the average of the others, -1 … 1
    members : how many others are of the family, those half alike counted as a part
    likely : mean of their points in the first look, each -7 … 3
    """

    like: float
    members: float
    likely: float


def find_similar(candidates: list[Candidate], points: np.ndarray) -> list[Similarity | None]:
    """Return for each candidate how it fits the family; None for those too unlikely to be compared.

    points : (n,) what the first look gave each of them
    """
    similar: list[Similarity | None] = [None] * len(candidates)
    order = np.argsort(-points, kind="stable")[:MOST]
    used = np.sort(order[points[order] > LEAST_POINTS])
    if len(used) < _FEWEST:
        return similar
    waves = np.stack([candidates[k].wide for k in used]).astype(np.float32)
    times_s = np.array([candidates[k].peak_s for k in used])
    sureness = 1 / (1 + np.exp(-(points[used] + 1.0)))
    waves = _against_usual(waves, points[used])
    like, shifts = _lay_over(waves, _first_mean(waves, times_s, sureness))
    for _ in range(_ROUNDS):
        like, shifts = _lay_over(waves, _average(waves, shifts, sureness * np.clip(like - 0.3, 0, None)))
    share = sureness * np.clip(like - 0.3, 0, None)
    own = _shifted(waves, shifts)
    likenesses = np.tensordot(own, own, axes=([1, 2], [1, 2]))
    members = np.clip((like - _LIKE) / 0.2, 0, 1)
    held = np.clip(points[used], -7, 3)
    for number, k in enumerate(used):
        apart_s = np.abs(times_s - times_s[number])
        others = share * (apart_s >= _APART_S)  # it is not compared with itself
        length = float(np.sqrt(max(others @ likenesses @ others, 1e-12)))
        relatives = members * (apart_s >= _APART_S)
        similar[k] = Similarity(
            float(likenesses[number] @ others) / length,
            float(relatives.sum()),
            float((relatives @ held) / max(relatives.sum(), 1e-6)) if relatives.any() else -7.0,
        )
    return similar


def gain_of(similar: Similarity | None, first_points: float) -> float:
    """Return the points that the second look adds to those of the first.

    At most MOST_POINTS, the fewer the less speaks for the event by itself, and never so many that it would be proposed
    at 0.5: that rests on what is around an event only, so that reading more does not change it.
    """
    if similar is None:
        return 0.0
    sure = similar.likely + math.log2(max(similar.members, 1.0))
    known = min(max((similar.like - 0.4) / 0.3, 0.0), 1.0) * min(max(sure - _SURE, 0.0), 1.0)
    own = min(max((first_points - _NO_EVIDENCE) / -_NO_EVIDENCE, 0.0), 1.0)
    return max(min(MOST_POINTS * known * own, _UP_TO - first_points), 0.0)


class SecondLook:
    """The weak candidates of a recording, and those of them that resemble the others."""

    def __init__(self, apart_s: float) -> None:
        self._apart_s = apart_s
        self._pool: list[tuple[float, Candidate, list]] = []  # points and reasons of the first look
        self._told_s: list[float] = []

    def remember(self, candidate: Candidate, why: list) -> None:
        """Keep a candidate; of very many, the likeliest."""
        points = math.fsum(reason[3] for reason in why)
        if points > LEAST_POINTS:
            self._pool.append((points, candidate, why))
        if len(self._pool) >= 2 * MOST:
            self._pool = sorted(self._pool, key=lambda one: -one[0])[:MOST]

    def told(self, candidate: Candidate) -> None:
        """Take note of one that is proposed: none of the second look comes next to it."""
        self._told_s.append(candidate.onset_s)

    def found(self, least_score: float) -> list[tuple[Candidate, list]]:
        """Return (candidate, reasons) of those that reach a score by the second look only, in order of time."""
        pool = sorted(self._pool, key=lambda one: one[1].step)
        similar = find_similar([c for _, c, _ in pool], np.array([points for points, _, _ in pool]))
        raised = []
        for (points, candidate, why), one in zip(pool, similar, strict=True):
            gain = gain_of(one, points)
            if one is not None and gain >= 0.005 and chance(points) < least_score <= chance(points + gain):
                raised.append(
                    (points + gain, candidate, [*why, (FAMILY_TERM.label, one.members, FAMILY_TERM.unit, gain)])
                )
        chosen: list[tuple[Candidate, list]] = []
        for _, candidate, why in sorted(raised, key=lambda one: -one[0]):
            others_s = self._told_s + [other.onset_s for other, _ in chosen]
            if all(abs(candidate.onset_s - other_s) >= self._apart_s for other_s in others_s):
                chosen.append((candidate, why))
        return sorted(chosen, key=lambda one: one[0].step)


def _against_usual(waves: np.ndarray, points: np.ndarray) -> np.ndarray:
    """Return the waveforms with the field of the recording's unlikely candidates made no larger than any other."""
    unlikely = waves[points <= np.median(points)][:, :, _CORE]
    unlikely = unlikely / (np.sqrt((unlikely**2).mean(axis=(1, 2), keepdims=True)) + 1e-6)
    fields = np.einsum("kis,kjs->ij", unlikely, unlikely) / (len(unlikely) * unlikely.shape[2])
    values, vectors = np.linalg.eigh(fields)
    least = _RIDGE * values.mean()
    return np.einsum("ij,kjs->kis", (vectors / np.sqrt(np.clip(values, 0, None) + least)) @ vectors.T, waves)


def _first_mean(waves: np.ndarray, times_s: np.ndarray, sureness: np.ndarray) -> np.ndarray:
    """Return the waveform of the one that is most like many sure others."""
    core = _unit_each(waves[:, :, _CORE]).reshape(len(waves), -1)
    best = np.full((len(waves), len(waves)), -1.0, np.float32)
    for shift in _PAIR_SHIFTS:
        moved = _unit_each(waves[:, :, _CORE.start + shift : _CORE.stop + shift]).reshape(len(waves), -1)
        np.maximum(best, core @ moved.T, out=best)
    best = np.clip(np.maximum(best, best.T) - 0.4, 0, None)
    best[np.abs(times_s[:, None] - times_s) < _APART_S] = 0
    doubt = np.clip(0.3 - sureness, 0, None)
    usual = (best @ doubt) / (doubt.sum() + 1e-6)  # what unlikely ones look like too is no family of spasms
    support = sureness * (best @ sureness - usual * sureness.sum())
    return _unit(waves[int(support.argmax()), :, _CORE])


def _lay_over(waves: np.ndarray, mean: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return (n,) best correlations with `mean`, and at which shifts."""
    best, at = np.full(len(waves), -1.0, np.float32), np.zeros(len(waves), int)
    for shift in _SHIFTS:
        fit = np.tensordot(_unit_each(waves[:, :, _CORE.start + shift : _CORE.stop + shift]), mean, axes=2)
        better = fit > best
        best[better], at[better] = fit[better], shift
    return best, at


def _shifted(waves: np.ndarray, shifts: np.ndarray) -> np.ndarray:
    return np.stack(
        [_unit(wave[:, _CORE.start + s : _CORE.stop + s]) for wave, s in zip(waves, shifts.tolist(), strict=True)]
    )


def _average(waves: np.ndarray, shifts: np.ndarray, share: np.ndarray) -> np.ndarray:
    return _unit(np.tensordot(share, _shifted(waves, shifts), axes=1))


def _unit(wave: np.ndarray) -> np.ndarray:
    return wave / (np.linalg.norm(wave) + 1e-6)


def _unit_each(waves: np.ndarray) -> np.ndarray:
    return waves / (np.linalg.norm(waves, axis=(1, 2), keepdims=True) + 1e-6)
