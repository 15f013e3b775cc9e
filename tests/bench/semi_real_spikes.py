"""Made-up spikes on real EEG, in and out of its spindles: a check that a detector is not fitted to the simulator.

The waveforms share nothing with `eegview.simulate` but where electrodes sit. What else is in the real recording, and
perhaps a spike, is in no list, so only what was added can be found or missed.
"""

from dataclasses import dataclass

import numpy as np
from semi_real import ArrayRecording

from eegview.dsp.filtering import filter_rows
from eegview.model.display.filters import FilterSpec, Phase
from eegview.simulate.head import ELECTRODES, POSITIONS

_SCALP = 19


@dataclass(frozen=True, slots=True)
class AddedSpike:
    """One spike that was added.

    peak_s : time of its peak
    electrode : where it is largest
    size_uv : there, from the base line, above 0
    """

    peak_s: float
    electrode: str
    size_uv: float


def add_spikes(
    base: ArrayRecording, seed: int, times_s: np.ndarray, band_hz: tuple[float, float] = (1.0, 40.0)
) -> tuple[ArrayRecording, list[AddedSpike]]:
    """Return the recording with a spike near each of these times, and what was added.

    Parameters
    ----------
    times_s : (n,) s, at least 2 s from the ends; each spike peaks within 0.15 s of one
    band_hz : what the rows of `base` were filtered to, without delay; the spikes are filtered likewise
    """
    rng = np.random.default_rng([seed, 77])
    rate_hz, n = base.rate_hz, base.data.shape[1]
    known = [name for row in base.rows for name in row.split("-") if name in ELECTRODES[:_SCALP]]
    wave = np.zeros((len(ELECTRODES), n), np.float32)
    since_s = np.arange(round(1.2 * rate_hz)) / rate_hz - 0.3
    added = []
    for time_s in np.asarray(times_s, float):
        name = str(rng.choice(known))
        size_uv = float(np.exp(rng.uniform(np.log(60), np.log(300))))
        at = POSITIONS[ELECTRODES.index(name)]
        reach = float(rng.uniform(0.3, 0.7))
        field = 1 / (1 + (np.linalg.norm(POSITIONS - at, axis=1) / reach) ** 2)
        first = round((time_s + rng.uniform(-0.15, 0.15) - 0.3) * rate_hz)
        peak_s = first / rate_hz + 0.3
        wave[:, first : first + len(since_s)] -= np.outer(field, size_uv * _wave(rng, since_s)).astype(np.float32)
        added.append(AddedSpike(peak_s, name, size_uv))
    rows = np.stack([_of_row(wave, row) for row in base.rows])
    rows = filter_rows(rows, FilterSpec(low_cut_hz=band_hz[0], high_cut_hz=band_hz[1], phase=Phase.ZERO), rate_hz)
    return ArrayRecording(base.rows, base.data + rows, rate_hz, base.extra), added


def _wave(rng: np.random.Generator, since_s: np.ndarray) -> np.ndarray:
    """Return one spike and its after-going wave, 1 at the peak, which lies at 0 s: a skewed triangle, rounded."""
    rise_s, fall_s = rng.uniform(0.02, 0.05), rng.uniform(0.03, 0.07)
    found = np.clip(np.where(since_s < 0, 1 + since_s / rise_s, 1 - since_s / fall_s), 0, None)
    found -= rng.uniform(0.1, 0.4) * np.clip(1 - np.abs(since_s - 1.9 * fall_s) / (0.9 * fall_s), 0, None)
    slow_s, share = rng.uniform(0.12, 0.3), rng.uniform(0.0, 0.7)
    late = (since_s - 2.5 * fall_s) / slow_s
    found += share * np.where((late > 0) & (late < 1), np.sin(np.pi * np.clip(late, 0, 1)) ** 2, 0.0)
    return found


def _of_row(wave: np.ndarray, row: str) -> np.ndarray:
    first, second = row.split("-")
    return wave[ELECTRODES.index(first)] - wave[ELECTRODES.index(second)]
