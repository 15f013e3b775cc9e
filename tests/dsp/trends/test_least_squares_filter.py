import numpy as np
import pytest
import scipy.signal

from eegview.dsp.trends.least_squares_filter import least_squares_taps


@pytest.mark.parametrize(("n_taps", "rate_hz"), [(33, 64.0), (65, 128.0), (129, 256.0)])
@pytest.mark.parametrize("weights", [(30.0, 0.3, 30.0), (1.0, 1.0, 1.0)])
def test_it_gives_the_taps_of_scipy(n_taps: int, rate_hz: float, weights: tuple[float, ...]):
    edges, gains = (0.0, 0.05, 2.0, 15.0, 21.0, rate_hz / 2), (0.0, 0.0, 0.3, 1.2, 0.0, 0.0)
    taps = least_squares_taps(n_taps, edges, gains, weights, rate_hz)
    expected = scipy.signal.firls(n_taps, edges, gains, weight=weights, fs=rate_hz)
    np.testing.assert_allclose(taps, expected, rtol=0, atol=1e-12)


def test_an_even_number_of_taps_is_refused():
    with pytest.raises(ValueError, match="no middle one"):
        least_squares_taps(32, (0.0, 1.0), (1.0, 1.0), (1.0,), 2.0)


def test_a_filter_that_lets_all_through_is_one_tap_of_1():
    taps = least_squares_taps(5, (0.0, 32.0), (1.0, 1.0), (1.0,), 64.0)
    np.testing.assert_allclose(taps, [0, 0, 1, 0, 0], atol=1e-12)
