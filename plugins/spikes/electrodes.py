"""Make the potential of each electrode against its neighbours from bipolar rows, and take slow waves off."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from eegview.plugin import FilterSpec, Phase, filter_rows

SHARPEN_HZ = 8.0  # takes slow waves away and leaves 20-70 ms; first order, both ways


def electrode_weights(rows: Sequence[str]) -> tuple[tuple[str, ...], npt.NDArray[np.float32]]:
    """Return the electrodes of bipolar rows, and the weights that make each electrode's mean against its neighbours.

    An electrode that rows share (F3 of Fp1-F3 and F3-C3) gets the mean of both, the second turned over: a spike under
    it, which turns over between the two rows, adds up, and one under a neighbour does not. A row that names a single
    electrode stands for it.

    Returns
    -------
    names, weights : (n_electrodes,) in order of first appearance; (n_electrodes, n_rows) float32
    """
    names: list[str] = []
    parts = [row.split("-") for row in rows]
    for part in parts:
        names += [name for name in part if name not in names]
    weights = np.zeros((len(names), len(rows)), np.float32)
    for number, part in enumerate(parts):
        weights[names.index(part[0]), number] += 1
        if len(part) == 2:
            weights[names.index(part[1]), number] -= 1
    weights /= np.maximum(np.abs(weights).sum(axis=1, keepdims=True), 1)
    return tuple(names), weights


def at_electrodes(rows: npt.NDArray[np.float32], weights: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """Return `weights` (n_electrodes, n_rows) applied to `rows` (n_rows, n) µV: (n_electrodes, n) float32."""
    out = np.zeros((len(weights), rows.shape[1]), np.float32)
    for line, weight in zip(out, weights, strict=True):
        for number in np.flatnonzero(weight).tolist():  # one or two; no BLAS, whose threads cost more than they bring
            line += weight[number] * rows[number]
    return out


def sharpened(rows: npt.NDArray[np.float32], rate_hz: float) -> npt.NDArray[np.float32]:
    """Return `rows` (n_rows, n) µV without what is slower than 8 Hz, no phase shift; NaN stays."""
    return filter_rows(rows, FilterSpec(low_cut_hz=SHARPEN_HZ, phase=Phase.ZERO), rate_hz)
