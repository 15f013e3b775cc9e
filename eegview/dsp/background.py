"""Measure the background of an EEG in epochs of some ten seconds: amplitude, spectrum, disorder, sharp waves, index.

The detector of hypsarrhythmia and the trends of the whole study are made of these numbers. They describe; no clinical
score is among them.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from eegview.dsp import kernels
from eegview.dsp.background_rules import BackgroundRules
from eegview.dsp.sharp_reach import APART_S, REACH_S
from eegview.dsp.spectra import spectral_edge_hz
from eegview.dsp.window_spectra import mean_density
from eegview.model.recording import Samples

Values = npt.NDArray[np.float64]

REGIONS = ("frontal", "central", "temporal", "posterior")
# (name, unit) of each value, in order
BACKGROUND_VALUES = (
    *((f"Amplitude, {region}", "µV") for region in REGIONS),
    ("Amplitude, median of all rows", "µV"),
    ("Amplitude, 95th percentile", "µV"),
    ("Spectral edge 95 %", "Hz"),
    ("Permutation entropy", ""),
    ("Correlation between rows", ""),
    ("Seconds with sharp waves", "%"),
    ("Index to find the worst minutes", ""),
)
_TERMS = (
    ("amplitude, frontal, central and temporal", "µV"),
    ("amplitude, posterior (counts only when very high)", "µV"),
    ("rows are independent: correlation", ""),
    ("seconds with sharp waves", "%"),
)


class Background:
    """The measures of rows of one montage; may be used on several threads at once.

    Parameters
    ----------
    rows : labels of bipolar rows, "F3-C3"
    rate_hz : of the rows, filtered 0.5–35 Hz without delay
    rules : None = the usual ones
    """

    def __init__(self, rows: Sequence[str], rate_hz: float, rules: BackgroundRules | None = None) -> None:
        self.rules = rules if rules is not None else BackgroundRules()
        self._rate_hz = rate_hz
        regions = [region_of_row(row) for row in rows]
        self._of_region = [[k for k, one in enumerate(regions) if one == region] for region in REGIONS]

    def measure(self, epochs: npt.NDArray[np.floating]) -> Values:
        """Return the values of each epoch, in the order of `BACKGROUND_VALUES`.

        An epoch is measured from its own samples alone; where all rows are missing in a part of it, from its longest
        piece. Where artifacts or missing samples leave too little, it is NaN.

        Parameters
        ----------
        epochs : (n_rows, n_epochs, n_samples) µV, each at least one window of the spectrum long

        Returns
        -------
        (n_epochs, 11) float64
        """
        data = np.ascontiguousarray(epochs, np.float32)
        if not data.size:
            return np.full((data.shape[1], len(BACKGROUND_VALUES)), np.nan)
        found = self._measure(data)
        # a sum of two NaN and numbers is NaN: only epochs in which no row is whole are looked at sample by sample
        no_row = np.isnan(np.einsum("res->re", data)).all(axis=0)
        for epoch in np.flatnonzero(no_row).tolist():
            if not np.isnan(data[:, epoch]).all(axis=0).any():
                continue
            piece = _longest_piece(data[:, epoch])
            is_long = piece.shape[1] >= self.rules.least_s * self._rate_hz
            found[epoch] = self._measure(np.ascontiguousarray(piece[:, None]))[0] if is_long else np.nan
        return found

    def _measure(self, data: Samples) -> Values:
        """Return the values of each epoch as it is."""
        rules = self.rules
        n_rows, n_epochs, _n = data.shape
        found = np.full((n_epochs, len(BACKGROUND_VALUES)), np.nan)
        measures = measure_rows(data, self._rate_hz, rules)
        # a comparison with NaN is false, so a second with missing bytes is not good
        is_good = (
            (measures.amplitude < rules.largest_uv)
            & (measures.amplitude > rules.smallest_uv)
            & (measures.fast < rules.most_fast_uv)
        )
        counts = is_good.mean(axis=2) >= rules.least_good
        is_measured = counts.sum(axis=0) >= max(rules.fewest_rows, rules.least_rows * n_rows)
        amplitude_uv = np.where(is_good & counts[..., None], measures.amplitude, np.nan)
        for k, numbers in enumerate(self._of_region):
            found[:, k] = _percentiles(amplitude_uv[numbers].transpose(1, 0, 2))[0]
        found[:, 4], found[:, 5] = _percentiles(amplitude_uv.transpose(1, 0, 2), (0.5, 0.95))
        found[:, 6] = _percentiles(np.where(counts, self._edges_hz(data), np.nan).T)[0]
        found[:, 7] = _percentiles(np.where(counts, measures.entropy, np.nan).T)[0]
        found[:, 8] = mean_correlations(data, counts)
        is_sharp = measures.is_sharp & is_good & counts[..., None]
        # a spike shows in two rows that share an electrode
        found[:, 9] = 100.0 * np.mean(is_sharp.sum(axis=0) >= rules.sharp_rows, axis=1)
        found[~is_measured] = np.nan
        found[:, 10] = np.where(is_measured, np.nansum(self.points(found), axis=1), np.nan)
        return found

    def points(self, values: Values) -> Values:
        """Return the points of each reason for the index, (n, 4), NaN where a reason is not known.

        values : (n, 11), or without the index (n, 10)
        """
        front_uv, posterior_uv, correlation, sharp = _reasons(values).T
        typical_uv = self.rules.typical_uv
        with np.errstate(invalid="ignore"):
            return np.stack(
                [
                    np.clip(2.5 * _octaves(front_uv, typical_uv), -5, 5),
                    # Most healthy infants asleep have posterior waves of over 200 µV (Mytinger 2018).
                    np.clip(0.7 * _octaves(posterior_uv, 1.3 * typical_uv), 0, 1),
                    np.clip(8 * (0.13 - correlation), -1, 1),
                    np.clip(sharp / 50 - 1, -1, 1),
                ],
                axis=1,
            )

    def terms(self, values: Sequence[float]) -> list[tuple[str, float, str, float]]:
        """Return (name, value, unit, points) of each reason that is known, for values in the order of `measure`."""
        table = np.asarray(values, np.float64)[None]
        return [
            (name, float(value), unit, float(points))
            for (name, unit), value, points in zip(_TERMS, _reasons(table)[0], self.points(table)[0], strict=True)
            if math.isfinite(points)
        ]

    def _edges_hz(self, data: Samples) -> Values:
        """Return the spectral edge of each row and epoch, (n_rows, n_epochs); Hann windows overlap by half (Welch)."""
        rules, (n_rows, n_epochs, n_samples) = self.rules, data.shape
        n_window = round(rules.window_s * self._rate_hz)
        within = np.arange(0, n_samples - n_window + 1, n_window // 2)
        if not len(within):
            return np.full((n_rows, n_epochs), np.nan)
        starts = (np.arange(n_epochs)[:, None] * n_samples + within).astype(np.int64)
        frequencies_hz = np.asarray(np.fft.rfftfreq(n_window, 1 / self._rate_hz), np.float64)
        n_bins = int(np.searchsorted(frequencies_hz, rules.edge_high_hz, side="right"))
        density = mean_density(data.reshape(n_rows, -1), starts, n_window, n_bins, self._rate_hz)
        edges_hz = spectral_edge_hz(
            frequencies_hz[:n_bins],
            density.reshape(-1, n_bins).astype(np.float64),
            rules.edge_share,
            rules.edge_low_hz,
            rules.edge_high_hz,
        )
        return edges_hz.reshape(n_rows, n_epochs)


@dataclass(frozen=True, slots=True, eq=False)
class RowMeasures:
    """What is measured of each row and epoch on its own.

    amplitude, fast : (n_rows, n_epochs, n_bins) float32 µV: peak to peak; rms of the change from sample to sample
    is_sharp : (n_rows, n_epochs, n_bins) bool, whether a sharp wave stands out in it
    entropy : (n_rows, n_epochs) float64, permutation entropy
    """

    amplitude: Samples
    fast: Samples
    is_sharp: npt.NDArray[np.bool_]
    entropy: Values


def measure_rows(data: Samples, rate_hz: float, rules: BackgroundRules) -> RowMeasures:
    """Return what is measured of each row and epoch, (n_rows, n_epochs, n_samples) float32 µV."""
    n_rows, n_epochs, n_samples = data.shape
    n_bin = max(1, round(rules.bin_s * rate_hz))
    n_bins = n_samples // n_bin
    amplitude = np.empty((n_rows, n_epochs, n_bins), np.float32)
    fast = np.empty_like(amplitude)
    is_sharp = np.zeros(amplitude.shape, np.uint8)
    entropy = np.empty((n_rows, n_epochs))
    whole = np.array(
        [
            n_bin,
            max(1, round(rules.delay_s * rate_hz)),
            max(2, round(REACH_S * rate_hz)),
            max(1, round(APART_S * rate_hz)),
            rules.sharp_most,
        ],
        np.int64,
    )
    real = np.array([rate_hz, rules.sharp_uv, rules.sharp_times, rules.sharp_s])
    kernels.active().background_rows(data, whole, real, amplitude, fast, is_sharp, entropy)
    return RowMeasures(amplitude, fast, is_sharp.astype(np.bool_), entropy)


def mean_correlations(data: Samples, counts: npt.NDArray[np.bool_]) -> Values:
    """Return the mean over all pairs of rows of Pearson's correlation in each epoch, (n_epochs,) float64, -1 to 1.

    Neighbours in a bipolar chain share an electrode with opposite sign, which pulls the mean down: compare it with
    itself over time, not between montages.

    Parameters
    ----------
    data : (n_rows, n_epochs, n_samples) float32; rows that are flat or hold NaN are left out
    counts : (n_rows, n_epochs), which rows to use in each epoch

    Returns
    -------
    NaN where fewer than two rows are left
    """
    found = np.empty(data.shape[1])
    kernels.active().mean_correlations(data, counts.astype(np.uint8), found)
    return found


def region_of_row(row: str) -> str:
    """Return the region of a bipolar row: that of the electrode nearest to an edge of the head."""
    electrodes = row.split("-")
    for region, beginning in (("posterior", "O"), ("frontal", "Fp"), ("temporal", "T")):
        if any(name.startswith(beginning) for name in electrodes):
            return region
    return "central"


def _longest_piece(epoch: Samples) -> Samples:
    """Return the longest part of (n_rows, n) in which no sample is missing in all rows, the first of equals."""
    is_there = np.concatenate(([False], ~np.isnan(epoch).all(axis=0), [False]))
    edges = np.flatnonzero(is_there[1:] != is_there[:-1])
    if not len(edges):
        return epoch[:, :0]
    longest = int(np.argmax(edges[1::2] - edges[::2]))
    return epoch[:, edges[2 * longest] : edges[2 * longest + 1]]


def _reasons(values: Values) -> Values:
    """Return front and posterior amplitude, correlation and sharp waves, (n, 4), of (n, 10 or 11) values."""
    front_uv = values[:, :3]
    known = np.isfinite(front_uv)
    n_known = known.sum(axis=1)
    mean_uv = np.where(known, front_uv, 0).sum(axis=1) / np.maximum(n_known, 1)
    return np.stack([np.where(n_known, mean_uv, np.nan), values[:, 3], values[:, 8], values[:, 9]], axis=1)


def _octaves(value: Values, base: float) -> Values:
    """Return log2 of values beside another, all above 0."""
    return np.log2(np.maximum(value, 1e-3) / base)


def _percentiles(values: npt.NDArray[np.floating], shares: tuple[float, ...] = (0.5,)) -> list[Values]:
    """Return percentiles of what is measured in each of (n, …), (n,) each, linear between values; NaN for nothing."""
    ordered = np.sort(values.reshape(len(values), -1), axis=1)  # NaN comes last
    n_known = np.isfinite(ordered).sum(axis=1)
    if not ordered.shape[1]:
        return [np.full(len(values), np.nan) for _share in shares]
    last, lines = np.maximum(n_known - 1, 0), np.arange(len(values))
    found = []
    for share in shares:
        at = share * last
        low = at.astype(np.intp)
        below = ordered[lines, low].astype(np.float64)
        above = ordered[lines, np.minimum(low + 1, last)].astype(np.float64)
        found.append(np.where(n_known > 0, below + (at - low) * (above - below), np.nan))
    return found
