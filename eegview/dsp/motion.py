"""Measure how much moves from one picture to the next: luma arrays in, one number out."""

import numpy as np
import numpy.typing as npt

from eegview.model.errors import UsageError
from eegview.model.movement import LONGEST_HOLD_S, Region

WIDEST_PX = 160  # finer than this, a picture shows more noise and no more movement

Luma = npt.NDArray[np.float32]
Pixels = npt.NDArray[np.bool_]

_MAD_TO_SIGMA = 1.4826  # of a normal distribution
_NOISE_SIGMAS = 3.0
# A perfectly still picture still flickers in its last bit; and movement of half the picture must not pass for noise.
_LEAST_NOISE, _MOST_NOISE = 0.5, 9.0
# Halves of nearly one grey, sorted by their noise, would show a slope that is not there; and a slope that explains
# little is noise as well (it would take at most a factor of 1/√2 off).
_LEAST_CONTRAST, _LINE_PAYS = 16.0, 0.65
_BLOCK_PX = 20  # of the reduced picture: light on a part of it is judged block by block
_LEAST_LOCAL, _LOCAL_PAYS = 1.0, 0.8  # levels: where less changes there is nothing to explain; of what changed
_BLACK = np.float32(16.0)  # of video luma
_MOST_CHANGED = 0.4  # of the watched pixels; where more change in a way that no light explains, nothing can be told
_SUB = 4  # points to a pixel each way that say whether it lies in a region


