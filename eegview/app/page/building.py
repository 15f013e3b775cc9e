"""Answer one page request: read with a margin, form the rows, filter, trim. Runs on any thread; no Qt."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from eegview.dsp.clipping import clipped_runs
from eegview.dsp.derivation import derive
from eegview.dsp.filtering import filter_in_place, margin_s
from eegview.model.channel import ChannelKind
from eegview.model.display.binding import bind
from eegview.model.display.filters import FilterSpec, Phase
from eegview.model.display.montage import Row
from eegview.model.display.page import PageRequest, PageResult, Trace
from eegview.model.recording import Recording, Samples, SignalSource, sample_range
from eegview.model.span import Span, gaps_between

# A switch or a percentage rests at its limit by right; only these clip there.
_WAVES = (ChannelKind.EEG, ChannelKind.EOG, ChannelKind.ECG, ChannelKind.EMG, ChannelKind.RESPIRATION)
_SAMPLES_AT_ONCE = 2_000_000  # rows of a long page are formed a few at a time, so that memory stays flat


@dataclass(frozen=True, slots=True)
class _Group:
    """Rows that are read and filtered together.

    numbers : of the rows
    channels : that they need, ascending
    """

    numbers: tuple[int, ...]
    channels: tuple[int, ...]
    rate_hz: float
    spec: FilterSpec


def build_page(source: SignalSource, request: PageRequest) -> PageResult:
    """Return the page `request` asks for.

    Every trace equals the same slice of the whole filtered recording, wherever the page starts.

    Raises
    ------
    UnreadableFile : the file went away
    """
    recording = source.recording
    rows = bind(request.montage, recording, request.bad_channels)
    within = request.span.intersection(recording.span)
    if within is None:
        return PageResult(request, rows, ())
    segments = recording.segments
    indices = _overlapping(segments, within)
    traces: list[Trace] = []
    clipped: list[tuple[int, Span]] = []
    for group in _groups(rows, request):
        for segment_index in indices:
            _read_part(source, segment_index, group, rows, request.span, traces, clipped)
    traces.sort(key=lambda trace: (trace.row, trace.first_s))
    clipped.sort()
    gaps = gaps_between([segments[i] for i in indices], within)
    return PageResult(request, rows, tuple(traces), gaps, tuple(clipped))


def _groups(rows: tuple[Row, ...], request: PageRequest) -> list[_Group]:
    numbers: dict[tuple[float, FilterSpec], list[int]] = {}
    for number, row in enumerate(rows):
        if row.is_available and row.rate_hz > 0 and row.label not in request.hidden_rows:
            numbers.setdefault((row.rate_hz, request.filters.for_kind(row.kind)), []).append(number)
    return [
        _Group(tuple(group), tuple(sorted({c for n in group for c in rows[n].channels})), rate_hz, spec)
        for (rate_hz, spec), group in numbers.items()
    ]


def _overlapping(segments: Sequence[Span], span: Span) -> range:
    first = max(bisect_right(segments, span.start_s, key=lambda segment: segment.start_s) - 1, 0)
    if first < len(segments) and segments[first].stop_s <= span.start_s:
        first += 1
    stop = first
    while stop < len(segments) and segments[stop].start_s < span.stop_s:
        stop += 1
    return range(first, stop)


def _read_part(
    source: SignalSource,
    segment_index: int,
    group: _Group,
    rows: tuple[Row, ...],
    span: Span,
    traces: list[Trace],
    clipped: list[tuple[int, Span]],
) -> None:
    """Add the traces and clipped spans of one group of rows in one segment."""
    recording, rate_hz = source.recording, group.rate_hz
    segment = recording.segments[segment_index]
    first, stop = sample_range(segment, rate_hz, span)
    if stop <= first:
        return
    # Two samples more on either side even without a filter: a clipped run may begin or end off the page.
    margin = max(margin_s(group.spec, rate_hz), 2 / rate_hz)
    after = margin if group.spec.phase is Phase.ZERO else 2 / rate_hz
    wanted = span.widened(margin, after)
    read_first, _read_stop = sample_range(segment, rate_hz, wanted)
    columns = source.read(group.channels, segment_index, wanted)
    keep = slice(first - read_first, stop - read_first)
    first_s = segment.start_s + first / rate_hz

    at_once = max(1, _SAMPLES_AT_ONCE // len(columns[0]))
    place = {channel: k for k, channel in enumerate(group.channels)}
    for start in range(0, len(group.numbers), at_once):
        numbers = group.numbers[start : start + at_once]
        weights = np.zeros((len(numbers), len(columns)))
        for k, number in enumerate(numbers):
            for channel, weight in zip(rows[number].channels, rows[number].weights, strict=True):
                weights[k, place[channel]] = weight
        formed = derive(columns, weights)
        filter_in_place(formed, group.spec, rate_hz)
        values = formed[:, keep].astype(np.float32, order="C")
        values.flags.writeable = False
        traces += [Trace(number, first_s, rate_hz, row) for number, row in zip(numbers, values, strict=True)]
    clipped += _clipped_rows(recording, group, rows, columns, keep, first_s)


def _clipped_rows(
    recording: Recording,
    group: _Group,
    rows: tuple[Row, ...],
    columns: Sequence[Samples],
    keep: slice,
    first_s: float,
) -> list[tuple[int, Span]]:
    """Return (row, span) for every run of a row's inputs at the limit of what the file can hold."""
    runs_of = {}
    for channel_index, values in zip(group.channels, columns, strict=True):
        channel = recording.channels[channel_index]
        if (
            channel.kind in _WAVES
            and channel.unit == "uV"
            and channel.minimum_uv is not None
            and channel.maximum_uv is not None
        ):
            runs = clipped_runs(values, channel.minimum_uv, channel.maximum_uv)
            if runs:
                runs_of[channel_index] = runs
    found = set()
    for number in group.numbers:
        for channel_index in rows[number].channels:
            for start, stop in runs_of.get(channel_index, ()):
                start, stop = max(start, keep.start), min(stop, keep.stop)
                if start < stop:
                    at_s = first_s + (start - keep.start) / group.rate_hz
                    found.add((number, Span(at_s, at_s + (stop - start) / group.rate_hz)))
    return sorted(found)
