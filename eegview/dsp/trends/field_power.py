"""Mean global field power: how much all electrodes differ from each other, whatever they were recorded against."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from eegview.dsp import kernels
from eegview.dsp.filtering import Sections
from eegview.dsp.runs import runs_of
from eegview.dsp.trends.block import MARGIN_S, RATE_HZ, MissingTrend, TrendBlock, TrendColumn
from eegview.dsp.trends.butterworth import band_pass
from eegview.dsp.trends.half_seconds import SETTLING_S

MGFP, TITLE = "mgfp", "Mean global field power"
STEP_S = 2.0
_PER_CELL, _SETTLING = round(STEP_S * RATE_HZ), round(SETTLING_S * RATE_HZ)


class FieldPower:
    """The median of each 2 s of the standard deviation over the average-referenced electrodes; see `Trend`.

    That is the same against any reference, so rows of single electrodes are what it is made of.
    """

    columns: tuple[TrendColumn, ...]
    missing: tuple[MissingTrend, ...]

    def __init__(
        self, rows: tuple[str, ...], wanted: tuple[str, ...], fewest: int, band_hz: tuple[float, float], order: int
    ) -> None:
        there = [name for name in wanted if name in rows]
        self._numbers = [rows.index(name) for name in there]
        self._sections: Sections = band_pass(*band_hz, order, RATE_HZ)
        self.columns = self.missing = ()
        if len(there) < fewest:
            why = (
                f"It needs {fewest} single electrodes of the 10-20 system, each against the same reference; "
                f"this recording gives {len(there)}."
            )
            self.missing = (MissingTrend(MGFP, TITLE, why),)
            return
        text = (
            f"Standard deviation over the {len(there)} average-referenced electrodes {', '.join(there)} at each sample "
            f"({RATE_HZ:g} Hz), {band_hz[0]:g}–{band_hz[1]:g} Hz (Butterworth, causal, order {order}, 2 at a low cut "
            f"below 1 Hz), its median in {STEP_S:g} s (Lehmann and Skrandies 1980). Artifact is not removed."
        )
        self.columns = (TrendColumn(MGFP, TITLE, "µV", STEP_S, text),)

    def compute(self, block: TrendBlock) -> dict[str, npt.NDArray[np.float32]]:
        """Return the field power of a block."""
        if not self.columns:
            return {}
        data = block.data[self._numbers]
        power = np.full(data.shape[1], np.nan)
        is_there = np.isfinite(data.sum(axis=0))
        for first, stop in runs_of(is_there):
            part = data[:, first:stop].astype(np.float64)
            part -= part[:, :1].copy()  # what is left starts at zero, for which the filter's steady state is zero
            kernels.active().run_sections(part, self._sections)
            power[first + _SETTLING : stop] = part[:, _SETTLING:].std(axis=0)
        margin = round(MARGIN_S * RATE_HZ)
        cells = power[margin : len(power) - margin].reshape(-1, _PER_CELL)
        return {MGFP: _medians(cells).astype(np.float32)}


def _medians(cells: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Return the median of each cell, of what is measured there; NaN where that is less than half."""
    n_there = np.isfinite(cells).sum(axis=1)
    found = np.full(len(cells), np.nan)
    whole = n_there == cells.shape[1]
    found[whole] = np.median(cells[whole], axis=1)
    for number in np.flatnonzero(~whole & (2 * n_there >= cells.shape[1])).tolist():
        found[number] = np.nanmedian(cells[number])
    return found


def build(rows: tuple[str, ...], parameters: Mapping[str, Any]) -> FieldPower:
    """Return the field power that these rows give, by the parameters of `resources/trends/field_power.toml`."""
    if parameters["window_s"] != STEP_S:
        raise ValueError(f"windows of the field power are {STEP_S:g} s long, not {parameters['window_s']} s")
    low_hz, high_hz = map(float, parameters["band_hz"])
    fewest = int(parameters["minimum_electrodes"])
    if fewest < 2:
        raise ValueError("“minimum_electrodes” must be 2 or more")
    names = tuple(map(str, parameters["electrodes"]))
    return FieldPower(rows, names, fewest, (low_hz, high_hz), int(parameters["order"]))
