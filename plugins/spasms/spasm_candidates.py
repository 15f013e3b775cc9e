"""Find where slow waves stand out, and measure what is around them."""

import math
from dataclasses import dataclass, field

import numpy as np
import order_kernels
from eeg_tracks import STEP_HZ, Sites, side_masks
from robust import highest_known, mean_known, median_known
from spasm_bursts import MOST_LENGTH_S, limb_bursts, scalp_stop_s
from spasm_quiet import MuscleRange, brain_level, muscle_levels, quietness
from spasm_rolling import BLOCK_S, Rolling
from spasm_wave import wave_at

SIDE_HANDICAP = 1.0  # z by which one hemisphere must exceed both together to be taken alone
LEAST_SALIENCE, LEAST_WITHOUT_EMG = 3.2, 2.4  # z, all added
APART_STEPS = 12
PEAK_OFF_S = 0.8
REACH_S = 7.2  # of tracks looked at after a candidate
FOOT_LATE_S = 0.3  # the foot of a wave is found at a fifth of its height, and fast activity comes before it
FOOT_LATE_ALONE_S = 0.2  # where no muscle shows the start: what a person sees of it, the wave's own beginning
_DECREMENT, _BURST = 0.5, 1.0  # of a logarithm, to name an attenuation (by 40 %) and a burst
LEAST_LENGTH_S = 1.0
_CLEAR = {"attenuation": 0.6, "spread": 3.0, "emg": 2.5}  # halving; far outside the usual; twelvefold
_SMOOTHING = np.ones(5) / 5
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
    wave = wave_at(rolling, sites, k, side)
    onset_step = round((wave.onset_s - rolling.first / STEP_HZ) * STEP_HZ)
    block = round(BLOCK_S * STEP_HZ)
    measured = {
        "slow": highest_known(_piece(rolling.unusual["slow"][side], k, -7, 8)),
        "spread": highest_known(_piece(rolling.unusual["spread"][side], k, -8, 9)),
        "size": _size(rolling.kept["ranges"][:, max(k - 1, 0) : k + 2]) - math.log(100.0),
        "smooth": wave.roughness,
        "rhythm": wave.rhythm,
        "width": wave.width_s,
        "slow_long": _against_minutes(rolling, "level", side, step, (-7, 8)),
        "spread_long": _against_minutes(rolling, "spread", side, step, (-8, 9)),
        "stuck": highest_known(_piece(rolling.kept["stuck"][0], k, -8, 9)),
        "quiet": quietness(
            muscle_levels(rolling.kept["muscle"][0], k),
            muscle.tenths((step // block + 1) * block),
            brain_level(rolling.kept["middle"][0], k),
        ),
    }
    measured |= _attenuation(rolling, step, side, wave.peak_s)
    measured |= _around(rolling, k, side)
    measured |= limb_bursts(rolling, onset_step)
    measured |= _together(measured) | {"no_loss": measured["attenuation"]}
    onset_s = wave.onset_s - (FOOT_LATE_S if "emg" in measured else FOOT_LATE_ALONE_S)
    has_burst = measured.get("emg", 0) > _BURST
    if has_burst:
        onset_s = min(onset_s, max(measured["emg_onset_s"], onset_s - 0.3))
    stop_s = measured["emg_stop_s"] if has_burst else scalp_stop_s(rolling, wave)
    end_s = min(max(stop_s, onset_s + LEAST_LENGTH_S), onset_s + MOST_LENGTH_S)
    return Candidate(step, wave.peak_s, onset_s, end_s, side, measured, wave.template, wave.wide)


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


def _size(ranges: np.ndarray) -> float:
    """Return the mean over a few steps of the median over rows."""
    found = np.empty(ranges.shape[1], np.float32)
    order_kernels.medians(np.ascontiguousarray(ranges), np.ones(len(ranges), bool), found)
    return mean_known(found)


def _piece(track: np.ndarray, k: int, before: int, after: int) -> np.ndarray:
    return track[max(k + before, 0) : max(k + after, 0)]


def _against_minutes(rolling: Rolling, name: str, side: int, step: int, around: tuple[int, int]) -> float:
    """Return how far the highest value around a step is above the ten minutes before its block's end, in robust z."""
    middle, width = rolling.of_minutes(name, side, step)
    if math.isnan(middle):
        return 0.0
    return (highest_known(_piece(rolling.kept[name][side], step - rolling.first, *around)) - middle) / max(width, 0.25)


def _attenuation(rolling: Rolling, step: int, side: int, peak_s: float) -> dict[str, float]:
    """Return ln of how much 5-13 Hz lost within a second that starts 0.6-2 s after the peak."""
    peak = round((peak_s - rolling.first / STEP_HZ) * STEP_HZ)
    middle = rolling.kept["middle"][side]
    resting, just_before = _piece(middle, peak, -150, -15), _piece(middle, peak, -40, -10)
    after = middle[peak + 5 : peak + 32]
    if len(after) < 10 or np.isnan(after).any() or np.isnan(resting).all() or np.isnan(just_before).all():
        return {"attenuation": 0.0, "attenuation_now": 0.0, "attenuation_z": 0.0, "muscle_fell": 0.0}
    means = np.convolve(after, np.ones(10) / 10, mode="valid")
    lowest, at = float(means.min()), peak + 5 + int(means.argmin())
    just_before = mean_known(just_before)
    before = min(median_known(resting), just_before + _GONE_BEFORE)  # what had gone before it was not lost by the wave
    muscle = rolling.kept["muscle"][0]
    fell = median_known(_piece(muscle, peak, -150, -15)) - mean_known(_piece(muscle, at, 0, 10))
    usual, width = rolling.of_minutes("middle", side, step)
    unusual = 0.0 if math.isnan(usual) else (usual - lowest) / max(width, 0.3)
    losses = {"attenuation": before - lowest, "attenuation_now": just_before - lowest, "attenuation_z": unusual}
    return losses | {"muscle_fell": fell}


def _around(rolling: Rolling, k: int, side: int) -> dict[str, float]:
    """Return how restless it is before and after, and how the slow wave stands against that."""
    slow, muscle = rolling.unusual["slow"][side], rolling.unusual["muscle"][0]
    before, after = np.fmax(_piece(slow, k, -80, -18), 0), np.fmax(_piece(slow, k, 20, 70), 0)  # NaN is as 0
    muscle_before, muscle_after = (np.maximum(_piece(muscle, k, *span), 0) for span in ((-80, -10), (25, 70)))
    return {
        "before": mean_known(np.minimum(before, 5)),
        "after": mean_known(np.minimum(after, 5)),
        "spiky": highest_known(rolling.unusual["fast"][:, max(k - 9, 0) : k + 3].max(axis=0)),
        "muscle_around": 0.5 * mean_known(np.minimum(muscle_before, 5)) + 0.5 * mean_known(np.minimum(muscle_after, 5)),
    }
