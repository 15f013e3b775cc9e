"""Where time and rows lie on the page: pure arithmetic, logical pixels."""

from dataclasses import dataclass
from itertools import accumulate

from eegview.model.span import Span

BASE_FONT_PX = 13.0  # of the text the sizes below are made for; they grow with it
GUTTER_PX = 104.0  # row labels and values at the cursor
TRACK_PX = 22.0  # names of marks above the traces
AXIS_PX = 24.0  # clock below
RIGHT_PX = 4.0
LEAST_ROW_PX = 12.0  # of a row among many: lower, and its label cannot be read
FEW_ROWS = 32  # so many are on the page in any case: a montage of the clinic is seen whole


@dataclass(frozen=True, slots=True)
class PageGeometry:
    """A page of `n_rows` rows showing `span` on a widget of `width_px` × `height_px` logical pixels.

    px_per_mm : logical pixels per millimetre on this screen
    text_scale : size of the text beside the traces, 1.0 = `BASE_FONT_PX`
    shares : of the height, one for each row; () = all alike
    """

    width_px: float
    height_px: float
    span: Span
    n_rows: int
    px_per_mm: float
    text_scale: float = 1.0
    shares: tuple[float, ...] = ()

    @property
    def left_px(self) -> float:
        return GUTTER_PX * self.text_scale

    @property
    def right_px(self) -> float:
        return max(self.width_px - RIGHT_PX, self.left_px + 1)

    @property
    def top_px(self) -> float:
        return TRACK_PX * self.text_scale

    @property
    def axis_px(self) -> float:
        return AXIS_PX * self.text_scale

    @property
    def bottom_px(self) -> float:
        return max(self.height_px - self.axis_px, self.top_px + 1)

    @property
    def px_per_s(self) -> float:
        return (self.right_px - self.left_px) / self.span.duration_s

    @property
    def mm_per_s(self) -> float:
        return self.px_per_s / self.px_per_mm

    def x_of(self, time_s: float) -> float:
        return self.left_px + (time_s - self.span.start_s) * self.px_per_s

    def time_of(self, x_px: float) -> float:
        return self.span.start_s + (x_px - self.left_px) / self.px_per_s

    @property
    def row_height_px(self) -> float:
        return (self.bottom_px - self.top_px) / max(self.n_rows, 1)

    @property
    def legible_rows(self) -> int:
        """Return how many rows can be read on a page of this height, at least `FEW_ROWS`."""
        return max(FEW_ROWS, int((self.bottom_px - self.top_px) / (LEAST_ROW_PX * self.text_scale)))

    def centre_of(self, position: int) -> float:
        """Return the baseline of the row at `position` from the top."""
        if self.shares:
            above = sum(self.shares[:position]) + self.shares[position] / 2
            return self.top_px + above / sum(self.shares) * (self.bottom_px - self.top_px)
        return self.top_px + (position + 0.5) * self.row_height_px

    def position_at(self, y_px: float) -> int | None:
        """Return the row under `y_px`, counted from the top; None above, below, or where there are no rows."""
        if not self.n_rows or not self.top_px <= y_px < self.bottom_px:
            return None
        if self.shares:
            share = (y_px - self.top_px) / (self.bottom_px - self.top_px) * sum(self.shares)
            above = accumulate(self.shares)
            return next((i for i, stop in enumerate(above) if share < stop), self.n_rows - 1)
        return min(int((y_px - self.top_px) / self.row_height_px), self.n_rows - 1)

    def px_per_uv(self, sensitivity_uv_per_mm: float, gain: float = 1.0) -> float:
        return self.px_per_mm / sensitivity_uv_per_mm * gain
