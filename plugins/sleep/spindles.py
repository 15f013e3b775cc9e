"""Find bursts of 11-16 Hz in single rows, as sleep spindles are: how frames stand out, where bursts begin and end."""

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from short_spectra import FrameGrid, band_frames

from eegview.plugin import RunFinder, RunRule

RATE_HZ = 128.0
GRID = FrameGrid(RATE_HZ, 64, 16)  # half a second, eight a second
BANDS_HZ = ((3.5, 8.5), (11.5, 15.0), (17.5, 28.5), (29.5, 46.5))  # by bins of 2 Hz, each 2-3 bins wide
MARGIN_S = 8.0  # to each side: a frame is compared with the 15 s around it
LEAST_UV = 5.0  # rms
SHORTEST_S, LONGEST_S = 0.7, 12.0  # in healthy infants of 4-5 months mostly 2.6-3.6 s (Ventura 2022, PMID 34755881)
JOINED_S = 1.5  # bursts closer than that are one spindle, which waxes and wanes

_AROUND = 121  # frames
_RULE = RunRule(high=2.0, low=-1.5, merge=4)
_SHORTEST_BURST_S = 0.5
_NOTHING = -9.0
_BLUR_S = 0.125  # a frame feels the spindle a little before it begins; of the half second, so much is taken off
_REASONS = 4


@dataclass(frozen=True, slots=True)
class SpindleFrames:
    """The frames of a stretch, and how each stands out.

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
    """A burst in any of the rows, or several with short pauses.

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
    """The spindles of one segment, found in frames that follow each other; the same however these came in."""

    def __init__(self) -> None:
        self._finder: RunFinder | None = None
        self._base = 0  # frame number of the finder's value 0
        self._held: list[SpindleFrames] = []
        self._open: Spindle | None = None  # the next burst may still belong to it

    def add(self, frames: SpindleFrames) -> Iterator[Spindle]:
        """Take the frames that follow; give the spindles that are over."""
        if not frames.points.shape[1] or not len(frames.points):
            return
        if self._finder is None:
            self._finder, self._base = RunFinder(_RULE), frames.first
        self._held.append(frames)
        for first, stop in self._finder.add(frames.points.max(axis=0)):
            yield from self._burst(first + self._base, stop + self._base)
        oldest = self._finder.oldest + self._base
        if self._open and GRID.centre_s(oldest) - _BLUR_S - self._open.stop_s >= JOINED_S:
            yield from self._close()
        self._held = [part for part in self._held if part.first + part.points.shape[1] > oldest]

    def finish(self) -> Iterator[Spindle]:
        """Give the spindle that the segment's end cuts off; what comes next is another segment's."""
        if self._finder is not None:
            for first, stop in self._finder.finish():
                yield from self._burst(first + self._base, stop + self._base)
        yield from self._close()
        self._finder, self._held = None, []

    def _burst(self, first: int, stop: int) -> Iterator[Spindle]:
        """Take a burst: it goes on with the spindle before it, or ends that one and begins another."""
        start_s, stop_s = GRID.centre_s(first) - _BLUR_S, GRID.centre_s(stop - 1) + _BLUR_S
        if stop_s - start_s < _SHORTEST_BURST_S:
            return
        parts = [part for part in self._held if part.first < stop and part.first + part.points.shape[1] > first]
        where = [slice(max(first - part.first, 0), stop - part.first) for part in parts]
        points = np.concatenate([part.points[:, one] for part, one in zip(parts, where, strict=True)], axis=1)
        ratios = np.concatenate([part.ratios[:, :, one] for part, one in zip(parts, where, strict=True)], axis=2)
        row, frame = np.unravel_index(int(np.argmax(points)), points.shape)
        rows = tuple(np.flatnonzero(points.max(axis=1) >= _RULE.high).tolist())
        peak = tuple(float(value) for value in ratios[:, row, frame])
        burst = Spindle(start_s, stop_s, rows, peak, float(points[row, frame]))
        if self._open and start_s - self._open.stop_s < JOINED_S:
            self._open = joined(self._open, burst)
        else:
            yield from self._close()
            self._open = burst

    def _close(self) -> Iterator[Spindle]:
        found, self._open = self._open, None
        if found and SHORTEST_S <= found.stop_s - found.start_s <= LONGEST_S:
            yield found


def joined(one: Spindle, next_one: Spindle) -> Spindle:
    """Return two bursts as one spindle, with the rows of both and the measures of the clearer."""
    clearer = max(one, next_one, key=lambda burst: burst.points)
    rows = tuple(sorted({*one.rows, *next_one.rows}))
    return Spindle(one.start_s, next_one.stop_s, rows, clearer.ratios, clearer.points)
