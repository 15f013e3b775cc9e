"""Draw the events of sleep: K-complexes, runs of vertex waves, high slow waves, arousals, twitches."""

from collections.abc import Callable

import numpy as np

from eegview.simulate.artifacts import wander
from eegview.simulate.canvas import Canvas
from eegview.simulate.head import ELECTRODES, POSITIONS, Field, electrode_index, muscle_on_scalp, spread
from eegview.simulate.patient import Patient
from eegview.simulate.plan import SleepEvent, StudyPlan
from eegview.simulate.seeds import Stream, random_stream
from eegview.simulate.spasms import attenuate, diamond


def add_sleep_event(canvas: Canvas, plan: StudyPlan, event: SleepEvent) -> None:
    """Add one event and the attenuation that follows it; only an arousal and twitches have muscle."""
    rng = random_stream(plan.seed, Stream.SLEEP_EVENT_WAVES, event.index)
    _DRAW[event.kind](canvas, plan.patient, event, rng)
    if event.attenuation_span:
        depth = event.attenuation_depth * np.clip(1 + rng.normal(0, 0.1, len(ELECTRODES)), 0.6, 1.15)
        attenuate(canvas, event.attenuation_span, depth.astype(np.float32))


def _towards(name: str, rng: np.random.Generator, scatter: float) -> np.ndarray:
    centre = POSITIONS[electrode_index(name)] + rng.normal(0, scatter, 3)
    return centre / np.linalg.norm(centre)


def _add_wave(canvas: Canvas, onset_s: float, width_s: float, field: Field, after_wave: float) -> None:
    """Add a wave of a steep and a slower deflection, `field` (21,) µV at its peak, 4.5 `width_s` long."""
    found = canvas.window(onset_s, 4.5 * width_s)
    if found is None:
        return
    where, since_s = found
    wave = np.exp(-0.5 * ((since_s - 0.9 * width_s) / (0.28 * width_s)) ** 2)
    wave += after_wave * np.exp(-0.5 * ((since_s - 2.1 * width_s) / (0.5 * width_s)) ** 2)
    wave *= np.clip(since_s / (0.15 * width_s), 0, 1) * np.clip((4.5 * width_s - since_s) / (0.4 * width_s), 0, 1)
    canvas.eeg[:, where] += np.outer(field, wave).astype(np.float32)


def _add_k_complex(canvas: Canvas, patient: Patient, event: SleepEvent, rng: np.random.Generator) -> None:
    """Add a sharp negative wave and a slower positive one, highest over front and vertex; a spindle may ride on it."""
    centre = _towards("Cz" if rng.random() < 0.5 else "Fz", rng, 0.15)
    field = -float(rng.uniform(140, 340)) * event.strength * spread(centre, 35)
    width_s = event.span.duration_s / 3.2
    _add_wave(canvas, event.span.start_s, width_s, field, -float(rng.uniform(0.4, 0.8)))
    if rng.random() < 0.3:
        length_s, size_uv = float(rng.uniform(0.6, 1.5)), float(rng.uniform(10, 25))
        found = canvas.window(event.span.start_s + 2 * width_s, length_s)
        if found is not None:
            where, since_s = found
            spindle = np.sin(np.pi * since_s / length_s) * np.sin(2 * np.pi * patient.spindle_hz * since_s)
            canvas.eeg[:, where] += np.outer(spread(centre, 35), size_uv * spindle).astype(np.float32)


def _add_vertex_run(canvas: Canvas, _patient: Patient, event: SleepEvent, rng: np.random.Generator) -> None:
    """Add vertex waves about one a second; they grow and shrink a little."""
    centre = _towards("Cz", rng, 0.15)
    usual_s, size_uv = float(rng.uniform(0.6, 1.4)), float(rng.uniform(70, 170)) * event.strength
    n_waves = max(2, int(event.span.duration_s / usual_s))
    onsets_s = np.cumsum(usual_s * rng.lognormal(0, 0.15, n_waves)) - usual_s
    for onset_s, scale in zip(onsets_s, rng.lognormal(0, 0.25, n_waves), strict=True):
        width_s = float(rng.uniform(0.13, 0.24))
        if onset_s < event.span.duration_s - 0.5:
            _add_wave(canvas, event.span.start_s + onset_s, width_s, -size_uv * scale * spread(centre, 32), -0.35)


def _add_slow_waves(canvas: Canvas, _patient: Patient, event: SleepEvent, rng: np.random.Generator) -> None:
    """Add one to three high slow waves of quiet sleep, widespread, mostly highest in front."""
    _add_high_waves(canvas, event.span.start_s, event.span.duration_s, event.strength, rng)


