"""Follow slow waves, their spread, faster activity and muscle through the EEG.

All of it lies on grids of time that belong to the recording, so that it does not matter how the recording is cut.
"""

import math
from dataclasses import dataclass, field
from functools import lru_cache

import grid_fir
import grid_kernels
import numpy as np
import numpy.typing as npt
import order_kernels

from eegview.plugin import Samples

STEP_HZ = 10.0  # tracks
SLOW_HZ = 50.0  # slow waves themselves
MARGIN_S = 4.0  # samples that far outside matter no more
SIDES = ("both", "left", "right")

_FINE_HZ = 100.0
_PER_STEP = round(_FINE_HZ / STEP_HZ)
_SLOW_PER_STEP = round(SLOW_HZ / STEP_HZ)
_SLOW_CUT_HZ, _SLOW_REACH_S = 5.0, 0.3
_OFFSET_WIDTH_S = 2.4  # waves under about 0.4 Hz are taken away
_MID_HZ = (5.0, 13.0)  # what an attenuation lowers; from about 15 Hz on muscle is most of what the scalp carries
_FAST_HZ, _MUSCLE_HZ = (14.0, 40.0), (26.0, 38.0)
_HALF_RANGE = round(0.5 * SLOW_HZ)  # samples before and after a step's middle of which the range is taken
_BEHIND_TAPS = 4  # samples more, that taps filled up with zeros reach
_LASTING = 5  # steps before and after a fault that are bad too
_MUSCLE_LOST = 0.3  # of a logarithm, what bringing the rows to 100 Hz takes from 26-38 Hz
_MAINS_REACH_S = 0.3  # of the filter that takes mains from limb muscle
_TINY_UV = 0.05  # under it a logarithm would say nothing
_DEAD_UV = 0.3  # no brain moves a difference of electrodes by so little for a second, peak to peak


@dataclass(frozen=True, slots=True, eq=False)
class Sites:
    """The rows that are made of signals, and the side of each.

    first, second : (n_rows,) numbers of the signals; row = first - second, second -1 = the signal itself
    row_sides, signal_sides : "left", "right" or "midline" of each row and signal
    muscle_rows : (n_rows,) bool, rows over muscle: frontal and temporal ones; all where there is none; empty = all
    reaches : (n_rows,) how far apart the two are: 1 = neighbours of the 10-20 system; empty = all 1
    """

    first: npt.NDArray[np.int64]
    second: npt.NDArray[np.int64]
    row_sides: tuple[str, ...]
    signal_sides: tuple[str, ...]
    muscle_rows: npt.NDArray[np.bool_] = field(default_factory=lambda: np.zeros(0, bool))
    reaches: npt.NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, np.int64))

    def rows(self, signals: Samples) -> Samples:
        """Return (n_rows, n) differences of (n_signals, n) signals."""
        own = self.second < 0
        rows = signals[self.first] - signals[np.where(own, self.first, self.second)]
        if own.any():
            rows[own] = signals[self.first[own]]
        return rows


@dataclass(frozen=True, slots=True, eq=False)
class EegTracks:
    """The tracks at each of n steps, step k over [(first + k) / 10, + 0.1 s) of the recording.

    first : number of the first step
    ranges : (n_rows, n) float32, ln of the peak-to-peak µV of 0.5-5 Hz within 0.5 s, NaN where the row is bad
    level : (3, n) median over rows of `ranges`: all, left, right
    spread : (3, n) ln of the mean distance from the median over electrodes, µV, 0.5-5 Hz: all, left, right
    middle, fast : (3, n) ln of the rms µV of 5-13 Hz and 14-40 Hz, median over rows: all, left, right
    muscle : (n,) ln of the rms µV of 26-38 Hz, median over the rows over muscle; mains of 50 and 60 Hz lie outside
    stuck : (n,) share of rows that are flat, clipped or missing
    slow : (n_signals, 5 n) float32 µV, 0.5-5 Hz at 50 Hz
    slow_bad : (n_signals, n) bool
    """

    first: int
    ranges: Samples
    level: Samples
    spread: Samples
    middle: Samples
    fast: Samples
    muscle: Samples
    stuck: Samples
    slow: Samples
    slow_bad: npt.NDArray[np.bool_]

    @property
    def n_steps(self) -> int:
        return self.ranges.shape[1]


@lru_cache(maxsize=8)
def side_masks(sides: tuple[str, ...]) -> npt.NDArray[np.bool_]:
    """Return (3, n) bool, which belong to all, left, right; a side with fewer than three has none."""
    left = np.array([side == "left" for side in sides], bool)
    right = np.array([side == "right" for side in sides], bool)
    masks = np.stack([np.ones(len(sides), bool), left, right])
    masks[1:][masks[1:].sum(axis=1) < 3] = False
    return masks


