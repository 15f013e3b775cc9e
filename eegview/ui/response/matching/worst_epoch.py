"""The worst five minutes of a study: those that were scored, else those that its trends propose first."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from eegview.app.scoring.sheet import ScoreSheet
from eegview.app.trends.candidates import why_none, worst_epochs
from eegview.app.trends.table import TrendTable
from eegview.clinical.hypnogram import Hypnogram
from eegview.model.span import Span
from eegview.model.text.language import tr


@dataclass(frozen=True, slots=True)
class WorstEpoch:
    """Five minutes, and who says that they are the worst.

    source : "scored by Reader A" or "proposed by the trends"
    """

    span: Span
    source: str


def worst_epoch(
    sheets: Iterable[ScoreSheet],
    reviewer: str,
    table: TrendTable | None,
    hypnogram: Hypnogram,
    spasms_s: Sequence[float],
) -> WorstEpoch | None:
    """Return the epoch of the committed sheet with the highest score, the reviewer's own first, else of the trends.

    None where nothing is committed and the trends are not complete, or propose none.

    sheets : that the reviewer may see
    """
    committed = [sheet for sheet in sheets if sheet.is_committed and sheet.committed_score is not None]
    if committed:
        best = max(committed, key=lambda one: (one.reader == reviewer, one.committed_score or 0, -one.span.start_s))
        return WorstEpoch(best.span, f"scored by {best.reader}")
    if table is None or not table.is_complete:
        return None
    found = worst_epochs(table, hypnogram, spasms_s, n=1)
    return WorstEpoch(found[0].span, "proposed by the trends") if found else None


def why_no_worst(table: TrendTable | None) -> str:
    """Return the sentence to show where there is none."""
    if table is None or not table.is_complete:
        return tr("The trends are not computed yet.")
    return why_none(table)
