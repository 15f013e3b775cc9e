"""The pixels of one panel: fills and lines by column of pixels, drawn as whole arrays."""

import numpy as np
import numpy.typing as npt
from PySide6.QtGui import QColor, QImage

Shares = npt.NDArray[np.floating]


def argb(colour: str | QColor) -> int:
    """Return 0xffrrggbb."""
    return QColor(colour).rgb() & 0xFFFFFFFF


def mixed(colour: str, ground: str, share: float) -> str:
    """Return `colour` with `share` (0-1) of the ground in it."""
    one, other = QColor(colour), QColor(ground)
    parts = (one.red(), other.red()), (one.green(), other.green()), (one.blue(), other.blue())
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in parts)


class Pixels:
    """An opaque picture, `width` × `height` device pixels.

    Shares are of the height, 0 at the foot; NaN draws nothing in its column.
    """

    def __init__(self, width: int, height: int, ground: str, thickness: int = 1) -> None:
        self.width, self.height, self._thickness = max(width, 1), max(height, 1), thickness
        self.array = np.full((self.height, self.width), argb(ground), np.uint32)
        self._rows = np.arange(self.height, dtype=np.float32)[:, None]

    def _y(self, shares: Shares) -> npt.NDArray[np.float32]:
        return ((1.0 - shares) * (self.height - 1)).astype(np.float32)

    def fill(self, low: Shares, high: Shares, colour: str, alpha: float = 1.0) -> None:
        """Fill each column from one share to the other, at least one pixel high; `alpha` below 1 lets through."""
        with np.errstate(invalid="ignore"):
            top, bottom = np.floor(self._y(high)), np.ceil(self._y(low))
            known = np.isfinite(top) & np.isfinite(bottom)
            if not known.any():
                return
            first = max(int(top[known].min()), 0)  # rounding may put the very top above the first row
            stop = int(bottom[known].max()) + 1
            rows = self._rows[first:stop]
            where = (rows >= top) & (rows <= bottom)
        part = self.array[first:stop]
        if alpha >= 1.0:
            part[where] = argb(colour)
            return
        held = part[where].view(np.uint8).reshape(-1, 4)
        over = np.array([argb(colour)], np.uint32).view(np.uint8).astype(np.float32) * np.float32(alpha)
        blent = (held * np.float32(1 - alpha) + over).astype(np.uint8)
        part[where] = blent.reshape(-1).view(np.uint32)

    def line(self, shares: Shares, colour: str, dash_px: int = 0) -> None:
        """Draw a line through shares; it breaks where there is none. `dash_px`: so long on, so long off; 0 = solid."""
        y = self._y(shares)
        before = np.concatenate((y[:1], y[:-1]))
        before = np.where(np.isfinite(before), before, y)
        after = np.concatenate((y[1:], y[-1:]))
        after = np.where(np.isfinite(after), after, y)
        with np.errstate(invalid="ignore"):
            top = np.minimum(y, np.minimum((y + before) / 2, (y + after) / 2))
            bottom = np.maximum(y, np.maximum((y + before) / 2, (y + after) / 2))
            half = self._thickness / 2
            where = (self._rows >= np.round(top - half)) & (
                self._rows < np.maximum(np.round(bottom + half), np.round(top - half) + 1)
            )
        if dash_px:
            where &= (np.arange(self.width) // dash_px % 2 == 0)[None, :]
        self.array[where] = argb(colour)

    def grid(self, shares: Shares, colour: str) -> None:
        """Dot a line across at each share."""
        for y in np.round(self._y(shares)).astype(int).tolist():
            self.array[y, :: 4 * self._thickness] = argb(colour)

    def place(self, colours: npt.NDArray[np.uint32]) -> None:
        """Fill the picture with (width, n) colours, the first of each column at the foot."""
        n = colours.shape[1]
        rows = ((self.height - 1 - np.arange(self.height)) * n // self.height).astype(np.intp)
        self.array[:] = colours.T[rows]

    def dim(self, columns: npt.NDArray[np.bool_], ground: str, share: float = 0.62) -> None:
        """Mix these columns with the ground."""
        if not columns.any():
            return
        held = np.ascontiguousarray(self.array[:, columns]).view(np.uint8).reshape(self.height, -1, 4)
        other = np.array([argb(ground)], np.uint32).view(np.uint8).astype(np.float32)
        faded = (held * np.float32(1 - share) + other * np.float32(share)).astype(np.uint8)
        self.array[:, columns] = faded.reshape(self.height, -1).view(np.uint32)

    def image(self, ratio: float) -> QImage:
        """Return a copy as a picture of `ratio` device pixels a logical one."""
        image = QImage(self.array.data, self.width, self.height, self.width * 4, QImage.Format.Format_RGB32).copy()
        image.setDevicePixelRatio(ratio)
        return image
