"""The part of a recording that is written into another file: what every writer gets.

A writer takes a `RecordingPart` and a path, and returns sentences on what the format could not carry:
`write(part: RecordingPart, out: Path) -> list[str]`. It reads the samples piece by piece, so that its memory does not
grow with the length, and calls `part.progress`, which raises `Cancelled` to stop the work.
"""

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from fractions import Fraction
from math import lcm

import numpy as np

from eegview.exchange.channel_names import FileNames
from eegview.model.annotation import Annotation
from eegview.model.channel import Channel
from eegview.model.patient import PatientFacts
from eegview.model.recording import Progress, Samples, SignalSource, no_progress, sample_range
from eegview.model.span import Span, gaps_between
from eegview.model.stored_digits import DigitSource, StoredScale, stored_scale

PIECE_VALUES = 2_000_000  # samples of all channels together that are held at a time
_LONGEST_COMMON_S = 3600.0
_NEAR_S = 4.0  # so far a stretch is widened to where all channels have a sample


@dataclass(frozen=True, slots=True)
class PartMark:
    """A mark as it is to be written.

    mark : its times in seconds from the start of the *source* recording, inside the part; its channels are those of
        the page, see `RecordingPart.labels_of`
    text : what formats with one text for each mark write, without its channels
    """

    mark: Annotation
    text: str


@dataclass(frozen=True, slots=True)
class PartSegment:
    """A stretch of the part without a gap.

    index : of the source's segment that it lies in
    start_s : time of its first samples, seconds from the start of the source recording
    first, stop : half-open range of sample numbers of each chosen channel, counted from the source segment's start
    """

    index: int
    start_s: float
    first: tuple[int, ...]
    stop: tuple[int, ...]

    @property
    def n_samples(self) -> tuple[int, ...]:
        return tuple(stop - first for first, stop in zip(self.first, self.stop, strict=True))


