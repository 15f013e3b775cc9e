import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from eegview.dsp.scalp_map import electrode_position, flattened, map_weights, strongest_moment

NAMES = tuple("Fp1 Fp2 F3 F4 C3 C4 P3 P4 O1 O2 F7 F8 T7 T8 P7 P8 Fz Cz Pz".split())  # noqa: SIM905


def position(name: str) -> np.ndarray:
    at = electrode_position(name)
    assert at is not None
    return at


POSITIONS = np.array([position(name) for name in NAMES])


@pytest.mark.parametrize("name", [*NAMES, "AF7", "FC1", "CP6", "PO8", "FT9", "TP10", "Oz", "AFz"])
def test_electrodes_lie_on_the_head(name: str) -> None:
    assert np.linalg.norm(position(name)) == pytest.approx(1.0)


@pytest.mark.parametrize(("left", "right"), [("F7", "F8"), ("C3", "C4"), ("PO3", "PO4"), ("TP9", "TP10")])
def test_the_head_is_even_handed(left: str, right: str) -> None:
    assert position(left) * [-1, 1, 1] == pytest.approx(position(right))
    assert position(left)[0] < 0 < position(right)[0]


def test_equal_steps_from_ring_to_midline() -> None:
    angle = np.degrees(np.arccos(position("C5") @ position("C3")))
    assert angle == pytest.approx(np.degrees(np.arccos(position("C1") @ position("C3"))))
    assert angle == pytest.approx(22.5)
    assert flattened(np.array([position("T8"), position("Cz"), position("Fz")])) == pytest.approx(
        np.array([[1, 0], [0, 0], [0, 0.5]])
    )


def test_what_is_no_scalp_position_has_no_place() -> None:
    assert [electrode_position(name) for name in ("A1", "M2", "EMG1", "Fp1-F7", "")] == [None] * 5


def test_the_map_goes_through_the_electrodes() -> None:
    """At Cz, the middle of the grid, the field is what Cz measured; the ring's corners lie outside the head."""
    weights = map_weights(POSITIONS, 21)
    values = np.linspace(-80, 80, len(NAMES))
    grid = (weights @ values).reshape(21, 21)
    assert grid[10, 10] == pytest.approx(values[NAMES.index("Cz")], abs=1.5)
    assert np.isnan(grid[0, 0])


@given(st.floats(-500, 500), st.floats(-3, 3))
def test_a_constant_maps_to_itself_and_maps_add_up(constant: float, factor: float) -> None:
    weights = map_weights(POSITIONS, 9)
    inside = np.isfinite(weights[:, 0])
    field = 40 * POSITIONS[:, 1]
    mapped = weights[inside] @ (constant + factor * field)
    assert mapped == pytest.approx(constant + factor * (weights[inside] @ field), abs=1e-6)


def test_a_field_that_points_forward_is_positive_at_the_nose() -> None:
    grid = (map_weights(POSITIONS, 21) @ (100 * POSITIONS[:, 1])).reshape(21, 21)
    assert grid[1, 10] > 80
    assert grid[-2, 10] < -80


def test_the_strongest_moment_is_where_the_field_is_most_uneven() -> None:
    values = np.zeros((4, 10))
    values[:, 3] = 500  # all alike: the reference moved, nothing else
    values[0, 7] = -90
    assert strongest_moment(values) == 7
    values[1, 7] = np.nan
    values[0, 2] = 5
    assert strongest_moment(values) == 2
