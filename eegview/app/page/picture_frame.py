"""What stands around the traces on paper: which recording, settings, clock, labels, scale bars, disclaimer."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import numpy as np

from eegview.app.page.clock_grid import clock_offset_s, round_step_s, round_times_s
from eegview.app.page.picture_traces import CLIPPED, INK, QUIET, TraceScale, row_ink
from eegview.model.display.montage import Row
from eegview.model.display.page import PageResult
from eegview.model.text.dates import iso_time
from eegview.model.time.clock import elapsed_text

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

LANE_PX = 16.0  # of the names of marks
SCALE_BAR_UV, SCALE_BAR_S = "scale_bar_uv", "scale_bar_s"  # what the bars are called inside an SVG
_LEFT_PX, _RIGHT_PX = 110.0, 64.0
_HEADER_PX, _AXIS_PX, _LINE_PX = 40.0, 52.0, 13.0
_FIGURE_LEFT_PX, _FIGURE_RIGHT_PX, _FIGURE_AXIS_PX = 46.0, 30.0, 24.0
_SIDE_PX, _BADGE_PX = 8.0, 100.0
_PX_A_LETTER = 5.4  # of text of 8 points, about
_TEXT_POINTS, _SMALLEST_POINTS, _FIGURE_POINTS = 8.0, 3.0, 5.6
_LONGEST_BAR_MM = 10.0
_ROUND = (1.0, 1.5, 2.0, 3.0, 5.0, 7.0)
_STEPS_S = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 30.0, 60.0, 120.0, 300.0, 600.0, 1800.0)


@dataclass(frozen=True, slots=True)
class FrameRoom:
    """Where the traces and what stands around them lie, in px of 1/96 inch.

    n_lanes : lines of names of marks above the traces
    n_notes : lines of notes above the disclaimer
    is_figure : inside a document, whose text says what header, notes and disclaimer would; letters are smaller
    """

    width_px: int
    picture_height_px: int
    n_lanes: int = 1
    n_notes: int = 0
    is_figure: bool = False

    @property
    def left_px(self) -> float:
        return _FIGURE_LEFT_PX if self.is_figure else _LEFT_PX

    @property
    def right_px(self) -> float:
        return _FIGURE_RIGHT_PX if self.is_figure else _RIGHT_PX

    @property
    def axis_px(self) -> float:
        return _FIGURE_AXIS_PX if self.is_figure else _AXIS_PX

    @property
    def text_points(self) -> float:
        return _FIGURE_POINTS if self.is_figure else _TEXT_POINTS

    @property
    def mark_points(self) -> float:
        """Return the size of letters of the names of marks."""
        return _FIGURE_POINTS if self.is_figure else 7.0

    @property
    def top_px(self) -> float:
        return (2.0 if self.is_figure else _HEADER_PX) + LANE_PX * self.n_lanes

    @property
    def bottom_px(self) -> float:
        return self.axis_px + (0.0 if self.is_figure else _LINE_PX * (1 + self.n_notes))

    @property
    def height_px(self) -> float:
        """Return the height of all rows together."""
        return max(self.picture_height_px - self.top_px - self.bottom_px, 20.0)

    @property
    def traces_width_px(self) -> float:
        return self.width_px - self.left_px - self.right_px

    @property
    def axes_box(self) -> tuple[float, float, float, float]:
        """Return left, bottom, width, height of the traces as shares of the picture."""
        bottom_px = self.picture_height_px - self.top_px - self.height_px
        return (
            self.left_px / self.width_px,
            bottom_px / self.picture_height_px,
            self.traces_width_px / self.width_px,
            self.height_px / self.picture_height_px,
        )

    def from_top(self, px: float) -> float:
        """Return a height as a share of the picture, from its foot."""
        return 1 - px / self.picture_height_px


def plain(text: str) -> str:
    """Return a text on one line, without the signs that no picture's file may hold."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


def points_that_fit(text: str, width_px: float) -> float:
    """Return the size of letters (points) with which a text is about as wide as there is room."""
    return max(min(_TEXT_POINTS, _TEXT_POINTS * width_px / max(len(text) * _PX_A_LETTER, 1)), _SMALLEST_POINTS)


