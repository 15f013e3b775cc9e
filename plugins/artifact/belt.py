"""Find rocking and patting: the EEG and the breathing belt move together, which brain and breath do not."""

import math

import numpy as np
from artifact_signs import frames_of
from joining import Kind, Moment
from rhythms import FRAMES_HZ, HOP_S, REACH_S, TRIM_S, against_each_other, first_window_s
from shared_motion import shared_motion

from eegview.plugin import bin_edges

WINDOW_S = REACH_S
SLOW_HZ, SLOW_TILTS, SLOW_USUAL = (0.8, 4.0), (1.0, 2.0), 0.24  # rocking; the share 1 % of other windows reach
QUICK_HZ, QUICK_TILTS, QUICK_USUAL = (0.8, 6.0), (1.5, 2.0), 0.12  # patting rings on after each pat
LEAST = 1.0  # of the usual: from here a window belongs to an event


def along_the_belt(stretch, frames):
    """Return the windows in which rows move along with a breathing belt."""
    levels = against_each_other(frames.mean, stretch.rows)
    moments = []
    for rate_hz, values in stretch.extra.values():
        belt = belt_levels(stretch, rate_hz, values, levels.shape[1])
        shares = [
            shared_motion(levels, belt, FRAMES_HZ, WINDOW_S, HOP_S, band_hz, tilts)
            for band_hz, tilts in ((SLOW_HZ, SLOW_TILTS), (QUICK_HZ, QUICK_TILTS))
        ]
        third = max(1, len(levels) // 3)
        slow, quick = (np.sort(share, axis=0)[-third:].mean(axis=0) for share in shares)
        strength = np.maximum(slow / SLOW_USUAL, quick / QUICK_USUAL)
        for k in np.flatnonzero(strength >= LEAST).tolist():
            leading = shares[0] if slow[k] / SLOW_USUAL >= quick[k] / QUICK_USUAL else shares[1]
            rows = np.argsort(-leading[:, k], kind="stable")[:third]
            start_s = first_window_s(stretch) + k * HOP_S
            measures = {"slow": float(slow[k]), "quick": float(quick[k]), "strength": float(strength[k])}
            names = tuple(stretch.rows[row] for row in rows)
            moments.append(Moment(ALONG, start_s + TRIM_S, start_s + WINDOW_S - TRIM_S, names, measures))
    return moments


def belt_levels(stretch, rate_hz, values, n_frames):
    """Return the belt's level in the frames of the EEG, (n_frames,) in its own unit; NaN where it is missing."""
    first_s = first_window_s(stretch)
    if rate_hz >= 2 * FRAMES_HZ:
        edges = bin_edges(stretch.start_s, rate_hz, len(values), first_s, 1 / FRAMES_HZ, n_frames)
        return frames_of(values[None], edges).mean[0]
    times_s = first_s + (np.arange(n_frames) + 0.5) / FRAMES_HZ
    return np.interp(times_s, stretch.start_s + np.arange(len(values)) / rate_hz, values, np.nan, np.nan)


def _along_terms(measures, duration_s):
    best = max(measures, key=lambda one: one["strength"])
    points = 4 * min(2.0, math.log2(best["strength"] / 1.4))
    is_slow = best["slow"] / SLOW_USUAL >= best["quick"] / QUICK_USUAL
    return [
        (
            "rocking or patting: slow activity correlated with the breathing belt, 0.8–4 Hz",
            100 * best["slow"],
            "%",
            points if is_slow else 0.0,
        ),
        ("faster activity correlated with it, up to 6 Hz", 100 * best["quick"], "%", 0.0 if is_slow else points),
        ("duration", duration_s, "s", min(0.9, math.log2(duration_s / 6)) - 0.4),
    ]


ALONG = Kind("with the belt", "rocking_patting", join_s=4.0, least_s=4.0, score=_along_terms)
