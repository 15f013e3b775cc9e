"""What two detector runs have in common: one to one by onset, each term for itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from eegview.app.suggestions.candidates import Candidates, Places
from eegview.clinical.event_matching import pair_onsets


@dataclass(frozen=True, slots=True, eq=False)
class RunComparison:
    """How many suggestions two runs share, and which only one of them has.

    only_a, only_b : (k,) places in the first and the second run, in order of time
    has_shared_terms : whether both suggest anything of one term
    """

    n_both: int
    only_a: Places
    only_b: Places
    has_shared_terms: bool


def compare_runs(a: Candidates, a_places: Places, b: Candidates, b_places: Places, within_s: float) -> RunComparison:
    """Compare two runs at their thresholds.

    Parameters
    ----------
    a_places, b_places : (k,) the places that are compared, in order of time
    within_s : largest difference of the onsets of a pair

    A spike is never paired with a spindle, however close they are.
    """
    a_by_term, b_by_term = _by_term(a, a_places), _by_term(b, b_places)
    both_a: list[int] = []
    both_b: list[int] = []
    for term_id, of_a in a_by_term.items():
        of_b = b_by_term.get(term_id, [])
        for i, j in pair_onsets(_onsets_s(a, of_a), _onsets_s(b, of_b), within_s):
            both_a.append(of_a[i])
            both_b.append(of_b[j])
    only_a, only_b = np.setdiff1d(a_places, both_a), np.setdiff1d(b_places, both_b)
    return RunComparison(
        len(both_a), only_a.astype(np.intp), only_b.astype(np.intp), bool(a_by_term.keys() & b_by_term.keys())
    )


def comparison_text(found: RunComparison, within_s: float) -> str:
    """Return `Both 24 · only A 8 · only B 2, onsets within 1 s`."""
    alone = f"only A {len(found.only_a)} · only B {len(found.only_b)}"
    if not found.has_shared_terms and len(found.only_a) and len(found.only_b):
        return f"{alone}. The two runs suggest different terms."
    return f"Both {found.n_both} · {alone}, onsets within {within_s:g} s"


def _by_term(candidates: Candidates, places: Places) -> dict[str, list[int]]:
    by_term: dict[str, list[int]] = {}
    for place in places.tolist():
        by_term.setdefault(candidates.detections[place].term_id, []).append(place)
    return by_term


def _onsets_s(candidates: Candidates, places: Sequence[int]) -> list[float]:
    return [float(candidates.onsets_s[place]) for place in places]
