"""Compiled kernels of one candidate's wave: its field, its ends, how smooth and how rhythmic it is."""

import math

import numba
import numpy as np

_jit = numba.njit(cache=True, nogil=True)
_sum = numba.njit(cache=True, nogil=True, fastmath={"reassoc", "contract"})  # sums may be vectorised


@_jit
def widest(waves, middles, chosen, first, stop):
    """Take `middles` from the waves and return where in [first, stop) the chosen rows are furthest from 0."""
    spread, n_chosen = np.zeros(waves.shape[1], np.float32), 0
    for r in range(waves.shape[0]):
        row = waves[r]
        for k in range(len(middles)):
            row[k] -= middles[k]
        if chosen[r]:
            n_chosen += 1
            for k in range(len(middles)):
                spread[k] += abs(row[k])
    spread /= np.float32(n_chosen)
    return first + np.argmax(spread[first:stop])


@_sum
def along_field(waves, chosen, peak, along):
    """Set along[k] to how much of the field at `peak` over the chosen rows is there at sample k: 1 at the peak."""
    strength = np.float32(0.0)
    along[:] = np.float32(0.0)
    for r in range(waves.shape[0]):
        if chosen[r]:
            row, weight = waves[r], waves[r, peak]
            strength += weight * weight
            for k in range(len(along)):
                along[k] += weight * row[k]
    strength += np.float32(1e-6)
    for k in range(len(along)):
        along[k] /= strength


@_jit
def ends(along, peak):
    """Return where a wave begins, ends, and where what follows it ends, and for how many samples it is half as large.

    A deflection of the other sign just before that is nearly as large, or one that follows, belongs to it.
    """
    onset = end = peak
    while onset > max(peak - 45, 0) and along[onset] > np.float32(0.2):
        onset -= 1
    while end < min(peak + 60, len(along) - 1) and along[end] > np.float32(0.2):
        end += 1
    after, follows = end, along[end : end + 40]
    if len(follows) and follows.min() <= np.float32(-0.2):
        after = end + np.argmin(follows)
        while after < len(along) - 1 and along[after] < np.float32(-0.2):
            after += 1
    start = max(onset - 40, 0)
    before = along[start : onset + 1]
    if len(before) and before.min() <= np.float32(-0.55):
        foot = start + np.argmin(before)
        while foot > max(onset - 55, 0) and along[foot] < np.float32(-0.15):
            foot -= 1
        onset = foot
    n_wide = 0
    for k in range(max(peak - 45, 0), min(peak + 46, len(along))):
        n_wide += along[k] > np.float32(0.5)
    return onset, end, after, n_wide


@_sum
def roughness(waves, chosen, first, second, start, stop):
    """Return how much neighbours differ against how much all differ, over samples [start, stop); NaN: too few of them.

    first, second : (n_rows,) numbers of neighbours; second -1 = none, the signal is a difference already
    """
    steps, whole = 0.0, 0.0
    n_steps, n_chosen = 0, 0
    for i in range(len(first)):
        if second[i] >= 0 and chosen[first[i]] and chosen[second[i]]:
            a, b = waves[first[i], start:stop], waves[second[i], start:stop]
            total = np.float32(0.0)
            for k in range(stop - start):
                total += (a[k] - b[k]) * (a[k] - b[k])
            steps += total
            n_steps += 1
    if n_steps < 3:
        return math.nan
    mean = np.zeros(stop - start, np.float32)
    for r in range(waves.shape[0]):
        if chosen[r]:
            mean += waves[r, start:stop]
            n_chosen += 1
    mean /= np.float32(n_chosen)
    for r in range(waves.shape[0]):
        if chosen[r]:
            row, total = waves[r, start:stop], np.float32(0.0)
            for k in range(stop - start):
                total += (row[k] - mean[k]) * (row[k] - mean[k])
            whole += total
    n_samples = stop - start
    return (steps / (n_steps * n_samples)) / (2 * whole / (n_chosen * n_samples) + 1e-6)


@_sum
def rhythm(waves, chosen):
    """Return how well the chosen rows repeat themselves after 0.24-1.3 s (at 50 Hz): 1 = a metronome."""
    n_samples = waves.shape[1]
    energy, lowest, best = 1e-6, math.inf, -math.inf
    for r in range(waves.shape[0]):
        if chosen[r]:
            row, total = waves[r], np.float32(0.0)
            for k in range(n_samples):
                total += row[k] * row[k]
            energy += total
    for lag in range(4, 66, 2):
        repeats = 0.0
        for r in range(waves.shape[0]):
            if chosen[r]:
                row, later, total = waves[r], waves[r, lag:], np.float32(0.0)
                for k in range(len(later)):
                    total += row[k] * later[k]
                repeats += total
        repeats *= n_samples / (n_samples - lag) / energy
        lowest = min(lowest, repeats)
        best = max(best, repeats if lowest < 0.05 else 0.0)
    return best


@_jit
def lay_out(slow, start, good, piece):
    """Set `piece` to every second sample of `slow` from `start` on, against the mean of the signals; edges held.

    good : (n_signals,) bool, others count as 0
    """
    n_rows, n_samples = slow.shape
    for i in range(piece.shape[1]):
        at = min(max(start + 2 * i, 0), n_samples - 1)
        mean = np.float32(0.0)
        for r in range(n_rows):
            piece[r, i] = slow[r, at] if good[r] else np.float32(0.0)
            mean += piece[r, i]
        mean /= np.float32(n_rows)
        for r in range(n_rows):
            piece[r, i] = min(max(piece[r, i] - mean, np.float32(-30000)), np.float32(30000))
