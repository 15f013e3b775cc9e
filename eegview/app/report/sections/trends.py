"""Whole-study trends: which part of the recording they cover; the picture is drawn elsewhere."""

from __future__ import annotations

from collections.abc import Mapping

from eegview.app.report.making import NOT_ASSESSED, Answer, Computed, Making, given
from eegview.model.report.document import Words
from eegview.model.report.link import Place


def _summary(making: Making) -> Answer:
    trends = making.study.trends
    if trends is None:
        problem = making.study.trends_problem
        return given((Words(problem),)) if problem else NOT_ASSESSED
    link = making.evidence.at(Place.TRENDS)
    covered = making.seconds(trends.computed_s, "trends.computed_s", link, making.labels("basis.trends"))
    rows = making.count(len(trends.rows), "trends.rows", link, making.labels("basis.trends"))
    lines = [making.sentence("trends.computed", duration=covered, rows=rows)]
    lines += [(Words(text),) for text in trends.left_out]
    lines.append(making.line("trends.no_single_spasms"))
    return given(*lines)


COMPUTED: Mapping[str, Computed] = {"trends.summary": _summary}
