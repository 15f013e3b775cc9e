"""Blocks of rows are the same however the recording is cut."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from recordings.memory_source import SCALP_10_20, MemorySource, make_channels, make_recording, noise_source

from eegview.app.trends.blocks import BlockReader
from eegview.app.trends.rows import trend_rows
from eegview.dsp.trends.block import MARGIN_S, RATE_HZ
from eegview.model.channel import ChannelKind
from eegview.model.span import Span
from eegview.readers.joined import join_sources

NAMES = ["Fp1", "F7", "T7", "P7", "O1", "F3", "C3", "P3", "P4", "C4"]


def read_whole(source: MemorySource) -> np.ndarray:
    stop_s = -(-source.recording.duration_s // 10) * 10
    return BlockReader(source, trend_rows(source.recording)).read(0.0, stop_s).data


@settings(max_examples=25, deadline=None)
@given(
    rate_hz=st.sampled_from([128.0, 256.0, 200.0, 250.0, 512.0, 100.0, 199.8003]),
    cuts=st.lists(st.integers(1, 17), unique=True, max_size=6),
    gap=st.tuples(st.floats(20, 90), st.floats(0.3, 40)),
)
def test_a_part_equals_the_same_part_of_the_whole(rate_hz: float, cuts: list[int], gap: tuple[float, float]) -> None:
    first = round(gap[0] * rate_hz) / rate_hz
    begin = first + gap[1]
    n_rest = round((175.0 - begin) * rate_hz)
    source = noise_source(NAMES, rate_hz, ((0.0, first), (begin, begin + n_rest / rate_hz)), offset_uv=1000.0)
    whole = read_whole(source)
    reader = BlockReader(source, trend_rows(source.recording))
    edges = [0, *sorted(cuts), 18]
    for start, stop in itertools.pairwise(edges):
        part = reader.read(10.0 * start, 10.0 * stop).data
        at = round(10 * start * RATE_HZ)
        np.testing.assert_array_equal(part, whole[:, at : at + part.shape[1]])


def test_values_lie_where_they_were_recorded_and_gaps_are_nan() -> None:
    rate_hz, segments = 256.0, ((0.0, 40.0), (50.25, 90.0))
    recording = make_recording(make_channels(NAMES, rate_hz), segments)
    data = [
        [
            100.0
            * np.sin(2 * np.pi * 5 * (start_s + np.arange(round((stop_s - start_s) * rate_hz)) / rate_hz))
            * (k + 1)
            for start_s, stop_s in segments
        ]
        for k in range(len(NAMES))
    ]
    block = BlockReader(MemorySource(recording, data), trend_rows(recording)).read(0.0, 90.0)
    times_s = np.arange(block.data.shape[1]) / RATE_HZ - MARGIN_S
    is_recorded = ((times_s >= 0) & (times_s < 40)) | ((times_s >= 50.25) & (times_s < 90))
    np.testing.assert_array_equal(np.isfinite(block.data[0]), is_recorded)
    inside = ((times_s > 1) & (times_s < 39)) | ((times_s > 51.25) & (times_s < 89))
    expected = -100.0 * np.sin(2 * np.pi * 5 * times_s)  # Fp1-F7, 1 and 2 times the sine
    np.testing.assert_allclose(block.data[block.rows.index("Fp1-F7"), inside], expected[inside], atol=0.2)


def test_rates_of_their_own_are_brought_to_one() -> None:
    eeg = make_channels(NAMES, 250.0)
    ecg = make_channels(["ECG"], 500.0, ChannelKind.ECG, first_index=len(eeg))
    recording = make_recording((*eeg, *ecg), ((0.0, 60.0),))
    times_s = np.arange(60 * 500) / 500
    data = [*np.zeros((len(eeg), 60 * 250)), np.cos(2 * np.pi * 3 * times_s)]
    source = MemorySource(recording, [[one] for one in data])
    block = BlockReader(source, trend_rows(recording)).read(0.0, 60.0)
    at_s = np.arange(block.data.shape[1]) / RATE_HZ - MARGIN_S
    inside = (at_s > 1) & (at_s < 59)
    np.testing.assert_allclose(
        block.data[block.rows.index("ECG"), inside], np.cos(2 * np.pi * 3 * at_s[inside]), atol=2e-3
    )
    assert not block.data[0, inside].any()


def test_a_file_within_a_study_gives_the_same_values_shifted() -> None:
    alone = noise_source(SCALP_10_20, segments=((0.0, 120.0),), seed=5)
    first = noise_source(SCALP_10_20, segments=((0.0, 100.0),), seed=6)
    first.recording = make_recording(first.recording.channels, ((0.0, 100.0),), fingerprint="first")
    later = make_recording(
        alone.recording.channels, ((0.0, 120.0),), first.recording.started_at.replace(minute=7), "second"
    )  # 3 min after the first began
    study = join_sources([first, MemorySource(later, alone.data)])
    assert study.recording.segments[1] == Span(180.0, 300.0)
    own = BlockReader(alone, trend_rows(alone.recording)).read(0.0, 120.0)
    joined = BlockReader(study, trend_rows(study.recording)).read(180.0, 300.0)
    np.testing.assert_array_equal(own.data, joined.data)


def test_the_rows_come_in_the_order_of_their_labels() -> None:
    source = noise_source(SCALP_10_20)
    rows = trend_rows(source.recording)
    block = BlockReader(source, rows).read(0.0, 60.0)
    assert block.rows == tuple(row.label for row in rows.all_rows)
    assert block.rows[: len(rows.labels)] == rows.labels
    assert not block.data.flags.writeable
    with pytest.raises(ValueError, match="read-only"):
        block.data[0] = 0
