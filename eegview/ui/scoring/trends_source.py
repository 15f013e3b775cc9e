"""What the workbench needs of the trends: the candidates for the worst epoch, and whether they are known yet."""

from eegview.app.trends.candidates import EpochCandidate, why_none, worst_epochs
from eegview.app.trends.study_trends import CANCELLED, COMPUTING, DONE, FAILED, StudyTrends
from eegview.clinical.hypnogram import Hypnogram
from eegview.model.text.language import tr
from eegview.ui.scoring.epoch_bar import TrendsState

_WITHOUT = tr("You can begin an epoch of your own without candidates.")


def candidates_of(
    trends: StudyTrends | None, stages: Hypnogram, spasms_s: tuple[float, ...], length_s: float
) -> tuple[tuple[EpochCandidate, ...], TrendsState]:
    """Return the candidates, and what is said where there are none or not all yet."""
    if trends is None:
        return (), TrendsState("No candidates: trends are not available", tip=_WITHOUT)
    table, state = trends.table, trends.state
    found = worst_epochs(table, stages, spasms_s, length_s=length_s) if table is not None else ()
    if state == COMPUTING:
        tip = tr("Candidates are proposed from what is computed so far, and change as more is known.")
        return found, TrendsState(f"Computing trends: {100 * trends.share:.0f} %", "cancel", tip)
    if state == DONE and table is not None:
        return found, TrendsState() if found else TrendsState(
            "No candidates", tip=f"{why_none(table, length_s)} {_WITHOUT}"
        )
    if state in (CANCELLED, FAILED):
        text = tr("Trends stopped") if state == CANCELLED else tr("Trends failed")
        return found, TrendsState(text, "compute", trends.message)
    tip = tr("Candidates are proposed from the trends of the study. {WITHOUT}", WITHOUT=_WITHOUT)
    return found, TrendsState("No candidates yet: trends not computed", "compute", tip)
