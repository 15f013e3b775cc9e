"""Draw the axis of a timeline: dates, days of treatment, ages, the day of today, and the names of the rows."""

from __future__ import annotations

from datetime import date

from eegview.app.course.colours import mixed
from eegview.app.course.course_view import CourseView
from eegview.app.course.drawing import Drawing
from eegview.app.course.layout import AGES, AXES, CLIPS, CORRECTED, DATES, DAYS, DIARY, EEGS, MILESTONES, RULE
from eegview.app.course.shapes import Align, Area, Box, Lettering, Stroke, fitted
from eegview.model.infant.infant import TERM_DAYS
from eegview.model.text.dates import worded_day
from eegview.model.text.language import tr

_WINDOW_SHARE = 0.10  # of the accent in the days within which spasms have to stop
_PAD_PX = 16.0


def row_names(view: CourseView) -> tuple[str, ...]:
    """Return the names of all rows that a drawing may have, for the room that they need."""
    drugs = (row.drug for row in view.lane.rows)
    return *_NAMES.values(), *_row_texts(view).values(), *drugs


_NAMES = {
    DATES: tr("Date"),
    DAYS: tr("Treatment"),
    AGES: tr("Age"),
    CORRECTED: tr("Corrected age"),
}


def _row_texts(view: CourseView) -> dict[str, str]:
    days = view.clinical.n_needed_days if view.clinical is not None and view.clinical.n_needed_days else 28
    return {
        EEGS: tr("EEG studies"),
        CLIPS: tr("Clips"),
        DIARY: tr("Diary, spasms a day"),
        RULE: tr("{n}-day rule", n=days),
        MILESTONES: tr("Milestones"),
    }


def draw(drawing: Drawing) -> None:
    """Draw the axis and what lies behind the rows."""
    _draw_window(drawing)
    _draw_ticks(drawing)
    _draw_today(drawing)
    texts = _row_texts(drawing.view)
    below = {
        EEGS: tr("score, counted spasms"),
        CLIPS: tr("counted spasms"),
        DIARY: tr("hatched: not known"),
        RULE: _status(drawing.view),
    }
    for band, text in texts.items():
        drawing.name(band, text, below.get(band, ""))
    for band in AXES:
        if band in drawing.layout.bands:
            place, width_px = drawing.layout.bands[band], drawing.layout.axis.left_px - 12
            area = Area(4, place.top_px, width_px, place.height_px)
            drawing.frame.append(Lettering(area, fitted(_NAMES[band], width_px, drawing.measure), drawing.theme.quiet))


def _status(view: CourseView) -> str:
    if view.clinical is None:
        return ""
    return tr("met, then relapse") if view.clinical.relapse_text else tr(view.clinical.status.text)


def _draw_window(drawing: Drawing) -> None:
    """Shade the days within which spasms have to stop."""
    window, layout, theme = drawing.view.lane.window, drawing.layout, drawing.theme
    if window is not None:
        left_px, right_px = layout.axis.left_of(window[0]), layout.axis.right_of(window[1])
        area = Area(left_px, layout.top_px, right_px - left_px, layout.bottom_px - layout.top_px)
        drawing.inside.append(Box(area, fill=mixed(theme.accent, theme.page, _WINDOW_SHARE)))


def _draw_ticks(drawing: Drawing) -> None:
    view, layout, theme = drawing.view, drawing.layout, drawing.theme
    axis, bands = layout.axis, layout.bands
    lines = [band for band in AXES if band in bands]
    ends = {band: [_tick_text(view, band, day) for day in (axis.first_day, axis.last_day)] for band in lines}
    label_px = max(drawing.measure(text, True) for texts in ends.values() for text in texts) + _PAD_PX
    start = view.lane.start_day
    zero = start if start is not None else (view.eegs[0].on or date.min).toordinal() if view.eegs else axis.first_day
    for day in axis.ticks(label_px, zero):
        x_px, is_zero = axis.left_of(day), day == start
        colour = theme.ink if is_zero else theme.line
        drawing.inside.append(Stroke(x_px, layout.top_px, x_px, layout.bottom_px, colour, 1.2 if is_zero else 1.0))
        area_px = x_px - label_px / 2
        if area_px < axis.left_px - label_px / 2 or area_px + label_px > layout.width_px:
            continue
        for band in lines:
            place = bands[band]
            area = Area(area_px, place.top_px, label_px, place.height_px)
            is_strong = band == DATES or is_zero
            text = _tick_text(view, band, day)
            drawing.frame.append(
                Lettering(area, text, theme.ink if is_strong else theme.quiet, Align.CENTRE, is_zero)
            )  # fmt: skip


def _tick_text(view: CourseView, band: str, day: int) -> str:
    """Return what a line of the axis says of a day; "" where it says nothing."""
    on = date.fromordinal(day)
    if band == DATES:
        return worded_day(on)
    if band == DAYS:
        return view.lane.tick_text(day)
    age = view.timeline.age_on(on)
    if band == AGES:
        return short_weeks(age.days) if age.days is not None and age.days >= 0 else ""
    if age.corrected_days is None:
        return ""
    if age.corrected_days < 0:
        return tr("PMA {weeks}", weeks=short_weeks(TERM_DAYS + age.corrected_days))
    return short_weeks(age.corrected_days)


def short_weeks(days: int) -> str:
    """Return an age as it has room on the axis: `26 wk`, `26 wk 3 d`."""
    weeks, rest = divmod(days, 7)
    return f"{weeks} wk {rest} d" if rest else f"{weeks} wk"


def _draw_today(drawing: Drawing) -> None:
    view, layout, theme = drawing.view, drawing.layout, drawing.theme
    if view.today is not None and drawing.is_in_sight(view.today):
        x_px = layout.axis.middle_of(view.today)
        drawing.inside.append(Stroke(x_px, layout.top_px, x_px, layout.bottom_px, theme.warning, 1.2, True))
        text = tr("today")
        width_px = drawing.measure(text, False) + 4
        place = layout.bands[MILESTONES]
        has_room = x_px + 3 + width_px <= layout.axis.right_px
        left_px = x_px + 3 if has_room else x_px - 3 - width_px
        area = Area(left_px, place.bottom_px - layout.line_px, width_px, layout.line_px)
        drawing.write(area, text, theme.warning, Align.LEFT if has_room else Align.RIGHT)
