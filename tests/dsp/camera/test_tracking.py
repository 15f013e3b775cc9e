"""The camera's own motion: found again where it is known, not led by what moves, refused where it cannot be told."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.ndimage import affine_transform, gaussian_filter
from there import there

from eegview.dsp.camera.aligning import aligned, compensated_energy
from eegview.dsp.camera.held import HeldCamera
from eegview.dsp.camera.motion import CameraMotion
from eegview.dsp.camera.tracking import CameraTracker
from eegview.dsp.motion import motion_energy
from eegview.model.movement import Region

SHAPE = (120, 160)
EVERYWHERE = np.ones(SHAPE, np.bool_)
DT_S = 0.04


def scenery() -> np.ndarray:
    levels = gaussian_filter(np.random.default_rng(4).uniform(0, 255, (420, 420)), 3)
    return (levels - levels.mean()) / levels.std() * 40 + 120


SCENERY = scenery()


def seen(
    right_px: float = 0, down_px: float = 0, stretch: float = 0, turn: float = 0, box: int | None = None, seed: int = 1
) -> np.ndarray:
    """Return what a camera sees whose picture moved by this much; `box` is where something light stands in the room."""
    room = SCENERY
    if box is not None:
        room = room.copy()
        room[170:240, box : box + 40] = 225
    forward = np.array([[1 + stretch, turn], [-turn, 1 + stretch]])
    back = np.linalg.inv(forward)
    middle = np.array([(SHAPE[0] - 1) / 2, (SHAPE[1] - 1) / 2])
    offset = np.array([210.0, 210.0]) - back @ (middle + np.array([down_px, right_px]))
    picture = affine_transform(room, back, offset.tolist(), output_shape=SHAPE, order=3)
    return (picture + np.random.default_rng(seed).normal(0, 1, SHAPE)).astype(np.float32)


def followed(before: np.ndarray, after: np.ndarray) -> CameraMotion | None:
    tracker = CameraTracker()
    tracker.follow(before)
    return tracker.follow(after)


@settings(max_examples=30, deadline=None)
@given(
    right_px=st.floats(-18, 18), down_px=st.floats(-14, 14), stretch=st.floats(-0.04, 0.04), turn=st.floats(-0.04, 0.04)
)
def test_a_known_motion_is_found_again(right_px: float, down_px: float, stretch: float, turn: float) -> None:
    motion = there(followed(seen(seed=1), seen(right_px, down_px, stretch, turn, seed=2)))
    assert motion.right_px == pytest.approx(right_px, abs=0.1)
    assert motion.down_px == pytest.approx(down_px, abs=0.1)
    assert motion.stretch == pytest.approx(stretch, abs=0.002)
    assert motion.turn == pytest.approx(turn, abs=0.002)
    assert motion.misfit_px < 0.15


def test_a_camera_at_rest_does_not_move() -> None:
    motion = there(followed(seen(seed=1), seen(seed=2)))
    assert motion.farthest_px(SHAPE) < 0.05


def test_what_moves_on_its_own_does_not_lead_the_camera() -> None:
    motion = there(followed(seen(box=190), seen(5, -3, box=200, seed=2)))
    assert (motion.right_px, motion.down_px) == (pytest.approx(5, abs=0.15), pytest.approx(-3, abs=0.15))


@pytest.mark.parametrize("light", [lambda luma: luma * 0.7, lambda luma: luma + 25])
def test_a_change_of_light_does_not_hide_the_motion(light) -> None:
    motion = there(followed(seen(), light(seen(4, 2, seed=2)).astype(np.float32)))
    assert (motion.right_px, motion.down_px) == (pytest.approx(4, abs=0.1), pytest.approx(2, abs=0.1))


def test_what_cannot_be_followed_is_told() -> None:
    blank = np.full(SHAPE, 90, np.float32)
    assert followed(blank, blank) is None
    another = gaussian_filter(np.random.default_rng(9).uniform(0, 255, SHAPE), 2).astype(np.float32) * 4
    assert followed(seen(), another) is None
    assert CameraTracker().follow(seen()) is None  # the first picture has none before it


def test_a_burned_in_part_can_be_left_out() -> None:
    ground = EVERYWHERE.copy()
    ground[60:] = False
    before, after = seen(), seen(6, 0, seed=2)
    after[60:] = before[60:]  # half of the picture does not move with the camera
    tracker = CameraTracker(ground)
    tracker.follow(before)
    assert there(tracker.follow(after)).right_px == pytest.approx(6, abs=0.2)


def test_both_pictures_are_brought_to_one_place() -> None:
    motion = there(followed(seen(), seen(7, -4, 0.02, 0.03, seed=2)))
    first, second, both = aligned(seen(), seen(7, -4, 0.02, 0.03, seed=2), motion)
    assert np.abs(first - second)[both].mean() < 2
    assert 0.8 < both.mean() < 1


@settings(max_examples=25, deadline=None)
@given(right_px=st.floats(-8, 8), down_px=st.floats(-8, 8), turn=st.floats(-0.02, 0.02))
def test_a_shake_counts_as_nothing_and_what_moves_beside_it_as_before(
    right_px: float, down_px: float, turn: float
) -> None:
    steady = motion_energy(seen(box=190), seen(box=196, seed=2), DT_S, EVERYWHERE)
    still, after = seen(), seen(right_px, down_px, 0, turn, seed=2)
    assert compensated_energy(still, after, DT_S, there(followed(still, after)), EVERYWHERE) < 0.02 * steady
    before, moved = seen(box=190), seen(right_px, down_px, 0, turn, box=196, seed=2)
    energy = compensated_energy(before, moved, DT_S, there(followed(before, moved)), EVERYWHERE)
    assert energy == pytest.approx(steady, rel=0.3)


def test_a_held_camera_tells_its_speed_and_is_silent_where_it_lost_its_way() -> None:
    camera = HeldCamera(SHAPE, Region.rectangle(0, 0, 1, 1))
    assert np.isnan(camera.movement(seen(), DT_S))
    assert camera.movement(seen(3.2, seed=2), DT_S) < 0.5
    assert camera.speed_pct_s == pytest.approx(100 * 3.2 / SHAPE[1] / DT_S, rel=0.05)
    assert camera.misfit_pct < 0.1
    assert np.isnan(camera.movement(np.full(SHAPE, 16, np.float32), DT_S))
    assert np.isnan(camera.speed_pct_s)
    assert np.isnan(camera.movement(seen(seed=3), 5.0))  # too long ago


def test_the_motion_in_words_of_a_camera() -> None:
    motion = CameraMotion(3, 4, 0.0, 0.02)
    assert motion.turn_deg == pytest.approx(1.146, abs=0.01)
    assert motion.zoom == pytest.approx(1.0, abs=0.001)
    assert CameraMotion(3, 4).typical_px(SHAPE) == 5
    assert CameraMotion(3, 4).farthest_px(SHAPE) == 5
    assert motion.farthest_px(SHAPE) == pytest.approx(7)
