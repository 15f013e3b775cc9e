"""Follow how strong rows are from frame to frame, and what is usual for them around each frame.

Arrays in, arrays out. A frame depends on its own samples only, so results do not depend on how a recording is cut.
"""

import math

import numba
import numpy as np
import numpy.typing as npt

Levels = npt.NDArray[np.float64]


def frame_levels(rows: npt.NDArray[np.floating], edges: npt.NDArray[np.int64]) -> tuple[Levels, Levels]:
    """Return the mean size and the mean step from sample to sample of each frame.

    Parameters
    ----------
    rows : (n_rows, n_samples) µV, without offset (filtered); NaN where samples are missing
    edges : (n_frames + 1,) int64, not descending, within 0 … n_samples; see `dsp.envelope.bin_edges`

    Returns
    -------
    size, step : (n_rows, n_frames) float64, µV; NaN where a frame has fewer than two samples or one that is missing
    """
    size = np.empty((len(rows), len(edges) - 1))
    step = np.empty_like(size)
    _levels(np.ascontiguousarray(rows), np.asarray(edges, np.int64), size, step)
    return size, step


def moving_mean(levels: Levels, n_frames: int) -> Levels:
    """Return the mean over the `n_frames` around each frame, (n_rows, n) float64; NaN where any is NaN or missing.

    With an even number the middle lies at the border between frame k - 1 and frame k.
    """
    out = np.full(levels.shape, np.nan)
    n = levels.shape[1]
    if n >= n_frames:
        windows = np.lib.stride_tricks.sliding_window_view(levels, n_frames, axis=1)
        first = n_frames // 2
        out[:, first : first + windows.shape[1]] = windows.mean(axis=2)
    return out


def usual_level(levels: Levels, half: int, every: int = 1) -> Levels:
    """Return the median over `half` frames to each side of each frame, the frame included.

    Parameters
    ----------
    levels : (n_rows, n) float64; NaN is left out
    every : use each `every`-th frame only, counted from the first, and hold what it gives until the next: the median
        of a long stretch needs no more

    Returns
    -------
    (n_rows, n) float64; NaN where fewer than a quarter of the frames looked at are there
    """
    thinned = np.ascontiguousarray(levels[:, ::every])
    out = np.empty_like(thinned)
    _usual(thinned, half // every, out)
    return np.repeat(out, every, axis=1)[:, : levels.shape[1]]


@numba.njit(cache=True, nogil=True)
def _levels(rows, edges, size, step):
    for r in range(rows.shape[0]):
        for frame in range(len(edges) - 1):
            first, stop = edges[frame], edges[frame + 1]
            total = 0.0
            for k in range(first, stop):
                total += abs(np.float64(rows[r, k]))
            steps = 0.0
            # the step into the frame belongs to it, so that frames side by side leave none out
            begin = first if first > 0 else 1
            for k in range(begin, stop):
                steps += abs(np.float64(rows[r, k]) - np.float64(rows[r, k - 1]))
            if stop - first < 2:
                size[r, frame] = step[r, frame] = math.nan
            else:
                size[r, frame] = total / (stop - first)
                step[r, frame] = steps / (stop - begin)


@numba.njit(cache=True, nogil=True)
def _usual(levels, half, out):
    n = levels.shape[1]
    kept = np.empty(2 * half + 1)
    for r in range(levels.shape[0]):
        for frame in range(n):
            count = 0
            for k in range(max(0, frame - half), min(n, frame + half + 1)):
                if levels[r, k] == levels[r, k]:
                    kept[count] = levels[r, k]
                    count += 1
            if 4 * count < 2 * half + 1:
                out[r, frame] = math.nan
                continue
            part = kept[:count]
            part.sort()
            out[r, frame] = 0.5 * (part[(count - 1) // 2] + part[count // 2])
