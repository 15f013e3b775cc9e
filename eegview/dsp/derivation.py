"""Form rows from channels: weighted sums, without BLAS (its threads cost more than they bring on a busy machine)."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

_MANY = 8  # rows with more inputs than this are looked through for a part they share


def derive(columns: Sequence[npt.NDArray[np.floating]], weights: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Return each row's weighted sum of channels; NaN in a channel that is used makes the row NaN there.

    Parameters
    ----------
    columns : n_channels arrays (n_samples,) float32 or float64, all of one length
    weights : (n_rows, n_channels) float64

    Returns
    -------
    (n_rows, n_samples) float64
    """
    n_samples = len(columns[0]) if columns else 0
    rows = np.empty((len(weights), n_samples))
    scratch = np.empty(n_samples)
    shared, has_shared = _shared_part(weights)
    common = np.zeros(n_samples)
    _add_weighted(common, columns, shared, scratch)
    wide: dict[int, npt.NDArray[np.float64]] = {}
    for number, row in enumerate(rows):
        pair = None if has_shared[number] else _difference(weights[number])
        if pair is not None:  # most rows; a channel is widened once for all of them
            for channel in pair:
                if channel not in wide:
                    wide[channel] = columns[channel].astype(np.float64, copy=False)
            np.subtract(wide[pair[0]], wide[pair[1]], out=row)
            continue
        row[:] = common if has_shared[number] else 0.0
        own = weights[number] - shared if has_shared[number] else weights[number]
        _add_weighted(row, columns, own, scratch)
    return rows


def _difference(weights: npt.NDArray[np.float64]) -> tuple[int, int] | None:
    """Return the numbers of the channels whose plain difference a row is, None where it is something else."""
    used = np.flatnonzero(weights)
    if len(used) != 2:
        return None
    first, second = used.tolist()
    if weights[first] == 1.0 and weights[second] == -1.0:
        return first, second
    return (second, first) if weights[first] == -1.0 and weights[second] == 1.0 else None


def _add_weighted(
    row: npt.NDArray[np.float64],
    columns: Sequence[npt.NDArray[np.floating]],
    weights: npt.NDArray[np.float64],
    scratch: npt.NDArray[np.float64],
) -> None:
    for number in np.flatnonzero(weights).tolist():
        weight = weights[number]
        if weight == 1.0:
            row += columns[number]
        elif weight == -1.0:
            row -= columns[number]
        else:
            np.multiply(columns[number], weight, out=scratch, dtype=np.float64)
            row += scratch


def _shared_part(weights: npt.NDArray[np.float64]) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.bool_]]:
    """Return the sum that rows with many inputs share (an average reference), and which rows have it.

    128 electrodes against their average are then 256 additions, not 16,384.
    """
    n_inputs = np.count_nonzero(weights, axis=1)
    has_many = n_inputs > _MANY
    if np.count_nonzero(has_many) < 3:
        return np.zeros(weights.shape[1]), np.zeros(len(weights), bool)
    shared = np.median(weights[has_many], axis=0)
    left_over = np.count_nonzero(weights - shared, axis=1)
    return shared, has_many & (left_over < n_inputs)
