"""How the page of the second study is chosen to stand beside that of the first."""

from enum import StrEnum

from eegview.model.text.language import tr


class Mode(StrEnum):
    """How two pages are brought together."""

    WORST = "worst"
    CLOCK = "clock"
    STATE = "state"
    FREE = "free"


MODE_NAMES = {
    Mode.WORST: tr("Worst epoch"),
    Mode.CLOCK: tr("Same clock time"),
    Mode.STATE: tr("Same state"),
    Mode.FREE: tr("Free"),
}
