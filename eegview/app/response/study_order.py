"""In which order studies are compared: by the day of the recording."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from eegview.app.response.study_facts import StudyFacts

BY_DATE = "The studies are listed in the order in which they were recorded."


def order_of(started_at: Sequence[datetime | None]) -> tuple[int, ...]:
    """Return in which order recordings stand: by their start; where one has no date, all as they were given."""
    numbers = range(len(started_at))
    known = [_seconds(started) for started in started_at if started is not None]
    return tuple(sorted(numbers, key=lambda n: known[n])) if len(known) == len(started_at) else tuple(numbers)


def in_order(studies: Sequence[StudyFacts]) -> tuple[StudyFacts, ...]:
    """Return studies in the order in which they are compared."""
    return tuple(studies[number] for number in order_of([study.placed_at for study in studies]))


def order_notes(ordered: Sequence[StudyFacts], given: Sequence[StudyFacts]) -> list[str]:
    """Return how the order came about, where a reader might not expect it."""
    n_undated = sum(study.placed_at is None for study in ordered)
    if n_undated:
        return [
            f"{n_undated} of {len(ordered)} recordings {'has' if n_undated == 1 else 'have'} no date; the studies "
            "are listed in the order in which they were given."
        ]
    if [study.fingerprint for study in ordered] != [study.fingerprint for study in given]:
        return [BY_DATE]
    return []


def _seconds(started: datetime) -> float:
    return (started if started.tzinfo is not None else started.replace(tzinfo=UTC)).timestamp()
