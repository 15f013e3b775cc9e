"""Simulate a spasm in EEG and EMG: fast activity, slow wave, attenuation, diamond-shaped deltoid burst."""

import numpy as np

from eegview.model.span import Span
from eegview.simulate.artifacts import wander
from eegview.simulate.canvas import Canvas
from eegview.simulate.head import ELECTRODES, Field
from eegview.simulate.patient import hemisphere_field
from eegview.simulate.plan import RATE_HZ, Decrement, Spasm, StudyPlan
from eegview.simulate.seeds import Stream, random_stream

REACH_S = 24.0  # no part of a spasm lies further from its onset


def add_spasm(canvas: Canvas, plan: StudyPlan, spasm: Spasm) -> None:
    """Add one spasm: EEG, scalp muscle, deltoid EMG, a held breath."""
    rng = random_stream(plan.seed, Stream.SPASM_WAVES, spasm.index)
    sides = hemisphere_field(spasm.side, float(rng.uniform(0.12, 0.4)))
    _add_fast_activity(canvas, plan, spasm, rng, sides)
    _add_slow_wave(canvas, plan, spasm, rng, sides)
    _add_emg(canvas, plan, spasm, rng)
    if spasm.attenuation_span:
        attenuate(canvas, spasm.attenuation_span, spasm.attenuation_depth * (0.4 + 0.6 * sides))


def add_decrement(canvas: Canvas, decrement: Decrement) -> None:
    """Flatten the background for a while."""
    attenuate(canvas, decrement.span, np.full(len(ELECTRODES), decrement.depth, np.float32))


def attenuate(canvas: Canvas, span: Span, depth: Field) -> None:
    """Lower the brain's background by `depth` (21,), 0-1, inside `span`; muscle stays.

    It sets in within 0.2 s and recovers over 0.5 s.
    """
    found = canvas.window(span.start_s - 0.1, span.duration_s + 0.4)
    if found is None:
        return
    where, since_s = found
    edge = np.clip(np.minimum(since_s / 0.2, (span.duration_s + 0.4 - since_s) / 0.5), 0, 1)
    canvas.gain[:, where] *= 1 - np.outer(depth, 0.5 - 0.5 * np.cos(np.pi * edge)).astype(np.float32)


def _add_fast_activity(canvas: Canvas, plan: StudyPlan, spasm: Spasm, rng: np.random.Generator, sides: Field) -> None:
    """Add low-voltage fast activity before the movement, and a weaker rest of it under the attenuation."""
    patient = plan.patient
    length_s = spasm.fast_s + 0.6
    n_samples = int(length_s * RATE_HZ) + 2
    grid_s = np.arange(n_samples) / RATE_HZ
    wander = np.cumsum(rng.normal(0, 0.25, n_samples))
    frequency_hz = patient.fast_hz * rng.normal(1, 0.05)
    envelope = np.where(grid_s < spasm.fast_s, np.sin(np.pi * np.clip(grid_s / spasm.fast_s, 0, 1)) ** 0.7, 0)
    envelope += 0.3 * np.exp(-0.5 * ((grid_s - spasm.fast_s - 0.2) / 0.2) ** 2)
    size_uv = patient.fast_uv * (0.5 + 0.5 * spasm.intensity) * rng.uniform(0.7, 1.3)
    burst = size_uv * envelope * np.sin(2 * np.pi * frequency_hz * grid_s + wander)
    found = canvas.window(spasm.onset_s, length_s)
    if found is not None:
        where, since_s = found
        wave = np.interp(since_s, grid_s, burst).astype(np.float32)
        canvas.eeg[:, where] += np.outer(patient.fast_field * sides, wave)


def slow_wave(since_s: np.ndarray, width_s: float, after_wave: float) -> np.ndarray:
    """Return the patient's slow wave, peak 1, starting at 0: a steep main deflection and a longer one of other sign."""
    peak_s = 0.75 * width_s
    # rises faster than it falls
    width = np.where(since_s < peak_s, 0.3 * width_s, 0.42 * width_s)
    main = np.exp(-0.5 * ((since_s - peak_s) / width) ** 2)
    after = after_wave * np.exp(-0.5 * ((since_s - peak_s - 1.25 * width_s) / (0.5 * width_s)) ** 2)
    return main + after


