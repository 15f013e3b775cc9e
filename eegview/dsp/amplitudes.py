"""Amplitudes of a row, and how far two sides differ: arrays in, numbers out."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt


@dataclass(frozen=True, slots=True)
class Amplitudes:
    """The amplitudes of one row over one section, in the row's unit.

    peak_to_peak : highest minus lowest sample
    rms : root mean square about the mean: the constant part does not count
    n_samples : measured; samples that are missing are left out
    """

    peak_to_peak: float
    rms: float
    mean: float
    n_samples: int


def amplitudes_of(values: npt.NDArray[np.floating]) -> Amplitudes | None:
    """Return the amplitudes of (n_samples,) values; NaN is left out, None where nothing else is there."""
    known = np.asarray(values, np.float64)
    known = known[np.isfinite(known)]
    if not len(known):
        return None
    mean = float(known.mean())
    rms = float(np.sqrt(np.mean((known - mean) ** 2)))
    return Amplitudes(float(known.max() - known.min()), rms, mean, len(known))


def asymmetry_ratio(left: float, right: float) -> float:
    """Return right / left, 1 where both sides are the same; NaN where the left side is zero."""
    return right / left if left > 0 else float("nan")


def asymmetry_index(left: float, right: float) -> float:
    """Return (right - left) / (right + left), from -1 (left alone) to 1 (right alone); NaN where both are zero."""
    return (right - left) / (right + left) if right + left > 0 else float("nan")
