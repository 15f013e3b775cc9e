"""Comparison with the previous study: markers side by side with their repeat errors, and how the two were recorded."""

from __future__ import annotations

from collections.abc import Mapping

from eegview.app.report.making import NOT_ASSESSED, Answer, Computed, Making, given
from eegview.app.report.sections.personal import age_value
from eegview.model.report.document import Line, Words


def _previous(making: Making) -> Answer:
    before = making.of_previous()
    if before is None:
        return NOT_ASSESSED
    age = age_value(before)
    start: Line = (Words(before.study_day),) if age is None else (Words(f"{before.study_day}, "), age)
    recorded_s = before.study.statistics.coverage.recorded_s
    line: Line = (*start, Words(", "), before.seconds(recorded_s, "comparison.recorded_s"))
    return given(line)


COMPUTED: Mapping[str, Computed] = {"comparison.previous": _previous}
