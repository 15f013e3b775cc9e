"""Where a value stands on a panel's axis: linear, logarithmic, and linear below 10 µV then logarithmic as for aEEG."""

from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from eegview.app.trends.aeeg_scale import LARGEST_UV, TICKS_UV, aeeg_height

Values = npt.NDArray[np.floating]


class Scale(Protocol):
    """Turns values into shares of an axis, 0 at its foot, 1 at its top; outside they lie on the edge.

    ticks : values that are written beside the axis
    """

    @property
    def ticks(self) -> tuple[float, ...]: ...

    def shares(self, values: Values) -> Values: ...


@dataclass(frozen=True, slots=True)
class Linear:
    """An even axis from `low` to `high`."""

    low: float
    high: float
    marked: tuple[float, ...] = ()

    @property
    def ticks(self) -> tuple[float, ...]:
        return self.marked or (self.low, (self.low + self.high) / 2, self.high)

    def shares(self, values: Values) -> Values:
        return np.clip((values - self.low) / (self.high - self.low), 0.0, 1.0)


@dataclass(frozen=True, slots=True)
class Logarithmic:
    """An axis on which equal ratios are equally far, from `low` to `high`, both above zero."""

    low: float
    high: float
    marked: tuple[float, ...] = ()

    @property
    def ticks(self) -> tuple[float, ...]:
        return self.marked or (self.low, self.high)

    def shares(self, values: Values) -> Values:
        bounded = np.clip(values, self.low, self.high)
        return np.log(bounded / self.low) / np.log(self.high / self.low)


@dataclass(frozen=True, slots=True)
class SemiLogarithmic:
    """The axis of aEEG, 0 to 100 µV: linear up to 10 µV, which is half of its height, logarithmic above."""

    marked: tuple[float, ...] = TICKS_UV

    @property
    def ticks(self) -> tuple[float, ...]:
        return self.marked

    def shares(self, values: Values) -> Values:
        return aeeg_height(np.clip(values, 0.0, LARGEST_UV))
