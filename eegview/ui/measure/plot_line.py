"""One spectrum as it is drawn."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from eegview.app.themes import Theme

UNIT = "µV/√Hz"


@dataclass(frozen=True, slots=True, eq=False)
class PlotLine:
    """One spectrum.

    values : (n_bins,) µV/√Hz
    is_thin : one of many
    """

    name: str
    side: str
    values: npt.NDArray[np.float64]
    is_thin: bool = False


def side_colour(theme: Theme, side: str) -> str:
    """Return the colour of a side, as that of its traces."""
    return {"left": theme.trace_left, "right": theme.trace_right}.get(side, theme.trace)
