"""Waveforms of movements that look like spasms but have no ictal EEG: startle, sleep myoclonus, hiccups and others."""

from dataclasses import dataclass

import numpy as np

from eegview.simulate.canvas import Canvas
from eegview.simulate.head import ELECTRODES, POSITIONS, electrode_index, spread
from eegview.simulate.plan import Disturbance
from eegview.simulate.spasms import diamond


def add_startle(canvas: Canvas, event: Disturbance, rng: np.random.Generator) -> None:
    """Add a startle (Moro): both arms at once, steep start; some shake electrodes so that it looks like a slow wave."""
    length_s = event.span.duration_s
    arms_uv = rng.uniform(60, 200, 2) * event.strength
    peak_share = float(rng.uniform(0.08, 0.45))
    shakes_head = rng.random() < 0.6
    sizes_uv = rng.normal(0, 70, len(ELECTRODES)) * event.strength * shakes_head
    whole_uv = float(rng.normal(0, 60)) * shakes_head  # a common part, as when the reference moves
    width_s = float(rng.uniform(0.15, 0.4))
    found = canvas.window(event.span.start_s, length_s + 1.0)
    if found is None:
        return
    where, since_s = found
    burst = diamond(since_s, length_s, peak_share)
    canvas.emg_uv[:, where] += np.outer(arms_uv, burst).astype(np.float32)
    canvas.muscle_uv[:, where] += (10 * event.strength * burst).astype(np.float32)
    wave = np.exp(-0.5 * ((since_s - 1.2 * width_s) / (0.5 * width_s)) ** 2)
    wave -= 0.5 * np.exp(-0.5 * ((since_s - 2.6 * width_s) / (0.7 * width_s)) ** 2)
    wave *= np.clip(since_s / 0.05, 0, 1)
    canvas.eeg[:, where] += np.outer(sizes_uv + whole_uv, wave).astype(np.float32)
    canvas.respiration[where] += (0.8 * burst).astype(np.float32)


@dataclass(frozen=True, slots=True)
class Jerk:
    """One jerk of sleep myoclonus: when (s after the event's start), how long, which arms (left, right; 0-1)."""

    after_s: float
    length_s: float
    arms: tuple[float, float]
    size_uv: float


def jerks(event: Disturbance, rng: np.random.Generator) -> list[Jerk]:
    """Return the jerks of one bout; film and signals both follow them."""
    usual_s = rng.uniform(0.4, 1.5)
    n_jerks = max(2, int(event.span.duration_s / usual_s))
    times_s = np.cumsum(usual_s * rng.lognormal(0, 0.35, n_jerks))
    patterns = ((1.0, 0.1), (0.1, 1.0), (1.0, 1.0))
    drawn = [
        Jerk(float(t), float(rng.uniform(0.04, 0.12)), patterns[int(rng.integers(3))], float(rng.uniform(40, 160)))
        for t in times_s
    ]
    return [jerk for jerk in drawn if jerk.after_s < event.span.duration_s - 0.2]


def add_benign_sleep_myoclonus(canvas: Canvas, event: Disturbance, rng: np.random.Generator) -> None:
    """Add jerks of 40-120 ms in one or both arms, asleep, with no change of the EEG."""
    for jerk in jerks(event, rng):
        found = canvas.window(event.span.start_s + jerk.after_s, jerk.length_s)
        if found is not None:
            where, since_s = found
            arms_uv = jerk.size_uv * event.strength * np.array(jerk.arms)
            canvas.emg_uv[:, where] += np.outer(arms_uv, diamond(since_s, jerk.length_s, 0.4)).astype(np.float32)


def hiccup_times_s(event: Disturbance, rng: np.random.Generator) -> np.ndarray:
    """Return when the hiccups come, seconds after the event's start; film and signals both follow it."""
    usual_s = rng.uniform(1.8, 4.5)
    times_s = np.cumsum(usual_s * rng.normal(1, 0.1, int(event.span.duration_s / usual_s) + 1)) - 0.6 * usual_s
    return times_s[times_s < event.span.duration_s - 0.5]


def add_hiccups(canvas: Canvas, event: Disturbance, rng: np.random.Generator) -> None:
    """Add short jerks of the trunk: small EMG, a deflection over the temples, a cut in the breathing."""
    temples = spread(POSITIONS[electrode_index("T7")], 35) + spread(POSITIONS[electrode_index("T8")], 35)
    times_s = hiccup_times_s(event, rng)
    size_uv = float(rng.uniform(15, 45)) * event.strength
    for hiccup_s in times_s:
        found = canvas.window(event.span.start_s + hiccup_s, 0.7)
        if found is None:
            continue
        where, since_s = found
        jerk = np.exp(-0.5 * ((since_s - 0.12) / 0.05) ** 2)
        canvas.eeg[:, where] += np.outer(temples, size_uv * jerk).astype(np.float32)
        canvas.emg_uv[:, where] += (22 * event.strength * jerk).astype(np.float32)
        canvas.respiration[where] += (1.6 * jerk).astype(np.float32)


def add_shuddering(canvas: Canvas, event: Disturbance, rng: np.random.Generator) -> None:
    """Add a shudder: fast tremor of head and shoulders for a second or two, awake, with muscle but no ictal EEG."""
    length_s, tremor_hz = event.span.duration_s, float(rng.uniform(5, 9))
    arms_uv = rng.uniform(30, 110) * event.strength
    sizes_uv = rng.normal(0, 22, len(ELECTRODES)) * event.strength
    found = canvas.window(event.span.start_s, length_s)
    if found is None:
        return
    where, since_s = found
    envelope = np.sin(np.pi * np.clip(since_s / length_s, 0, 1)) ** 0.8
    tremor = np.sin(2 * np.pi * tremor_hz * since_s)
    canvas.emg_uv[:, where] += (arms_uv * envelope * (0.6 + 0.4 * tremor)).astype(np.float32)
    canvas.muscle_uv[:, where] += (9 * event.strength * envelope).astype(np.float32)
    canvas.eeg[:, where] += np.outer(sizes_uv, envelope * tremor).astype(np.float32)


def add_tonic_stretch(canvas: Canvas, event: Disturbance, rng: np.random.Generator) -> None:
    """Add a stretch: muscle everywhere that rises, stays and fades over seconds."""
    length_s = event.span.duration_s
    arms_uv = rng.uniform(40, 130, 2) * event.strength
    drift_uv = rng.normal(0, 35, len(ELECTRODES)) * event.strength
    found = canvas.window(event.span.start_s, length_s)
    if found is None:
        return
    where, since_s = found
    envelope = np.clip(np.minimum(since_s / (0.3 * length_s), (length_s - since_s) / (0.3 * length_s)), 0, 1)
    canvas.emg_uv[:, where] += np.outer(arms_uv, envelope).astype(np.float32)
    canvas.muscle_uv[:, where] += (11 * event.strength * envelope).astype(np.float32)
    canvas.eeg[:, where] += np.outer(drift_uv, np.sin(np.pi * since_s / length_s) ** 2).astype(np.float32)
