"""Form the rows of one segment, filtered and brought to one rate, any part at a time."""

from collections.abc import Sequence

import numpy as np

from eegview.dsp.derivation import derive
from eegview.dsp.filtering import filter_in_place, margin_s
from eegview.dsp.resampling import Resampling
from eegview.model.display.filters import FilterSpec
from eegview.model.display.montage import Row
from eegview.model.recording import Samples, SignalSource, sample_range
from eegview.model.span import Span


class SegmentRows:
    """Rows of one segment; sample k is at `segment.start_s + k / rate_hz`.

    Any part equals the same part of the whole segment, since what lies around is read along as far as it matters.
    """

    def __init__(
        self, source: SignalSource, segment_index: int, rows: Sequence[Row], rate_hz: float, spec: FilterSpec
    ) -> None:
        self._source, self._index, self._rows = source, segment_index, tuple(rows)
        self._spec, self.rate_hz = spec, rate_hz
        self.segment = source.recording.segments[segment_index]
        self.n_samples = round(self.segment.duration_s * rate_hz)
        self._groups: dict[float, list[int]] = {}
        for number, row in enumerate(self._rows):
            self._groups.setdefault(row.rate_hz, []).append(number)

    def time_s(self, sample: int) -> float:
        return self.segment.start_s + sample / self.rate_hz

    def read(self, first: int, stop: int) -> Samples:
        """Return samples `[first, stop)`, within the segment, as (n_rows, stop - first) float32 µV."""
        out = np.empty((len(self._rows), stop - first), np.float32)
        for row_rate_hz, numbers in self._groups.items():
            out[numbers] = self._read_group(row_rate_hz, [self._rows[n] for n in numbers], first, stop)
        return out

    def _read_group(self, row_rate_hz: float, rows: list[Row], first: int, stop: int) -> Samples:
        resampling = None if row_rate_hz == self.rate_hz else Resampling(row_rate_hz, self.rate_hz)
        low, high = (first, stop) if resampling is None else resampling.needed(first, stop)
        margin = round(margin_s(self._spec, row_rate_hz) * row_rate_hz)
        start_s = self.segment.start_s
        wanted = Span(start_s + (low - margin) / row_rate_hz, start_s + (high + margin) / row_rate_hz)
        read_first, _read_stop = sample_range(self.segment, row_rate_hz, wanted)
        formed = read_rows(self._source, self._index, rows, wanted)
        filter_in_place(formed, self._spec, row_rate_hz)
        if resampling is not None:
            return resampling.run(formed, read_first, first, stop)
        return formed[:, first - read_first : stop - read_first].astype(np.float32)


def read_rows(source: SignalSource, segment_index: int, rows: Sequence[Row], span: Span) -> np.ndarray:
    """Return the samples of rows of one rate that lie in `span`, as (n_rows, n) float64, unfiltered."""
    channels = sorted({channel for row in rows for channel in row.channels})
    place = {channel: k for k, channel in enumerate(channels)}
    weights = np.zeros((len(rows), len(channels)))
    for k, row in enumerate(rows):
        for channel, weight in zip(row.channels, row.weights, strict=True):
            weights[k, place[channel]] = weight
    return derive(source.read(channels, segment_index, span), weights)
