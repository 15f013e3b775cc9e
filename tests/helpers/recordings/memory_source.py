"""A recording in memory, for tests of everything above the readers.

`from recordings.memory_source import noise_source`.
"""

from collections.abc import Sequence
from datetime import datetime

import numpy as np

from eegview.model.annotation import Annotation
from eegview.model.channel import Channel, ChannelKind
from eegview.model.recording import Recording, Samples
from eegview.model.span import Span
from eegview.testing.held_source import HeldSource

SCALP_10_20: list[str] = [*"Fp1 Fp2 F3 F4 C3 C4 P3 P4 O1 O2 F7 F8 T7 T8 P7 P8 Fz Cz Pz".split()]  # noqa: SIM905


class MemorySource(HeldSource):
    """A source of arrays that counts how often it is read, and holds only what fits.

    Parameters
    ----------
    recording : Recording
    data : for each channel, for each segment: (n_samples,) float32, or for a recording of one segment
        simply a (n_channels, n_samples) array
    """

    def __init__(
        self,
        recording: Recording,
        data: Sequence[Sequence[np.ndarray]] | np.ndarray,
        annotations: tuple[Annotation, ...] = (),
    ) -> None:
        if isinstance(data, np.ndarray):
            data = [[channel] for channel in data]
        super().__init__(recording, data, annotations)
        self.n_reads = 0
        for channel, parts in zip(recording.channels, self.data, strict=True):
            for segment, part in zip(recording.segments, parts, strict=True):
                assert len(part) == round(segment.duration_s * channel.rate_hz), "data do not fit the segment"

    def read(self, channels: Sequence[int], segment_index: int, span: Span) -> list[Samples]:
        self.n_reads += 1
        return super().read(channels, segment_index, span)

    def reopen(self) -> "MemorySource":
        return MemorySource(self.recording, self.data, self.annotations)


def make_channels(
    names: Sequence[str],
    rate_hz: float = 256.0,
    kind: ChannelKind = ChannelKind.EEG,
    limit_uv: float | None = None,
    first_index: int = 0,
) -> tuple[Channel, ...]:
    """Return channels of one kind and rate; `limit_uv` is what the file can hold, both ways."""
    low_uv = None if limit_uv is None else -limit_uv
    return tuple(
        Channel(first_index + i, name, name, kind, rate_hz, minimum_uv=low_uv, maximum_uv=limit_uv)
        for i, name in enumerate(names)
    )


def make_recording(
    channels: tuple[Channel, ...],
    segments: Sequence[tuple[float, float]] = ((0.0, 60.0),),
    started_at: datetime | None = datetime(2024, 1, 2, 3, 4, 5),
    fingerprint: str = "memory",
) -> Recording:
    return Recording("memory.edf", "EDF", channels, tuple(Span(a, b) for a, b in segments), started_at, fingerprint)


def noise_source(
    names: Sequence[str] = SCALP_10_20,
    rate_hz: float = 256.0,
    segments: Sequence[tuple[float, float]] = ((0.0, 60.0),),
    offset_uv: float = 0.0,
    drift_uv_per_s: float = 0.0,
    scale_uv: float = 30.0,
    seed: int = 0,
) -> MemorySource:
    """Return seeded noise on a constant offset and a straight drift, each channel its own."""
    rng = np.random.default_rng(seed)
    recording = make_recording(make_channels(names, rate_hz), segments)
    data = []
    for number, _name in enumerate(names):
        parts = []
        for start_s, stop_s in segments:
            n_samples = round((stop_s - start_s) * rate_hz)
            time_s = start_s + np.arange(n_samples) / rate_hz
            slow = (1 + number % 5) * (offset_uv + drift_uv_per_s * time_s)
            parts.append((slow + scale_uv * rng.standard_normal(n_samples)).astype(np.float32))
        data.append(parts)
    return MemorySource(recording, data)
