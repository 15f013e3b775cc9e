"""Find rhythms of one to three a second: muscle in bursts (chewing, sucking), slow waves (rocking, patting)."""

import math

import numpy as np
from artifact_signs import frames_of, rhythm
from joining import Kind, Moment

from eegview.plugin import bin_edges

FRAMES_HZ = 16.0
WINDOW_S = 6.0
REACH_S = 8.0  # of frames past the stretch: the longest window that begins in it
HOP_S = 2.0
SEARCHED_HZ = (0.6, 3.2)  # from lower than is meant, so that what is slower does not end up at the edge
SLOWEST_CHEWING_HZ = 0.95
SLOWEST_ROCKING_HZ = 0.85
TRIM_S = 1.0  # of each end of a window: half of what stands there may be outside the rhythm


def chewing(stretch, frames):
    """Return the windows in which muscle swells at one pace on several channels; `frames` of `frames_in`."""
    pace_hz, share, size_uv = rhythm(within(frames.rough), FRAMES_HZ, WINDOW_S, HOP_S, SEARCHED_HZ)
    shares, sizes_uv, leading = upper_third(share, size_uv)
    moments = []
    for k in np.flatnonzero((shares >= 0.5) & (sizes_uv >= 1.5) & (pace_hz >= SLOWEST_CHEWING_HZ)).tolist():
        measures = {"pace_hz": pace_hz[k], "share": shares[k], "size_uv": sizes_uv[k]}
        if sum(term[3] for term in _chewing_terms([measures], WINDOW_S)) > -0.5:
            moments.append(moment(CHEWING, stretch, k, [stretch.rows[row] for row in leading[:, k]], measures))
    return moments


def rocking(stretch, frames):
    """Return the windows in which slow waves go at one pace on several channels."""
    levels = within(against_each_other(frames.mean, stretch.rows))
    pace_hz, share, size_uv = rhythm(levels, FRAMES_HZ, WINDOW_S, HOP_S, SEARCHED_HZ, tilt=1.0)
    shares, sizes_uv, leading = upper_third(share, size_uv)
    moments = []
    for k in np.flatnonzero((shares >= 0.5) & (pace_hz >= SLOWEST_ROCKING_HZ)).tolist():
        measures = {"pace_hz": pace_hz[k], "share": shares[k], "size_uv": sizes_uv[k]}
        if sum(term[3] for term in _rocking_terms([measures], WINDOW_S)) > -0.5:
            moments.append(moment(ROCKING, stretch, k, [stretch.rows[row] for row in leading[:, k]], measures))
    return moments


def first_window_s(stretch):
    """Return where the stretch's first window begins: windows lie on one grid, wherever the recording is cut."""
    return math.ceil(stretch.span.start_s / HOP_S - 1e-6) * HOP_S


def frames_in(stretch):
    """Return the frames from the stretch's first window to as far as a window that begins in it reaches."""
    first_s = first_window_s(stretch)
    n_frames = max(round((stretch.span.stop_s - first_s + REACH_S) * FRAMES_HZ), 0)
    edges = bin_edges(stretch.start_s, stretch.rate_hz, stretch.data.shape[1], first_s, 1 / FRAMES_HZ, n_frames)
    return frames_of(stretch.data, edges)


def within(levels):
    """Return frames as far as windows of `WINDOW_S` that begin in the stretch reach."""
    return levels[:, : levels.shape[1] - round((REACH_S - WINDOW_S) * FRAMES_HZ)]


def against_each_other(levels, rows):
    """Return single electrodes against the median of all; rows that are differences already stay."""
    single = np.array(["-" not in name for name in rows])
    if single.sum() < 3:
        return levels
    out = levels.copy()
    part = levels[single]
    part = part - np.nan_to_num(np.median(np.nan_to_num(part), axis=0))
    out[single] = part
    return out


def upper_third(share, size_uv):
    """Return (n_windows,) mean share and size of the third of rows that lead, and which they are, strongest first."""
    third = max(1, len(share) // 3)
    leading = np.argsort(-share, axis=0, kind="stable")[:third]
    return (
        np.take_along_axis(share, leading, 0).mean(axis=0),
        np.take_along_axis(size_uv, leading, 0).mean(axis=0),
        leading,
    )


def moment(kind, stretch, window, rows, measures):
    """Return the moment that a window of a stretch is, its ends trimmed; `measures` is name -> value."""
    start_s = first_window_s(stretch) + window * HOP_S
    return Moment(
        kind, start_s + TRIM_S, start_s + WINDOW_S - TRIM_S, tuple(rows), {k: float(v) for k, v in measures.items()}
    )


def _chewing_terms(measures, duration_s):
    best = max(measures, key=lambda one: one["share"])
    return [
        (
            "chewing or sucking: share of EMG at one rhythm",
            100 * best["share"],
            "%",
            10 * (best["share"] - 0.6),
        ),
        ("pace", best["pace_hz"], "Hz", 0.0),
        ("modulation depth", best["size_uv"], "µV", 1.2 * min(2.0, math.log2(best["size_uv"] / 2.5))),
        ("duration", duration_s, "s", 0.8 * (min(2.0, math.log2(duration_s / 4)))),
    ]


def _rocking_terms(measures, duration_s):
    best = max(measures, key=lambda one: one["share"])
    return [
        (
            "rocking or patting: share of slow activity at one rhythm",
            100 * best["share"],
            "%",
            14 * (best["share"] - 0.7),
        ),
        ("pace", best["pace_hz"], "Hz", 0.0),
        ("size", best["size_uv"], "µV", 0.5 * min(2.0, math.log2(max(best["size_uv"], 1) / 20))),
        ("duration", duration_s, "s", 1.0 * (min(2.0, math.log2(duration_s / 4)) - 0.5)),
    ]


CHEWING = Kind("chewing or sucking", "", join_s=4.0, least_s=4.0, score=_chewing_terms)
ROCKING = Kind("rocking or patting", "rocking_patting", join_s=4.0, least_s=4.0, score=_rocking_terms)