def draw_axes(axes: "Axes", page: PageResult, height_mm: float, started_at: datetime | None, room: FrameRoom) -> None:
    """Set up x in seconds and y in millimetres from the top, clock and time from the start, and hatched gaps."""
    span = page.request.span
    axes.set_xlim(span.start_s, span.stop_s)
    axes.set_ylim(height_mm, 0)
    axes.set_yticks([])
    most = max(2, min(20, int(room.traces_width_px / 62)))  # a clock is some 50 px wide
    step_s = round_step_s(max(span.duration_s / most, 1.0 if span.duration_s >= 1 else span.duration_s / 5))
    ticks_s = round_times_s(span, step_s, clock_offset_s(started_at))
    axes.set_xticks(ticks_s, [_tick_text(float(tick_s), started_at, room.is_figure) for tick_s in ticks_s])
    if room.is_figure:
        axes.tick_params(axis="x", labelsize=room.text_points, length=2, pad=1.5)
    axes.grid(axis="x", color="#d8dce2", linewidth=0.6)
    axes.set_axisbelow(True)
    what = (
        "clock time, and time from the start of the recording" if started_at else "time from the start of the recording"
    )
    if not room.is_figure:
        axes.text(
            0, -(_AXIS_PX - 10) / room.height_px, what, transform=axes.transAxes, color=QUIET, va="center", size=7
        )  # fmt: skip
    for gap in page.gaps:
        axes.axvspan(gap.start_s, gap.stop_s, facecolor="#f3f4f6", edgecolor="#9ca3af", hatch="//", linewidth=0)
    for spine in axes.spines.values():
        spine.set_color("#9ca3af")


def _tick_text(time_s: float, started_at: datetime | None, is_figure: bool = False) -> str:
    """Return the clock, and under it the time from the start; hundredths where a line is off the whole second.

    A figure has the clock alone.
    """
    elapsed = elapsed_text(time_s, _decimals(time_s))
    if started_at is None:
        return elapsed
    at = started_at + timedelta(seconds=time_s, milliseconds=5)  # to the nearest hundredth
    hundredths = at.microsecond // 10_000
    clock = f"{iso_time(at)}{f'.{hundredths:02d}' if hundredths else ''}"
    return clock if is_figure else f"{clock}\n{elapsed}"


def _decimals(time_s: float) -> int:
    return 0 if abs(time_s - round(time_s)) < 0.005 else 2


def draw_labels(axes: "Axes", page: PageResult, scale: TraceScale, most_points: float = _TEXT_POINTS) -> None:
    """Write each row's label, its own scale where that differs, and why a row has no trace."""
    size = min(most_points, 0.8 * scale.row_mm * 72 / 25.4)
    beside = axes.get_yaxis_transform()
    for number, row in enumerate(page.rows):
        label = plain(f"{row.label} (bad)" if row.is_bad else row.label)
        own = scale.own_text(row, number)
        label_mm = scale.centre_mm(number) - (0.2 * scale.row_mm if own else 0.0)
        small = size if not own else min(size, 0.42 * scale.row_mm * 72 / 25.4)
        axes.text(
            -0.006, label_mm, label, color=row_ink(row), va="center", ha="right", size=small, transform=beside,
            parse_math=False,
        )  # fmt: skip
        if own:
            axes.text(
                -0.006, scale.centre_mm(number) + 0.24 * scale.row_mm, own, color=QUIET, va="center", ha="right",
                size=0.85 * small, transform=beside,
            )  # fmt: skip
        if not row.is_available:
            axes.text(
                page.request.span.start_s, scale.centre_mm(number), plain(f"  {_why(row)}"), color=QUIET, va="center",
                size=size, parse_math=False,
            )  # fmt: skip


def _why(row: Row) -> str:
    if row.missing:
        return f"not shown: the recording has no {' and no '.join(row.missing)}"
    return f"not shown: {row.problem}"


