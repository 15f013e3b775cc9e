"""A recording whose samples are arrays in memory."""

from collections.abc import Sequence

import numpy as np

from eegview.model.annotation import Annotation
from eegview.model.recording import FileEvents, Progress, Recording, Samples, SignalSource, no_progress, sample_range
from eegview.model.span import Span


class HeldSource:
    """A `SignalSource` of arrays.

    data : for each channel, for each segment: (n_samples,) float32 in the channel's unit
    """

    def __init__(
        self,
        recording: Recording,
        data: Sequence[Sequence[Samples]],
        annotations: tuple[Annotation, ...] = (),
    ) -> None:
        self.recording = recording
        self.data = [[np.asarray(part, np.float32) for part in parts] for parts in data]
        self.annotations = annotations

    def read(self, channels: Sequence[int], segment_index: int, span: Span) -> list[Samples]:
        segment = self.recording.segments[segment_index]
        parts: list[Samples] = []
        for index in channels:
            first, stop = sample_range(segment, self.recording.channels[index].rate_hz, span)
            parts.append(self.data[index][segment_index][first:stop].copy())
        return parts

    def scan_events(self, progress: Progress = no_progress) -> FileEvents:
        progress(1.0)
        return FileEvents(self.annotations)

    def reopen(self) -> "HeldSource":
        return HeldSource(self.recording, self.data, self.annotations)

    def close(self) -> None:
        """Nothing is held open."""


def held(source: SignalSource) -> HeldSource:
    """Return all of an open recording in memory."""
    recording = source.recording
    numbers = range(len(recording.channels))
    parts = [source.read(numbers, k, segment) for k, segment in enumerate(recording.segments)]
    return HeldSource(recording, [[part[number] for part in parts] for number in numbers])
