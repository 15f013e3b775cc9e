"""Cut samples that come stretch by stretch into epochs on one grid of time."""

import math
from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from eegview.model.recording import Samples

_LEAST_SHARE = 0.8  # of an epoch; less does not speak for it
_GRID_TOLERANCE = 1e-6  # of an epoch: a sample that near to the next epoch belongs to it


class EpochCutter:
    """Epoch k holds the samples in `[start_s + k * epoch_s, start_s + (k + 1) * epoch_s)`.

    What comes out does not depend on how the samples were cut on their way in. An epoch with a gap in it is given by
    its longest piece; one of which less than four fifths is there is left out, as is one that lies in a gap.

    Parameters
    ----------
    start_s : where the grid begins, seconds from recording start
    epoch_s : length of an epoch
    """

    def __init__(self, start_s: float, epoch_s: float, rate_hz: float) -> None:
        self.start_s, self.epoch_s, self.rate_hz = start_s, epoch_s, rate_hz
        self._number = 0
        self._pieces: list[list[Samples]] = []  # of the epoch being filled; a piece is without a gap
        self._next_s = -math.inf  # time of the sample that would go on without a gap

    def add(self, start_s: float, data: Samples) -> Iterator[tuple[int, Samples]]:
        """Add samples that follow all before in time, and return the epochs that are now whole.

        Parameters
        ----------
        start_s : time of `data[:, 0]`
        data : (n_rows, n_samples) float32; a view is kept until its epoch is whole

        Yields
        ------
        (number of the epoch, (n_rows, n) float32)
        """
        n_samples = data.shape[1]
        first = 0
        while first < n_samples:
            time_s = start_s + first / self.rate_hz
            number = math.floor((time_s - self.start_s) / self.epoch_s + _GRID_TOLERANCE)
            if number != self._number:
                yield from self._whole()
                self._number = number
            stop_s = self.start_s + (number + 1 - _GRID_TOLERANCE) * self.epoch_s
            stop = min(n_samples, max(first + 1, math.ceil((stop_s - start_s) * self.rate_hz)))
            if abs(time_s - self._next_s) > 0.5 / self.rate_hz or not self._pieces:
                self._pieces.append([])
            self._pieces[-1].append(data[:, first:stop])
            self._next_s = start_s + stop / self.rate_hz
            first = stop

    def finish(self) -> Iterator[tuple[int, Samples]]:
        """Yield the last epoch, if enough of it is there."""
        yield from self._whole()

    def _whole(self) -> Iterator[tuple[int, Samples]]:
        pieces, self._pieces = self._pieces, []
        if not pieces:
            return
        longest = max(pieces, key=lambda piece: sum(part.shape[1] for part in piece))
        data = longest[0] if len(longest) == 1 else np.concatenate(longest, axis=1)
        if data.shape[1] >= _LEAST_SHARE * self.epoch_s * self.rate_hz:
            yield self._number, data


def bins_of(data: npt.NDArray[np.floating], rate_hz: float, bin_s: float) -> npt.NDArray[np.floating]:
    """Return `data` (n_rows, n_samples) as (n_rows, n_bins, samples of a bin), a view; a rest is left out."""
    n_bin = max(1, round(bin_s * rate_hz))
    n_bins = data.shape[1] // n_bin
    return data[:, : n_bins * n_bin].reshape(len(data), n_bins, n_bin)


def peak_to_peak(data: npt.NDArray[np.floating], rate_hz: float, bin_s: float = 1.0) -> npt.NDArray[np.floating]:
    """Return the (n_rows, n_bins) difference of highest and lowest sample of each bin, in the unit of `data`.

    A bin with NaN gives NaN.
    """
    bins = bins_of(data, rate_hz, bin_s)
    return bins.max(axis=2) - bins.min(axis=2)
