"""The trends of a whole study as one table."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING

import numpy as np

from eegview.api.frames import FLOAT, data_frame, load_pandas
from eegview.api.trend_kinds import CURVES, KINDS, SPECTROGRAM
from eegview.app.trends.curve_names import bin_names, curve_name
from eegview.app.trends.ten_seconds import ten_second_values
from eegview.dsp.trends.block import GRID_S
from eegview.model.errors import UsageError
from eegview.model.recording import SignalSource

if TYPE_CHECKING:
    from pandas import DataFrame

    from eegview.model.issue import Issue


def trend_table(source: SignalSource, bad_channels: frozenset[str], kind: str = CURVES) -> DataFrame:
    """Return one row for each 10 s from the start: `time_s`, and the columns of a kind; NaN = not measured.

    kind : one of `KINDS`: one column a curve, or one column a bin of each spectrogram

    Raises
    ------
    UsageError : there is no such kind
    """
    if kind not in KINDS:
        raise UsageError(f"There are no trends “{kind}”.", f"Use one of: {', '.join(KINDS)}.")
    from eegview.app.kernel_file import load_kernels
    from eegview.app.trends.cache import TrendCache
    from eegview.app.trends.computing import compute_trends

    load_pandas()
    load_kernels()
    issues: list[Issue] = []
    table = compute_trends(source, bad_channels, None, TrendCache(), issues=issues)
    for issue in issues:
        warnings.warn(issue.message, UserWarning, stacklevel=3)
    columns = [column for column in table.columns if bool(column.frequencies_hz) == (kind == SPECTROGRAM)]
    values = [ten_second_values(table, column).astype(np.float64) for column in columns]
    n_rows = int(np.ceil(table.duration_s / GRID_S - 1e-9))
    named = [(column, bin_names(column) if column.frequencies_hz else (curve_name(column),)) for column in columns]
    names = {"time_s": FLOAT, **{name: FLOAT for _column, several in named for name in several}}
    parts = [np.arange(n_rows) * GRID_S, *(one[:n_rows] for one in values)]
    found = data_frame(names, np.column_stack(parts))
    found.attrs["definitions"] = {name: column.definition for column, several in named for name in several}
    found.attrs["missing"] = {one.column_id: one.why for one in table.missing}
    found.attrs["rows"] = list(table.rows)
    found.attrs["rows_left_out"] = list(table.left_out)
    return found
