"""Draw the diary of witnessed spasms, a column a day, and the days that the 28-day rule asks for.

A day of which nobody said anything is hatched: it is not known, and never drawn as a day without spasms.
"""

from __future__ import annotations

from enum import Enum
from itertools import groupby

from eegview.app.course.colours import SPASM_COLOUR, mixed
from eegview.app.course.drawing import DAY, Drawing, SceneItem
from eegview.app.course.geometry import column_px
from eegview.app.course.layout import DIARY, RULE
from eegview.app.course.shapes import Align, Area, Box, Lettering, Stroke
from eegview.clinical.response_state import ResponseStatus
from eegview.model.text.language import tr
from eegview.model.text.said import shown
from eegview.model.treatment.diary import Witnessed

_WIDEST_PX, _SHARE = 14.0, 0.66


def draw(drawing: Drawing) -> None:
    """Draw the days, and the rule below them."""
    _draw_unknown(drawing)
    _draw_days(drawing)
    _draw_rule(drawing)


def _is_unknown(drawing: Drawing, day: int) -> bool:
    return day <= drawing.view.as_of and drawing.view.day(day).witnessed is Witnessed.UNKNOWN


def _draw_unknown(drawing: Drawing) -> None:
    """Hatch the days that are not known, each run of them as one."""
    layout, theme, band = drawing.layout, drawing.theme, drawing.layout.bands[DIARY]
    axis, first = layout.axis, None
    for day in range(axis.first_day, axis.last_day + 2):
        is_unknown = day <= axis.last_day and _is_unknown(drawing, day)
        if is_unknown and first is None:
            first = day
        elif not is_unknown and first is not None:
            left_px = axis.left_of(first)
            area = Area(left_px, band.top_px, axis.left_of(day) - left_px, band.height_px)
            drawing.inside.append(
                Box(area, mixed(theme.gap, theme.page, 0.55), hatch=mixed(theme.gap_hatch, theme.page, 0.5))
            )
            first = None


def _draw_days(drawing: Drawing) -> None:
    view, layout, theme, band = drawing.view, drawing.layout, drawing.theme, drawing.layout.bands[DIARY]
    axis = layout.axis
    base_px = band.bottom_px - 1
    drawing.inside.append(Stroke(axis.left_px, base_px, axis.right_px, base_px, theme.edge))
    if not view.has_diary:
        text = tr("no diary entered: it is not known on which days spasms were seen")
        _on_ground(drawing, Area(axis.left_px + 6, band.top_px + 2, 0, layout.line_px), text)
    peak = next((d.on for d in view.timeline.days if view.most_spasms and d.count == view.most_spasms), None)
    for day in range(axis.first_day, axis.last_day + 1):
        area = Area(axis.left_of(day), band.top_px, axis.day_px, band.height_px)
        held = view.day(day)
        if held.witnessed is Witnessed.SOME:
            _draw_column(drawing, area, held.count, held.is_least, held.on == peak)
        elif held.witnessed is Witnessed.NONE:
            size_px = max(min(axis.day_px * _SHARE, 6.0), 2.0)
            ring = Area(area.left_px + (area.width_px - size_px) / 2, base_px - size_px - 2, size_px, size_px)
            drawing.inside.append(Box(ring, theme.page, theme.accent, edge_px=1.4, radius_px=size_px / 2))
        elif held.is_entered:
            text_area = Area(area.left_px, base_px - layout.line_px, area.width_px, layout.line_px)
            drawing.write(text_area, "?", theme.quiet, Align.CENTRE)
        if held.is_entered:
            drawing.items.append(SceneItem(DAY, str(day), area, view.diary_told(day)))


