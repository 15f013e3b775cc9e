"""What the screen of statistics draws, as one value: lines of the raster, rows, cursor, the chosen spasm."""

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt

from eegview.app.page.head_field import HeadField
from eegview.app.statistics.locked_epochs import LockedEpochs
from eegview.app.statistics.locked_scale import row_scale, unit_text
from eegview.model.channel import ChannelKind
from eegview.model.display.montage import Row

OUTLIERS, TIME = "outliers", "time"


@dataclass(frozen=True, eq=False)
class ShownColumn:
    """One row of the montage: its raster, and the average of the spasms that count.

    values : (n_lines, n_times) float32
    mean, low, high : (n_times,) in the row's unit
    n : (n_times,) spasms with a sample
    scale : value of the strongest colour
    """

    row: Row
    values: npt.NDArray[np.float32]
    mean: npt.NDArray[np.float64]
    low: npt.NDArray[np.float64]
    high: npt.NDArray[np.float64]
    n: npt.NDArray[np.int64]
    scale: float

    @property
    def is_eeg(self) -> bool:
        return self.row.kind is ChannelKind.EEG

    @property
    def unit(self) -> str:
        return unit_text(self.row)


@dataclass(frozen=True, eq=False)
class ShownLocked:
    """The raster with its averages.

    lines : numbers of the spasms shown, from above
    row_numbers : rows of the epochs, a column each
    selected_id : id of the chosen spasm; "" for none
    cursor_s : the head map's time; None = the slow wave's peak
    names : time of each spasm of the epochs, as text
    only : (n_spasms,) those that the filter lets through
    """

    epochs: LockedEpochs
    lines: tuple[int, ...]
    row_numbers: tuple[int, ...]
    only: npt.NDArray[np.bool_]
    names: tuple[str, ...]
    selected_id: str = ""
    cursor_s: float | None = None

    @cached_property
    def columns(self) -> tuple[ShownColumn, ...]:
        epochs, found = self.epochs, list[ShownColumn]()
        average = epochs.average(self.row_numbers, self.only)
        for k, number in enumerate(self.row_numbers):
            found.append(
                ShownColumn(
                    epochs.rows[number],
                    epochs.data[list(self.lines), number],
                    average.mean[k],
                    average.low[k],
                    average.high[k],
                    average.n[k],
                    row_scale(epochs, number),
                )
            )
        return tuple(found)

    def at(self, selected_id: str, cursor_s: float | None) -> "ShownLocked":
        """Return the same with another spasm chosen and another time of the head map; nothing is averaged anew."""
        other = replace(self, selected_id=selected_id, cursor_s=cursor_s)
        other.__dict__.update(columns=self.columns, peak_s=self.peak_s)
        return other

    @property
    def n_averaged(self) -> int:
        return int((self.epochs.is_included & self.only).sum())

    @cached_property
    def peak_s(self) -> float | None:
        """When the mean slow wave is strongest; None where that cannot be told."""
        return self.epochs.slow_wave_peak_s(self.only)

    @property
    def time_s(self) -> float | None:
        """The head map's time."""
        return self.cursor_s if self.cursor_s is not None else self.peak_s

    @cached_property
    def field(self) -> HeadField | None:
        time_s = self.time_s
        return self.epochs.field_at(time_s, self.only) if time_s is not None else None

    @property
    def selected_line(self) -> int | None:
        """The line of the chosen spasm, None where it is not shown."""
        ids = self.epochs.spasm_ids
        return next((line for line, number in enumerate(self.lines) if ids[number] == self.selected_id), None)

    def is_left_out(self, number: int) -> bool:
        """Whether a spasm counts in no average."""
        return not self.epochs.is_included[number]


def lines_of(epochs: LockedEpochs, order: str, only: npt.NDArray[np.bool_]) -> tuple[int, ...]:
    """Return the numbers of the spasms that are let through, in the order of the raster."""
    numbers = epochs.order if order == OUTLIERS else range(epochs.n_spasms)
    return tuple(number for number in numbers if only[number])
