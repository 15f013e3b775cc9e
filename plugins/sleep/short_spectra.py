"""Measure power in bands in short windows on one grid, however the samples are cut."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt


@dataclass(frozen=True, slots=True)
class FrameGrid:
    """The windows of one segment: frame k holds samples `[k * hop, k * hop + window)` of it.

    window, hop : samples
    """

    rate_hz: float
    window: int
    hop: int

    @property
    def step_s(self) -> float:
        return self.hop / self.rate_hz

    def centre_s(self, frame: float) -> float:
        """Return the time of the middle of a frame, seconds from the segment's start."""
        return (frame * self.hop + self.window / 2) / self.rate_hz

    def frames_in(self, first: int, stop: int) -> tuple[int, int]:
        """Return the half-open range of frames that lie wholly within samples `[first, stop)`."""
        low = -(-first // self.hop)
        return low, max(low, (stop - self.window) // self.hop + 1)

    def frames_centred_in(self, first: int, stop: int) -> tuple[int, int]:
        """Return the half-open range of frames whose middle sample lies in `[first, stop)`, from frame 0 on."""
        half = self.window // 2
        return max(0, -(-(first - half) // self.hop)), max(0, -(-(stop - half) // self.hop))


def band_frames(
    data: npt.NDArray[np.floating], first: int, grid: FrameGrid, bands_hz: Sequence[tuple[float, float]]
) -> tuple[int, npt.NDArray[np.float32]]:
    """Return the power in each band in each frame that lies wholly within `data`, under a Hann window.

    Parameters
    ----------
    data : (n_rows, n_samples) µV
    first : number of the first sample of `data` within its segment
    bands_hz : (low, high) of each, `[low, high)`; a frame's bins are `rate / window` apart

    Returns
    -------
    number of the first frame, and (n_bands, n_rows, n_frames) float32 µV²: the mean square of what is in the band.
    A frame with NaN gives NaN.
    """
    low, stop = grid.frames_in(first, first + data.shape[1])
    n_rows, n_frames = len(data), stop - low
    if not n_frames:
        return low, np.empty((len(bands_hz), n_rows, 0), np.float32)
    start = low * grid.hop - first
    windows = np.lib.stride_tricks.sliding_window_view(data[:, start:], grid.window, axis=1)[:, :: grid.hop][
        :, :n_frames
    ]
    taper = 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(grid.window) / grid.window)
    taper = (taper * np.sqrt(2 / (grid.window * np.sum(taper**2)))).astype(np.float32)
    spectra = np.fft.rfft(windows * taper, axis=2)
    power = spectra.real**2 + spectra.imag**2
    frequencies_hz = np.fft.rfftfreq(grid.window, 1 / grid.rate_hz)
    found = np.empty((len(bands_hz), n_rows, n_frames), np.float32)
    for band, (low_hz, high_hz) in enumerate(bands_hz):
        inside = np.flatnonzero((frequencies_hz >= low_hz) & (frequencies_hz < high_hz))
        found[band] = power[:, :, inside[0] : inside[-1] + 1].sum(axis=2) if len(inside) else 0.0
    return low, found
