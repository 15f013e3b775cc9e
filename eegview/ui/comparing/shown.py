"""What the screen shows, as values: lines of the playlist, boxes of the lanes, rows of the field table, counts."""

from dataclasses import dataclass, field
from enum import StrEnum

from eegview.app.comparing.order import Order
from eegview.model.span import Span
from eegview.model.text.language import tr


class ListName(StrEnum):
    """The lists that the chips above the playlist choose from."""

    DISAGREEMENTS = "disagreements"
    ONLY_A = "only_a"
    ONLY_B = "only_b"
    CONFLICT = "conflict"
    MATCHED = "matched"


LIST_TEXTS = {
    ListName.DISAGREEMENTS: tr("Disagreements"),
    ListName.ONLY_A: tr("Only A"),
    ListName.ONLY_B: tr("Only B"),
    ListName.CONFLICT: tr("Conflict"),
    ListName.MATCHED: tr("Matched"),
}
LIST_TIPS = {
    ListName.DISAGREEMENTS: tr("Marks of one reader only, and events on which their answers differ"),
    ListName.ONLY_A: tr("Events that only reader A marked"),
    ListName.ONLY_B: tr("Events that only reader B marked"),
    ListName.CONFLICT: tr("Events that both marked, with answers, term or edges that differ"),
    ListName.MATCHED: tr("Events that both marked with the same answers"),
}


ORDER_TEXTS = {Order.TIME: tr("Time"), Order.LARGEST: tr("Largest"), Order.TERM: tr("Term")}
ORDER_TIPS = {
    Order.TIME: tr("In the order of time"),
    Order.LARGEST: tr("The largest difference first: what only one reader has, then answers, then times"),
    Order.TERM: tr("Term by term, in the order of the vocabulary"),
}


@dataclass(frozen=True, slots=True)
class PlaylistLine:
    """One line of the playlist.

    kind : one of `app.comparing.difference`
    decided : "✓ A"; "" while it is open
    """

    difference_id: str
    kind: str
    kind_text: str
    clock: str
    summary: str
    decided: str = ""
    is_open: bool = True

    @property
    def spoken(self) -> str:
        """All of it as said."""
        return f"{self.kind_text}, {self.clock}, {self.summary}, {self.decided or 'not decided'}"


@dataclass(frozen=True, slots=True)
class LaneBox:
    """One mark in a lane; dashed where it is no mark yet."""

    difference_id: str
    span: Span
    text: str
    is_dashed: bool = False
    is_current: bool = False


@dataclass(frozen=True, slots=True)
class ShownLanes:
    """The marks of both readers and the final ones.

    names : of the lanes, "Reader A · Ada", "Reader B · Ben", "Final"
    """

    names: tuple[str, str, str] = ("Reader A", "Reader B", "Final")
    a: tuple[LaneBox, ...] = ()
    b: tuple[LaneBox, ...] = ()
    final: tuple[LaneBox, ...] = ()

    @property
    def lanes(self) -> tuple[tuple[LaneBox, ...], ...]:
        return self.a, self.b, self.final


@dataclass(frozen=True, slots=True)
class ShownCounts:
    """The counts of one term, or of all."""

    a: int = 0
    b: int = 0
    same: int = 0
    conflicting: int = 0
    only_a: int = 0
    only_b: int = 0
    onset_differences_s: tuple[float, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class ShownFinal:
    """How far the final layer is.

    by_hand_text : "5 A · 2 B · 1 merged · 1 neither"
    may_decide : whether the reviewer is a neurologist
    """

    n_agree: int = 0
    n_agree_taken: int = 0
    n_by_hand: int = 0
    by_hand_text: str = ""
    n_open: int = 0
    n_queried: int = 0
    may_decide: bool = False
