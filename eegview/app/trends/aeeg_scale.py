"""The semilogarithmic scale on which amplitude-integrated EEG is drawn."""

import math

import numpy as np
import numpy.typing as npt

LINEAR_TO_UV = 10.0  # up to here equal steps are equally high; above, equal ratios are
LARGEST_UV = 100.0  # the top of the scale
TICKS_UV = (0.0, 5.0, 10.0, 20.0, 50.0, 100.0)


def aeeg_height(values_uv: npt.ArrayLike) -> npt.NDArray[np.float64]:
    """Return how high values stand on the scale: 0 at 0 µV, 0.5 at 10 µV, 1 at 100 µV; NaN stays NaN.

    Linear up to 10 µV, above as the decimal logarithm, with half of the height each, as on the paper of the cerebral
    function monitor. What is above 100 µV is above 1: it is for who draws to cut it and to say so.
    """
    values = np.asarray(values_uv, np.float64)
    decade = np.log10(np.maximum(values, LINEAR_TO_UV) / LINEAR_TO_UV) / math.log10(LARGEST_UV / LINEAR_TO_UV)
    return np.where(values > LINEAR_TO_UV, 0.5 + 0.5 * decade, 0.5 * values / LINEAR_TO_UV)
