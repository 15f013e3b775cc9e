"""The events of an EEGLAB dataset: marks, and boundaries where something was cut out."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np

from eegview.model.issue import Issue
from eegview.readers.eeglab.matlab_file import number_of, rows_of, text_of
from eegview.readers.placing import LONGEST_BREAK_S
from eegview.readers.stored_segment import StoredSegment

_BOUNDARIES = ("boundary", "-99")  # in datasets whose types are numbers it is one
_LEAST_LENGTH = 1e-6  # of a cut, samples


@dataclass(frozen=True, slots=True)
class Event:
    """One event.

    sample : its (fractional) sample, the first one is 0
    n_samples : its length
    """

    text: str
    sample: float
    n_samples: float = 0.0


@dataclass(frozen=True, slots=True)
class Cut:
    """Where something was cut out.

    first : number of the first sample behind it
    n_samples : how much was cut out, None where nobody says
    """

    first: int
    n_samples: float | None


def events_in(value: Any) -> tuple[list[Event], list[Cut], list[Issue]]:
    """Return the events and cuts that can be read, and how many cannot."""
    events: list[Event] = []
    cuts: list[Cut] = []
    rows = _rows(value)
    n_lost = 0
    for row in rows:
        latency = number_of(row.get("latency"))
        text = text_of(row.get("type"))
        if latency is None or abs(latency) > 1e15:
            n_lost += 1
            continue
        length = number_of(row.get("duration"))
        if text.casefold() in _BOUNDARIES:
            cuts.append(Cut(int(np.ceil(latency - 1 - 1e-6)), length if length and length > _LEAST_LENGTH else None))
        else:
            events.append(Event(text, latency - 1, max(0.0, length or 0.0)))
    issues = []
    if n_lost:
        said = "1 event has" if n_lost == 1 else f"{n_lost} events have"
        issues.append(Issue("markers_damaged", f"{said} no place in the recording and cannot be shown."))
    elif not rows and not _is_empty(value):
        issues.append(Issue("markers_damaged", "The events of the dataset cannot be read; signals are not affected."))
    return events, cuts, issues


def segments_between(
    cuts: Sequence[Cut], n_samples: int, rate_hz: float
) -> tuple[tuple[StoredSegment, ...], list[Issue]]:
    """Return the stretches between cuts; where it is told how much was cut out there is a gap of that length.

    Cuts before the first sample and behind the last one are none.
    """
    lengths: dict[int, float | None] = {}
    for cut in sorted(cuts, key=lambda cut: cut.first):
        if not 0 < cut.first < n_samples:
            continue
        before = lengths.get(cut.first, 0.0)
        is_said = before is not None and cut.n_samples is not None and cut.n_samples <= LONGEST_BREAK_S * rate_hz
        lengths[cut.first] = (before or 0.0) + (cut.n_samples or 0.0) if is_said else None
    edges = [0, *lengths, n_samples]
    segments: list[StoredSegment] = []
    away = 0.0  # samples that are missing so far
    for first, stop in pairwise(edges):
        away += lengths.get(first) or 0.0
        segments.append(StoredSegment(first, stop - first, (first + away) / rate_hz))
    n_unknown = sum(length is None for length in lengths.values())
    if not n_unknown:
        return tuple(segments), []
    said = "once" if n_unknown == 1 else f"{n_unknown} times"
    message = f"The recording was stopped {said} for an unknown time; times after that are uncertain."
    return tuple(segments), [Issue("break_unknown", message)]


def _rows(value: Any) -> list[dict[str, Any]]:
    """Return one dict an event; a structure whose fields are lists of equal length holds many."""
    rows = rows_of(value)
    if len(rows) != 1 or not isinstance(value, dict):
        return rows
    latency = value.get("latency")
    if not isinstance(latency, np.ndarray | list) or len(np.shape(latency)) == 0 or len(latency) < 2:
        return rows
    count = len(latency)
    columns = {
        key: column for key, column in value.items() if isinstance(column, np.ndarray | list) and len(column) == count
    }
    return [{key: column[row] for key, column in columns.items()} for row in range(count)]


def _is_empty(value: Any) -> bool:
    return value is None or (hasattr(value, "__len__") and len(value) == 0)
