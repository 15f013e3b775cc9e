"""What two detector runs have in common: one to one by onset, each term for itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from eegview.app.suggestions.candidates import Candidates, Places
from eegview.app.suggestions.shown_run import ShownRun
from eegview.clinical.event_matching import pair_onsets
from eegview.model.suggestion.detection import DetectorRun
from eegview.model.time.clock import elapsed_text

_MOST_TERMS = 6  # named one by one


@dataclass(frozen=True, slots=True)
class TermCounts:
    """How many suggestions of one term two runs share, and how many only one of them has."""

    term_id: str
    n_both: int
    n_only_a: int
    n_only_b: int


@dataclass(frozen=True, slots=True, eq=False)
class RunComparison:
    """How many suggestions two runs share, and which only one of them has.

    only_a, only_b : (k,) places in the first and the second run, in order of time
    has_shared_terms : whether both suggest anything of one term
    by_term : the terms of either run, those with most suggestions first
    """

    n_both: int
    only_a: Places
    only_b: Places
    has_shared_terms: bool
    by_term: tuple[TermCounts, ...] = ()


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
    counts: list[TermCounts] = []
    for term_id in {**a_by_term, **b_by_term}:
        of_a, of_b = a_by_term.get(term_id, []), b_by_term.get(term_id, [])
        pairs = pair_onsets(_onsets_s(a, of_a), _onsets_s(b, of_b), within_s)
        both_a += [of_a[i] for i, _j in pairs]
        both_b += [of_b[j] for _i, j in pairs]
        counts.append(TermCounts(term_id, len(pairs), len(of_a) - len(pairs), len(of_b) - len(pairs)))
    counts.sort(key=lambda one: (-(2 * one.n_both + one.n_only_a + one.n_only_b), one.term_id))
    only_a, only_b = np.setdiff1d(a_places, both_a), np.setdiff1d(b_places, both_b)
    has_shared_terms = bool(a_by_term.keys() & b_by_term.keys())
    return RunComparison(len(both_a), only_a.astype(np.intp), only_b.astype(np.intp), has_shared_terms, tuple(counts))


def comparison_text(found: RunComparison, within_s: float) -> str:
    """Return `Both 24 · only A 8 · only B 2, onsets within 1 s`."""
    alone = f"only A {len(found.only_a)} · only B {len(found.only_b)}"
    if not found.has_shared_terms and len(found.only_a) and len(found.only_b):
        return f"{alone}. The two runs suggest different terms."
    return f"Both {found.n_both} · {alone}, onsets within {within_s:g} s"


def term_lines(found: RunComparison, label_of: Callable[[str], str]) -> tuple[str, ...]:
    """Return `Spasm: both 20 · only A 3 · only B 1` for each term, nothing where there is but one.

    label_of : the label of a term
    """
    if len(found.by_term) < 2:
        return ()
    return tuple(
        f"{label_of(one.term_id)}: both {one.n_both} · only A {one.n_only_a} · only B {one.n_only_b}"
        for one in found.by_term[:_MOST_TERMS]
    )


def comparison_remarks(a: ShownRun, b: ShownRun, found: RunComparison) -> tuple[str, ...]:
    """Return sentences on what must be known to compare two runs: their code, what they searched, what may change."""
    remarks = [_code_remark(a.run, b.run)]
    if a.run.span != b.run.span:
        remarks.append(f"Searched: A {_range_text(a.run)}, B {_range_text(b.run)}.")
    for letter, shown, places in (("A", a, found.only_a), ("B", b, found.only_b)):
        n = int(np.count_nonzero(~shown.candidates.is_final[places]))
        if n:
            remarks.append(f"{n} of only {letter} {'is' if n == 1 else 'are'} not final.")
    return tuple(filter(None, remarks))


def _code_remark(a: DetectorRun, b: DetectorRun) -> str:
    """Return why scores of one detector's two runs may differ though nothing was set otherwise, "" for no reason."""
    if a.detector_id != b.detector_id:
        return ""
    if a.version != b.version:
        return f"Versions {a.version} and {b.version}: scores are comparable within one version only."
    differing = []
    if a.content_hash != b.content_hash:
        differing.append(f"other files of the detector ({a.content_hash[:8]}, {b.content_hash[:8]})")
    if a.code_hash and b.code_hash and a.code_hash != b.code_hash:
        differing.append(f"other code of the program ({a.code_hash[:8]}, {b.code_hash[:8]})")
    if not differing:
        return ""
    return f"Both are version {a.version}, but computed with {' and '.join(differing)}: scores may differ."


def _range_text(run: DetectorRun) -> str:
    stop_s = run.reached_s if run.is_partial else run.span.stop_s
    return f"{elapsed_text(run.span.start_s, 0)} – {elapsed_text(stop_s, 0)}"


def _by_term(candidates: Candidates, places: Places) -> dict[str, list[int]]:
    by_term: dict[str, list[int]] = {}
    for place in places.tolist():
        by_term.setdefault(candidates.detections[place].term_id, []).append(place)
    return by_term


def _onsets_s(candidates: Candidates, places: Sequence[int]) -> list[float]:
    return [float(candidates.onsets_s[place]) for place in places]
