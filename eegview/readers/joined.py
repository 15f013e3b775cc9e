"""Several recordings of one study on one timeline.

Knows only `SignalSource`, so that files of different formats can be joined.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time

import numpy as np

from eegview.model.issue import Issue
from eegview.model.patient import PatientFacts, joined_facts
from eegview.model.recording import (
    FileEvents,
    Progress,
    Recording,
    Samples,
    SignalSource,
    no_progress,
    patient_of,
    sample_range,
)
from eegview.model.span import Span
from eegview.model.stored_digits import DigitSource, StoredScale, stored_scale
from eegview.model.text.decoding import texts_to_show
from eegview.readers.common_channels import common_scales, matched_channels
from eegview.readers.common_timeline import Piece, grouped, placed
from eegview.readers.fingerprint import fingerprint_of_parts

_NONE = np.empty(0, np.float32)
_EARLIEST = datetime.combine(date.min, time.min)


@dataclass(frozen=True, slots=True)
class _Plan:
    """The common timeline of several sources.

    segments : the pieces of each segment
    offsets_s : common time minus own time, per source
    channel_maps : own channel number of each common channel, per source
    """

    recording: Recording
    segments: tuple[tuple[Piece, ...], ...]
    offsets_s: tuple[float, ...]
    channel_maps: tuple[tuple[int | None, ...], ...]


def join_sources(sources: Sequence[SignalSource]) -> SignalSource:
    """Put sources on one timeline: the earliest start is 0 s, channels are matched by name.

    A source without a start time follows the one given before it. What cannot be joined (other rate or unit, overlap,
    the same file twice) is left out or moved, with an issue.
    """
    issues: list[Issue] = []
    sources = _in_order(_without_repeats(sources, issues), issues)
    if len(sources) == 1 and not issues:
        return sources[0]
    scales = common_scales([source.recording for source in sources])
    pieces, offsets_s = placed([source.recording for source in sources], scales, issues)
    channels, channel_maps = matched_channels([source.recording for source in sources], scales, issues)
    segments = grouped(pieces)
    recordings = [s.recording for s in sources]
    formats = list(dict.fromkeys(r.format for r in recordings))
    recording = Recording(
        path=recordings[0].path,
        format=" + ".join(formats),
        channels=channels,
        segments=tuple(Span(group[0].span.start_s, group[-1].span.stop_s) for group in segments),
        started_at=recordings[0].started_at,
        fingerprint=fingerprint_of_parts([r.fingerprint for r in recordings]),
        issues=tuple(_labelled(recordings)) + tuple(issues),
    )
    return JoinedSource(_Plan(recording, segments, tuple(offsets_s), tuple(channel_maps)), sources)


class JoinedSource:
    """A handle on all files of a study, for one thread; a `SignalSource`."""

    def __init__(self, plan: _Plan, sources: Sequence[SignalSource]) -> None:
        self._plan = plan
        self._sources = list(sources)

    @property
    def recording(self) -> Recording:
        return self._plan.recording

    @property
    def paths(self) -> tuple[str, ...]:
        """Return the file of each source."""
        return tuple(source.recording.path for source in self._sources)

    @property
    def patient(self) -> PatientFacts:
        """Return who was recorded, as the files say together."""
        return joined_facts([patient_of(source) for source in self._sources])

    def read(self, channels: Sequence[int], segment_index: int, span: Span) -> list[Samples]:
        """Return the samples of one segment that lie in `span`; NaN for channels its file does not have."""
        return self._read(channels, segment_index, span, as_digits=False)

    def read_digits(self, channels: Sequence[int], segment_index: int, span: Span) -> list[Samples]:
        """Return the samples as the digits that the files store; for channels that have a `stored_scale`."""
        return self._read(channels, segment_index, span, as_digits=True)

    def stored_scale(self, channel: int) -> StoredScale | None:
        """Return how a channel is stored, None where the files differ in it."""
        maps = zip(self._sources, self._plan.channel_maps, strict=True)
        scales = {stored_scale(source, own) for source, channels in maps if (own := channels[channel]) is not None}
        return scales.pop() if len(scales) == 1 else None

    def _read(self, channels: Sequence[int], segment_index: int, span: Span, as_digits: bool) -> list[Samples]:
        recording, pieces = self._plan.recording, self._plan.segments[segment_index]
        segment = recording.segments[segment_index]
        ranges = [sample_range(segment, recording.channels[channel].rate_hz, span) for channel in channels]
        bases = [0] * len(channels)  # samples of the segment before the piece
        parts: list[list[Samples]] = [[] for _ in channels]
        for piece in pieces:
            counts = [round(piece.span.duration_s * recording.channels[channel].rate_hz) for channel in channels]
            inside = [
                (max(first - base, 0), max(min(stop - base, count), 0))
                for (first, stop), base, count in zip(ranges, bases, counts, strict=True)
            ]
            if len(pieces) == 1 or any(first < stop for first, stop in inside):
                for values, samples in zip(parts, self._read_piece(channels, piece, inside, as_digits), strict=True):
                    values.append(samples)
            bases = [base + count for base, count in zip(bases, counts, strict=True)]
        return [values[0] if len(values) == 1 else np.concatenate([_NONE, *values]) for values in parts]

    def _read_piece(
        self, channels: Sequence[int], piece: Piece, ranges: Sequence[tuple[int, int]], as_digits: bool
    ) -> list[Samples]:
        """Return samples `[first, stop)` of each channel, counted from the beginning of a piece."""
        source, channel_map = self._sources[piece.source], self._plan.channel_maps[piece.source]
        own_segment = source.recording.segments[piece.segment]
        found: list[Samples] = []
        by_span: dict[Span, list[tuple[int, int]]] = {}  # own span → (position in the answer, own channel)
        for position, (channel, (first, stop)) in enumerate(zip(channels, ranges, strict=True)):
            own = channel_map[channel]
            found.append(np.full(max(stop - first, 0), np.nan, np.float32))
            if own is None or stop <= first:
                continue
            rate_hz = source.recording.channels[own].rate_hz
            skipped = round(piece.cut_s * rate_hz)
            # Half a sample early at both ends, so that rounding cannot move an edge past a sample.
            own_start_s = own_segment.start_s + (first + skipped - 0.5) / rate_hz
            own_span = Span(own_start_s, own_start_s + (stop - first) / rate_hz)
            by_span.setdefault(own_span, []).append((position, own))
        for own_span, items in by_span.items():
            wanted = [own for _, own in items]
            if as_digits and isinstance(source, DigitSource):
                values = source.read_digits(wanted, piece.segment, own_span)
            else:
                values = source.read(wanted, piece.segment, own_span)
            for (position, _), samples in zip(items, values, strict=True):
                found[position] = samples
        return found

    def scan_events(self, progress: Progress = no_progress) -> FileEvents:
        """Read the annotations of all files, on the common timeline."""
        annotations, issues = [], []
        encodings: list[str] = []
        texts: list[bytes] = []
        n_sources = len(self._sources)
        for number, source in enumerate(self._sources):
            start = number / n_sources
            events = source.scan_events(lambda share, start=start: progress(start + share / n_sources))
            annotations += [replace(a, onset_s=self._common_s(number, a.onset_s)) for a in events.annotations]
            issues += _prefixed(number, events.issues)
            encodings += [events.encoding] if events.texts else []
            texts += events.texts
        encoding = encodings[0] if len(set(encodings)) == 1 else ""
        in_order = tuple(sorted(annotations, key=lambda a: a.onset_s))
        return FileEvents(in_order, tuple(issues), encoding, texts_to_show(texts))

    def _common_s(self, source: int, own_s: float) -> float:
        """Return the common time of a source's own: that of its samples, where those are shown at another rate."""
        for piece in (piece for group in self._plan.segments for piece in group if piece.source == source):
            own_segment = self._sources[source].recording.segments[piece.segment]
            since_s = own_s - own_segment.start_s - piece.cut_s
            if piece.scale != 1 and since_s >= 0 and own_s <= own_segment.stop_s:
                return piece.span.start_s + since_s * piece.scale
        return own_s + self._plan.offsets_s[source]

    def reopen(self) -> "JoinedSource":
        return JoinedSource(self._plan, [source.reopen() for source in self._sources])

    def close(self) -> None:
        for source in self._sources:
            source.close()


