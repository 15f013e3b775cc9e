"""What no amplifier gives is told, for every kind of file, with the channel and a figure."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from recordings.edf_files import plain, write_file
from recordings.memory_source import MemorySource, make_channels, make_recording, noise_source

from eegview.app.library.watched_source import RecordingWatch, WatchedSource
from eegview.model.channel import Channel, ChannelKind
from eegview.model.errors import UnreadableFile
from eegview.model.recording import Samples
from eegview.model.span import Span
from eegview.readers.edf.recording import open_edf
from eegview.readers.plausible_values import scan_recording, value_issues

RATE_HZ = 100.0


def source_of(*levels_uv: float, kind: ChannelKind = ChannelKind.EEG, limit_uv: float | None = None) -> MemorySource:
    """Return a minute of noise around a level for each channel."""
    channels = make_channels([f"C{n}" for n in range(1, len(levels_uv) + 1)], RATE_HZ, kind, limit_uv)
    noise = np.random.default_rng(1).normal(0, 1, (len(levels_uv), 6000))
    return MemorySource(make_recording(channels), (noise * np.array(levels_uv)[:, None]).astype(np.float32))


def codes(source: MemorySource) -> list[str]:
    return [issue.code for issue in value_issues(source)]


@pytest.mark.parametrize("level_uv", [0.5, 30, 3000, 4e5])
def test_what_amplifiers_give_needs_no_word(level_uv: float) -> None:
    assert codes(source_of(level_uv, limit_uv=3.2e6)) == []


def test_volts_are_told_with_channel_and_figure() -> None:
    (issue,) = value_issues(source_of(20, 5e7, 20))
    assert issue.code == "values_implausible"
    assert "C2 (3" in issue.message
    assert "V)" in issue.message
    assert "C1" not in issue.message


def test_many_channels_are_one_issue() -> None:
    (issue,) = value_issues(source_of(*[1e8] * 40))
    assert "and 35 more" in issue.message


def test_values_far_below_noise_are_told() -> None:
    (issue,) = value_issues(source_of(30e-6))
    assert issue.code == "values_too_small"
    assert "nV" in issue.message


def test_a_flat_channel_is_not_too_small() -> None:
    assert codes(source_of(0.0)) == []


def test_a_range_of_kilovolts_is_told() -> None:
    (issue,) = value_issues(source_of(20, limit_uv=3.2768e9))
    assert issue.code == "range_implausible"
    assert "3,277 V" in issue.message


@pytest.mark.parametrize("kind", [ChannelKind.OTHER, ChannelKind.TRIGGER, ChannelKind.SPO2])
def test_a_dc_input_may_hold_volts(kind: ChannelKind) -> None:
    assert codes(source_of(5e6, kind=kind, limit_uv=1e8)) == []


def test_a_step_of_volts_now_and_then_is_no_wrong_scale() -> None:
    source = source_of(20)
    source.data[0][0][::40] = 9e6
    assert codes(source) == []


def test_missing_samples_are_passed_over() -> None:
    source = source_of(5e7)
    source.data[0][0][:3000] = np.nan
    assert codes(source) == ["values_implausible"]
    source.data[0][0][:] = np.nan
    assert codes(source) == []


def test_recordings_without_channels_or_samples_are_well() -> None:
    assert codes(MemorySource(make_recording((), ()), [])) == []
    assert codes(MemorySource(make_recording(make_channels(["C3"]), ()), [[]])) == []


def test_short_segments_and_slow_channels_are_looked_at() -> None:
    channels = (*make_channels(["C3"], 1.0), *make_channels(["C4"], 256.0, first_index=1))
    recording = make_recording(channels, [(0, 3), (10, 13), (100, 300)])
    data = [
        [np.full(round((b - a) * c.rate_hz), 7e6, np.float32) for a, b in ((0, 3), (10, 13), (100, 300))]
        for c in channels
    ]
    (issue,) = value_issues(MemorySource(recording, data))
    assert "C3 (7 V), C4 (7 V)" in issue.message


def test_only_a_few_short_stretches_are_read() -> None:
    n_read = []

    class Counting(MemorySource):
        def read(self, channels: Sequence[int], segment_index: int, span: Span) -> list[Samples]:
            n_read.append(span.duration_s * len(channels))
            return super().read(channels, segment_index, span)

    whole = noise_source()
    assert value_issues(Counting(whole.recording, whole.data)) == []
    assert sum(n_read) < 19 * 5


def test_a_file_that_is_gone_is_not_this_ones_matter() -> None:
    class Gone(MemorySource):
        def read(self, channels: Sequence[int], segment_index: int, span: Span) -> list[Samples]:
            raise UnreadableFile("gone", "look for it")

    source = source_of(1.0)
    assert value_issues(Gone(source.recording, source.data)) == []


def test_the_scan_of_every_reader_tells_it_once_and_so_does_the_window(tmp_path: Path) -> None:
    made = plain()
    signals = [replace(signal, physical=("-3276800", "3276700"), unit="V") for signal in made.signals]
    path = write_file(tmp_path / "wrong.edf", replace(made, signals=signals))
    source = open_edf(path)
    try:
        found = [issue.code for issue in scan_recording(source).issues]
        assert found.count("range_implausible") == 1
        assert found.count("values_implausible") == 1
        watched = WatchedSource(source, RecordingWatch([str(path)]))
        assert [issue.code for issue in watched.scan_events().issues] == found
    finally:
        source.close()


def test_channels_without_voltage_are_left_alone() -> None:
    channel = Channel(0, "C3", "C3", ChannelKind.EEG, RATE_HZ, unit="")
    data = np.full((1, 6000), 9e9, np.float32)
    assert codes(MemorySource(make_recording((channel,)), data)) == []
