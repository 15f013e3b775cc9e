"""What the rows of a block do in each half second within a band: the ground of all trends of amplitude.

Several trends ask for the same band of the same block, so the last answers are kept for as long as the block is.
"""

import threading
import weakref
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from eegview.dsp import kernels
from eegview.dsp.runs import runs_of
from eegview.dsp.trends.block import MARGIN_S, RATE_HZ, TrendBlock
from eegview.dsp.trends.butterworth import OFFSET_ORDER, band_pass
from eegview.dsp.trends.regions import is_eeg
from eegview.model.recording import Samples

LENGTH_S = 0.5
SETTLING_S = 2.0  # after a gap, for which the filter's answer is not yet that of the signal
HALF_RATE_TO_HZ = 8.0  # bands up to here are filtered at half the rate, which has 8 samples for each of their waves
AROUND_S = 14.0  # of a block's margins that trends may use on either side of a value's own two seconds
_FORGETTING_S = 12.0  # of a filter: after it, what was before is less than a millionth of a millionth
_PER_BIN, _SETTLING = round(LENGTH_S * RATE_HZ), round(SETTLING_S * RATE_HZ)


@dataclass(frozen=True, slots=True)
class Band:
    """A band of frequencies, and the even order of the Butterworth filter at either edge."""

    low_hz: float
    high_hz: float
    order: int = 4

    @property
    def rate_hz(self) -> float:
        """Return the rate at which its waves are followed."""
        return RATE_HZ / 2 if self.high_hz <= HALF_RATE_TO_HZ else RATE_HZ

    @property
    def filters(self) -> str:
        """Return how it is filtered, for people."""
        low = f", {OFFSET_ORDER} at the low cut" if self.low_hz < 1 and self.order > OFFSET_ORDER else ""
        return f"{self} (Butterworth, causal, order {self.order}{low}, at {self.rate_hz:g} Hz)"

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
        stop = self.low.shape[1] // n_joined * n_joined
        low, high = self.low[:, :stop:n_joined], self.high[:, :stop:n_joined]
        for shift in range(1, n_joined):
            low = np.minimum(low, self.low[:, shift:stop:n_joined])
            high = np.maximum(high, self.high[:, shift:stop:n_joined])
        return high - low


_kept: list[tuple["weakref.ref[Samples]", dict[Band, HalfSeconds]]] = []
_keeping = threading.Lock()


def half_seconds(block: TrendBlock, *bands: Band) -> tuple[HalfSeconds, ...]:
    """Return the half seconds of a block within each of these bands; rows that are not EEG are NaN."""
    with _keeping:
        _kept[:] = [entry for entry in _kept if entry[0]() is not None]
        known = next((found for data, found in _kept if data() is block.data), None)
        if known is None:
            known = {}
            _kept.append((weakref.ref(block.data), known))
    unknown = tuple(dict.fromkeys(band for band in bands if band not in known))
    if unknown:
        known.update(zip(unknown, _measured(block, unknown), strict=True))
    return tuple(known[band] for band in bands)


def _measured(block: TrendBlock, bands: tuple[Band, ...]) -> list[HalfSeconds]:
    data, kernel = block.data, kernels.active()
    n_bins = data.shape[1] // _PER_BIN
    out = np.full((3, len(bands), len(data), n_bins), np.nan, np.float32)
    by_rate = [
        (rate_hz, [k for k, band in enumerate(bands) if band.rate_hz == rate_hz]) for rate_hz in (RATE_HZ, RATE_HZ / 2)
    ]
    used = slice(
        round((MARGIN_S - AROUND_S - _FORGETTING_S) * RATE_HZ),
        data.shape[1] - round((MARGIN_S - AROUND_S - 2) * RATE_HZ),
    )
    for rows, start, stop in unbroken(data, [is_eeg(row) for row in block.rows]):
        start, stop = max(start, used.start), min(stop, used.stop)
        first = start + start % 2  # at half the rate every second sample from recording start counts
        first_bin = -(-(first + _SETTLING) // _PER_BIN)
        n_whole = stop // _PER_BIN - first_bin
        if n_whole <= 0:
            continue
        part = data[rows, first:stop]
        for rate_hz, numbers in by_rate:
            if not numbers:
                continue
            if rate_hz < RATE_HZ:
                every_second = np.empty((len(part), (part.shape[1] + 1) // 2), np.float32)
                kernel.halved(part, every_second)
                part = every_second
            found = np.empty((3, len(numbers), len(part), n_whole), np.float32)
            skip = round((first_bin * _PER_BIN - first) * rate_hz / RATE_HZ)
            sections = _sections(tuple(bands[k] for k in numbers))
            kernel.filtered_bins(part, sections, skip, round(LENGTH_S * rate_hz), *found)
            out[:, numbers, rows, first_bin : first_bin + n_whole] = found
    return [HalfSeconds(*out[:, band]) for band in range(len(bands))]


def check_around(around_s: float, what: str) -> None:
    """Check that a trend needs no more on either side of a value than there is.

    Raises
    ------
    ValueError : with a sentence for who changed a parameter
    """
    if not 0 <= around_s <= AROUND_S:
        raise ValueError(f"{what}: a value can be made of {AROUND_S:g} s on either side of it, not of {around_s:g} s")


@lru_cache(maxsize=16)
def _sections(bands: tuple[Band, ...]) -> npt.NDArray[np.float64]:
    """Return the biquads of all bands, (n_bands, n_stages, 6); those of fewer stages end with some that do nothing."""
    parts = [band_pass(band.low_hz, band.high_hz, band.order, band.rate_hz) for band in bands]
    sections = np.zeros((len(parts), max(map(len, parts)), 6))
    sections[:, :, (0, 3)] = 1.0
    for band, part in enumerate(parts):
        sections[band, : len(part)] = part
    sections.flags.writeable = False
    return sections


def unbroken(data: Samples, is_wanted: Sequence[bool]) -> list[tuple[slice, int, int]]:
    """Return (rows, first, stop) of all that has no missing sample, neighbours with the same gaps together."""
    whole = [(0, data.shape[1])]
    is_broken = np.isnan(data.sum(axis=1)).tolist()
    spans: list[list[tuple[int, int]]] = []
    for row, wanted in enumerate(is_wanted):
        spans.append([] if not wanted else runs_of(np.isfinite(data[row])) if is_broken[row] else whole)
    found: list[tuple[slice, int, int]] = []
    first_row = 0
    for row in range(1, len(data) + 1):
        if row == len(data) or spans[row] != spans[first_row]:
            found += [(slice(first_row, row), first, stop) for first, stop in spans[first_row]]
            first_row = row
    return found
