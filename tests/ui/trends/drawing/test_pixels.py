import numpy as np
import pytest

from eegview.ui.trends.drawing.pixels import Pixels, argb, mixed
from eegview.ui.trends.drawing.scales import Linear, Logarithmic, SemiLogarithmic

GROUND, INK = 0xFFFFFFFF, 0xFF000000


@pytest.mark.parametrize("scale", [Linear(0, 30), Logarithmic(5, 1000), SemiLogarithmic()])
@pytest.mark.parametrize("alpha", [1.0, 0.3])
def test_a_fill_reaches_from_value_to_value_also_at_the_ends_of_the_axis(scale, alpha: float) -> None:
    pixels = Pixels(5, 61, "#ffffff")
    low = scale.shares(np.array([-1, scale.low if hasattr(scale, "low") else 0, 10, np.nan, 20], np.float32))
    high = scale.shares(np.array([1e6, 20, 10, 20, np.nan], np.float32))
    pixels.fill(low, high, "#000000", alpha)
    n_filled = (pixels.array != GROUND).sum(axis=0)
    assert n_filled[0] == 61  # from edge to edge
    assert 1 < n_filled[1] < 61
    assert 1 <= n_filled[2] <= 2  # at least a pixel
    assert n_filled[3:].tolist() == [0, 0]


def test_a_line_joins_its_neighbours_and_breaks_where_nothing_is_known() -> None:
    pixels = Pixels(5, 11, "#ffffff")
    pixels.line(np.array([0.0, 1.0, 1.0, np.nan, 0.5]), "#000000")
    is_ink = pixels.array == INK
    assert is_ink.any(axis=0).tolist() == [True, True, True, False, True]
    assert is_ink[:, 0].sum() + is_ink[:, 1].sum() >= 11
    assert is_ink[0, 2]


def test_what_is_dimmed_is_nearer_to_the_ground() -> None:
    pixels = Pixels(4, 3, "#000000")
    pixels.dim(np.array([True, False, False, True]), "#ffffff", 0.5)
    assert (pixels.array[0] & 0xFF).tolist() == [127, 0, 0, 127]
    assert mixed("#000000", "#ffffff", 0.25) == "#404040"
    assert argb("#0b6e75") == 0xFF0B6E75


def test_spectra_stand_with_their_first_frequency_at_the_foot() -> None:
    pixels = Pixels(2, 9, "#ffffff")
    pixels.place(np.array([[1, 2, 3], [4, 5, 6]], np.uint32))
    assert pixels.array[:, 0].tolist() == [3] * 3 + [2] * 3 + [1] * 3
    assert pixels.array[0, 1] == 6