def _without_repeats(sources: Sequence[SignalSource], issues: list[Issue]) -> list[SignalSource]:
    kept: dict[str, SignalSource] = {}
    for number, source in enumerate(sources):
        if source.recording.fingerprint in kept:
            source.close()
            issues.append(Issue("file_repeated", f"File {number + 1} is the same as an earlier one; used once."))
        else:
            kept[source.recording.fingerprint] = source
    return list(kept.values())


def _in_order(sources: list[SignalSource], issues: list[Issue]) -> list[SignalSource]:
    """Return the sources by start time; one without a start time stays behind the one given before it."""
    groups: list[list[SignalSource]] = []
    for source in sources:
        if source.recording.started_at is None and groups:
            groups[-1].append(source)
        else:
            groups.append([source])
    first_has_start = groups[0][0].recording.started_at is not None
    lead, rest = ([], groups) if first_has_start else (groups[:1], groups[1:])
    rest.sort(key=lambda group: group[0].recording.started_at or _EARLIEST)
    ordered = [source for group in [*lead, *rest] for source in group]
    if [id(s) for s in ordered] != [id(s) for s in sources]:
        issues.append(Issue("files_reordered", "The files were not given in order of time; they are shown in it."))
    return ordered


def _labelled(recordings: list[Recording]) -> list[Issue]:
    return [issue for number, r in enumerate(recordings) for issue in _prefixed(number, r.issues)]


def _prefixed(number: int, issues: Sequence[Issue]) -> list[Issue]:
    return [Issue(issue.code, f"File {number + 1}: {issue.message}") for issue in issues]
