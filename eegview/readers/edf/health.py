"""Channels that carry no signal: flat, or stuck at the limit of what the file can hold.

Looks at records spread over the file, never at all of it.
"""

import numpy as np
import numpy.typing as npt

from eegview.model.channel import Channel, ChannelKind
from eegview.model.issue import Issue
from eegview.model.recording import Samples
from eegview.readers.edf.file import EdfFile
from eegview.readers.edf.records import RecordFile, Wanted

_N_RECORDS = 48
_MAX_BYTES = 32 * 1024 * 1024
_RAILED_SHARE = 0.5
_BODY_SIGNALS = frozenset(ChannelKind) - {ChannelKind.TRIGGER, ChannelKind.OTHER}


def signal_issues(file: EdfFile, records: RecordFile) -> list[Issue]:
    """Return issues that name the channels that are flat or railed in every record checked.

    Only channels of the body are looked at: a trigger that rests at zero is well.
    """
    layout = file.layout
    channels = [c for c in file.recording.channels if c.kind in _BODY_SIGNALS]
    n_probes = min(_N_RECORDS, layout.n_records, _MAX_BYTES // layout.record_bytes)
    if not channels or not n_probes:
        return []
    lowest, highest = np.full(len(channels), np.inf), np.full(len(channels), -np.inf)
    n_railed, n_seen = np.zeros(len(channels)), np.zeros(len(channels))
    for record in sorted({round(x) for x in np.linspace(0, layout.n_records - 1, n_probes)}):
        for i, values in enumerate(_record(file, records, channels, record)):
            if len(values):
                lowest[i], highest[i] = min(lowest[i], values.min()), max(highest[i], values.max())
                n_railed[i] += np.count_nonzero(_at_limit(values, channels[i]))
                n_seen[i] += len(values)
    is_railed = n_railed > _RAILED_SHARE * n_seen
    is_flat = (lowest == highest) & ~is_railed
    issues = []
    if is_flat.any():
        issues.append(Issue("channel_flat", f"{_names(channels, is_flat)}: flat line, no signal was recorded."))
    if is_railed.any():
        issues.append(Issue("channel_railed", f"{_names(channels, is_railed)}: at the amplifier's limit throughout."))
    return issues


def _record(file: EdfFile, records: RecordFile, channels: list[Channel], record: int) -> list[Samples]:
    """Return the samples of one record that are there, in the channels' units."""
    channel_map, n_samples = file.channel_map, file.layout.n_samples
    wanted = []
    for channel in channels:
        signal = channel_map.signals[channel.index]
        wanted.append(Wanted(signal, channel_map.scales[channel.index], record, 0, n_samples[signal]))
    return [values[np.isfinite(values)] for values in records.read(wanted)]


def _at_limit(values: Samples, channel: Channel) -> npt.NDArray[np.bool_]:
    if channel.minimum_uv is None or channel.maximum_uv is None:
        return np.zeros(len(values), np.bool_)
    return (values <= np.float32(channel.minimum_uv)) | (values >= np.float32(channel.maximum_uv))


def _names(channels: list[Channel], chosen: npt.NDArray[np.bool_]) -> str:
    names = [c.name for c, is_chosen in zip(channels, chosen, strict=True) if is_chosen]
    return ", ".join(names[:8]) + (f" and {len(names) - 8} more" if len(names) > 8 else "")
