"""Marks of a reader that a test hands to a detector, in the form in which a run has them."""

from collections.abc import Iterable, Sequence
from typing import Any, cast

from eegview.detect.manifest import Manifest
from eegview.model.errors import UsageError
from eegview.model.read_marks import GivenMark

Marks = Iterable[Sequence[Any]]  # (term, onset_s, duration_s), or with answers: (…, {"movement": "flexor"})


def given_marks(manifest: Manifest, marks: Marks) -> tuple[GivenMark, ...]:
    """Return marks as (term, onset_s, duration_s, answers), in the order given.

    Raises
    ------
    UsageError : one is something else, or of a term that the manifest does not ask for
    """
    return tuple(_given(manifest, mark) for mark in marks)


def before(stop_s: float, marks: Sequence[GivenMark]) -> tuple[GivenMark, ...]:
    """Return the marks that begin before a recording ends: nobody marks what is not there."""
    return tuple(mark for mark in marks if mark[1] <= stop_s)


def _given(manifest: Manifest, mark: Sequence[Any]) -> GivenMark:
    term: Any
    answers: Any
    no_answers: Any = {}
    try:
        term, onset_s, duration_s, *rest = mark
        (answers,) = rest or (no_answers,)
        onset_s, duration_s = float(onset_s), float(duration_s)
    except (TypeError, ValueError):
        term, onset_s, duration_s, answers = None, 0.0, 0.0, None
    if not isinstance(term, str) or not isinstance(answers, dict):
        raise UsageError(
            f"A mark is (term, onset_s, duration_s) or (term, onset_s, duration_s, answers); it was given {mark!r}.",
            'For example marks=[("spasm", 12.0, 1.0, {"movement": "flexor"})].',
        )
    if term not in manifest.input.marks:
        declared = ", ".join(manifest.input.marks) or "none"
        raise UsageError(
            f"“{manifest.detector_id}” is given no marks of “{term}”; “marks” in its plugin.toml names: {declared}.",
            "Add the term to “marks” in [input], or leave these marks out.",
        )
    held = cast("dict[object, object]", answers)
    return term, onset_s, duration_s, {str(name): str(answer) for name, answer in held.items()}
