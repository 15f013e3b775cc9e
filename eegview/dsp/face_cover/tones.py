"""Replace sound by a tone that is as loud as the sound was.

Of the sound only its level remains, of each 100 ms. Speech reduced to the level of one band alone is hardly understood
(Shannon, Zeng, Kamath, Wygonski and Ekelid 1995, Science 270:303), and that was with quicker changes than these.
"""

import numpy as np

from eegview.model.recording import Samples

STEP_S = 0.1
TONE_HZ = 440.0


def sound_levels(samples: Samples, rate_hz: int) -> Samples:
    """Return the level of sound.

    Parameters
    ----------
    samples : (n_samples, n_channels) float32, full scale = ±1

    Returns
    -------
    (n_steps,) float32, root mean square over each 100 ms and all channels
    """
    step = round(STEP_S * rate_hz)
    n_steps = -(-len(samples) // step)
    power = np.zeros(n_steps * step)
    power[: len(samples)] = (samples.astype(np.float64) ** 2).mean(axis=1)
    n_held = np.full(n_steps, step)
    if n_steps:
        n_held[-1] = len(samples) - (n_steps - 1) * step
    return np.sqrt(power.reshape(n_steps, step).sum(axis=1) / n_held).astype(np.float32)


def tone_of(levels: Samples, n_samples: int, rate_hz: int, first_sample: int = 0) -> Samples:
    """Return a tone with these levels.

    Parameters
    ----------
    levels : (n_steps,) float32, of each 100 ms from the beginning of all sound
    n_samples, first_sample : which part of it to return

    Returns
    -------
    (n_samples,) float32
    """
    number = first_sample + np.arange(n_samples)
    middles = (np.arange(len(levels)) + 0.5) * STEP_S * rate_hz
    loudness = np.interp(number, middles, levels) if len(levels) else np.zeros(n_samples)
    phase = 2 * np.pi * (TONE_HZ / rate_hz * number % 1.0)
    return np.clip(np.sqrt(2) * loudness * np.sin(phase), -1, 1).astype(np.float32)
