"""Decode the luma of a video's pictures, small and fast: what movement is measured on.

Must not know what is done with them.
"""

from collections.abc import Iterator
from typing import Any

import numpy as np
import numpy.typing as npt

from eegview.readers.video.colour.scaler import PictureScaler
from eegview.readers.video.video import VideoSource

# Pixel formats whose first plane is 8-bit luma: it is read where it lies, twice as fast as a conversion.
_LUMA_FIRST = ("gray", "nv12", "nv21", "yuv410p", "yuv411p", "yuv420p", "yuv422p", "yuv440p", "yuv444p")
_LUMA_FIRST += tuple(name.replace("yuv", "yuvj") for name in _LUMA_FIRST if name.startswith("yuv"))


def luma_planes(video: VideoSource, from_s: float | None = None) -> Iterator[tuple[float, npt.NDArray[np.uint8]]]:
    """Decode a video in order, as fast as it goes, and yield the luma of every frame.

    Parameters
    ----------
    video : a handle that does nothing else meanwhile
    from_s : begin with the frame shown then, None = with the first

    Yields
    ------
    PTS in seconds of the stream, and (height_px, width_px) uint8, turned as it is shown; valid until the next one is
    asked for

    Raises
    ------
    UnreadableFile : the file went away
    """
    turn, scaler = video.facts.turn, PictureScaler()
    for pts_s, picture in video.decode_from(from_s):
        yield pts_s, turn.applied(_luma(picture, scaler))


def _luma(picture: Any, scaler: PictureScaler) -> npt.NDArray[np.uint8]:
    if picture.format.name not in _LUMA_FIRST:
        return scaler.gray(picture)
    plane = picture.planes[0]
    rows = np.frombuffer(plane, np.uint8).reshape(-1, plane.line_size)
    return rows[: picture.height, : picture.width]
