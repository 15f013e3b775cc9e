"""Marks read from a file, and what the reviewer should know before importing them."""

from collections import Counter
from dataclasses import dataclass
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

    unknown_texts : (text, count) of texts that no term of the vocabulary means; those marks became notes
    report : sentences for the reviewer, none of them empty
    started_at : start of the file's time, None where the file does not state it
    clock : the zero of the onsets
    """

    annotations: tuple[Annotation, ...]
    unknown_texts: tuple[tuple[str, int], ...] = ()
    report: tuple[str, ...] = ()
    started_at: datetime | None = None
    clock: Clock = Clock.ELAPSED


def unknown_report(texts: list[str]) -> tuple[tuple[tuple[str, int], ...], tuple[str, ...]]:
    """Return the unknown texts counted, most frequent first, and a sentence about them."""
    counted = tuple(sorted(Counter(texts).items(), key=lambda item: (-item[1], item[0])))
    if not counted:
        return (), ()
    n_marks = sum(count for _, count in counted)
    return counted, (f"The vocabulary does not know the words of {marks_text(n_marks)}; kept as notes.",)
