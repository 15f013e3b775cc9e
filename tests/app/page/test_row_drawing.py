from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from eegview.app.page.row_drawing import ONE_COLOUR, direction, grid_steps_s, middles, row_colour, scale_text
from eegview.app.resources import resources_folder
from eegview.app.themes import read_theme
from eegview.model.channel import ChannelKind
from eegview.model.display.filters import NO_FILTERS, DisplayFilters, FilterSpec
from eegview.model.display.montage import Montage, Row
from eegview.model.display.page import PageRequest, PageResult, Trace
from eegview.model.display.view import RowStyle, ViewState
from eegview.model.span import Span

PAPER = read_theme(resources_folder() / "themes" / "paper.toml")


def row(
    side: str = "left",
    kind: ChannelKind = ChannelKind.EEG,
    unit: str = "uV",
    missing: tuple[str, ...] = (),
    is_bad: bool = False,
) -> Row:
    return Row("F3-C3", kind, side, (0, 1), (1.0, -1.0), 256.0, unit, missing, is_bad=is_bad)


@pytest.mark.parametrize(
    ("shown", "colour"),
    [
        (row("left"), PAPER.trace_left),
        (row("right"), PAPER.trace_right),
        (row("midline"), PAPER.trace),
        (row(""), PAPER.trace),
        (row("left", ChannelKind.EMG), PAPER.trace_polygraphy),
        (row("left", missing=("C3",)), PAPER.trace_bad),
        (row("right", ChannelKind.ECG, is_bad=True), PAPER.trace_bad),
    ],
)
def test_row_colour(shown: Row, colour: str) -> None:
    assert row_colour(shown, PAPER) == colour


def test_one_colour_leaves_bad_rows_and_polygraphy_their_own() -> None:
    assert row_colour(row("right"), PAPER, ONE_COLOUR) == PAPER.trace
    assert row_colour(row(is_bad=True), PAPER, ONE_COLOUR) == PAPER.trace_bad
    assert row_colour(row(kind=ChannelKind.EOG), PAPER, ONE_COLOUR) == PAPER.trace_polygraphy


def test_a_row_says_its_scale_only_where_it_is_not_the_pages() -> None:
    view = ViewState(sensitivity_uv_per_mm=15.0, kind_gain=((ChannelKind.ECG, 0.3),))
    assert scale_text(row(), view) == ""
    assert scale_text(row(kind=ChannelKind.ECG), view) == "50 µV/mm"
    assert scale_text(row(kind=ChannelKind.SPO2, unit="%"), view) == "15 %/mm"
    assert scale_text(row(kind=ChannelKind.OTHER, unit=""), view) == "15 units/mm"
    louder = replace(view, row_styles=(RowStyle("F3-C3", gain=2.0),))
    assert scale_text(row(), louder) == "7.5 µV/mm"


@given(st.floats(0.1, 200_000))
def test_time_lines_are_neither_a_wall_nor_missing(page_s: float) -> None:
    thin_s, strong_s = grid_steps_s(page_s)
    assert strong_s > thin_s
    assert (strong_s / thin_s) == pytest.approx(round(strong_s / thin_s)) if thin_s else True
    if page_s <= 86_400:
        assert page_s / (thin_s or strong_s) <= 65
    if page_s >= 0.4:
        assert page_s / (thin_s or strong_s) >= 2


def test_rows_without_low_cut_are_drawn_around_their_median() -> None:
    rows = (row(), row())
    request = PageRequest("f", Span(0, 1), Montage("m", "m"), NO_FILTERS)
    values = np.array([40_000.0, np.nan, 40_010.0, 40_020.0], np.float32)
    result = PageResult(request, rows, (Trace(1, 0.0, 4.0, values),))
    assert middles(result) == {1: 40_010.0}
    filtered = replace(request, filters=DisplayFilters(((ChannelKind.EEG, FilterSpec(low_cut_hz=0.5)),)))
    assert middles(replace(result, request=filtered)) == {}


def test_potentials_are_drawn_negative_up_and_amounts_with_more_above() -> None:
    kinds = {kind: direction(Row("x", kind, "", (0,), (1.0,), 100.0)) for kind in ChannelKind}
    assert {kind for kind, way in kinds.items() if way < 0} == {
        ChannelKind.MOVEMENT,
        ChannelKind.SOUND,
        ChannelKind.SPO2,
    }
