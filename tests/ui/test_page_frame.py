"""What stands around the traces says what is wrong with a row, in words, at any size of text."""

import pytest
from PySide6.QtGui import QColor
from study_files import write_edf

from eegview.app.row_looks import row_notice
from eegview.model.channel import ChannelKind
from eegview.model.montage import Row
from eegview.model.span import Span
from eegview.ui.page_canvas import RowPlacement
from eegview.ui.page_geometry import AXIS_PX, GUTTER_PX, LANE_PX, PageGeometry
from eegview.ui.shown_page import ShownRow


def shown(**fields: object) -> ShownRow:
    row = Row("F7-T7", ChannelKind.EEG, "left", (), (), 0.0, **fields)  # type: ignore[arg-type]
    return ShownRow(row, RowPlacement(0, 0, 1.0, 0.0, "#000000"))


@pytest.mark.parametrize(
    ("fields", "notice"),
    [
        ({"missing": ("F7", "T7")}, "F7, T7 not recorded"),
        ({"trouble": "Its electrodes are recorded at different sampling rates."}, "Its electrodes"),
        ({"is_bad": True}, "marked bad"),
        ({}, ""),
    ],
)
def test_a_row_says_why_it_has_no_trace(fields: dict, notice: str) -> None:
    assert row_notice(shown(**fields).row).startswith(notice)
    assert bool(row_notice(shown(**fields).row)) == bool(notice)


@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
def test_the_room_for_text_grows_with_it(scale: float) -> None:
    geometry = PageGeometry(1600, 900, Span(0.0, 10.0), 20, 4.0, scale)
    assert (geometry.left_px, geometry.top_px, geometry.axis_px) == (
        GUTTER_PX * scale,
        LANE_PX * scale,
        AXIS_PX * scale,
    )
    assert geometry.x_of(geometry.time_of(700.0)) == pytest.approx(700.0)


def colours_of(station, area: Span) -> set[str]:
    page = station.window.page
    geometry, picture = page.geometry_of_page(), page.grab().toImage()
    columns = range(round(geometry.x_of(area.start_s)), round(geometry.x_of(area.stop_s)))
    rows = range(round(geometry.top_px), round(geometry.bottom_px))
    return {QColor(picture.pixel(x, y)).name() for x in columns for y in rows}


def test_clipped_stretches_are_underlined(open_file, own_folders) -> None:
    station = open_file(write_edf(own_folders / "clipped.edf", limit_uv=10))
    assert station.window.page.theme.trace_clipped in colours_of(station, Span(1.0, 14.0))


def test_gaps_are_hatched_and_traces_stop_at_their_edge(open_file, own_folders) -> None:
    station = open_file(write_edf(own_folders / "gapped.edf", segments=((0, 5), (10, 30))))
    theme = station.window.page.theme
    in_gap = colours_of(station, Span(5.1, 9.9))
    assert {theme.gap, theme.gap_hatch} <= in_gap
    assert not {theme.trace_left, theme.trace_right} & in_gap
    assert theme.gap not in colours_of(station, Span(1.0, 4.9))
