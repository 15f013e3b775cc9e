"""What the workbench needs of the trends: the candidates for the worst epoch, and whether they are known yet."""

from eegview.app.trends.candidates import EpochCandidate, why_none, worst_epochs
from eegview.app.trends.study_trends import CANCELLED, COMPUTING, DONE, FAILED, StudyTrends
from eegview.clinical.hypnogram import Hypnogram
from eegview.ui.scoring.epoch_bar import TrendsState

_NOT_COMPUTED = "No candidates yet: the trends of this study are not computed. You can begin an epoch of your own."


def candidates_of(
    trends: StudyTrends | None, stages: Hypnogram, spasms_s: tuple[float, ...], length_s: float
) -> tuple[tuple[EpochCandidate, ...], TrendsState]:
    """Return the candidates, and what is said where there are none or not all yet."""
    if trends is None:
        return (), TrendsState("No candidates: trends cannot be computed here. Begin an epoch of your own.")
    table, state = trends.table, trends.state
    found = worst_epochs(table, stages, spasms_s, length_s=length_s) if table is not None else ()
    if state == COMPUTING:
        percent = f"{100 * trends.share:.0f} %"
        text = f"From {percent} of the recording so far." if found else f"Computing the trends: {percent}"
        return found, TrendsState(text, "cancel")
    if state == DONE and table is not None:
        return found, TrendsState("" if found else why_none(table, length_s))
    if state in (CANCELLED, FAILED):
        return found, TrendsState(trends.message, "compute")
    return found, TrendsState(_NOT_COMPUTED, "compute")
