"""FIR filters of linear phase whose gain follows given slopes as closely as least squares can (`firls`)."""

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
import numpy.typing as npt


@lru_cache(maxsize=16)
def least_squares_taps(
    n_taps: int, edges_hz: Sequence[float], gains: Sequence[float], weights: Sequence[float], rate_hz: float
) -> npt.NDArray[np.float64]:
    """Return the taps whose gain differs least from straight lines within the bands, summed squares over frequency.

    Parameters
    ----------
    n_taps : odd
    edges_hz : beginning and end of each band, 0 … rate_hz / 2, ascending; what lies between bands is free
    gains : wanted at each edge, with a straight line between the two of a band
    weights : of each band's squared error

    Returns
    -------
    (n_taps,) float64, symmetric, read-only; the same as `scipy.signal.firls` gives
    """
    if n_taps % 2 == 0:
        raise ValueError(f"{n_taps} taps have no middle one")
    half = n_taps // 2
    edges = np.asarray(edges_hz, np.float64).reshape(-1, 2) / (rate_hz / 2)  # 1 is half the rate
    lines = np.asarray(gains, np.float64).reshape(-1, 2)
    weight = np.asarray(weights, np.float64)
    # The gain is a sum of cosines, cos(pi k f), f from 0 to 1: the normal equations have closed integrals.
    order = np.arange(n_taps)
    waves = np.diff(np.sinc(edges[:, :, None] * order) * edges[:, :, None], axis=1)[:, 0]  # of cos(pi k f)
    q = np.tensordot(weight, waves, 1)
    k = np.arange(half + 1)
    matrix = q[np.abs(k[:, None] - k)] + q[k[:, None] + k]
    slope = (lines[:, 1] - lines[:, 0]) / (edges[:, 1] - edges[:, 0])
    base = lines[:, 0] - slope * edges[:, 0]
    inner = k[1:] * np.pi
    ramp = np.empty((len(edges), half + 1))  # the integral of f cos(pi k f)
    ramp[:, 0] = np.diff(edges**2, axis=1)[:, 0] / 2
    at = edges[:, :, None] * inner
    ramp[:, 1:] = np.diff(edges[:, :, None] * np.sin(at) / inner + np.cos(at) / inner**2, axis=1)[:, 0]
    wanted = 2 * weight @ (base[:, None] * waves[:, : half + 1] + slope[:, None] * ramp)
    cosines = np.linalg.solve(matrix, wanted)
    # `matrix` counts the cosine of 0 twice, so `cosines` are those of the taps: the middle one and half of each pair
    taps = np.concatenate((cosines[:0:-1], 2 * cosines[:1], cosines[1:])) / 2
    taps.flags.writeable = False
    return taps
