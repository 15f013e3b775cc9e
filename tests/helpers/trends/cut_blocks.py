"""Cut made-up rows into blocks of trends, and put what is computed of them together again."""

import tomllib
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from shared_data import PROJECT

from eegview.dsp.trends.block import MARGIN_S, RATE_HZ, Trend, TrendBlock

LONGITUDINAL = (
    *("Fp1-F7", "F7-T7", "T7-P7", "P7-O1", "Fp1-F3", "F3-C3", "C3-P3", "P3-O1", "Fz-Cz", "Cz-Pz"),
    *("Fp2-F4", "F4-C4", "C4-P4", "P4-O2", "Fp2-F8", "F8-T8", "T8-P8", "P8-O2"),
)
NEONATAL = (
    *("Fp1-T7", "T7-O1", "Fp2-T8", "T8-O2", "Fp1-C3", "C3-O1", "Fp2-C4", "C4-O2"),
    *("T7-C3", "C3-Cz", "Cz-C4", "C4-T8"),
)


def parameters_of(name: str) -> dict[str, Any]:
    """Return the parameters in a file of `resources/trends`."""
    return tomllib.loads((PROJECT / "resources" / "trends" / f"{name}.toml").read_text(encoding="utf-8"))


def block_of(rows: Sequence[str], data: np.ndarray, start_s: float, stop_s: float) -> TrendBlock:
    """Return the block of `[start_s, stop_s)` of a recording (n_rows, n) that begins at 0 s, NaN beyond it."""
    first, stop = (round(time_s * RATE_HZ) for time_s in (start_s - MARGIN_S, stop_s + MARGIN_S))
    held = np.full((len(data), stop - first), np.nan, np.float32)
    low, high = max(first, 0), min(stop, data.shape[1])
    held[:, low - first : high - first] = data[:, low:high]
    held.flags.writeable = False
    return TrendBlock(start_s, stop_s, tuple(rows), held)


def computed(
    trend: Trend, rows: Sequence[str], data: np.ndarray, cuts_s: Iterable[float] = ()
) -> dict[str, np.ndarray]:
    """Return the values of a recording cut at some times (multiples of 10 s, within it)."""
    stop_s = 10.0 * -(-data.shape[1] // round(10 * RATE_HZ))
    edges_s = [0.0, *sorted(cuts_s), stop_s]
    parts = [trend.compute(block_of(rows, data, start_s, stop_s)) for start_s, stop_s in pairwise(edges_s)]
    for part, (start_s, stop_s) in zip(parts, pairwise(edges_s), strict=True):
        assert set(part) == {column.column_id for column in trend.columns}
        for column in trend.columns:
            values = part[column.column_id]
            assert values.dtype == np.float32
            assert values.shape == (
                round((stop_s - start_s) / column.step_s),
                *(len(column.frequencies_hz),) * bool(column.frequencies_hz),
            )
    return {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}


def eeg(n_rows: int, seconds: float, seed: int = 1, uv: float = 40.0) -> np.ndarray:
    """Return (n_rows, n) float32 noise that is slow as an EEG is, with a spike now and then."""
    n = round(seconds * RATE_HZ)
    rng = np.random.default_rng(seed)
    spectrum = np.fft.rfft(rng.normal(size=(n_rows, n)), axis=1)
    data = np.fft.irfft(spectrum / np.maximum(np.fft.rfftfreq(n, 1 / RATE_HZ), 0.7), n, axis=1)
    data *= uv / data.std(axis=1, keepdims=True)
    spike = 150 * np.exp(-0.5 * (np.arange(-6, 7) / 2) ** 2)
    for at in rng.integers(10, n - 10, n // 200):
        data[rng.integers(n_rows), at - 6 : at + 7] += spike
    return data.astype(np.float32)
