"""How much of the rows and of the time is artifact: shown beside the other trends, never taken out of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from eegview.dsp import kernels
from eegview.dsp.trends.block import RATE_HZ, MissingTrend, TrendBlock, TrendColumn
from eegview.dsp.trends.half_seconds import LENGTH_S, Band, check_around, half_seconds
from eegview.dsp.trends.regions import rows_in, why_missing
from eegview.dsp.trends.suppression import along, share_of_time, within
from eegview.model.recording import Samples

STEP_S = 2.0
ARTIFACT = "artifact"
_PER_BIN = round(LENGTH_S * RATE_HZ)


@dataclass(frozen=True, slots=True)
class ArtifactRule:
    """The numbers by which artifact is known; see `resources/trends/artifact.toml`."""

    highest_uv: float
    collar_s: float
    jump_uv: float
    flat_uv: float
    flat_s: float
    band: Band


class Artifact:
    """The share of rows and time that is artifact; see `Trend`."""

    columns: tuple[TrendColumn, ...]
    missing: tuple[MissingTrend, ...]

    def __init__(self, rows: tuple[str, ...], rule: ArtifactRule) -> None:
        self._rule = rule
        self._rows = list(rows_in(rows, "all"))
        self.columns = self.missing = ()
        if not self._rows:
            self.missing = (MissingTrend(ARTIFACT, "Artifact", why_missing(rows, "all")),)
            return
        text = (
            f"Share of {len(self._rows)} rows × time with more than {rule.highest_uv:,g} µV from the middle line "
            f"({rule.band}; and {rule.collar_s:g} s to either side), a change of more than {rule.jump_uv:g} µV between "
            f"samples at {RATE_HZ:g} Hz, or not more than {rule.flat_uv:g} µV peak to peak for {rule.flat_s:g} s. "
            "Nothing is removed from other trends."
        )
        self.columns = (TrendColumn(ARTIFACT, "Artifact", "%", STEP_S, text),)

    def compute(self, block: TrendBlock) -> dict[str, npt.NDArray[np.float32]]:
        """Return the share of a block."""
        if not self._rows:
            return {}
        rule = self._rule
        (halves,) = half_seconds(block, rule.band)
        is_high = np.maximum(halves.high, -halves.low)[self._rows] > rule.highest_uv  # False where missing
        first, stop = self._rows[0], self._rows[-1] + 1
        numbers = [row - first for row in self._rows]
        range_uv, jump_uv = (values[numbers] for values in raw_ranges(block.data[first:stop]))
        n_flat = round(rule.flat_s / LENGTH_S)
        is_flat = range_uv <= rule.flat_uv
        flags = widened(is_high, round(rule.collar_s / LENGTH_S)) | (jump_uv > rule.jump_uv)
        flags |= within(along(is_flat, n_flat, np.logical_and), n_flat)
        return {ARTIFACT: share_of_time(flags, np.isfinite(range_uv), STEP_S)}


def raw_ranges(data: Samples) -> tuple[Samples, Samples]:
    """Return highest minus lowest, and the largest change between samples, of each half second; NaN where one misses.

    A change belongs to the half second of the later sample.
    """
    shape = len(data), data.shape[1] // _PER_BIN
    range_uv, jump_uv = np.empty(shape, np.float32), np.empty(shape, np.float32)
    kernels.active().raw_bins(data, _PER_BIN, range_uv, jump_uv)
    return range_uv, jump_uv


def widened(flags: npt.NDArray[np.bool_], n_around: int) -> npt.NDArray[np.bool_]:
    """Return flags that are also set for so many to either side of one that is set, along the last axis."""
    counts = np.cumsum(np.pad(flags, ((0, 0), (n_around + 1, n_around))), axis=1)
    return counts[:, 2 * n_around + 1 :] > counts[:, : flags.shape[1]]


def build(rows: tuple[str, ...], parameters: Mapping[str, Any]) -> Artifact:
    """Return the artifact that can be known in these rows, by the parameters of `resources/trends/artifact.toml`."""
    check_around(max(float(parameters["collar_s"]), float(parameters["flat_s"])), "collar_s and flat_s")
    low_hz, high_hz = map(float, parameters["band_hz"])
    names = ("highest_uv", "collar_s", "jump_uv", "flat_uv", "flat_s")
    highest_uv, collar_s, jump_uv, flat_uv, flat_s = (float(parameters[name]) for name in names)
    band = Band(low_hz, high_hz, int(parameters["order"]))
    return Artifact(rows, ArtifactRule(highest_uv, collar_s, jump_uv, flat_uv, flat_s, band))
