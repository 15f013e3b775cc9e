"""Continuous activity: background by state, hypsarrhythmia's slow waves, and white-ish noise for muscle.

Noise is made in 8-s segments that overlap by half under a sine window (powers add to one). Each segment depends only
on the seed and its number, so any stretch can be made on its own, without seams, and its spectrum can follow the state.
"""

from dataclasses import dataclass

import numpy as np

from eegview.model.recording import Samples
from eegview.simulate.head import ELECTRODES, LEFT, POSITIONS, mixing_matrix, scattered_points
from eegview.simulate.plan import RATE_HZ, StudyPlan
from eegview.simulate.seeds import Stream, random_stream
from eegview.simulate.waxing import waxing

HOP = 4 * RATE_HZ
LENGTH = 2 * HOP
_WINDOW = np.sin(np.pi * (np.arange(LENGTH) + 0.5) / LENGTH).astype(np.float32)
_FREQUENCIES_HZ = np.fft.rfftfreq(LENGTH, 1 / RATE_HZ)
_N_SLOW = int(np.searchsorted(_FREQUENCIES_HZ, 45.0))  # brain activity is made up to here, noise above

# Bands of each state: (centre Hz, width in octaves, rms µV at an electrode, gain from front (0) to back (1)).
# Sized after a real recording of a sleeping 5-month-old (bipolar rms 18-33 µV at 1-2 Hz, 10-16 at 4-8, 3-5 at 12-15).
_BANDS = {
    "W": ((0.6, 0.6, 11, 0), (1.6, 0.6, 14, 0), (3.0, 0.5, 13, 0.2), (8, 0.5, 7, 0), (20, 0.6, 5, -0.3)),
    "N1": ((0.8, 0.6, 17, 0), (2.0, 0.6, 22, 0.2), (4.6, 0.3, 22, 0.2), (9, 0.5, 6, 0), (20, 0.6, 4.5, -0.3)),
    "N2": ((0.7, 0.6, 34, 0.2), (1.6, 0.5, 36, 0.5), (3.0, 0.5, 27, 0.4), (6, 0.4, 15, 0),
           (12, 0.5, 7, -0.2), (20, 0.5, 4, 0)),
    "N3": ((0.7, 0.6, 58, 0.1), (1.4, 0.5, 62, 0.3), (3.0, 0.5, 32, 0.3), (6, 0.4, 13, 0),
           (12, 0.5, 5, 0), (20, 0.5, 3, 0)),
    "R": ((0.8, 0.6, 15, 0), (2.2, 0.6, 18, 0), (5.0, 0.4, 17, 0), (9, 0.5, 6, 0), (20, 0.6, 5, -0.3)),
}  # fmt: skip
_HYPSARRHYTHMIA = ((0.8, 0.6, 78, 0.1), (1.7, 0.5, 88, 0.3), (3.1, 0.5, 58, 0.2), (6, 0.5, 25, 0), (13, 0.6, 11, 0))
_N_BELOW_THETA = int(np.searchsorted(_FREQUENCIES_HZ, 4.0))  # what is faster waxes and wanes together
_BLOCK = 180  # numbers mixed at a time
_STAGE_NAMES = tuple(_BANDS)


def _shape(bands: tuple, backness: np.ndarray) -> np.ndarray:
    """Return the (n_sources, n_slow) spectral amplitudes whose noise has the bands' rms."""
    frequencies_hz = _FREQUENCIES_HZ[:_N_SLOW]
    octaves = np.log2(np.maximum(frequencies_hz, 1e-3))
    power = np.zeros((len(backness), _N_SLOW))
    for centre_hz, width_octaves, rms_uv, back_gain in bands:
        band = np.exp(-0.5 * ((octaves - np.log2(centre_hz)) / width_octaves) ** 2)
        band[frequencies_hz < 0.2] = 0
        size = rms_uv * (1 + back_gain * (backness - 0.5))
        power += size[:, None] ** 2 * band**2 / np.sum(band**2)
    return (np.sqrt(power) * LENGTH / 2).astype(np.float32)


