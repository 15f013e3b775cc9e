"""Draw the trends of a study on paper: a stack of panels on one clock."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from eegview.app.page.clock_grid import clock_offset_s, round_step_s, round_times_s
from eegview.app.page.picture_file import PAGE_DISCLAIMER, picture_content, picture_kind
from eegview.app.page.picture_frame import draw_simulated, plain, points_that_fit
from eegview.app.trends.panels import PanelKind, TrendPanel
from eegview.app.trends.picture_panels import FIGURE_LEFT_PX, INK, LEFT_PX, QUIET, PanelPlace, draw_panel
from eegview.app.trends.study_marks import StudyMarks
from eegview.app.trends.table import TrendTable
from eegview.exchange.writing import write_whole
from eegview.model.errors import UsageError
from eegview.model.span import Span
from eegview.model.text.dates import iso_day, iso_time
from eegview.model.time.clock import elapsed_text

if TYPE_CHECKING:
    from matplotlib.figure import Figure

SMALLEST_PX, LARGEST_PX = 400, 20_000
LINE_PX = 17.0  # of a panel of one line
_NOTE_PX, _EDGE_PX = 13.0, 10.0
_TICK_PX = 78.0  # at least between two labels of the clock


@dataclass(frozen=True, slots=True)
class _Room:
    """What stands around and between panels, in px of 1/96 inch; `points` of the letters of axes."""

    left_px: float
    right_px: float
    top_px: float
    axis_px: float
    space_px: float
    line_px: float
    points: float


_WHOLE = _Room(LEFT_PX, 90.0, 44.0, 46.0, 9.0, LINE_PX, 8.0)
_FIGURE = _Room(FIGURE_LEFT_PX, 50.0, 4.0, 18.0, 5.0, 11.0, 5.8)


@dataclass(frozen=True, slots=True)
class TrendPictureFacts:
    """What a picture states beside its panels.

    file_name : as the window shows it; never a path
    age : of the infant at the recording's start, "" where it is not known
    gaps : where nothing was recorded
    is_simulated : nobody was recorded
    notes : further sentences at the foot
    levels : (panel id, low, high) of spectrograms whose colours were moved
    is_figure : inside a document whose text says what header, notes and disclaimer would
    """

    file_name: str = ""
    started_at: datetime | None = None
    age: str = ""
    gaps: tuple[Span, ...] = ()
    is_simulated: bool = False
    set_label: str = ""
    marks: StudyMarks = field(default_factory=StudyMarks)
    notes: tuple[str, ...] = ()
    levels: tuple[tuple[str, float, float], ...] = ()
    is_figure: bool = False


def draw_trends(
    table: TrendTable,
    panels: Sequence[tuple[TrendPanel, float]],
    path: Path,
    span: Span | None = None,
    facts: TrendPictureFacts | None = None,
    width_px: int = 1600,
) -> None:
    """Write the picture of panels (with their heights in lines) to `path`, in the format of its suffix.

    Raises
    ------
    UsageError : the suffix is none of .png, .svg, .pdf, the size is impossible, or there is no panel
    CannotWrite : the disk or the folder refused; no half picture is left
    """
    kind = picture_kind(path, "Trends cannot be written as “{}”.", "Use .csv, .png, .svg or .pdf.")
    write_whole(path, trends_picture(table, panels, kind, span, facts, width_px))


def trends_picture(
    table: TrendTable,
    panels: Sequence[tuple[TrendPanel, float]],
    kind: str,
    span: Span | None = None,
    facts: TrendPictureFacts | None = None,
    width_px: int = 1600,
) -> bytes:
    """Return the picture as the content of a file; `kind` is "png", "svg" or "pdf". See `draw_trends`."""
    facts = facts or TrendPictureFacts()
    span = span or Span(0.0, table.duration_s)
    if not SMALLEST_PX <= width_px <= LARGEST_PX:
        raise UsageError("The image size is not valid.", f"Use {SMALLEST_PX} to {LARGEST_PX} px.")
    if not panels or span.duration_s <= 0:
        raise UsageError("There is nothing to draw.", "Choose a set with panels, and a part of the recording.")
    notes = (*trends_notes(table, span, facts, [panel for panel, _lines in panels]), *facts.notes)
    room = _FIGURE if facts.is_figure else _WHOLE
    heights_px = [max(lines, 1.0) * room.line_px for _panel, lines in panels]
    height_px = trends_height_px([lines for _panel, lines in panels], len(notes), facts.is_figure)
    if height_px > LARGEST_PX:
        raise UsageError("The image is too high.", "Choose fewer panels, or lower ones.")
    ticks = _ticks(span, facts.started_at, width_px - room.left_px - room.right_px, facts.is_figure)
    levels = {panel_id: (low, high) for panel_id, low, high in facts.levels}

    def draw(figure: "Figure") -> None:
        if not facts.is_figure:
            _draw_header(figure, width_px, height_px, table, span, facts)
        at_px = room.top_px
        for number, ((panel, _lines), panel_px) in enumerate(zip(panels, heights_px, strict=True)):
            bottom_px = height_px - at_px - panel_px
            wide_px = width_px - room.left_px - room.right_px
            box = (room.left_px / width_px, bottom_px / height_px, wide_px / width_px, panel_px / height_px)
            axes = figure.add_axes(box)
            axes.set_xlim(span.start_s, span.stop_s)
            is_last = number == len(panels) - 1
            axes.set_xticks([at_s for at_s, _text in ticks], [text if is_last else "" for _at_s, text in ticks])
            axes.tick_params(axis="x", length=3 if is_last else 0, labelsize=room.points)
            if panel.panel_id in levels:
                low, high = levels[panel.panel_id]
                panel = replace(panel, level_low=low, level_high=high)
            draw_panel(
                axes, PanelPlace(panel, span, wide_px, panel_px, facts.is_figure), table, facts.marks, facts.gaps
            )
            at_px += panel_px + room.space_px
        if not facts.is_figure:
            _draw_notes(figure, width_px, height_px, notes)

    return picture_content(width_px, height_px, kind, draw, has_drawn_letters=facts.is_figure)


def trends_height_px(lines: Sequence[float], n_notes: int = 0, is_figure: bool = False) -> float:
    """Return how high a picture of panels of so many lines is, in px of 1/96 inch."""
    room = _FIGURE if is_figure else _WHOLE
    foot_px = room.axis_px + (0.0 if is_figure else _NOTE_PX * (n_notes + 1) + _EDGE_PX)
    return room.top_px + sum(max(one, 1.0) * room.line_px + room.space_px for one in lines) + foot_px


def _draw_header(
    figure: "Figure", width_px: float, height_px: float, table: TrendTable, span: Span, facts: TrendPictureFacts
) -> None:
    """Write which recording it is, and under it how the trends were made."""
    day = f"recorded {iso_day(facts.started_at)}" if facts.started_at is not None else "no date in the file"
    about = [plain(facts.file_name), day if facts.file_name else "", f"age {facts.age}" if facts.age else ""]
    how = [f"Trends: {facts.set_label}" if facts.set_label else "Trends", f"{len(table.rows)} rows"]
    how += [f"{elapsed_text(span.start_s, 0)} to {elapsed_text(span.stop_s, 0)} from the start"]
    how += [f"marks of {facts.marks.layer}" if facts.marks.layer else "", f"parameters {table.parameters_id[:8]}"]
    for texts, y_px, weight in ((about, 12.0, "bold"), (how, 28.0, "normal")):
        text = "   ·   ".join(filter(None, texts))
        figure.text(
            8 / width_px, 1 - y_px / height_px, text, va="center", color=INK, weight=weight, parse_math=False,
            size=points_that_fit(text, width_px - 150),
        )  # fmt: skip
    if facts.is_simulated:
        draw_simulated(figure, width_px, height_px)


def _draw_notes(figure: "Figure", width_px: float, height_px: float, notes: tuple[str, ...]) -> None:
    """Write what the picture lacks, and under it the disclaimer, at the foot."""
    for number, text in enumerate([PAGE_DISCLAIMER, *reversed(notes)]):
        figure.text(
            8 / width_px, (_EDGE_PX + number * _NOTE_PX) / height_px, text, va="center", parse_math=False,
            color=QUIET if number else INK, size=points_that_fit(text, width_px - 16),
        )  # fmt: skip


def _aeeg_note(table: TrendTable, panels: Sequence[TrendPanel]) -> str:
    """Return the definition of the aEEG that is drawn, with its rows; "" where none is."""
    drawn = (panel for panel in panels if panel.kind is PanelKind.AEEG)
    found = [column for panel in drawn if (column := table.column(panel.columns[0])) is not None]
    rows = ", ".join(dict.fromkeys(column.definition.partition(".")[0] for column in found))
    return f"aEEG of {rows}: {found[0].definition.partition('. ')[2]}" if found else ""


def trends_notes(
    table: TrendTable, span: Span, facts: TrendPictureFacts, panels: Sequence[TrendPanel]
) -> tuple[str, ...]:
    """Return what a reader of the picture must know of its making."""
    found = [
        "Artifact is shown, not removed. A single spasm is shorter than a column of this picture: read it on the page."
    ]
    if aeeg := _aeeg_note(table, panels):
        found.append(aeeg)
    if table.left_out:
        found.append(" ".join(table.left_out[:4]) + (" …" if len(table.left_out) > 4 else ""))
    whole = span.intersection(Span(0.0, table.duration_s))
    done_s = sum(part.duration_s for one in table.computed if whole and (part := one.intersection(whole)) is not None)
    if whole is not None and done_s < whole.duration_s - 1e-6:
        found.append(f"Only {100 * done_s / whole.duration_s:.0f} % of what is shown is computed; the rest is empty.")
    if any(gap.overlaps(span) for gap in facts.gaps):
        found.append("Hatched: nothing was recorded.")
    return tuple(found)


def _ticks(span: Span, started_at: datetime | None, wide_px: float, is_figure: bool = False) -> list[tuple[float, str]]:
    """Return (time, label) of round times of the clock, and under it, but in a figure, the time from the start."""
    step_s = round_step_s(max(span.duration_s * _TICK_PX / wide_px, 1.0))
    found = []
    for time_s in round_times_s(span, step_s, clock_offset_s(started_at)).tolist():
        elapsed = elapsed_text(max(time_s, 0.0), 0)
        clock = started_at + timedelta(seconds=time_s, milliseconds=5) if started_at is not None else None
        both = f"{iso_time(clock)}\n{elapsed}" if clock is not None else elapsed
        found.append((time_s, both.partition("\n")[0] if is_figure else both))
    return found
