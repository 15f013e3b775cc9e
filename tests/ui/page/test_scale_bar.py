"""The scale bars are true, round, and below the page."""

import math
from functools import partial
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QFont
from waiting import wait_until
from windows.at_the_window import study_of

from eegview.ui.page.geometry import PageGeometry
from eegview.ui.page.scale_bar import ScaleBar, _round_uv, scale_bar_of
from eegview.ui.workstation import Workstation


def bar_of(station: Workstation, taken_px: tuple[float, float] | None = None) -> tuple[ScaleBar, PageGeometry]:
    page = station.window.page
    geometry = page.geometry_of_page()
    assert page.shown_page is not None
    assert geometry is not None
    return scale_bar_of(page.shown_page, geometry, QFont(page.font()), taken_px), geometry


def test_both_have_their_true_length_and_stand_below_the_page(station: Workstation) -> None:
    shown = station.window.page

    def shows(sensitivity: float, page_s: float) -> bool:
        page = shown.shown_page
        return page is not None and page.span.duration_s == page_s and page.sensitivity_uv_per_mm == sensitivity

    for sensitivity, page_s in product((1.0, 7.0, 15.0, 100.0, 2000.0), (1.0, 15.0, 60.0)):
        study_of(station).session.change(sensitivity_uv_per_mm=sensitivity, page_s=page_s)
        wait_until(partial(shows, sensitivity, study_of(station).view.page_s))
        bar, geometry = bar_of(station)
        assert bar.uv_px == pytest.approx(bar.uv * geometry.px_per_mm / sensitivity)
        assert bar.length_px == pytest.approx(bar.length_s * geometry.px_per_s)
        assert 0 < bar.uv_px <= geometry.axis_px
        assert geometry.left_px < bar.left_px < bar.right_px <= geometry.right_px


def test_it_leaves_a_caption_its_room(station: Workstation) -> None:
    bar, geometry = bar_of(station)
    moved, _ = bar_of(station, (geometry.right_px - 150, geometry.right_px - 20))
    assert moved.right_px < geometry.right_px - 150
    beside, _ = bar_of(station, (geometry.left_px, geometry.left_px + 40))
    assert beside == bar


def test_words_have_a_unit_that_suits_them() -> None:
    lengths_s = (0.2, 1.0, 30.0, 60.0, 1800.0, 7200.0)
    texts = [ScaleBar(50, 9, length_s, 9, 0, 9).length_text for length_s in lengths_s]
    assert texts == ["0.2 s", "1 s", "30 s", "1 min", "30 min", "2 h"]


@given(most_uv=st.floats(1e-3, 1e7))
def test_the_height_is_the_largest_round_one(most_uv: float) -> None:
    uv = _round_uv(most_uv)
    assert uv <= most_uv < 2.5 * uv * (1 + 1e-9)
    assert round(uv / 10 ** math.floor(math.log10(uv) + 1e-9), 6) in (1, 2, 5)
