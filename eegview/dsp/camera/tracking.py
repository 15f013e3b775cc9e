"""Follow the motion of a camera from picture to picture by what stands still before it.

The shift is first found by phase correlation of the small pictures (Kuglin and Hines 1975), then shift, turn and zoom
are fitted from coarse to fine on the points with contrast, as Lucas and Kanade (1981) do, with Tukey's biweight
(Beaton and Tukey 1974), so that a person who moves before a background does not lead it. A change of light is fitted
along.
"""

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from eegview.dsp.camera.motion import CameraMotion
from eegview.dsp.motion import Luma, Pixels

_ITERATIONS = (12, 10, 8)  # at a quarter, half and whole size
_MOST_POINTS = 4000  # those with the most contrast say it all
_LEAST_POINTS = 60
_LEAST_SLOPE = 1.5  # levels per pixel: less is noise
_TUKEY = 4.7  # robust standard deviations at which a point counts nothing any more
_MAD_TO_SIGMA = 1.4826
_LEAST_SPREAD = 0.7  # levels: no picture is better than this
_LEAST_SHARE = 0.35  # of the points with contrast must follow the camera, else it is not the camera
_MOST_SHIFT = 0.25  # of the width, between two pictures
_MOST_TURN, _LEAST_GAIN = 0.3, 0.3  # rad and share between two pictures; contrast that is left
_SMALLEST_PX = 12  # a level of fewer rows or columns says nothing
_DONE_PX = 0.01


@dataclass(frozen=True, slots=True, eq=False)
class _Level:
    """A smoothed picture at one size, and where it has contrast.

    x, y : points from the middle, pixels of this size
    picture : (height, width) float32
    """

    picture: Luma
    x: npt.NDArray[np.float32]
    y: npt.NDArray[np.float32]
    luma: npt.NDArray[np.float32]
    slope_x: npt.NDArray[np.float32]
    slope_y: npt.NDArray[np.float32]


class CameraTracker:
    """The camera's motion between each picture and the one before; pictures of one size in order.

    ground : (height_px, width_px) bool, where the camera's motion may be read, None = everywhere; leave out what is
        burned into the picture, and a person masked
    """

    def __init__(self, ground: Pixels | None = None) -> None:
        self._ground = ground
        self._before: tuple[list[_Level], np.ndarray] | None = None

    def forget(self) -> None:
        """Begin anew: the next picture has none before it."""
        self._before = None

    def follow(self, picture: Luma) -> CameraMotion | None:
        """Return the motion from the picture before to this one, None where it cannot be told.

        picture : (height_px, width_px) float32, levels 0-255
        """
        levels = self._levels(picture)
        spectrum = _spectrum(levels[min(1, len(levels) - 1)].picture)
        before, self._before = self._before, (levels, spectrum)
        if before is None:
            return None
        return _motion(before[0], levels, _shift(before[1], spectrum, before[0]))

    def _levels(self, picture: Luma) -> list[_Level]:
        """Return the picture at whole, half and quarter size, as far as it is large enough."""
        found, ground = [], self._ground
        smooth = _smoothed(picture)
        for number in range(len(_ITERATIONS)):
            if number:
                smooth = _halved(smooth)
                ground = None if ground is None else _halved(ground.astype(np.float32)) > 0.99
                if min(smooth.shape) < _SMALLEST_PX:
                    break
            found.append(_level(smooth, ground))
        return found


