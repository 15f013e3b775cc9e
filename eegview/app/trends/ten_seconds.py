"""One value for each 10 s of a column whose values come every second or two."""

import numpy as np
import numpy.typing as npt

from eegview.app.trends.table import TrendTable
from eegview.dsp.trends.block import GRID_S, TrendColumn

# Shares of time: their mean over parts is that of the whole.
_SHARES_OF_TIME = ("suppression", "artifact", "spike_bins")


def is_share_of_time(column: TrendColumn) -> bool:
    """Whether the values of a column are shares of the time they cover."""
    return column.column_id.startswith(_SHARES_OF_TIME)


def how_ten_seconds(column: TrendColumn) -> str:
    """Return in a few words how a value for 10 s is made of a column's values."""
    n = round(GRID_S / column.step_s)
    if n == 1:
        return "its value"
    kind = "mean" if is_share_of_time(column) else "median"
    return f"{kind} of its {n} values of {column.step_s:g} s that are measured; none where more than half are not"


def ten_second_values(table: TrendTable, column: TrendColumn) -> npt.NDArray[np.float32]:
    """Return one value for each 10 s from recording start, (n,), of a spectrogram (n, n_frequencies).

    The mean of shares of time, the median of all else; NaN where more than half of the values are not measured.
    """
    values = np.asarray(table.values(column.column_id), np.float32)
    per = round(GRID_S / column.step_s)
    if per == 1:
        return values
    n = -(-len(values) // per)
    padded = np.full((n * per, *values.shape[1:]), np.nan, np.float32)
    padded[: len(values)] = values
    padded = padded.reshape(n, per, *values.shape[1:])
    n_measured = np.isfinite(padded).sum(axis=1)
    if is_share_of_time(column):
        found = np.nansum(padded, axis=1, dtype=np.float64) / np.maximum(n_measured, 1)
    else:
        found = _median(padded, n_measured)
    # the last 10 s may be cut by the recording's end: what counts is what could be measured
    possible = np.full(n, per)
    possible[-1:] = len(values) - (n - 1) * per if n else 0
    enough = 2 * n_measured >= possible.reshape(-1, *(1,) * (values.ndim - 1))
    return np.where(enough & (n_measured > 0), found, np.nan).astype(np.float32)


def _median(padded: npt.NDArray[np.float32], n_measured: npt.NDArray[np.intp]) -> npt.NDArray[np.float32]:
    """Return the median along axis 1 of what is finite; numpy's own warns where nothing is."""
    ordered = np.sort(padded, axis=1)  # NaN stands last
    low = np.maximum((n_measured - 1) // 2, 0)[:, None]
    high = np.maximum(n_measured // 2, 0)[:, None]
    high = np.minimum(high, padded.shape[1] - 1)
    pair = np.take_along_axis(ordered, low, axis=1) + np.take_along_axis(ordered, high, axis=1)
    return np.asarray(pair[:, 0] / 2, np.float32)
