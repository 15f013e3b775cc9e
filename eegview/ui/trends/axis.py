"""The axis of a panel: as it is defined, or the smallest of a few round ones that holds nearly all values."""

import math

import numpy as np

from eegview.ui.trends.panels import Kind, Panel
from eegview.ui.trends.scales import Linear, Scale
from eegview.ui.trends.shown_study import ShownStudy

_PERCENTS = (10.0, 25.0, 50.0, 100.0)
_HELD = 99.5  # percentile of the values that the axis reaches; what is above lies at its edge
_FITTED = frozenset({Kind.SHARE, Kind.DIFFERENCE, Kind.MOVEMENT})
_NONE = Linear(0.0, 1.0, (0.0, 1.0))


def axis_of(panel: Panel, study: ShownStudy) -> Scale:
    """Return the axis that a panel is drawn on."""
    if panel.scale is not None and panel.kind not in _FITTED:
        return panel.scale
    values = _values(panel, study)
    if panel.kind in (Kind.LINES, Kind.BAND):
        return _fitted_lines(values)
    known = np.abs(values[np.isfinite(values)])
    if not known.size:
        return panel.scale or _NONE
    reach = float(np.percentile(known, _HELD))
    if panel.unit == "%":
        high = next((one for one in _PERCENTS if one >= reach), _PERCENTS[-1])
    else:
        high = round_up(reach)
    if panel.kind is Kind.DIFFERENCE:
        return Linear(-high, high, (-high, 0.0, high))
    return Linear(0.0, high, (0.0, high / 2, high))


def _fitted_lines(values: np.ndarray) -> Scale:
    known = values[np.isfinite(values)]
    if not known.size:
        return _NONE
    low, high = (float(one) for one in np.percentile(known, (100 - _HELD, _HELD)))
    if low >= 0:
        return Linear(0.0, round_up(high), (0.0, round_up(high) / 2, round_up(high)))
    high = round_up(max(abs(low), abs(high)))
    return Linear(-high, high, (-high, 0.0, high))


def round_up(value: float) -> float:
    """Return the next of 1, 2, 5, 10, 20 … that is not below a value above zero; 1 for zero."""
    if value <= 0:
        return 1.0
    base = 10 ** math.floor(math.log10(value))
    return next(step * base for step in (1.0, 2.0, 5.0, 10.0) if step * base >= value * (1 - 1e-9))


def _values(panel: Panel, study: ShownStudy) -> np.ndarray:
    if panel.kind is Kind.MOVEMENT:
        return study.movement.values if study.movement is not None else np.zeros(0, np.float32)
    table = study.table
    if table is None:
        return np.zeros(0, np.float32)
    found = [table.values(one) for one in panel.columns if table.column(one) is not None]
    return np.concatenate(found) if found else np.zeros(0, np.float32)
