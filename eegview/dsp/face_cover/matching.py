"""Find a small piece of a picture in another one by normalized correlation.

The correlation is Pearson's, over the pixels of an ellipse: changes of brightness and contrast do not matter
(Lewis 1995, Fast normalized cross-correlation, Vision Interface).
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Gray = npt.NDArray[np.float32]

LEAST_CONTRAST = 3.0  # grey levels, standard deviation; flatter pieces look like everything


@dataclass(frozen=True, slots=True, eq=False)
class Patch:
    """A piece of a picture under an ellipse, to be found elsewhere.

    gray : (height, width) float32
    mask : (height, width) float32, 1 within the ellipse, else 0
    """

    gray: Gray
    mask: Gray

    @property
    def contrast(self) -> float:
        """Return the standard deviation within the ellipse, grey levels."""
        return float(self.gray[self.mask > 0].std())

    def scaled(self, factor: float) -> "Patch":
        """Return the piece larger or smaller by a factor."""
        if factor == 1:
            return self
        radius_y, radius_x = ((n - 1) / 2 * factor for n in self.gray.shape)
        mask = _mask(radius_x, radius_y)
        centre_in = (np.array(self.gray.shape) - 1) / 2
        centre_out = (np.array(mask.shape) - 1) / 2
        return Patch(_resampled(self.gray, centre_in - centre_out / factor, 1 / factor, mask), mask)


def patch_at(gray: Gray, x: float, y: float, radius_x: float, radius_y: float) -> Patch:
    """Return the piece of a picture under an ellipse, pixels; beyond the picture's edge its edge goes on."""
    mask = _mask(radius_x, radius_y)
    half = (np.array(mask.shape) - 1) / 2
    return Patch(_resampled(gray, np.array([y, x]) - half, 1.0, mask), mask)


def _resampled(gray: Gray, first: npt.NDArray[np.float64], step: float, mask: Gray) -> Gray:
    """Return the values of a picture at rows and columns `first + step · k`, as many as a mask has; linear between."""
    from scipy.ndimage import affine_transform

    first_row_column: Any = first
    return np.asarray(
        affine_transform(gray, [step, step], first_row_column, mask.shape, order=1, mode="nearest"), np.float32
    )


def _mask(radius_x: float, radius_y: float) -> Gray:
    half_x, half_y = max(2, round(radius_x)), max(2, round(radius_y))
    y, x = np.mgrid[-half_y : half_y + 1, -half_x : half_x + 1]
    return ((x / (half_x + 0.5)) ** 2 + (y / (half_y + 0.5)) ** 2 <= 1).astype(np.float32)


def correlations(patch: Patch, window: Gray) -> Gray:
    """Return how much each place of a window resembles a piece.

    Parameters
    ----------
    window : (height, width) float32, not smaller than the piece

    Returns
    -------
    (height - piece height + 1, width - piece width + 1) float32, −1 to 1, by the upper left corner of each place; 0
    where the window is flat
    """
    from scipy.fft import irfft2, next_fast_len, rfft2

    shape = [next_fast_len(n, real=True) for n in window.shape]
    kept = tuple(slice(0, n - m + 1) for n, m in zip(window.shape, patch.gray.shape, strict=True))
    n = float(patch.mask.sum())
    centred = (patch.gray - patch.gray[patch.mask > 0].mean()) * patch.mask
    level = window - window.mean()  # keeps the rounding of the squares small
    spectra: Any = rfft2(np.stack([level, level * level]), shape)
    kernels: Any = rfft2(np.stack([centred, patch.mask]), shape)
    kernels = kernels.conj()
    products: Any = irfft2(np.stack([spectra[0] * kernels[0], spectra[0] * kernels[1], spectra[1] * kernels[1]]), shape)
    cross, sums, squares = (np.asarray(one[kept]) for one in products)
    spread = np.maximum(squares - sums * sums / n, 0)
    floor = n * LEAST_CONTRAST**2 / 4
    scale = np.sqrt(spread * float((centred * centred).sum()))
    found = np.where(spread > floor, cross / np.maximum(scale, 1e-9), 0)
    return np.clip(found, -1, 1).astype(np.float32)


def peak_of(found: Gray) -> tuple[float, float, float]:
    """Return where correlations are highest, to a part of a pixel, and how high: (x, y, correlation)."""
    row, column = divmod(int(found.argmax()), found.shape[1])
    x = column + _vertex(found[row], column)
    y = row + _vertex(found[:, column], row)
    return x, y, float(found[row, column])


def _vertex(values: Gray, at: int) -> float:
    """Return how far from a highest value the parabola through it and its neighbours has its top, −0.5 to 0.5."""
    if not 0 < at < len(values) - 1:
        return 0.0
    before, top, after = (float(one) for one in values[at - 1 : at + 2])
    bend = before - 2 * top + after
    return 0.0 if bend >= 0 else float(np.clip((before - after) / (2 * bend), -0.5, 0.5))