def _coefficients(rng: np.random.Generator, shape: np.ndarray) -> np.ndarray:
    """Return (n_rows, n_bins) complex64 spectra of Gaussian noise with these amplitudes, (n_rows, n_bins)."""
    pairs = rng.standard_normal((*shape.shape, 2), np.float32)
    return pairs.view(np.complex64)[:, :, 0] * shape


def _mix(weights: np.ndarray, spectra: np.ndarray) -> np.ndarray:
    """Return weights (21, n_sources) @ spectra (n_sources, n_bins) complex64.

    In blocks of bins so small that BLAS stays on one thread: on a busy machine its threads cost twenty times the sum.
    """
    real = spectra.view(np.float32)
    mixed = np.empty((len(weights), real.shape[1]), np.float32)
    for start in range(0, real.shape[1], _BLOCK):
        mixed[:, start : start + _BLOCK] = weights @ real[:, start : start + _BLOCK]
    return mixed.view(np.complex64)


@dataclass(frozen=True, slots=True, eq=False)
class Background:
    """Everything about one study's background that does not change with time."""

    plan: StudyPlan
    mixing: np.ndarray
    shapes: dict[str, np.ndarray]
    hypsarrhythmia_mixing: np.ndarray
    hypsarrhythmia_shape: np.ndarray
    hypsarrhythmia_side_gain: np.ndarray

    def stretch(self, first: int, n_samples: int) -> Samples:
        """Return (21, n_samples) µV from sample number `first` on, which starts a second."""
        parts = overlap_add(self.segment, first, n_samples)
        slow, faster = parts[: len(ELECTRODES)], parts[len(ELECTRODES) :]
        faster *= waxing(self.plan, first, n_samples)
        slow += faster
        return slow

    def segment(self, number: int) -> np.ndarray:
        """Return the (42, LENGTH) float32 µV of one windowed segment: below 4 Hz, and what is faster."""
        seed = self.plan.seed
        centre_s = np.array([number * HOP / RATE_HZ])
        stage = self.plan.stages[int(self.plan.stage_at(centre_s)[0])].name
        level = float(self.plan.hypsarrhythmia_at(centre_s)[0])
        rng = random_stream(seed, Stream.BACKGROUND, number + 1)
        calm = 1 - 0.45 * level
        size = self.plan.patient.background_gain * calm * rng.lognormal(0, 0.12, (len(self.shapes[stage]), 1))
        # Mixed as spectra: the slow bins are a sixth of the samples.
        mixed = _mix(self.mixing, _coefficients(rng, (self.shapes[stage] * size).astype(np.float32)))
        if level > 0:
            mixed += self._hypsarrhythmia(number, level)
        faster = mixed.copy()
        faster[:, :_N_BELOW_THETA] = 0
        parts = np.empty((2 * len(ELECTRODES), LENGTH), np.float32)
        np.multiply(np.fft.irfft(mixed[:, :_N_BELOW_THETA], LENGTH, axis=1), _WINDOW, out=parts[: len(ELECTRODES)])
        np.multiply(np.fft.irfft(faster, LENGTH, axis=1), _WINDOW, out=parts[len(ELECTRODES) :])
        return parts

    def _hypsarrhythmia(self, number: int, level: float) -> np.ndarray:
        """Return the spectra of chaotic slow waves: each place has its own size, which changes every few seconds."""
        rng = random_stream(self.plan.seed, Stream.HYPSARRHYTHMIA, number + 1)
        patient = self.plan.patient
        scatter = 0.2 if patient.hypsarrhythmia_form == "increased_synchrony" else 0.45
        size = patient.hypsarrhythmia_gain * level * rng.lognormal(0, scatter, (len(self.hypsarrhythmia_shape), 1))
        sources = _coefficients(rng, (self.hypsarrhythmia_shape * size).astype(np.float32))
        return _mix(self.hypsarrhythmia_mixing, sources) * self.hypsarrhythmia_side_gain


