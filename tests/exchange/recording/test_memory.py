"""Memory of an export does not grow with the length of the recording."""

import tracemalloc
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest
from recordings.memory_source import make_channels, make_recording
from recordings.odd_rates import part

from eegview.exchange.recording.brainvision import write_brainvision
from eegview.exchange.recording.edf import write_bdf, write_edf
from eegview.exchange.recording_part import RecordingPart
from eegview.model.recording import FileEvents, Progress, Samples, no_progress, sample_range
from eegview.model.span import Span

HOUR_S, N_CHANNELS, RATE_HZ = 3600.0, 32, 256.0
SAMPLES_MIB = HOUR_S * N_CHANNELS * RATE_HZ * 4 / 2**20


class LongSource:
    """An hour of 32 channels that is nowhere as a whole."""

    def __init__(self) -> None:
        self.recording = make_recording(make_channels([f"E{n}" for n in range(N_CHANNELS)], RATE_HZ), [(0.0, HOUR_S)])

    def read(self, channels: Sequence[int], segment_index: int, span: Span) -> list[Samples]:
        first, stop = sample_range(self.recording.segments[segment_index], RATE_HZ, span)
        wave = np.sin(np.arange(first, stop) / 40).astype(np.float32)
        return [wave * (channel + 1) for channel in channels]

    def scan_events(self, progress: Progress = no_progress) -> FileEvents:
        return FileEvents()

    def reopen(self) -> "LongSource":
        return self

    def close(self) -> None: ...


@pytest.mark.parametrize("write", [write_edf, write_bdf, write_brainvision])
def test_an_hour_is_written_in_much_less_than_its_size(
    tmp_path: Path, write: Callable[[RecordingPart, Path], list[str]]
):
    whole = part(LongSource())
    tracemalloc.start()
    try:
        write(whole, tmp_path / "a.vhdr")
        _, peak_bytes = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak_bytes / 2**20 < 0.7 * SAMPLES_MIB
