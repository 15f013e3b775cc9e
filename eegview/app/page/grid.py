"""Lay a page on one grid of columns, for files that other programs read."""

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from eegview.app.page.building import build_page
from eegview.model.channel import ChannelKind
from eegview.model.display.binding import bind
from eegview.model.display.montage import Row
from eegview.model.display.page import PageRequest, PageResult
from eegview.model.recording import Recording, Samples, SignalSource, sample_range
from eegview.model.span import Span


@dataclass(frozen=True, slots=True, eq=False)
class PageGrid:
    """A page as one matrix.

    data : (n_rows, n_columns) float32, each row in its unit (µV); NaN in gaps and in rows that are unavailable
    times_s : (n_columns,) float64, recording time of the sample in each column; the grid's own time in gaps
    rate_hz : unless another was asked for, the highest among the EEG rows; slower rows are held, of faster ones the
        sample before is taken
    """

    data: Samples
    times_s: npt.NDArray[np.float64]
    rows: tuple[Row, ...]
    rate_hz: float


def build_grid(source: SignalSource, request: PageRequest, rate_hz: float | None = None) -> PageGrid:
    """Return the page `request` asks for as a matrix of `round(duration * rate)` columns.

    A segment's first sample at time t fills column `round((t - start) * rate)`, the others follow without a hole, so
    that time after a gap is true to half a sample.

    rate_hz : of the columns, None = the highest among the EEG rows
    """
    recording = source.recording
    rows = bind(request.montage, recording, request.bad_channels)
    rate_hz = _grid_rate_hz(rows, recording) if rate_hz is None else rate_hz
    if rate_hz == 0:
        return PageGrid(np.empty((len(rows), 0), np.float32), np.empty(0), rows, 0.0)
    slowest_hz = min(channel.rate_hz for channel in recording.channels if channel.rate_hz > 0)
    # A held sample may lie before the page, and the first column may round down to one.
    wider = PageRequest(
        request.fingerprint,
        request.span.widened(1 / slowest_hz, 1 / rate_hz),
        request.montage,
        request.filters,
        request.bad_channels,
        request.hidden_rows,
    )
    page = build_page(source, wider)
    times_s, segment_of = _column_times(recording, request.span, rate_hz)
    data = np.full((len(page.rows), len(times_s)), np.nan, np.float32)
    _fill(data, page, recording, times_s, segment_of)
    return PageGrid(data, times_s, page.rows, rate_hz)


def _grid_rate_hz(rows: tuple[Row, ...], recording: Recording) -> float:
    """Return the highest rate of EEG rows; where there is none, of EEG channels, of any channel."""
    candidates = (
        [row.rate_hz for row in rows if row.kind is ChannelKind.EEG],
        [channel.rate_hz for channel in recording.channels if channel.kind is ChannelKind.EEG],
        [channel.rate_hz for channel in recording.channels],
    )
    return next((highest for rates_hz in candidates if (highest := max(rates_hz, default=0.0)) > 0), 0.0)


def _column_times(
    recording: Recording, span: Span, rate_hz: float
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.int64]]:
    """Return for each column its time, and the segment its sample lies in (-1 in gaps)."""
    n_columns = round(span.duration_s * rate_hz)
    times_s = span.start_s + np.arange(n_columns) / rate_hz
    segment_of = np.full(n_columns, -1, np.int64)
    for index, segment in enumerate(recording.segments):
        first, stop = sample_range(segment, rate_hz, span.widened(1 / rate_hz))
        if stop <= first:
            continue
        sample_s = segment.start_s + np.arange(first, stop) / rate_hz
        # Rounded once a segment: halves rounded one by one would put two samples in one column and none in the next.
        first_column = math.floor((sample_s[0] - span.start_s) * rate_hz + 0.5 + 1e-6)
        column = first_column + np.arange(stop - first)
        on_page = (column >= 0) & (column < n_columns)
        times_s[column[on_page]] = sample_s[on_page]
        segment_of[column[on_page]] = index
    return times_s, segment_of


def _fill(
    data: Samples,
    page: PageResult,
    recording: Recording,
    times_s: npt.NDArray[np.float64],
    segment_of: npt.NDArray[np.int64],
) -> None:
    starts_s = np.array([segment.start_s for segment in recording.segments])
    columns_of: dict[int, npt.NDArray[np.int64]] = {}
    for trace in page.traces:
        index = int(np.searchsorted(starts_s, trace.first_s + 1e-9, side="right")) - 1
        columns = columns_of.setdefault(index, np.flatnonzero(segment_of == index))
        # Rounding of times must not push a sample into the column before its own.
        sample = np.floor((times_s[columns] - trace.first_s) * trace.rate_hz + 1e-4).astype(np.int64)
        held = (sample >= 0) & (sample < len(trace.values))
        data[trace.row, columns[held]] = trace.values[sample[held]]
