"""What a detector sees: rows in stretches that cover what is searched, each sample once, never across a gap."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from recordings.memory_source import MemorySource, make_channels, make_recording, noise_source

from eegview.app.montage.store import montage_by_id
from eegview.detect.input_plan import plan_input
from eegview.detect.manifest import InputNeeds
from eegview.detect.plugin_recording import PluginRecording
from eegview.dsp.filtering import filter_rows
from eegview.model.channel import ChannelKind
from eegview.model.display.filters import FilterSpec, Phase
from eegview.model.span import Span

SEGMENTS = ((0.0, 70.0), (80.5, 141.0))


def _recording(source, needs: InputNeeds, span: Span | None = None, **more) -> PluginRecording:
    plan = plan_input(source.recording, montage_by_id(needs.montage), needs)
    return PluginRecording(source, plan, span or source.recording.span, **more)


@pytest.fixture(scope="module")
def noise():
    return noise_source(rate_hz=100.0, segments=SEGMENTS, offset_uv=500.0)


@settings(max_examples=15)
@given(
    st.floats(3.0, 200.0),
    st.floats(0, 20),
    st.floats(0, 20),
    # whole milliseconds: what lies nearer to a sample than times are compared counts as on it
    st.tuples(st.integers(0, 141_000), st.integers(0, 141_000))
    .map(lambda pair: (pair[0] / 1000, pair[1] / 1000))
    .filter(lambda pair: pair[1] - pair[0] > 0.1),
    st.sampled_from([0.0, 64.0, 100.0, 128.0]),
)
def test_cores_cover_what_is_searched_each_sample_once(noise, length_s, before_s, after_s, pair, rate_hz):
    recording = _recording(noise, InputNeeds(rate_hz=rate_hz), Span(*pair))
    whole = {
        index: np.concatenate([s.data for s in _recording(noise, InputNeeds(rate_hz=rate_hz)).stretches(1e9)
                               if s.start_s == segment.start_s], axis=1)
        for index, segment in enumerate(recording.segments)
    }  # fmt: skip
    seen = {index: [] for index in whole}
    for stretch in recording.stretches(length_s, before_s, after_s):
        index = 0 if stretch.start_s < 75 else 1
        segment = recording.segments[index]
        low = round((stretch.start_s - segment.start_s) * stretch.rate_hz)
        assert np.array_equal(stretch.data, whole[index][:, low : low + stretch.data.shape[1]])
        assert segment.start_s - 1e-9 <= stretch.start_s <= stretch.span.start_s + 1 / stretch.rate_hz
        assert stretch.times_s[-1] < segment.stop_s
        inside = (stretch.times_s >= stretch.span.start_s - 1e-6) & (stretch.times_s < stretch.span.stop_s - 1e-6)
        seen[index] += [round((t - segment.start_s) * stretch.rate_hz) for t in stretch.times_s[inside]]
    for index, numbers in seen.items():
        segment = recording.segments[index]
        part = segment.intersection(Span(*pair))
        times_s = segment.start_s + np.arange(whole[index].shape[1]) / recording.rate_hz
        wanted = (
            [] if part is None else np.flatnonzero((times_s >= part.start_s - 1e-6) & (times_s < part.stop_s - 1e-6))
        )
        assert numbers == list(wanted)


def test_rows_are_filtered_as_the_whole_segment_would_be(noise):
    needs = InputNeeds(low_cut_hz=0.5, high_cut_hz=30.0, notch_hz=45.0)
    recording = _recording(noise, needs)
    row = recording.rows.index("F3-C3")
    names = [channel.name for channel in noise.recording.channels]
    parts = [s.data[row] for s in recording.stretches(7.0) if s.start_s < 75]
    plain = noise.data[names.index("F3")][0].astype(np.float64) - noise.data[names.index("C3")][0]
    wanted = filter_rows(plain[None], FilterSpec(0.5, 30.0, 45.0, Phase.ZERO), 100.0)[0]
    assert np.allclose(np.concatenate(parts), wanted, atol=0.01)


def test_missing_rows_are_left_out_and_polygraphy_comes_along():
    eeg = make_channels(["Fp1", "F7", "T7", "C3"], 100.0)
    emg = make_channels(["EMG1", "EMG2"], 400.0, ChannelKind.EMG, first_index=4)
    ecg = make_channels(["ECG"], 200.0, ChannelKind.ECG, first_index=6)
    channels = (*eeg, *emg, *ecg)
    data = [[np.arange(round(60 * c.rate_hz), dtype=np.float32) * (1 + k)] for k, c in enumerate(channels)]
    source = MemorySource(make_recording(channels), data)
    recording = _recording(source, InputNeeds())
    assert recording.rows == ("Fp1-F7", "F7-T7")
    assert recording.names("emg") == ("EMG1-EMG2",)
    assert recording.names("eog") == ()
    first, _second = recording.stretches(30.0, kinds=["emg"])
    rate_hz, values = first.extra["EMG1-EMG2"]
    assert (rate_hz, len(values), set(first.extra)) == (400.0, 12000, {"EMG1-EMG2"})
    assert values[10] == pytest.approx(data[4][0][10] - data[5][0][10])


def test_rows_of_different_rates_come_at_one():
    channels = (*make_channels(["Fp1", "F7"], 100.0), *make_channels(["Fp2", "F8"], 250.0, first_index=2))
    data = [
        [np.sin(2 * np.pi * 3 * np.arange(round(60 * c.rate_hz)) / c.rate_hz) * (k % 2)] for k, c in enumerate(channels)
    ]
    recording = _recording(MemorySource(make_recording(channels), data), InputNeeds())
    assert recording.rate_hz == 250.0
    (stretch,) = recording.stretches(60.0)
    left, right = stretch.data[:, 500:-500]
    assert np.allclose(left, right, atol=0.01)


def test_it_tells_how_far_it_came_and_knows_no_file(noise):
    reached = []
    recording = _recording(noise, InputNeeds(), reached=reached.append, age_months=7.0)
    list(recording.stretches(30.0))
    assert reached == [0.0, 30.0, 60.0, 80.5, 110.5, 140.5]
    assert recording.age_months == 7.0
    assert recording.movement() is None
    public = [name for name in dir(recording) if not name.startswith("_")]
    wanted = "age_months data duration_s frames marks movement names piece rate_hz rows segments span stretches times_s"
    assert public == wanted.split()


def test_lengths_that_make_no_sense_are_refused(noise):
    recording = _recording(noise, InputNeeds())
    for length_s, before_s in ((0.0, 0.0), (10.0, -1.0)):
        with pytest.raises(ValueError, match="wants a number of seconds"):
            next(recording.stretches(length_s, before_s))


def test_a_piece_anywhere_equals_the_same_part_of_the_search(noise):
    recording = _recording(noise, InputNeeds(low_cut_hz=1.0, rate_hz=64.0), Span(0.0, 10.0))
    whole = next(_recording(noise, InputNeeds(low_cut_hz=1.0, rate_hz=64.0)).stretches(1e9))
    piece = recording.piece(Span(20.0, 25.0))
    assert np.allclose(piece.data, whole.data[:, 20 * 64 : 25 * 64], atol=0.001)
    assert (piece.span, piece.start_s, piece.is_segment_start) == (Span(20.0, 25.0), 20.0, False)
    assert recording.piece(Span(69.0, 71.0)) is None  # into a gap
