"""What filters keep of a wave's height is what they really do to it."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from eegview.app.page.filter_effect import kept_share, problem_text, time_constant_text
from eegview.dsp.filtering import filter_rows
from eegview.model.display.filters import FilterSpec, Phase

RATE_HZ = 256.0


def test_published_losses_of_a_1_hz_wave():
    # clinical fact sheet 3.2: 300 µV become 212 and, forward and backward, 150; at 0.5 Hz 268 and 240
    for cut_hz, causal_uv, zero_uv in ((1.0, 212, 150), (0.5, 268, 240)):
        assert 300 * kept_share(FilterSpec(cut_hz), RATE_HZ, 1.0) == pytest.approx(causal_uv, abs=1)
        assert 300 * kept_share(FilterSpec(cut_hz, phase=Phase.ZERO), RATE_HZ, 1.0) == pytest.approx(zero_uv, abs=1)


@given(
    st.sampled_from([0.0, 0.3, 1.0, 5.0]),
    st.sampled_from([0.0, 15.0, 70.0]),
    st.sampled_from([0.0, 50.0]),
    st.sampled_from(list(Phase)),
    st.sampled_from([1.0, 3.0, 10.0]),
)
def test_equals_the_filtered_sine(low, high, notch, phase, frequency_hz):
    spec = FilterSpec(low, high, notch, phase)
    time_s = np.arange(int(40 * RATE_HZ)) / RATE_HZ
    wave = np.sin(2 * np.pi * frequency_hz * time_s)[None]
    middle = filter_rows(wave, spec, RATE_HZ)[0, int(15 * RATE_HZ) : int(25 * RATE_HZ)]
    height = np.sqrt(2 * np.mean(np.square(middle)))
    assert kept_share(spec, RATE_HZ, frequency_hz) == pytest.approx(height, abs=0.01)


def test_words():
    assert time_constant_text(0.5) == "τ 0.32 s"
    assert time_constant_text(0.0) == ""
    assert "has no effect" in problem_text(FilterSpec(high_cut_hz=100), 200.0)
    assert "above" in problem_text(FilterSpec(10, 5), 200.0)
    assert problem_text(FilterSpec(0.5, 70), 200.0) == ""
