"""The timeline of an infant without any date: days as numbers, no free text, no name of a file, no fingerprint.

What is left says how old the infant was and what happened on which day of treatment, for a table that is shared.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from eegview.app.infant.timeline import InfantTimeline
from eegview.app.infant.timeline_json import timeline_json
from eegview.model.annotation import FINAL_LAYER

_LEFT_OUT = frozenset(
    {"id", "name", "fingerprint", "at", "note", "text", "cautions", "notes", "read_utc", "earliest_date", "author"}
    | {"is_here"}
)
_DAYS = {"on": "day", "first_on": "first_day", "last_on": "last_day", "as_of_on": "as_of_day"}


def dateless_json(timeline: InfantTimeline) -> dict[str, Any]:
    """Return a timeline whose days are numbers; day 0 is the first of treatment, else the first of the timeline.

    Readers and layers are numbered in the order in which they come.
    """
    start, zero = timeline.course.start_day, day_zero(timeline)
    held = timeline_json(timeline)
    found = _without(held, zero, _Numbers())
    return {**found, "day_0": "first treatment" if start is not None else "first day of the timeline"}


def day_zero(timeline: InfantTimeline) -> int:
    """Return the day that is counted as 0, as an ordinal: the first of treatment, else the first of the timeline."""
    start = timeline.course.start_day
    return start if start is not None else timeline.first_on.toordinal() if timeline.first_on is not None else 0


class _Numbers:
    """Numbers in place of names, in the order in which they come."""

    def __init__(self) -> None:
        self._known: dict[str, int] = {}

    def of(self, name: str) -> str:
        return f"reader {self._known.setdefault(name, len(self._known) + 1)}"


def _without(value: Any, zero: int, readers: _Numbers) -> Any:
    if isinstance(value, Mapping):
        found: dict[str, Any] = {}
        for name, held in value.items():
            if name in _DAYS:
                found[_DAYS[name]] = date.fromisoformat(held).toordinal() - zero if held is not None else None
            elif name in ("reader", "layer"):
                found[name] = FINAL_LAYER if held == FINAL_LAYER else readers.of(held)
            elif name == "infant":
                found[name] = {key: held[key] for key in ("is_preterm", "gestation_days")}
            elif name not in _LEFT_OUT:
                found[name] = _without(held, zero, readers)
        return found
    if isinstance(value, list):
        return [_without(one, zero, readers) for one in value]
    return value
