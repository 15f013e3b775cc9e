"""What a check of a signed report says, sentence by sentence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from eegview.model.text.dates import worded_moment


class Outcome(StrEnum):
    """How one point of a check ended."""

    OK = "ok"
    FAILED = "failed"
    CHANGED = "changed"  # since it was signed, by acts that are in the log
    NOT_CHECKED = "not_checked"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Line:
    """One point of a check, a sentence."""

    outcome: Outcome
    text: str


def moment_of(at_utc: str) -> datetime | None:
    """Return a time of a signature or an edit, None where it cannot be read."""
    try:
        return datetime.fromisoformat(at_utc).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def time_text(at_utc: str) -> str:
    """Return `17 Mar 2026 10:05 UTC`; a time that cannot be read as it stands."""
    moment = moment_of(at_utc)
    return f"{worded_moment(moment)} UTC" if moment is not None else at_utc
