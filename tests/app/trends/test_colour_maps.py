"""Colours that can be read without telling red from green."""

import numpy as np
import pytest

from eegview.app.trends.colour_maps import coloured, diverging, lightness, sequential


def _lightness(table: np.ndarray) -> np.ndarray:
    return np.array([lightness(int(colour) & 0xFFFFFF) for colour in table])


def test_power_grows_lighter_all_the_way_and_evenly() -> None:
    steps = np.diff(_lightness(sequential()))
    assert (steps >= 0).all()
    assert steps.max() < 0.8
    assert _lightness(sequential())[-1] - _lightness(sequential())[0] > 70


def test_a_difference_grows_darker_on_either_side_of_nothing() -> None:
    values = _lightness(diverging())
    assert (np.diff(values[:128]) > 0).all()
    assert (np.diff(values[128:]) < 0).all()
    assert values[0] == pytest.approx(values[-1], abs=6)  # neither side stands out


def _seen_without_red_or_green(colour: int) -> tuple[float, float]:
    """Return lightness and blueness: what is left where red and green look alike."""
    red, green, blue = colour >> 16 & 255, colour >> 8 & 255, colour & 255
    return lightness(colour), blue - (red + green) / 2


def test_left_and_right_differ_for_those_who_cannot_tell_red_from_green() -> None:
    table = diverging()
    for place in range(0, 100, 10):
        left = _seen_without_red_or_green(int(table[place]) & 0xFFFFFF)
        right = _seen_without_red_or_green(int(table[255 - place]) & 0xFFFFFF)
        assert left[1] - right[1] > 30


def test_values_beyond_the_ends_have_the_colours_of_the_ends_and_unknown_ones_their_own() -> None:
    values = np.array([-100, 0, 10, 500, np.nan], np.float32)
    found = coloured(values, 0, 10, sequential(), 0xFF123456)
    assert found.tolist() == [int(sequential()[k]) for k in (0, 0, 255, 255)] + [0xFF123456]
