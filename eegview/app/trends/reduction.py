"""Bring a curve to as many columns as a picture is wide."""

import numpy as np
import numpy.typing as npt

from eegview.app.trends.panels import PanelKind
from eegview.app.trends.table import TrendTable
from eegview.dsp.trends.block import TrendColumn
from eegview.model.span import Span

Floats = npt.NDArray[np.float64]
_WIDE = {PanelKind.PERCENT: np.mean, PanelKind.RASTER: np.max}


def reduced(
    table: TrendTable, column: TrendColumn, span: Span, n: int, kind: PanelKind
) -> tuple[Floats, npt.NDArray[np.float32]]:
    """Return edges (m + 1,) s and values (m,) or (m, n_frequencies) of a column in a span, m at most about `n`.

    Where several values fall into one column of the picture it is their median, of shares of time their mean, of
    artifact their largest; NaN where none of them is measured.
    """
    step_s, values = column.step_s, np.asarray(table.values_in(column.column_id, span), np.float32)
    first = max(int(np.ceil(span.start_s / step_s - 0.5)), 0)
    per = max(1, len(values) // max(n, 1))
    m = -(-len(values) // per)
    edges_s = (first + np.minimum(np.arange(m + 1) * per, len(values))) * step_s
    if per == 1:
        return edges_s, values
    padded = np.full((m * per, *values.shape[1:]), np.nan, np.float32)
    padded[: len(values)] = values
    padded = padded.reshape(m, per, *values.shape[1:])
    measured = np.ma.masked_invalid(padded)
    if kind in _WIDE:
        found = _WIDE[kind](measured, axis=1)
    else:
        found = np.ma.median(measured, axis=1)
    return edges_s, np.ma.filled(found, np.nan).astype(np.float32)