def draw_scale(axes: "Axes", page: PageResult, scale: TraceScale, room: FrameRoom, has_uv: bool = True) -> None:
    """Draw a bar of some µV right of the traces and one of some seconds below them, both of true length."""
    if has_uv:
        _draw_uv_bar(axes, scale, room)
    px_per_mm = room.height_px / scale.height_mm
    span = page.request.span
    bar_s = next((s for s in reversed(_STEPS_S) if s <= span.duration_s / 8), span.duration_s / 8)
    below_mm = scale.height_mm + (room.axis_px - 8) / px_per_mm
    (bar,) = axes.plot(
        (span.stop_s - bar_s, span.stop_s), (below_mm, below_mm), color=INK, linewidth=2, clip_on=False,
        solid_capstyle="butt", snap=False,
    )  # fmt: skip
    bar.set_gid(SCALE_BAR_S)
    axes.text(
        1 + 6 / room.traces_width_px, below_mm, f"{bar_s:g} s", va="center", color=INK, size=room.text_points,
        transform=axes.get_yaxis_transform(),
    )  # fmt: skip
    if page.clipped:
        note = "orange: input at the limit of the file's range"
        axes.text(
            1, 1 + 3 / room.height_px, note, transform=axes.transAxes, ha="right", va="bottom", color=CLIPPED, size=7
        )  # fmt: skip


def _draw_uv_bar(axes: "Axes", scale: TraceScale, room: FrameRoom) -> None:
    bar_uv = round_below(min(_LONGEST_BAR_MM, scale.height_mm / 4) * scale.sensitivity_uv_per_mm)
    bar_mm = bar_uv / scale.sensitivity_uv_per_mm
    low_mm = scale.height_mm
    right = axes.get_yaxis_transform()
    x = 1 + 10 / room.traces_width_px
    (bar,) = axes.plot(
        (x, x), (low_mm, low_mm - bar_mm), color=INK, linewidth=2, transform=right, clip_on=False,
        solid_capstyle="butt", snap=False,
    )  # fmt: skip
    bar.set_gid(SCALE_BAR_UV)
    axes.text(
        1 + (13 if room.is_figure else 16) / room.traces_width_px, low_mm - bar_mm / 2, f"{bar_uv:g}\nµV", va="center",
        color=INK, transform=right, size=room.text_points,
    )  # fmt: skip


def round_below(value: float) -> float:
    """Return the largest round number of 1, 1.5, 2, 3, 5 or 7 times a power of ten that is not above `value`."""
    power = 10.0 ** np.floor(np.log10(value))
    return float(max(n * power for n in _ROUND if n * power <= value * (1 + 1e-9)))


def draw_header(figure: "Figure", room: FrameRoom, about: str, strip: str, is_simulated: bool = False) -> None:
    """Write which recording it is, whether it is simulated, and under it the settings it was read with."""
    badge_px = _BADGE_PX if is_simulated else 0
    for text, y_px, weight in ((about, 12.0, "bold"), (strip, 28.0, "normal")):
        figure.text(
            _SIDE_PX / room.width_px, room.from_top(y_px), text, va="center", color=INK, weight=weight,
            size=points_that_fit(text, room.width_px - 2 * _SIDE_PX - badge_px), parse_math=False,
        )  # fmt: skip
    if is_simulated:
        draw_simulated(figure, room.width_px, room.picture_height_px)


def draw_simulated(figure: "Figure", width_px: float, height_px: float) -> None:
    """Write SIMULATED into the upper right corner: nobody was recorded."""
    figure.text(
        1 - 12 / width_px, 1 - 14 / height_px, "SIMULATED", va="center", ha="right", weight="bold", color="#8a5a00",
        bbox={"facecolor": "#fff7e0", "edgecolor": "#8a5a00", "pad": 3.0},
    )  # fmt: skip


def draw_notes(figure: "Figure", room: FrameRoom, notes: tuple[str, ...], footer: str) -> None:
    """Write the notes and under them the disclaimer at the foot of the picture."""
    for number, text in enumerate([footer, *reversed(notes)]):
        y = (10 + number * _LINE_PX) / room.picture_height_px
        figure.text(
            _SIDE_PX / room.width_px, y, text, va="center", color=INK if not number else QUIET,
            size=points_that_fit(text, room.width_px - 2 * _SIDE_PX), parse_math=False,
        )  # fmt: skip
