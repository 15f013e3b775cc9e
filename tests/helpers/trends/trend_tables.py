"""Tables of trends made by hand: `from trends.trend_tables import table_of`."""

from collections.abc import Mapping

import numpy as np

from eegview.app.trends.panels import TrendPanel, panel_by_id
from eegview.app.trends.table import TableValues, TrendTable
from eegview.dsp.trends.block import MissingTrend, TrendColumn
from eegview.model.span import Span


def column(
    column_id: str, unit: str = "µV", step_s: float = 1.0, frequencies_hz: tuple[float, ...] = ()
) -> TrendColumn:
    return TrendColumn(column_id, column_id.replace("_", " "), unit, step_s, "Made by hand.", frequencies_hz)


def table_of(
    duration_s: float,
    values: Mapping[TrendColumn, np.ndarray | float],
    missing: tuple[MissingTrend, ...] = (),
    computed: tuple[Span, ...] | None = None,
) -> TrendTable:
    """Return a table of these columns; a number stands for all values of a column."""
    held = TableValues(values, duration_s)
    n_blocks = -(-duration_s // 10)
    for one, given in values.items():
        n = round(n_blocks * 10 / one.step_s)
        shape = (n, len(one.frequencies_hz)) if one.frequencies_hz else (n,)
        array = np.full(shape, np.nan, np.float32)
        array[: len(given) if isinstance(given, np.ndarray) else None] = given
        held.put(0.0, {one.column_id: array}, (one,))
    done = (Span(0.0, n_blocks * 10),) if computed is None else computed
    return TrendTable(duration_s, tuple(values), missing, done, {}, "made", arrays=held.arrays())


def panel(panel_id: str) -> TrendPanel:
    found = panel_by_id(panel_id)
    assert found is not None
    return found
