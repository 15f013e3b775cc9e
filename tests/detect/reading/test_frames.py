"""Frames lie on the recording's own clock: parts have those of the whole, none crosses a gap, starts are multiples."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from recordings.memory_source import MemorySource, make_channels, make_recording, noise_source

from eegview.app.montage.store import montage_by_id
from eegview.detect.input_plan import plan_input
from eegview.detect.manifest import InputNeeds
from eegview.detect.plugin_recording import PluginRecording
from eegview.model.channel import ChannelKind
from eegview.model.span import Span

SEGMENTS = ((0.0, 40.0), (47.377, 80.377))  # the second begins between two samples of the first
LENGTHS_S = st.sampled_from([0.25, 0.333, 1.0, 1.5, 4.0])
HOPS_S = st.sampled_from([0.1, 0.5, 0.77, 1.0, 2.5])
RATES_HZ = st.sampled_from([0.0, 64.0, 128.0])


def seen(source, span: Span | None = None, **needs) -> PluginRecording:
    held = InputNeeds(**needs)
    plan = plan_input(source.recording, montage_by_id(held.montage), held)
    return PluginRecording(source, plan, span or source.recording.span)


@pytest.fixture(scope="module")
def minute():
    return noise_source(rate_hz=128.0, segments=((0.0, 60.0),))


@pytest.fixture(scope="module")
def noise():
    return noise_source(rate_hz=100.0, segments=SEGMENTS)


@settings(max_examples=25)
@given(LENGTHS_S, HOPS_S, RATES_HZ, st.lists(st.integers(0, 80_377), max_size=4))
def test_parts_have_the_frames_of_the_whole(noise, length_s, hop_s, rate_hz, cuts_ms):
    whole = list(seen(noise, rate_hz=rate_hz, low_cut_hz=1.0).frames(length_s, hop_s))
    edges = sorted({0.0, noise.recording.duration_s, *(cut / 1000 for cut in cuts_ms)})
    parts = [
        frame
        for first, stop in itertools.pairwise(edges)
        for frame in seen(noise, Span(first, stop), rate_hz=rate_hz, low_cut_hz=1.0).frames(length_s, hop_s)
    ]
    assert [frame.number for frame in parts] == [frame.number for frame in whole]
    for part, one in zip(parts, whole, strict=True):
        assert (part.span, part.first_s) == (one.span, one.first_s)
        assert np.allclose(part.data, one.data, atol=1e-3)


@settings(max_examples=40)
@given(LENGTHS_S, HOPS_S, RATES_HZ)
def test_starts_are_multiples_and_no_frame_touches_a_gap(noise, length_s, hop_s, rate_hz):
    recording = seen(noise, rate_hz=rate_hz)
    frames = list(recording.frames(length_s, hop_s))
    n = round(length_s * recording.rate_hz)
    for frame in frames:
        assert frame.start_s == frame.number * hop_s
        assert frame.data.shape == (len(recording.rows), n)
        assert np.isfinite(frame.data).all()
        (segment,) = (one for one in recording.segments if one.contains(frame.start_s))
        assert frame.span.stop_s <= segment.stop_s + 1e-6
        is_late = frame.first_s >= frame.start_s - 1e-6  # else it is the last that its segment has room for
        assert is_late or frame.times_s[-1] + 1.5 / recording.rate_hz >= segment.stop_s
        assert abs(frame.first_s - frame.start_s) <= 1 / recording.rate_hz + 1e-5
        assert frame.times_s[-1] < segment.stop_s
    held = {frame.number for frame in frames}
    for number in range(int(noise.recording.duration_s / hop_s)):  # and none that fits is left out
        start_s, stop_s = number * hop_s, number * hop_s + length_s
        fits = any(s.start_s <= start_s and stop_s <= s.stop_s for s in recording.segments)
        assert not fits or number in held


def test_a_frame_has_the_samples_of_its_time(noise):
    recording = seen(noise)
    stretches = list(recording.stretches(1e9))
    for frame in recording.frames(1.0, 0.33):
        stretch = stretches[frame.start_s > 45]
        first = round((frame.first_s - stretch.start_s) * 100)
        assert np.array_equal(frame.data, stretch.data[:, first : first + 100])


def test_a_frame_may_be_changed_without_changing_the_next(noise):
    frames = seen(noise).frames(2.0, 1.0)
    first = next(frames)
    kept = first.data[:, 100:].copy()
    first.data[:] = 0
    assert np.array_equal(next(frames).data[:, :100], kept)


def test_a_frame_that_begins_in_the_span_reaches_past_its_end(noise):
    frames = list(seen(noise, Span(3.0, 5.5)).frames(4.0, 1.0))
    assert [frame.number for frame in frames] == [3, 4, 5]
    assert frames[-1].span == Span(5.0, 9.0)


def test_polygraphy_comes_along_at_its_own_rate():
    channels = (
        *make_channels(["Fp1", "F7"], 100.0),
        *make_channels(["EMG1", "EMG2"], 400.0, ChannelKind.EMG, first_index=2),
        *make_channels(["SpO2"], 1.0, ChannelKind.SPO2, first_index=4),
    )
    data = [[np.arange(round(20 * c.rate_hz)) * float(1 + k)] for k, c in enumerate(channels)]
    source = MemorySource(make_recording(channels, ((0.0, 20.0),)), data)
    frames = list(seen(source).frames(1.5, 0.5, kinds=("emg", "spo2")))
    assert len(frames) == 38
    for frame in frames:
        rate_hz, values = frame.extra["EMG1-EMG2"]
        assert (rate_hz, len(values)) == (400.0, 600)
        assert values[0] == pytest.approx(-(frame.start_s * 400.0))
        assert len(frame.extra["SpO2"][1]) == 2
    assert seen(source).names("emg") == ("EMG1-EMG2",)


def test_without_a_hop_frames_meet(noise):
    starts = [frame.start_s for frame in seen(noise).frames(5.0)]
    assert starts == [0.0, 5.0, 10.0, 15.0, 20.0, 25.0, 30.0, 35.0, 50.0, 55.0, 60.0, 65.0, 70.0, 75.0]


def test_handing_out_frames_tells_how_far_it_came(noise):
    reached = []
    plan = plan_input(noise.recording, montage_by_id("longitudinal_bipolar"), InputNeeds())
    recording = PluginRecording(noise, plan, Span(0.0, 3.0), reached=reached.append)
    list(recording.frames(1.0))
    assert reached == [0.0, 1.0, 2.0]


def test_the_last_frame_is_there_where_the_rate_does_not_divide_the_hop(minute):
    frames = list(seen(minute).frames(0.1))
    assert [frame.number for frame in frames] == list(range(600))
    assert {frame.data.shape[1] for frame in frames} == {13}
    assert frames[-1].times_s[-1] == pytest.approx(60.0 - 1 / 128)


@settings(max_examples=25)
@given(st.integers(20, 900), st.integers(20, 900))
def test_every_frame_whose_time_is_recorded_is_there(minute, length_ms, hop_ms):
    length_s, hop_s = length_ms / 1000, hop_ms / 1000
    numbers = [frame.number for frame in seen(minute).frames(length_s, hop_s)]
    assert numbers == list(range((60_000 - length_ms) // hop_ms + 1))
