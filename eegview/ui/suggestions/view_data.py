"""What the triage's widgets are given to show. Values only."""

from dataclasses import dataclass
from enum import StrEnum


class ChipState(StrEnum):
    OPEN = "open"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class ShownChip:
    """One candidate of the group.

    text : its number within the group
    score : as written under it, "" = not shown
    tip : time and verdict in words
    """

    text: str
    score: str
    state: ChipState
    is_current: bool
    tip: str = ""


@dataclass(frozen=True, slots=True)
class ShownTerm:
    """One reason for the score.

    value : with its unit, as read
    points : what it adds to the score; below zero it speaks against
    """

    name: str
    value: str
    points: float


@dataclass(frozen=True, slots=True)
class ShownProgress:
    """How far one is: judged of all at this threshold, and seconds each (None before the second verdict)."""

    n_judged: int
    n_shown: int
    n_all: int
    seconds_each: float | None = None

    @property
    def done_text(self) -> str:
        pace = f" · {self.seconds_each:.1f} s each" if self.seconds_each is not None else ""
        return f"{self.n_judged} of {self.n_shown}{pace}"

    def threshold_text(self, threshold: float) -> str:
        return f"{threshold:.2f} — {self.n_shown} of {self.n_all} shown"
