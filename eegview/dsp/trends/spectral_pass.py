"""Spectra of a block's rows, computed once for all trends that are made of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from eegview.dsp.trends.block import GRID_S, RATE_HZ, MissingTrend, TrendBlock, TrendColumn
from eegview.dsp.window_spectra import Spectra, power_density, window_spectra
from eegview.model.recording import Samples


@dataclass(frozen=True, slots=True, eq=False)
class SpectralPass:
    """Windows of the rows in use, in frequencies.

    frequencies_hz : (n_bins,)
    wide : (n_rows, n_margin + n_windows + n_margin, n_bins) complex64 µV, with the windows of the margins
    n_margin : windows before and behind those of the block
    density : (n_rows, n_windows, n_bins) float32 µV²/Hz
    mean_density : (n_rows, n_cells, n_bins) float32, the mean over the windows of each cell that are measured;
        NaN where more than half are not
    """

    frequencies_hz: npt.NDArray[np.float64]
    wide: Spectra
    n_margin: int
    density: Samples
    mean_density: Samples

    def of_group(self, numbers: list[int], averaged: bool = True) -> npt.NDArray[np.float64]:
        """Return the mean density over the rows that are measured, (n_cells or n_windows, n_bins) float64.

        NaN where more than half of the rows are not.
        """
        density = self.mean_density if averaged else self.density
        return means_of_measured(density[numbers], 0)


@dataclass(frozen=True, slots=True)
class SpectralRules:
    """How the spectra are made; see `resources/trends/spectra.toml`.

    window_s, average_s : divide the grid of blocks
    margin_s : a multiple of `average_s`
    """

    window_s: float
    average_s: float
    high_hz: float
    margin_s: float

    @classmethod
    def of(cls, parameters: Mapping[str, Any]) -> "SpectralRules":
        """Return the rules in a parameter file.

        Raises
        ------
        ValueError
            The windows do not fit the grid on which blocks are cut, or a band has no frequencies.
        """
        window_s, average_s = float(parameters["window_s"]), float(parameters["average_s"])
        for name, whole_s, part_s in (("average_s", GRID_S, average_s), ("window_s", average_s, window_s)):
            if part_s <= 0:
                raise ValueError(f"“{name}” is {part_s:g} s; it must be above 0.")
            if abs(whole_s / part_s - round(whole_s / part_s)) > 1e-9:
                raise ValueError(f"“{name}” is {part_s:g} s, which does not divide {whole_s:g} s.")
        margin_s = (float(parameters["wpli_s"]) - average_s) / 2
        high_hz = float(parameters["high_hz"])
        if not 1 / window_s <= high_hz <= RATE_HZ / 2:
            raise ValueError(f"“high_hz” is {high_hz:g} Hz; it must be from {1 / window_s:g} to {RATE_HZ / 2:g} Hz.")
        bands = {name: tuple(map(float, band)) for name, band in parameters["bands"].items()}
        bands["edge"] = float(parameters["edge_low_hz"]), high_hz
        for name in ("synchrony", "wpli"):
            bands[name] = float(parameters[f"{name}_low_hz"]), float(parameters[f"{name}_high_hz"])
        for name, (low_hz, band_high_hz) in bands.items():
            if not 0 <= low_hz + 1 / window_s <= band_high_hz <= high_hz:
                raise ValueError(
                    f"the band “{name}” is {low_hz:g} to {band_high_hz:g} Hz; it must rise by {1 / window_s:g} Hz or "
                    f"more and end at {high_hz:g} Hz at most."
                )
        return cls(window_s, average_s, high_hz, int(margin_s / average_s + 1e-9) * average_s)

    @property
    def averaging(self) -> str:
        """Return how the power of a value is made, for people."""
        return (
            f"mean power of Hann windows of {self.window_s:g} s in {self.average_s:g} s, of which at least half must "
            "be without a gap"
        )

    @property
    def frequencies_hz(self) -> tuple[float, ...]:
        """Return the centres of the frequency bins."""
        return tuple(k / self.window_s for k in range(int(self.high_hz * self.window_s + 1e-9) + 1))


class SpectralPart(Protocol):
    """Quantities made of the spectra, for the rows of one recording."""

    columns: tuple[TrendColumn, ...]
    missing: tuple[MissingTrend, ...]

    def values(self, spectra: SpectralPass) -> dict[str, npt.NDArray[np.float32]]:
        """Return the values of each column by its id."""
        ...


def spectral_pass(block: TrendBlock, numbers: list[int], rules: SpectralRules) -> SpectralPass:
    """Return the spectra of some rows of a block."""
    n_window = round(rules.window_s * RATE_HZ)
    piece = np.ascontiguousarray(block.piece(rules.margin_s)[numbers])
    starts = np.arange(piece.shape[1] // n_window, dtype=np.int64) * n_window
    wide = window_spectra(piece, starts, n_window, len(rules.frequencies_hz))
    n_margin = round(rules.margin_s / rules.window_s)
    density = power_density(wide[:, n_margin : wide.shape[1] - n_margin], RATE_HZ, n_window)
    per_cell = round(rules.average_s / rules.window_s)
    n_rows, n_windows, n_bins = density.shape
    cells = density.reshape(n_rows, n_windows // per_cell, per_cell, n_bins)
    return SpectralPass(
        np.array(rules.frequencies_hz), wide, n_margin, density, means_of_measured(cells, 2).astype(np.float32)
    )


def means_of_measured(values: npt.NDArray[Any], axis: int) -> npt.NDArray[Any]:
    """Return the mean along an axis, which is not the last, of what has no NaN; NaN where more than half of it has.

    values : (…, n_bins); NaN in all bins or in none
    """
    values = np.moveaxis(values, axis, 0)
    found = values.mean(axis=0, dtype=np.float64)
    broken = np.isnan(found[..., 0])
    if broken.any():
        part = values[:, broken]
        is_there = np.isfinite(part[..., 0])
        n_there = is_there.sum(axis=0)
        total = np.where(is_there[..., None], part, 0.0).sum(axis=0, dtype=np.float64)
        mean = total / np.maximum(n_there, 1)[:, None]
        found[broken] = np.where((2 * n_there >= len(values))[:, None], mean, np.nan)
    return found
