"""Where everything of the treatment lane lies, in logical pixels; pure arithmetic."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_STEPS_DAYS = (1, 2, 7, 14, 28, 56, 91, 182, 364, 728)
_AXIS_LINES, _BAR_LINES, _DIARY_LINES, _STUDY_LINES = 1.3, 1.5, 2.6, 1.5
_GAP_PX = 3.0
_DWARFS = 5  # times the next: such a column is drawn cut [own choice]


@dataclass(frozen=True, slots=True)
class DayAxis:
    """The axis of days: each day is a column, `first_day` the leftmost."""

    first_day: int
    last_day: int
    left_px: float
    right_px: float

    @property
    def day_px(self) -> float:
        """Return how wide a day is."""
        return max(self.right_px - self.left_px, 1.0) / (self.last_day - self.first_day + 1)

    def left_of(self, day: float) -> float:
        """Return where a day begins."""
        return self.left_px + (day - self.first_day) * self.day_px

    def right_of(self, day: float) -> float:
        """Return where a day ends."""
        return self.left_of(day + 1)

    def middle_of(self, day: float) -> float:
        return self.left_of(day + 0.5)

    def day_at(self, x_px: float) -> int:
        """Return the day under an x, kept on the axis."""
        day = self.first_day + math.floor((x_px - self.left_px) / self.day_px)
        return min(max(day, self.first_day), self.last_day)

    def ticks(self, label_px: float, zero_day: int) -> tuple[int, ...]:
        """Return the days that are named: as many as fit, in steps people count in, the day `zero_day` among them."""
        years = _STEPS_DAYS[-1] * math.ceil(label_px / (_STEPS_DAYS[-1] * self.day_px))
        step = next((s for s in _STEPS_DAYS if s * self.day_px >= label_px), years)
        first = zero_day + math.ceil((self.first_day - zero_day) / step) * step
        return tuple(range(first, self.last_day + 1, step))


@dataclass(frozen=True, slots=True)
class Band:
    """A row of the lane, by its y."""

    top_px: float
    height_px: float

    @property
    def bottom_px(self) -> float:
        return self.top_px + self.height_px

    @property
    def middle_px(self) -> float:
        return self.top_px + self.height_px / 2


@dataclass(frozen=True, slots=True)
class LaneBands:
    """The rows from top to bottom: axis, one for each row of bars, diary, studies."""

    axis: Band
    bars: tuple[Band, ...]
    diary: Band
    studies: Band

    @property
    def height_px(self) -> float:
        return self.studies.bottom_px + _GAP_PX


def lane_bands(n_rows: int, line_px: float) -> LaneBands:
    """Return the rows of a lane.

    n_rows : of bars; with none the room of one is kept
    line_px : height of a line of text
    """
    top_px, found = 0.0, list[Band]()
    for lines in (_AXIS_LINES, *[_BAR_LINES] * max(n_rows, 1), _DIARY_LINES, _STUDY_LINES):
        found.append(Band(top_px, lines * line_px))
        top_px += lines * line_px + _GAP_PX
    return LaneBands(found[0], tuple(found[1:-2]), found[-2], found[-1])


def column_scale(counts: Iterable[int]) -> int:
    """Return the count that fills the room of the columns: the highest, unless it dwarfs all others.

    Then it is half as much again as the next, and the column that is higher is drawn cut, with its number.
    """
    highest = sorted({count for count in counts if count > 0}, reverse=True)[:2]
    if len(highest) == 2 and highest[0] > _DWARFS * highest[1]:
        return max(round(1.5 * highest[1]), 1)
    return highest[0] if highest else 0


def column_px(count: int, most: int, room_px: float) -> float:
    """Return how high the column of a day is; one spasm among many can still be seen."""
    if count <= 0 or most <= 0:
        return 0.0
    return max(room_px * min(count / most, 1.0), min(3.0, room_px))


def placed_labels(middles_px: Sequence[float], widths_px: Sequence[float], left_px: float, right_px: float,
                  gap_px: float) -> tuple[float | None, ...]:  # fmt: skip
    """Return the left edge of each label beside its dot: at the right, else at the left, None where neither has room.

    middles_px : of the dots, ascending
    gap_px : between a dot and its label
    """
    found: list[float | None] = []
    taken_px = left_px
    for number, (middle_px, width_px) in enumerate(zip(middles_px, widths_px, strict=True)):
        next_px = middles_px[number + 1] - gap_px if number + 1 < len(middles_px) else right_px
        if middle_px + gap_px + width_px <= next_px:
            found.append(middle_px + gap_px)
            taken_px = middle_px + gap_px + width_px
        elif middle_px - gap_px - width_px >= taken_px:
            found.append(middle_px - gap_px - width_px)
            taken_px = middle_px + gap_px
        else:
            found.append(None)
            taken_px = middle_px + gap_px
    return tuple(found)
