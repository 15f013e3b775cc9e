"""What is covered holds a few means and nothing else; what is not covered stays as it is."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eegview.dsp.face_cover.covering import cover_ellipse, cover_picture
from eegview.model.film.export.choice import Cover
from eegview.model.film.export.face import Ellipse


def picture(seed: int = 0, shape: tuple[int, int] = (120, 160)) -> np.ndarray:
    return np.random.default_rng(seed).integers(0, 256, (*shape, 3)).astype(np.uint8)


@settings(max_examples=40, deadline=None)
@given(
    st.sampled_from(list(Cover)),
    st.floats(-40, 200),
    st.floats(-40, 160),
    st.floats(2, 90),
    st.floats(2, 90),
)
def test_only_the_ellipse_changes(cover: Cover, x: float, y: float, radius_x: float, radius_y: float) -> None:
    before = picture()
    after = before.copy()
    cover_ellipse(after, Ellipse(x, y, radius_x, radius_y), cover)
    rows, columns = np.mgrid[:120, :160]
    is_in = ((columns - x) / radius_x) ** 2 + ((rows - y) / radius_y) ** 2 <= 1
    assert np.array_equal(after[~is_in], before[~is_in])


@pytest.mark.parametrize("cover", list(Cover))
def test_two_faces_of_the_same_means_look_the_same_once_covered(cover: Cover) -> None:
    one = np.repeat(np.repeat(picture(1, (6, 8)), 20, 0), 20, 1)
    other = one.reshape(6, 20, 8, 20, 3).copy()
    other[:, ::2, :, ::2] = np.minimum(other[:, ::2, :, ::2], 200)
    swapped = one.copy().reshape(6, 20, 8, 20, 3)[:, ::-1, :, ::-1].reshape(one.shape)
    assert np.array_equal(cover_picture(one, cover), cover_picture(swapped, cover))


@pytest.mark.parametrize("cover", [Cover.BLUR, Cover.PIXELATE])
def test_fine_detail_leaves_no_trace(cover: Cover) -> None:
    flat = np.full((120, 160, 3), 100, np.uint8)
    rows, columns = np.mgrid[:120, :160]
    checks = np.where((rows + columns) % 2, 200, 0).astype(np.uint8)[..., None].repeat(3, axis=2)
    assert np.ptp(cover_picture(checks, cover).astype(int) - cover_picture(flat, cover)) <= 1


def test_one_colour_tells_nothing() -> None:
    assert np.array_equal(cover_picture(picture(1), Cover.FILL), cover_picture(picture(2), Cover.FILL))
