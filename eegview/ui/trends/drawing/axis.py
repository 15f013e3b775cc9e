"""The axis of a panel: as it is defined, or, of shares and movement, the smallest round one that holds the values."""

import math

import numpy as np
import numpy.typing as npt

from eegview.ui.trends.drawing.panels import Kind, Panel
from eegview.ui.trends.drawing.scales import Linear, Scale
from eegview.ui.trends.drawing.shown_study import ShownStudy

_PERCENTS = (10.0, 25.0, 50.0, 100.0)
_HELD = 99.5  # percentile of the values that the axis reaches; what is above lies at its edge


def axis_of(panel: Panel, study: ShownStudy) -> Scale:
    """Return the axis that a panel is drawn on."""
    is_percent = panel.unit == "%" and panel.kind in (Kind.SHARE, Kind.DIFFERENCE)
    if panel.kind is not Kind.MOVEMENT and not is_percent:
        return panel.scale
    values = _values(panel, study)
    known = np.abs(values[np.isfinite(values)])
    if not known.size:
        return panel.scale
    reach = float(np.percentile(known, _HELD))
    high = next((one for one in _PERCENTS if one >= reach), _PERCENTS[-1]) if is_percent else round_up(reach)
    if panel.kind is Kind.DIFFERENCE:
        return Linear(-high, high, (-high, 0.0, high))
    return Linear(0.0, high, (0.0, high / 2, high))


def round_up(value: float) -> float:
    """Return the next of 1, 2, 5, 10, 20 … that is not below a value above zero; 1 for zero."""
    if value <= 0:
        return 1.0
    base = 10 ** math.floor(math.log10(value))
    return next(step * base for step in (1.0, 2.0, 5.0, 10.0) if step * base >= value * (1 - 1e-9))


def _values(panel: Panel, study: ShownStudy) -> npt.NDArray[np.floating]:
    if panel.kind is Kind.MOVEMENT:
        return study.movement.values if study.movement is not None else np.zeros(0, np.float32)
    table = study.table
    if table is None:
        return np.zeros(0, np.float32)
    found = [table.values(one) for one in panel.columns if table.column(one) is not None]
    return np.concatenate(found) if found else np.zeros(0, np.float32)
