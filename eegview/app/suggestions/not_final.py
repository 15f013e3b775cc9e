"""Suggestions that may change when more of the recording is read."""

import math
from collections.abc import Iterable

from eegview.model.suggestion.detection import NOT_FINAL, Detection, ScoreTerm

NOT_FINAL_WORD = "not final"  # in a list
MAY_CHANGE = "Not final: it may change when more of the recording is read."


def not_final_text(detection: Detection) -> str:
    """Return `Not final: the recording was read only 20 s past it.`; "" where it is final.

    A value in seconds is how much was read past the suggestion; without one the detector's own words are shown.
    """
    term = next((term for term in detection.terms if says_not_final(term)), None)
    if term is None:
        return ""
    if term.unit == "s" and math.isfinite(term.value):
        return f"Not final: the recording was read only {term.value:.0f} s past it."
    said = term.name.removeprefix(NOT_FINAL).lstrip(" :,–-").rstrip(". ")
    return f"Not final: {said}." if said else MAY_CHANGE


def says_not_final(term: ScoreTerm) -> bool:
    """Whether a term is no reason for a score, but says that it may change."""
    return term.name.startswith(NOT_FINAL)


def reasons(terms: Iterable[ScoreTerm]) -> tuple[ScoreTerm, ...]:
    """Return the terms that are reasons for a score."""
    return tuple(term for term in terms if not says_not_final(term))


def count_text(n_not_final: int) -> str:
    """Return `2 not final`, "" for none."""
    return f"{n_not_final} {NOT_FINAL_WORD}" if n_not_final else ""
