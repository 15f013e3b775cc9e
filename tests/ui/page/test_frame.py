"""What stands around the traces says what is wrong with a row, in words, at any size of text."""

from dataclasses import replace

import pytest
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter
from recordings.study_files import write_edf

from eegview.app.page.row_drawing import scale_text
from eegview.app.page.row_styles import row_notice
from eegview.app.themes import load_themes
from eegview.model.channel import ChannelKind
from eegview.model.display.montage import Row
from eegview.model.display.view import ViewState
from eegview.model.span import Span
from eegview.ui.page.calipers import Calipers
from eegview.ui.page.canvas import RowPlacement, gap_text
from eegview.ui.page.frame import paint_gutter, under_text
from eegview.ui.page.geometry import AXIS_PX, FEW_ROWS, GUTTER_PX, TRACK_PX, PageGeometry
from eegview.ui.page.view_data import Overlay, ShownPage, ShownRow


def shown(**fields: object) -> ShownRow:
    row = Row("F7-T7", ChannelKind.EEG, "left", (), (), 0.0, **fields)  # type: ignore[arg-type]
    return ShownRow(row, RowPlacement(0, 0, 1.0, 0.0, "#000000"))


@pytest.mark.parametrize(
    ("fields", "notice"),
    [
        ({"missing": ("F7", "T7")}, "F7, T7 not recorded"),
        ({"problem": "Its electrodes are recorded at different sampling rates."}, "Its electrodes"),
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
        TRACK_PX * scale,
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


def ink_left_of(scale_text: str, height_px: int, values: tuple[str, ...]) -> int:
    """Return how many pixels the gutter of one row of this height has in the colour of its scale and values."""
    theme = load_themes()[0]
    page = ShownPage(None, Span(0.0, 10.0), (replace(shown(), scale_text=scale_text),), 15.0, 4.0, (1, 5), str)  # type: ignore[arg-type]
    image = QImage(200, height_px, QImage.Format.Format_RGB32)
    image.fill(QColor(theme.page))
    font = QFont()
    font.setPixelSize(13)
    font.setStyleStrategy(QFont.StyleStrategy.NoAntialias)
    with QPainter(image) as painter:
        geometry = PageGeometry(200, height_px, Span(0.0, 10.0), 1, 4.0)
        paint_gutter(painter, page, Overlay(values=values), geometry, theme, font)
    quiet = QColor(theme.quiet).rgb()
    return sum(image.pixel(x, y) == quiet for x in range(image.width()) for y in range(image.height()))


@pytest.mark.parametrize("height_px", [70, 100])  # a row too low for a second line, and one with room
def test_a_row_of_its_own_scale_always_says_so(qapp, height_px: int) -> None:
    assert ink_left_of("50 µV/mm", height_px, ()) > 40
    assert ink_left_of("50 µV/mm", height_px, ("−39 µV",)) >= ink_left_of("50 µV/mm", height_px, ())
    assert ink_left_of("", height_px, ()) == 0
    assert ink_left_of("", height_px, ("−39 µV",)) > 20


def test_a_gap_tells_its_length_only_where_it_is_whole() -> None:
    page = Span(15.0, 30.0)
    assert gap_text(Span(20.0, 20.5), page) == "no recording\n0.5 s"
    assert gap_text(Span(20.0, 30.0), page) == gap_text(Span(15.0, 16.0), page) == "no recording"


def test_between_clips_there_is_no_clip() -> None:
    page = Span(15.0, 30.0)
    assert gap_text(Span(20.0, 20.5), page, is_film=True) == "no clip\n0.5 s"
    assert gap_text(Span(20.0, 30.0), page, is_film=True) == "no clip"


def test_the_scale_of_a_row_of_film_gives_way_to_its_value(qapp) -> None:
    metrics = QFontMetricsF(QFont())
    value, scale = "28 a.u.", "7.5 a.u./mm"
    wide = metrics.horizontalAdvance(f"{value} · {scale}") + 1
    assert under_text(value, scale, True, metrics, wide) == f"{value} · {scale}"
    assert under_text(value, scale, True, metrics, wide - 5) == value
    assert under_text(value, scale, False, metrics, wide - 5) == f"{value} · {scale}"
    assert under_text("", scale, True, metrics, 1.0) == scale


def test_a_row_without_data_has_no_scale() -> None:
    sound = Row("Sound", ChannelKind.SOUND, "", (), (), 10.0, "dBFS", problem="the clip has no sound")
    assert scale_text(sound, ViewState()) == ""
    assert scale_text(replace(sound, problem=""), ViewState()) != ""


@pytest.mark.parametrize(("unit", "said"), [("dBFS", "Sound  10 dB "), ("µV", "Sound  10 µV ")])
def test_between_two_levels_lie_decibels(unit: str, said: str) -> None:
    assert Calipers(0.0, 1.0, 5.0, 15.0, "Sound", 1.0, unit).text.startswith(said)


@pytest.mark.parametrize(("height_px", "scale", "n_rows"), [(800, 1.0, 62), (480, 1.0, 36), (380, 1.5, FEW_ROWS)])
def test_so_many_rows_as_can_be_read(height_px: int, scale: float, n_rows: int) -> None:
    assert PageGeometry(1600, height_px, Span(0.0, 10.0), 260, 4.0, scale).legible_rows == n_rows


def test_time_lines_stand_on_round_seconds_of_the_clock(open_file, own_folders) -> None:
    station = open_file(write_edf(own_folders / "gapped.edf", segments=((0, 30),)))
    page = station.window.page
    assert page.shown_page is not None
    page.show_page(replace(page.shown_page, clock_offset_s=31.25, rows=()), page.overlay)
    geometry, picture = page.geometry_of_page(), page.grab().toImage()
    y_px = round(geometry.bottom_px) - 30
    colour = lambda time_s: QColor(picture.pixel(round(geometry.x_of(time_s)), y_px)).name()  # noqa: E731
    assert colour(3.75) == page.theme.line_strong  # 35 s by the clock
    assert colour(4.75) == page.theme.line
    assert page.theme.line not in (colour(4.0), colour(5.0))
