"""Cover a part of a picture, or all of it, so that little of what was there is left in the picture.

What is written of a covered part is the means of a few large fields: blur with a fixed kernel alone can be undone in
part, a mean of many pixels cannot. Still a few means remain, and many pictures of one face have different ones, from
which some of it might be guessed; one colour leaves nothing. Fields too small to be means of many pixels, as of a face
20 pixels wide, are not written: there one colour covers whatever was chosen.
"""

import numpy as np
import numpy.typing as npt

from eegview.model.film.export.choice import Cover
from eegview.model.film.export.face import Ellipse

Rgb = npt.NDArray[np.uint8]

FACE_FIELDS = 5  # across a covered face
PICTURE_FIELDS = 8  # along the longer side of a picture that is covered whole
LEAST_FIELD_PX = 8.0  # smaller fields leave too much: means of fewer than some 60 pixels
_FILLED = (96, 96, 96)


def cover_ellipse(rgb: Rgb, ellipse: Ellipse, cover: Cover) -> None:
    """Cover an ellipse in place.

    Parameters
    ----------
    rgb : (height_px, width_px, 3) uint8, which is changed
    """
    height, width = rgb.shape[:2]
    left, right = int(np.floor(ellipse.x_px - ellipse.radius_x_px)), int(np.ceil(ellipse.x_px + ellipse.radius_x_px))
    top, bottom = int(np.floor(ellipse.y_px - ellipse.radius_y_px)), int(np.ceil(ellipse.y_px + ellipse.radius_y_px))
    left, right, top, bottom = max(left, 0), min(right + 1, width), max(top, 0), min(bottom + 1, height)
    if left >= right or top >= bottom:
        return
    y, x = np.ogrid[top:bottom, left:right]
    is_in = ((x - ellipse.x_px) / ellipse.radius_x_px) ** 2 + ((y - ellipse.y_px) / ellipse.radius_y_px) ** 2 <= 1
    part = rgb[top:bottom, left:right]
    part[is_in] = _covered(part, cover, 2 * max(ellipse.radius_x_px, ellipse.radius_y_px) / FACE_FIELDS)[is_in]


def cover_picture(rgb: Rgb, cover: Cover) -> Rgb:
    """Return a whole picture covered."""
    return _covered(rgb, cover, max(rgb.shape[:2]) / PICTURE_FIELDS)


def _covered(part: Rgb, cover: Cover, field_px: float) -> Rgb:
    """Return a part of a picture covered.

    field_px : about how large the fields are, of each of which only the mean is left
    """
    height, width = part.shape[:2]
    if cover is Cover.FILL or field_px < LEAST_FIELD_PX:
        return np.broadcast_to(np.array(_FILLED, np.uint8), part.shape).copy()
    n_rows, n_columns = (min(n_px, max(1, round(n_px / field_px))) for n_px in (height, width))
    rows = np.linspace(0, height, n_rows + 1).astype(int)
    columns = np.linspace(0, width, n_columns + 1).astype(int)
    sums = np.add.reduceat(np.add.reduceat(part, rows[:-1], 0, dtype=np.float64), columns[:-1], 1)
    means = sums / (np.diff(rows)[:, None, None] * np.diff(columns)[None, :, None])
    if cover is Cover.PIXELATE:
        of_row, of_column = (
            np.repeat(np.arange(n_rows), np.diff(rows)),
            np.repeat(np.arange(n_columns), np.diff(columns)),
        )
        return means[of_row][:, of_column].round().astype(np.uint8)
    return _smooth(means, height, width)


def _smooth(means: npt.NDArray[np.float64], height: int, width: int) -> Rgb:
    """Return fields drawn as a smooth picture, linear between their middles."""
    n_rows, n_columns = means.shape[:2]
    row = np.clip((np.arange(height) + 0.5) / height * n_rows - 0.5, 0, n_rows - 1)
    column = np.clip((np.arange(width) + 0.5) / width * n_columns - 0.5, 0, n_columns - 1)
    low, left = np.floor(row).astype(int), np.floor(column).astype(int)
    high, right = np.minimum(low + 1, n_rows - 1), np.minimum(left + 1, n_columns - 1)
    part_y, part_x = (row - low).astype(np.float32)[:, None, None], (column - left).astype(np.float32)[None, :, None]
    small = means.astype(np.float32)
    across = small[:, left] * (1 - part_x) + small[:, right] * part_x
    return (across[low] * (1 - part_y) + across[high] * part_y).round().astype(np.uint8)
