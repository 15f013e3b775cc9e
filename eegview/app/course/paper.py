"""Draw a timeline on paper, in the colours of the theme “paper”."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from eegview.app.course.course_view import CourseView
from eegview.app.course.scene import Scene, course_scene
from eegview.app.course.shapes import Align, Area, Box, Lettering, Polygon, Stroke
from eegview.app.page.picture_file import PX_PER_INCH, picture_content
from eegview.app.themes import Theme, load_themes

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

POINTS = 5.8  # of letters, as in the other figures of a report
_PX_PER_POINT = PX_PER_INCH / 72
LINE_PX = POINTS * _PX_PER_POINT * 1.3
_HATCH = "//////"


def paper_theme() -> Theme:
    """Return the theme whose colours are meant for paper."""
    themes = load_themes()
    return replace(next((one for one in themes if one.theme_id == "paper"), themes[0]), page="#ffffff")


@lru_cache(maxsize=4096)
def width_of(text: str, is_bold: bool) -> float:
    """Return the px that a text needs on paper."""
    from matplotlib.font_manager import FontProperties
    from matplotlib.textpath import TextPath

    if not text.strip():
        return 0.0
    font = FontProperties(family="sans-serif", weight="bold" if is_bold else "normal")
    path = TextPath((0, 0), text, size=POINTS, prop=font)
    return float(path.get_extents().width) * _PX_PER_POINT + 1.0


def course_picture(view: CourseView, kind: str, width_px: float) -> tuple[bytes, float]:
    """Return the whole timeline as the content of a file ("svg", "png", "pdf"), and its height in px of 1/96 inch."""
    scene = course_scene(view, paper_theme(), width_px, LINE_PX, width_of)
    height_px = scene.layout.height_px

    def draw(figure: Figure) -> None:
        axes = figure.add_axes((0.0, 0.0, 1.0, 1.0))
        axes.set_xlim(0, width_px)
        axes.set_ylim(height_px, 0)
        axes.axis("off")
        draw_scene(axes, scene)

    return picture_content(width_px, height_px, kind, draw, has_drawn_letters=kind == "svg"), height_px


def draw_scene(axes: Axes, scene: Scene) -> None:
    """Draw a scene into axes whose units are px, y growing downwards."""
    from matplotlib.patches import Rectangle

    clip = scene.clip
    cut = Rectangle((clip.left_px, clip.top_px), clip.width_px, clip.height_px, transform=axes.transData)
    for shapes, is_inside in ((scene.inside, True), (scene.frame, False)):
        for number, shape in enumerate(shapes):
            drawn = _draw(axes, shape, number if is_inside else len(scene.inside) + number)
            if is_inside:
                drawn.set_clip_path(cut)


def _draw(axes: Axes, shape: Box | Stroke | Polygon | Lettering, order: int):
    from matplotlib.lines import Line2D
    from matplotlib.patches import Polygon as Patch

    if isinstance(shape, Box):
        return _draw_box(axes, shape, order)
    if isinstance(shape, Stroke):
        style = (0, (4, 3)) if shape.is_dashed else "-"
        xs, ys = (shape.x0_px, shape.x1_px), (shape.y0_px, shape.y1_px)
        return axes.add_line(
            Line2D(xs, ys, color=shape.colour, linewidth=_points(shape.width_px), linestyle=style, zorder=order)
        )
    if isinstance(shape, Polygon):
        edge, width = shape.edge or "none", _points(shape.edge_px)
        return axes.add_patch(
            Patch(shape.corners, closed=True, facecolor=shape.fill, edgecolor=edge, linewidth=width, zorder=order)
        )
    area = shape.area
    x_px = {Align.LEFT: area.left_px, Align.CENTRE: area.left_px + area.width_px / 2, Align.RIGHT: area.right_px}
    return axes.text(
        x_px[shape.align], area.top_px + area.height_px / 2, shape.text, size=POINTS, color=shape.colour,
        ha=shape.align.value, va="center_baseline", weight="bold" if shape.is_bold else "normal", parse_math=False,
        zorder=order,
    )  # fmt: skip


def _draw_box(axes: Axes, box: Box, order: int):
    from matplotlib.patches import Ellipse, FancyBboxPatch, Rectangle

    area: Area = box.area
    fill, edge = box.fill or "none", box.edge or "none"
    style = (0, (3, 2)) if box.is_dashed else "-"
    look = {"linewidth": _points(box.edge_px) if box.edge else 0.0, "linestyle": style, "zorder": order}
    is_round = box.radius_px >= min(area.width_px, area.height_px) / 2 > 0
    if is_round:
        middle = (area.left_px + area.width_px / 2, area.top_px + area.height_px / 2)
        return axes.add_patch(Ellipse(middle, area.width_px, area.height_px, facecolor=fill, edgecolor=edge, **look))
    corner = (area.left_px, area.top_px)
    if box.radius_px:
        rounded = f"round,pad=0,rounding_size={min(box.radius_px, area.width_px / 2, area.height_px / 2)}"
        return axes.add_patch(
            FancyBboxPatch(
                corner, area.width_px, area.height_px, boxstyle=rounded, facecolor=fill, edgecolor=edge, **look
            )
        )
    if box.hatch:  # the strokes have the colour of the edge, so an edge of another colour is drawn on its own
        axes.add_patch(
            Rectangle(
                corner, area.width_px, area.height_px, facecolor=fill, edgecolor=box.hatch, hatch=_HATCH, linewidth=0,
                zorder=order,
            )
        )  # fmt: skip
        fill = "none"
    return axes.add_patch(Rectangle(corner, area.width_px, area.height_px, facecolor=fill, edgecolor=edge, **look))


def _points(width_px: float) -> float:
    return width_px * 0.5
