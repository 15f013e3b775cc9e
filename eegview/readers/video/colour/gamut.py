"""The red, green and blue that a film's colours are made of, and their way to those of a common screen (BT.709).

Chromaticities of ITU-T H.273, table 2; all have the white D65. Must not know the decoding library.
"""

from enum import StrEnum
from functools import cache

import numpy as np
import numpy.typing as npt

Light = npt.NDArray[np.float64]


class Gamut(StrEnum):
    """Which red, green and blue, by its name in tables."""

    BT709 = "BT.709"
    BT2020 = "BT.2020"
    P3 = "P3"  # of phones and computers, with the white D65


_D65 = 0.3127, 0.3290
_XY = {  # (x, y) of red, green, blue
    Gamut.BT709: ((0.640, 0.330), (0.300, 0.600), (0.150, 0.060)),
    Gamut.BT2020: ((0.708, 0.292), (0.170, 0.797), (0.131, 0.046)),
    Gamut.P3: ((0.680, 0.320), (0.265, 0.690), (0.150, 0.060)),
}
_BY_PRIMARIES = {1: Gamut.BT709, 9: Gamut.BT2020, 12: Gamut.P3}
_NEARLY_BT709 = (5, 6, 7)  # of standard definition: shown as they are, as players do
_UNSAID = (0, 2, 3)


def gamut_of(primaries: int, is_hdr: bool) -> Gamut | None:
    """Return it by a stream's colour primaries (H.273, table 2), None where it is not known here.

    Where the stream does not say: BT.2020 for HDR film, as HLG and PQ are defined with it, else BT.709.
    """
    if primaries in _UNSAID:
        return Gamut.BT2020 if is_hdr else Gamut.BT709
    return Gamut.BT709 if primaries in _NEARLY_BT709 else _BY_PRIMARIES.get(primaries)


@cache
def to_bt709(gamut: Gamut) -> Light:
    """Return the (3, 3) matrix from linear red, green and blue to those of BT.709."""
    return np.linalg.solve(_to_xyz(Gamut.BT709), _to_xyz(gamut)).astype(np.float64)


def luminance(gamut: Gamut) -> Light:
    """Return the shares (3,) of red, green and blue in the luminance."""
    return _to_xyz(gamut)[1]


def _to_xyz(gamut: Gamut) -> Light:
    colours: Light = np.array([(x / y, 1.0, (1 - x - y) / y) for x, y in _XY[gamut]], np.float64).T
    x, y = _D65
    shares = np.linalg.solve(colours, np.array([x / y, 1.0, (1 - x - y) / y], np.float64))
    return (colours * shares).astype(np.float64)
