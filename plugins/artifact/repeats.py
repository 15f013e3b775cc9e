"""Find clipping and flat channels: values that repeat."""

import math

import numpy as np
from artifact_signs import equal_runs, frames_of
from joining import Kind, Moment

from eegview.plugin import bin_edges, runs_of

LEAST_AWAY_UV = 250.0  # from the row's usual level: nearer, a repeat is a flat piece, not the end of the range
FLAT_FRAME_S = 0.25
FLAT_UV = 0.3  # peak to peak


def clipped(stretch):
    """Return the moments at which a channel stays at one extreme value for three samples or more."""
    rate_hz, data = stretch.rate_hz, stretch.data
    with np.errstate(all="ignore"):
        level = np.nan_to_num(np.nanmedian(data[:, :: max(1, round(rate_hz / 8))], axis=1))
    moments, around = [], round(10 * rate_hz)
    for row, first, stop in equal_runs(data, 3).tolist():
        value = float(data[row, first])
        away_uv = abs(value - level[row])
        start_s = stretch.start_s + first / rate_hz
        if not away_uv >= LEAST_AWAY_UV or not stretch.span.start_s <= start_s < stretch.span.stop_s:
            continue
        near = data[row, max(0, first - around) : stop + around]
        limit = np.nanmax(near) if value > level[row] else np.nanmin(near)
        if abs(limit - value) > 0.002 * away_uv:
            continue
        measures = {"samples": float(stop - first), "away_uv": away_uv}
        name = stretch.rows[row]
        moments.append(Moment(CLIPPING, start_s, stretch.start_s + stop / rate_hz, (name,), measures))
    return moments


def flat(stretch, clips):
    """Return the moments at which channels do not change; where most do not, it is one moment of all of them."""
    start_s = math.ceil(stretch.span.start_s / FLAT_FRAME_S - 1e-6) * FLAT_FRAME_S  # frames lie on one grid
    n_frames = max(0, math.ceil((stretch.span.stop_s - start_s) / FLAT_FRAME_S - 1e-6))
    edges = bin_edges(stretch.start_s, stretch.rate_hz, stretch.data.shape[1], start_s, FLAT_FRAME_S, n_frames)
    frames = frames_of(stretch.data, edges)
    is_flat = frames.high - frames.low <= FLAT_UV
    for clip in clips:
        row = stretch.rows.index(clip.rows[0])
        low, high = ((time_s - start_s) / FLAT_FRAME_S for time_s in (clip.start_s, clip.stop_s))
        is_flat[row, max(0, int(low)) : math.ceil(high) + 1] = False
    together = is_flat.sum(axis=0) > max(1, len(is_flat) / 2)
    moments = [_flat_moment(stretch, start_s, first, stop, (), "all") for first, stop in runs_of(together)]
    for row in np.flatnonzero(is_flat.any(axis=1)).tolist():
        name = stretch.rows[row]
        moments += [_flat_moment(stretch, start_s, a, b, (name,), name) for a, b in runs_of(is_flat[row] & ~together)]
    return moments


def _flat_moment(stretch, start_s, first, stop, rows, key):
    return Moment(
        FLAT, start_s + first * FLAT_FRAME_S, min(start_s + stop * FLAT_FRAME_S, stretch.span.stop_s), rows, {}, key
    )


def _clipping_terms(measures, _duration_s):
    longest = max(one["samples"] for one in measures)
    away_uv = max(one["away_uv"] for one in measures)
    return [
        ("clipping: samples in a row at one extreme value", longest, "", min(4.0, 2 * (math.log2(longest) - 2.2))),
        ("number of times", len(measures), "", min(2.0, 0.7 * math.log2(len(measures)))),
        ("distance from the channel's usual level", away_uv, "µV", min(2.0, math.log2(away_uv / 500))),
    ]


def _flat_terms(_measures, duration_s):
    return [("flat: duration without change", duration_s, "s", min(5.0, 2 * math.log2(duration_s / 1.5)))]


CLIPPING = Kind("clipping", "", join_s=2.0, least_s=0.0, score=_clipping_terms)
FLAT = Kind("flat", "", join_s=0.5, least_s=2.0, score=_flat_terms)
