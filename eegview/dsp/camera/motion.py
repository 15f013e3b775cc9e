"""The camera's own motion between two pictures: a shift, a turn and a zoom."""

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt


@dataclass(frozen=True, slots=True)
class CameraMotion:
    """A similarity that takes a point of one picture to where it lies in the next, about the picture's middle.

    right_px, down_px : shift of the middle, pixels of the pictures compared
    stretch, turn : the point `(x, y)` from the middle moves on by `(stretch·x - turn·y, turn·x + stretch·y)`; for small
        motions the zoom less one, and the turn in radians
    misfit_px : how far off points still are that stand still, a robust standard deviation along their edges
    share : of the points with contrast that this motion explains, 0-1
    """

    right_px: float = 0.0
    down_px: float = 0.0
    stretch: float = 0.0
    turn: float = 0.0
    misfit_px: float = 0.0
    share: float = 1.0

    @property
    def turn_deg(self) -> float:
        return math.degrees(math.atan2(self.turn, 1 + self.stretch))

    @property
    def zoom(self) -> float:
        return math.hypot(1 + self.stretch, self.turn)

    def moves(self, x: npt.NDArray[np.float32], y: npt.NDArray[np.float32]) -> tuple[np.ndarray, np.ndarray]:
        """Return how far points move, pixels to the right and down; `x`, `y` count from the picture's middle."""
        return (
            self.right_px + self.stretch * x - self.turn * y,
            self.down_px + self.turn * x + self.stretch * y,
        )

    def typical_px(self, shape: tuple[int, int]) -> float:
        """Return the root mean square of how far points of a picture (height, width) move, pixels."""
        height, width = shape
        spread = (height**2 + width**2) / 12  # mean square distance of a rectangle's points from its middle
        return math.sqrt(self.right_px**2 + self.down_px**2 + (self.stretch**2 + self.turn**2) * spread)

    def farthest_px(self, shape: tuple[int, int]) -> float:
        """Return how far the point that moves most moves at most, pixels."""
        height, width = shape
        corner = math.hypot(height, width) / 2
        return math.hypot(self.right_px, self.down_px) + math.hypot(self.stretch, self.turn) * corner
