"""Pages of one state in two studies, the same clock time, and the worst five minutes."""

from datetime import datetime

import numpy as np
import pytest
from reports.score_sheets import made_sheet
from trends.trend_tables import column, table_of

from eegview.clinical.hypnogram import Hypnogram, StageSpan
from eegview.model.span import Span
from eegview.ui.response.matching.clock_match import same_clock_s
from eegview.ui.response.matching.same_state import nearest_page, next_page, page_state, previous_page
from eegview.ui.response.matching.worst_epoch import why_no_worst, worst_epoch

NIGHT = Hypnogram(
    tuple(
        StageSpan(Span(start_s, stop_s), stage)
        for start_s, stop_s, stage in (
            (0, 60, "W"),
            (60, 70, "N2"),
            (70, 130, "N1"),
            (130, 300, "N2"),
            (330, 400, "N2"),
        )
    )
)


def test_a_page_is_of_the_stage_that_holds_for_most_of_it() -> None:
    assert page_state(NIGHT, Span(0, 15)) == "W"
    assert page_state(NIGHT, Span(125, 140)) == "N2"
    assert page_state(NIGHT, Span(295, 325)) == ""  # mostly not staged
    assert page_state(Hypnogram(), Span(0, 15)) == ""


def test_pages_of_a_stage_are_whole_and_found_in_either_direction() -> None:
    assert next_page(NIGHT, "N2", 0.0, 15.0) == 130  # the stretch of 10 s holds no page
    assert next_page(NIGHT, "N2", 200.0, 15.0) == 200
    assert next_page(NIGHT, "N2", 295.0, 15.0) == 330
    assert next_page(NIGHT, "N2", 390.0, 15.0) is None
    assert previous_page(NIGHT, "N2", 390.0, 15.0) == 385
    assert previous_page(NIGHT, "N2", 329.0, 15.0) == 285
    assert previous_page(NIGHT, "N2", 100.0, 15.0) is None
    assert nearest_page(NIGHT, "N2", 320.0, 15.0) == 330
    assert nearest_page(NIGHT, "N3", 320.0, 15.0) is None


@pytest.mark.parametrize(
    ("started", "time_s", "expected"),
    [
        (datetime(2020, 3, 2, 9, 0), 90.0, 60.0),
        (datetime(2020, 3, 2, 23, 59, 50), 5000.0, None),
        (datetime(2020, 3, 2, 9, 0), 10.0, None),  # before the other one began
        (datetime(2020, 3, 2, 8, 0), 3700.0, 70.0),
    ],
)
def test_the_same_clock_time_is_found_on_another_day(started: datetime, time_s: float, expected: float | None) -> None:
    assert same_clock_s(started, time_s, datetime(2020, 3, 16, 9, 0, 30), Span(0.0, 600.0)) == expected


def test_over_midnight_the_clock_goes_on() -> None:
    night = datetime(2020, 3, 16, 21, 0)
    assert same_clock_s(datetime(2020, 3, 2, 22, 0), 3 * 3600.0, night, Span(0.0, 10 * 3600.0)) == 4 * 3600.0


def test_without_a_committed_score_the_trends_propose_once_they_are_complete() -> None:
    index = np.zeros(90, np.float32)
    index[40:70] = 5.0
    table = table_of(900.0, {column("background_index", "", 10.0): index})
    found = worst_epoch((), "me", table, Hypnogram(), ())
    assert found is not None
    assert (found.span, found.source) == (Span(400.0, 700.0), "proposed by the trends")
    assert worst_epoch((), "me", None, Hypnogram(), ()) is None
    assert why_no_worst(None) == "The trends are not computed yet."
    assert "shorter than 5 minutes" in why_no_worst(table_of(200.0, {column("background_index", "", 10.0): 1.0}))
    sheets = (
        made_sheet(reader="ada", committed_utc="2026-01-01T00:00:00+00:00", committed_score=4),
        made_sheet(reader="me"),  # not committed: it counts for nothing
    )
    scored = worst_epoch(sheets, "me", table, Hypnogram(), ())
    assert scored is not None
    assert (scored.span.start_s, scored.source) == (600.0, "scored by ada")
