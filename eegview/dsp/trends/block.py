"""Rows of a part of the recording with margins on either side, which every trend is computed from."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from eegview.model.recording import Samples

RATE_HZ = 128.0  # every row is brought to this rate, on a grid that begins at recording start
GRID_S = 10.0  # blocks begin and end on whole multiples of it
MARGIN_S = 30.0  # on either side of a block, NaN beyond the recording and in gaps


@dataclass(frozen=True, slots=True, eq=False)
class TrendBlock:
    """Rows of `[start_s, stop_s)` at `RATE_HZ`, with `MARGIN_S` on either side.

    start_s, stop_s : whole multiples of `GRID_S` from recording start; the last block may reach past the recording
    rows : labels of the rows, "F3-C3"
    data : (n_rows, n) float32 µV, not filtered; sample 0 is at `start_s - MARGIN_S`; NaN where nothing was recorded.
        Read-only.
    """

    start_s: float
    stop_s: float
    rows: tuple[str, ...]
    data: Samples

    def piece(self, margin_s: float) -> Samples:
        """Return (n_rows, m) of the block with this margin (s, at most `MARGIN_S`) on either side, a view."""
        cut = round((MARGIN_S - margin_s) * RATE_HZ)
        return self.data[:, cut : self.data.shape[1] - cut]

    def n_columns(self, step_s: float) -> int:
        """Return how many columns of `step_s`, which divides `GRID_S`, the block has."""
        return round((self.stop_s - self.start_s) / step_s)


@dataclass(frozen=True, slots=True)
class TrendColumn:
    """One quantity that a trend gives at regular steps.

    column_id : stable, "aeeg_upper_left"; with the unit behind it the name of a column in a table
    title : text for people, "aEEG left, upper margin"
    unit : "µV", "Hz", "%", "dB", "" …
    step_s : value k is over `[k * step_s, (k + 1) * step_s)`, from recording start; divides `GRID_S`
    definition : how it is computed, one or two sentences with the parameters' values and the source
    frequencies_hz : centres of the bins of a spectrogram, () for a curve
    """

    column_id: str
    title: str
    unit: str
    step_s: float
    definition: str
    frequencies_hz: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class MissingTrend:
    """A quantity that this recording cannot give, and why (one sentence)."""

    column_id: str
    title: str
    why: str


class Trend(Protocol):
    """A family of quantities that are computed together, built once for the rows of one recording.

    columns : what it gives
    missing : what these rows cannot give
    """

    columns: tuple[TrendColumn, ...]
    missing: tuple[MissingTrend, ...]

    def compute(self, block: TrendBlock) -> dict[str, npt.NDArray[np.float32]]:
        """Return the values of each column by its id: (n_columns,), of a spectrogram (n_columns, n_frequencies).

        NaN where the signal that a value is made of has a gap. The values depend on the block's samples only, so that
        they are the same (to 1e-6) wherever the blocks are cut. It may run on several threads at once.
        """
        ...


class TrendBuilder(Protocol):
    """Builds a trend for the rows of a recording, by the parameters of its file in `resources/trends/`."""

    def __call__(self, rows: tuple[str, ...], parameters: Mapping[str, Any]) -> Trend: ...
