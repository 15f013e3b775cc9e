"""Bring two pictures to one place before they are compared, so that only what moved on its own is left."""

import numpy as np

from eegview.dsp.camera.motion import CameraMotion
from eegview.dsp.motion import Luma, Pixels, motion_energy

_STILL_PX = 0.05  # a camera that moves less is left as it is
_LEAST_MISFIT_PX, _MOST_MISFIT_PX = 0.05, 0.6  # no fit is better; and what moves must not pass for misfit
_MISFITS = 2.5


def compensated_energy(
    before: Luma,
    after: Luma,
    elapsed_s: float,
    motion: CameraMotion,
    watched: Pixels,
    lit: Pixels | None = None,
) -> float:
    """Return how much moves between two successive pictures beside the camera's own motion.

    Both pictures are brought half the way, so that both are equally smooth. What a misfit of the motion (a tremor
    within one picture, depth, focus) makes of an edge counts as nothing: the slope there times 2.5 `misfit_px`, of
    which no less than 0.05 and no more than 0.6 px are taken.

    Parameters
    ----------
    before, after : (height_px, width_px) float32, levels 0-255
    watched, lit : as `motion_energy` has them

    Returns
    -------
    float, levels/s; NaN where more than a second lies between or nothing watched is in both pictures
    """
    first, second, both = aligned(before, after, motion)
    watched = watched & both
    lit = both if lit is None else lit & both
    if not watched.any() or not lit.any():
        return float("nan")
    misfit_px = min(max(motion.misfit_px, _LEAST_MISFIT_PX), _MOST_MISFIT_PX)
    edges = (_MISFITS * misfit_px * _steepness(((first + second) / 2).astype(np.float32))).astype(np.float32)
    return motion_energy(first, second, elapsed_s, watched, lit, edges)


def aligned(before: Luma, after: Luma, motion: CameraMotion) -> tuple[Luma, Luma, Pixels]:
    """Return both pictures where the camera was half way, and which pixels both have."""
    if motion.farthest_px(before.shape) < _STILL_PX:
        return before, after, np.ones(before.shape, np.bool_)
    first, first_inside = _moved(before, motion, -0.5)
    second, second_inside = _moved(after, motion, 0.5)
    return first, second, first_inside & second_inside


def _moved(picture: Luma, motion: CameraMotion, share: float) -> tuple[Luma, Pixels]:
    """Return what lies in a picture `share` of the motion further on, and where that lies within it."""
    height, width = picture.shape
    # from the middle of the picture, so that single precision is enough
    rows = (np.arange(height, dtype=np.float32) - (height - 1) / 2)[:, None]
    columns = (np.arange(width, dtype=np.float32) - (width - 1) / 2)[None, :]
    stretch, turn = 1 + share * motion.stretch, share * motion.turn
    y = stretch * rows + (turn * columns + ((height - 1) / 2 + share * motion.down_px))
    x = stretch * columns - (turn * rows - ((width - 1) / 2 + share * motion.right_px))
    inside = (y >= 0) & (y <= height - 1) & (x >= 0) & (x <= width - 1)
    return _between(picture, np.clip(y, 0, height - 1), np.clip(x, 0, width - 1)), inside


def _between(picture: Luma, y: Luma, x: Luma) -> Luma:
    """Return the picture at places between its pixels, by straight lines.

    y, x : (height_px, width_px) float32, within the picture, which has two rows and two columns at least
    """
    height, width = picture.shape
    row = np.minimum(y.astype(np.intp), height - 2)
    column = np.minimum(x.astype(np.intp), width - 2)
    down, right = (y - row).astype(np.float32), (x - column).astype(np.float32)
    flat, at = picture.ravel(), row * width + column
    upper, lower = flat[at], flat[at + width]
    upper += right * (flat[at + 1] - upper)
    lower += right * (flat[at + width + 1] - lower)
    return (upper + down * (lower - upper)).astype(np.float32, copy=False)


def _steepness(picture: Luma) -> Luma:
    """Return the slope at each pixel, levels per pixel: the largest to its neighbours, as an edge reaches them."""
    down = np.abs(np.diff(picture, axis=0))
    across = np.abs(np.diff(picture, axis=1))
    steep = np.zeros_like(picture)
    steep[1:] = down
    np.maximum(steep[:-1], down, out=steep[:-1])
    np.maximum(steep[:, 1:], across, out=steep[:, 1:])
    np.maximum(steep[:, :-1], across, out=steep[:, :-1])
    return steep
