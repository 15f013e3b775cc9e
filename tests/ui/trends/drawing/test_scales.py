import numpy as np
import pytest

from eegview.ui.trends.drawing.axis import round_up
from eegview.ui.trends.drawing.scales import Linear, Logarithmic, SemiLogarithmic


@pytest.mark.parametrize(
    ("value", "share"), [(0, 0.0), (5, 0.25), (10, 0.5), (31.6228, 0.75), (100, 1.0), (400, 1.0), (-3, 0.0)]
)
def test_the_axis_of_aeeg_is_linear_to_10_uv_then_logarithmic_and_ends_at_100(value: float, share: float) -> None:
    assert float(SemiLogarithmic().shares(np.array(value, float))) == pytest.approx(share, abs=1e-6)


def test_equal_ratios_are_equally_far_on_a_logarithmic_axis() -> None:
    shares = Logarithmic(5.0, 1000.0).shares(np.array([5.0, 50.0, 500.0, 1000.0, 1.0, 5000.0]))
    assert np.diff(shares[:3]) == pytest.approx([shares[1], shares[1]])
    assert shares[[0, 3, 4, 5]] == pytest.approx([0, 1, 0, 1])


def test_what_is_not_known_stays_unknown_on_every_axis() -> None:
    for scale in (Linear(0, 1), Logarithmic(1, 10), SemiLogarithmic()):
        assert np.isnan(scale.shares(np.array([np.nan]))).all()
        assert (np.diff(scale.shares(np.array(scale.ticks))) > 0).all()


@pytest.mark.parametrize(("value", "rounded"), [(0, 1), (0.3, 0.5), (1, 1), (1.2, 2), (3, 5), (51, 100), (700, 1000)])
def test_an_axis_ends_at_a_round_value(value: float, rounded: float) -> None:
    assert round_up(value) == pytest.approx(rounded)