@dataclass(frozen=True, slots=True)
class RecordingPart:
    """A span of time and some channels of an open recording, with marks and identity, to be written.

    source : open, and the writer's thread's own
    channels : indices into `source.recording.channels`, ascending, at least one
    segments : what there is of the samples, ascending in time; at least one. The first begins the part.
    marks : in order of time
    patient : who is named in the file; None for nobody
    staff : (hospital's code, technician, equipment) to be named, "" for none
    started_at : wall clock at the part's first sample, subsecond included; None: the file names no date
    progress : gets the share done, 0-1; raises `Cancelled`
    """

    source: SignalSource
    channels: tuple[int, ...]
    segments: tuple[PartSegment, ...]
    marks: tuple[PartMark, ...] = ()
    patient: PatientFacts | None = field(default=None, repr=False)
    staff: tuple[str, str, str] = field(default=("", "", ""), repr=False)
    started_at: datetime | None = None
    progress: Progress = no_progress

    @property
    def chosen(self) -> tuple[Channel, ...]:
        """Return the chosen channels, in the order of the samples."""
        return tuple(self.source.recording.channels[index] for index in self.channels)

    @property
    def rates_hz(self) -> tuple[float, ...]:
        return tuple(channel.rate_hz for channel in self.chosen)

    @property
    def start_s(self) -> float:
        """Return the time of the part's first sample, seconds from the start of the source recording."""
        return self.segments[0].start_s

    @property
    def stop_s(self) -> float:
        """Return the end of the part's last sample, seconds from the start of the source recording."""
        return self.segment_stop_s(self.segments[-1])

    def segment_stop_s(self, segment: PartSegment) -> float:
        """Return when the last sample of a segment ends, seconds from the start of the source recording."""
        return max(segment.start_s + n / rate for n, rate in zip(segment.n_samples, self.rates_hz, strict=True))

    @property
    def gaps(self) -> tuple[Span, ...]:
        """Return the spans between the segments, seconds from the start of the source recording."""
        spans = [Span(s.start_s, self.segment_stop_s(s)) for s in self.segments]
        return gaps_between(spans, Span(self.start_s, max(self.stop_s, self.start_s)))

    def stored(self, position: int) -> StoredScale | None:
        """Return how the chosen channel at `position` is stored in its file, None where only values are known."""
        return stored_scale(self.source, self.channels[position])

    def labels_of(self, mark: Annotation) -> tuple[str, ...]:
        """Return the labels, in the source's file, of the chosen channels that a mark or its rows are about."""
        names = FileNames(self.chosen)
        return tuple(dict.fromkeys(label for name in mark.channels for label in names.labels(name)))

    def read(
        self, segment: PartSegment, first: Sequence[int], stop: Sequence[int], as_digits: Sequence[bool] = ()
    ) -> list[Samples]:
        """Return the samples `[first, stop)` of each chosen channel, counted from the segment's own first sample.

        as_digits : for each channel whether the stored digits are wanted, see `stored`; values where left out

        Returns
        -------
        list of (stop_c - first_c,) float32, in the channel's unit or as whole digits; NaN where the file has nothing
        """
        recording = self.source.recording
        start_s = recording.segments[segment.index].start_s
        groups: dict[tuple[float, int, int, bool], list[int]] = {}
        for position, rate_hz in enumerate(self.rates_hz):
            a, b = segment.first[position] + first[position], segment.first[position] + stop[position]
            wants_digits = bool(as_digits) and as_digits[position]
            groups.setdefault((rate_hz, a, b, wants_digits), []).append(position)
        found: list[Samples] = [np.empty(0, np.float32)] * len(self.channels)
        for (rate_hz, a, b, wants_digits), positions in groups.items():
            if b <= a:
                continue
            # half a sample early at both ends, so that rounding cannot move an edge past a sample
            span = Span(start_s + (a - 0.5) / rate_hz, start_s + (b - 0.5) / rate_hz)
            indices = [self.channels[position] for position in positions]
            if wants_digits and isinstance(self.source, DigitSource):
                samples = self.source.read_digits(indices, segment.index, span)
            else:
                samples = self.source.read(indices, segment.index, span)
            for position, values in zip(positions, samples, strict=True):
                found[position] = values
        return found

    def pieces(
        self, segment: PartSegment, step: Sequence[int] | None = None, as_digits: Sequence[bool] = ()
    ) -> Iterator[tuple[tuple[int, ...], list[Samples]]]:
        """Yield the samples of a segment, some millions at a time, with the number of each channel's first sample.

        step : samples of each channel that stay together in a piece (a data record); only the last has a part of one.
            Where left out, pieces meet at equal times as nearly as the rates allow.
        """
        n_samples = segment.n_samples
        if step is not None:
            n_steps = max(-(-n // size) for n, size in zip(n_samples, step, strict=True))
            at_a_time = max(1, PIECE_VALUES // sum(step))
            edges = [
                tuple(min(number * size, n) for n, size in zip(n_samples, step, strict=True))
                for number in (*range(0, n_steps, at_a_time), n_steps)
            ]
        else:
            n_pieces = -(-sum(n_samples) // PIECE_VALUES)
            edges = [tuple(n * number // n_pieces for n in n_samples) for number in range(n_pieces + 1)]
        for first, stop in itertools.pairwise(edges):
            yield first, self.read(segment, first, stop, as_digits)


def segments_within(source: SignalSource, channels: Sequence[int], span: Span) -> tuple[PartSegment, ...]:
    """Return the stretches of samples of `channels` that lie in `span`, none where there is no sample.

    Where all rates are equal the samples are those of `sample_range`. Where they differ a stretch is widened to the
    nearest instants, before its first sample and after its last, at which every channel has a sample, so that all
    first samples belong to one instant and no sample that was asked for is left out. Rates that meet too rarely begin
    where their samples are nearest to each other.
    """
    recording = source.recording
    rates_hz = [recording.channels[index].rate_hz for index in channels]
    fastest_hz = max(rates_hz)
    together = samples_in_common(fastest_hz, rates_hz)
    is_near = together is not None and together <= max(_NEAR_S, 1.001 / min(rates_hz)) * fastest_hz
    found = []
    for index, segment in enumerate(recording.segments):
        ranges = [sample_range(segment, rate_hz, span) for rate_hz in rates_hz]
        if all(stop <= first for first, stop in ranges):
            continue
        lead, end = ranges[rates_hz.index(fastest_hz)]
        stops = [stop for _, stop in ranges]
        if together and is_near:
            lead -= lead % together
            end += -end % together
            wholes = [round(segment.duration_s * rate_hz) for rate_hz in rates_hz]
            stops = [min(round(end * rate / fastest_hz), n) for rate, n in zip(rates_hz, wholes, strict=True)]
        else:
            lead = _nearest_meeting(lead, fastest_hz, rates_hz)
        first = tuple(round(lead * rate_hz / fastest_hz) for rate_hz in rates_hz)
        stop = tuple(map(max, first, stops))
        found.append(PartSegment(index, segment.start_s + lead / fastest_hz, first, stop))
    return tuple(found)


def _nearest_meeting(lead: int, fastest_hz: float, rates_hz: Sequence[float]) -> int:
    """Return the sample of the fastest channel, shortly before `lead`, to which the others have samples nearest."""
    n_back = min(int(max(1.0, 1.0 / min(rates_hz)) * fastest_hz), lead)
    leads = np.arange(lead, lead - n_back - 1, -1)
    apart_s = np.zeros(len(leads))
    for rate_hz in set(rates_hz):
        at = leads * (rate_hz / fastest_hz)
        apart_s = np.maximum(apart_s, np.abs(at - np.rint(at)) / rate_hz)
    return int(leads[np.argmin(np.round(apart_s, 9))])


def samples_in_common(fastest_hz: float, rates_hz: Sequence[float]) -> int | None:
    """Return after how many samples of the fastest channel the samples of all rates fall together again.

    None where they do not within an hour, as those of clocks that run free.
    """
    ratios = {Fraction(rate_hz / fastest_hz).limit_denominator(10_000_000) for rate_hz in rates_hz}
    together = lcm(*(ratio.denominator for ratio in ratios))
    return together if together <= _LONGEST_COMMON_S * fastest_hz + 1 else None


def start_of(recording_start: datetime | None, start_s: float) -> datetime | None:
    """Return the wall clock `start_s` after a recording's start, None where it is unknown or beyond the calendar."""
    try:
        return None if recording_start is None else recording_start + timedelta(seconds=start_s)
    except OverflowError:
        return None
