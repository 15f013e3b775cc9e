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
    n_steps = int(np.ceil(len(samples) / (STEP_S * rate_hz) - 1e-9))
    if not n_steps:
        return np.zeros(0, np.float32)
    edges = np.round(np.arange(n_steps) * STEP_S * rate_hz).astype(int)  # a step need not be a whole number of samples
    power = (samples.astype(np.float64) ** 2).mean(axis=1)
    n_held = np.diff(np.append(edges, len(samples)))
    return np.sqrt(np.add.reduceat(power, edges) / n_held).astype(np.float32)


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
