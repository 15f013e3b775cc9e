"""Waveforms of artifacts: what movement, touch and the recorder add to the EEG."""

from collections.abc import Callable

import numpy as np

from eegview.simulate.canvas import Canvas
from eegview.simulate.head import ELECTRODES, POSITIONS, electrode_index, spread
from eegview.simulate.plan import Disturbance

MAINS_HZ = 50.0
_CHEWING = sum(spread(POSITIONS[electrode_index(name)], 28) for name in ("T7", "T8", "F7", "F8"))
_LOWER = np.exp(-POSITIONS[:, 2] / 0.6).astype(np.float32)  # muscle sits low on the head


def _inside(since_s: np.ndarray, length_s: float, edge_s: float) -> np.ndarray:
    """Return 1 inside, falling to 0 at both ends over `edge_s`."""
    edge = np.clip(np.minimum(since_s, length_s - since_s) / edge_s, 0, 1)
    return 0.5 - 0.5 * np.cos(np.pi * edge)


def wander(rng: np.random.Generator, n_rows: int, length_s: float, step_s: float) -> Callable[[np.ndarray], np.ndarray]:
    """Return a function of time (s) → (n_rows, n) of smooth random movement, rms about 1."""
    n_knots = int(length_s / step_s) + 4
    knots = rng.normal(0, 1, (n_rows, n_knots))

    def at(since_s: np.ndarray) -> np.ndarray:
        place = since_s / step_s
        index = np.clip(place.astype(int), 0, n_knots - 2)
        share = 0.5 - 0.5 * np.cos(np.pi * np.clip(place - index, 0, 1))
        return knots[:, index] * (1 - share) + knots[:, index + 1] * share

    return at


def add_movement(canvas: Canvas, event: Disturbance, rng: np.random.Generator) -> None:
    """Add an awake infant's movement: wobbling electrodes, scalp muscle, both arms now and then."""
    length_s, strength = event.span.duration_s, event.strength
    wobble = wander(rng, len(ELECTRODES), length_s, float(rng.uniform(0.12, 0.4)))
    sizes_uv = rng.lognormal(np.log(45 * strength), 0.7, len(ELECTRODES))
    muscle_uv = rng.lognormal(np.log(9 * strength), 0.4)
    arms_uv = rng.lognormal(np.log(35 * strength), 0.7, 2)
    arms = wander(rng, 2, length_s, 0.35)
    found = canvas.window(event.span.start_s, length_s)
    if found is None:
        return
    where, since_s = found
    inside = _inside(since_s, length_s, min(0.4, length_s / 3))
    canvas.eeg[:, where] += (sizes_uv[:, None] * wobble(since_s) * inside).astype(np.float32)
    canvas.muscle_uv[:, where] += np.outer(_LOWER, muscle_uv * inside).astype(np.float32)
    canvas.emg_uv[:, where] += (arms_uv[:, None] * np.abs(arms(since_s)) * inside).astype(np.float32)
    canvas.respiration[where] += (0.8 * arms(since_s)[0] * inside).astype(np.float32)


def add_electrode_pop(canvas: Canvas, event: Disturbance, rng: np.random.Generator) -> None:
    """Add steps with a steep rise and an even fall on one electrode."""
    electrode = electrode_index(event.electrodes[0])
    n_pops = int(rng.integers(1, 2 + int(event.span.duration_s / 1.5)))
    onsets_s = np.concatenate([[0.0], np.sort(rng.uniform(0, max(event.span.duration_s - 0.8, 0.01), n_pops - 1))])
    sign = rng.choice((-1, 1))
    for onset_s in onsets_s:
        size_uv = sign * float(rng.uniform(120, 600)) * event.strength
        tau_s = float(rng.uniform(0.05, 0.25))
        found = canvas.window(event.span.start_s + onset_s, 8 * tau_s)
        if found is not None:
            where, since_s = found
            canvas.eeg[electrode, where] += (size_uv * np.exp(-since_s / tau_s)).astype(np.float32)


def pat_times_s(event: Disturbance, rng: np.random.Generator) -> np.ndarray:
    """Return when the hand lands, seconds after the event's start; film and signals both follow it."""
    period_s = 1 / rng.uniform(1.2, 3.0)
    n_pats = max(2, int(event.span.duration_s / period_s))
    return np.cumsum(np.clip(period_s * rng.normal(1, 0.06, n_pats), 0.25, 2)) - period_s * 0.5


def add_patting(canvas: Canvas, event: Disturbance, rng: np.random.Generator) -> None:
    """Add a caregiver's pats: rhythmic waves over the half of the head that lies on the bed."""
    pats_s = pat_times_s(event, rng)
    side = float(rng.choice((-1, 1)))
    centre = np.array([0.6 * side, -0.75, 0.1])
    field = spread(centre / np.linalg.norm(centre), 40) * (1 + rng.normal(0, 0.25, len(ELECTRODES)))
    size_uv = float(rng.uniform(60, 160)) * event.strength
    wobble_hz = float(rng.uniform(2.5, 5))
    for pat_s, jitter in zip(pats_s, rng.lognormal(0, 0.2, len(pats_s)), strict=True):
        found = canvas.window(event.span.start_s + pat_s, 0.9)
        if found is not None:
            where, since_s = found
            ring = np.exp(-since_s / 0.14) * np.sin(2 * np.pi * wobble_hz * since_s)
            canvas.eeg[:, where] += np.outer(field, size_uv * jitter * ring).astype(np.float32)
            canvas.respiration[where] += (0.3 * ring).astype(np.float32)


