"""Give compiled kernels the room they work in: they allocate nothing themselves.

`call` is the kernel, as numba compiled it or as machine code.
"""

from collections.abc import Callable
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from eegview.dsp import background_plain, window_spectra_plain
from eegview.model.recording import Samples

LANES = 16  # windows that are transformed side by side
_MOST_WINDOW = 1 << 16

Call = Callable[..., None]


def transform_windows(
    call: Call, rows: Samples, starts: npt.NDArray[np.int64], taper: Samples, out: npt.NDArray[np.complex64]
) -> None:
    """Transform windows; one whose length is no power of two is left to numpy."""
    n = len(taper)
    if n & (n - 1) or not 4 <= n <= _MOST_WINDOW:
        window_spectra_plain.transform_windows(rows, starts, taper, out)
        return
    if len(starts) and (starts.min() < 0 or starts.max() + n > rows.shape[1]):
        raise IndexError("a window reaches beyond the rows")
    turns, order = _turns(n), _order(n // 2)
    real, imaginary = np.zeros((n // 2, LANES), np.float32), np.zeros((n // 2, LANES), np.float32)
    call(rows, starts, taper, turns, order, real, imaginary, np.empty(LANES), out.view(np.float32))


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
    room = n_samples // 2 + 1  # every other sample at most is a peak
    call(
        data,
        whole,
        real,
        np.empty((2, room), np.float32),
        np.empty(room + 8, np.int64),
        amplitude,
        fast,
        is_sharp,
        entropy,
    )


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
