"""The drawing of an infant's timeline: its shapes in px, and what of it can be pointed at."""

from __future__ import annotations

from dataclasses import dataclass

from eegview.app.course import draw_axis, draw_diary, draw_studies, draw_treatments
from eegview.app.course.course_view import CourseView
from eegview.app.course.drawing import Drawing, SceneItem
from eegview.app.course.layout import CourseLayout, course_layout
from eegview.app.course.shapes import Area, Measure, Shape
from eegview.app.themes import Theme


@dataclass(frozen=True, slots=True)
class Scene:
    """A drawing of one size.

    frame : shapes around the axis, names of rows among them
    inside : shapes on the axis, to be cut at `clip`
    items : by row from top to bottom, by day
    """

    layout: CourseLayout
    clip: Area
    frame: tuple[Shape, ...]
    inside: tuple[Shape, ...]
    items: tuple[SceneItem, ...]

    def item(self, kind: str, key: str) -> SceneItem | None:
        """Return an item, None where it is not drawn."""
        return next((one for one in self.items if (one.kind, one.key) == (kind, key)), None)

    def item_at(self, x_px: float, y_px: float) -> SceneItem | None:
        """Return what lies under a point; of several the one drawn last."""
        return next((one for one in reversed(self.items) if one.area.holds(x_px, y_px)), None)


def course_scene(
    view: CourseView,
    theme: Theme,
    width_px: float,
    line_px: float,
    measure: Measure,
    days: tuple[int, int] | None = None,
) -> Scene:
    """Return the drawing of a timeline.

    days : first and last day shown, both whole; None = all of it
    measure : px that a text needs; `line_px` is the height of its lines
    """
    first_day, last_day = days or view.ends
    names = draw_axis.row_names(view)
    layout = course_layout(view, first_day, last_day, width_px, line_px, measure, names)
    drawing = Drawing(view, layout, theme, measure)
    draw_axis.draw(drawing)
    draw_studies.draw(drawing)
    draw_diary.draw(drawing)
    draw_treatments.draw(drawing)
    axis = layout.axis
    clip = Area(axis.left_px - 1, 0, width_px - axis.left_px + 1, layout.height_px)
    return Scene(layout, clip, tuple(drawing.frame), tuple(drawing.inside), tuple(drawing.items))
