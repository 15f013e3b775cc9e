"""Simulate heart, breathing, resting muscle and eyes, which are recorded beside the EEG all the time."""

from dataclasses import dataclass

import numpy as np

from eegview.model.recording import Samples
from eegview.simulate.plan import StudyPlan
from eegview.simulate.seeds import Stream, random_stream
from eegview.simulate.tone import tone_knots

_HEART_FACTOR = {"W": 1.06, "N1": 1.0, "N2": 0.95, "N3": 0.92, "R": 1.0}
# movements that quicken the heart as a spasm does, so that a quicker heart does not tell one by itself
_HEART_MOVES = ("movement", "arousal_movement", "clipping", "startle", "shuddering", "tonic_stretch")
_BREATH_FACTOR = {"W": 1.15, "N1": 1.0, "N2": 0.92, "N3": 0.88, "R": 1.08}
_DELTOID_REST_UV = {"W": 5.0, "N1": 2.2, "N2": 1.6, "N3": 1.4, "R": 0.9}
# (centre in ms from the R peak, width in ms, size) of P, Q, R, S and T in an infant's lead
_ECG_WAVES = ((-85, 14, 0.12), (-14, 5, -0.10), (0, 6.5, 1.0), (15, 6, -0.28), (135, 26, 0.24))


@dataclass(frozen=True, slots=True, eq=False)
class Body:
    """Rhythms of the whole study, at knots one second apart (float64, 8 bytes a second each).

    beats_s : times of all R peaks
    breath_cycles : breaths taken up to each knot
    breath_size : depth at each knot
    deltoid_rest_uv : resting muscle of the limbs at each knot
    scalp_tone_uv : (4, n_knots) float32, resting muscle of each group on the scalp
    """

    ecg_uv: float
    beats_s: np.ndarray
    breath_cycles: np.ndarray
    breath_size: np.ndarray
    deltoid_rest_uv: np.ndarray
    scalp_tone_uv: np.ndarray


def make_body(plan: StudyPlan) -> Body:
    """Lay out heart beats and breaths; both follow the state; the heart quickens after a spasm and with an arousal."""
    rng = random_stream(plan.seed, Stream.BODY)
    knots_s = np.arange(int(plan.duration_s) + 3, dtype=float)
    names = [plan.stages[index].name for index in plan.stage_at(knots_s)]

    def follow(table: dict[str, float], smooth_s: int) -> np.ndarray:
        padded = np.pad(np.array([table[name] for name in names]), smooth_s, mode="edge")
        return np.convolve(padded, np.ones(2 * smooth_s + 1) / (2 * smooth_s + 1), mode="valid")

    def wander(size: float, smooth_s: int) -> np.ndarray:
        noise = rng.normal(0, 1, len(knots_s) + smooth_s - 1)
        return size * np.convolve(noise, np.ones(smooth_s) / np.sqrt(smooth_s), mode="valid")

    heart_per_min = plan.patient.heart_rate_per_min * follow(_HEART_FACTOR, 10) + wander(2.5, 9)
    for spasm in plan.spasms:
        after_s = knots_s - spasm.onset_s
        near = (after_s > 0) & (after_s < 40)
        heart_per_min[near] += 14 * spasm.intensity * np.exp(-after_s[near] / 9) * (1 - np.exp(-after_s[near] / 1.5))
    for arousal in (event for event in plan.sleep_events if event.kind == "arousal"):
        after_s = knots_s - arousal.span.start_s
        near = (after_s > 0) & (after_s < 60)
        fall = np.exp(-np.maximum(after_s[near] - 0.5 * arousal.span.duration_s, 0) / 7)
        heart_per_min[near] += 13 * min(arousal.strength, 2.0) * (1 - np.exp(-after_s[near] / 2.5)) * fall
    for event in (event for event in plan.disturbances if event.kind in _HEART_MOVES):
        after_s = knots_s - event.span.start_s
        near = (after_s > 0) & (after_s < event.span.duration_s + 40)
        fall = np.exp(-np.maximum(after_s[near] - event.span.duration_s, 0) / 8)
        heart_per_min[near] += 9 * min(event.strength, 2.0) * (1 - np.exp(-after_s[near] / 2.0)) * fall
    breath_hz = plan.patient.breaths_per_min / 60 * follow(_BREATH_FACTOR, 10) * np.exp(wander(0.1, 5))
    breath_cycles = np.concatenate([[0.0], np.cumsum(breath_hz[:-1])])
    heart_hz = np.clip(heart_per_min + 3 * np.sin(2 * np.pi * breath_cycles), 80, 210) / 60
    heart_cycles = np.concatenate([[0.0], np.cumsum(heart_hz[:-1])])
    beats = np.arange(1, int(heart_cycles[-1]))
    return Body(
        ecg_uv=float(rng.uniform(500, 1100)),
        beats_s=np.interp(beats, heart_cycles, knots_s),
        breath_cycles=breath_cycles,
        breath_size=np.exp(wander(0.15, 6)),
        deltoid_rest_uv=follow(_DELTOID_REST_UV, 4),
        scalp_tone_uv=tone_knots(plan, names),
    )


def ecg(body: Body, times_s: np.ndarray) -> Samples:
    """Return the ECG, (n,) µV, as seen between the two chest electrodes."""
    if not len(times_s):
        return np.zeros(0, np.float32)
    first, last = np.searchsorted(body.beats_s, (times_s[0] - 1, times_s[-1] + 1))
    trace = np.zeros(len(times_s), np.float32)
    for beat_s in body.beats_s[first:last]:
        start, stop = np.searchsorted(times_s, (beat_s - 0.16, beat_s + 0.26))
        since_ms = (times_s[start:stop] - beat_s) * 1000
        for centre_ms, width_ms, size in _ECG_WAVES:
            trace[start:stop] += size * np.exp(-0.5 * ((since_ms - centre_ms) / width_ms) ** 2)
    return body.ecg_uv * trace


def at_knots(values: np.ndarray, times_s: np.ndarray) -> np.ndarray:
    """Return values given once a second at any time."""
    first = max(int(times_s[0]) - 1, 0)
    last = int(times_s[-1]) + 3
    return np.interp(times_s, np.arange(first, first + len(values[first:last])), values[first:last])


def breathing(body: Body, times_s: np.ndarray) -> Samples:
    """Return the chest's movement, (n,), about ±1: a quicker rise than fall."""
    phase = 2 * np.pi * at_knots(body.breath_cycles, times_s)
    wave = np.sin(phase + 0.35 * np.sin(phase))
    return (wave * at_knots(body.breath_size, times_s)).astype(np.float32)