def _add_high_waves(canvas: Canvas, start_s: float, length_s: float, strength: float, rng: np.random.Generator) -> None:
    front = float(rng.normal(0.35, 0.3))
    centre = _towards(str(rng.choice(("Fz", "Cz", "Pz"), p=(0.5, 0.3, 0.2))), rng, 0.25)
    field = 0.2 + front * POSITIONS[:, 1] + 0.8 * spread(centre, 42) + rng.normal(0, 0.05, len(ELECTRODES))
    field = (field / np.abs(field).max()).astype(np.float32)
    size_uv = float(rng.uniform(180, 480)) * strength * (-1 if rng.random() < 0.7 else 1)
    n_waves = 1 if length_s < 1.1 else int(rng.integers(1, 4))
    width_s = float(np.clip(length_s / (2.4 * n_waves), 0.16, 0.5))
    for number, scale in enumerate(rng.uniform(0.6, 1.0, n_waves)):
        _add_wave(canvas, start_s + number * length_s / n_waves, width_s, size_uv * scale * field, -0.5)


def _add_arousal(canvas: Canvas, patient: Patient, event: SleepEvent, rng: np.random.Generator) -> None:
    """Add an arousal: most begin with high waves, then scalp muscle for the rest of it, often limbs and movement."""
    start_s, length_s = event.span.start_s, event.span.duration_s
    has_waves, lead_s = rng.random() < 0.7, float(rng.uniform(0.2, 1.6))
    if has_waves:
        _add_high_waves(canvas, start_s, float(rng.uniform(0.7, 1.6)), 0.8 * event.strength, rng)
    rise_s = float(rng.uniform(0.3, 1.5))
    muscle_uv = patient.scalp_muscle_uv * float(rng.uniform(0.6, 1.8)) * event.strength
    shares = patient.muscle_shares * rng.lognormal(0, 0.3, len(patient.muscle_shares))
    arms_uv = rng.uniform(15, 70, 2) * event.strength * (rng.random(2) < 0.6)
    sizes_uv = rng.lognormal(np.log(22 * event.strength), 0.6, len(ELECTRODES)) * (rng.random() < 0.5)
    calmed = float(rng.uniform(0.15, 0.5))
    muscle_s = max(length_s - lead_s, 1.0)
    waxing = wander(rng, 4, muscle_s, 0.6)
    wobble = wander(rng, len(ELECTRODES), muscle_s, float(rng.uniform(0.2, 0.5)))
    found = canvas.window(start_s + lead_s, muscle_s)
    if found is not None:
        where, since_s = found
        inside = np.clip(np.minimum(since_s / rise_s, (muscle_s - since_s) / (0.4 * muscle_s)), 0, 1)
        modulated = np.exp(0.35 * waxing(since_s)) * inside
        groups_uv = (muscle_uv * shares[:, None] * modulated).astype(np.float32)
        canvas.muscle_uv[:, where] += muscle_on_scalp(groups_uv)
        canvas.emg_uv[:, where] += (arms_uv[:, None] * modulated[:2]).astype(np.float32)
        canvas.eeg[:, where] += (sizes_uv[:, None] * wobble(since_s) * inside).astype(np.float32)
        canvas.respiration[where] += (0.6 * waxing(since_s)[0] * inside).astype(np.float32)
    attenuate(canvas, event.span, np.full(len(ELECTRODES), calmed, np.float32))


def _add_twitches(canvas: Canvas, patient: Patient, event: SleepEvent, rng: np.random.Generator) -> None:
    """Add the short twitches of REM sleep: face, an arm, or both; the EEG does not change."""
    n_twitches = max(1, int(event.span.duration_s * rng.uniform(0.8, 2.0)))
    for after_s in np.sort(rng.uniform(0, max(event.span.duration_s - 0.3, 0.1), n_twitches)):
        length_s = float(rng.uniform(0.05, 0.25))
        groups_uv = patient.scalp_muscle_uv * event.strength * rng.uniform(0, 1.6, 4) * (rng.random(4) < 0.4)
        arms_uv = rng.uniform(15, 90, 2) * event.strength * (rng.random(2) < 0.4)
        found = canvas.window(event.span.start_s + float(after_s), length_s)
        if found is None:
            continue
        where, since_s = found
        burst = diamond(since_s, length_s, 0.4)
        canvas.muscle_uv[:, where] += np.outer(muscle_on_scalp(groups_uv), burst).astype(np.float32)
        canvas.emg_uv[:, where] += np.outer(arms_uv, burst).astype(np.float32)


_DRAW: dict[str, Callable[[Canvas, Patient, SleepEvent, np.random.Generator], None]] = {
    "arousal": _add_arousal,
    "k_complex": _add_k_complex,
    "slow_wave_attenuation": _add_slow_waves,
    "twitches": _add_twitches,
    "vertex_run": _add_vertex_run,
}
