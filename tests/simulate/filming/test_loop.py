"""Drawn loops of spasm-like movements."""

import numpy as np
import pytest

from eegview.simulate.filming.loop import MOVEMENTS, RATE_HZ, SIZE_PX, draw_loop, draw_still


@pytest.mark.parametrize("movement", MOVEMENTS)
def test_a_loop_begins_and_ends_at_rest_and_moves_between(movement: str) -> None:
    loop = draw_loop(movement)
    onset, stop = round(loop.onset_s * RATE_HZ), round(loop.stop_s * RATE_HZ)
    assert np.all(loop.level[: onset + 1] < 0.01)
    assert np.all(loop.level[stop + 2 :] < 0.02)
    assert loop.level.max() == pytest.approx(1)
    assert onset < loop.typical_frame < stop
    assert loop.picture(0).shape == (SIZE_PX[1], SIZE_PX[0], 3)
    assert np.abs(loop.picture(0).astype(int) - loop.picture(loop.typical_frame)).max() > 40


def test_pictures_are_shared_and_cannot_be_changed() -> None:
    loop = draw_loop("startle")
    assert len(loop.pictures) < loop.n_frames / 3
    assert loop.picture(loop.n_frames) is loop.picture(0)
    assert not loop.picture(0).flags.writeable


@pytest.mark.parametrize("movement", MOVEMENTS)
def test_the_still_is_a_picture_of_the_loop_at_its_farthest(movement: str) -> None:
    loop, still = draw_loop(movement), draw_still(movement)
    assert still.shape == loop.picture(0).shape
    difference = np.abs(still.astype(int) - loop.picture(loop.typical_frame)).mean()
    assert difference < 0.5 * np.abs(still.astype(int) - loop.picture(0)).mean()


def n_rises(level: np.ndarray) -> int:
    return int(np.count_nonzero((level[1:] >= 0.4) & (level[:-1] < 0.4)))


def test_what_the_drawings_are_for_shows_in_their_course() -> None:
    """Spasms come in a series and are held; jerks are ten times shorter; a posture outlasts them all."""
    spasms, startle, jerks, reflux = (draw_loop(name) for name in ("spasms", "startle", "sleep_jerks", "reflux"))
    assert (n_rises(spasms.level), n_rises(startle.level)) == (3, 1)
    held_s = {one: np.count_nonzero(one.level > 0.4) / RATE_HZ / n_rises(one.level) for one in (spasms, jerks, reflux)}
    assert 0.5 < held_s[spasms] < 2
    assert held_s[jerks] < 0.25
    assert held_s[reflux] > 5


def test_an_unknown_movement_is_refused() -> None:
    with pytest.raises(ValueError, match="no drawn movement"):
        draw_loop("dance")
