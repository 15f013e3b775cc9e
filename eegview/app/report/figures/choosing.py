"""Which spasm and which page of a scored epoch a report shows, by rules that it states."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from eegview.app.report.study import ReportStudy
from eegview.app.scoring.sheet import ScoreSheet
from eegview.model.annotation import Annotation, is_doubted
from eegview.model.span import Span

SPASM_PAGE_S, BEFORE_S = 10.0, 3.5  # of the page, and of it before the onset


@dataclass(frozen=True, slots=True)
class ChosenSpasm:
    """The spasm that a report shows.

    rule : key of the sentence that says why this one
    """

    mark: Annotation
    rule: str


@dataclass(frozen=True, slots=True)
class ChosenPage:
    """The page of a scored epoch that a report shows; `page` from 0."""

    sheet: ScoreSheet
    page: int
    span: Span

    @property
    def n_bins(self) -> int:
        return self.sheet.spike_bins[self.page]


def typical_spasm(study: ReportStudy, by_distance: Sequence[tuple[float, str]] = ()) -> ChosenSpasm | None:
    """Return the spasm whose EEG is nearest to the median of all, else the first that is not doubted, else the first.

    by_distance : (distance from the median, id of the mark) of each spasm that was averaged
    """
    spasms = {mark.annotation_id: mark for mark in study.statistics.spasms.spasms}
    near = sorted((distance, mark_id) for distance, mark_id in by_distance if mark_id in spasms and distance >= 0)
    if near:
        return ChosenSpasm(spasms[near[0][1]], "figure.spasm_median")
    for mark in study.statistics.spasms.spasms:
        if not is_doubted(mark):
            return ChosenSpasm(mark, "figure.spasm_first")
    return (
        ChosenSpasm(study.statistics.spasms.spasms[0], "figure.spasm_doubted")
        if study.statistics.spasms.spasms
        else None
    )


def worst_page(study: ReportStudy) -> ChosenPage | None:
    """Return the page with most spike bins of the epoch with the highest score that the reader may see.

    Of equal scores the reader's own sheet, then a committed one, then the first in time; None where no epoch has a
    score.
    """
    sheets = [
        (line, line.sheet) for line in study.sheets if line.sheet is not None and score_of(line.sheet) is not None
    ]
    if not sheets:
        return None
    _line, sheet = min(
        sheets, key=lambda one: (-(score_of(one[1]) or 0), not one[0].is_own, not one[1].committed_utc, one[1].span)
    )
    page = max(range(sheet.n_pages), key=lambda number: (sheet.spike_bins[number], -number))
    return ChosenPage(sheet, page, sheet.page_span(page))


def score_of(sheet: ScoreSheet) -> int | None:
    """Return the score as committed, else by the evidence as it stands."""
    return sheet.committed_score if sheet.committed_score is not None else sheet.score.score


def span_around(mark: Annotation, whole: Span) -> Span:
    """Return the ten seconds around the beginning of a mark, inside the recording where it is long enough."""
    start_s = min(max(mark.onset_s - BEFORE_S, whole.start_s), max(whole.stop_s - SPASM_PAGE_S, whole.start_s))
    return Span(start_s, start_s + SPASM_PAGE_S)
