"""Contrast by WCAG, and colours that are brought to one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eegview.app.contrast import TEXT_CONTRAST, contrast, legible, mixed, text_on

COLOURS = st.integers(0, 0xFFFFFF).map(lambda rgb: f"#{rgb:06x}")


def test_contrast_of_known_pairs() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
    assert contrast("#123456", "#123456") == 1


def test_mixing_goes_from_one_to_the_other() -> None:
    assert mixed("#102030", "#ffffff", 0.0) == "#102030"
    assert mixed("#102030", "#ffffff", 1.0) == "#ffffff"
    assert mixed("#000000", "#ffffff", 0.5) == "#808080"


@given(COLOURS)
def test_a_colour_is_changed_only_where_it_must_be(colour: str) -> None:
    found = legible(colour, ("#ffffff",), TEXT_CONTRAST, "#000000")
    assert contrast(found, "#ffffff") >= TEXT_CONTRAST
    if contrast(colour, "#ffffff") >= TEXT_CONTRAST:
        assert found == colour


@given(COLOURS)
def test_text_can_be_read_on_any_ground(ground: str) -> None:
    assert contrast(text_on(ground, ("#ffffff", "#000000")), ground) >= TEXT_CONTRAST


def test_the_first_colour_is_taken_where_it_can_be_read() -> None:
    assert text_on("#808080", ("#000000", "#ffffff")) == "#000000"
    assert text_on("#0b6e75", ("#fffefb", "#1b1f24")) == "#fffefb"
