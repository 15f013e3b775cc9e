"""Measure the burst of muscle that comes with a wave: in limb EMG, or on the scalp."""

import math

import numpy as np
from eeg_tracks import STEP_HZ
from robust import median_known, place_of
from spasm_rolling import Rolling
from spasm_wave import Wave

MOST_LENGTH_S = 5.0
_OVER_REST = 0.5  # of a logarithm: a burst is over where it falls to so much above rest
_FOOT_SHARE = 0.6  # of its height: its foot, where an infant moves or cries on after it
_FALL_STEPS = 3  # a burst by itself falls that fast from there to rest
_SCALP_BURST = 1.0  # the same: a rise of scalp muscle that counts as one
_REST_S = (-60.0, 15.0)  # what a burst of limb EMG is compared with
_LEAST_MUSCLE = 0.05  # of a logarithm: even noise of an amplifier changes more from step to step
_TOP = 1.1  # of a logarithm under its peak: the burst itself
_LEAST_BURST = 0.9  # of a logarithm, for it to have a length


def limb_bursts(rolling: Rolling, onset: int) -> dict[str, float]:
    """Return what limb muscle does around the onset: ln of the best and weaker burst over rest, length, others.

    A lead that is not connected, or flat, is as good as none.

    onset : step, counted from `rolling.first`
    """
    first, stop = (max(onset + round(part_s * STEP_HZ), 0) for part_s in _REST_S)
    start = max(onset - 90, 0)
    base = onset - start
    low_near = max(base - 3, 0)
    overs = []
    for row in rolling.kept["emg"]:
        ordered = np.sort(row[first:stop])
        ordered = ordered[: len(ordered) - int(np.isnan(ordered).sum())]
        if len(ordered) and place_of(ordered, 0.9) - place_of(ordered, 0.1) > _LEAST_MUSCLE:
            rest = np.float32(0.5) * (ordered[(len(ordered) - 1) // 2] + ordered[len(ordered) // 2])
            overs.append(row[start : onset + 65] - rest)
    nears = [over[low_near : base + 11] for over in overs]
    if not nears or not len(nears[0]) or any(np.isnan(near).any() for near in nears):
        return {}
    peaks = [near.max() for near in nears]
    best = int(np.argmax(peaks))
    at = low_near + int(nears[best].argmax())
    least, over = float(peaks[best] - np.float32(_TOP)), overs[best].tolist()
    low = high = at
    while low > 0 and over[low - 1] > least:
        low -= 1
    while high < len(over) - 1 and over[high + 1] > least:
        high += 1
    length_s = (high - low + 1) / STEP_HZ if peaks[best] > _LEAST_BURST else math.nan
    return {
        "emg": float(peaks[best]),
        "emg_weaker": float(sorted(peaks)[-2]) if len(peaks) > 1 else float(peaks[best]),
        "emg_long": length_s,
        "emg_short": length_s,
        "emg_onset_s": (rolling.first + onset + low - base) / STEP_HZ,
        "emg_stop_s": (rolling.first + onset + _stop_of(overs[best], at) - base) / STEP_HZ,
    }


def scalp_stop_s(rolling: Rolling, wave: Wave) -> float:
    """Return where scalp muscle that rose with a wave is at rest again; where it did not rise, the after-wave's end."""
    muscle = rolling.kept["muscle"][0]
    onset = round(wave.onset_s * STEP_HZ) - rolling.first
    rest = median_known(muscle[max(onset - 80, 0) : max(onset - 5, 0)])
    over = np.nan_to_num(muscle[max(onset, 0) : onset + round((MOST_LENGTH_S + 1) * STEP_HZ)] - np.float32(rest))
    near = over[: round(1.5 * STEP_HZ)]
    if not len(near) or near.max() < _SCALP_BURST:
        return wave.after_s
    stop = _stop_of(over, int(near.argmax()))
    return max((rolling.first + max(onset, 0) + stop) / STEP_HZ, wave.after_s)


def _stop_of(over: np.ndarray, at: int) -> int:
    """Return where a burst with its peak at `at` is over: at rest + 0.5, or at its foot where muscle goes on after it.

    over : (n,) ln over rest
    """
    stop = _first_below(over, at, _OVER_REST)
    foot = _first_below(over, at, max(_FOOT_SHARE * float(over[at]), _OVER_REST))
    return stop if stop - foot <= _FALL_STEPS else foot + 1


def _first_below(over: np.ndarray, at: int, level: float) -> int:
    below = np.flatnonzero(~(over[at:] > level))
    return at + int(below[0]) if len(below) else len(over)