def eeg_tracks(data: Samples, rate_hz: float, start_s: float, span: tuple[float, float], sites: Sites) -> EegTracks:
    """Return the tracks of `span`.

    Parameters
    ----------
    data : (n_signals, n) float32 µV; NaN where bytes are missing; from MARGIN_S before the span to as much after it
        where the segment has so much
    start_s : time of data[:, 0]
    span : first and last second wanted
    """
    numbers = grid_fir.grid_numbers(STEP_HZ, *span)
    n_steps = max(numbers[1] - numbers[0], 0)
    bad = _bad_steps(data, rate_hz, start_s, numbers)
    clean = np.nan_to_num(data) if np.isnan(data).any() else np.ascontiguousarray(data)
    pad = round(3.0 * _FINE_HZ)
    fine_numbers = (numbers[0] * _PER_STEP - pad, numbers[1] * _PER_STEP + pad)
    fine = grid_fir.to_grid(clean, rate_hz, start_s, _FINE_HZ, fine_numbers, _lowest_cut(rate_hz), 0.05)
    slow, slow_pad = _slow(fine, pad, n_steps)
    bad_rows = _bad_rows(bad, sites)
    ranges = _ranges(sites.rows(slow), slow_pad, bad_rows)
    spread = _spread(slow, slow_pad, n_steps, bad, sites)
    dead = ranges < math.log(_DEAD_UV + _TINY_UV)  # such as a recorder's check, whatever hum lies over it
    if dead.any():
        bad_rows = bad_rows | dead
        ranges[dead] = math.nan
        spread[:, dead.mean(axis=0) > 0.5] = math.nan
    fine_rows = sites.rows(fine)
    return EegTracks(
        first=numbers[0],
        ranges=ranges,
        level=_row_medians(ranges, sites),
        spread=spread,
        middle=_powers(fine_rows, pad, n_steps, _MID_HZ, 0.3, bad_rows, sites),
        fast=_powers(fine_rows, pad, n_steps, _FAST_HZ, 0.12, bad_rows, sites),
        muscle=_muscle(fine_rows, pad, n_steps, bad_rows, sites.muscle_rows),
        stuck=bad_rows.mean(axis=0, dtype=np.float32),
        slow=np.ascontiguousarray(slow[:, slow_pad : slow_pad + n_steps * _SLOW_PER_STEP]),
        slow_bad=bad,
    )


def burst_track(values: Samples, rate_hz: float, start_s: float, span: tuple[float, float]) -> Samples:
    """Return (n,) ln of the rms µV of a muscle signal's second difference without mains, at the steps of `span`.

    The second difference favours 20-100 Hz, where muscle is, over movement and most of the heart beat.
    """
    numbers = grid_fir.grid_numbers(STEP_HZ, *span)
    clean = np.nan_to_num(np.asarray(values, np.float32))[None, :]
    edges = _edges(numbers, rate_hz, start_s, clean.shape[1])
    first, stop = max(int(edges[0]) - 1, 0), min(int(edges[-1]) + 1, clean.shape[1])
    taps = grid_fir.without_mains_taps(rate_hz, _MAINS_REACH_S)
    power = np.empty((1, max(numbers[1] - numbers[0], 0)), np.float32)
    grid_kernels.bend_powers(grid_fir.convolve(clean, taps, first, stop - first), edges - first, power)
    return 0.5 * np.log(power[0] + _TINY_UV**2)


def _edges(numbers: tuple[int, int], rate_hz: float, start_s: float, n_samples: int) -> npt.NDArray[np.int64]:
    times_s = np.arange(numbers[0], numbers[1] + 1) / STEP_HZ
    return np.clip(np.ceil((times_s - start_s) * rate_hz - 1e-6), 0, n_samples).astype(np.int64)


def _lowest_cut(rate_hz: float) -> float:
    return min(42.0, 0.42 * rate_hz)


def _bad_steps(data: Samples, rate_hz: float, start_s: float, numbers: tuple[int, int]) -> npt.NDArray[np.bool_]:
    """Return (n_signals, n) where a signal is flat, clipped or missing, or was half a second before or after.

    A filter carries it there.
    """
    n_steps = max(numbers[1] - numbers[0], 0)
    wide = (numbers[0] - _LASTING, numbers[0] + n_steps + _LASTING)
    stuck = np.empty((len(data), n_steps + 2 * _LASTING), np.float32)
    grid_kernels.stuck_shares(data, _edges(wide, rate_hz, start_s, data.shape[1]), stuck)
    bad = stuck > 0.7
    lasting = np.zeros((len(data), n_steps), bool)
    for shift in range(2 * _LASTING + 1):
        lasting |= bad[:, shift : shift + n_steps]
    return lasting


def _bad_rows(bad: npt.NDArray[np.bool_], sites: Sites) -> npt.NDArray[np.bool_]:
    return bad[sites.first] | np.where((sites.second >= 0)[:, None], bad[sites.second], False)


