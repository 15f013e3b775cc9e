"""Measure the level of a sound: arrays in, numbers out."""

import numpy as np

from eegview.model.recording import Samples

SILENCE_DBFS = -96.0  # the floor of 16-bit sound; nothing is told below it
LEVEL_STEP_S = 0.02


def levels_dbfs(samples: Samples, rate_hz: float, step_s: float = LEVEL_STEP_S) -> Samples:
    """Return the level of each stretch of `step_s`.

    Parameters
    ----------
    samples : (n_samples, n_channels) float32, full scale = ±1

    Returns
    -------
    (n_steps,) float32, root mean square over samples and channels in dB, where 0 dBFS is a square wave of full scale
    (a sine of full scale has −3.01 dBFS); at least −96. What does not fill a last step is left out.
    """
    n_each = round(step_s * rate_hz)
    n_steps = len(samples) // n_each
    squares = np.square(samples[: n_steps * n_each].reshape(n_steps, n_each * samples.shape[1]), dtype=np.float64)
    power = squares.mean(axis=1)
    return np.maximum(10 * np.log10(np.maximum(power, 1e-12)), SILENCE_DBFS).astype(np.float32)


def level_dbfs(samples: Samples) -> float:
    """Return the level of all samples together, as `levels_dbfs`; −96 where there are none."""
    return float(levels_dbfs(samples, 1.0, len(samples))[0]) if len(samples) else SILENCE_DBFS
