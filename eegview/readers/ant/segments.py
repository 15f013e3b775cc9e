"""The pauses of an ANT recording, kept in a `.seg` file beside it."""

import re
from datetime import datetime
from pathlib import Path

from eegview.model.issue import Issue
from eegview.readers.ant.container import clock_of
from eegview.readers.placing import placed
from eegview.readers.stored_segment import StoredSegment

_COUNT = re.compile(r"^\s*NumberSegments\s*=\s*(\d+)\s*$", re.IGNORECASE)
_MOST_BYTES = 2**20


def placed_segments(
    text: str, n_samples: int, rate_hz: float, started_at: datetime | None
) -> tuple[tuple[StoredSegment, ...], list[Issue]]:
    """Return where the recorder was stopped, by the lines of a `.seg` file.

    Its first line says how many segments there are. A line follows for each but the first: start as days since
    1899-12-30, a fraction of a second, number of samples. What the first segment holds is the rest.
    """
    whole = (StoredSegment(0, n_samples, 0.0),)
    found = read_segments(text)
    unread = Issue(
        "segments_unread",
        "The file of the recording's pauses (.seg) cannot be understood: pauses are not shown as gaps.",
    )
    if found is None:
        return whole, [unread]
    if not found:
        return whole, []
    first = n_samples - sum(n for _, n in found)
    if first < 0:
        return whole, [unread]
    starts: list[tuple[int, float | None]] = [(0, 0.0)] if first else []
    zero_at = started_at if first else found[0][0]
    sample = first
    for at, n in found:
        starts.append((sample, (at - zero_at).total_seconds() if at is not None and zero_at is not None else None))
        sample += n
    return placed(starts, n_samples, rate_hz)


def read_segments(text: str) -> list[tuple[datetime | None, int]] | None:
    """Return start and number of samples of each segment but the first; None where the text is none of the kind."""
    lines = [line for line in text.lstrip("\ufeff").splitlines() if line.strip()]
    count = _COUNT.match(lines[0]) if lines else None
    if count is None:
        return None
    found: list[tuple[datetime | None, int]] = []
    for line in lines[1:]:
        parts = line.replace(",", ".").split()
        try:
            at, n = clock_of(float(parts[0]), float(parts[1])), int(float(parts[2]))
        except (ValueError, IndexError, OverflowError):
            return None
        if n < 0:
            return None
        found.append((at, n))
    return found if len(found) == max(int(count[1]) - 1, 0) else None


def segment_text(path: Path) -> str:
    """Return the text of a `.seg` file."""
    with path.open("rb") as file:
        return file.read(_MOST_BYTES).decode("latin-1")