def _draw_column(drawing: Drawing, area: Area, count: int | None, is_least: bool, is_peak: bool) -> None:
    """Draw a day with spasms: a full column where they were counted, a hatched one of half height where not."""
    theme, line_px = drawing.theme, drawing.layout.line_px
    base_px, room_px = area.bottom_px - 1, area.height_px - line_px - 2
    width_px = max(min(area.width_px * _SHARE, _WIDEST_PX), 1.5)
    most = drawing.view.scale_spasms
    height_px = column_px(count, most, room_px) if count is not None else room_px / 2
    colour = theme.mark_colour(SPASM_COLOUR)
    column = Area(area.left_px + (area.width_px - width_px) / 2, base_px - height_px, width_px, height_px)
    if count is None:
        drawing.inside.append(Box(column, theme.page, colour, hatch=colour))
    else:
        drawing.inside.append(Box(column, colour, colour))
        if count > most:  # far above all others: cut, so that these can be seen
            cut = Area(column.left_px - 1, column.top_px + height_px * 0.3, width_px + 2, max(height_px * 0.08, 2.0))
            drawing.inside.append(Box(cut, theme.page))
    text = "?" if count is None else f"≥{count}" if is_least else str(count)
    if is_peak or drawing.measure(text, False) <= area.width_px - 1:
        middle_px = area.left_px + area.width_px / 2
        box = Area(middle_px - 30, column.top_px - line_px, 60, line_px)
        drawing.inside.append(Lettering(box, text, theme.text_colour(SPASM_COLOUR), Align.CENTRE))


class _RuleDay(Enum):
    WITHOUT, UNKNOWN, TO_COME = range(3)


def _rule_kind(drawing: Drawing, day: int) -> _RuleDay:
    if drawing.view.day(day).witnessed is Witnessed.NONE:
        return _RuleDay.WITHOUT
    return _RuleDay.UNKNOWN if _is_unknown(drawing, day) else _RuleDay.TO_COME


def _draw_rule(drawing: Drawing) -> None:
    """Draw the days that are asked for: those known to be without spasms, those not known, those to come."""
    view, layout, theme = drawing.view, drawing.layout, drawing.theme
    axis, band, run = layout.axis, layout.bands[RULE], view.lane.free_run
    if run is None:
        why = shown(view.clinical.text) if view.clinical is not None else ""
        drawing.empty(RULE, why or tr("nothing to count from yet"))
        return
    bar_px, y_px = layout.line_px * 0.5, band.bottom_px - layout.line_px * 0.75
    is_met = view.clinical is not None and view.clinical.status is ResponseStatus.MET
    first, last = max(run.first_day, axis.first_day), min(run.last_day, axis.last_day)
    left_px = axis.left_of(run.first_day)
    for kind, days in groupby(range(first, last + 1), lambda day: _rule_kind(drawing, day)):
        held = list(days)
        start_px = axis.left_of(held[0])
        area = Area(start_px, y_px, axis.right_of(held[-1]) - start_px, bar_px)
        if kind is _RuleDay.WITHOUT:
            drawing.inside.append(Box(area, theme.accent, theme.accent))
        elif kind is _RuleDay.UNKNOWN:
            ground = mixed(theme.gap, theme.page, 0.55)
            drawing.inside.append(Box(area, ground, theme.accent, hatch=theme.gap_hatch))
        else:
            drawing.inside.append(Box(area, edge=theme.accent, is_dashed=not is_met))
    room_px = axis.right_px - axis.left_px - 6
    texts = view.clinical_texts or ("",)
    text = next((one for one in texts if drawing.measure(one, False) <= room_px), texts[-1])
    _on_ground(drawing, Area(left_px, band.top_px, 0, layout.line_px), text)


def _on_ground(drawing: Drawing, at: Area, text: str) -> None:
    """Write a text over what is drawn, kept within the axis."""
    axis = drawing.layout.axis
    width_px = min(drawing.measure(text, False) + 6, axis.right_px - axis.left_px)
    left_px = max(min(at.left_px, axis.right_px - width_px), axis.left_px)
    area = Area(left_px, at.top_px, width_px, at.height_px)
    drawing.inside.append(Box(area, drawing.theme.page))
    drawing.write(Area(left_px + 2, at.top_px, width_px - 4, at.height_px), text, drawing.theme.ink)
