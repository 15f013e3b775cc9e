"""Read the same recording in other ways and compare what a detector tells: `from detectors.more_read import …`.

A recording is a `MemorySource`; each change gives another. `read_by` runs a shipped detector over one through the real
`PluginRecording`, so margins, filters and cutting are the program's. `compare` pairs what two readings tell.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from detectors.plugin_runs import KeptReport, detector_function, seen_by
from recordings.memory_source import MemorySource
from scipy import signal

from eegview.detect.manifest_file import read_manifest
from eegview.detect.plugin_recording import PluginRecording, Stretch
from eegview.detect.shipped import shipped_folder
from eegview.model.channel import ChannelKind
from eegview.model.recording import sample_range
from eegview.model.span import Span
from eegview.model.suggestion.detection import NOT_FINAL
from eegview.readers.opening import open_recording

NINE = ("Fp1", "Fp2", "C3", "C4", "T7", "T8", "O1", "O2", "Cz")
SETTLED_S = 65.0  # so long before the end of what was read, what is told is told for good
SCORE_WITHIN = 0.03
ONSET_WITHIN_S = 0.1  # one step of the spasm detector's tracks
PAIRED_WITHIN_S = 1.0
_VOLTAGES = (ChannelKind.EEG, ChannelKind.EOG, ChannelKind.ECG, ChannelKind.EMG)


@dataclass(frozen=True, slots=True)
class Told:
    """One suggestion; times in seconds from the start of what was read."""

    onset_s: float
    duration_s: float
    term: str
    score: float
    is_final: bool


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """What a detector told of a recording.

    told : in order of time
    trends : (start_s, step_s, values) by name
    stop_s : end of what was read
    """

    told: tuple[Told, ...]
    trends: dict[str, tuple[float, float, np.ndarray]]
    notes: tuple[str, ...]
    stop_s: float


@dataclass(frozen=True, slots=True, eq=False)
class Difference:
    """How two readings differ in what lies within a span; times are the first reading's.

    pairs : of the same term and nearest onset
    only_first, only_second : what has no pair, and scores `least` or more
    """

    pairs: tuple[tuple[Told, Told], ...]
    only_first: tuple[Told, ...]
    only_second: tuple[Told, ...]
    least: float

    @property
    def onset_s(self) -> np.ndarray:
        """Return (n,) second minus first, of the pairs of which one scores `least` or more."""
        return np.array([second.onset_s - first.onset_s for first, second in self._told()])

    @property
    def score(self) -> np.ndarray:
        """Return (n,) second minus first, of the same pairs."""
        return np.array([second.score - first.score for first, second in self._told()])

    @property
    def n_told(self) -> int:
        return len(self._told()) + len(self.only_first) + len(self.only_second)

    @property
    def verdicts(self) -> tuple[str, ...]:
        """Return a sentence for each that one reading tells and the other does not, at `least`."""
        alone = [f"{_text(one)} only in the first" for one in self.only_first]
        alone += [f"{_text(one)} only in the second" for one in self.only_second]
        turned = [(a, b) for a, b in self.pairs if (a.score >= self.least) != (b.score >= self.least)]
        return (*alone, *(f"{_text(a)} is {b.score:.3f} in the second" for a, b in turned))

    def breaches(self, score_within: float = SCORE_WITHIN, onset_within_s: float = ONSET_WITHIN_S) -> list[str]:
        """Return a sentence for each that is not told alike: alone, moved, or of another score."""
        alone = [f"{_text(one)} only in the first" for one in self.only_first if one.score >= self.least + score_within]
        alone += [
            f"{_text(one)} only in the second" for one in self.only_second if one.score >= self.least + score_within
        ]
        for first, second in self._told():
            late_s, more = second.onset_s - first.onset_s, second.score - first.score
            if abs(late_s) > onset_within_s + 1e-6 or abs(more) > score_within + 1e-9:
                alone.append(f"{_text(first)} moves {late_s:+.2f} s and {more:+.3f}")
        return alone

    def _told(self) -> list[tuple[Told, Told]]:
        return [(a, b) for a, b in self.pairs if max(a.score, b.score) >= self.least]


def _text(one: Told) -> str:
    return f"{one.term} at {one.onset_s:.2f} s ({one.score:.3f}{'' if one.is_final else ', not final'})"


class _CutOtherwise(PluginRecording):
    """A recording that hands out stretches of another length than the detector asks for."""

    def __init__(self, of: PluginRecording, length_s: float) -> None:
        super().__init__(of._source, of._plan, of.span, movement=of.movement())
        self.length_s = length_s

    def stretches(self, length_s: float = 60.0, before_s=0.0, after_s=0.0, kinds=()) -> Iterator[Stretch]:
        return super().stretches(self.length_s, before_s, after_s, kinds)


def read_by(
    name: str,
    source: MemorySource,
    span: Span | None = None,
    length_s: float = 0.0,
    movement: tuple[np.ndarray, np.ndarray] | None = None,
    **parameters: Any,
) -> Reading:
    """Return what a shipped detector tells of a recording.

    span : searched, None = all
    length_s : of stretches, 0 = what the detector asks for
    """
    manifest = read_manifest(shipped_folder() / name)
    report = KeptReport()
    recording = seen_by(manifest, source, span, movement)
    if length_s:
        recording = _CutOtherwise(recording, length_s)
    detector_function(manifest)(recording, manifest.defaults() | parameters, report)
    told = [
        Told(onset_s, duration_s, term, score, not any(part[0].startswith(NOT_FINAL) for part in terms))
        for onset_s, duration_s, term, score, _channels, terms in report.events
    ]
    trends = {name: (start_s, step_s, np.array(held)) for name, (start_s, step_s, _unit, held) in report.trends.items()}
    stop_s = (span or source.recording.span).stop_s
    return Reading(tuple(sorted(told, key=lambda one: one.onset_s)), trends, tuple(report.notes), stop_s)


def compare(
    first: Reading, second: Reading, within: Span | None = None, shift_s: float = 0.0, least: float = 0.5
) -> Difference:
    """Return how two readings differ.

    within : span of the first reading's time; None = all
    shift_s : what is to be added to the first reading's times to have the second's
    least : score from which something counts as told; read both with a lower minimum, or all that is near it is alone
    """
    within = within or Span(-np.inf, np.inf)
    ones = list(first.told)
    others = [replace(one, onset_s=one.onset_s - shift_s) for one in second.told]
    near = sorted(
        (abs(a.onset_s - b.onset_s), j, k)
        for j, a in enumerate(ones)
        for k, b in enumerate(others)
        if a.term == b.term and abs(a.onset_s - b.onset_s) <= PAIRED_WITHIN_S
    )
    taken_first, taken_second, pairs = set(), set(), []
    for _away_s, j, k in near:
        if j not in taken_first and k not in taken_second:
            taken_first.add(j)
            taken_second.add(k)
            pairs.append((ones[j], others[k]))

    def is_within(one: Told) -> bool:
        return within.start_s <= one.onset_s < within.stop_s

    return Difference(
        tuple(sorted((pair for pair in pairs if is_within(pair[0])), key=lambda pair: pair[0].onset_s)),
        tuple(a for j, a in enumerate(ones) if j not in taken_first and a.score >= least and is_within(a)),
        tuple(b for k, b in enumerate(others) if k not in taken_second and b.score >= least and is_within(b)),
        least,
    )


def trend_differences(first: Reading, second: Reading, within: Span) -> dict[str, float]:
    """Return for each trend the largest difference of values whose steps lie within a span, inf where one is missing.

    A value that is measurable in one only counts as a difference of inf.
    """
    found = {}
    for name in first.trends.keys() | second.trends.keys():
        if name not in first.trends or name not in second.trends:
            found[name] = np.inf
            continue
        (start_s, step_s, ones), (_start_s, _step_s, others) = first.trends[name], second.trends[name]
        low = max(int(np.ceil((within.start_s - start_s) / step_s - 1e-9)), 0)
        high = int(np.floor((within.stop_s - start_s) / step_s + 1e-9))
        one, other = ones[low:high], others[low:high]
        if len(one) != len(other) or (np.isnan(one) != np.isnan(other)).any():
            found[name] = np.inf
        else:
            found[name] = float(np.nanmax(np.abs(one - other), initial=0.0))
    return found


# ---- the same recording in memory, and changes of it


def held_source(path: Path | str) -> MemorySource:
    """Return all of a file in memory."""
    source = open_recording(path)
    try:
        recording = source.recording
        numbers = range(len(recording.channels))
        parts = [source.read(numbers, k, segment) for k, segment in enumerate(recording.segments)]
        return MemorySource(recording, [[part[number] for part in parts] for number in numbers])
    finally:
        source.close()


def prefix(source: MemorySource, stop_s: float) -> MemorySource:
    """Return the recording as it was when it had `stop_s` seconds."""
    return _between(source, Span(0.0, stop_s), 0.0)


def piece(source: MemorySource, span: Span) -> MemorySource:
    """Return a recording of what lies in `span`, beginning at 0 s."""
    return _between(source, span, span.start_s)


def _between(source: MemorySource, span: Span, zero_s: float) -> MemorySource:
    segments, kept = [], []
    for k, segment in enumerate(source.recording.segments):
        part = segment.intersection(span)
        if part is not None and part.duration_s > 0:
            segments.append(Span(part.start_s - zero_s, part.stop_s - zero_s))
            kept.append((k, part))
    data = [
        [_samples(source, number, k, part, channel.rate_hz) for k, part in kept]
        for number, channel in enumerate(source.recording.channels)
    ]
    return MemorySource(replace(source.recording, segments=tuple(segments)), data)


def _samples(source: MemorySource, number: int, k: int, part: Span, rate_hz: float) -> np.ndarray:
    first, _stop = sample_range(source.recording.segments[k], rate_hz, part)
    return _fitted(source.data[number][k][first:], round(part.duration_s * rate_hz))  # at its end a sample may lack


def changed(source: MemorySource, change, kinds: Sequence[ChannelKind] = _VOLTAGES) -> MemorySource:
    """Return the recording with `change(values, channel, segment)` in place of samples of some kinds of channels."""
    data = [
        [
            change(values, channel, segment) if channel.kind in kinds else values
            for values, segment in zip(parts, source.recording.segments, strict=True)
        ]
        for parts, channel in zip(source.data, source.recording.channels, strict=True)
    ]
    return MemorySource(source.recording, data)


def gained(source: MemorySource, factor: float, kinds: Sequence[ChannelKind] = (ChannelKind.EEG,)) -> MemorySource:
    """Return the recording `factor` times as high."""
    return changed(source, lambda values, _channel, _segment: values * np.float32(factor), kinds)


def with_mains(
    source: MemorySource,
    mains_hz: float,
    size_uv: float = 20.0,
    seed: int = 0,
    kinds: Sequence[ChannelKind] = _VOLTAGES,
) -> MemorySource:
    """Return the recording with a hum, of another size in each electrode (30-100 % of `size_uv`, peak)."""
    shares = np.random.default_rng(seed).uniform(0.3, 1.0, len(source.recording.channels))

    def hum(values: np.ndarray, channel, segment) -> np.ndarray:
        times_s = segment.start_s + np.arange(len(values)) / channel.rate_hz
        return values + (size_uv * shares[channel.index] * np.sin(2 * np.pi * mains_hz * times_s)).astype(np.float32)

    return changed(source, hum, kinds)


def resampled(source: MemorySource, rate_hz: int) -> MemorySource:
    """Return the recording as another recorder would have sampled it: electrodes and muscle at `rate_hz`."""
    channels, data = [], []
    for channel, parts in zip(source.recording.channels, source.data, strict=True):
        if channel.kind not in _VOLTAGES or channel.rate_hz == rate_hz:
            channels.append(channel)
            data.append(parts)
            continue
        common = np.gcd(round(channel.rate_hz), rate_hz)
        up, down = rate_hz // common, round(channel.rate_hz) // common
        channels.append(replace(channel, rate_hz=float(rate_hz)))
        data.append(
            [
                _fitted(signal.resample_poly(part, up, down, padtype="line"), round(segment.duration_s * rate_hz))
                for part, segment in zip(parts, source.recording.segments, strict=True)
            ]
        )
    return MemorySource(replace(source.recording, channels=tuple(channels)), data)


def _fitted(values: np.ndarray, n_samples: int) -> np.ndarray:
    values = np.asarray(values[:n_samples], np.float32)
    return np.concatenate([values, np.repeat(values[-1:], n_samples - len(values))])


def of_channels(source: MemorySource, is_kept) -> MemorySource:
    """Return the recording with the channels for which `is_kept(channel)` holds."""
    kept = [channel for channel in source.recording.channels if is_kept(channel)]
    channels = tuple(replace(channel, index=k) for k, channel in enumerate(kept))
    return MemorySource(replace(source.recording, channels=channels), [source.data[channel.index] for channel in kept])


def nine_electrodes(source: MemorySource) -> MemorySource:
    """Return the recording with nine of its electrodes; what is no EEG stays."""
    return of_channels(source, lambda channel: channel.kind is not ChannelKind.EEG or channel.name in NINE)


def joined(parts: Sequence[MemorySource], gap_s: float = 0.0) -> MemorySource:
    """Return one recording of several, one after the other, of the channels that all have at one rate.

    gap_s : pause between them; 0 = the samples follow each other, as after joining files without a pause
    """
    names = [
        channel.name
        for channel in parts[0].recording.channels
        if all(_same(channel, other.recording.channel(channel.name)) for other in parts)
    ]
    kept = [of_channels(part, lambda channel: channel.name in names) for part in parts]
    by_name = [{channel.name: number for number, channel in enumerate(part.recording.channels)} for part in kept]
    segments, at_s, data = [], 0.0, [[] for _ in names]
    for part, numbers in zip(kept, by_name, strict=True):
        segments += [Span(at_s + one.start_s, at_s + one.stop_s) for one in part.recording.segments]
        for row, name in zip(data, names, strict=True):
            row += part.data[numbers[name]]
        at_s += part.recording.duration_s + gap_s
    if not gap_s and all(len(part.recording.segments) == 1 for part in kept):
        segments = [Span(0.0, at_s)]
        data = [[np.concatenate(row)] for row in data]
    channels = tuple(replace(kept[0].recording.channels[by_name[0][name]], index=k) for k, name in enumerate(names))
    recording = replace(kept[0].recording, channels=channels, segments=tuple(segments), fingerprint="0" * 64)
    return MemorySource(recording, data)


def _same(channel, other) -> bool:
    return other is not None and other.kind is channel.kind and other.rate_hz == channel.rate_hz
