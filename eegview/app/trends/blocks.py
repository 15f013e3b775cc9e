"""Read the rows of a recording block by block, as its trends are computed from them."""

from dataclasses import dataclass

import numpy as np

from eegview.app.trends.rows import TrendRows
from eegview.dsp.derivation import derive
from eegview.dsp.resampling import Resampling
from eegview.dsp.trends.block import MARGIN_S, RATE_HZ, TrendBlock
from eegview.model.recording import Samples, SignalSource, sample_range
from eegview.model.span import Span

_PIECE = 30 * round(RATE_HZ)  # samples that are formed at a time, so that memory stays flat


@dataclass(frozen=True, slots=True)
class _Group:
    """Rows of one sampling rate.

    numbers : of the rows
    channels : that they need, ascending
    weights : (n_rows, n_channels) float64
    resampling : None where the rate is that of the blocks
    """

    numbers: tuple[int, ...]
    channels: tuple[int, ...]
    weights: np.ndarray
    rate_hz: float
    resampling: Resampling | None


class BlockReader:
    """Blocks of one recording, read by one thread on a handle of its own.

    A segment that begins between two samples of the grid of 128 Hz is moved to the nearer one, by 3.9 ms at most.
    """

    def __init__(self, source: SignalSource, rows: TrendRows) -> None:
        self._source = source
        self._labels = tuple(row.label for row in rows.all_rows)
        self._last: TrendBlock | None = None
        by_rate: dict[float, list[int]] = {}
        for number, row in enumerate(rows.all_rows):
            by_rate.setdefault(row.rate_hz, []).append(number)
        self._groups = [_group(rows, rate_hz, tuple(numbers)) for rate_hz, numbers in by_rate.items()]

    def read(self, start_s: float, stop_s: float) -> TrendBlock:
        """Return the block `[start_s, stop_s)`, both whole multiples of the grid; cheapest in order of time.

        Raises
        ------
        UnreadableFile : the file went away
        """
        first, stop = round((start_s - MARGIN_S) * RATE_HZ), round((stop_s + MARGIN_S) * RATE_HZ)
        data = np.full((len(self._labels), stop - first), np.nan, np.float32)
        reached = first
        if self._last is not None and self._last.stop_s == start_s:  # its margin and its end are those of this one
            reached = min(round((self._last.stop_s + MARGIN_S) * RATE_HZ), stop)
            begin = round((start_s - MARGIN_S - (self._last.start_s - MARGIN_S)) * RATE_HZ)
            data[:, : reached - first] = self._last.data[:, begin : begin + reached - first]
        self._fill(data, first, reached, stop)
        data.flags.writeable = False
        self._last = TrendBlock(start_s, stop_s, self._labels, data)
        return self._last

    def _fill(self, data: Samples, first: int, reached: int, stop: int) -> None:
        """Write the samples `[reached, stop)` of the grid into `data`, which begins at `first`."""
        for index, segment in enumerate(self._source.recording.segments):
            begin = round(segment.start_s * RATE_HZ)  # sample of the grid at which the segment's own clock is 0
            own_first = max(reached - begin, 0)
            own_stop = min(stop - begin, round(segment.duration_s * RATE_HZ))
            if own_first < own_stop:
                into = data[:, own_first + begin - first : own_stop + begin - first]
                for group in self._groups:
                    self._read_group(group, index, segment, own_first, own_stop, into)

    def _read_group(self, group: _Group, index: int, segment: Span, first: int, stop: int, into: Samples) -> None:
        """Write samples `[first, stop)` of a segment, counted at 128 Hz, into the rows of a group."""
        for start in range(first, stop, _PIECE):
            end = min(start + _PIECE, stop)
            low, high = (start, end) if group.resampling is None else group.resampling.needed(start, end)
            # half a sample early at both ends, so that rounding cannot move an edge past a sample
            wanted = Span(segment.start_s + (low - 0.5) / group.rate_hz, segment.start_s + (high - 0.5) / group.rate_hz)
            read_first, _read_stop = sample_range(segment, group.rate_hz, wanted)
            columns = self._source.read(group.channels, index, wanted)
            if group.resampling is None:
                columns = [column[start - read_first : end - read_first] for column in columns]
            else:  # first, as there are fewer samples behind it; in float64, so that rows lose nothing
                wide = np.array(columns, np.float64)
                columns = list(group.resampling.run_wide(wide, read_first, start, end))
            values = derive(columns, group.weights)
            for number, row in zip(group.numbers, values, strict=True):
                into[number, start - first : start - first + len(row)] = row


def _group(rows: TrendRows, rate_hz: float, numbers: tuple[int, ...]) -> _Group:
    used = [rows.all_rows[number] for number in numbers]
    channels = tuple(sorted({channel for row in used for channel in row.channels}))
    place = {channel: k for k, channel in enumerate(channels)}
    weights = np.zeros((len(used), len(channels)))
    for k, row in enumerate(used):
        for channel, weight in zip(row.channels, row.weights, strict=True):
            weights[k, place[channel]] = weight
    resampling = None if rate_hz == RATE_HZ else Resampling(rate_hz, RATE_HZ)
    return _Group(numbers, channels, weights, rate_hz, resampling)
