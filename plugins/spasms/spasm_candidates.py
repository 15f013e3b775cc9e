"""Find where slow waves stand out, and measure what is around them."""

import math
from dataclasses import dataclass, field

import numpy as np
import order_kernels
from eeg_tracks import SLOW_HZ, STEP_HZ, Sites, side_masks
from spasm_quiet import MuscleRange, brain_level, muscle_levels, quietness
from spasm_rolling import BLOCK_S, Rolling

SIDE_HANDICAP = 1.0  # z by which one hemisphere must exceed both together to be taken alone
LEAST_SALIENCE, LEAST_WITHOUT_EMG = 3.2, 2.4  # z, all added
APART_STEPS = 12
PEAK_OFF_S = 0.8
REACH_S = 7.2  # of tracks looked at after a candidate
_TEMPLATE_S = (-0.5, 0.9)
_WIDE_S = (-1.4, 2.0)
FOOT_LATE_S = 0.3  # the foot of a wave is found at a fifth of its height, and fast activity comes before it
FOOT_LATE_ALONE_S = 0.2  # where no muscle shows the start: what a person sees of it, the wave's own beginning
_DECREMENT, _BURST = 0.5, 1.0  # of a logarithm, to name an attenuation (by 40 %) and a burst
LEAST_LENGTH_S, MOST_LENGTH_S = 1.0, 5.0
_OVER_REST = 0.5  # of a logarithm: a burst is over where it falls to so much above rest
_FALL = 0.7  # the same: what it must come down by where muscle goes on after it, as in an infant that moves or cries
_SCALP_BURST = 1.0  # the same: a rise of scalp muscle that counts as one
_CLEAR = {"attenuation": 0.6, "spread": 3.0, "emg": 2.5}  # halving; far outside the usual; twelvefold
_PER_SLOW = round(SLOW_HZ / STEP_HZ)
_SMOOTHING = np.ones(5) / 5
_BURST_REST_S = (-60.0, 15.0)  # what a burst of limb EMG is compared with
_LEAST_MUSCLE = 0.05  # of a logarithm: even noise of an amplifier changes more from step to step
_LOSS_STEPS, _LOSS_SHARE = (8, 19), 1.3  # after the wave; how a loss counts beside a wave
_GONE_BEFORE = 0.4  # of a logarithm: so much weaker than in the 15 s before it may be just before a wave


@dataclass(slots=True, eq=False)
class Candidate:
    """A slow wave that stands out.

    step : of the recording, where it stands out most
    peak_s, onset_s, end_s : of its largest deflection, its foot, its end
    side : 0 both, 1 left, 2 right
    measured : by name, see `spasm_terms`
    template : (n_signals, n) waveform around the peak, of length 1 (25 Hz)
    wide : (n_signals, 85) float16 µV from 1.4 s before the peak to 2 s after it (25 Hz), to find its likes
    own_points : what its own terms add up to, before those of its surroundings
    """

    step: int
    peak_s: float
    onset_s: float
    end_s: float
    side: int
    measured: dict[str, float]
    template: np.ndarray
    wide: np.ndarray
    own_points: float = 0.0
    surroundings: dict[str, float] = field(default_factory=dict)

    @property
    def step_s(self) -> float:
        """Return the time of its step, by which candidates are in order; the peak is at most `PEAK_OFF_S` away."""
        return self.step / STEP_HZ

    def attributes(self) -> dict[str, str]:
        """Return answers to what the vocabulary asks about a spasm: what of its EEG was seen, in order of time."""
        seen = ["slow_wave"]
        if self.measured["attenuation"] >= _DECREMENT:
            seen.append("electrodecrement")
        if self.measured.get("emg", 0.0) >= _BURST:
            seen.insert(1, "emg")
        return {"correlates": "+".join(seen)}


def add_slow_track(rolling: Rolling, sites: Sites) -> None:
    """Keep the median over rows of the slow waves' z, for all rows and each side, with the other tracks."""
    ranges = rolling.unusual.get("ranges")
    if ranges is None:
        return
    known = rolling.unusual.get("slow")
    n_known = 0 if known is None else known.shape[1]
    new = np.ascontiguousarray(ranges[:, n_known:], np.float32)
    found = np.full((3, new.shape[1]), math.nan, np.float32)
    for number, chosen in enumerate(side_masks(sites.row_sides)):
        if chosen.any():
            order_kernels.medians(new, chosen, found[number])
    rolling.unusual["slow"] = found if known is None else np.concatenate([known, found], axis=1)


