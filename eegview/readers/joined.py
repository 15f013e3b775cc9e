"""Several recordings of one study on one timeline.

Knows only `SignalSource`, so that files of different formats can be joined.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time

import numpy as np

from eegview.model.channel import Channel
from eegview.model.clock import elapsed_text
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
from eegview.readers.fingerprint import fingerprint_of_parts

_CLOCK_STEP_S = 1.0  # start times are written in whole seconds, so files may seem to overlap by less than one
_FAR_APART_S = 2 * 86400.0  # a study pauses for a night, not for days
_EARLIEST = datetime.combine(date.min, time.min)


@dataclass(frozen=True, slots=True)
class _Piece:
    """One segment of one source on the common timeline.

    cut_s : how much of the segment's beginning is left out, because the file before covers it
    """

    source: int
    segment: int
    cut_s: float
    span: Span


@dataclass(frozen=True, slots=True)
class _Plan:
    """The common timeline of several sources.

    offsets_s : common time minus own time, per source
    channel_maps : own channel number of each common channel, per source
    """

    recording: Recording
    pieces: tuple[_Piece, ...]
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
    pieces, offsets_s = _placed(sources, issues)
    channels, channel_maps = _matched_channels(sources, issues)
    recordings = [s.recording for s in sources]
    formats = list(dict.fromkeys(r.format for r in recordings))
    recording = Recording(
        path=recordings[0].path,
        format=" + ".join(formats),
        channels=channels,
        segments=tuple(piece.span for piece in pieces),
        started_at=recordings[0].started_at,
        fingerprint=fingerprint_of_parts([r.fingerprint for r in recordings]),
        issues=tuple(_labelled(recordings)) + tuple(issues),
    )
    return JoinedSource(_Plan(recording, tuple(pieces), tuple(offsets_s), tuple(channel_maps)), sources)


class JoinedSource:
    """A handle on all files of a study, for one thread; a `SignalSource`."""

    def __init__(self, plan: _Plan, sources: Sequence[SignalSource]) -> None:
        self._plan = plan
        self._sources = list(sources)

    @property
    def recording(self) -> Recording:
        return self._plan.recording

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
        plan = self._plan
        piece = plan.pieces[segment_index]
        source, channel_map = self._sources[piece.source], plan.channel_maps[piece.source]
        own_segment = source.recording.segments[piece.segment]
        found: list[Samples | None] = []
        by_span: dict[Span, list[tuple[int, int]]] = {}  # own span → (position in the answer, own channel)
        for position, channel in enumerate(channels):
            rate_hz = plan.recording.channels[channel].rate_hz
            first, stop = sample_range(piece.span, rate_hz, span)
            own = channel_map[channel]
            if own is None:
                found.append(np.full(stop - first, np.nan, np.float32))
                continue
            found.append(None)
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
        return [samples for samples in found if samples is not None]

    def scan_events(self, progress: Progress = no_progress) -> FileEvents:
        """Read the annotations of all files, on the common timeline."""
        annotations, issues = [], []
        n_sources = len(self._sources)
        for number, (source, offset_s) in enumerate(zip(self._sources, self._plan.offsets_s, strict=True)):
            start = number / n_sources
            events = source.scan_events(lambda share, start=start: progress(start + share / n_sources))
            annotations += [replace(a, onset_s=a.onset_s + offset_s) for a in events.annotations]
            issues += _prefixed(number, events.issues)
        return FileEvents(tuple(sorted(annotations, key=lambda a: a.onset_s)), tuple(issues))

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


def _placed(sources: list[SignalSource], issues: list[Issue]) -> tuple[list[_Piece], list[float]]:
    """Return the pieces of the timeline, and where each source begins on it."""
    pieces: list[_Piece] = []
    offsets_s: list[float] = []
    for number, source in enumerate(sources):
        reached_s = pieces[-1].span.stop_s if pieces else 0.0
        offset_s = _offset_s(number, sources, offsets_s, reached_s, issues)
        if 0 < reached_s - offset_s < _CLOCK_STEP_S:
            issues.append(
                Issue(
                    "file_overlap_small",
                    f"File {number + 1} begins {reached_s - offset_s:.3f} s before the last one ends; placed after it.",
                )
            )
            offset_s = reached_s
        offsets_s.append(offset_s)
        if offset_s - reached_s >= _FAR_APART_S:
            days = f"{(offset_s - reached_s) / 86400:.0f} days"
            text = f"File {number + 1} begins {days} after the previous one ends; check that they belong to one study."
            issues.append(Issue("files_far_apart", text))
        if offset_s < reached_s:
            issues.append(
                Issue(
                    "file_overlap",
                    f"File {number + 1} begins {elapsed_text(reached_s - offset_s, 0)} before the previous one ends; "
                    "the overlapping part is not shown.",
                )
            )
        for segment, span in enumerate(source.recording.segments):
            piece = _piece(number, segment, span.shifted(offset_s), reached_s, source)
            if piece is not None:
                pieces.append(piece)
    return pieces, offsets_s


def _offset_s(
    number: int, sources: list[SignalSource], offsets_s: list[float], reached_s: float, issues: list[Issue]
) -> float:
    """Return where a source begins: by its clock if it and an earlier one have one, else behind the one before."""
    started_at = sources[number].recording.started_at
    if number == 0:
        return 0.0
    for earlier in range(number - 1, -1, -1):
        reference = sources[earlier].recording.started_at
        if reference is not None and started_at is not None:
            return offsets_s[earlier] + (started_at - reference).total_seconds()
    issues.append(
        Issue(
            "file_without_start",
            f"File {number + 1} cannot be placed by clock time; it is placed after the previous one.",
        )
    )
    return reached_s


def _piece(number: int, segment: int, span: Span, reached_s: float, source: SignalSource) -> _Piece | None:
    """Return a segment, without what lies before `reached_s`; None if nothing of it is left.

    A segment is cut at a time that is a whole number of samples of all channels.
    """
    cut_s = max(0.0, reached_s - span.start_s)
    if cut_s > 1e-9:
        cut_s = float(np.ceil(cut_s))
        rates_hz = {c.rate_hz for c in source.recording.channels}
        while cut_s < span.duration_s and any(abs(cut_s * r - round(cut_s * r)) > 1e-6 for r in rates_hz):
            cut_s += 1.0
    if cut_s >= span.duration_s:
        return None
    return _Piece(number, segment, cut_s, Span(span.start_s + cut_s, span.stop_s))


def _matched_channels(
    sources: list[SignalSource], issues: list[Issue]
) -> tuple[tuple[Channel, ...], list[tuple[int | None, ...]]]:
    """Return the common channels, in order of first appearance, and each source's own numbers of them."""
    channels: dict[str, Channel] = {}
    for source in sources:
        for channel in source.recording.channels:
            channels.setdefault(channel.name, replace(channel, index=len(channels)))
    maps: list[tuple[int | None, ...]] = []
    for number, source in enumerate(sources):
        own = {c.name: c for c in source.recording.channels}
        differing = [name for name, c in own.items() if not _agree(c, channels[name])]
        missing = [name for name in channels if name not in own]
        if differing:
            what = "another sampling rate or unit than before; not shown"
            issues.append(Issue("file_channels_differ", f"File {number + 1}: {_listed(differing)}: {what}."))
        if missing:
            issues.append(Issue("file_channels_missing", f"File {number + 1} has no {_listed(missing)}."))
        maps.append(tuple(own[n].index if n in own and n not in differing else None for n in channels))
    return _with_common_limits(channels, sources), maps


def _agree(one: Channel, other: Channel) -> bool:
    return math.isclose(one.rate_hz, other.rate_hz, rel_tol=1e-9) and one.unit == other.unit


def _with_common_limits(channels: dict[str, Channel], sources: list[SignalSource]) -> tuple[Channel, ...]:
    """Drop the clipping limits of channels whose files can hold different ranges."""
    common = []
    for channel in channels.values():
        same_name = [c for c in (s.recording.channel(channel.name) for s in sources) if c is not None]
        agree = len({(c.minimum_uv, c.maximum_uv) for c in same_name}) == 1
        common.append(channel if agree else replace(channel, minimum_uv=None, maximum_uv=None))
    return tuple(common)


def _labelled(recordings: list[Recording]) -> list[Issue]:
    return [issue for number, r in enumerate(recordings) for issue in _prefixed(number, r.issues)]


def _prefixed(number: int, issues: Sequence[Issue]) -> list[Issue]:
    return [Issue(issue.code, f"File {number + 1}: {issue.message}") for issue in issues]


def _listed(names: list[str]) -> str:
    return ", ".join(names[:5]) + (f" and {len(names) - 5} more" if len(names) > 5 else "")
