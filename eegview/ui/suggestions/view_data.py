"""The values that widgets of suggestions and triage show."""

from dataclasses import dataclass
from enum import StrEnum

from eegview.model.text.language import tr


class ChipState(StrEnum):
    """The verdict on a candidate, as its chip shows it."""

    OPEN = "open"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class ShownChip:
    """A candidate of the group.

    text : its number within the group
    score : as written under it, "" = not shown
    tip : time and verdict
    """

    text: str
    score: str
    state: ChipState
    is_current: bool
    tip: str = ""


@dataclass(frozen=True, slots=True)
class ShownTerm:
    """A reason for the score.

    value : with its unit, as read
    points : what it adds to the score; below zero it speaks against
    """

    name: str
    value: str
    points: float


@dataclass(frozen=True, slots=True)
class ShownProgress:
    """The progress of a triage: judged of all at this threshold, and seconds each (None before the second verdict)."""

    n_judged: int
    n_shown: int
    n_all: int
    seconds_each: float | None = None

    @property
    def done_text(self) -> str:
        pace = f" · {self.seconds_each:.1f} s each" if self.seconds_each is not None else ""
        return f"{self.n_judged} of {self.n_shown}{pace}"

    def threshold_text(self, threshold: float | None) -> str:
        """Return the threshold and what it leaves; None where none applies."""
        if threshold is None:
            return tr("no threshold — all shown")
        return tr(
            "{threshold:.2f} — {n_shown} of {n_all} shown", threshold=threshold, n_shown=self.n_shown, n_all=self.n_all
        )
