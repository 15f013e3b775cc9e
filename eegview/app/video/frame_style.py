"""Adjust brightness and contrast of a video frame, or mirror it, for the eye. The frame itself stays as decoded."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Rgb = npt.NDArray[np.uint8]

MOST_BRIGHTNESS = 100  # levels of 255, either way
MOST_CONTRAST = 3.0
LEAST_CONTRAST = 0.3


@dataclass(frozen=True, slots=True)
class FrameStyle:
    """The adjustments of a camera's picture.

    brightness : levels added (-100 to 100)
    contrast : factor around middle grey (0.3 to 3)
    """

    brightness: float = 0.0
    contrast: float = 1.0
    is_mirrored: bool = False

    @property
    def is_plain(self) -> bool:
        """Whether levels are shown as they are; a mirror changes none."""
        return self.brightness == 0 and self.contrast == 1


AS_DECODED = FrameStyle()


def levels_of(style: FrameStyle) -> Rgb:
    """Return (256,) uint8: the level shown for each level decoded."""
    levels = (np.arange(256) - 127.5) * style.contrast + 127.5 + style.brightness
    return np.clip(np.round(levels), 0, 255).astype(np.uint8)


def adjusted(rgb: Rgb, style: FrameStyle) -> Rgb:
    """Return a frame as it is shown, (height_px, width_px, 3) uint8; the frame itself where nothing is changed."""
    if style.is_mirrored:
        rgb = rgb[:, ::-1]
    if not style.is_plain:
        rgb = np.take(levels_of(style), rgb)
    return np.ascontiguousarray(rgb)
