"""Draw a page on paper: PNG, SVG or PDF."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from eegview.app.page.picture_file import PAGE_DISCLAIMER, PX_PER_INCH, picture_content, picture_kind
from eegview.app.page.picture_frame import (
    FrameRoom,
    draw_axes,
    draw_header,
    draw_labels,
    draw_notes,
    draw_scale,
    plain,
)
from eegview.app.page.picture_marks import PictureMarks, draw_marks, name_lanes
from eegview.app.page.picture_traces import FIGURE_LINE_POINTS, LINE_POINTS, TraceScale, draw_traces
from eegview.exchange.writing import write_whole
from eegview.model.annotation import marks_text
from eegview.model.channel import ChannelKind
from eegview.model.display.filters import FilterSpec, Phase
from eegview.model.display.montage import average_text
from eegview.model.display.page import PageResult
from eegview.model.errors import UsageError
from eegview.model.text.dates import iso_day, iso_time
from eegview.model.time.clock import elapsed_text

if TYPE_CHECKING:
    from matplotlib.figure import Figure

PX_PER_MM = PX_PER_INCH / 25.4
SMALLEST_PX, LARGEST_PX = 200, 20_000


@dataclass(frozen=True, slots=True)
class PicturePageStyle:
    """The size and scale of a page on paper; a millimetre is true when printed at full size.

    kind_gain : height of rows of a kind beside EEG of the same µV
    footer : the line at the foot of the picture
    row_gain : (row label, factor) for rows drawn taller or flatter than their kind
    row_offset_mm : (row label, shift upwards) for rows that were moved
    is_figure : inside a document whose text says what header, notes and footer would
    is_film : of clips without EEG: no montage, no filters, and no bar of µV
    """

    width_px: int = 1600
    height_px: int = 900
    sensitivity_uv_per_mm: float = 15.0
    kind_gain: tuple[tuple[ChannelKind, float], ...] = ()
    footer: str = PAGE_DISCLAIMER
    row_gain: tuple[tuple[str, float], ...] = ()
    row_offset_mm: tuple[tuple[str, float], ...] = ()
    is_figure: bool = False
    is_film: bool = False


@dataclass(frozen=True, slots=True)
class PageFacts:
    """What a picture states beside the traces.

    file_name : as the window shows it; never a path
    age : of the infant at the recording's start, "" where it is not known
    marks : those that are shown, drawn where they lie on the page
    notes : sentences on what the page does not show
    is_simulated : nobody was recorded, and the picture says so
    """

    file_name: str = ""
    age: str = ""
    marks: PictureMarks = field(default_factory=PictureMarks)
    notes: tuple[str, ...] = ()
    is_simulated: bool = False


def draw_page(
    page: PageResult,
    path: Path,
    style: PicturePageStyle,
    started_at: datetime | None = None,
    facts: PageFacts | None = None,
) -> None:
    """Write the picture of `page` to `path`, in the format of its suffix; whole or not at all.

    Negative is up. A row whose filter keeps a constant offset is centred on the median of what is shown.

    Raises
    ------
    UsageError : the suffix is none of .png, .svg, .pdf, or the size is impossible
    CannotWrite : the disk or the folder refused; no half picture is left
    """
    kind = picture_kind(path, "A page cannot be written as “{}”.", "Use .npz, .png, .svg or .pdf.")
    write_whole(path, page_picture(page, style, kind, started_at, facts))


def page_picture(
    page: PageResult,
    style: PicturePageStyle,
    kind: str,
    started_at: datetime | None = None,
    facts: PageFacts | None = None,
    dots_per_inch: float = PX_PER_INCH,
) -> bytes:
    """Return the picture of `page` as the content of a file.

    kind : "png", "svg" or "pdf"
    dots_per_inch : of a PNG; with more than 96 it has the same size on paper and finer lines

    Raises
    ------
    UsageError : the size is impossible
    """
    if not all(SMALLEST_PX <= size <= LARGEST_PX for size in (style.width_px, style.height_px)):
        raise UsageError("The image size is not valid.", f"Use {SMALLEST_PX} to {LARGEST_PX} px each way.")
    facts = facts or PageFacts()
    lanes = name_lanes(page, facts.marks, style.width_px, style.height_px, style.is_figure)
    notes = page_notes(page, facts, len(lanes))
    n_lanes = 1 + max((lane for _, lane in lanes), default=0)
    room = FrameRoom(style.width_px, style.height_px, n_lanes, len(notes), style.is_figure)
    height_mm = room.height_px / PX_PER_MM
    scale = TraceScale(style.sensitivity_uv_per_mm, height_mm, _of_each(page, style), dict(style.row_offset_mm))

    def draw(figure: "Figure") -> None:
        axes = figure.add_axes(room.axes_box)
        draw_axes(axes, page, height_mm, started_at, room)
        draw_marks(axes, page, facts.marks, lanes, height_mm, room)
        draw_traces(axes, page, scale, style.width_px, FIGURE_LINE_POINTS if style.is_figure else LINE_POINTS)
        draw_labels(axes, page, scale, room.text_points)
        draw_scale(axes, page, scale, room, has_uv=not style.is_film)
        if not style.is_figure:
            about, strip = header_text(facts, started_at), strip_text(page, style, started_at)
            draw_header(figure, room, about, strip, facts.is_simulated)
            draw_notes(figure, room, notes, style.footer)

    return picture_content(style.width_px, style.height_px, kind, draw, dots_per_inch, style.is_figure)


def _of_each(page: PageResult, style: PicturePageStyle) -> tuple[float, ...]:
    """Return the gain of each row."""
    by_kind, by_label = dict(style.kind_gain), dict(style.row_gain)
    return tuple(by_kind.get(row.kind, 1.0) * by_label.get(row.label, 1.0) for row in page.rows)


def header_text(facts: PageFacts, started_at: datetime | None) -> str:
    """Return the line that says which recording it is: file, day, age."""
    day = f"recorded {iso_day(started_at)}" if started_at is not None else "no date in the file"
    age = f"age {facts.age}" if facts.age else ""
    return "   ·   ".join(filter(None, (plain(facts.file_name), day if facts.file_name else "", age)))


def strip_text(page: PageResult, style: PicturePageStyle, started_at: datetime | None = None) -> str:
    """Return the line that states the settings a page was read with."""
    request = page.request
    parts = ["film, no EEG"]
    if not style.is_film:
        parts = [plain(request.montage.label), *filter_texts(request.filters.for_kind(ChannelKind.EEG))]
        parts.append(f"{style.sensitivity_uv_per_mm:g} µV/mm")
    parts.append(f"{request.span.duration_s:g} s/page")
    parts.append(f"from {elapsed_text(request.span.start_s, 1)}")
    if started_at is not None:
        parts.append(f"clock {iso_time(started_at + timedelta(seconds=request.span.start_s))}")
    return "   ·   ".join(parts)


def page_notes(page: PageResult, facts: PageFacts, n_named: int) -> tuple[str, ...]:
    """Return the lines at the foot on what the page is made of and what it lacks."""
    average = next(filter(None, map(average_text, page.rows)), "")
    n_marks = len(facts.marks.on(page.request.span))
    unnamed = f"{n_named} of {marks_text(n_marks)} labelled, for lack of space" if n_named < n_marks else ""
    return tuple(filter(None, (average, unnamed, *map(plain, facts.notes))))


def filter_texts(spec: FilterSpec) -> list[str]:
    """Return low cut, high cut, notch and phase in words; "off" where there is none."""

    def cut(name: str, cut_hz: float) -> str:
        return f"{name} {cut_hz:g} Hz" if cut_hz else f"{name} off"

    texts = [cut("low cut", spec.low_cut_hz), cut("high cut", spec.high_cut_hz), cut("notch", spec.notch_hz)]
    return texts if spec.is_off else [*texts, "zero phase" if spec.phase is Phase.ZERO else "causal"]
