"""A face is followed through what happens in films of families, or said to be lost; never wrongly in silence."""

import numpy as np
import pytest
from films.crossed_face import FACE_PX, crossed, face, hand
from films.faced_film import faced_picture, sway
from hypothesis import given, settings
from hypothesis import strategies as st

from eegview.dsp.face_cover.following import follow
from eegview.model.film.export.face import Following

FACTOR = 2
RADII = (36 / FACTOR, 46 / FACTOR)


def small(picture: np.ndarray) -> np.ndarray:
    green = picture[..., 1].astype(np.uint16)
    sums = green[::2, ::2] + green[1::2, ::2] + green[::2, 1::2] + green[1::2, 1::2]
    return (sums // 4).astype(np.uint8)


def film(places, shifts=None, change=lambda number, picture: picture) -> np.ndarray:
    shifts = shifts or [(0, 0)] * len(places)
    return np.stack(
        [
            small(change(number, faced_picture(number, place, shift)))
            for number, (place, shift) in enumerate(zip(places, shifts, strict=True))
        ]
    )


def far_off(found: np.ndarray, states: np.ndarray, places) -> list[int]:
    """Return the pictures in which what is covered, with its margin, misses a quarter of the face or more."""
    missed = []
    for number, place in enumerate(places):
        if place is None or states[number] == Following.LOST:
            continue
        x, y = found[number, :2] * FACTOR + 0.5
        if np.hypot(x - place[0], y - place[1]) > 17:
            missed.append(number)
    return missed


def begin(places) -> tuple[float, float, float, float]:
    return (places[0][0] - 0.5) / FACTOR, (places[0][1] - 0.5) / FACTOR, *RADII


def test_a_face_that_sways_and_nods_is_followed_to_the_end() -> None:
    places = [sway(number) for number in range(80)]
    found, states = follow(film(places), begin(places))
    assert set(states) == {Following.FOLLOWED}
    error = np.hypot(*(found[:, :2] * FACTOR + 0.5 - np.array(places)).T)
    assert error.max() < 3


def test_a_face_that_goes_out_of_sight_is_lost_there_and_found_where_it_comes_back() -> None:
    places = [sway(number) if not 30 <= number < 42 else None for number in range(60)]
    found, states = follow(film(places), begin(places))
    assert all(states[30:42] == Following.LOST)
    assert all(states[:30] != Following.LOST)
    assert all(states[44:] != Following.LOST)
    assert far_off(found, states, places) == []


def test_a_hand_held_camera_and_a_lamp_switched_on_do_not_lose_it() -> None:
    rng = np.random.default_rng(5)
    shake = np.cumsum(rng.integers(-3, 4, (60, 2)), axis=0)
    places = [(200.0 + x, 170.0 + y) for y, x in shake]

    def lit(number: int, picture: np.ndarray) -> np.ndarray:
        return np.clip(picture * (1.0 if number < 25 else 1.25) + (0 if number < 25 else 15), 0, 255).astype(np.uint8)

    found, states = follow(film(places, [tuple(one) for one in shake], lit), begin(places))
    assert far_off(found, states, places) == []
    assert (states == Following.LOST).mean() < 0.1


def test_a_cut_to_another_scene_loses_it() -> None:
    places = [sway(number) for number in range(10)] + [None] * 10
    other = np.random.default_rng(3).integers(0, 255, (10, 160, 240)).astype(np.uint8)
    pictures = np.concatenate([film(places[:10]), other])
    _found, states = follow(pictures, begin(places))
    assert all(states[10:] == Following.LOST)


def test_what_has_nothing_to_be_found_by_is_lost_at_once() -> None:
    flat = np.full((5, 160, 240), 120, np.uint8)
    _found, states = follow(flat, (100, 80, *RADII))
    assert list(states) == [Following.FOLLOWED, *[Following.LOST] * 4]


@settings(max_examples=12, deadline=None)
@given(st.integers(0, 10_000), st.floats(0, 6), st.floats(0, 14))
def test_it_is_never_far_from_the_face_without_saying_so(seed: int, step_px: float, noise: float) -> None:
    rng = np.random.default_rng(seed)
    moves = rng.normal(0, step_px, (30, 2)).cumsum(axis=0)
    places = [(float(np.clip(240 + x, 60, 420)), float(np.clip(170 + y, 120, 260))) for x, y in moves]

    def grainy(_number: int, picture: np.ndarray) -> np.ndarray:
        return np.clip(picture + rng.normal(0, noise, picture.shape), 0, 255).astype(np.uint8)

    found, states = follow(film(places, change=grainy), begin(places))
    assert far_off(found, states, places) == []


@pytest.mark.parametrize("growth", [1.012, 0.988])
def test_a_face_that_comes_nearer_or_goes_away_keeps_its_ellipse(growth: float) -> None:
    from scipy.ndimage import affine_transform

    first = small(faced_picture(0, (240, 180))).astype(float)
    pictures = []
    for number in range(40):
        scale = growth**number
        about = np.diag([1 / scale, 1 / scale, 1.0])  # a point stays: row 90, column 120
        about[:2, 2] = np.array([90.0, 120.0]) * (1 - 1 / scale)
        pictures.append(affine_transform(first, about, order=1, mode="nearest"))
    found, states = follow(np.stack(pictures).astype(np.uint8), (120, 90, *RADII))
    assert not (states == Following.LOST).any()
    assert found[-1, 2] / RADII[0] == pytest.approx(growth**39, rel=0.12)


def hand_over_face(step_px: float, seed: int, n: int) -> np.ndarray:
    """Return pictures of a still, plain face over which a hand full of texture slides from the left."""
    from scipy.ndimage import gaussian_filter, map_coordinates

    def texture(shape: tuple[int, int], number: int, width: float, level: float, contrast: float) -> np.ndarray:
        noise = gaussian_filter(np.random.default_rng(number).standard_normal(shape), width)
        return level + contrast * noise / noise.std()

    y, x = np.mgrid[:160, :240]
    is_face = ((x - 80) / 17) ** 2 + ((y - 80) / 22) ** 2 <= 1
    still = np.where(is_face, texture((160, 240), 2, 6, 180, 6), texture((160, 240), 1, 5, 110, 10))
    for eye_x in (74, 86):
        still[(x - eye_x) ** 2 + (y - 75) ** 2 < 6] = 60
    hand, pictures = texture((120, 120), seed, 2.5, 150, 30), []
    for number in range(n):
        hand_x = 37 + step_px * number
        is_hand = (abs(x - hand_x) < 26) & (abs(y - 80) < 34)
        picture = still.copy()
        picture[is_hand] = map_coordinates(hand, [(y - 20)[is_hand], (x - hand_x + 60)[is_hand]], order=1)
        pictures.append(np.clip(picture, 0, 255).astype(np.uint8))
    return np.stack(pictures)


@pytest.mark.parametrize(("step_px", "seed"), [(0.7, 7), (0.7, 9), (0.3, 8), (1.5, 7)])
def test_a_hand_that_slides_over_a_face_does_not_take_the_ellipse_with_it(step_px: float, seed: int) -> None:
    found, states = follow(hand_over_face(step_px, seed, round(120 / step_px)), (80, 80, 17, 22))
    is_sure = states != Following.LOST
    assert np.hypot(found[is_sure, 0] - 80, found[is_sure, 1] - 80).max() < 3
    assert not is_sure.all()
    assert states[-1] == Following.FOLLOWED  # found again once the hand is gone


def test_what_drifts_is_lost_by_the_clock_of_the_film_and_from_where_it_became_unsure() -> None:
    pictures = hand_over_face(0.7, 7, 100)
    slowly, quickly = (follow(pictures, (80, 80, 17, 22), times_s=np.arange(100) / rate)[1] for rate in (5, 240))
    for states, n_kept in ((slowly, 1), (quickly, 72)):
        is_drifting = np.flatnonzero(states == Following.DRIFTING)
        assert len(is_drifting) <= n_kept
    found, states = follow(pictures[:60], (80, 80, 17, 22))
    assert states[-1] == Following.LOST
    assert np.isnan(found[-1]).all()


SECOND_FACES = [(0.5, 1), (1.0, 1), (1.0, 2), (2.0, 4)]


@pytest.mark.parametrize(("step_px", "seed"), [(0.7, 1), (0.7, 4), (1.5, 2)])
@pytest.mark.parametrize("contrast", [0.4, 1.0])
def test_a_hand_as_large_and_bright_as_a_head_does_not_take_the_ellipse_with_it(
    step_px: float, seed: int, contrast: float
) -> None:
    over = 165 + contrast * (hand(50 + seed) - 165)
    check_crossing(crossed(over, step_px, seed), step_px)


@pytest.mark.parametrize(("step_px", "seed"), SECOND_FACES)
@pytest.mark.parametrize("noise", [0.0, 3.0])
def test_another_face_that_crosses_does_not_take_the_ellipse_with_it(step_px: float, seed: int, noise: float) -> None:
    rng = np.random.default_rng(seed)
    pictures = crossed(face(80 + seed), step_px, seed, grain=lambda one: one + rng.normal(0, noise, one.shape))
    check_crossing(pictures, step_px)


def check_crossing(pictures: np.ndarray, step_px: float) -> None:
    """Look whether the still face stays covered, all is while it is hidden, and it is found again.

    step_px : how far what crosses moves from one picture to the next, beginning at x = 20
    """
    found, states = follow(pictures, FACE_PX)
    x, y, radius, _ = FACE_PX
    is_sure = states != Following.LOST
    assert np.hypot(found[is_sure, 0] - x, found[is_sure, 1] - y).max() < 2
    crossing_x = 20 + step_px * np.arange(len(pictures))
    assert not is_sure[abs(crossing_x - x) < radius / 2].any()
    assert states[-1] == Following.FOLLOWED
