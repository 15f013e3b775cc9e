"""Samples that are held in memory, since their file cannot be read piece by piece."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from eegview.readers.sample_file import Block, Digits, SampleFile, SampleLayout


class HeldSamples(SampleFile):
    """The stored values of a recording; the handles of all threads share them.

    Parameters
    ----------
    values : (n_columns, n_samples), any type of number
    """

    def __init__(self, values: npt.NDArray[np.generic]) -> None:
        self._values = values
        self._layout = SampleLayout("<f8", values.shape[0], (Block(0, values.shape[1]),))

    def read(self, columns: Sequence[int], first: int, stop: int) -> Digits:
        """Return (n_columns, n_samples) stored values of samples `[first, stop)`; a copy."""
        with np.errstate(over="ignore", invalid="ignore"):  # damaged values may be no numbers
            return self._values[list(columns), first:stop].astype(np.float64)

    def close(self) -> None:
        """Do nothing: no file is held open."""
