"""Draw the treatments as bars, a row for each drug, and the milestones as signs with their notes."""

from __future__ import annotations

from eegview.app.course.colours import BAR_COLOURS, GAINED_COLOUR, LOST_COLOUR, mixed
from eegview.app.course.drawing import MILESTONE, TREATMENT, Drawing, SceneItem
from eegview.app.course.geometry import Band
from eegview.app.course.lane_view import LaneBar
from eegview.app.course.layout import MILESTONES, short_note
from eegview.app.course.shapes import Area, Box, Lettering, Polygon, fitted
from eegview.model.infant.milestone import MilestoneChange
from eegview.model.text.language import tr


def draw(drawing: Drawing) -> None:
    """Draw the rows of both."""
    view, layout, theme = drawing.view, drawing.layout, drawing.theme
    names = list(dict.fromkeys(row.drug.casefold() for row in view.lane.rows))
    said: set[str] = set()
    for row, band in zip(view.lane.rows, layout.bars, strict=False):
        drug, width_px = row.drug.casefold(), layout.axis.left_px - 12
        if drug not in said:
            said.add(drug)
            text = fitted(row.drug, width_px, drawing.measure, True)
            drawing.frame.append(
                Lettering(Area(4, band.top_px, width_px, band.height_px), text, theme.ink, is_bold=True)
            )
        for bar in row.bars:
            _draw_bar(drawing, bar, BAR_COLOURS[names.index(drug) % len(BAR_COLOURS)], band)
    if not view.lane.rows:
        band, axis = layout.bars[0], layout.axis
        width_px = axis.left_px - 12
        drawing.frame.append(
            Lettering(Area(4, band.top_px, width_px, band.height_px), tr("Treatment"), theme.ink, is_bold=True)
        )
        area = Area(axis.left_px + 6, band.top_px, axis.right_px - axis.left_px - 12, band.height_px)
        drawing.write(area, tr("no treatment entered"), theme.quiet)
    _draw_milestones(drawing)


def _draw_bar(drawing: Drawing, bar: LaneBar, colour: str, band: Band) -> None:
    axis, theme, treatment = drawing.layout.axis, drawing.theme, bar.placed.treatment
    left_px = max(axis.left_of(bar.placed.first_day), axis.left_px)
    right_px = min(axis.right_of(bar.last_day), axis.right_px)
    if right_px <= left_px:
        return
    area = Area(left_px, band.top_px + 1, max(right_px - left_px - 1, 2.0), band.height_px - 2)
    edge = theme.mark_colour(colour)
    fill = mixed(edge, theme.page, 0.12 if treatment.is_planned else bar.strength)
    if bar.goes_on:  # an arrow: no last day is said
        tip_px = min(area.height_px / 2, area.width_px)
        corners = (
            (area.left_px, area.top_px),
            (area.right_px - tip_px, area.top_px),
            (area.right_px, area.top_px + area.height_px / 2),
            (area.right_px - tip_px, area.bottom_px),
            (area.left_px, area.bottom_px),
        )
        drawing.inside.append(Polygon(corners, fill, edge, 1.2))
    else:
        drawing.inside.append(Box(area, fill, edge, edge_px=1.2, radius_px=2, is_dashed=treatment.is_planned))
    is_bold = not treatment.is_planned
    room_px = area.width_px - 8
    text = next((one for one in bar.texts if drawing.measure(one, is_bold) <= room_px), "")
    inner = Area(area.left_px + 4, area.top_px, room_px, area.height_px)
    drawing.write(inner, text, theme.text_on(fill), is_bold=is_bold)
    lane = drawing.view.lane
    lines = [lane.course.placed_text(bar.placed).replace("day -", "day −"), treatment.note]
    lines.append(tr("entered by hand by {author}", author=treatment.author) if treatment.author else "")
    drawing.items.append(SceneItem(TREATMENT, treatment.treatment_id, area, "\n".join(filter(None, lines))))


def _draw_milestones(drawing: Drawing) -> None:
    view, layout, theme = drawing.view, drawing.layout, drawing.theme
    band = layout.bands[MILESTONES]
    if not view.timeline.milestones:
        drawing.empty(MILESTONES, tr("no milestones noted"))
        return
    n_lines = max(layout.milestone_lines) + 1
    height_px = band.height_px / n_lines
    for one, line in zip(view.timeline.milestones, layout.milestone_lines, strict=True):
        day = one.on.toordinal()
        if not drawing.is_in_sight(day):
            continue
        x_px, y_px, half_px = layout.axis.middle_of(day), band.top_px + (line + 0.5) * height_px, layout.line_px * 0.34
        is_gained = one.change is MilestoneChange.GAINED
        colour = theme.mark_colour(GAINED_COLOUR if is_gained else LOST_COLOUR)
        up_px = -half_px if is_gained else half_px  # a triangle that points up, or down
        corners = ((x_px - half_px, y_px - up_px), (x_px + half_px, y_px - up_px), (x_px, y_px + up_px))
        drawing.inside.append(Polygon(corners, colour if is_gained else theme.page, colour, 1.5))
        text = short_note(one.text)
        width_px = drawing.measure(text, False) + 2
        label = Area(x_px + half_px + 5, y_px - layout.line_px / 2, width_px, layout.line_px)
        if label.right_px > layout.width_px:
            label = Area(x_px - half_px - 5 - width_px, label.top_px, width_px, layout.line_px)
        drawing.inside.append(Lettering(label, text, theme.text_colour(LOST_COLOUR) if not is_gained else theme.ink))
        left_px = min(x_px - half_px, label.left_px)
        area = Area(left_px, y_px - height_px / 2, max(x_px + half_px, label.right_px) - left_px, height_px)
        drawing.items.append(SceneItem(MILESTONE, one.milestone_id, area, view.milestone_told(one)))
