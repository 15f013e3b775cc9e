import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from eegview.app.video.frame_look import AS_DECODED, LEAST_CONTRAST, MOST_CONTRAST, FrameLook, dressed, levels_of

LOOKS = st.builds(FrameLook, st.floats(-100, 100), st.floats(LEAST_CONTRAST, MOST_CONTRAST), st.booleans())


def test_as_decoded_is_the_frame_itself() -> None:
    rgb = np.arange(2 * 3 * 3, dtype=np.uint8).reshape(2, 3, 3)
    assert dressed(rgb, AS_DECODED) is rgb
    assert np.array_equal(levels_of(AS_DECODED), np.arange(256))


@given(LOOKS)
def test_brighter_stays_brighter(look: FrameLook) -> None:
    assert (np.diff(levels_of(look).astype(int)) >= 0).all()


@given(LOOKS)
def test_the_frame_is_left_alone(look: FrameLook) -> None:
    rgb = np.arange(2 * 3 * 3, dtype=np.uint8).reshape(2, 3, 3)
    before = rgb.copy()
    shown = dressed(rgb, look)
    assert np.array_equal(rgb, before)
    assert shown.shape == rgb.shape
    assert shown.flags.c_contiguous


@pytest.mark.parametrize(
    ("look", "level", "shown"), [(FrameLook(brightness=40), 100, 140), (FrameLook(0, 2.0), 100, 72)]
)
def test_levels(look: FrameLook, level: int, shown: int) -> None:
    assert levels_of(look)[level] == shown


def test_a_mirror_swaps_left_and_right() -> None:
    rgb = np.arange(2 * 3 * 3, dtype=np.uint8).reshape(2, 3, 3)
    assert np.array_equal(dressed(rgb, FrameLook(is_mirrored=True)), rgb[:, ::-1])
