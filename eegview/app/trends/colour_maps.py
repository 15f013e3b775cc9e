"""Colours of spectrograms: one map that grows lighter all the way, one that grows darker on either side of nothing.

Both can be read without telling red from green, and printed in grey: lightness alone orders the sequential one.
"""

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from matplotlib.colors import ListedColormap

Table = npt.NDArray[np.uint32]  # (256,) 0xffrrggbb
_SEQUENTIAL = ("#0c1e54", "#123f66", "#24596a", "#4a7158", "#7f8445", "#b8904a", "#eca57e", "#fac8c8", "#fdeaf2")
_DIVERGING = ("#0a2450", "#2f74a3", "#9dc3d8", "#f4f2ee", "#dfb097", "#b0603a", "#571408")
N_COLOURS = 256


def lightness(colour: int) -> float:
    """Return L* (0-100) of 0xrrggbb as CIE 1976 defines it for D65."""
    parts = [(colour >> shift & 255) / 255 for shift in (16, 8, 0)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return 116 * luminance ** (1 / 3) - 16 if luminance > 0.008856 else 903.3 * luminance


@lru_cache
def sequential() -> Table:
    """Return the map for power, dark to light; lightness grows evenly."""
    anchors = [int(text[1:], 16) for text in _SEQUENTIAL]
    return _between(anchors, np.array([lightness(anchor) for anchor in anchors]))


@lru_cache
def diverging() -> Table:
    """Return the map for differences: blue below, light at nothing, brown-red above."""
    anchors = [int(text[1:], 16) for text in _DIVERGING]
    middle = len(anchors) // 2
    depths = np.array([lightness(anchor) for anchor in anchors])
    left, right = depths[: middle + 1], depths[middle:]
    places = np.concatenate(
        ((left - left[0]) / (left[-1] - left[0]), 1 + (right[0] - right[1:]) / (right[0] - right[-1]))
    )
    return _between(anchors, places)


def _between(anchors: list[int], places: npt.NDArray[np.float64]) -> Table:
    """Return the colours between anchors that stand at these ascending places."""
    wanted = np.linspace(places[0], places[-1], N_COLOURS)
    channels = [
        np.interp(wanted, places, [anchor >> shift & 255 for anchor in anchors]).round().astype(np.uint32)
        for shift in (16, 8, 0)
    ]
    return np.uint32(0xFF000000) | channels[0] << 16 | channels[1] << 8 | channels[2]


def coloured(values: npt.NDArray[np.float32], low: float, high: float, table: Table, nothing: int) -> Table:
    """Return colours of values, the first of the map at `low`, the last at `high`; `nothing` (0xffrrggbb) for NaN."""
    with np.errstate(invalid="ignore"):
        places = np.clip((values - low) * ((N_COLOURS - 1) / max(high - low, 1e-6)), 0, N_COLOURS - 1)
    is_known = np.isfinite(values)
    return np.where(is_known, table[np.where(is_known, places, 0).astype(np.intp)], np.uint32(nothing))


def paper_map(name: str) -> "ListedColormap":
    """Return the colours of a panel's `colour_map` for pictures on paper: those of the window."""
    from matplotlib.colors import ListedColormap

    table = diverging() if name == "vik" else sequential()
    return ListedColormap(np.stack([table >> shift & 255 for shift in (16, 8, 0)], axis=1) / 255.0, name)
