"""Measure studies by the same rows: what one of them lacks is left out of all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from eegview.app.response.study_facts import StudyFacts
from eegview.app.trends.rows import ECG, EMG_LEFT, EMG_RIGHT, TrendRows, trend_rows
from eegview.model.channel import ChannelKind
from eegview.model.recording import Recording

_POLYGRAPHY = frozenset({ECG, EMG_LEFT, EMG_RIGHT})  # may differ between the studies


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
        labels = [_compared(one) for one in rows]
        shared = frozenset.intersection(*labels)
        if all(one == shared for one in labels):
            break
        left_out = [
            names | _dropped(recording, one, shared)
            for recording, names, one in zip(recordings, left_out, rows, strict=True)
        ]
        rows = [trend_rows(recording, names) for recording, names in zip(recordings, left_out, strict=True)]
    notes: list[str] = []
    for number, one in enumerate(own, 1):
        lost = [label for label in one.labels if label in _compared(one) - shared]
        if lost:
            notes.append(
                f"{', '.join(lost)} of study {number} {'is' if len(lost) == 1 else 'are'} left out, because another "
                "study lacks them or an electrode of them."
            )
    return SharedRows(tuple(left_out), tuple(label for label in rows[0].labels if label in shared), tuple(notes))


def _compared(rows: TrendRows) -> frozenset[str]:
    """Return the labels of the rows that must be the same: those of EEG."""
    return frozenset(row.label for row in rows.rows if row.kind is ChannelKind.EEG)


def _dropped(recording: Recording, rows: TrendRows, shared: frozenset[str]) -> frozenset[str]:
    """Return channels without which a recording no longer has the rows that are not shared; the fewest others go."""
    needed = {index for row in rows.rows if row.label in shared for index in row.channels}
    found: set[int] = set()
    for row in rows.rows:
        if row.kind is ChannelKind.EEG and row.label not in shared:
            spare = set(row.channels) - needed
            found |= spare or set(row.channels[:1])
    return frozenset(recording.channels[index].name for index in found)


def row_differences(studies: Sequence[StudyFacts]) -> tuple[str, ...]:
    """Return why the trends of studies cannot be compared, a sentence each; () where they can."""
    tables = [study.trends for study in studies if study.trends is not None]
    if len(tables) < len(studies) or not tables:
        return ()  # what is missing is said where it is missing
    rows = [tuple(label for label in table.rows if label not in _POLYGRAPHY) for table in tables]
    found: list[str] = []
    if len({frozenset(one) for one in rows}) > 1:
        found.append("The trends of these studies are measured from different rows; they are not compared.")
    if any(table.parameters != tables[0].parameters for table in tables):
        found.append("The trends of these studies were computed by different parameters; they are not compared.")
    return tuple(found)
