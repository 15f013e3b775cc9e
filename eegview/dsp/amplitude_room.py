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


def halved(call: Call, rows: Samples, out: Samples) -> None:
    """Take every second sample; see `amplitude_plain.halved`."""
    if out.shape != (len(rows), (rows.shape[1] + 1) // 2):
        raise IndexError("half of the samples have no room")
    call(rows, out)


def raw_bins(call: Call, rows: Samples, per_bin: int, ranges: Samples, jumps: Samples) -> None:
    """Measure rows as they are; see `amplitude_plain.raw_bins`."""
    if per_bin % 2 or ranges.shape != jumps.shape or len(ranges) != len(rows):
        raise IndexError("bins are of an even number of samples, of each row")
    if ranges.shape[1] * per_bin > rows.shape[1]:
        raise IndexError("the bins reach beyond the rows")
    call(rows, per_bin, ranges, jumps)


def rectified_chunks(call: Call, row: Floats, taps: Floats, per_chunk: int, out: Floats) -> None:
    """Filter and rectify a row; see `amplitude_plain.rectified_chunks`."""
    if len(out) * per_chunk + len(taps) - 1 > len(row):
        raise IndexError("the chunks reach beyond the row")
    call(row, taps, per_chunk, out)


def medians_of_rows(call: Call, rows: Samples, out: Samples) -> None:
    """Put the values of each column in order; see `amplitude_plain.medians_of_rows`."""
    if len(out) > rows.shape[1]:
        raise IndexError("there are fewer columns than medians")
    call(rows, np.empty(len(rows) + 1, np.float32), out)


def running_orders(call: Call, series: Samples, length: int, step: int, shares: Floats, out: Samples) -> None:
    """Look for percentiles from those of the window before on; see `amplitude_plain.running_orders`."""
    if (out.shape[2] - 1) * step + length > series.shape[1] or out.shape[:2] != (len(shares), len(series)):
        raise IndexError("a window reaches beyond the series")
    cell = np.zeros(2, np.int32)
    room = np.empty(series.shape[1], np.int32)
    call(series, series.view(np.int32), length, step, shares, room, cell, cell.view(np.float32), out)
