"""The channels that the files of one study have in common, and the rate they share.

The clocks of one recorder's files differ by parts in a million: their rates are one.
"""

import math
import statistics
from collections.abc import Sequence
from dataclasses import replace

from eegview.model.channel import Channel
from eegview.model.issue import Issue
from eegview.model.recording import Recording
from eegview.model.text.listing import listed

_SAME_RATE = 0.002  # rates that differ by less are one rate by two clocks


def common_scales(recordings: Sequence[Recording]) -> list[float]:
    """Return for each file how many seconds of the common clock one of its own takes.

    The common clock is the mean of those of the files that share a channel, weighted by their durations.
    """
    own: list[dict[str, Channel]] = [{c.name: c for c in recording.channels} for recording in recordings]
    factors: list[float | None] = []  # rate of a file by that of the first
    for channels in own:
        ratios = [c.rate_hz / own[0][name].rate_hz for name, c in channels.items() if name in own[0]]
        near = [ratio for ratio in ratios if abs(ratio - 1) < _SAME_RATE]
        factors.append(statistics.median(near) if near else None)
    weights = [sum(segment.duration_s for segment in recording.segments) for recording in recordings]
    known = [(factor, weight) for factor, weight in zip(factors, weights, strict=True) if factor is not None and weight]
    if all(math.isclose(factor, 1.0, rel_tol=1e-12) for factor, _ in known):
        return [1.0] * len(recordings)
    common = sum(factor * weight for factor, weight in known) / sum(weight for _, weight in known)
    return [1.0 if factor is None else factor / common for factor in factors]


def matched_channels(
    recordings: Sequence[Recording], scales: Sequence[float], issues: list[Issue]
) -> tuple[tuple[Channel, ...], list[tuple[int | None, ...]]]:
    """Return the common channels, in order of first appearance, and each file's own numbers of them.

    scales : see `common_scales`
    """
    channels: dict[str, Channel] = {}
    for recording, scale in zip(recordings, scales, strict=True):
        for channel in recording.channels:
            rate_hz = channel.rate_hz if scale == 1 else channel.rate_hz / scale
            channels.setdefault(channel.name, replace(channel, index=len(channels), rate_hz=rate_hz))
    maps: list[tuple[int | None, ...]] = []
    for number, (recording, scale) in enumerate(zip(recordings, scales, strict=True)):
        own = {c.name: c for c in recording.channels}
        differing = [name for name, c in own.items() if not _agree(c, channels[name], scale)]
        missing = [name for name in channels if name not in own]
        if differing:
            what = "another sampling rate or unit than before; not shown"
            issues.append(Issue("file_channels_differ", f"File {number + 1}: {listed(differing)}: {what}."))
        if missing:
            issues.append(Issue("file_channels_missing", f"File {number + 1} has no {listed(missing)}."))
        maps.append(tuple(own[n].index if n in own and n not in differing else None for n in channels))
    return _with_common_limits(channels, recordings), maps


def _agree(own: Channel, common: Channel, scale: float) -> bool:
    return math.isclose(own.rate_hz, common.rate_hz * scale, rel_tol=1e-9) and own.unit == common.unit


def _with_common_limits(channels: dict[str, Channel], recordings: Sequence[Recording]) -> tuple[Channel, ...]:
    """Drop the clipping limits of channels whose files can hold different ranges."""
    common = []
    for channel in channels.values():
        same_name = [c for c in (recording.channel(channel.name) for recording in recordings) if c is not None]
        agree = len({(c.minimum_uv, c.maximum_uv) for c in same_name}) == 1
        common.append(channel if agree else replace(channel, minimum_uv=None, maximum_uv=None))
    return tuple(common)
