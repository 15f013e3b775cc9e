"""Pictures of a still face that something as large and as bright as a head slides over."""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
from scipy.ndimage import gaussian_filter, map_coordinates

Gray = npt.NDArray[np.float64]

WIDTH_PX, HEIGHT_PX = 160, 90
FACE_PX = (60.0, 45.0, 14.0, 18.0)  # x, y, radius x, radius y
_HALF = 30


def _texture(shape: tuple[int, int], seed: int, width_px: float, level: float, contrast: float) -> Gray:
    noise = gaussian_filter(np.random.default_rng(seed).standard_normal(shape), width_px)
    return level + contrast * noise / noise.std()


def face(seed: int) -> Gray:
    """Return a face with skin, eyes and mouth in the middle of a square; two seeds are two persons."""
    y, x = np.mgrid[-_HALF : _HALF + 1, -_HALF : _HALF + 1]
    rng = np.random.default_rng(seed)
    drawn = _texture(x.shape, seed, 2.5, 170, 8)
    apart, up, down = 5 + rng.uniform(-0.6, 0.6), 4 + rng.uniform(-0.8, 0.8), 8 + rng.uniform(-0.8, 0.8)
    for side in (-apart, apart):
        drawn[(x - side) ** 2 + (y + up) ** 2 < 5] = 60
    drawn[(abs(y - down) < 1.2) & (abs(x) < 5)] = 90
    return drawn


def hand(seed: int) -> Gray:
    """Return what a hand looks like: texture, as bright as a face."""
    return _texture((2 * _HALF + 1, 2 * _HALF + 1), seed, 2.0, 165, 22)


def crossed(
    over: Gray,
    step_px: float,
    seed: int,
    begin_x_px: float = 20.0,
    end_x_px: float = 130.0,
    grain: Callable[[Gray], Gray] = lambda one: one,
) -> npt.NDArray[np.uint8]:
    """Return (n, 90, 160) pictures of a face at `FACE_PX`, over which something slides to the right."""
    y, x = np.mgrid[:HEIGHT_PX, :WIDTH_PX]
    face_x, face_y, radius_x, radius_y = FACE_PX
    still = _texture((HEIGHT_PX, WIDTH_PX), 1000 + seed, 4, 110, 12)

    def put(picture: Gray, piece: Gray, at_x: float) -> None:
        is_in = ((x - at_x) / radius_x) ** 2 + ((y - face_y) / radius_y) ** 2 <= 1
        places = [(y - face_y + _HALF)[is_in], (x - at_x + _HALF)[is_in]]
        picture[is_in] = map_coordinates(piece, places, order=1, mode="nearest")

    put(still, face(seed), face_x)
    pictures = []
    for at_x in np.arange(begin_x_px, end_x_px, step_px):
        picture = still.copy()
        put(picture, over, float(at_x))
        pictures.append(np.clip(grain(picture), 0, 255).astype(np.uint8))
    return np.stack(pictures)
