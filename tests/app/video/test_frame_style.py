import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from eegview.app.video.frame_style import AS_DECODED, LEAST_CONTRAST, MOST_CONTRAST, FrameStyle, adjusted, levels_of

STYLES = st.builds(FrameStyle, st.floats(-100, 100), st.floats(LEAST_CONTRAST, MOST_CONTRAST), st.booleans())


def test_as_decoded_is_the_frame_itself() -> None:
    rgb = np.arange(2 * 3 * 3, dtype=np.uint8).reshape(2, 3, 3)
    assert adjusted(rgb, AS_DECODED) is rgb
    assert np.array_equal(levels_of(AS_DECODED), np.arange(256))


@given(STYLES)
def test_brighter_stays_brighter(style: FrameStyle) -> None:
    assert (np.diff(levels_of(style).astype(int)) >= 0).all()


@given(STYLES)
def test_the_frame_is_left_alone(style: FrameStyle) -> None:
    rgb = np.arange(2 * 3 * 3, dtype=np.uint8).reshape(2, 3, 3)
    before = rgb.copy()
    shown = adjusted(rgb, style)
    assert np.array_equal(rgb, before)
    assert shown.shape == rgb.shape
    assert shown.flags.c_contiguous


@pytest.mark.parametrize(
    ("style", "level", "shown"), [(FrameStyle(brightness=40), 100, 140), (FrameStyle(0, 2.0), 100, 72)]
)
def test_levels(style: FrameStyle, level: int, shown: int) -> None:
    assert levels_of(style)[level] == shown


def test_a_mirror_swaps_left_and_right() -> None:
    rgb = np.arange(2 * 3 * 3, dtype=np.uint8).reshape(2, 3, 3)
    assert np.array_equal(adjusted(rgb, FrameStyle(is_mirrored=True)), rgb[:, ::-1])
