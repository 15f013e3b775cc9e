"""Where the rows of an infant's timeline lie, in px; pure arithmetic."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from eegview.app.course.course_view import CourseView
from eegview.app.course.geometry import Band, DayAxis
from eegview.app.course.shapes import Measure

DATES, DAYS, AGES, CORRECTED = "dates", "days", "ages", "corrected"
EEGS, CLIPS, DIARY, RULE, MILESTONES, LEGEND = "eegs", "clips", "diary", "rule", "milestones", "legend"
AXES = (DATES, DAYS, AGES, CORRECTED)
_LINES = {EEGS: 2.5, CLIPS: 1.9, DIARY: 4.2, RULE: 2.2}
_AXIS_LINES, _BAR_LINES, _MILESTONE_LINES = 1.15, 1.5, 1.25
_GAP_PX, _EDGE_PX = 4.0, 14.0
_NAMES_SHARE = 0.3  # of the width, that the names of the rows take at most
LONGEST_NOTE = 34  # characters of a milestone's note on the axis


@dataclass(frozen=True, slots=True)
class CourseLayout:
    """Rows and axis of a drawing of a width.

    bands : by name, see above; those of treatments are in `bars`
    line_px : height of a line of text
    milestone_lines : which line each milestone stands on, from 0
    """

    axis: DayAxis
    bands: Mapping[str, Band]
    bars: tuple[Band, ...]
    milestone_lines: tuple[int, ...]
    line_px: float
    width_px: float
    height_px: float

    @property
    def top_px(self) -> float:
        """Return where the rows below the axis begin."""
        return self.bands[EEGS].top_px - _GAP_PX / 2

    @property
    def bottom_px(self) -> float:
        """Return where the rows end."""
        return self.bands[MILESTONES].bottom_px


def axis_rows(view: CourseView) -> tuple[str, ...]:
    """Return which lines the axis has: dates; days of treatment and ages where they are known."""
    ages = [view.timeline.age_on(one.on) for one in view.timeline.days]
    found = [DATES]
    if view.lane.start_day is not None:
        found.append(DAYS)
    if any(one.days is not None for one in ages):
        found.append(AGES)
    if any(one.corrected_days is not None for one in ages):
        found.append(CORRECTED)
    return tuple(found)


def course_layout(
    view: CourseView, first_day: int, last_day: int, width_px: float, line_px: float, measure: Measure,
    names: Sequence[str],
) -> CourseLayout:  # fmt: skip
    """Return where everything lies that is shown from one day to another, both whole.

    names : of the rows, for which room is kept at the left
    """
    most_px = max(width_px * _NAMES_SHARE, 60.0)
    left_px = min(max((measure(name, True) for name in names), default=0.0) + 16, most_px)
    axis = DayAxis(first_day, last_day, left_px, max(width_px - _EDGE_PX, left_px + 1))
    lines = _milestone_lines(view, axis, measure)
    rows: list[tuple[str, float]] = [(name, _AXIS_LINES) for name in axis_rows(view)]
    rows += [(EEGS, _LINES[EEGS]), (CLIPS, _LINES[CLIPS]), (DIARY, _LINES[DIARY]), (RULE, _LINES[RULE])]
    n_bars = max(len(view.lane.rows), 1)
    rows += [(f"bar {n}", _BAR_LINES) for n in range(n_bars)]
    rows.append((MILESTONES, _MILESTONE_LINES * (max(lines, default=0) + 1)))
    bands: dict[str, Band] = {}
    top_px = 2.0
    for name, n_lines in rows:
        bands[name] = Band(top_px, n_lines * line_px)
        top_px += n_lines * line_px + (0 if name in AXES else _GAP_PX)
    bars = tuple(bands.pop(f"bar {n}") for n in range(n_bars))
    return CourseLayout(axis, bands, bars, lines, line_px, width_px, top_px + 2)


def _milestone_lines(view: CourseView, axis: DayAxis, measure: Measure) -> tuple[int, ...]:
    """Return the line of each milestone, so that their notes do not run into each other."""
    ends_px: list[float] = []
    found: list[int] = []
    for one in view.timeline.milestones:
        left_px = axis.middle_of(one.on.toordinal()) - 6
        right_px = left_px + 18 + measure(short_note(one.text), False)
        line = next((n for n, end_px in enumerate(ends_px) if end_px <= left_px), len(ends_px))
        ends_px[line : line + 1] = [right_px + 8]
        found.append(line)
    return tuple(found)


def short_note(text: str) -> str:
    """Return a note as it has room on the axis."""
    text = " ".join(text.split())
    return text if len(text) <= LONGEST_NOTE else f"{text[: LONGEST_NOTE - 1].rstrip()}…"
