"""Values and ranges that no amplifier gives: a wrong scale or unit in a file, told for every kind of file alike.

Looks at a few short stretches spread over the recording, never at all of it.
"""

from dataclasses import replace

import numpy as np

from eegview.model.channel import Channel, ChannelKind
from eegview.model.errors import UnreadableFile
from eegview.model.issue import Issue
from eegview.model.recording import FileEvents, Progress, Samples, SignalSource, no_progress
from eegview.model.span import Span
from eegview.model.text.listing import listed

_BODY_VOLTAGES = frozenset((ChannelKind.EEG, ChannelKind.EOG, ChannelKind.ECG, ChannelKind.EMG))
_MOST_UV = 1e6  # half of a body's samples beyond this are none of a body; electrode offsets stay below 0.4 V
_LEAST_UV = 2e-3  # the noise of the best amplifier is a hundred times this
_MOST_RANGE_UV = 1e7  # what an amplifier's input may be asked to hold
_N_STRETCHES = 9
_STRETCH_S = 0.5
_MOST_SAMPLES = 2_000_000  # read in all; a recording of very many channels is looked at for shorter


def scan_recording(source: SignalSource, progress: Progress = no_progress) -> FileEvents:
    """Return a file's own annotations and the issues found while reading them, implausible values among these.

    `progress` is called with the share done and may raise Cancelled.
    """
    found = source.scan_events(progress)
    issues = [issue for issue in value_issues(source) if issue not in source.recording.issues]
    return replace(found, issues=(*found.issues, *issues))


def value_issues(source: SignalSource) -> list[Issue]:
    """Return issues that name the channels whose values or range no EEG amplifier gives, with a figure for each.

    Only voltages of the body are looked at: a DC input may well hold volts.
    """
    channels = [c for c in source.recording.channels if c.kind in _BODY_VOLTAGES and c.unit == "uV"]
    return [*_range_issues(channels), *_median_issues(source, channels)]


def _range_issues(channels: list[Channel]) -> list[Issue]:
    wide = [
        (channel, max(abs(channel.minimum_uv), abs(channel.maximum_uv)))
        for channel in channels
        if channel.minimum_uv is not None and channel.maximum_uv is not None
    ]
    wide = [(channel, reach_uv) for channel, reach_uv in wide if reach_uv > _MOST_RANGE_UV]
    if not wide:
        return []
    return [
        Issue(
            "range_implausible",
            f"{_listed(wide)}: the file gives a range up to these voltages, which no EEG amplifier has; "
            "its scale or unit may be wrong.",
        )
    ]


def _median_issues(source: SignalSource, channels: list[Channel]) -> list[Issue]:
    try:
        sizes_uv = [_sizes(stretches) for stretches in _samples(source, channels)]
    except UnreadableFile:  # whoever shows a page says so
        return []
    looked_at = list(zip(channels, sizes_uv, strict=True))
    far = [(channel, size_uv) for channel, (size_uv, _) in looked_at if size_uv > _MOST_UV]
    near = [
        (channel, swing_uv)
        for channel, (_, swing_uv) in looked_at
        if 0 < swing_uv < _LEAST_UV and channel.kind is ChannelKind.EEG
    ]
    issues = []
    if far:
        message = "half of the values are larger than these voltages, which no EEG amplifier gives"
        issues.append(Issue("values_implausible", f"{_listed(far)}: {message}; the file's scale or unit is wrong."))
    if near:
        message = "half of the values vary by less than these voltages, which is below any amplifier's noise"
        issues.append(Issue("values_too_small", f"{_listed(near)}: {message}; the file's scale or unit may be wrong."))
    return issues


def _samples(source: SignalSource, channels: list[Channel]) -> list[list[Samples]]:
    """Return for each channel its samples in some short stretches."""
    found: list[list[Samples]] = [[] for _ in channels]
    segments = source.recording.segments
    if not channels or not segments:
        return found
    samples_a_s = sum(channel.rate_hz for channel in channels)
    stretch_s = min(_STRETCH_S, _MOST_SAMPLES / _N_STRETCHES / samples_a_s)
    # At least a sample of the slowest channel, but never more than is worth reading.
    stretch_s = max(stretch_s, min(1.5 / min(channel.rate_hz for channel in channels), _STRETCH_S))
    ends_s = np.cumsum([segment.duration_s for segment in segments])
    for share in np.linspace(0.02, 0.98, _N_STRETCHES):
        number = min(int(np.searchsorted(ends_s, share * ends_s[-1], side="right")), len(segments) - 1)
        segment = segments[number]
        before_s = ends_s[number] - segment.duration_s
        start_s = segment.start_s + max(float(share * ends_s[-1] - before_s), 0.0)
        start_s = max(min(start_s, segment.stop_s - stretch_s), segment.start_s)
        read = source.read([c.index for c in channels], number, Span(start_s, min(start_s + stretch_s, segment.stop_s)))
        for values, into in zip(read, found, strict=True):
            into.append(values)
    return found


def _sizes(stretches: list[Samples]) -> tuple[float, float]:
    """Return the medians of |x| and of |x - median(x)| over all samples that are there, 0 where there are none."""
    values = np.concatenate(stretches) if stretches else np.empty(0, np.float32)
    values = values[np.isfinite(values)].astype(np.float64)
    if not len(values):
        return 0.0, 0.0
    return float(np.median(np.abs(values))), float(np.median(np.abs(values - np.median(values))))


def _listed(found: list[tuple[Channel, float]]) -> str:
    return listed([f"{channel.name} ({_volts(size_uv)})" for channel, size_uv in found])


def _volts(size_uv: float) -> str:
    if size_uv < 1:
        return f"{size_uv * 1e3:.2g} nV"
    volts = size_uv / 1e6
    return f"{volts:.2g} V" if volts < 10 else f"{volts:,.0f} V" if volts < 1e6 else f"{volts:.1e} V"