def _add_slow_wave(canvas: Canvas, plan: StudyPlan, spasm: Spasm, rng: np.random.Generator, sides: Field) -> None:
    patient = plan.patient
    field = patient.slow_wave_field * (1 + rng.normal(0, 0.08, len(ELECTRODES))).astype(np.float32) * sides
    size_uv = patient.slow_wave_uv * spasm.intensity**0.7 * rng.lognormal(0, 0.12)
    after_wave = patient.after_wave * rng.uniform(0.7, 1.3)
    delays_s = rng.normal(0, 0.015, len(ELECTRODES))  # the wave does not peak everywhere at once
    found = canvas.window(spasm.onset_s + spasm.slow_delay_s, 4.5 * spasm.slow_s)
    if found is None:
        return
    where, since_s = found
    fade = np.clip((4.5 * spasm.slow_s - since_s) / 0.3, 0, 1) * np.clip(since_s / 0.05, 0, 1)
    waves = slow_wave(since_s[None, :] - delays_s[:, None], spasm.slow_s, after_wave) * fade
    canvas.eeg[:, where] += (size_uv * field[:, None] * waves).astype(np.float32)


def diamond(since_s: np.ndarray, length_s: float, peak_share: float) -> np.ndarray:
    """Return a burst that grows and shrinks evenly, 0-1, in `[0, length_s)`."""
    peak_s = peak_share * length_s
    return np.clip(np.minimum(since_s / peak_s, (length_s - since_s) / (length_s - peak_s)), 0, 1).astype(np.float32)


def body_sides(side: str, weaker: float) -> tuple[float, float]:
    """Return how strongly the left and the right arm take part; the one across from the leading scalp side leads."""
    return {"both": (1.0, 1.0), "left": (weaker, 1.0), "right": (1.0, weaker)}[side]


def _add_emg(canvas: Canvas, plan: StudyPlan, spasm: Spasm, rng: np.random.Generator) -> None:
    """Add the deltoid bursts, muscle on the scalp, and a wobble of the electrodes as the head moves."""
    force = spasm.intensity * (0.12 if spasm.is_subtle else 1.0)
    peak_share = float(rng.uniform(0.35, 0.6))
    # A subtle spasm's face moves more than its arms.
    scalp_uv = 22 * max(force, 0.25 * spasm.intensity) * rng.uniform(0.4, 1.6)
    scalp = scalp_uv * (0.15 + 0.85 * plan.patient.muscle_field)
    wobble_uv = 55 * force * rng.normal(0, 1, len(ELECTRODES)) * (rng.random(len(ELECTRODES)) < 0.5)
    wobble_hz = float(rng.uniform(0.7, 2.0))
    arms_uv = np.array(body_sides(spasm.side, 0.25)) * plan.patient.emg_uv * force
    found = canvas.window(spasm.emg_span.start_s, spasm.emg_s)
    if found is not None:
        where, since_s = found
        burst = diamond(since_s, spasm.emg_s, peak_share)
        canvas.emg_uv[:, where] += np.outer(arms_uv, burst).astype(np.float32)
        canvas.muscle_uv[:, where] += np.outer(scalp, burst).astype(np.float32)
        swing = np.sin(2 * np.pi * wobble_hz * since_s) * np.sin(np.pi * np.clip(since_s / spasm.emg_s, 0, 1))
        canvas.eeg[:, where] += np.outer(wobble_uv, swing).astype(np.float32)
    if spasm.muscle_after_s:
        _add_muscle_after(canvas, spasm, rng, spasm.muscle_after * scalp, 0.4 * spasm.muscle_after * arms_uv)
    found = canvas.window(spasm.emg_span.start_s, spasm.emg_s + 2.0)
    if found is not None:
        where, since_s = found
        canvas.respiration[where] += force * np.sin(np.pi * np.clip(since_s / (spasm.emg_s + 2.0), 0, 1)) ** 2


def _add_muscle_after(
    canvas: Canvas, spasm: Spasm, rng: np.random.Generator, scalp_uv: np.ndarray, arms_uv: np.ndarray
) -> None:
    """Add what muscle does once the burst is over: an infant who cries or moves; it sets in as the burst fades."""
    length_s = spasm.muscle_after_s
    waxing = wander(rng, 3, length_s, 0.5)
    found = canvas.window(spasm.emg_span.start_s + 0.7 * spasm.emg_s, length_s)
    if found is None:
        return
    where, since_s = found
    inside = np.clip(np.minimum(since_s / 0.4, (length_s - since_s) / (0.5 * length_s)), 0, 1)
    level = np.exp(0.4 * waxing(since_s)) * inside
    canvas.muscle_uv[:, where] += np.outer(scalp_uv, level[0]).astype(np.float32)
    canvas.emg_uv[:, where] += (arms_uv[:, None] * level[1:]).astype(np.float32)