def _level(picture: Luma, ground: Pixels | None) -> _Level:
    slope_x, slope_y = np.zeros_like(picture), np.zeros_like(picture)
    slope_x[:, 1:-1] = (picture[:, 2:] - picture[:, :-2]) / 2
    slope_y[1:-1] = (picture[2:] - picture[:-2]) / 2
    size = np.hypot(slope_x, slope_y)
    size[[0, -1]] = 0
    size[:, [0, -1]] = 0
    if ground is not None:
        size *= ground
    flat = size.ravel()
    # Contrast from all over the picture, not from one sharp edge: every point with some, thinned evenly.
    chosen = np.flatnonzero(flat > max(_LEAST_SLOPE, 0.5 * float(flat.mean())))
    chosen = chosen[:: -(-len(chosen) // _MOST_POINTS)] if len(chosen) else chosen
    rows, columns = np.divmod(chosen, picture.shape[1])
    y = (rows - (picture.shape[0] - 1) / 2).astype(np.float32)
    x = (columns - (picture.shape[1] - 1) / 2).astype(np.float32)
    return _Level(picture, x, y, picture.ravel()[chosen], slope_x.ravel()[chosen], slope_y.ravel()[chosen])


def _motion(before: list[_Level], after: list[_Level], shift_px: tuple[float, float]) -> CameraMotion | None:
    """Return the motion from one picture to the next, from coarse to fine.

    shift_px : where to begin, pixels of the whole size; no shift is tried as well
    """
    sizes = list(range(min(len(before), len(after))))[::-1]
    guess = np.array([*shift_px, 0.0, 0.0])
    none = np.zeros(4)
    if any(shift_px) and _off(before[sizes[0]], after[sizes[0]], none, sizes[0]) <= _off(
        before[sizes[0]], after[sizes[0]], guess, sizes[0]
    ):
        guess = none
    found: tuple[np.ndarray, float, float] | None = None
    for size in sizes:
        fitted = _fitted(before[size], after[size], guess, size, _ITERATIONS[len(_ITERATIONS) - 1 - size])
        if fitted is None:
            continue
        guess, found = fitted[0], fitted
    if found is None:
        return None
    right_px, down_px, stretch, turn = (float(value) for value in found[0])
    motion = CameraMotion(right_px, down_px, stretch, turn, misfit_px=found[1], share=found[2])
    shape = before[0].picture.shape
    if motion.share < _LEAST_SHARE or motion.farthest_px(shape) > _MOST_SHIFT * shape[1]:
        return None
    return motion


def _fitted(
    before: _Level, after: _Level, start: np.ndarray, size: int, iterations: int
) -> tuple[np.ndarray, float, float] | None:
    """Return (right, down, stretch, turn) in pixels of the whole size, misfit in pixels of it, and the share explained.

    None where too few points have contrast or the fit runs away.
    """
    scale = float(2**size)
    p = start / (scale, scale, 1, 1)
    x, y = before.x, before.y
    steepness = np.hypot(before.slope_x, before.slope_y)
    columns = np.stack(
        (
            before.slope_x,
            before.slope_y,
            before.slope_x * x + before.slope_y * y,
            before.slope_y * x - before.slope_x * y,
            np.ones_like(x),
            before.luma - float(before.luma.mean()) if len(x) else x,
        )
    )
    reach = math.hypot(*before.picture.shape) / 2
    light = (0.0, 0.0)
    for _ in range(iterations):
        seen, inside = _sampled(after.picture, *_moved(x, y, p))
        if np.count_nonzero(inside) < _LEAST_POINTS:
            return None
        used = columns[:, inside]
        rest = seen[inside] - before.luma[inside]
        left = rest - used[4] * light[0] - used[5] * light[1]
        left = left - _median(left)
        # Steep points are off by more for the same misfit: judged by the distance, not by the levels alone.
        spread = _spread(left, steepness[inside])
        weight = np.clip(1 - (left / (_TUKEY * spread)) ** 2, 0, None) ** 2
        heavy = used * weight
        square = (heavy @ used.T).astype(np.float64)
        square[np.arange(6), np.arange(6)] += (
            1e-3 * np.trace(square[:2, :2]) * np.array([1e-3, 1e-3, reach**2 * 1e-2, reach**2 * 1e-2, 0, 0]) + 1e-9
        )
        try:
            step = np.linalg.solve(square, heavy @ rest)
        except np.linalg.LinAlgError:
            return None
        p = p - step[:4]  # the next picture is ahead by what is left
        light = float(step[4]), float(step[5])
        if math.hypot(step[0], step[1]) + math.hypot(step[2], step[3]) * reach < _DONE_PX:
            break
    if not np.isfinite(p).all() or abs(p[2]) > _MOST_TURN or abs(p[3]) > _MOST_TURN or 1 + light[1] < _LEAST_GAIN:
        return None  # it runs away, or the contrast is gone: black, white, the lens covered
    seen, inside = _sampled(after.picture, *_moved(x, y, p))
    if np.count_nonzero(inside) < _LEAST_POINTS:
        return None
    left = np.abs(seen - before.luma - columns[4] * light[0] - columns[5] * light[1])[inside]
    steep = steepness[inside]
    misfit_px = _MAD_TO_SIGMA * _median(left / steep)
    share = float(np.mean(left < 3 * _LEAST_SPREAD + 0.6 * steep))
    return p * (scale, scale, 1, 1), misfit_px * scale, share


def _median(values: npt.NDArray[np.floating]) -> float:
    """Return the median without NumPy's care for NaN, which takes longer than the sorting."""
    middle = len(values) // 2
    if len(values) % 2:
        return float(np.partition(values, middle)[middle])
    parted = np.partition(values, (middle - 1, middle))
    return float((parted[middle - 1] + parted[middle]) / 2)


def _moved(
    x: npt.NDArray[np.float32], y: npt.NDArray[np.float32], p: np.ndarray
) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
    """Return where points lie after (right, down, stretch, turn); plain numbers keep single precision."""
    right, down, stretch, turn = (float(value) for value in p)
    moved = x + right + stretch * x - turn * y, y + down + turn * x + stretch * y
    return moved[0].astype(np.float32, copy=False), moved[1].astype(np.float32, copy=False)


def _spread(left: np.ndarray, steepness: np.ndarray) -> np.ndarray:
    """Return how far off each point may be, levels: by noise and by the misfit along its slope."""
    misfit = min(_MAD_TO_SIGMA * _median(np.abs(left) / steepness), 1.0)
    return np.maximum(misfit * steepness, _LEAST_SPREAD)


def _off(before: _Level, after: _Level, p: np.ndarray, size: int) -> float:
    """Return how badly a motion explains the next picture: the mean of what is off, each point limited."""
    scale = 2**size
    seen, inside = _sampled(after.picture, before.x + float(p[0]) / scale, before.y + float(p[1]) / scale)
    if np.count_nonzero(inside) < _LEAST_POINTS:
        return math.inf
    off = np.abs(seen - before.luma)[inside]
    return float(np.minimum(off, 15).mean())


def _sampled(
    picture: Luma, x: npt.NDArray[np.float32], y: npt.NDArray[np.float32]
) -> tuple[npt.NDArray[np.float32], Pixels]:
    """Return the picture at points from its middle, between pixels by straight lines, and which of them lie in it."""
    height, width = picture.shape
    x, y = x + (width - 1) / 2, y + (height - 1) / 2
    inside = (x >= 0) & (x < width - 1) & (y >= 0) & (y < height - 1)
    column = np.clip(x, 0, width - 1.001).astype(np.int32)
    row = np.clip(y, 0, height - 1.001).astype(np.int32)
    right, down = (x - column).astype(np.float32), (y - row).astype(np.float32)
    flat = picture.ravel()
    at = row * width + column
    first, second = flat[at], flat[at + 1]
    third, fourth = flat[at + width], flat[at + width + 1]
    upper = first + right * (second - first)
    seen = upper + down * (third + right * (fourth - third) - upper)
    return seen.astype(np.float32, copy=False), inside


def _smoothed(picture: Luma) -> Luma:
    """Return the picture after a binomial filter of 3 × 3, edges repeated: then slopes hold for a whole pixel."""
    wide = np.pad(picture, 1, mode="edge")
    rows = wide[:-2] + 2 * wide[1:-1] + wide[2:]
    return ((rows[:, :-2] + 2 * rows[:, 1:-1] + rows[:, 2:]) / 16).astype(np.float32)


def _halved(picture: Luma) -> Luma:
    height, width = picture.shape[0] // 2 * 2, picture.shape[1] // 2 * 2
    cut = picture[:height, :width]
    return ((cut[::2, ::2] + cut[1::2, ::2] + cut[::2, 1::2] + cut[1::2, 1::2]) / 4).astype(np.float32, copy=False)


def _spectrum(picture: Luma) -> np.ndarray:
    """Return the spectrum of a picture that fades to its mean at the edges."""
    height, width = picture.shape
    window = np.hanning(height + 2)[1:-1, None] * np.hanning(width + 2)[None, 1:-1]
    return np.fft.rfft2((picture - float(picture.mean())) * window)


def _shift(before: np.ndarray, after: np.ndarray, levels: list[_Level]) -> tuple[float, float]:
    """Return the shift (right, down) in pixels of the whole size at which two pictures agree best by their phases."""
    if before.shape != after.shape:
        return 0.0, 0.0
    level = min(1, len(levels) - 1)
    height, width = levels[level].picture.shape
    product = after * np.conj(before)
    size = np.abs(product)
    agreement = np.fft.irfft2(product / np.maximum(size, 1e-3 * float(size.max()) + 1e-9), (height, width))
    down, right = np.divmod(int(np.argmax(agreement)), width)
    down, right = (down + height // 2) % height - height // 2, (right + width // 2) % width - width // 2
    return float(right * 2**level), float(down * 2**level)
