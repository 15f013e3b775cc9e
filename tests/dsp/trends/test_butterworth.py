import numpy as np
import pytest
import scipy.signal
from trends.amplitude_blocks import butterworth

from eegview.dsp.trends.butterworth import band_pass


@pytest.mark.parametrize(("low_hz", "high_hz", "order"), [(4.0, 7.0, 4), (13.0, 30.0, 4), (2.0, 6.0, 2)])
def test_it_is_the_high_pass_and_the_low_pass_of_scipy(low_hz: float, high_hz: float, order: int):
    high, low = butterworth(order, low_hz, "high", 128.0), butterworth(order, high_hz, "low", 128.0)
    frequencies = np.linspace(0.1, 63, 200)
    _, expected = scipy.signal.sosfreqz(np.concatenate((high, low)), frequencies, fs=128.0)
    _, found = scipy.signal.sosfreqz(band_pass(low_hz, high_hz, order, 128.0), frequencies, fs=128.0)
    np.testing.assert_allclose(found, expected, rtol=1e-6, atol=1e-9)


def test_the_low_cut_of_the_whole_band_is_of_order_2():
    sections = band_pass(0.5, 30.0, 4, 128.0)
    assert sections.shape == (3, 6)
    _, gains = scipy.signal.sosfreqz(sections, [0.5, 1.0, 30.0], fs=128.0)
    assert np.abs(gains) == pytest.approx([2**-0.5, 0.970, 2**-0.5], abs=1e-3)  # a wave of 1 Hz keeps 97 %


@pytest.mark.parametrize(("high_hz", "order"), [(64.0, 4), (30.0, 3)])
def test_what_cannot_be_built_is_refused(high_hz: float, order: int):
    with pytest.raises(ValueError, match="must be even"):
        band_pass(4.0, high_hz, order, 128.0)
