from collections.abc import Sequence

import numpy as np
import pytest
from detectors.plugin_parts import plugin_part
from hypothesis import given
from hypothesis import strategies as st

attenuation = plugin_part("electrodecrement", "attenuation")


SIDES = ("left", "left", "left", "right", "right", "right")
FRAME_S = 0.125


def _levels(low=(), rows: Sequence[int] = range(6), factor=0.2, n=480):
    size = np.full((6, n), 20.0)
    for first, stop in low:
        size[np.ix_(list(rows), range(first, stop))] *= factor
    return size


def _found(size, usual=None, **limits):
    usual = np.full(size.shape, 20.0) if usual is None else usual
    return attenuation.attenuations(size, size.copy(), usual, usual.copy(), SIDES, FRAME_S, **limits)


def test_a_loss_in_all_rows_is_found_with_its_depth():
    (one,) = _found(_levels([(200, 216)]))
    assert (one.first, one.stop, one.side) == (200, 216, "both")
    assert 2**one.loss == pytest.approx(0.2)
    assert one.extent == 1.0
    assert one.repeats == 0.0


def test_a_loss_in_one_hemisphere_is_its_own():
    (one,) = _found(_levels([(200, 216)], rows=(3, 4, 5)))
    assert one.side == "right"
    assert one.extent == 1.0


@pytest.mark.parametrize("length", [4, 200])
def test_what_is_too_short_or_too_long_is_left_out(length):
    assert _found(_levels([(100, 100 + length)])) == []


def test_a_flat_electrode_or_recorder_is_no_attenuation():
    assert _found(_levels([(200, 216)], factor=0.0)) == []
    dead = _levels()
    dead[:5] = 0.0
    usual = np.full(dead.shape, 20.0)
    usual[:5] = 0.0
    assert _found(dead, usual) == []


def test_one_row_alone_is_not_most_rows():
    assert _found(_levels([(200, 216)], rows=(2,))) == []


def test_losses_that_come_again_and_again_say_so():
    (one, *_rest) = _found(_levels([(k, k + 16) for k in range(100, 400, 40)]))
    assert one.repeats > 0.2


@given(st.floats(0.01, 100))
def test_the_gain_of_the_amplifier_does_not_matter(gain):
    size = _levels([(200, 216)]) * 100
    usual = np.full(size.shape, 2000.0)
    plain = _found(size, usual)
    assert [(one.first, one.stop, round(one.loss, 6)) for one in _found(size * gain, usual * gain)] == [
        (one.first, one.stop, round(one.loss, 6)) for one in plain
    ]


def test_missing_samples_are_no_loss():
    size = _levels()
    size[:, 200:216] = np.nan
    assert _found(size) == []


def test_the_middle_needs_half_of_the_rows():
    levels = np.array([[1.0, np.nan], [2.0, np.nan], [9.0, np.nan], [np.nan, 5.0]])
    assert attenuation.middle_of(levels)[0] == 2.0
    assert np.isnan(attenuation.middle_of(levels)[1])
