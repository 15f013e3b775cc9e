"""Marks read from a file, and what the reviewer should know before importing them."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from eegview.model.annotation import Annotation, marks_text


class Clock(StrEnum):
    """The zero of a file's onsets."""

    ELAPSED = "elapsed"  # the start of the recording it was made on
    DATED = "dated"  # `started_at`, by the calendar
    DAILY = "daily"  # midnight of the recording's first day, which the file does not name


@dataclass(frozen=True, slots=True)
class ImportedMarks:
    """The marks read from a file.

    report : sentences for the reviewer, none of them empty
    started_at : start of the file's time, None where the file does not state it
    clock : the zero of the onsets
    unknown : by a mark's identity, the words that no term of the vocabulary means; those marks became notes
    rows : by a mark's identity, the row of the file it stands in, from 1 as an editor counts; not every file has rows
    """

    annotations: tuple[Annotation, ...]
    report: tuple[str, ...] = ()
    started_at: datetime | None = None
    clock: Clock = Clock.ELAPSED
    unknown: Mapping[str, str] = field(default_factory=dict)
    rows: Mapping[str, int] = field(default_factory=dict)

    @property
    def unknown_texts(self) -> tuple[tuple[str, int], ...]:
        """The unknown words with how many marks have them, most frequent first."""
        return tuple(sorted(Counter(self.unknown.values()).items(), key=lambda item: (-item[1], item[0])))


def unknown_report(unknown: Mapping[str, str]) -> tuple[str, ...]:
    """Return a sentence about the marks whose words no term means, none where there are none."""
    if not unknown:
        return ()
    return (f"The vocabulary does not know the words of {marks_text(len(unknown))}; kept as notes.",)