def rhythm_hz(event: Disturbance, rng: np.random.Generator) -> float:
    """Return how often one rocks, chews or sucks; drawn first, so that film and signals agree."""
    return float(rng.uniform(*{"rocking": (0.8, 1.6), "chewing": (1.0, 2.2), "sucking": (1.0, 1.8)}[event.kind]))


def add_rocking(canvas: Canvas, event: Disturbance, rng: np.random.Generator) -> None:
    """Add slow sine-like waves as the infant is rocked."""
    rock_hz = rhythm_hz(event, rng)
    field = spread(np.array([0.0, -0.95, 0.3]), 45) * (1 + rng.normal(0, 0.4, len(ELECTRODES)))
    size_uv = float(rng.uniform(30, 110)) * event.strength
    found = canvas.window(event.span.start_s, event.span.duration_s)
    if found is None:
        return
    where, since_s = found
    wave = np.sin(2 * np.pi * rock_hz * since_s) + 0.25 * np.sin(4 * np.pi * rock_hz * since_s + 1)
    wave = wave * _inside(since_s, event.span.duration_s, 1.0)
    canvas.eeg[:, where] += np.outer(field, size_uv * wave).astype(np.float32)
    canvas.respiration[where] += (0.5 * wave).astype(np.float32)


def _beats(since_s: np.ndarray, rate_hz: float, share: float) -> np.ndarray:
    """Return bursts, 0-1, that fill `share` of each period."""
    phase = np.mod(since_s * rate_hz, 1.0) / share
    return np.where(phase < 1, np.sin(np.pi * np.clip(phase, 0, 1)) ** 2, 0.0)


def add_chewing(canvas: Canvas, event: Disturbance, rng: np.random.Generator) -> None:
    """Add temporal muscle in bursts, one or two a second."""
    rate_hz, size_uv = rhythm_hz(event, rng), float(rng.uniform(20, 60)) * event.strength
    found = canvas.window(event.span.start_s, event.span.duration_s)
    if found is None:
        return
    where, since_s = found
    bursts = _beats(since_s, rate_hz, 0.5) * _inside(since_s, event.span.duration_s, 0.5)
    canvas.muscle_uv[:, where] += np.outer(_CHEWING, size_uv * bursts).astype(np.float32)


def add_sucking(canvas: Canvas, event: Disturbance, rng: np.random.Generator) -> None:
    """Add the tongue's slow potential in front with a little muscle, in trains with pauses."""
    rate_hz, size_uv = rhythm_hz(event, rng), float(rng.uniform(18, 55)) * event.strength
    train_s = float(rng.uniform(3, 7))
    field = spread(np.array([0.0, 0.95, -0.3]), 55)
    found = canvas.window(event.span.start_s, event.span.duration_s)
    if found is None:
        return
    where, since_s = found
    active = (np.mod(since_s, train_s) < 0.7 * train_s) * _inside(since_s, event.span.duration_s, 0.5)
    sucks = _beats(since_s, rate_hz, 0.8) * active
    canvas.eeg[:, where] += np.outer(field, size_uv * sucks).astype(np.float32)
    canvas.muscle_uv[:, where] += np.outer(_CHEWING, 0.25 * size_uv * sucks).astype(np.float32)


def add_mains(canvas: Canvas, event: Disturbance, rng: np.random.Generator) -> None:
    """Add 50 Hz on electrodes that lost contact."""
    size_uv = rng.uniform(10, 35, len(event.electrodes)) * event.strength
    found = canvas.window(event.span.start_s, event.span.duration_s)
    if found is None:
        return
    where, since_s = found
    wave = np.sin(2 * np.pi * MAINS_HZ * since_s) * _inside(since_s, event.span.duration_s, 1.0)
    for name, electrode_uv in zip(event.electrodes, size_uv, strict=True):
        canvas.eeg[electrode_index(name), where] += (electrode_uv * wave).astype(np.float32)


def add_sweat(canvas: Canvas, event: Disturbance, rng: np.random.Generator) -> None:
    """Add very slow drifts."""
    drift = wander(rng, len(event.electrodes), event.span.duration_s, float(rng.uniform(1.5, 3)))
    found = canvas.window(event.span.start_s, event.span.duration_s)
    if found is None:
        return
    where, since_s = found
    waves = 90 * event.strength * drift(since_s) * _inside(since_s, event.span.duration_s, 3.0)
    for name, wave in zip(event.electrodes, waves, strict=True):
        canvas.eeg[electrode_index(name), where] += wave.astype(np.float32)


def add_clipping(canvas: Canvas, event: Disturbance, rng: np.random.Generator) -> None:
    """Add swings larger than the file can hold, as when a cable is pulled; the writer clips them."""
    swing = wander(rng, len(event.electrodes), event.span.duration_s, 0.35)
    found = canvas.window(event.span.start_s, event.span.duration_s)
    if found is None:
        return
    where, since_s = found
    inside = _inside(since_s, event.span.duration_s, 0.1)
    lasting = np.sign(rng.normal(0, 1, len(event.electrodes)))[:, None] * 4200
    waves = (lasting + 1500 * swing(since_s)) * inside
    for name, wave in zip(event.electrodes, waves, strict=True):
        canvas.eeg[electrode_index(name), where] += wave.astype(np.float32)
