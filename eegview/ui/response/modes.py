"""How the page of the second study is chosen to stand beside that of the first."""

from enum import StrEnum


class Mode(StrEnum):
    """How two pages are brought together."""

    WORST = "worst"
    CLOCK = "clock"
    STATE = "state"
    FREE = "free"


MODE_NAMES = {
    Mode.WORST: "Worst epoch",
    Mode.CLOCK: "Same clock time",
    Mode.STATE: "Same state",
    Mode.FREE: "Free",
}