def area_mean(plane: npt.NDArray[np.uint8], widest_px: int = WIDEST_PX) -> Luma:
    """Reduce a picture to at most `widest_px` columns by the mean of square blocks.

    Parameters
    ----------
    plane : (height_px, width_px) uint8

    Returns
    -------
    (height_px // k, width_px // k) float32, levels 0-255, k = the smallest whole factor that is enough; columns and
    rows that do not fill a block are left out
    """
    factor = -(-plane.shape[1] // widest_px)
    if factor <= 1 or plane.shape[0] < factor:
        return plane.astype(np.float32)
    height, width = plane.shape[0] // factor, plane.shape[1] // factor
    blocks = plane[: height * factor, : width * factor]
    # rows first: long runs of memory are added at once; 16 bits hold 257 levels of 255, more need 32
    wide = np.uint16 if factor <= 16 else np.uint32
    rows = np.add.reduce(blocks.reshape(height, factor, width * factor), axis=1, dtype=wide)
    sums = np.add.reduce(rows.reshape(height, width, factor), axis=2, dtype=wide)
    return sums.astype(np.float32) * np.float32(1 / factor**2)


def watched_pixels(shape: tuple[int, int], region: Region | None, mask: Region | None) -> Pixels:
    """Return which pixels are watched: at least half inside `region` (None = all), and nowhere inside `mask`.

    Parameters
    ----------
    shape : (height_px, width_px) of the reduced picture

    Raises
    ------
    UsageError : nothing is left to watch
    """
    watched = np.ones(shape, np.bool_) if region is None else _share_inside(shape, region) >= 0.5
    if mask is not None:
        watched &= _share_inside(shape, mask) == 0
    if not watched.any():
        raise UsageError(
            "The movement region covers no part of the video.", "Make the region larger, or the excluded one smaller."
        )
    return watched


def motion_energy(
    before: Luma,
    after: Luma,
    elapsed_s: float,
    watched: Pixels,
    lit: Pixels | None = None,
    edges: Luma | None = None,
) -> float:
    """Return how much moves between two successive pictures.

    What changes with the light alone is taken off first: the median change or, where most of the picture follows it
    better, a straight line in luma (as exposure, infrared light and flashes change it) through the medians of the
    darker and of the brighter half (Brown and Mood 1951). What then stays within three standard deviations of the
    noise, by the median absolute deviation, counts as nothing.

    Parameters
    ----------
    before, after : (height_px, width_px) float32, levels 0-255
    elapsed_s : from one to the other
    watched : (height_px, width_px) bool
    lit : pixels that light and noise are judged by, None = all; leave out a mask's
    edges : (height_px, width_px) float32, change beyond noise that counts as nothing at each pixel, levels; None = none

    Returns
    -------
    float, mean absolute luma change of the watched pixels, levels/s; NaN where more than a second lies between
    """
    if not 0 < elapsed_s <= LONGEST_HOLD_S:
        return float("nan")
    # A quarter of the pixels is enough to judge light and noise by.
    sample, sample_after = _thinned(before, lit), _thinned(after, lit)
    if sample_after.std() > sample.std():
        # From a picture without contrast (a flash) no other can be foretold; movement is the same both ways.
        before, after, sample, sample_after = after, before, sample_after, sample
    offset, slope, noise = _change_of_light(sample, sample_after - sample)
    floor = np.float32(min(max(_NOISE_SIGMAS * noise, _LEAST_NOISE), _MOST_NOISE))
    lighted = (before * (1 + slope) + offset).astype(np.float32)
    change = after - lighted
    size = float(np.abs(_thinned(change, lit)).mean())
    if size > _LEAST_LOCAL:
        left = change - _local_light(lighted, change if lit is None else change * lit, floor)
        change = left if float(np.abs(_thinned(left, lit)).mean()) < _LOCAL_PAYS * size else change
    moved = np.abs(change[watched]) - (floor if edges is None else floor + edges[watched])
    if np.count_nonzero(moved > 0) > _MOST_CHANGED * len(moved):
        return float("nan")
    return float(np.maximum(moved, 0).mean()) / elapsed_s


class FixedCamera:
    """The pictures of a camera that stands still, each compared with the one before.

    shape : (height_px, width_px) of the reduced pictures

    Raises
    ------
    UsageError : the region covers nothing
    """

    def __init__(self, shape: tuple[int, ...], region: Region | None = None, mask: Region | None = None) -> None:
        self.shape = (shape[0], shape[1])
        self._watched = watched_pixels(self.shape, region, mask)
        self._lit = watched_pixels(self.shape, None, mask) if mask is not None else None
        self._before: Luma | None = None

    def movement(self, picture: Luma, elapsed_s: float) -> float:
        """Return how much moves since the picture before, as `motion_energy`; NaN at the first one."""
        before, self._before = self._before, picture
        if before is None:
            return float("nan")
        return motion_energy(before, picture, elapsed_s, self._watched, self._lit)


def _local_light(luma: Luma, change: Luma, floor: np.float32) -> Luma:
    """Return the change that light falling on a part of the picture makes: smooth, and in proportion to the luma.

    In each block of `_BLOCK_PX` the median ratio of change to luma; straight lines between the middles of blocks. What
    moves covers and uncovers less than half of a block from one picture to the next, so a median does not follow it.
    """
    rows, columns = (max(size // _BLOCK_PX, 1) for size in luma.shape)
    height, width = luma.shape[0] // rows, luma.shape[1] // columns
    inside = slice(0, rows * height), slice(0, columns * width)
    ratio = np.where(np.abs(change) > floor, change, 0)[inside] / np.maximum(luma[inside] - _BLACK, _LEAST_CONTRAST)
    blocks = ratio.reshape(rows, height, columns, width).swapaxes(1, 2).reshape(rows, columns, height * width)
    middle = np.partition(blocks, height * width // 2, axis=2)[:, :, height * width // 2]
    if not middle.any():
        return np.zeros_like(luma)
    down = _between(np.arange(luma.shape[0]), height, rows)
    across = _between(np.arange(luma.shape[1]), width, columns)
    light = (down @ middle @ across.T) * np.maximum(luma - _BLACK, _LEAST_CONTRAST)
    return light.astype(np.float32)


def _between(places: npt.NDArray[np.int64], step: int, n_blocks: int) -> Luma:
    """Return (n, n_blocks) weights that draw straight lines between the middles of blocks, level at both ends."""
    at = np.clip((places + 0.5) / step - 0.5, 0, n_blocks - 1)
    return np.maximum(1 - np.abs(at[:, None] - np.arange(n_blocks)), 0).astype(np.float32)


def _thinned(luma: Luma, lit: Pixels | None) -> Luma:
    """Return every second pixel of every second row, of those that are lit."""
    if lit is None:
        return luma[::2, ::2].ravel()
    some = lit[::2, ::2]
    return luma[::2, ::2][some] if some.any() else luma[lit]


def _change_of_light(luma: Luma, change: Luma) -> tuple[np.float32, np.float32, float]:
    """Return offset and slope of the line `change = offset + slope · luma`, and the noise about it (σ, levels)."""
    offset, slope = _median(change), np.float32(0)
    spread = _median(np.abs(change - offset))
    is_bright = luma > _median(luma)
    if is_bright.any():
        is_dark = ~is_bright
        dark, bright = _median(luma[is_dark]), _median(luma[is_bright])
        if bright - dark >= _LEAST_CONTRAST:
            dark_change = _median(change[is_dark])
            line_slope = (_median(change[is_bright]) - dark_change) / (bright - dark)
            line_offset = dark_change - line_slope * dark
            line_spread = _median(np.abs(change - line_offset - line_slope * luma))
            if line_spread < _LINE_PAYS * spread:
                offset, slope, spread = line_offset, line_slope, line_spread
    return offset, slope, _MAD_TO_SIGMA * float(spread)


def _median(values: Luma) -> np.float32:
    """Return the upper median: one partition, without numpy's care for NaN and even counts."""
    middle = len(values) // 2
    return np.partition(values, middle)[middle]


def _share_inside(shape: tuple[int, int], region: Region) -> npt.NDArray[np.float32]:
    """Return for each pixel the share of it that lies in the polygon (even-odd rule)."""
    height, width = shape
    y = (np.arange(height * _SUB) + 0.5)[:, None] / (height * _SUB)
    x = (np.arange(width * _SUB) + 0.5)[None, :] / (width * _SUB)
    inside = np.zeros((height * _SUB, width * _SUB), np.bool_)
    corners = region.corners
    for (x0, y0), (x1, y1) in zip(corners, (*corners[1:], corners[0]), strict=True):
        if y0 == y1:
            continue
        is_beside = (y >= min(y0, y1)) & (y < max(y0, y1))
        inside ^= is_beside & (x < x0 + (y - y0) * (x1 - x0) / (y1 - y0))
    return inside.reshape(height, _SUB, width, _SUB).mean(axis=(1, 3), dtype=np.float32)
