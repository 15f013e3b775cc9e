"""The rectangles of what the treatment lane draws, and of what can be opened in it."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF

from eegview.app.course.geometry import DayAxis, LaneBands
from eegview.app.course.lane_view import LaneBar


@dataclass(frozen=True, slots=True)
class LanePlaces:
    """Where everything lies in a lane of a size.

    line_px : height of a line of text
    """

    axis: DayAxis
    bands: LaneBands
    line_px: float

    def bar_rect(self, row: int, bar: LaneBar) -> QRectF:
        """Return the rectangle of a bar, cut at the axis."""
        band, axis = self.bands.bars[row], self.axis
        left_px = max(axis.left_of(bar.placed.first_day), axis.left_px)
        right_px = min(axis.right_of(bar.last_day), axis.right_px)
        return QRectF(left_px, band.top_px + 1, max(right_px - left_px - 1, 2.0), band.height_px - 2)

    def dot_rect(self, day: int) -> QRectF:
        """Return the rectangle of a study's dot."""
        size_px = min(self.bands.studies.height_px - 4, self.line_px * 0.8)
        centre = QPointF(self.axis.middle_of(day), self.bands.studies.middle_px)
        return QRectF(centre.x() - size_px / 2, centre.y() - size_px / 2, size_px, size_px)

    def day_rect(self, day: int) -> QRectF:
        """Return the column of a day of the diary."""
        band = self.bands.diary
        return QRectF(self.axis.left_of(day), band.top_px, self.axis.day_px, band.height_px)
