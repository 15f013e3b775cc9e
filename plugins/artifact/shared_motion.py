"""Measure how much of the EEG's slow change goes with another channel: a belt that moves as the head does.

Arrays in, arrays out; every number depends on the samples of its window only.
"""

import math

import numpy as np
import numpy.typing as npt

Levels = npt.NDArray[np.float64]


def shared_motion(
    levels: Levels,
    other: Levels,
    rate_hz: float,
    window_s: float,
    hop_s: float,
    band_hz: tuple[float, float],
    tilts: tuple[float, float],
) -> Levels:
    """Return the share of each row's change that one delayed and scaled copy of `other` explains, window by window.

    It is the squared coherence over one band: brain and belt have nothing to do with each other, so it stays near one
    over the number of independent frequencies, unless something shakes both. Delays are free (a phase), so a belt that
    lags does no harm.

    Parameters
    ----------
    levels, other : (n_rows, n) and (n,) at `rate_hz`
    band_hz : the frequencies compared
    tilts : amplitudes of `levels` and of `other` are weighed by frequency to these powers, which levels spectra that
        fall and keeps slow breathing from deciding

    Returns
    -------
    share : (n_rows, n_windows) 0-1; 0 where a sample is missing
    """
    length, hop = round(window_s * rate_hz), round(hop_s * rate_hz)
    if levels.shape[1] < length:
        return np.empty((len(levels), 0))
    n_fft = 1 << math.ceil(math.log2(length))
    frequencies_hz = np.fft.rfftfreq(n_fft, 1 / rate_hz)
    band = (frequencies_hz >= band_hz[0]) & (frequencies_hz <= band_hz[1])

    def spectra(values: Levels, tilt: float) -> npt.NDArray[np.complex128]:
        pieces = np.lib.stride_tricks.sliding_window_view(values, length, axis=-1)[..., ::hop, :]
        pieces = (pieces - pieces.mean(axis=-1, keepdims=True)) * np.hanning(length)
        return np.fft.rfft(pieces, n_fft, axis=-1)[..., band] * frequencies_hz[band] ** tilt

    own, beside = spectra(levels, tilts[0]), spectra(other, tilts[1])
    together = np.abs(np.einsum("rwf,wf->rw", own, beside.conj())) ** 2
    alone = np.einsum("rwf,rwf->rw", own, own.conj()).real * np.einsum("wf,wf->w", beside, beside.conj()).real
    with np.errstate(divide="ignore", invalid="ignore"):
        share = together / alone
    return np.where(np.isfinite(share), share, 0.0)