def find_peaks(rolling: Rolling, start: int, stop: int) -> list[tuple[int, int]]:
    """Return (step of the recording, side) where something like a spasm stands out most, steps in [start, stop)."""
    low = max(start - rolling.first - 6 * APART_STEPS, 0)
    high = min(stop - rolling.first + 6 * APART_STEPS, rolling.n_compared)
    if high - low < 5:
        return []
    smooth = _salience(rolling, low, high)
    salience = smooth.max(axis=0)
    found = []
    least = LEAST_SALIENCE if len(rolling.kept["emg"]) else LEAST_WITHOUT_EMG
    for k in np.flatnonzero(salience >= least).tolist():
        step = rolling.first + low + k
        around = salience[max(k - APART_STEPS, 0) : k + APART_STEPS + 1]
        before = salience[max(k - APART_STEPS, 0) : k]
        if start <= step < stop and salience[k] >= around.max() and not (before >= salience[k]).any():
            found.append((step, int(smooth[:, k].argmax())))
    return found


def _salience(rolling: Rolling, low: int, high: int) -> np.ndarray:
    """Return (3, high - low): slow wave and spread, a loss of faster activity after, a burst of muscle with it."""
    wave = np.nan_to_num(rolling.unusual["slow"][:, low:high] + rolling.unusual["spread"][:, low:high], nan=-9.0)
    wave[1:] -= 2 * SIDE_HANDICAP
    smooth = np.stack([np.convolve(row, _SMOOTHING, mode="same") for row in wave])
    loss = -np.nan_to_num(rolling.unusual["middle"][:, low:high])
    later = np.zeros_like(loss)
    n_after = _LOSS_STEPS[1] - _LOSS_STEPS[0]
    for row, out in zip(loss, later, strict=True):
        means = np.convolve(row, np.ones(n_after) / n_after, mode="valid")  # means[k] is over k … k + n_after
        n_known = max(len(means) - _LOSS_STEPS[0], 0)
        out[:n_known] = means[_LOSS_STEPS[0] :][:n_known]
    smooth += np.clip(_LOSS_SHARE * later, 0, 5)
    emg = rolling.unusual["emg"][:, low:high]
    if len(emg):
        burst = np.convolve(np.nan_to_num(emg).max(axis=0), _SMOOTHING, mode="same")
        smooth += 0.4 * np.clip(burst, 0, 8)
    return smooth


