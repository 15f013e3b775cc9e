"""What a study's trends hold so far: columns of numbers, and which parts of the recording they cover."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from eegview.dsp.trends.block import GRID_S, MissingTrend, TrendColumn
from eegview.dsp.trends.spectrogram import FLOOR
from eegview.model.span import Span

FLOOR_DB = 10 * math.log10(FLOOR)  # of a spectrogram: nothing at all is there
_ALIGNED = 64  # bytes; each column begins on a multiple

Values = npt.NDArray[np.floating[Any]]


@dataclass(frozen=True, slots=True, eq=False)
class TrendTable:
    """A view of what is computed so far; it fills while the trends are computed, only where `computed` does not reach.

    computed : the parts that are done, ascending; elsewhere values are NaN or on their way
    missing : what this recording cannot give, each with the reason
    parameters : of each family of trends, by its name
    parameters_id : differs where rows, parameters or arithmetic differ
    rows : labels of the rows that the trends are computed from
    left_out : sentences on rows that are not used (a bad channel, a missing electrode)
    arrays : of each column by its id, read-only; see `values`
    """

    duration_s: float
    columns: tuple[TrendColumn, ...]
    missing: tuple[MissingTrend, ...]
    computed: tuple[Span, ...]
    parameters: Mapping[str, Any]
    parameters_id: str
    rows: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    arrays: Mapping[str, Values] = field(default_factory=dict[str, Values], repr=False)

    def column(self, column_id: str) -> TrendColumn | None:
        """Return the column of this id, None where this recording does not give it (see `why_missing`)."""
        return next((column for column in self.columns if column.column_id == column_id), None)

    def why_missing(self, column_id: str) -> str:
        """Return in one sentence why there is no such column, "" where there is one or nothing is known of it."""
        return next((one.why for one in self.missing if one.column_id == column_id), "")

    def values(self, column_id: str) -> Values:
        """Return the values of a column, read-only, NaN where nothing was measured or nothing is computed yet.

        Value k is over `[k * step_s, (k + 1) * step_s)`; the last may reach past the recording.

        Returns
        -------
        (n,) float32; of a spectrogram (n, n_frequencies) float16, exact to 0.06 of its unit within ±128
        """
        return self.arrays[column_id]

    def values_in(self, column_id: str, span: Span) -> Values:
        """Return the values whose middles lie in a span, a view."""
        column = self.column(column_id)
        if column is None:
            raise KeyError(column_id)
        first, stop = (max(math.ceil(at_s / column.step_s - 0.5), 0) for at_s in (span.start_s, span.stop_s))
        return self.arrays[column_id][first:stop]

    def value_at(self, column_id: str, time_s: float) -> Values | None:
        """Return the value at a time: (), of a spectrogram (n_frequencies,); None outside the recording."""
        column = self.column(column_id)
        if column is None or not time_s >= 0:
            return None
        number = math.floor(time_s / column.step_s)
        values = self.arrays[column_id]
        return values[number] if number < len(values) else None

    @property
    def computed_s(self) -> float:
        """Return how many seconds of the recording are done."""
        whole = Span(0.0, self.duration_s)
        return sum(part.duration_s for span in self.computed if (part := span.intersection(whole)) is not None)

    @property
    def is_complete(self) -> bool:
        return self.computed_s >= self.duration_s - 1e-6


class TableValues:
    """The memory of all columns of a table, in one piece that a file can hold as it is.

    Threads may put blocks at the same time, each its own.

    buffer : (n_bytes,) uint8
    """

    def __init__(self, columns: Iterable[TrendColumn], duration_s: float, is_filled: bool = True) -> None:
        """Make room for columns, filled with NaN unless something else comes there at once."""
        self.columns = tuple(columns)
        self.duration_s = duration_s
        n_blocks = math.ceil(duration_s / GRID_S - 1e-9)
        places: dict[str, tuple[int, tuple[int, ...], np.dtype[Any]]] = {}
        at = 0
        for column in self.columns:
            n = n_blocks * round(GRID_S / column.step_s)
            n_frequencies = len(column.frequencies_hz)
            shape = (n, n_frequencies) if n_frequencies else (n,)
            dtype = np.dtype("<f2" if n_frequencies else "<f4")
            places[column.column_id] = at, shape, dtype
            at += -(-math.prod(shape) * dtype.itemsize // _ALIGNED) * _ALIGNED
        self.n_bytes = at
        self.buffer = np.zeros(at, np.uint8)
        self._whole: dict[str, Values] = {}
        for name, (start, shape, dtype) in places.items():
            size = math.prod(shape) * dtype.itemsize
            self._whole[name] = self.buffer[start : start + size].view(dtype).reshape(shape)
            if is_filled:
                self._whole[name][...] = np.nan

    def put(self, start_s: float, values: Mapping[str, Values], columns: Iterable[TrendColumn]) -> None:
        """Write what was computed of a block that begins at `start_s`, for these columns."""
        for column in columns:
            first = round(start_s / column.step_s)
            found, target = values[column.column_id], self._whole[column.column_id]
            stop = min(first + len(found), len(target))
            target[first:stop] = found[: stop - first]

    def arrays(self) -> dict[str, Values]:
        """Return read-only views of all columns, as long as the recording."""
        views: dict[str, Values] = {}
        for column in self.columns:
            n = math.ceil(self.duration_s / column.step_s - 1e-9)
            view = self._whole[column.column_id][:n]
            view.flags.writeable = False
            views[column.column_id] = view
        return views


def joined_spans(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Return spans in order, those that meet or overlap as one."""
    found: list[Span] = []
    for span in sorted(spans):
        if found and span.start_s <= found[-1].stop_s + 1e-9:
            found[-1] = Span(found[-1].start_s, max(found[-1].stop_s, span.stop_s))
        else:
            found.append(span)
    return tuple(found)
