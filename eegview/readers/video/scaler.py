"""Convert decoded pictures to other pixel formats.

A picture converted by itself keeps a converter of its own, with a thread for each core, for as long as it is kept.
"""

from typing import Any

import numpy as np
import numpy.typing as npt
from av.video.reformatter import VideoReformatter


class PictureScaler:
    """One converter without threads of its own, for all pictures of one handle; belongs to the handle's thread."""

    def __init__(self) -> None:
        self._reformatter = VideoReformatter()

    def rgb(self, picture: Any) -> npt.NDArray[np.uint8]:
        """Return a picture as (height_px, width_px, 3) uint8, not turned."""
        return self._converted(picture, "rgb24")

    def gray(self, picture: Any) -> npt.NDArray[np.uint8]:
        """Return the luma of a picture as (height_px, width_px) uint8, not turned."""
        return self._converted(picture, "gray")

    def _converted(self, picture: Any, pixel_format: str) -> npt.NDArray[np.uint8]:
        pixels: Any = self._reformatter.reformat(picture, format=pixel_format, threads=1).to_ndarray()
        return pixels
