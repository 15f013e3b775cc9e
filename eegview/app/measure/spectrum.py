"""The spectrum of a section: of each EEG row, and of the rows of each side together."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from eegview.app.measure.request import BANDS, HIGHEST_HZ, LOWEST_HZ, LOWEST_PEAK_HZ
from eegview.dsp.runs import runs_of
from eegview.dsp.spectra import band_power, even_window_s, peak_hz, spectral_edge_hz, spectrum_of_runs
from eegview.model.channel import ChannelKind
from eegview.model.display.montage import Row
from eegview.model.display.page import PageResult
from eegview.model.recording import Samples

WINDOWS_S = (4.0, 2.0, 1.0, 0.5)  # the longest that a run without gaps holds is used
SIDES = ("left", "midline", "right", "")  # "" = EEG rows whose names say no side
_NEAR_MAINS_HZ = 0.5


@dataclass(frozen=True, slots=True, eq=False)
class Curve:
    """The spectrum of one row, or the mean power of several, with what is read from it.

    label : of the row, "" of a group
    side : "left", "midline", "right" or ""
    rows : labels of the rows it is the mean of
    density_uv2 : (n_bins,) µV²/Hz
    peak_hz : of the highest peak from 1 to 30 Hz; NaN where there is none
    edge_hz : below which 95 % of the power from 0.5 to 30 Hz lies; NaN where there is none
    bands_uv2 : power in each of `BANDS`, µV²
    mains : for each mains frequency asked about, the highest density near it, µV²/Hz; NaN above half the sampling rate
    """

    label: str
    side: str
    rows: tuple[str, ...]
    density_uv2: npt.NDArray[np.float64]
    peak_hz: float
    edge_hz: float
    bands_uv2: tuple[float, ...]
    mains: tuple[float, ...]

    @property
    def total_uv2(self) -> float:
        """Return the power from 0.5 to 30 Hz, µV²."""
        return sum(self.bands_uv2)


@dataclass(frozen=True, slots=True, eq=False)
class MeasuredSpectrum:
    """The spectrum of a section.

    frequencies_hz : (n_bins,)
    window_s : length of the windows, which overlap by half
    n_windows : (lowest, highest) number of windows that a row's curve is the mean of
    groups : the mean power of the rows of each side that has any
    rows : each EEG row
    left_out : labels of EEG rows without a spectrum: another sampling rate or unit, or too few samples
    """

    frequencies_hz: npt.NDArray[np.float64]
    window_s: float
    n_windows: tuple[int, int]
    groups: tuple[Curve, ...]
    rows: tuple[Curve, ...]
    left_out: tuple[str, ...] = ()


def measured_spectrum(page: PageResult, rows: Sequence[int], mains_hz: Sequence[float]) -> MeasuredSpectrum | None:
    """Return the spectrum of these rows of the page; None where no run without gaps lasts half a second.

    rows : indexes into `page.rows`; those of the rate that most of them have are measured
    """
    eeg = [i for i in rows if page.rows[i].kind is ChannelKind.EEG and page.rows[i].unit == "uV"]
    rates_hz = [page.rows[i].rate_hz for i in eeg]
    if not eeg:
        return None
    rate_hz = max(rates_hz, key=rates_hz.count)
    runs = {i: _runs(page, i) for i in eeg if page.rows[i].rate_hz == rate_hz}
    longest_s = max((len(run) for found in runs.values() for run in found), default=0) / rate_hz
    fitting = (even_window_s(rate_hz, one) for one in WINDOWS_S)
    window_s = next((one for one in fitting if one <= longest_s + 1e-9), None)
    if window_s is None:
        return None
    curves, counts, frequencies_hz = {}, [], np.zeros(0)
    for index, found in runs.items():
        frequencies_hz, density, n_windows = spectrum_of_runs(found, rate_hz, window_s)
        if n_windows:
            row = page.rows[index]
            curves[index] = _curve(row.label, row.side, (row.label,), frequencies_hz, density, mains_hz)
            counts.append(n_windows)
    groups = []
    for side in SIDES:
        members = [curve for curve in curves.values() if curve.side == side]
        if members:
            density = np.mean([curve.density_uv2 for curve in members], axis=0)
            labels = tuple(curve.label for curve in members)
            groups.append(_curve("", side, labels, frequencies_hz, density, mains_hz))
    left_out = tuple(row.label for row in _eeg_rows(page, rows) if row.label not in {c.label for c in curves.values()})
    counted = min(counts), max(counts)
    return MeasuredSpectrum(frequencies_hz, window_s, counted, tuple(groups), tuple(curves.values()), left_out)


def _eeg_rows(page: PageResult, rows: Sequence[int]) -> list[Row]:
    return [page.rows[i] for i in rows if page.rows[i].kind is ChannelKind.EEG]


def _runs(page: PageResult, index: int) -> list[Samples]:
    """Return the row's samples between gaps and missing samples."""
    found = []
    for trace in page.traces:
        if trace.row == index:
            found += [trace.values[first:stop] for first, stop in runs_of(np.isfinite(trace.values))]
    return found


def _curve(
    label: str,
    side: str,
    rows: tuple[str, ...],
    frequencies_hz: npt.NDArray[np.float64],
    density: npt.NDArray[np.float64],
    mains_hz: Sequence[float],
) -> Curve:
    return Curve(
        label,
        side,
        rows,
        density,
        peak_hz(frequencies_hz, density, LOWEST_PEAK_HZ, HIGHEST_HZ),
        float(spectral_edge_hz(frequencies_hz, density[None], 0.95, LOWEST_HZ, HIGHEST_HZ)[0]),
        tuple(float(band_power(frequencies_hz, density[None], b.low_hz, b.high_hz)[0]) for b in BANDS),
        tuple(_highest_near(frequencies_hz, density, at_hz) for at_hz in mains_hz),
    )


def _highest_near(frequencies_hz: npt.NDArray[np.float64], density: npt.NDArray[np.float64], at_hz: float) -> float:
    near = density[np.abs(frequencies_hz - at_hz) <= max(_NEAR_MAINS_HZ, float(frequencies_hz[1]))]
    return float(near.max()) if len(near) and at_hz <= frequencies_hz[-1] else float("nan")
