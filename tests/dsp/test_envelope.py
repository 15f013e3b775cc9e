import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from eegview.dsp.envelope import bin_edges, envelope


def test_each_bin_has_its_lowest_and_highest(kernel) -> None:
    values = np.array([3, 1, 2, np.nan, 9, np.nan, -4], np.float32)
    low, high = envelope(values, np.array([0, 3, 3, 5, 6, 7]))
    np.testing.assert_array_equal(low, np.array([1, np.nan, 9, np.nan, -4], np.float32))
    np.testing.assert_array_equal(high, np.array([3, np.nan, 9, np.nan, -4], np.float32))


def test_no_bin_and_no_sample(kernel) -> None:
    low, _high = envelope(np.empty(0, np.float32), np.array([0, 0, 0]))
    assert np.isnan(low).all()
    assert envelope(np.ones(3, np.float32), np.array([1]))[0].shape == (0,)


def test_samples_outside_the_bins_count_for_nothing(kernel) -> None:
    low, high = envelope(np.array([-100, 1, 2, 100], np.float32), np.array([1, 2, 3]))
    np.testing.assert_array_equal([low, high], [[1, 2], [1, 2]])


@settings(max_examples=60, deadline=None)
@given(
    first_s=st.integers(0, 5000).map(lambda ms: ms / 1000),
    rate_hz=st.sampled_from([1.0, 100.0, 256.0, 333.3]),
    n_samples=st.integers(0, 300),
    bin_s=st.sampled_from([0.01, 0.25, 1.0]),
    n_bins=st.integers(1, 40),
)
def test_every_sample_is_in_the_bin_of_its_time(
    first_s: float, rate_hz: float, n_samples: int, bin_s: float, n_bins: int
) -> None:
    start_s = 1.0
    edges = bin_edges(first_s, rate_hz, n_samples, start_s, bin_s, n_bins)
    assert (np.diff(edges) >= 0).all()
    for number in range(n_bins):
        times_s = first_s + np.arange(edges[number], edges[number + 1]) / rate_hz
        slack_s = 2e-6 / rate_hz
        assert (times_s >= start_s + number * bin_s - slack_s).all()
        assert (times_s < start_s + (number + 1) * bin_s + slack_s).all()
    inside = (first_s + np.arange(n_samples) / rate_hz >= start_s) & (
        first_s + np.arange(n_samples) / rate_hz < start_s + n_bins * bin_s
    )
    assert abs((edges[-1] - edges[0]) - inside.sum()) <= 1
