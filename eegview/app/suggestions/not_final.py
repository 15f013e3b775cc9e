"""Suggestions that may change when more of the recording is read."""

from collections.abc import Iterable

from eegview.model.detection import NOT_FINAL, Detection, ScoreTerm

NOT_FINAL_WORD = "not final"  # in a list
MAY_CHANGE = "Not final: it may change when more of the recording is read."


def not_final_text(detection: Detection) -> str:
    """Return `Not final: the recording was read only 20 s past it.`, in the detector's words; "" where it is final."""
    term = next((term for term in detection.terms if says_not_final(term)), None)
    if term is None:
        return ""
    said = term.name.removeprefix(NOT_FINAL).lstrip(" :,–-").rstrip(". ")
    if not said:
        return MAY_CHANGE
    has_number = any(letter.isdigit() for letter in said)
    return f"Not final: {said}." if has_number or term.unit != "s" else f"Not final: {said} ({term.value:.0f} s)."


def says_not_final(term: ScoreTerm) -> bool:
    """Whether a term is no reason for a score, but says that it may change."""
    return term.name.startswith(NOT_FINAL)


def reasons(terms: Iterable[ScoreTerm]) -> tuple[ScoreTerm, ...]:
    """Return the terms that are reasons for a score."""
    return tuple(term for term in terms if not says_not_final(term))


def count_text(n_not_final: int) -> str:
    """Return `2 not final`, "" for none."""
    return f"{n_not_final} {NOT_FINAL_WORD}" if n_not_final else ""