def _slower(band: tuple, gain: float) -> tuple:
    """Return a band of `_BANDS` with its size multiplied where it is slow."""
    centre_hz, width_octaves, rms_uv, back_gain = band
    return (centre_hz, width_octaves, rms_uv * (gain if centre_hz < 4 else 1), back_gain)


def make_background(plan: StudyPlan) -> Background:
    """Prepare the background of a study."""
    patient = plan.patient
    rng = random_stream(plan.seed, Stream.PATIENT, 1)
    near, far = scattered_points(28), scattered_points(6, 0.0)
    mixing = np.hstack([mixing_matrix(near, 32) * np.sqrt(0.6), mixing_matrix(far, 80) * np.sqrt(0.4)])
    backness = (1 - np.concatenate([near, far])[:, 1]) / 2
    posterior = (patient.posterior_hz, 0.16, 17, 1.0)
    bands = dict(_BANDS)
    bands["W"] = (*(_slower(band, patient.awake_slow_gain) for band in _BANDS["W"]), posterior)
    wide = 42 if patient.hypsarrhythmia_form == "increased_synchrony" else 25
    side_gain = np.ones((len(ELECTRODES), 1), np.float32)
    if patient.hypsarrhythmia_form == "asymmetric":
        weaker = LEFT if rng.random() < 0.5 else POSITIONS[:, 0] > 0.01
        side_gain[weaker] = rng.uniform(0.35, 0.6)
    return Background(
        plan=plan,
        mixing=mixing.astype(np.float32),
        shapes={name: _shape(bands[name], backness) for name in _STAGE_NAMES},
        hypsarrhythmia_mixing=mixing_matrix(near, wide).astype(np.float32),
        hypsarrhythmia_shape=_shape(_HYPSARRHYTHMIA, backness[: len(near)]),
        hypsarrhythmia_side_gain=side_gain,
    )


def overlap_add(segment, first: int, n_samples: int) -> Samples:
    """Return (n_rows, n_samples) made of windowed segments, from sample number `first` on.

    segment : function of a segment's number → (n_rows, LENGTH); segment k is centred on sample k · HOP
    """
    total: Samples | None = None
    # Segment k covers samples [(k - 1) HOP, (k + 1) HOP).
    for number in range(first // HOP, (first + n_samples - 1) // HOP + 2):
        start = (number - 1) * HOP
        part = segment(number)
        if total is None:
            total = np.zeros((len(part), n_samples), np.float32)
        low, high = max(start, first), min(start + LENGTH, first + n_samples)
        total[:, low - first : high - first] += part[:, low - start : high - start]
    assert total is not None
    return total


def muscle_noise(seed: int, n_scalp: int, n_others: int, first: int, n_samples: int) -> Samples:
    """Return (n_scalp + n_others, n_samples) of independent noise of unit rms, 15-115 Hz, like that of muscle.

    Scalp muscle, seen through skull and hair, falls from 20 Hz on (`tone` says after what); a limb's peaks at 55 Hz.
    """
    inside = (_FREQUENCIES_HZ > 12) & (_FREQUENCIES_HZ < 115)
    frequencies_hz = np.maximum(_FREQUENCIES_HZ, 1.0)
    scalp = inside / np.sqrt(1 + (16 / frequencies_hz) ** 8) / (1 + (frequencies_hz / 60) ** 2)
    limb = inside * np.exp(-0.5 * ((frequencies_hz - 55) / 30) ** 2)
    shapes = [(band * LENGTH / 2 / np.sqrt(np.sum(band**2))).astype(np.float32) for band in (scalp, limb)]
    shape = np.repeat(np.array(shapes), (n_scalp, n_others), axis=0)

    def segment(number: int) -> np.ndarray:
        spectra = _coefficients(random_stream(seed, Stream.MUSCLE, number + 1), shape)
        return np.fft.irfft(spectra, LENGTH, axis=1) * _WINDOW

    return overlap_add(segment, first, n_samples)
