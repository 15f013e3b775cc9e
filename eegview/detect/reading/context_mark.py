"""A mark of the reader as a detector is given it: where, how long, and the answers; no name, no text."""

from collections.abc import Iterable
from typing import NamedTuple

from eegview.model.read_marks import GivenMark


class ContextMark(NamedTuple):
    """One mark, a plain tuple: `for onset_s, duration_s, attributes in recording.marks("spasm")`.

    onset_s, duration_s : in the recording's time; the duration of a point is 0
    attributes : answers to those questions of the vocabulary that have choices, {"movement": "flexor"}
    """

    onset_s: float
    duration_s: float
    attributes: dict[str, str]


def marks_by_term(terms: Iterable[str], marks: Iterable[GivenMark]) -> dict[str, tuple[ContextMark, ...]]:
    """Return the marks of each term that a manifest declares, by onset; an empty tuple where there are none."""
    ordered = sorted(marks, key=lambda mark: mark[1:3])
    return {term: tuple(ContextMark(*mark[1:]) for mark in ordered if mark[0] == term) for term in terms}
