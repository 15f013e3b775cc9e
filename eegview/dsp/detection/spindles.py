"""Bursts of 11-16 Hz in single rows, as sleep spindles are: how each frame stands out, and where they begin and end."""

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from eegview.dsp.detection.short_spectra import FrameGrid, band_frames
from eegview.dsp.runs import RunFinder, RunRule

RATE_HZ = 128.0
GRID = FrameGrid(RATE_HZ, 64, 16)  # half a second, eight a second
BANDS_HZ = ((3.5, 8.5), (11.5, 15.0), (17.5, 28.5), (29.5, 46.5))  # by bins of 2 Hz, each 2-3 bins wide
MARGIN_S = 8.0  # to each side: a frame is compared with the 15 s around it
LEAST_UV = 5.0  # rms
SHORTEST_S, LONGEST_S = 0.5, 6.0  # in healthy infants of 4-5 months mostly 2.6-3.6 s (Ventura 2022, PMID 34755881)

_AROUND = 121  # frames
_RULE = RunRule(high=2.0, low=-1.5, merge=4)
_NOTHING = -9.0
_BLUR_S = 0.125  # a frame feels the spindle a little before it begins; of the half second, so much is taken off
_REASONS = 4


@dataclass(frozen=True, slots=True)
class SpindleFrames:
    """How each frame stands out.

    first : number of the first frame within its segment
    ratios : (4, n_rows, n_frames) float32: amplitude beside the 15 s around (×), and power beside 4-8 Hz, beside
        18-28 Hz and beside 30-46 Hz in the same frame
    points : (n_rows, n_frames) float32: their sum, see `points_of`; -9 where the row is too low
    """

    first: int
    ratios: npt.NDArray[np.float32]
    points: npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Spindle:
    """One burst, in any of the rows.

    start_s, stop_s : seconds from the segment's start
    rows : numbers of the rows in which it stands out
    ratios : (4,) as in `SpindleFrames`, where it stands out most
    points : of that frame
    """

    start_s: float
    stop_s: float
    rows: tuple[int, ...]
    ratios: tuple[float, ...]
    points: float


def points_of(ratios: npt.NDArray[np.floating]) -> npt.NDArray[np.floating]:
    """Return the (4, …) points of (4, …) ratios: octaves above an ordinary value, weighed and bounded.

    Weights and ordinary values were set on simulated studies (seeds 3101-3110) and looked at on one sleeping infant.
    """
    octaves = np.log2(np.maximum(ratios, 1e-3))
    ordinary = (math.log2(3.0), -0.7, 2.0, 5.0)
    bounds = ((-6, 6), (-3.3, 2.7), (-4, 2.5), (-6, 1))
    weights = (3.0, 1.5, 0.6, 0.4)
    return np.stack(
        [
            weight * np.clip(one - usual, *bound)
            for one, usual, bound, weight in zip(octaves, ordinary, bounds, weights, strict=True)
        ]
    )


def spindle_frames(data: npt.NDArray[np.floating], first: int, frames: tuple[int, int]) -> SpindleFrames:
    """Return how the frames `[frames[0], frames[1])` stand out in each row.

    Parameters
    ----------
    data : (n_rows, n_samples) µV at 128 Hz, from 0.5 Hz up, with 8 s more on both sides where the segment has them
    first : number of the first sample of `data` within its segment
    """
    from scipy.ndimage import median_filter

    low, powers = band_frames(data, first, GRID, BANDS_HZ)
    start, stop = max(frames[0], low), max(frames[0], min(frames[1], low + powers.shape[2]))
    slower, sigma, faster, muscle = np.nan_to_num(powers)
    amplitude_uv = np.sqrt(sigma)
    around_uv = median_filter(amplitude_uv, size=(1, _AROUND))
    wanted = slice(start - low, max(stop - low, start - low))
    ratios = np.stack(
        [amplitude_uv / np.maximum(around_uv, 0.1), *(sigma / np.maximum(x, 1e-3) for x in (slower, faster, muscle))]
    )[:, :, wanted]
    points = points_of(ratios).sum(axis=0)
    points[amplitude_uv[:, wanted] < LEAST_UV] = _NOTHING
    return SpindleFrames(start, ratios, points.astype(np.float32))


class SpindleFinder:
    """Spindles of one segment, from frames that follow each other; the same however these came in."""

    def __init__(self) -> None:
        self._finder: RunFinder | None = None
        self._base = 0  # frame number of the finder's value 0
        self._held: list[SpindleFrames] = []

    def add(self, frames: SpindleFrames) -> Iterator[Spindle]:
        """Take the frames that follow; give the spindles that are over."""
        if not frames.points.shape[1] or not len(frames.points):
            return
        if self._finder is None:
            self._finder, self._base = RunFinder(_RULE), frames.first
        self._held.append(frames)
        for first, stop in self._finder.add(frames.points.max(axis=0)):
            yield from self._spindle(first + self._base, stop + self._base)
        oldest = self._finder.oldest + self._base
        self._held = [part for part in self._held if part.first + part.points.shape[1] > oldest]

    def finish(self) -> Iterator[Spindle]:
        """Give the spindle that the segment's end cuts off; what comes next is another segment's."""
        if self._finder is not None:
            for first, stop in self._finder.finish():
                yield from self._spindle(first + self._base, stop + self._base)
        self._finder, self._held = None, []

    def _spindle(self, first: int, stop: int) -> Iterator[Spindle]:
        start_s, stop_s = GRID.centre_s(first) - _BLUR_S, GRID.centre_s(stop - 1) + _BLUR_S
        if not SHORTEST_S <= stop_s - start_s <= LONGEST_S:
            return
        parts = [part for part in self._held if part.first < stop and part.first + part.points.shape[1] > first]
        where = [slice(max(first - part.first, 0), stop - part.first) for part in parts]
        points = np.concatenate([part.points[:, one] for part, one in zip(parts, where, strict=True)], axis=1)
        ratios = np.concatenate([part.ratios[:, :, one] for part, one in zip(parts, where, strict=True)], axis=2)
        row, frame = np.unravel_index(int(np.argmax(points)), points.shape)
        rows = tuple(np.flatnonzero(points.max(axis=1) >= _RULE.high).tolist())
        peak = tuple(float(value) for value in ratios[:, row, frame])
        yield Spindle(start_s, stop_s, rows, peak, float(points[row, frame]))
