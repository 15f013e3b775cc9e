"""Where the card of the tour stands: beside what it is about, never over it. In pixels of the window."""

from dataclasses import dataclass

GAP_PX = 14  # between card and target: the arrow's length


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle; x and y grow to the right and down."""

    x_px: int
    y_px: int
    width_px: int
    height_px: int

    @property
    def right_px(self) -> int:
        return self.x_px + self.width_px

    @property
    def bottom_px(self) -> int:
        return self.y_px + self.height_px

    def overlap_px2(self, other: "Box") -> int:
        """Return the area that two boxes share."""
        width_px = min(self.right_px, other.right_px) - max(self.x_px, other.x_px)
        height_px = min(self.bottom_px, other.bottom_px) - max(self.y_px, other.y_px)
        return max(width_px, 0) * max(height_px, 0)

    def holds(self, other: "Box") -> bool:
        """Whether the other lies within this one."""
        is_within = self.x_px <= other.x_px and other.right_px <= self.right_px
        return is_within and self.y_px <= other.y_px and other.bottom_px <= self.bottom_px


def place_card(room: Box, target: Box | None, width_px: int, height_px: int) -> Box:
    """Return where a card of this size stands.

    room : where it may stand
    target : what it is about; None = nothing in sight, then it stands in the lower right corner

    Beside a tall target it stands at the right, else below, left, above; beside a flat one first below and above. Where
    no side has room it takes the corner that covers the least.
    """

    def at(x_px: int, y_px: int) -> Box:
        x_px = max(room.x_px, min(x_px, room.right_px - width_px))
        y_px = max(room.y_px, min(y_px, room.bottom_px - height_px))
        return Box(x_px, y_px, width_px, height_px)

    right_px, bottom_px = room.right_px - width_px, room.bottom_px - height_px
    if target is None:
        return at(right_px, bottom_px)
    is_tall = target.height_px > height_px
    along_y_px = target.bottom_px - height_px if is_tall else target.y_px + (target.height_px - height_px) // 2
    along_x_px = target.x_px + (target.width_px - width_px) // 2
    right = at(target.right_px + GAP_PX, along_y_px)
    left = at(target.x_px - GAP_PX - width_px, along_y_px)
    below = at(along_x_px, target.bottom_px + GAP_PX)
    above = at(along_x_px, target.y_px - GAP_PX - height_px)
    beside = (right, below, left, above) if is_tall else (below, above, right, left)
    free = next((box for box in beside if not box.overlap_px2(target)), None)
    if free is not None:
        return free
    corners = [at(x_px, y_px) for x_px in (right_px, room.x_px) for y_px in (bottom_px, room.y_px)]
    return min(corners, key=lambda box: box.overlap_px2(target))


def arrow_px(card: Box, target: Box) -> tuple[tuple[int, int], tuple[int, int]] | None:
    """Return where an arrow begins at the card and ends at the target; None where they touch."""
    middle_x_px = _within(target.x_px, target.right_px, card.x_px, card.right_px)
    middle_y_px = _within(target.y_px, target.bottom_px, card.y_px, card.bottom_px)
    if card.x_px >= target.right_px:
        return (card.x_px, middle_y_px), (target.right_px, middle_y_px)
    if card.right_px <= target.x_px:
        return (card.right_px, middle_y_px), (target.x_px, middle_y_px)
    if card.y_px >= target.bottom_px:
        return (middle_x_px, card.y_px), (middle_x_px, target.bottom_px)
    if card.bottom_px <= target.y_px:
        return (middle_x_px, card.bottom_px), (middle_x_px, target.y_px)
    return None


def _within(start_px: int, stop_px: int, other_start_px: int, other_stop_px: int) -> int:
    """Return the middle of what two stretches share, else the middle of the first one."""
    low_px, high_px = max(start_px, other_start_px), min(stop_px, other_stop_px)
    return (low_px + high_px) // 2 if low_px <= high_px else (start_px + stop_px) // 2