def _slow(fine: Samples, pad: int, n_steps: int) -> tuple[Samples, int]:
    """Return the slow waves at 50 Hz, half a second more on both sides, and how many samples that is."""
    halve = round(_FINE_HZ / SLOW_HZ)
    extra = round(0.5 * SLOW_HZ)
    offset_taps = grid_fir.high_pass_taps(SLOW_HZ, _OFFSET_WIDTH_S)
    reach = extra + len(offset_taps) // 2 + _BEHIND_TAPS
    n_wide = n_steps * _SLOW_PER_STEP + 2 * reach
    low = grid_fir.low_pass_taps(_FINE_HZ, _SLOW_CUT_HZ, _SLOW_REACH_S)
    wide = grid_fir.convolve(fine, low, pad - reach * halve, n_wide, halve)
    return grid_fir.convolve(wide, offset_taps, reach - extra, n_wide - 2 * (reach - extra)), extra


def _ranges(rows: Samples, pad: int, bad_rows: npt.NDArray[np.bool_]) -> Samples:
    first = pad + _SLOW_PER_STEP // 2 - _HALF_RANGE
    out = _extremes(rows, first, bad_rows.shape[1], np.maximum) - _extremes(rows, first, bad_rows.shape[1], np.minimum)
    out = np.log(out + _TINY_UV)
    out[bad_rows] = math.nan
    return out


def _extremes(rows: Samples, first: int, n_steps: int, extreme: np.ufunc) -> Samples:
    """Return the highest or lowest of the samples first + 5 k to first + 5 k + 50 for each step k."""
    n_within = 2 * _HALF_RANGE // _SLOW_PER_STEP
    stop = first + (n_steps + n_within - 1) * _SLOW_PER_STEP
    shifted = [rows[:, first + shift : stop + shift : _SLOW_PER_STEP] for shift in range(_SLOW_PER_STEP)]
    of_steps = extreme.reduce(shifted)
    found = rows[:, first + 2 * _HALF_RANGE :: _SLOW_PER_STEP][:, :n_steps].copy()
    for shift in range(n_within):
        extreme(found, of_steps[:, shift : shift + n_steps], out=found)
    return found


def _spread(slow: Samples, pad: int, n_steps: int, bad: npt.NDArray[np.bool_], sites: Sites) -> Samples:
    inner = np.ascontiguousarray(slow[:, pad : pad + n_steps * _SLOW_PER_STEP])
    if bad.any():
        inner[np.repeat(bad, _SLOW_PER_STEP, axis=1)] = math.nan
    out = np.full((3, n_steps), math.nan, np.float32)
    held = np.empty(inner.shape[1], np.float32)
    for number, chosen in enumerate(side_masks(sites.signal_sides)):
        if chosen.any():
            order_kernels.spreads(inner, chosen, held)
            out[number] = np.log(held.reshape(n_steps, _SLOW_PER_STEP).mean(axis=1) + _TINY_UV)
    return out


def _powers(
    rows: Samples, pad: int, n_steps: int, band_hz: tuple[float, float], reach_s: float, bad_rows, sites: Sites
) -> Samples:
    return _row_medians(_band_levels(rows, pad, n_steps, band_hz, reach_s, bad_rows), sites)


def _band_levels(
    rows: Samples, pad: int, n_steps: int, band_hz: tuple[float, float], reach_s: float, bad_rows
) -> Samples:
    taps = grid_fir.band_pass_taps(_FINE_HZ, band_hz[0], band_hz[1], reach_s)
    band = grid_fir.convolve(rows, taps, pad, n_steps * _PER_STEP)
    steps = band.reshape(len(rows), n_steps, _PER_STEP)
    power = np.einsum("rkj,rkj->rk", steps, steps) / np.float32(_PER_STEP)
    power = 0.5 * np.log(power + _TINY_UV**2)
    power[bad_rows] = math.nan
    return power.astype(np.float32)


def _row_medians(values: Samples, sites: Sites) -> Samples:
    out = np.full((3, values.shape[1]), math.nan, np.float32)
    for number, chosen in enumerate(side_masks(sites.row_sides)):
        if chosen.any():
            order_kernels.medians(values, chosen, out[number])
    return out


def _muscle(rows: Samples, pad: int, n_steps: int, bad_rows, chosen: npt.NDArray[np.bool_]) -> Samples:
    chosen = chosen if chosen.any() else np.ones(len(rows), bool)
    levels = _band_levels(np.ascontiguousarray(rows[chosen]), pad, n_steps, _MUSCLE_HZ, 0.4, bad_rows[chosen])
    out = np.empty(n_steps, np.float32)
    order_kernels.medians(levels, np.ones(len(levels), bool), out)
    return out + np.float32(_MUSCLE_LOST)
