"""Colours that fit the power of what is shown."""

import numpy as np

from eegview.app.trends.table import TrendTable
from eegview.model.span import Span

_MOST_VALUES = 200_000  # that percentiles are taken of
_SPECTROGRAMS = "cdsa_left", "cdsa_right", "cdsa_midline", "cdsa_posterior"


def fitted_level(table: TrendTable, span: Span) -> tuple[int, int] | None:
    """Return the 2nd and 98th percentile (dB, whole) of the power in a span; None where nothing is measured."""
    parts = []
    for column_id in _SPECTROGRAMS:
        if table.column(column_id) is not None:
            values = table.values_in(column_id, span)
            every = max(values.size // _MOST_VALUES, 1)
            held = values[::every].astype(np.float32)
            parts.append(held[np.isfinite(held)])
    values = np.concatenate(parts) if parts else np.zeros(0, np.float32)
    if not values.size:
        return None
    low, high = np.percentile(values, (2, 98))
    return int(np.floor(low)), int(np.ceil(max(high, low + 5)))
