"""Write a diary as a table or as JSON; what is written is read again as it was."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from eegview.exchange.plain_table import comma_text, tab_text
from eegview.model.infant.diary_event import DiaryEvent
from eegview.model.treatment.diary import DiaryDay

COLUMNS = (
    "kind", "day", "time", "spasms", "duration_s", "after_waking", "seen_by", "certainty", "note", "utc_offset_min",
    "entered_by", "clusters",
)  # fmt: skip


def diary_lines(days: Sequence[DiaryDay], events: Sequence[DiaryEvent]) -> tuple[dict[str, Any], ...]:
    """Return a line for each entry of a day and for each event, by day; texts, numbers, True, False and None."""
    lines = [_day(entry) for entry in days] + [_event(event) for event in events]
    return tuple(sorted(lines, key=lambda line: (line["day"], line["kind"] != "day", line["time"] or "")))


def diary_table(days: Sequence[DiaryDay], events: Sequence[DiaryEvent], is_tabbed: bool = False) -> str:
    """Return the diary as the text of a table; no cell of it is run by a spreadsheet."""
    rows = [COLUMNS, *(tuple(_cell(line[name]) for name in COLUMNS) for line in diary_lines(days, events))]
    return tab_text(rows, is_quoted=True) if is_tabbed else comma_text(rows)


def _day(entry: DiaryDay) -> dict[str, Any]:
    said = entry.count if entry.count is not None else entry.witnessed.value
    held = dict.fromkeys(COLUMNS)
    return held | {
        "kind": "day",
        "day": entry.day.stored,
        "spasms": said,
        "entered_by": entry.author or None,
        "clusters": entry.n_clusters,
    }


def _event(event: DiaryEvent) -> dict[str, Any]:
    return {
        "kind": event.kind.value,
        "day": event.on.isoformat(),
        "time": event.at.isoformat("seconds" if event.at.second else "minutes") if event.at is not None else None,
        "spasms": event.count,
        "duration_s": event.duration_s,
        "after_waking": event.after_waking,
        "seen_by": event.seen_by or None,
        "certainty": event.certainty.value or None,
        "note": event.note or None,
        "utc_offset_min": event.utc_offset_min,
        "entered_by": event.author or None,
        "clusters": None,
    }


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:.10g}" if isinstance(value, float) else str(value)
