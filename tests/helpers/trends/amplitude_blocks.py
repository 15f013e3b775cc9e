"""Blocks of made signals for the trends of amplitude, and trends built by the parameters that ship."""

import importlib
import math
import tomllib
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
import scipy.signal
from shared_data import PROJECT

from eegview.dsp.trends.block import GRID_S, MARGIN_S, RATE_HZ, Trend, TrendBlock

FAMILIES = ("aeeg", "reeg", "envelope", "suppression", "amplitude_asymmetry", "artifact")
BIPOLAR = (
    *("Fp1-F7", "F7-T7", "T7-P7", "P7-O1", "Fp1-F3", "F3-C3", "C3-P3", "P3-O1", "Fz-Cz", "Cz-Pz"),
    *("Fp2-F4", "F4-C4", "C4-P4", "P4-O2", "Fp2-F8", "F8-T8", "T8-P8", "P8-O2"),
)
ALL_ROWS = (*BIPOLAR, "P3-P4", "C3-C4", "ECG")
NEONATAL = (
    *("Fp1-T7", "T7-O1", "Fp2-T8", "T8-O2", "Fp1-C3", "C3-O1", "Fp2-C4", "C4-O2"),
    *("T7-C3", "C3-Cz", "Cz-C4", "C4-T8", "C3-C4"),
)

Samples = npt.NDArray[np.float32]


def parameters_of(family: str) -> dict[str, Any]:
    """Return the parameters of a family as they ship."""
    return tomllib.loads((PROJECT / "resources" / "trends" / f"{family}.toml").read_text(encoding="utf-8"))


def built(family: str, rows: tuple[str, ...], changed: Mapping[str, Any] | None = None) -> Trend:
    """Return a family's trend for these rows, some parameters changed."""
    module = importlib.import_module(f"eegview.dsp.trends.{family}")
    return module.build(rows, {**parameters_of(family), **(changed or {})})


def block_of(whole: Samples, rows: tuple[str, ...], start_s: float = 0.0, stop_s: float = 0.0) -> TrendBlock:
    """Return a block of a recording (n_rows, n) at 128 Hz as whoever reads it cuts it; `stop_s` 0 = to its end."""
    stop_s = stop_s or math.ceil(whole.shape[1] / RATE_HZ / GRID_S) * GRID_S
    data = np.full((len(rows), round((stop_s - start_s + 2 * MARGIN_S) * RATE_HZ)), np.nan, np.float32)
    first = round((start_s - MARGIN_S) * RATE_HZ)
    inside = slice(max(first, 0), min(first + data.shape[1], whole.shape[1]))
    data[:, inside.start - first : inside.stop - first] = whole[:, inside]
    data.flags.writeable = False
    return TrendBlock(start_s, stop_s, rows, data)


def each_row(make: Callable[[str], npt.ArrayLike], rows: tuple[str, ...], length_s: float) -> Samples:
    """Return (n_rows, n) of what `make` returns for each row, a number or samples."""
    return np.array([np.broadcast_to(make(row), round(length_s * RATE_HZ)) for row in rows], np.float32)


def times_s(length_s: float, rate_hz: float = RATE_HZ) -> npt.NDArray[np.float64]:
    """Return the times of the samples."""
    return np.arange(round(length_s * rate_hz)) / rate_hz


def noisy(rows: tuple[str, ...], length_s: float, seed: int = 1) -> Samples:
    """Return rows with waves of all bands, offsets, bursts and quiet, different in each row."""
    rng = np.random.default_rng(seed)
    t = times_s(length_s)
    slow = np.cumsum(rng.normal(0.0, 2.0, (len(rows), len(t))), axis=1)
    slow -= 0.999 * np.roll(slow, 1, axis=1)
    waves = 60 * np.sin(2 * np.pi * rng.uniform(1, 20, (len(rows), 1)) * t + rng.uniform(0, 6, (len(rows), 1)))
    quiet = np.where(np.sin(2 * np.pi * t / 47) > 0.7, 0.02, 1.0)
    offset = rng.normal(0.0, 3000.0, (len(rows), 1))
    return ((waves + 5 * slow + rng.normal(0, 15, slow.shape)) * quiet + offset).astype(np.float32)


def butterworth(order: int, cut_hz: float, kind: str, rate_hz: float) -> npt.NDArray[np.float64]:
    """Return the sections of scipy's Butterworth filter."""
    return np.asarray(scipy.signal.butter(order, cut_hz, kind, output="sos", fs=rate_hz), np.float64)
