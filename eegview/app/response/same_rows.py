"""Measure studies by the same rows: what one of them lacks is left out of all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from eegview.app.response.study_facts import StudyFacts
from eegview.app.trends.rows import TrendRows, trend_rows
from eegview.dsp.trends.regions import is_eeg
from eegview.model.recording import Recording


@dataclass(frozen=True, slots=True)
class SharedRows:
    """The rows that all studies have.

    left_out : of each study, names of channels to be left out as if they were marked bad, so that all have these rows
    labels : of the EEG rows that are left
    notes : sentences on rows that are left out of all because one study lacks them
    """

    left_out: tuple[frozenset[str], ...]
    labels: tuple[str, ...]
    notes: tuple[str, ...]


def shared_rows(recordings: Sequence[Recording], bad_channels: Sequence[frozenset[str]]) -> SharedRows:
    """Return the rows that several recordings share, and which channels each must leave out for that.

    bad_channels : of each recording, as readers marked them
    """
    own = [trend_rows(recording, bad) for recording, bad in zip(recordings, bad_channels, strict=True)]
    left_out, rows = list(bad_channels), own
    while True:
        own_rows = [_compared(one) for one in rows]
        shared = frozenset.intersection(*own_rows)
        wider = [
            names | _dropped(recording, one, shared)
            for recording, names, one in zip(recordings, left_out, rows, strict=True)
        ]
        if wider == left_out:  # they are the same, or a row cannot be left out without one that all have
            break
        left_out = wider
        rows = [trend_rows(recording, names) for recording, names in zip(recordings, left_out, strict=True)]
    notes: list[str] = []
    for number, one in enumerate(own, 1):
        lost = [row.label for row in one.rows if row.label in _compared(one) - shared]
        if lost:
            notes.append(
                f"{', '.join(lost)} of study {number} {'is' if len(lost) == 1 else 'are'} left out, because another "
                "study lacks them or an electrode of them."
            )
    labels = tuple(row.label for row in rows[0].rows if row.label in shared)
    return SharedRows(tuple(left_out), labels, tuple(notes))


def definition_difference(studies: Sequence[StudyFacts], column_id: str) -> str:
    """Return why a trend cannot be compared, a sentence; "" where it can, or where a study lacks it anyhow.

    The definition of a column names its parameters and rows, so equal ones are measured alike.
    """
    columns = [study.trends.column(column_id) for study in studies if study.trends is not None]
    known = [column.definition for column in columns if column is not None]
    if len(known) < len(studies) or len(set(known)) == 1:
        return ""
    rows = [frozenset(study.trends.rows) for study in studies if study.trends is not None]
    what = "from different rows" if len(set(rows)) > 1 else "from different electrodes or by different parameters"
    return f"Not compared: it is measured {what} in these studies."


def _compared(rows: TrendRows) -> frozenset[str]:
    """Return the labels of the rows that must be the same: those of which regions and spectra are made."""
    return frozenset(row.label for row in rows.rows if is_eeg(row.label))


def _dropped(recording: Recording, rows: TrendRows, shared: frozenset[str]) -> frozenset[str]:
    """Return channels without which a recording no longer has the rows that are not shared; the fewest others go."""
    needed = {index for row in rows.rows if row.label in shared for index in row.channels}
    found: set[int] = set()
    for row in rows.rows:
        if is_eeg(row.label) and row.label not in shared:
            found |= set(row.channels) - needed
    return frozenset(recording.channels[index].name for index in found)
