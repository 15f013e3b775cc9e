"""Arrays in memory as a recording, so that a detector is handed them as it would be handed a file."""

from recordings.memory_source import MemorySource
from semi_real import ArrayRecording

from eegview.model.channel import Channel, ChannelKind
from eegview.model.recording import Recording
from eegview.model.span import Span


def source_of(made: ArrayRecording) -> MemorySource:
    """Return arrays as a recording of electrodes and EMG."""
    named = [(name, ChannelKind.EEG, made.rate_hz) for name in made.rows]
    named += [(name, ChannelKind.EMG, hz) for name, (hz, _values) in made.extra.items()]
    channels = tuple(Channel(k, name, name, kind, hz) for k, (name, kind, hz) in enumerate(named))
    recording = Recording("memory", "EDF", channels, (Span(0, made.duration_s),), None, "0" * 64)
    return MemorySource(recording, [[row] for row in made.data] + [[values] for _hz, values in made.extra.values()])
