"""The trends of a whole study as one table."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING

import numpy as np

from eegview.api.frames import FLOAT, data_frame, load_pandas
from eegview.app.trends.curve_names import curve_name
from eegview.app.trends.ten_seconds import ten_second_values
from eegview.dsp.trends.block import GRID_S
from eegview.model.recording import SignalSource

if TYPE_CHECKING:
    from pandas import DataFrame

    from eegview.model.issue import Issue


def trend_table(source: SignalSource, bad_channels: frozenset[str]) -> DataFrame:
    """Return one row for each 10 s from the start: `time_s`, and one column a curve; NaN = not measured.

    Spectrograms are left out: they are a table for each 10 s.
    """
    from eegview.app.kernel_file import load_kernels
    from eegview.app.trends.cache import TrendCache
    from eegview.app.trends.computing import compute_trends

    load_pandas()
    load_kernels()
    issues: list[Issue] = []
    table = compute_trends(source, bad_channels, None, TrendCache(), issues=issues)
    for issue in issues:
        warnings.warn(issue.message, UserWarning, stacklevel=3)
    columns = [column for column in table.columns if not column.frequencies_hz]
    values = [ten_second_values(table, column).astype(np.float64) for column in columns]
    n_rows = int(np.ceil(table.duration_s / GRID_S - 1e-9))
    names = {"time_s": FLOAT, **{curve_name(column): FLOAT for column in columns}}
    parts = [np.arange(n_rows) * GRID_S, *(one[:n_rows] for one in values)]
    found = data_frame(names, np.column_stack(parts))
    found.attrs["definitions"] = {curve_name(column): column.definition for column in columns}
    found.attrs["missing"] = {one.column_id: one.why for one in table.missing}
    found.attrs["rows"] = list(table.rows)
    found.attrs["rows_left_out"] = list(table.left_out)
    return found
