"""A table from the luma and chroma that a film stores to what a common screen is given, looked up pixel by pixel.

It holds `tones.shown` at every second step of 10-bit luma and at 81 steps of each chroma, finest around grey. Which of
the two nearest steps of chroma a pixel takes depends on how near they are and on its place among the four pixels that
share one chroma sample (ordered dither, Bayer 1973), so that the four are right together. Must not know the decoding
library.
"""

import threading
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

from eegview.readers.video.colour.gamut import Gamut
from eegview.readers.video.colour.tones import Tones, shown

Codes = npt.NDArray[np.uint8] | npt.NDArray[np.uint16]
Rgb = npt.NDArray[np.uint8]

_HALF = 40  # steps of chroma on either side of grey
_FINE = 0.45  # slope of the steps at grey, by their mean
_MOST_LUMA = 512
_THRESHOLDS = ((1 / 8, 5 / 8), (7 / 8, 3 / 8))  # of the four pixels of one chroma sample, by row and column
_OUTSIDE_STEP = 8  # of luma, where no camera's colours are
_MARGIN = 0.06  # beyond red, green and blue from 0 to 1: noise and compression
_BAND_ROWS = 64  # worked on together, so that they stay in the processor's cache
_LUMINANCE = {"bt709": (0.2126, 0.0722), "bt601": (0.299, 0.114), "bt2020": (0.2627, 0.0593)}  # red, blue (H.273)


@dataclass(frozen=True, slots=True)
class StoredColours:
    """How a film stores colours.

    matrix : `bt709`, `bt601` or `bt2020`
    n_bits : 8 or 10
    """

    tones: Tones
    gamut: Gamut
    matrix: str
    is_full_range: bool
    n_bits: int


@cache
def tone_table(stored: StoredColours) -> "ToneTable":
    """Return the table of a kind of film; made once, which takes half a second."""
    return ToneTable(stored)


class ToneTable:
    """Luma and two chroma planes of half its size to red, green and blue."""

    def __init__(self, stored: StoredColours) -> None:
        n_codes = 1 << stored.n_bits
        self._shift = 1 if n_codes > _MOST_LUMA else 0
        self._n_luma, n_chroma = n_codes >> self._shift, 2 * _HALF + 1
        nodes = _chroma_nodes()
        self._table = _table(stored, nodes, self._n_luma)
        offsets = (np.arange(n_codes) - n_codes // 2) / _chroma_range(stored)
        # one map for each row parity; both columns of a chroma sample lie together, as one number of 16 bytes
        self._of_blue = [_pairs(_dithered(offsets, nodes, row) * n_chroma * self._n_luma) for row in (0, 1)]
        self._of_red = [_pairs(_dithered(offsets, nodes, row) * self._n_luma) for row in (0, 1)]
        self._most = n_codes - 1

    def rgb(self, luma: Codes, blue: Codes, red: Codes) -> Rgb:
        """Return (height_px, width_px, 3) red, green and blue.

        luma : (height_px, width_px)
        blue, red : chroma, half as high and wide, rounded up
        """
        height_px, width_px = luma.shape
        out = np.empty((height_px, width_px, 3), np.uint8)
        starts = range(0, height_px, _BAND_ROWS)
        middle = len(starts) // 2

        def work(part: range) -> None:
            for start in part:
                self._band(luma, blue, red, out, slice(start, min(start + _BAND_ROWS, height_px)))

        other = threading.Thread(target=work, args=(starts[:middle],), name="film tones")
        other.start()
        try:
            work(starts[middle:])
        finally:
            other.join()
        return out

    def _band(self, luma: Codes, blue: Codes, red: Codes, out: Rgb, rows: slice) -> None:
        width_px, n_rows = luma.shape[1], rows.stop - rows.start
        places = np.empty((n_rows, width_px), np.int64)
        for parity in (0, 1):
            own = luma[rows][parity::2]
            samples = slice(rows.start // 2, rows.start // 2 + len(own))
            place = self._of_blue[parity].take(blue[samples], mode="clip").view(np.int64)
            place += self._of_red[parity].take(red[samples], mode="clip").view(np.int64)
            np.add(place[:, :width_px], np.minimum(own, self._most) >> self._shift, out=places[parity::2])
        found = self._table.take(places, mode="clip").view(np.uint8).reshape(n_rows, width_px, 4)
        for channel in range(3):
            out[rows, :, channel] = found[:, :, channel]


def _chroma_nodes() -> npt.NDArray[np.float64]:
    """Return the steps of chroma, (n_chroma,) from −0.5 to 0.5."""
    even = np.linspace(-1.0, 1.0, 2 * _HALF + 1)
    return 0.5 * (_FINE * even + (1 - _FINE) * even**3)


def _dithered(offsets: npt.NDArray[np.float64], nodes: npt.NDArray[np.float64], row: int) -> npt.NDArray[np.int64]:
    """Return (n_codes, 2) the step of chroma that each code takes in the two columns of a row."""
    exact = np.interp(offsets, nodes, np.arange(len(nodes)))
    below = np.floor(exact).astype(np.int64)
    above = np.stack([exact - below > threshold for threshold in _THRESHOLDS[row]], axis=-1)
    return below[:, None] + above


def _pairs(steps: npt.NDArray[np.int64]) -> npt.NDArray[Any]:
    return np.ascontiguousarray(steps).view(np.complex128).reshape(-1)


def _chroma_range(stored: StoredColours) -> float:
    n_codes = 1 << stored.n_bits
    return n_codes - 1.0 if stored.is_full_range else 224 * n_codes / 256


def _table(stored: StoredColours, nodes: npt.NDArray[np.float64], n_luma: int) -> npt.NDArray[np.uint32]:
    """Return (n_chroma · n_chroma · n_luma,) red, green, blue and nothing, a byte each, luma changing first."""
    n_codes = 1 << stored.n_bits
    step = n_codes // n_luma
    codes = np.arange(n_luma) * step + (step - 1) / 2
    luma = codes / (n_codes - 1) if stored.is_full_range else (codes * 256 / n_codes - 16) / 219
    of_red, of_blue = _LUMINANCE[stored.matrix]
    of_green = 1 - of_red - of_blue
    table = np.zeros((len(nodes), len(nodes), n_luma, 4), np.uint8)
    for number, chroma in enumerate(nodes):
        red = luma + 2 * (1 - of_red) * nodes[:, None]
        blue = np.broadcast_to(luma + 2 * (1 - of_blue) * chroma, red.shape)
        rgb = np.stack((red, (luma - of_red * red - of_blue * blue) / of_green, blue), axis=-1)
        rough = _bytes(rgb[:, ::_OUTSIDE_STEP], stored).repeat(_OUTSIDE_STEP, axis=1)
        is_inside = ((rgb > -_MARGIN) & (rgb < 1 + _MARGIN)).all(axis=-1)
        table[number, :, :, :3] = rough
        table[number, :, :, :3][is_inside] = _bytes(rgb[is_inside], stored)
    return table.reshape(-1, 4).view(np.uint32).reshape(-1)


def _bytes(rgb: npt.NDArray[np.float64], stored: StoredColours) -> Rgb:
    screen = shown(rgb.reshape(-1, 3), stored.tones, stored.gamut)
    return np.rint(np.clip(screen, 0.0, 1.0) * 255).astype(np.uint8).reshape(rgb.shape)
