"""All rows at once: NaN in gaps, the same samples as in stretches, and a refusal where that would be too large."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from recordings.memory_source import noise_source

from eegview.app.montage.store import montage_by_id
from eegview.detect.input_plan import plan_input
from eegview.detect.manifest import InputNeeds
from eegview.detect.plugin_recording import PluginRecording
from eegview.model.errors import DetectorFailed
from eegview.model.span import Span


def seen(source, span: Span | None = None, memory_mib: float = 1500.0, **needs) -> PluginRecording:
    held = InputNeeds(**needs)
    plan = plan_input(source.recording, montage_by_id(held.montage), held)
    return PluginRecording(source, plan, span or source.recording.span, memory_mib=memory_mib)


@pytest.fixture(scope="module")
def noise():
    return noise_source(rate_hz=100.0, segments=((0.0, 20.0), (27.377, 40.377)))


def test_samples_stand_where_they_were_recorded_and_gaps_are_nan(noise):
    recording = seen(noise, low_cut_hz=1.0)
    data, times_s = recording.data(), recording.times_s
    assert data.shape == (len(recording.rows), len(times_s))
    assert data.dtype == np.float32
    assert np.isnan(data[:, (times_s >= 20.0) & (times_s < 27.37)]).all()
    for stretch in recording.stretches(7.0):
        columns = np.searchsorted(times_s, stretch.times_s - 0.5 / 100)
        assert np.abs(times_s[columns] - stretch.times_s).max() <= 0.5 / 100 + 1e-9
        assert np.array_equal(data[:, columns], stretch.data)


@settings(max_examples=25)
@given(st.integers(0, 40_377), st.integers(0, 40_377), st.sampled_from([0.0, 64.0, 128.0]))
def test_a_part_equals_the_same_part_of_the_whole(noise, one_ms, other_ms, rate_hz):
    first_s, stop_s = sorted((one_ms / 1000, other_ms / 1000))
    whole, part = seen(noise, rate_hz=rate_hz), seen(noise, Span(first_s, stop_s), rate_hz=rate_hz)
    is_in = (whole.times_s >= first_s - 1e-7) & (whole.times_s < stop_s - 1e-7)
    assert np.array_equal(part.times_s, whole.times_s[is_in])
    assert np.allclose(part.data(), whole.data()[:, is_in], atol=1e-3, equal_nan=True)


def test_what_is_too_large_for_the_memory_is_refused_with_a_way_on(noise):
    size_mib = len(seen(noise).rows) * 4037.7 * 4 / 2**20
    assert seen(noise, memory_mib=size_mib * 2.01).data().shape[1] == 4038
    with pytest.raises(DetectorFailed) as caught:
        seen(noise, memory_mib=size_mib * 1.9).data()
    assert "more than half of the detector's" in caught.value.sentence
    assert "piece by piece, as with recording.frames()" in caught.value.advice
