"""How a stored picture is turned to be shown: by quarter turns, and mirrored where the file says so."""

import math
import struct
from typing import Any, NamedTuple, TypeVar

import numpy as np
import numpy.typing as npt

_Pixel = TypeVar("_Pixel", bound=np.generic)
_ODD_DEGREES = 2.0  # less is rounding
_MATRIX = struct.Struct("=9i")  # ISO/IEC 14496-12, section 8.3.2: a b u, c d v, x y w


class Turn(NamedTuple):
    """What is done to a stored picture before it is shown.

    rotation : degrees counterclockwise: 0, 90, 180 or 270
    is_mirrored : left and right are exchanged before it is turned
    """

    rotation: int = 0
    is_mirrored: bool = False

    @property
    def is_on_its_side(self) -> bool:
        """Whether width and height change places."""
        return self.rotation in (90, 270)

    def applied(self, pixels: npt.NDArray[_Pixel]) -> npt.NDArray[_Pixel]:
        """Return a picture, (height_px, width_px, …), as it is shown: a view of the same pixels."""
        turned = pixels[:, ::-1] if self.is_mirrored else pixels
        return np.rot90(turned, self.rotation // 90) if self.rotation else turned


def turn_of(picture: Any) -> Turn:
    """Return how a decoded picture is turned to be shown; to the nearest quarter."""
    for data in picture.side_data:
        if data.type.name == "DISPLAYMATRIX":
            return matrix_turn(bytes(data))
    return Turn(round(picture.rotation / 90) * 90 % 360)


def odd_degrees(picture: Any) -> float | None:
    """Return the degrees counterclockwise by which a picture is to be turned, None where that is a quarter turn."""
    for data in picture.side_data:
        if data.type.name == "DISPLAYMATRIX":
            degrees = _degrees(bytes(data))
            return degrees if abs(degrees - round(degrees / 90) * 90) > _ODD_DEGREES else None
    return None


def _degrees(matrix: bytes) -> float:
    if len(matrix) != _MATRIX.size:
        return 0.0
    a, b, _u, c, d, *_rest = _MATRIX.unpack(matrix)
    return -math.degrees(math.atan2(-b, -a) if a * d - b * c < 0 else math.atan2(b, a))


def matrix_turn(matrix: bytes) -> Turn:
    """Return the turn that a display matrix of 36 bytes describes; none where it makes no sense."""
    if len(matrix) != _MATRIX.size:
        return Turn()
    a, b, _u, c, d, *_rest = _MATRIX.unpack(matrix)
    return Turn(round(_degrees(matrix) / 90) * 90 % 360, a * d - b * c < 0)
