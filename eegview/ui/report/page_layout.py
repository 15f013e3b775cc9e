"""Where the pages of a report lie in their preview: one below the other, centred, at a zoom."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize

GAP_PX = 14  # between pages, and around them
PX_PER_PT = 96 / 72  # at 100 %: true size, on a screen of 96 dots an inch
ZOOMS = (0.4, 0.5, 0.67, 0.75, 0.9, 1.0, 1.25, 1.5, 1.75, 2.0, 2.5, 3.0)


@dataclass(frozen=True, slots=True)
class PageLayout:
    """The places of all pages in a widget as wide as `width_px` or wider.

    sizes_pt : width and height of each page, in points
    zoom : 1.0 = 100 %
    """

    sizes_pt: tuple[tuple[float, float], ...]
    zoom: float
    width_px: int

    @property
    def px_per_pt(self) -> float:
        return self.zoom * PX_PER_PT

    @property
    def size(self) -> QSize:
        """Return the size of the whole."""
        widest_pt = max((width for width, _height in self.sizes_pt), default=0.0)
        high_px = sum(height * self.px_per_pt + GAP_PX for _width, height in self.sizes_pt) + GAP_PX
        return QSize(max(self.width_px, round(widest_pt * self.px_per_pt) + 2 * GAP_PX), round(high_px))

    @property
    def rects(self) -> tuple[QRectF, ...]:
        """Return where each page lies, in pixels."""
        found, top_px, whole_px = [], float(GAP_PX), self.size.width()
        for width_pt, height_pt in self.sizes_pt:
            width_px, height_px = width_pt * self.px_per_pt, height_pt * self.px_per_pt
            found.append(QRectF(round((whole_px - width_px) / 2), round(top_px), round(width_px), round(height_px)))
            top_px += height_px + GAP_PX
        return tuple(found)

    def page_at(self, y_px: float) -> int:
        """Return the number of the page at a height, from 0; between two pages the upper one."""
        return max(sum(rect.top() <= y_px for rect in self.rects) - 1, 0)

    def place(self, at: QPointF) -> tuple[int, float, float] | None:
        """Return page and place on it in points from its upper left corner; None beside the pages."""
        for number, rect in enumerate(self.rects):
            if rect.contains(at):
                return number, (at.x() - rect.left()) / self.px_per_pt, (at.y() - rect.top()) / self.px_per_pt
        return None

    def rect_of(self, page: int, left_pt: float, top_pt: float, right_pt: float, bottom_pt: float) -> QRectF:
        """Return where a rectangle of a page lies, in pixels."""
        corner, scale = self.rects[page].topLeft(), self.px_per_pt
        return QRectF(
            corner.x() + left_pt * scale,
            corner.y() + top_pt * scale,
            (right_pt - left_pt) * scale,
            (bottom_pt - top_pt) * scale,
        )


def fitted_zoom(sizes_pt: Sequence[tuple[float, float]], width_px: int) -> float:
    """Return the zoom at which the widest page is as wide as there is room."""
    widest_pt = max((width for width, _height in sizes_pt), default=595.0)
    return min(max((width_px - 2 * GAP_PX) / (widest_pt * PX_PER_PT), ZOOMS[0]), ZOOMS[-1])


def next_zoom(zoom: float, steps: int) -> float:
    """Return the zoom some steps larger, or smaller where `steps` is negative."""
    for _ in range(abs(steps)):
        further = [one for one in ZOOMS if (one > zoom + 0.01 if steps > 0 else one < zoom - 0.01)]
        if further:
            zoom = further[0] if steps > 0 else further[-1]
    return zoom
