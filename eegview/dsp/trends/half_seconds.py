"""What the rows of a block do in each half second within a band: the ground of all trends of amplitude.

Several trends ask for the same band of the same block, so the last answers are kept for as long as the block is.
"""

import threading
import weakref
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from eegview.dsp import kernels
from eegview.dsp.trends.block import RATE_HZ, TrendBlock
from eegview.dsp.trends.butterworth import band_pass
from eegview.model.recording import Samples

LENGTH_S = 0.5
SETTLING_S = 2.0  # after a gap, for which the filter's answer is not yet that of the signal
_PER_BIN = round(LENGTH_S * RATE_HZ)
_ROWS_AT_ONCE = 4  # what is worked on stays in the processor's cache


@dataclass(frozen=True, slots=True)
class Band:
    """A band of frequencies, and the even order of the Butterworth filter at either edge."""

    low_hz: float
    high_hz: float
    order: int = 4

    def __str__(self) -> str:
        return f"{self.low_hz:g}–{self.high_hz:g} Hz"


@dataclass(frozen=True, slots=True, eq=False)
class HalfSeconds:
    """The lowest, the highest and the mean rectified value of each half second of a block with its margins.

    Each is (n_rows, n) float32, µV; the first is of the block's first margin. NaN where a sample is missing, and in
    the `SETTLING_S` after it.
    """

    low: Samples
    high: Samples
    size: Samples

    def ranges(self, n_joined: int) -> Samples:
        """Return highest minus lowest of so many half seconds side by side, (n_rows, n // n_joined)."""
        n_rows, n = self.low.shape
        shape = n_rows, n // n_joined, n_joined
        used = shape[1] * n_joined
        return self.high[:, :used].reshape(shape).max(axis=2) - self.low[:, :used].reshape(shape).min(axis=2)


_kept: list[tuple["weakref.ref[Samples]", dict[Band, HalfSeconds]]] = []
_keeping = threading.Lock()


def half_seconds(block: TrendBlock, band: Band) -> HalfSeconds:
    """Return the half seconds of all rows of a block within a band."""
    with _keeping:
        _kept[:] = [entry for entry in _kept if entry[0]() is not None]
        known = next((found for data, found in _kept if data() is block.data), None)
        if known is None:
            known = {}
            _kept.append((weakref.ref(block.data), known))
    if band not in known:
        known[band] = _measured(block.data, band)
    return known[band]


def _measured(data: Samples, band: Band) -> HalfSeconds:
    n_bins = data.shape[1] // _PER_BIN
    out = np.full((3, len(data), n_bins), np.nan, np.float32)
    sections = band_pass(band.low_hz, band.high_hz, band.order, RATE_HZ)
    for rows, first, stop in unbroken(data):
        for row in range(rows.start, rows.stop, _ROWS_AT_ONCE):
            some = slice(row, min(row + _ROWS_AT_ONCE, rows.stop))
            _measure(data[some, first:stop], first, sections, out[:, some])
    return HalfSeconds(out[0], out[1], out[2])


def _measure(part: Samples, at: int, sections: npt.NDArray[np.float64], out: Samples) -> None:
    """Filter rows without a gap from sample `at` of the block on, and set their half seconds."""
    work = part.astype(np.float64)
    work -= work[:, :1]  # as if the first sample had stood there for ever
    kernels.active().run_sections(work, sections)
    first = -(-(at + round(SETTLING_S * RATE_HZ)) // _PER_BIN)
    stop = (at + work.shape[1]) // _PER_BIN
    if stop <= first:
        return
    bins = work[:, first * _PER_BIN - at : stop * _PER_BIN - at].reshape(len(work), stop - first, _PER_BIN)
    out[0, :, first:stop] = bins.min(axis=2)
    out[1, :, first:stop] = bins.max(axis=2)
    out[2, :, first:stop] = np.abs(bins, out=bins).mean(axis=2)


def unbroken(data: Samples) -> list[tuple[slice, int, int]]:
    """Return (rows, first, stop) of all that has no missing sample, neighbours with the same gaps together."""
    is_there = np.isfinite(data)
    edges = [np.flatnonzero(np.diff(np.concatenate(([False], row, [False])))) for row in is_there]
    found: list[tuple[slice, int, int]] = []
    first_row = 0
    for row in range(1, len(data) + 1):
        if row == len(data) or not np.array_equal(edges[row], edges[first_row]):
            ends = edges[first_row].reshape(-1, 2).tolist()
            found += [(slice(first_row, row), first, stop) for first, stop in ends]
            first_row = row
    return found
