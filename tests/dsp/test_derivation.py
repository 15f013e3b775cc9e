import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from eegview.dsp.derivation import derive


@settings(max_examples=60, deadline=None)
@given(
    n_rows=st.integers(1, 12), n_channels=st.integers(1, 12), n_samples=st.integers(0, 40), seed=st.integers(0, 2**31)
)
def test_rows_are_the_weighted_sums(n_rows: int, n_channels: int, n_samples: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    weights = rng.choice([0.0, 1.0, -1.0, -0.25, 0.5], (n_rows, n_channels))
    columns = [rng.standard_normal(n_samples).astype(np.float32) * 1e4 for _ in range(n_channels)]
    expected = weights @ np.array(columns, np.float64).reshape(n_channels, n_samples)
    np.testing.assert_allclose(derive(columns, weights), expected, atol=1e-6)


def test_a_common_average_is_summed_once_and_right() -> None:
    rng = np.random.default_rng(0)
    columns = [rng.standard_normal(50).astype(np.float32) + 1000 for _ in range(21)]
    weights = np.eye(21) - 1 / 21
    weights = np.vstack([weights, np.eye(21)[:2]])
    expected = weights @ np.array(columns, np.float64)
    np.testing.assert_allclose(derive(columns, weights), expected, atol=1e-6)


def test_a_single_channel_keeps_its_bits() -> None:
    values = np.array([0.1, 1e-30, 123456.789, np.nan], np.float32)
    rows = derive([values, values * 2], np.array([[1.0, 0.0]]))
    np.testing.assert_array_equal(rows[0].astype(np.float32), values)


def test_missing_samples_stay_within_the_rows_that_use_them() -> None:
    holed = np.array([1, np.nan, 3], np.float32)
    rows = derive([holed, np.ones(3, np.float32)], np.array([[1.0, -1.0], [0.0, 1.0]]))
    np.testing.assert_array_equal(np.isnan(rows), [[False, True, False], [False, False, False]])
