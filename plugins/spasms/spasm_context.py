"""Compare a candidate with others like it within a minute, and with events of this recording that it resembles."""

import math

import numpy as np
import wave_kernels
from spasm_candidates import Candidate
from spasm_search import Search

NEAREST_S = 3.0
BEFORE_S, AFTER_S = 60.0, 26.0  # neighbours that far before and after
MEMORY_S = 3000.0  # so long an event is remembered
_LAGS = np.arange(-6, 7)  # of 40 ms
_COMPARED = 12
_SURE = (0.55, 0.85)  # a waveform is remembered from the one chance on and counts whole from the other: no edge
_DOUBT = 0.3  # a neighbour counts from this chance on


class Memory:
    """The infant's own spasm: waveforms of the surest events of fifty minutes, and of spasms a person accepted.

    Those a person accepted are surest of all and are not forgotten.
    """

    def __init__(self) -> None:
        self._held: list[tuple[float, float, np.ndarray]] = []

    def add(self, sureness: float, template: np.ndarray, at_s: float = math.inf) -> None:
        """Remember a waveform seen at a time; `inf` for always."""
        if sureness > _SURE[0]:
            self._held.append((sureness, at_s, template))

    def likeness(self, candidate: Candidate) -> float:
        """Return how much a candidate is like the three most similar of the surest waveforms, 0-1; 0 where none is."""
        self._held = [one for one in self._held if one[1] >= candidate.peak_s - MEMORY_S - 60.0]
        recent = [one for one in self._held if one[1] >= candidate.peak_s - MEMORY_S]
        surest = sorted(recent, key=lambda one: -one[0])[:_COMPARED]
        shares = [min((sureness - _SURE[0]) / (_SURE[1] - _SURE[0]), 1.0) for sureness, _, _ in surest]
        found = [(share * alike(candidate.template, one[2]), share) for share, one in zip(shares, surest, strict=True)]
        best = sorted(found, reverse=True)[:3]
        return max(sum(like for like, _ in best) / max(sum(share for _, share in best), 1.0), 0.0)


def examples_of(recording, text: str) -> list[np.ndarray]:
    """Return the waveforms at spasms a person accepted: onsets in seconds, with commas between them."""
    wanted_s = [float(word) for word in text.replace(";", ",").split(",") if word.strip()]
    if not wanted_s:
        return []
    found: dict[float, Candidate] = {}
    last_s = max(wanted_s)
    for candidates, known_until_s in Search(recording).candidates():
        for candidate in candidates:
            for onset_s in wanted_s:
                away_s = abs(candidate.onset_s - onset_s)
                if away_s <= 1.5 and (onset_s not in found or away_s < abs(found[onset_s].onset_s - onset_s)):
                    found[onset_s] = candidate
        if known_until_s > last_s + 2:
            break
    return [candidate.template for candidate in found.values()]


def alike(first: np.ndarray, second: np.ndarray) -> float:
    """Return the correlation of two waveforms (n_signals, n) of length 1 where they fit best within 0.24 s."""
    if first.shape != second.shape:
        return 0.0
    fits = np.empty(len(_LAGS))
    wave_kernels.laid_over(first, second, _LAGS, fits)
    return float(fits.max())


def neighbour_features(candidates: list[Candidate], memory: Memory, chosen: list[Candidate]) -> None:
    """Set `surroundings` of the chosen ones from all candidates, which are in order of time."""
    times_s = np.array([c.peak_s for c in candidates])
    chances = np.array([1 / (1 + math.exp(-c.own_points)) for c in candidates])
    for candidate in chosen:
        neighbours, likeness = 0.0, 0.0
        if candidate.own_points > -6:
            after_s = times_s - candidate.peak_s
            near = (np.abs(after_s) >= NEAREST_S) & (after_s >= -BEFORE_S) & (after_s <= AFTER_S)
            for j in np.flatnonzero(near & (chances > _DOUBT)).tolist():
                sureness = (float(chances[j]) - _DOUBT) / (1 - _DOUBT)  # many doubtful ones do not make one sure one
                neighbours += sureness
                likeness += math.sqrt(sureness) * max(alike(candidate.template, candidates[j].template) - 0.4, 0.0)
        candidate.surroundings = {
            "neighbours": min(neighbours, 3.0),
            "neighbours_alike": min(likeness, 1.5),
            "remembered": memory.likeness(candidate) if candidate.own_points > -6 else 0.0,
        }
