"""Where raster, averages and what stands beside them lie."""

from dataclasses import dataclass

from PySide6.QtCore import QRectF

_RASTER_SHARE = 0.62
_LEAST_RASTER_PX, _LEAST_AVERAGE_PX = 60.0, 50.0


@dataclass(frozen=True, slots=True)
class RasterGeometry:
    """The places of the columns of a widget, px.

    line_px : height of a line of small text
    gutter_px : at the left, for the times of spasms
    between_px : before each further column, for the scale of its average
    """

    width_px: float
    height_px: float
    n_columns: int
    n_lines: int
    line_px: float
    gutter_px: float
    between_px: float

    @property
    def _top_px(self) -> float:
        return self.line_px + 8

    @property
    def _foot_px(self) -> float:
        return self.line_px * 2 + 8

    @property
    def _middle_px(self) -> float:
        """Between raster and average."""
        return self.line_px + 10

    @property
    def raster_height_px(self) -> float:
        room_px = self.height_px - self._top_px - self._foot_px - self._middle_px
        return max(min(room_px * _RASTER_SHARE, room_px - _LEAST_AVERAGE_PX), _LEAST_RASTER_PX)

    @property
    def column_px(self) -> float:
        right_px = self.line_px
        rest_px = self.width_px - self.gutter_px - self.between_px * (self.n_columns - 1) - right_px
        return max(rest_px / max(self.n_columns, 1) - right_px / 2, 20.0)

    def left_px(self, column: int) -> float:
        return self.gutter_px + column * (self.column_px + self.between_px)

    def raster(self, column: int) -> QRectF:
        return QRectF(self.left_px(column), self._top_px, self.column_px, self.raster_height_px)

    def average(self, column: int) -> QRectF:
        top_px = self._top_px + self.raster_height_px + self._middle_px
        height_px = max(self.height_px - self._foot_px - top_px, _LEAST_AVERAGE_PX)
        return QRectF(self.left_px(column), top_px, self.column_px, height_px)

    @property
    def row_px(self) -> float:
        """The height of one spasm."""
        return self.raster_height_px / max(self.n_lines, 1)

    def line_at(self, y_px: float) -> int | None:
        """Return the line there, None outside of the raster."""
        line = int((y_px - self._top_px) // self.row_px)
        return line if self.n_lines and 0 <= line < self.n_lines and y_px >= self._top_px else None

    def column_at(self, x_px: float) -> int | None:
        """Return the column there, None between columns."""
        return next((k for k in range(self.n_columns) if 0 <= x_px - self.left_px(k) < self.column_px), None)
