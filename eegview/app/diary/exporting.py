"""Write an infant's diary to a file, with what made it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from eegview.app.diary.summary import DiarySummary, summary_json
from eegview.app.provenance import write_sidecar
from eegview.exchange.diary.writing import diary_table
from eegview.exchange.writing import write_whole
from eegview.model.errors import UsageError
from eegview.model.infant.diary_event import DiaryEvent
from eegview.model.provenance import Provenance, as_json
from eegview.model.treatment.witnessed_day import WitnessedDay

TABLES = {".csv": False, ".tsv": True}


def write_diary(path: Path, summary: DiarySummary, provenance: Provenance, with_notes: bool = True) -> None:
    """Write a diary as .csv or .tsv with a sidecar, or as .json.

    with_notes : also notes and who saw it, in which people may be named

    Raises
    ------
    UsageError : the file's name ends with none of these
    CannotWrite : the place cannot be written
    """
    kind = path.suffix.lower()
    if not with_notes:
        summary = replace(summary, days=tuple(map(_without_notes, summary.days)))
    if kind in TABLES:
        write_whole(path, diary_table(summary.entries, summary.events, TABLES[kind]).encode())
        write_sidecar(path, provenance)
    elif kind == ".json":
        held = summary_json(summary) | {"provenance": as_json(provenance)}
        write_whole(path, (json.dumps(held, ensure_ascii=False, indent=2, allow_nan=False) + "\n").encode())
    else:
        raise UsageError(f"A diary cannot be written as “{path.suffix}”.", "Use .csv, .tsv or .json.")


def _without_notes(day: WitnessedDay) -> WitnessedDay:
    return replace(day, events=_plain(day.events))


def _plain(events: Sequence[DiaryEvent]) -> tuple[DiaryEvent, ...]:
    return tuple(replace(event, note="", seen_by="") for event in events)
