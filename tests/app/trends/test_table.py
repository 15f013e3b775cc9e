"""The table of trends: what it holds, and what of it is done."""

import numpy as np
import pytest
from trends.trend_tables import column, table_of

from eegview.app.trends.table import TableValues, joined_spans
from eegview.dsp.trends.block import MissingTrend
from eegview.model.span import Span

FAST, SLOW = column("fast"), column("slow", "%", 10.0)
MAP = column("map", "dB", 2.0, (0.0, 0.5, 1.0))


def test_columns_are_as_long_as_the_recording() -> None:
    table = table_of(25.5, {FAST: np.arange(26.0), SLOW: 3.0, MAP: 1.0})
    assert len(table.values("fast")) == 26
    assert len(table.values("slow")) == 3
    assert table.values("map").shape == (13, 3)
    assert table.values("map").dtype == np.float16
    with pytest.raises(ValueError, match="read-only"):
        table.values("fast")[0] = 1
    with pytest.raises(KeyError):
        table.values("other")


def test_what_is_not_computed_is_nan() -> None:
    values = TableValues((FAST, MAP), 60.0)
    arrays = values.arrays()
    values.put(20.0, {"fast": np.ones(10, np.float32), "map": np.zeros((5, 3), np.float32)}, (FAST, MAP))
    assert np.flatnonzero(np.isfinite(arrays["fast"])).tolist() == list(range(20, 30))
    assert np.flatnonzero(np.isfinite(arrays["map"][:, 0])).tolist() == list(range(10, 15))


def test_values_at_a_time_and_in_a_span() -> None:
    table = table_of(30.0, {FAST: np.arange(30.0), SLOW: np.array([1.0, 2.0, 3.0])})
    assert table.value_at("fast", 12.9) == 12
    assert table.value_at("slow", 29.9) == 3
    assert table.value_at("slow", 30.0) is None
    assert table.value_at("slow", -0.1) is None
    assert table.values_in("fast", Span(3.0, 5.0)).tolist() == [3, 4]
    assert table.values_in("slow", Span(6.0, 25.0)).tolist() == [2]
    assert table.values_in("slow", Span(5.0, 25.0)).tolist() == [1, 2]


def test_what_is_done_and_what_is_missing() -> None:
    table = table_of(
        95.0, {FAST: 1.0}, (MissingTrend("slow", "Slow", "There is no C3."),), (Span(0, 30), Span(60, 100))
    )
    assert table.computed_s == 65.0
    assert not table.is_complete
    assert table.why_missing("slow") == "There is no C3."
    assert table.why_missing("fast") == ""
    assert table_of(95.0, {FAST: 1.0}).is_complete


def test_spans_that_meet_are_joined() -> None:
    assert joined_spans([Span(20, 30), Span(0, 10), Span(10, 20), Span(40, 50)]) == (Span(0, 30), Span(40, 50))
