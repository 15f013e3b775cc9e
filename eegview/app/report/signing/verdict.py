"""What a check of a signed report says, sentence by sentence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum


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


def time_text(at_utc: str) -> str:
    """Return `17 Mar 2026 10:05 UTC`; a time that cannot be read as it stands."""
    try:
        return f"{datetime.fromisoformat(at_utc).astimezone(UTC):%d %b %Y %H:%M} UTC"
    except (ValueError, OverflowError):
        return at_utc
