"""Give the compiled kernels of amplitude the room they work in: they allocate nothing themselves.

`call` is the kernel, as numba compiled it or as machine code.
"""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from eegview.model.recording import Samples

_TILE = 32  # samples that all rows are filtered at a time: they stay in the processor's nearest cache
_LANES = 4  # so many are computed at once; what is left over would be computed one by one
Call = Callable[..., None]
Floats = npt.NDArray[np.float64]


def filtered_bins(
    call: Call, rows: Samples, sections: Floats, skip: int, per_bin: int, low: Samples, high: Samples, size: Samples
) -> None:
    """Filter all rows side by side; see `numpy_kernels.filtered_bins`."""
    n_bands, n_rows, n_bins = low.shape
    if skip < 1 or skip + n_bins * per_bin > rows.shape[1] or len(rows) != n_rows or len(sections) != n_bands:
        raise IndexError("the bins reach beyond the rows")
    width = -(-n_rows // _LANES) * _LANES
    states = np.empty((n_bands, 2 * sections.shape[1] + 3, width))
    tile, work = np.zeros((2, _TILE, width))
    call(rows, sections, skip, per_bin, states, tile, work, low, high, size)


def medians_of_rows(call: Call, rows: Samples, out: Samples) -> None:
    """Put the values of each column in order; see `amplitude_plain.medians_of_rows`."""
    call(rows, np.empty(len(rows) + 1, np.float32), out)


def running_orders(call: Call, series: Samples, length: int, step: int, shares: Floats, out: Samples) -> None:
    """Look for percentiles from those of the window before on; see `amplitude_plain.running_orders`."""
    if (out.shape[2] - 1) * step + length > series.shape[1] or out.shape[:2] != (len(shares), len(series)):
        raise IndexError("a window reaches beyond the series")
    cell = np.zeros(2, np.int32)
    room = np.empty(series.shape[1], np.int32)
    call(series, series.view(np.int32), length, step, shares, room, cell, cell.view(np.float32), out)
