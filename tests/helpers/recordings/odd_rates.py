"""Recordings of odd rates and gaps in memory, and parts of them, for tests of what writes recordings."""

from collections.abc import Sequence
from datetime import datetime

import numpy as np
from recordings.memory_source import MemorySource

from eegview.exchange.recording_part import RecordingPart, segments_within, start_of
from eegview.model.annotation import Annotation
from eegview.model.channel import Channel, ChannelKind
from eegview.model.recording import Recording, SignalSource
from eegview.model.span import Span

STARTED_AT = datetime(2024, 1, 2, 3, 4, 5, 250_000)


def odd_source(
    rates_hz: Sequence[float],
    segments: Sequence[tuple[float, float]],
    seed: int = 0,
    annotations: tuple[Annotation, ...] = (),
) -> MemorySource:
    """Return seeded noise of tens of µV at these rates, of channels Fp1, Fp2 …"""
    rng = np.random.default_rng(seed)
    names = ("Fp1", "Fp2", "F3", "F4", "C3", "C4")[: len(rates_hz)]
    channels = tuple(
        Channel(i, name, f"EEG {name}-Ref", ChannelKind.EEG, rate, prefilter="HP:0.1Hz")
        for i, (name, rate) in enumerate(zip(names, rates_hz, strict=True))
    )
    recording = Recording("memory.edf", "EDF", channels, tuple(Span(a, b) for a, b in segments), STARTED_AT, "memory")
    data = [
        [(30 * rng.standard_normal(round((b - a) * rate))).astype(np.float32) for a, b in recording_spans(recording)]
        for rate in rates_hz
    ]
    return MemorySource(recording, data, annotations)


def recording_spans(recording: Recording) -> list[tuple[float, float]]:
    return [(span.start_s, span.stop_s) for span in recording.segments]


def part(source: SignalSource, span: Span | None = None, **changes: object) -> RecordingPart:
    """Return a part with all channels of a source."""
    channels = tuple(range(len(source.recording.channels)))
    segments = segments_within(source, channels, span or source.recording.span)
    started_at = start_of(source.recording.started_at, segments[0].start_s)
    return RecordingPart(source, channels, segments, **({"started_at": started_at} | changes))  # type: ignore[arg-type]
