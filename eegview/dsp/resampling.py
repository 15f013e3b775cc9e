"""Bring rows to another sampling rate, so that a part equals the same part of the whole brought over at once.

Knows arrays; must not know files or gaps: the caller hands over what lies around.
"""

import math
from fractions import Fraction
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from eegview.dsp import kernels
from eegview.dsp.numpy_kernels import weigh as weigh_plain
from eegview.model.recording import Samples

PASSED = 0.4  # of the lower of the two rates: up to here waves keep their height
STOPPED = 0.6  # from here on they are gone; what lies between may fold back above PASSED only
STOP_DB = 70.0
MOST_PHASES = 1024  # finer steps between samples than this are rounded: an error below -60 dB

Floats = npt.NDArray[np.float64]


class Resampling:
    """From one rate to another by a windowed sinc (Kaiser), zero phase, a constant kept exactly.

    Output sample k is at k / rate_out_hz, input sample n at n / rate_in_hz, on one clock.

    reach : how many input samples on either side an output sample is made of
    """

    def __init__(self, rate_in_hz: float, rate_out_hz: float) -> None:
        self.rate_in_hz, self.rate_out_hz = rate_in_hz, rate_out_hz
        ratio = Fraction(rate_in_hz / rate_out_hz).limit_denominator(MOST_PHASES)
        self._is_exact = abs(float(ratio) * rate_out_hz / rate_in_hz - 1) < 1e-12
        self._up, self._down = ratio.denominator, ratio.numerator  # one output each down/up input samples
        self._phases = self._up if self._is_exact else MOST_PHASES
        self._taps = _taps(rate_in_hz, rate_out_hz, self._phases)
        self.reach = self._taps.shape[1] // 2

    def needed(self, first: int, stop: int) -> tuple[int, int]:
        """Return the half-open range of input samples that outputs `[first, stop)` are made of; may lie outside."""
        base, _phase = self._places(np.array([first, max(stop - 1, first)]))
        return int(base[0]) - self.reach + 1, int(base[1]) + self.reach + 1

    def run(self, rows: Floats, rows_first: int, first: int, stop: int) -> Samples:
        """Return output samples `[first, stop)` in float32, as they are drawn and measured; see `run_wide`."""
        return self.run_wide(rows, rows_first, first, stop).astype(np.float32)

    def run_wide(self, rows: Floats, rows_first: int, first: int, stop: int) -> Floats:
        """Return output samples `[first, stop)`, from which sums can be formed without loss.

        Parameters
        ----------
        rows : (n_rows, n) float64, input samples from number `rows_first` on; what is needed beyond either end is
            taken to be the sample at that end

        Returns
        -------
        (n_rows, stop - first) float64; NaN where any input sample it is made of is NaN
        """
        out = np.empty((len(rows), max(stop - first, 0)))
        if not out.size:
            return out
        low, high = self.needed(first, stop)
        before, after = max(rows_first - low, 0), max(high - rows_first - rows.shape[1], 0)
        if before or after:
            rows = np.pad(rows, ((0, 0), (before, after)), mode="edge")
        base, phase = self._places(np.arange(first, stop))
        _kernel()(np.ascontiguousarray(rows), base - self.reach + 1 - (rows_first - before), phase, self._taps, out)
        return out

    def _places(self, outputs: npt.NDArray[np.int64]) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
        """Return for each output the input sample at or before it, and the phase between that one and the next."""
        if self._is_exact:
            steps = outputs * self._down
            return steps // self._up, steps % self._up
        at = outputs * (self.rate_in_hz / self.rate_out_hz)
        base = np.floor(at).astype(np.int64)
        phase = np.rint((at - base) * self._phases).astype(np.int64)
        return base + phase // self._phases, phase % self._phases


@lru_cache(maxsize=32)
def _taps(rate_in_hz: float, rate_out_hz: float, n_phases: int) -> Floats:
    """Return (n_phases, n_taps) float64 weights, each phase's sum 1; Kaiser's formulas for length and shape."""
    lower_hz = min(rate_in_hz, rate_out_hz)
    width = 2 * math.pi * (STOPPED - PASSED) * lower_hz / rate_in_hz
    half = max(2, math.ceil(((STOP_DB - 7.95) / (2.285 * width)) / 2))
    beta = 0.1102 * (STOP_DB - 8.7)
    cut = lower_hz / rate_in_hz  # of the input's Nyquist frequency
    away = np.arange(-half + 1, half + 1) - np.arange(n_phases)[:, None] / n_phases
    inside = np.clip(1 - (away / half) ** 2, 0, None)
    taps = np.sinc(cut * away) * np.i0(beta * np.sqrt(inside))
    taps[np.abs(away) >= half] = 0.0
    taps /= taps.sum(axis=1, keepdims=True)
    taps.flags.writeable = False
    return taps


def _kernel():
    """Return the compiled kernel, or the plain one where there is no compiler (a detector's own interpreter)."""
    if kernels.is_ready():
        return kernels.active().weigh
    try:
        from eegview.dsp.resampling_compiled import weigh
    except ImportError:
        return weigh_plain
    return weigh
