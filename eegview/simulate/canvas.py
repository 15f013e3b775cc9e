"""The arrays of one stretch of a study while it is being made."""

from dataclasses import dataclass, field

import numpy as np

from eegview.model.recording import Samples
from eegview.simulate.head import ELECTRODES
from eegview.simulate.plan import RATE_HZ

SIDES = ("left", "right")


@dataclass(slots=True, eq=False)
class Canvas:
    """`n_samples` from sample number `first` on, all at 256 Hz; graphoelements add themselves to it.

    eeg : (21, n) µV
    from_eyes : (21, n) µV of blinks and eye movements; no electrodecrement lowers them
    muscle_uv : (21, n) rms of scalp muscle, multiplies independent noise
    gain : (21, n) factor on the brain's background activity (electrodecrement); muscle and eyes are not lowered
    emg_uv : (2, n) rms of the left and right deltoid
    emg_wave : (2, n) µV added to the deltoid signals as it is
    eye : (2, n) µV, left and right eye electrode
    respiration : (n,) arbitrary units added to the breathing curve
    """

    first: int
    n_samples: int
    eeg: Samples = field(init=False)
    from_eyes: Samples = field(init=False)
    muscle_uv: Samples = field(init=False)
    gain: Samples = field(init=False)
    emg_uv: Samples = field(init=False)
    emg_wave: Samples = field(init=False)
    eye: Samples = field(init=False)
    respiration: Samples = field(init=False)

    def __post_init__(self) -> None:
        n_electrodes = len(ELECTRODES)
        self.eeg = np.zeros((n_electrodes, self.n_samples), np.float32)
        self.from_eyes = np.zeros((n_electrodes, self.n_samples), np.float32)
        self.muscle_uv = np.zeros((n_electrodes, self.n_samples), np.float32)
        self.gain = np.ones((n_electrodes, self.n_samples), np.float32)
        self.emg_uv = np.zeros((2, self.n_samples), np.float32)
        self.emg_wave = np.zeros((2, self.n_samples), np.float32)
        self.eye = np.zeros((2, self.n_samples), np.float32)
        self.respiration = np.zeros(self.n_samples, np.float32)

    @property
    def start_s(self) -> float:
        return self.first / RATE_HZ

    @property
    def stop_s(self) -> float:
        return (self.first + self.n_samples) / RATE_HZ

    def times_s(self) -> np.ndarray:
        return np.arange(self.first, self.first + self.n_samples) / RATE_HZ

    def window(self, onset_s: float, duration_s: float) -> tuple[slice, np.ndarray] | None:
        """Return the part of this canvas in `[onset_s, onset_s + duration_s)` and its times since the onset (float32).

        None where they do not meet. Times depend on the sample's number only, never on where the canvas starts.
        """
        start = max(int(np.ceil(onset_s * RATE_HZ)), self.first)
        stop = min(int(np.ceil((onset_s + duration_s) * RATE_HZ)), self.first + self.n_samples)
        if stop <= start:
            return None
        since_s = np.arange(start, stop) / RATE_HZ - onset_s
        return slice(start - self.first, stop - self.first), since_s.astype(np.float32)
