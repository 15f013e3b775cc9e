import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from eegview.app.trends.aeeg_scale import LARGEST_UV, TICKS_UV, aeeg_height


def test_it_is_linear_to_10_microvolts_and_logarithmic_above():
    assert aeeg_height(TICKS_UV) == pytest.approx([0.0, 0.25, 0.5, 0.6505, 0.8495, 1.0], abs=1e-4)
    assert aeeg_height([2.5, 31.6228]) == pytest.approx([0.125, 0.75], abs=1e-6)
    assert aeeg_height(1000.0) == pytest.approx(1.5)  # above the scale, for who draws to cut


def test_what_is_missing_stays_missing():
    assert np.isnan(aeeg_height([np.nan, 1.0])).tolist() == [True, False]


@given(st.floats(0.0, 5 * LARGEST_UV), st.floats(0.0, 5 * LARGEST_UV))
def test_what_is_more_stands_higher(one_uv: float, other_uv: float):
    low_uv, high_uv = sorted((one_uv, other_uv))
    assert aeeg_height(low_uv) <= aeeg_height(high_uv)
