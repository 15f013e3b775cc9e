"""In which order studies are compared: by the day of the recording."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC

from eegview.app.response.study_facts import StudyFacts


def in_order(studies: Sequence[StudyFacts]) -> tuple[StudyFacts, ...]:
    """Return studies by the time they were recorded; where one has no date, all in the order given."""
    if any(study.started_at is None for study in studies):
        return tuple(studies)
    return tuple(sorted(studies, key=_started))


def order_notes(ordered: Sequence[StudyFacts], given: Sequence[StudyFacts]) -> list[str]:
    """Return how the order came about, where a reader might not expect it."""
    n_undated = sum(study.started_at is None for study in ordered)
    if n_undated:
        return [
            f"{n_undated} of {len(ordered)} recordings {'has' if n_undated == 1 else 'have'} no date; the studies "
            "stand in the order in which they were given."
        ]
    if [study.fingerprint for study in ordered] != [study.fingerprint for study in given]:
        return ["The studies stand in the order in which they were recorded."]
    return []


def _started(study: StudyFacts) -> float:
    assert study.started_at is not None
    started = study.started_at
    return (started if started.tzinfo is not None else started.replace(tzinfo=UTC)).timestamp()
