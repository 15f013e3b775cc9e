"""What a drawing is made of: boxes, lines, polygons and texts in px, painted alike on the screen and on paper."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

Measure = Callable[[str, bool], float]  # px that a text needs; True = in bold letters


class Align(StrEnum):
    """Where a text stands in its box, from side to side; it is in the middle of the height."""

    LEFT = "left"
    CENTRE = "center"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle, y growing downwards."""

    left_px: float
    top_px: float
    width_px: float
    height_px: float

    @property
    def right_px(self) -> float:
        return self.left_px + self.width_px

    @property
    def bottom_px(self) -> float:
        return self.top_px + self.height_px

    def holds(self, x_px: float, y_px: float) -> bool:
        """Whether a point lies in it."""
        return self.left_px <= x_px < self.right_px and self.top_px <= y_px < self.bottom_px

    def meets(self, left_px: float, right_px: float) -> bool:
        """Whether any of it lies between two x."""
        return self.left_px < right_px and self.right_px > left_px


@dataclass(frozen=True, slots=True)
class Box:
    """A filled or hatched rectangle; colours "#rrggbb", "" = none.

    hatch : colour of its strokes
    radius_px : of its corners; half of its height makes a ring of a square
    """

    area: Area
    fill: str = ""
    edge: str = ""
    hatch: str = ""
    edge_px: float = 1.0
    radius_px: float = 0.0
    is_dashed: bool = False


@dataclass(frozen=True, slots=True)
class Stroke:
    """A straight line."""

    x0_px: float
    y0_px: float
    x1_px: float
    y1_px: float
    colour: str
    width_px: float = 1.0
    is_dashed: bool = False


@dataclass(frozen=True, slots=True)
class Polygon:
    """A filled polygon by its corners, (x, y) in px."""

    corners: tuple[tuple[float, float], ...]
    fill: str
    edge: str = ""
    edge_px: float = 1.0


@dataclass(frozen=True, slots=True)
class Lettering:
    """A text that fits its box already."""

    area: Area
    text: str
    colour: str
    align: Align = Align.LEFT
    is_bold: bool = False


Shape = Box | Stroke | Polygon | Lettering


def fitted(text: str, width_px: float, measure: Measure, is_bold: bool = False) -> str:
    """Return a text, cut with `…` where it is wider; "" where not even that has room."""
    if measure(text, is_bold) <= width_px:
        return text
    for n in range(len(text) - 1, 0, -1):
        cut = f"{text[:n].rstrip()}…"
        if measure(cut, is_bold) <= width_px:
            return cut
    return ""
