"""Whether a detector's proposals were in sight while a sheet was read, as its records tell it.

A bin or page that had a proposal when the reader answered keeps how that stood, as the epochs of sleep staging do:
hidden, shown, or accepted. An accepted bin names the run and the detection it came from.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from eegview.app.scoring.sheet import ScoreSheet
from eegview.clinical.stages import PROPOSAL, PROPOSAL_ACCEPTED, PROPOSAL_HIDDEN, PROPOSAL_SHOWN
from eegview.model.annotation import Annotation, is_count

RUN, DETECTION, DETECTOR, VERSION, SCORE = "run", "detection", "detector", "version", "detector_score"
PROPOSAL_NOTES = {
    PROPOSAL_SHOWN: "read with the spike detector's proposals in sight",
    PROPOSAL_ACCEPTED: "read with the spike detector's proposals in sight, some accepted",
}
_ORDER = (PROPOSAL_HIDDEN, PROPOSAL_SHOWN, PROPOSAL_ACCEPTED)


@dataclass(frozen=True, slots=True)
class Origin:
    """The proposal that an accepted bin came from.

    run_id, number : the run, and the number of the detection in it
    """

    run_id: str
    number: int
    detector_id: str
    version: str
    score: float

    @property
    def attributes(self) -> dict[str, str]:
        """Return what the record of the bin keeps of it."""
        return {
            PROPOSAL: PROPOSAL_ACCEPTED,
            RUN: self.run_id,
            DETECTION: str(self.number),
            DETECTOR: self.detector_id,
            VERSION: self.version,
            SCORE: f"{self.score:.4f}",
        }


def origin_of(record: Annotation) -> Origin | None:
    """Return the proposal that a record says it came from, None for none."""
    held = dict(record.attributes)
    number = held.get(DETECTION, "")
    if held.get(PROPOSAL) != PROPOSAL_ACCEPTED or not is_count(number):
        return None
    try:
        score = float(held.get(SCORE, "nan"))
    except ValueError:
        return None
    return Origin(held.get(RUN, ""), int(number), held.get(DETECTOR, ""), held.get(VERSION, ""), score)


def strongest(states: Iterable[str]) -> str:
    """Return the state of several that says most: accepted before shown before hidden, "" where there was none."""
    return max((state for state in states if state in _ORDER), key=_ORDER.index, default="")


def proposals_of(sheet: ScoreSheet) -> str:
    """Return how a detector's proposals stood while a sheet was read: "", hidden, shown or accepted."""
    return strongest(record.attribute(PROPOSAL) or "" for record in sheet.records)


def n_accepted(sheet: ScoreSheet) -> int:
    """Return how many bins with a spike are accepted proposals."""
    return sum(
        one.is_spike and any(record.attribute(PROPOSAL) == PROPOSAL_ACCEPTED for record in one.records)
        for one in sheet.bins.values()
    )