def measure(rolling: Rolling, sites: Sites, muscle: MuscleRange, step: int, side: int) -> Candidate:
    """Measure everything around one candidate: up to 7 s after it, and the minutes before the end of its block."""
    k = step - rolling.first
    wave = _wave(rolling, sites, k, side)
    onset_step = round((wave.onset_s - rolling.first / STEP_HZ) * STEP_HZ)
    block = round(BLOCK_S * STEP_HZ)
    measured = {
        "slow": _at(rolling.unusual["slow"][side], k, -7, 8, np.max),
        "spread": _at(rolling.unusual["spread"][side], k, -8, 9, np.max),
        "size": _at(np.nanmedian(rolling.kept["ranges"][:, max(k - 1, 0) : k + 2], axis=0), 1, -1, 2, np.mean)
        - math.log(100.0),
        "smooth": wave.roughness,
        "rhythm": wave.rhythm,
        "width": wave.width_s,
        "slow_long": _against_minutes(rolling, "level", side, step, (-7, 8)),
        "spread_long": _against_minutes(rolling, "spread", side, step, (-8, 9)),
        "stuck": _at(rolling.kept["stuck"][0], k, -8, 9, np.max),
        "quiet": quietness(
            muscle_levels(rolling.kept["muscle"][0], k),
            muscle.tenths((step // block + 1) * block),
            brain_level(rolling.kept["middle"][0], k),
        ),
    }
    measured |= _attenuation(rolling, step, side, wave.peak_s)
    measured |= _around(rolling, k, side)
    measured |= _bursts(rolling, onset_step)
    measured |= _together(measured) | {"no_loss": measured["attenuation"]}
    onset_s = wave.onset_s - (FOOT_LATE_S if "emg" in measured else FOOT_LATE_ALONE_S)
    has_burst = measured.get("emg", 0) > _BURST
    if has_burst:
        onset_s = min(onset_s, max(measured["emg_onset_s"], onset_s - 0.3))
    stop_s = measured["emg_stop_s"] if has_burst else _scalp_stop_s(rolling, wave)
    end_s = min(max(stop_s, onset_s + LEAST_LENGTH_S), onset_s + MOST_LENGTH_S)
    return Candidate(step, wave.peak_s, onset_s, end_s, side, measured, wave.template, wave.wide)


@dataclass(frozen=True, slots=True)
class _Wave:
    peak_s: float
    onset_s: float
    end_s: float
    after_s: float
    width_s: float
    roughness: float
    rhythm: float
    template: np.ndarray
    wide: np.ndarray


def _wave(rolling: Rolling, sites: Sites, k: int, side: int) -> _Wave:
    n_samples = rolling.slow.shape[1]
    centre = k * _PER_SLOW + _PER_SLOW // 2
    low, high = max(centre - 200, 0), min(centre + 200, n_samples)
    bad = rolling.slow_bad[:, max(k - 10, 0) : k + 11].any(axis=1)
    chosen = side_masks(sites.signal_sides)[side] & ~bad
    if chosen.sum() < 3:
        chosen = side_masks(sites.signal_sides)[side]
    waves = rolling.slow[:, low:high]
    waves = waves - np.median(waves[chosen], axis=0)
    spread = np.abs(waves[chosen]).mean(axis=0)
    inner = slice(max(centre - 35 - low, 0), centre + 36 - low)
    peak = inner.start + int(spread[inner].argmax())
    field_uv = waves[:, peak] * chosen
    strength = float((field_uv**2).sum()) + 1e-6
    along = (field_uv @ waves) / strength
    onset, end = peak, peak
    while onset > max(peak - 45, 0) and along[onset] > 0.2:
        onset -= 1
    while end < min(peak + 60, len(along) - 1) and along[end] > 0.2:
        end += 1
    after = _after_wave(along, end)
    onset = _first_deflection(along, onset)
    width_s = float((along[max(peak - 45, 0) : peak + 46] > 0.5).sum() / SLOW_HZ)
    near = waves[:, max(peak - 20, 0) : peak + 21] * chosen[:, None]
    start_s = rolling.first / STEP_HZ + low / SLOW_HZ
    return _Wave(
        start_s + peak / SLOW_HZ,
        start_s + onset / SLOW_HZ,
        start_s + end / SLOW_HZ,
        start_s + after / SLOW_HZ,
        width_s,
        _roughness(near, sites, chosen),
        _rhythm(waves[chosen]),
        _template(rolling.slow, low + peak, np.asarray(~bad)),
        _piece(rolling.slow, low + peak, np.asarray(~bad), _WIDE_S).astype(np.float16),
    )


def _first_deflection(along: np.ndarray, onset: int) -> int:
    """Return the foot of the deflection just before where that is nearly as large: then it began there."""
    start = max(onset - 40, 0)
    before = along[start : onset + 1]
    if not len(before) or before.min() > -0.55:
        return onset
    foot = start + int(before.argmin())
    while foot > max(onset - 55, 0) and along[foot] < -0.15:
        foot -= 1
    return foot


def _after_wave(along: np.ndarray, end: int) -> int:
    """Return the end of the deflection of the other sign that follows, where there is one; else `end`."""
    after = along[end : end + 40]
    if not len(after) or after.min() > -0.2:
        return end
    stop = end + int(after.argmin())
    while stop < len(along) - 1 and along[stop] < -0.2:
        stop += 1
    return stop


def _roughness(waves: np.ndarray, sites: Sites, chosen: np.ndarray) -> float:
    """Return how much neighbours differ against how much all differ: 1 = each electrode on its own, 0 = one field.

    NaN where the signals are differences already.
    """
    own = sites.second < 0
    used = chosen[sites.first] & chosen[sites.second]
    if own.all() or used.sum() < 3:
        return math.nan
    steps = waves[sites.first[used]] - waves[sites.second[used]]
    whole = waves[chosen] - waves[chosen].mean(axis=0)
    return float((steps**2).mean() / (2 * (whole**2).mean() + 1e-6))


def _rhythm(waves: np.ndarray) -> float:
    """Return how well 8 s around repeat themselves after 0.24-1.3 s: 1 = a metronome."""
    energy = float((waves**2).sum()) + 1e-6
    n_samples = waves.shape[1]
    lags = np.arange(4, 66, 2)
    repeats = np.array(
        [float((waves[:, :-lag] * waves[:, lag:]).sum()) * n_samples / (n_samples - lag) for lag in lags]
    )
    repeats /= energy
    dips = np.minimum.accumulate(repeats)
    return float(np.max(np.where(dips < 0.05, repeats, 0.0)))


def _template(slow: np.ndarray, peak: int, good: np.ndarray) -> np.ndarray:
    piece = _piece(slow, peak, good, _TEMPLATE_S)
    return (piece / (np.linalg.norm(piece) + 1e-6)).astype(np.float32)


def _piece(slow: np.ndarray, peak: int, good: np.ndarray, around_s: tuple[float, float]) -> np.ndarray:
    """Return (n_signals, n) µV against the mean of the signals, 25 Hz; rows that are not `good` are 0."""
    first, stop = peak + round(around_s[0] * SLOW_HZ), peak + round(around_s[1] * SLOW_HZ)
    numbers = np.clip(np.arange(first, stop, 2), 0, slow.shape[1] - 1)
    piece = slow[:, numbers] * good[:, None]
    return np.clip(piece - np.mean(piece, axis=0), -30000, 30000)


def _together(measured: dict[str, float]) -> dict[str, float]:
    """Return how far a burst is there at once with an attenuation or a wave: 1 = each as in a clear spasm."""
    loss, found = measured["attenuation"] / _CLEAR["attenuation"], {}
    if "emg" in measured:
        burst = measured["emg"] / _CLEAR["emg"]
        found["burst_and_loss"] = max(min(burst, loss), 0.0)
        # A startle shakes each electrode its own way; a spasm's wave is one field.
        one_field = (
            min(max((0.8 - measured["smooth"]) / 0.3, 0.0), 1.0) if measured["smooth"] == measured["smooth"] else 0.5
        )
        found["burst_and_wave"] = max(min(burst, measured["spread"] / _CLEAR["spread"]), 0.0) * one_field
    return found


def _at(track: np.ndarray, k: int, before: int, after: int, what) -> float:
    part = track[max(k + before, 0) : k + after]
    part = part[~np.isnan(part)]
    return float(what(part)) if len(part) else 0.0


def _against_minutes(rolling: Rolling, name: str, side: int, step: int, around: tuple[int, int]) -> float:
    """Return how far the highest value around a step is above the ten minutes before its block's end, in robust z."""
    middle, width = rolling.of_minutes(name, side, step)
    if math.isnan(middle):
        return 0.0
    return (_at(rolling.kept[name][side], step - rolling.first, *around, np.max) - middle) / max(width, 0.25)


def _attenuation(rolling: Rolling, step: int, side: int, peak_s: float) -> dict[str, float]:
    """Return ln of how much 5-13 Hz lost within a second that starts 0.6-2 s after the peak."""
    peak = round((peak_s - rolling.first / STEP_HZ) * STEP_HZ)
    middle = rolling.kept["middle"][side]
    before = _at(middle, peak, -150, -15, np.median)
    just_before = _at(middle, peak, -40, -10, np.mean)
    after = middle[peak + 5 : peak + 32]
    if len(after) < 10 or np.isnan(after).any():
        return {"attenuation": 0.0, "attenuation_now": 0.0, "attenuation_z": 0.0, "muscle_fell": 0.0}
    means = np.convolve(after, np.ones(10) / 10, mode="valid")
    lowest, at = float(means.min()), peak + 5 + int(means.argmin())
    before = min(before, just_before + _GONE_BEFORE)  # what had gone before the wave was not lost by it
    muscle = rolling.kept["muscle"][0]
    fell = _at(muscle, peak, -150, -15, np.median) - _at(muscle, at, 0, 10, np.mean)
    usual, width = rolling.of_minutes("middle", side, step)
    unusual = 0.0 if math.isnan(usual) else (usual - lowest) / max(width, 0.3)
    losses = {"attenuation": before - lowest, "attenuation_now": just_before - lowest, "attenuation_z": unusual}
    return losses | {"muscle_fell": fell}


def _around(rolling: Rolling, k: int, side: int) -> dict[str, float]:
    """Return how restless it is before and after, and how the slow wave stands against that."""
    slow = np.clip(np.nan_to_num(rolling.unusual["slow"][side]), 0, 5)
    muscle = rolling.unusual["muscle"][0]
    return {
        "before": _at(slow, k, -80, -18, np.mean),
        "after": _at(slow, k, 20, 70, np.mean),
        "spiky": _at(rolling.unusual["fast"].max(axis=0), k, -9, 3, np.max),
        "muscle_around": 0.5 * _at(np.clip(muscle, 0, 5), k, -80, -10, np.mean)
        + 0.5 * _at(np.clip(muscle, 0, 5), k, 25, 70, np.mean),
    }


def _bursts(rolling: Rolling, onset: int) -> dict[str, float]:
    """Return what limb muscle does around the onset: ln of the best and weaker burst over rest, length, others."""
    emg = rolling.kept["emg"]
    around = slice(*(max(onset + round(part_s * STEP_HZ), 0) for part_s in _BURST_REST_S))
    emg = emg[_alive(emg[:, around])]
    if not len(emg):
        return {}
    rest = np.nanmedian(emg[:, around], axis=1, keepdims=True)
    over = emg[:, max(onset - 90, 0) : onset + 65] - rest
    base = onset - max(onset - 90, 0)
    near = over[:, max(base - 3, 0) : base + 11]
    if not near.size or np.isnan(near).any():
        return {}
    peaks = near.max(axis=1)
    best = int(peaks.argmax())
    at = max(base - 3, 0) + int(near[best].argmax())
    low = high = at
    while low > 0 and over[best, low - 1] > peaks[best] - 1.1:
        low -= 1
    while high < over.shape[1] - 1 and over[best, high + 1] > peaks[best] - 1.1:
        high += 1
    stop = _burst_stop(over[best], at)
    length_s = (high - low + 1) / STEP_HZ if peaks[best] > 0.9 else math.nan
    return {
        "emg": float(peaks[best]),
        "emg_weaker": float(np.sort(peaks)[-2]) if len(peaks) > 1 else float(peaks[best]),
        "emg_long": length_s,
        "emg_short": length_s,
        "emg_onset_s": (rolling.first + onset + low - base) / STEP_HZ,
        "emg_stop_s": (rolling.first + onset + stop - base) / STEP_HZ,
    }


def _scalp_stop_s(rolling: Rolling, wave: _Wave) -> float:
    """Return where scalp muscle that rose with a wave is at rest again; where it did not rise, the after-wave's end."""
    muscle = rolling.kept["muscle"][0]
    onset = round(wave.onset_s * STEP_HZ) - rolling.first
    rest = _at(muscle, onset, -80, -5, np.median)
    over = np.nan_to_num(muscle[max(onset, 0) : onset + round((MOST_LENGTH_S + 1) * STEP_HZ)] - rest)
    near = over[: round(1.5 * STEP_HZ)]
    if not len(near) or near.max() < _SCALP_BURST:
        return wave.after_s
    stop = _burst_stop(over, int(near.argmax()))
    return max((rolling.first + max(onset, 0) + stop) / STEP_HZ, wave.after_s)


def _burst_stop(over: np.ndarray, at: int) -> int:
    """Return where a burst with its peak at `at` is over: at rest + 0.5, or where it has come down to what goes on.

    over : (n,) ln over rest
    """
    later = over[at + round(2.0 * STEP_HZ) : at + round(MOST_LENGTH_S * STEP_HZ)]
    goes_on = float(np.median(later)) if len(later) >= STEP_HZ else 0.0
    least = max(_OVER_REST, min(goes_on + _OVER_REST, float(over[at]) - _FALL))
    stop = at
    while stop < len(over) and over[stop] > least:
        stop += 1
    return stop


def _alive(emg: np.ndarray) -> np.ndarray:
    """Return which rows carry a signal: a lead that is not connected, or flat, is as good as none."""
    if not emg.size:
        return np.zeros(len(emg), bool)
    low, high = np.nanpercentile(emg, (10, 90), axis=1)
    return high - low > _LEAST_MUSCLE
