"""A film read once into small grey pictures, in which faces are followed as often as a person corrects them."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from eegview.model.errors import UsageError
from eegview.model.recording import Progress, no_progress
from eegview.model.span import Span

if TYPE_CHECKING:
    from eegview.readers.video.video import VideoSource

_LONGEST_SIDE_PX = 240
_MOST_BYTES = 400_000_000
_LEAST_SIDE_PX = 96


@dataclass(frozen=True, slots=True, eq=False)
class SmallFilm:
    """The pictures of a part of a film, small and grey.

    pts_s : (n_frames,) when each picture of the whole film is shown, the stream's own time, seconds
    end_s : when the last stops being shown
    pictures : (n, height, width) uint8, those of the part
    first : number of the first of them in the film
    factor : pixels of the shown picture for each pixel here
    width_px, height_px : of the shown picture
    """

    pts_s: npt.NDArray[np.float64]
    end_s: float
    pictures: npt.NDArray[np.uint8]
    first: int
    factor: int
    width_px: int
    height_px: int

    @property
    def stop(self) -> int:
        """Return the number of the first picture of the film after the part."""
        return self.first + len(self.pictures)

    def covers(self, part: Span | None) -> bool:
        """Whether the pictures of a part are among these; None = of the whole film."""
        first, stop = _frames_of(self.pts_s, part)
        return self.first <= first and stop <= self.stop

    def frame_at(self, time_s: float) -> int:
        """Return the number of the frame shown at a time; the first or last outside the film."""
        return int(np.clip(np.searchsorted(self.pts_s, time_s + 1e-6, side="right") - 1, 0, len(self.pts_s) - 1))


def read_small_film(source: "VideoSource", part: Span | None = None, progress: Progress = no_progress) -> SmallFilm:
    """Read the pictures of a part of a film, None = of all of it.

    Raises
    ------
    UsageError : the part is too long for the memory; nothing was read
    UnreadableFile : the film went away
    Cancelled : `progress` said so
    """
    index = source.facts.times.index
    pts_s = np.array([index.seconds(int(pts)) for pts in index.pts])
    longest = max(source.width_px, source.height_px)
    factor = max(1, -(-longest // _LONGEST_SIDE_PX))
    first, stop = _frames_of(pts_s, part)
    while _size(source, factor) * (stop - first) > _MOST_BYTES and longest / (factor + 1) >= _LEAST_SIDE_PX:
        factor += 1
    if _size(source, factor) * (stop - first) > _MOST_BYTES:
        raise UsageError(
            "Faces cannot be followed in so many pictures at once.", "Choose a part, and export the rest after it."
        )
    height, width = source.height_px // factor, source.width_px // factor
    pictures = np.zeros((stop - first, height, width), np.uint8)
    from eegview.readers.video.luma import luma_planes

    for at_s, luma in luma_planes(source, float(pts_s[first]) if first < stop else None):
        number = int(np.searchsorted(pts_s, at_s + 1e-6)) - 1 - first
        if number >= stop - first:
            break
        if number >= 0:
            pictures[number] = _reduced(luma, factor, height, width)
        progress(min(max(number / (stop - first), 0.0), 1.0))
    progress(1.0)
    return SmallFilm(pts_s, source.last_s, pictures, first, factor, source.width_px, source.height_px)


def _frames_of(pts_s: npt.NDArray[np.float64], part: Span | None) -> tuple[int, int]:
    """Return the numbers of the pictures of a part, half-open."""
    if part is None:
        return 0, len(pts_s)
    first, stop = (int(one) for one in np.searchsorted(pts_s, (part.start_s, part.stop_s)))
    return first, stop


def _size(source: "VideoSource", factor: int) -> int:
    return (source.width_px // factor) * (source.height_px // factor)


def _reduced(luma: npt.NDArray[np.uint8], factor: int, height: int, width: int) -> npt.NDArray[np.uint8]:
    """Return a grey picture, each pixel the mean of `factor` × `factor`."""
    whole = luma[: height * factor, : width * factor]
    if factor == 1:
        return whole
    rows = np.add.reduceat(whole, np.arange(0, height * factor, factor), 0, dtype=np.uint16)
    sums = np.add.reduceat(rows, np.arange(0, width * factor, factor), 1, dtype=np.uint32)
    return (sums // (factor * factor)).astype(np.uint8)
