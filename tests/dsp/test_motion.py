"""Motion energy on drawn pictures: what moves counts, light, noise and the caregiver do not."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eegview.dsp.motion import area_mean, motion_energy, watched_pixels
from eegview.model.errors import UsageError
from eegview.model.movement import Region

SHAPE = (90, 120)
EVERYWHERE = np.ones(SHAPE, np.bool_)
DT_S = 0.04


def scene(seed: int = 0) -> np.ndarray:
    """Return a picture with light and dark parts and some grain, levels 40-180."""
    rng = np.random.default_rng(seed)
    coarse = rng.uniform(40, 180, (9, 12)).repeat(10, 0).repeat(10, 1)
    return (coarse + rng.uniform(-4, 4, SHAPE)).astype(np.float32)


def with_box(picture: np.ndarray, left: int, top: int = 30, level: float = 235, size: int = 20) -> np.ndarray:
    picture = picture.copy()
    picture[top : top + size, left : left + size] = level
    return picture


def noisy(picture: np.ndarray, sigma: float, seed: int) -> np.ndarray:
    return (picture + np.random.default_rng(seed).normal(0, sigma, picture.shape)).astype(np.float32)


def test_a_still_picture_has_no_energy() -> None:
    assert motion_energy(scene(), scene(), DT_S, EVERYWHERE) == 0.0


def test_a_box_that_moves_counts_the_pixels_it_uncovers_and_covers() -> None:
    ground = np.full(SHAPE, 100, np.float32)
    energy = motion_energy(with_box(ground, 40), with_box(ground, 45), DT_S, EVERYWHERE)
    expected = 2 * 5 * 20 * (135 - 0.5) / ground.size / DT_S  # two strips of 5 × 20 px, less the least noise
    assert energy == pytest.approx(expected, rel=1e-5)


@pytest.mark.parametrize("sigma", [0.3, 1.0, 1.9])
def test_noise_counts_as_nothing_beside_movement(sigma: float) -> None:
    still = motion_energy(noisy(scene(), sigma, 1), noisy(scene(), sigma, 2), DT_S, EVERYWHERE)
    moved = motion_energy(
        noisy(with_box(scene(), 40), sigma, 1), noisy(with_box(scene(), 42), sigma, 2), DT_S, EVERYWHERE
    )
    assert still < 0.15
    assert moved > 20 * still


@settings(max_examples=60, deadline=None)
@given(gain=st.floats(0.5, 1.4), offset=st.floats(-20, 20))
def test_a_change_of_light_counts_as_nothing(gain: float, offset: float) -> None:
    before = scene()
    after = (before * gain + offset).astype(np.float32)
    assert motion_energy(before, after, DT_S, EVERYWHERE) < 2
    assert motion_energy(after, before, DT_S, EVERYWHERE) < 2


def test_a_flash_and_its_end_count_as_nothing() -> None:
    white = np.full(SHAPE, 255, np.float32)
    assert motion_energy(scene(), white, DT_S, EVERYWHERE) < 1
    assert motion_energy(white, scene(), DT_S, EVERYWHERE) < 1


def shaded(picture: np.ndarray, middle: float, depth: float = 0.35) -> np.ndarray:
    """Return a picture with a soft shadow across it, its middle at this share of the width."""
    across = np.arange(picture.shape[1]) / picture.shape[1]
    return (picture * (1 - depth * np.exp(-0.5 * ((across - middle) / 0.15) ** 2))).astype(np.float32)


def test_a_shadow_on_a_part_of_the_picture_counts_little_beside_what_moves_in_it() -> None:
    ground = scene()
    passing = [motion_energy(shaded(ground, at), shaded(ground, at + 0.08), DT_S, EVERYWHERE) for at in (0.2, 0.5)]
    ratio = shaded(ground, 0.58) / shaded(ground, 0.5)
    unmended = float(np.abs(shaded(ground, 0.5) * (ratio - 1)).mean()) / DT_S
    assert max(passing) < 0.2 * unmended
    steady = motion_energy(with_box(ground, 40), with_box(ground, 50), DT_S, EVERYWHERE)
    moved = motion_energy(shaded(with_box(ground, 40), 0.5), shaded(with_box(ground, 50), 0.58), DT_S, EVERYWHERE)
    assert moved == pytest.approx(steady, rel=0.4)


def test_where_another_picture_comes_nothing_can_be_told() -> None:
    """Infrared light, a cut or a camera that is turned: most of the picture changes, and no light explains it."""
    assert np.isnan(motion_energy(scene(0), scene(7), DT_S, EVERYWHERE))


def test_what_moves_is_seen_while_the_light_changes() -> None:
    steady = motion_energy(with_box(scene(), 40), with_box(scene(), 50), DT_S, EVERYWHERE)
    dimmed = (0.9 * with_box(scene(), 50) - 5).astype(np.float32)
    dimming = motion_energy(with_box(scene(), 40), dimmed, DT_S, EVERYWHERE)
    assert dimming == pytest.approx(steady, rel=0.15)


def test_a_still_light_thing_on_a_plain_wall_does_not_move() -> None:
    """Halves of one grey differ by noise alone: no slope may be read from them and applied to the light thing."""
    wall = with_box(np.full(SHAPE, 90, np.float32), 50, level=220)
    energy = motion_energy(noisy(wall, 1.0, 1), noisy(wall, 1.0, 2), DT_S, EVERYWHERE)
    assert energy < 0.15


@settings(max_examples=40, deadline=None)
@given(shift=st.integers(1, 15), seed=st.integers(0, 20))
def test_movement_is_the_same_both_ways(shift: int, seed: int) -> None:
    one, other = with_box(scene(seed), 40), with_box(scene(seed), 40 + shift)
    there = motion_energy(one, other, DT_S, EVERYWHERE)
    back = motion_energy(other, one, DT_S, EVERYWHERE)
    assert there == pytest.approx(back, rel=0.05)
    assert there > 0


def test_only_the_region_counts_and_never_the_mask() -> None:
    before, after = with_box(scene(), 10), with_box(scene(), 16)
    right = watched_pixels(SHAPE, Region.rectangle(0.5, 0, 1, 1), None)
    left = watched_pixels(SHAPE, Region.rectangle(0, 0, 0.5, 1), None)
    masked = watched_pixels(SHAPE, None, Region.rectangle(0, 0.2, 0.5, 0.8))
    assert motion_energy(before, after, DT_S, right) == 0
    whole = motion_energy(before, after, DT_S, EVERYWHERE)
    assert motion_energy(before, after, DT_S, left) == pytest.approx(2 * whole, rel=1e-4)
    assert motion_energy(before, after, DT_S, masked, masked) == 0


def test_a_caregiver_who_fills_the_mask_does_not_change_the_light() -> None:
    before, after = with_box(scene(), 80, top=40), with_box(scene(), 84, top=40)
    before[:, :70], after[:, :70] = 30, 220  # more than half the picture changes
    mask = Region.rectangle(0, 0, 70 / 120, 1)
    watched = watched_pixels(SHAPE, None, mask)
    clean = motion_energy(with_box(scene(), 80, top=40), with_box(scene(), 84, top=40), DT_S, watched, watched)
    assert motion_energy(before, after, DT_S, watched, watched) == pytest.approx(clean, rel=0.05)


def test_energy_is_per_second_and_unknown_across_a_hole() -> None:
    before, after = with_box(scene(), 40), with_box(scene(), 50)
    assert motion_energy(before, after, 0.08, EVERYWHERE) == pytest.approx(
        motion_energy(before, after, 0.04, EVERYWHERE) / 2
    )
    assert np.isnan(motion_energy(before, after, 1.5, EVERYWHERE))
    assert np.isnan(motion_energy(before, after, 0.0, EVERYWHERE))


def test_polygons_hold_what_lies_in_them() -> None:
    triangle = watched_pixels((100, 100), Region(((0, 0), (1, 0), (0, 1))), None)
    assert triangle.mean() == pytest.approx(0.5, abs=0.01)
    assert triangle[0, 0]
    assert not triangle[-1, -1]
    bow = Region(((0, 0), (1, 1), (1, 0), (0, 1)))  # crosses itself: both wings, left and right
    assert watched_pixels((100, 100), bow, None).mean() == pytest.approx(0.5, abs=0.02)
    beyond = watched_pixels((100, 100), Region.rectangle(-1, -1, 2, 2), None)
    assert beyond.all()


@settings(max_examples=40, deadline=None)
@given(
    corners=st.tuples(st.floats(0, 0.4), st.floats(0, 0.4), st.floats(0.6, 1), st.floats(0.6, 1)),
    mask=st.tuples(st.floats(0, 1), st.floats(0, 1)),
)
def test_a_mask_only_takes_away(corners: tuple[float, ...], mask: tuple[float, float]) -> None:
    region = Region.rectangle(*corners)
    masked = Region.rectangle(min(mask), min(mask), max(mask) * 0.9, max(mask) * 0.9)
    try:
        left = watched_pixels(SHAPE, region, masked)
    except UsageError:
        return
    assert not (left & ~watched_pixels(SHAPE, region, None)).any()


def test_a_region_of_nothing_is_refused() -> None:
    for region, mask in [
        (Region.rectangle(0.5, 0.5, 0.5001, 0.5001), None),
        (Region.rectangle(2, 2, 3, 3), None),
        (None, Region.rectangle(0, 0, 1, 1)),
    ]:
        with pytest.raises(UsageError):
            watched_pixels(SHAPE, region, mask)
    with pytest.raises(ValueError, match="three corners"):
        Region(((0, 0), (1, 1)))


@pytest.mark.parametrize(
    ("width", "height"), [(640, 480), (1920, 1080), (320, 240), (161, 90), (120, 90), (4096, 2160)]
)
def test_pictures_are_reduced_by_the_mean_of_blocks(width: int, height: int) -> None:
    plane = np.random.default_rng(0).integers(0, 256, (height, width), np.uint8)
    small = area_mean(plane)
    factor = -(-width // 160)
    assert small.shape == (height // factor, width // factor)
    assert small.dtype == np.float32
    assert small[3, 5] == pytest.approx(
        plane[3 * factor : 4 * factor, 5 * factor : 6 * factor].mean(dtype=np.float64), abs=1e-3
    )
    assert area_mean(np.full((height, width), 255, np.uint8)).max() == pytest.approx(255)
