"""Draw the EEG studies as dots with their scores, and the clips as pictures of film."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from eegview.app.course.colours import CLIP_COLOUR, SPASM_COLOUR
from eegview.app.course.course_view import score_text, spasms_text
from eegview.app.course.drawing import CLIP, EEG, Drawing, SceneItem
from eegview.app.course.geometry import placed_labels
from eegview.app.course.layout import CLIPS, EEGS
from eegview.app.course.shapes import Align, Area, Box, Lettering, Polygon
from eegview.app.infant.timeline import TimelineStudy
from eegview.model.text.language import tr

_WIDEST_CLIP_PX, _NARROWEST_CLIP_PX = 15.0, 5.0


def draw(drawing: Drawing) -> None:
    """Draw both rows."""
    _draw_eegs(drawing)
    _draw_clips(drawing)
    _draw_undated(drawing)


def _draw_undated(drawing: Drawing) -> None:
    """Name the studies without a day at the right; each can be pointed at."""
    view, layout = drawing.view, drawing.layout
    place, right_px = layout.bands[CLIPS], layout.axis.right_px
    if not view.undated:
        return
    for one in reversed(view.undated):
        text = one.label if one is view.undated[0] else f" {one.label}"
        width_px = drawing.measure(text, False) + 4
        area = Area(right_px - width_px, place.top_px, width_px, layout.line_px)
        if area.left_px < layout.axis.left_px:
            break
        _write_undated(drawing, area, text)
        drawing.items.append(SceneItem(CLIP if one.is_clip else EEG, one.fingerprint, area, view.study_told(one)))
        right_px = area.left_px
    text = tr("day not known:")
    width_px = drawing.measure(text, False) + 4
    if right_px - width_px > layout.axis.left_px:
        _write_undated(drawing, Area(right_px - width_px, place.top_px, width_px, layout.line_px), text)


def _write_undated(drawing: Drawing, area: Area, text: str) -> None:
    """Write on the ground of the page, so that no line of the axis crosses the letters."""
    drawing.inside.append(Box(area, fill=drawing.theme.page))
    drawing.write(area, text, drawing.theme.warning, Align.RIGHT)


def _day(one: TimelineStudy) -> int:
    return one.on.toordinal() if one.on is not None else 0


def _draw_eegs(drawing: Drawing) -> None:
    view, layout, theme = drawing.view, drawing.layout, drawing.theme
    shown = [one for one in view.eegs if drawing.is_in_sight(_day(one))]
    if not view.eegs:
        drawing.empty(EEGS, tr("no EEG study belongs to this infant yet"))
    place, size_px = layout.bands[EEGS], layout.line_px * 0.8
    lines = [(score_text(one), f"{one.label} · {spasms_text(one)}") for one in shown]
    widths = [max(drawing.measure(head, True), drawing.measure(rest, False)) + 2 for head, rest in lines]
    middles = [layout.axis.middle_of(_day(one)) for one in shown]
    gap_px = size_px / 2 + 5
    edges = placed_labels(middles, widths, layout.axis.left_px, layout.axis.right_px, gap_px)
    for one, (head, rest), middle_px, width_px, edge_px in zip(shown, lines, middles, widths, edges, strict=True):
        dot = Area(middle_px - size_px / 2, place.middle_px - size_px / 2, size_px, size_px)
        is_open = one.fingerprint == view.opened
        fill = theme.accent if is_open else theme.page
        drawing.inside.append(Box(dot, fill, theme.accent, edge_px=2, radius_px=size_px / 2))
        if edge_px is not None:
            top_px = place.middle_px - layout.line_px
            drawing.inside.append(
                Lettering(Area(edge_px, top_px, width_px, layout.line_px), head, theme.ink, is_bold=True)
            )
            area = Area(edge_px, top_px + layout.line_px, width_px, layout.line_px)
            drawing.inside.append(Lettering(area, rest, theme.quiet))
        drawing.items.append(SceneItem(EEG, one.fingerprint, dot, view.study_told(one)))


def _draw_clips(drawing: Drawing) -> None:
    view, layout = drawing.view, drawing.layout
    if not view.clips:
        drawing.empty(CLIPS, tr("no clip belongs to this infant yet"))
    days = [(day, list(held)) for day, held in groupby(view.clips, _day)]
    for number, (day, same_day) in enumerate(days):
        if not drawing.is_in_sight(day):
            continue
        left_px, room_px = layout.axis.left_of(day), layout.axis.day_px
        each_px = room_px / len(same_day)
        width_px = min(max(each_px - 1.5, _NARROWEST_CLIP_PX), _WIDEST_CLIP_PX, layout.line_px)
        step_px = min(max(each_px, width_px + 1), width_px + 4)
        first_px = left_px + (room_px - step_px * len(same_day)) / 2
        for place, one in enumerate(same_day):
            _draw_clip(drawing, one, first_px + (place + 0.5) * step_px, width_px)
        others = [other for other, _held in days[max(number - 1, 0) : number + 2] if other != day]
        free_days = min((abs(other - day) for other in others), default=3)
        _write_counts(drawing, same_day, first_px, step_px, min(free_days, 3) * room_px)


def _draw_clip(drawing: Drawing, one: TimelineStudy, middle_px: float, width_px: float) -> None:
    """Draw a clip: a square with the sign of play."""
    view, layout, theme = drawing.view, drawing.layout, drawing.theme
    place, line_px = layout.bands[CLIPS], layout.line_px
    height_px = min(width_px * 0.9, line_px * 0.85)
    square = Area(middle_px - width_px / 2, place.bottom_px - height_px - 1, width_px, height_px)
    colour = theme.mark_colour(CLIP_COLOUR)
    is_open = one.fingerprint == view.opened
    drawing.inside.append(Box(square, colour if is_open else theme.page, colour, edge_px=1.5, radius_px=2))
    if width_px >= 9:
        inset_px, sign = width_px * 0.34, theme.text_on(colour) if is_open else colour
        x_px, y_px = square.left_px + inset_px, square.top_px
        corners = (
            (x_px, y_px + height_px * 0.25),
            (square.right_px - inset_px * 0.75, y_px + height_px / 2),
            (x_px, square.bottom_px - height_px * 0.25),
        )
        drawing.inside.append(Polygon(corners, sign))
    drawing.items.append(SceneItem(CLIP, one.fingerprint, square, view.study_told(one)))


def _write_counts(
    drawing: Drawing, same_day: Sequence[TimelineStudy], first_px: float, step_px: float, free_px: float
) -> None:
    """Write above the clips of a day how many spasms are counted in each, or in all where there is little room.

    free_px : up to the middle of what the days beside it say
    """
    layout, theme = drawing.layout, drawing.theme
    top_px, line_px = layout.bands[CLIPS].top_px - 1, layout.line_px
    texts = [_count_text([one]) for one in same_day]
    room_px = step_px if len(same_day) > 1 else free_px
    if all(drawing.measure(text, False) <= room_px - 4 for text in texts):
        parts = [(first_px + (n + 0.5) * step_px, room_px, text) for n, text in enumerate(texts)]
    else:
        parts = [(first_px + step_px * len(same_day) / 2, free_px, _count_text(same_day))]
    for middle_px, width_px, text in parts:
        if drawing.measure(text, False) <= width_px + 4:
            is_some = any(one.counted is not None and one.counted.n_spasms for one in same_day) and text not in "0?"
            colour = theme.text_colour(SPASM_COLOUR) if is_some else theme.quiet
            area = Area(middle_px - width_px / 2, top_px, width_px, line_px)
            drawing.inside.append(Lettering(area, text, colour, Align.CENTRE))


def _count_text(clips: Sequence[TimelineStudy]) -> str:
    """Return `9`, `?` where nobody counted, `9+?` where somebody counted in some of them only."""
    counts = [one.counted.n_spasms for one in clips if one.counted is not None]
    unknown = ["?"] if len(counts) < len(clips) else []
    return "+".join([*([str(sum(counts))] if counts else []), *unknown])
