"""Scalp muscle that goes on all the time: a source of its own, which no electrodecrement lowers.

Levels were set after one real infant of 5.5 months (18 min, nursing and asleep): awake 26-38 Hz is 3-5 µV rms in
bipolar rows over forehead and temples and 1.6 over the centre, asleep 0.6-1.6 everywhere; from 20 to 70 Hz its
amplitude falls by half. How much infants differ, and how fast it waxes and wanes, is an assumption.
"""

import numpy as np

from eegview.model.recording import Samples
from eegview.simulate.head import MUSCLE_GROUPS, muscle_on_scalp
from eegview.simulate.plan import RATE_HZ, StudyPlan
from eegview.simulate.seeds import Stream, random_stream

# Of the level awake; REM is atonia, its twitches are events of their own.
_BY_STATE = {"W": 1.0, "N1": 0.3, "N2": 0.11, "N3": 0.08, "R": 0.06}
_MINUTES, _SECONDS = (45, 0.4), (3, 0.3)  # (s, log units) of waxing and waning


def tone_knots(plan: StudyPlan, names: list[str]) -> np.ndarray:
    """Return the (4, n_knots) float32 µV rms of each muscle group, once a second.

    names : the state at each knot
    """
    rng = random_stream(plan.seed, Stream.TONE)
    n_knots = len(names)
    level = _smooth(np.log([_BY_STATE[name] for name in names]), 5)
    awake = _smooth(np.array([name == "W" for name in names], float), 5)
    together = _wander(rng, 1, n_knots, *_MINUTES)
    apart = _wander(rng, len(MUSCLE_GROUPS), n_knots, *_MINUTES) * 0.6
    quick = _wander(rng, len(MUSCLE_GROUPS), n_knots, *_SECONDS)
    waxing = (together + apart + quick) * (0.4 + 0.6 * awake)
    sizes_uv = plan.patient.scalp_muscle_uv * plan.patient.muscle_shares
    return (sizes_uv[:, None] * np.exp(level + waxing)).astype(np.float32)


def tone_on_scalp(tone_uv: np.ndarray, first: int, n_samples: int) -> Samples:
    """Return the (21, n_samples) µV rms of this muscle from sample number `first` on, which starts a second.

    tone_uv : of `tone_knots`; in between it changes evenly
    """
    start_s, length_s = first // RATE_HZ, -(-n_samples // RATE_HZ)
    knots = muscle_on_scalp(tone_uv[:, start_s : start_s + length_s + 1])[:, :, None]
    share = np.arange(RATE_HZ, dtype=np.float32) / RATE_HZ
    return (
        (knots[:, :-1] + (knots[:, 1:] - knots[:, :-1]) * share)
        .reshape(len(knots), -1)[:, :n_samples]
        .astype(np.float32, copy=False)
    )


def _smooth(values: np.ndarray, reach: int) -> np.ndarray:
    kernel = np.hanning(2 * reach + 3)[1:-1]
    return np.convolve(np.pad(values, reach, mode="edge"), kernel / kernel.sum(), mode="valid")


def _wander(rng: np.random.Generator, n_rows: int, n_knots: int, length_s: int, size: float) -> np.ndarray:
    """Return (n_rows, n_knots) of smooth noise of rms `size` that changes over about `length_s`."""
    kernel = np.hanning(2 * length_s + 1)
    kernel *= size / np.sqrt(np.sum(kernel**2))
    noise = rng.standard_normal((n_rows, n_knots + len(kernel) - 1))
    return np.stack([np.convolve(row, kernel, mode="valid") for row in noise])
