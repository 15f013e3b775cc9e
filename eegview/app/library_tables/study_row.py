"""A study of the list as a row of a table."""

from __future__ import annotations

from collections.abc import Sequence

from eegview.app.library_tables.rows import Row
from eegview.app.library_tables.study_list import StudyLine
from eegview.model.span import Span


def study_row(line: StudyLine, with_identity: bool = True) -> Row:
    """Return the values of a study in the order of `STUDIES`; None where something is not known or not kept.

    with_identity : its name and start
    """
    known = line.known
    return (
        known.name if with_identity else "",
        known.format,
        (known.started_at or None) if with_identity and line.started_at is not None else None,
        known.duration_s,
        len(known.channels) if known.is_seen else None,
        known.n_files if known.is_seen else None,
        known.is_simulated,
        line.n_marks,
        line.n_runs,
        line.n_scores,
        line.n_edits,
        ", ".join(line.readers),
        "; ".join(one.text for one in line.signed),
        line.first_edit_utc or None,
        line.last_edit_utc or None,
        ", ".join(line.authors),
        known.first_seen_utc or None,
        known.last_seen_utc or None,
        line.is_hidden,
    )


def recording_row(line: StudyLine, segments: Sequence[Span], with_identity: bool = True) -> Row:
    """Return the values of a study in the order of the exported table, its fingerprint left out."""
    recorded_s = sum(span.duration_s for span in segments) if line.known.is_seen else None
    channels = [
        {"name": one.name, "kind": one.kind, "rate_hz": one.rate_hz, "unit": one.unit} for one in line.known.channels
    ]
    return (*study_row(line, with_identity), recorded_s, channels)
