"""Give compiled kernels the room they work in: they allocate nothing themselves.

`call` is the kernel, as numba compiled it or as machine code.
"""

from collections.abc import Callable
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from eegview.dsp.row_kernels import background_plain, window_spectra_plain
from eegview.model.recording import Samples

LANES = 16  # windows that are transformed side by side
_MOST_WINDOW = 1 << 16

Call = Callable[..., None]


def transform_windows(
    call: Call, rows: Samples, starts: npt.NDArray[np.int64], taper: Samples, out: npt.NDArray[np.complex64]
) -> None:
    """Transform windows; one whose length is no power of two is left to numpy."""
    room = _spectra_room(rows, starts, taper, out.shape[2])
    if room is None:
        window_spectra_plain.transform_windows(rows, starts, taper, out)
    else:
        call(rows, starts, taper, *room, out.view(np.float32))


def mean_powers(call: Call, rows: Samples, starts: npt.NDArray[np.int64], taper: Samples, out: Samples) -> None:
    """Transform windows and take the mean power of each group; other lengths than powers of two are left to numpy."""
    room = _spectra_room(rows, starts, taper, out.shape[2])
    if room is None:
        window_spectra_plain.mean_powers(rows, starts, taper, out)
    else:
        call(rows, starts, taper, *room, out)


def _spectra_room(
    rows: Samples, starts: npt.NDArray[np.int64], taper: Samples, n_bins: int
) -> tuple[npt.NDArray[np.generic], ...] | None:
    """Return what the kernels need beside the rows, None where they cannot transform that length."""
    n = len(taper)
    if n & (n - 1) or not 4 <= n <= _MOST_WINDOW:
        return None
    if starts.size and (starts.min() < 0 or starts.max() + n > rows.shape[1]):
        raise IndexError("a window reaches beyond the rows")
    lanes = (n // 2, LANES)
    room = np.zeros(lanes, np.float32), np.zeros(lanes, np.float32), np.empty(LANES, np.float32)
    return _turns(n), _order(n // 2), *room, np.empty((3 * n_bins, LANES), np.float32)


def filter_both_ways(
    call: Call,
    data: Samples,
    numbers: npt.NDArray[np.int64],
    begin: int,
    stop: int,
    sections: npt.NDArray[np.float64],
    skip: int,
    out: Samples,
) -> bool:
    """Filter some rows both ways, and return whether that could be; see `filter_plain`."""
    n_rows, n_samples = data.shape
    inside = begin >= 0 and stop <= n_samples and skip >= 0 and out.shape[1] <= stop - begin - 2 * skip
    if not inside or (len(numbers) and not 0 <= numbers.min() <= numbers.max() < n_rows):
        raise IndexError("what is to be filtered reaches beyond the rows")
    if not out.size:
        return True
    n_lanes = -(-len(numbers) // 4) * 4  # whole vectors
    work, state = np.zeros((stop - begin, n_lanes)), np.zeros((2 * len(sections) + 1, n_lanes))
    has_nan = np.zeros(1, np.int64)
    call(data, numbers, begin, sections, work, state, skip, has_nan, out)
    return not has_nan[0]


def background_rows(
    call: Call,
    data: Samples,
    whole: npt.NDArray[np.int64],
    real: npt.NDArray[np.float64],
    amplitude: Samples,
    fast: Samples,
    is_sharp: npt.NDArray[np.uint8],
    entropy: npt.NDArray[np.float64],
) -> None:
    """Measure each row of each epoch."""
    n_samples = data.shape[2]
    if amplitude.shape[2] * whole[0] > n_samples:
        raise IndexError("the bins reach beyond the epochs")
    if not n_samples:
        entropy.fill(np.nan)
        return
    room, samples = np.empty((6, n_samples), np.float32), np.empty(n_samples, np.int64)
    call(data, whole, real, room, samples, amplitude, fast, is_sharp, entropy)


def mean_correlations(call: Call, data: Samples, counts: npt.NDArray[np.uint8], found: npt.NDArray[np.float64]) -> None:
    """Measure the mean correlation of the rows that count in each epoch."""
    if data.shape[2]:
        call(data, counts, np.empty(data.shape[2]), found)
    else:
        background_plain.mean_correlations(data, counts, found)


@lru_cache(maxsize=8)
def _turns(n: int) -> Samples:
    angles = 2 * np.pi * np.arange(n // 2 + 1) / n
    turns = np.stack([np.cos(angles), np.sin(angles)]).astype(np.float32)
    turns.flags.writeable = False
    return turns


@lru_cache(maxsize=8)
def _order(n: int) -> npt.NDArray[np.int64]:
    """Return 0 … n, n a power of two, with their bits reversed."""
    order = np.zeros(1, np.int64)
    while len(order) < n:
        order = np.concatenate([2 * order, 2 * order + 1])
    order.flags.writeable = False
    return order
