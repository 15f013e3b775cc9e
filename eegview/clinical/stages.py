"""The stages of sleep and wake that a reviewer marks, and the names under which marks hold them."""

from collections import Counter
from collections.abc import Iterable

from eegview.model.annotation import FILE_LAYER, FINAL_LAYER, Annotation

SLEEP_TERM, AROUSAL_TERM, STAGE, WAKE = "sleep_stage", "arousal", "stage", "W"
NREM_REM: tuple[str, ...] = ("N1", "N2", "N3", "R")
INFANT: tuple[str, ...] = ("A", "Q", "I")  # active, quiet, indeterminate: below two months of age
ASLEEP = "S"  # asleep, and nobody said in which stage
NOT_SCORABLE = "?"  # inspected and left open; counts as staged nowhere
SLEEP_STAGES: tuple[str, ...] = (*NREM_REM, *INFANT, ASLEEP)
STAGES: tuple[str, ...] = (WAKE, *SLEEP_STAGES)
PROPOSAL = "proposal"  # attribute: how a detector's proposal for the epoch stood when the stage was set
PROPOSAL_HIDDEN, PROPOSAL_SHOWN, PROPOSAL_ACCEPTED = "hidden", "shown", "accepted"
YOUNG_MONTHS = 2.0  # below it the stages of `INFANT` are used
_SHORT_NAMES = {
    WAKE: "awake",
    "R": "REM",
    "A": "active sleep",
    "Q": "quiet sleep",
    "I": "indeterminate sleep",
    ASLEEP: "asleep",
    NOT_SCORABLE: "not scorable",
    "": "not staged",
}


def stage_of(mark: Annotation) -> str:
    """Return the stage that a mark holds, "" for none."""
    for name, value in mark.attributes:
        if name == STAGE:
            return value
    return ""


def short_name(stage: str) -> str:
    """Return how a stage is named where there is little room: `N2`, `REM`, `active sleep`, `not staged`."""
    return _SHORT_NAMES.get(stage, stage)


def is_asleep(stage: str) -> bool:
    """Whether a stage is one of sleep."""
    return stage in SLEEP_STAGES


def stages_for(age_months: float | None) -> tuple[str, ...]:
    """Return the stages that are used at an age, wake first; those from two months on where no age is known."""
    is_young = age_months is not None and age_months < YOUNG_MONTHS
    return (WAKE, *(INFANT if is_young else NREM_REM), ASLEEP)


def staging_layer(marks: Iterable[Annotation], layer: str) -> str:
    """Return the layer whose sleep stages hold: the counted one's, else the final one's, else the fullest one's.

    "" where nobody staged. Layers are never mixed.
    """
    staged = (m for m in marks if m.term_id == SLEEP_TERM and stage_of(m) in STAGES and m.duration_s > 0)
    epochs = Counter(mark.layer for mark in staged if mark.layer != FILE_LAYER)
    for wanted in (layer, FINAL_LAYER):
        if epochs[wanted]:
            return wanted
    return min(epochs, key=lambda one: (-epochs[one], one)) if epochs.total() else ""
