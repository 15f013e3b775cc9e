"""A study of the list as JSON and as texts, alike for the command line and the window."""

from __future__ import annotations

import math
from typing import Any

from eegview.app.library_tables.study_list import NOT_SEEN, SignedLayer, StudyLine
from eegview.model.text.dates import instant_text, moment_text
from eegview.model.time.clock import elapsed_text

_SHORT = 12  # letters of a fingerprint that tell recordings of one library apart


def study_json(line: StudyLine) -> dict[str, Any]:
    """Return a study as an object for --json; what is not known, or not kept, is null."""
    known = line.known
    return {
        "fingerprint": known.fingerprint,
        "name": known.name or None,
        "format": known.format or None,
        "duration_s": known.duration_s if known.duration_s is None or math.isfinite(known.duration_s) else None,
        "started_at": known.started_at or None,
        "channels": [
            {"name": one.name, "kind": one.kind, "rate_hz": one.rate_hz, "unit": one.unit} for one in known.channels
        ],
        "n_files": known.n_files or None,
        "is_simulated": known.is_simulated,
        "n_marks": line.n_marks,
        "n_runs": line.n_runs,
        "n_scores": line.n_scores,
        "n_edits": line.n_edits,
        "readers": list(line.readers),
        "signed": [_signed_json(one) for one in line.signed],
        "first_edit_utc": line.first_edit_utc or None,
        "last_edit_utc": line.last_edit_utc or None,
        "authors": list(line.authors),
        "first_seen_utc": known.first_seen_utc or None,
        "last_seen_utc": known.last_seen_utc or None,
        "is_hidden": line.is_hidden,
    }


def _signed_json(one: SignedLayer) -> dict[str, Any]:
    return {
        "layer": one.layer,
        "printed_name": one.printed_name,
        "role": one.role,
        "meaning": one.meaning,
        "at_utc": one.at_utc,
        "is_changed": one.is_changed,
    }


def study_text(line: StudyLine) -> str:
    """Return a study as one line: `3f9a…  night.edf  2026-01-02 21:04  08:12:40  EDF+  25 channels  40 marks …`."""
    known = line.known
    parts = [
        f"{known.fingerprint[:_SHORT]}…",
        known.name,
        "SIMULATED" if known.is_simulated else "",
        start_text(line),
        duration_text(line),
        known.format,
        counted(len(known.channels), "channel") if known.is_seen else "",
        counted(line.n_marks, "mark"),
        "runs hidden" if line.n_runs is None else counted(line.n_runs, "run") if line.n_runs else "",
        counted(line.n_scores, "score") if line.n_scores else "",
        f"by {', '.join(line.readers)}" if line.readers else "",
        signed_text(line),
        f"seen {seen_text(line)}" if known.is_seen else NOT_SEEN,
    ]
    return "  ".join(part for part in parts if part)


def start_text(line: StudyLine) -> str:
    """Return when a recording began, to the minute; "" where it is not known or not kept."""
    started = line.started_at
    return moment_text(started) if started is not None else ""


def duration_text(line: StudyLine) -> str:
    """Return how long a recording is, gaps included; "" where it is not known."""
    duration_s = line.known.duration_s
    return elapsed_text(duration_s, 0) if duration_s is not None and math.isfinite(duration_s) else ""


def seen_text(line: StudyLine) -> str:
    """Return when a recording was opened last, to the minute (UTC); "" where it was not."""
    seen = line.known.last_seen_utc
    return f"{seen[:10]} {seen[11:16]} UTC" if seen else ""


def seen_here_text(line: StudyLine) -> str:
    """Return when a recording was opened last, by the clock of this computer; "" where it was not."""
    return instant_text(line.known.last_seen_utc)


def signed_text(line: StudyLine) -> str:
    """Return who signed: `signed by Dr. Bo, changed since; Ann`; "" where nobody did."""
    return f"signed by {'; '.join(one.text for one in line.signed)}" if line.signed else ""


def counted(number: int, what: str) -> str:
    """Return `1 mark` or `3,040 marks`."""
    return f"{number:,} {what}" if number == 1 else f"{number:,} {what}s"


def has_text(line: StudyLine, text: str) -> bool:
    """Whether a study has each word of a text in its line, in any letter case."""
    return all(word in study_text(line).casefold() for word in text.casefold().split())
