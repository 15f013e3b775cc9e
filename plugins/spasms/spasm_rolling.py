"""Keep the last minutes of one segment's tracks, and how unusual each step is against the minutes around it."""

import math
from dataclasses import dataclass, field
from itertools import accumulate

import numpy as np
from eeg_tracks import SLOW_HZ, STEP_HZ, EegTracks
from robust import NORMAL, median_known, resting

BEFORE_S, AFTER_S = 50.0, 12.0  # what a block is compared with, itself included
BLOCK_S = 10.0  # steps that share one comparison, on the recording's grid
LONG_S = 600.0  # the minutes before a block's end
KEPT_S = LONG_S + 40.0  # held behind what is finished, for waveforms and comparisons
_LAST_COMPARED = "emg"  # of the tracks in the order in which `append` names them
_EVERY = 5  # steps of which one is compared with
_PER_SLOW = round(SLOW_HZ / STEP_HZ)
_LEAST_SPREAD = 0.25  # of a logarithm: an even background must not make little things look large


@dataclass(slots=True, eq=False)
class Rolling:
    """The tracks from step `first` on; the arrays' last axis is time.

    kept : by name: "ranges" (n_rows, n), "level" "spread" "middle" "fast" (3, n), "muscle" "stuck" (1, n),
        "emg" (n_emg, n)
    slow : (n_signals, 5 n) µV
    unusual : the same names, robust z, for the first `n_compared` steps
    """

    first: int = 0
    kept: dict[str, np.ndarray] = field(default_factory=dict)
    slow: np.ndarray = field(default_factory=lambda: np.empty((0, 0), np.float32))
    slow_bad: np.ndarray = field(default_factory=lambda: np.empty((0, 0), bool))
    unusual: dict[str, np.ndarray] = field(default_factory=dict)
    n_compared: int = 0
    _joined: np.ndarray = field(default_factory=lambda: np.empty((0, 0), np.float32))  # `kept`, one name below another
    _compared: np.ndarray = field(default_factory=lambda: np.empty((0, 0), np.float32))  # `unusual`, the same
    _places: dict[str, slice] = field(default_factory=dict)  # rows of each name in both
    _long: dict[tuple[str, int, int], tuple[float, float]] = field(default_factory=dict)

    @property
    def n_steps(self) -> int:
        return self._joined.shape[1]

    def append(self, tracks: EegTracks, emg: np.ndarray) -> None:
        """Add the tracks that follow; `emg` (n_emg, n) are burst tracks."""
        new = {
            "ranges": tracks.ranges,
            "spread": tracks.spread,
            "middle": tracks.middle,
            "fast": tracks.fast,
            "muscle": tracks.muscle[None, :],
            "emg": emg,
            "level": tracks.level,
            "stuck": tracks.stuck[None, :],
        }
        joined = np.concatenate(list(new.values()))
        if self.kept:
            self._joined = np.concatenate([self._joined, joined], axis=1)
            self.slow = np.concatenate([self.slow, tracks.slow], axis=1)
            self.slow_bad = np.concatenate([self.slow_bad, tracks.slow_bad], axis=1)
        else:
            stops = list(accumulate(len(part) for part in new.values()))
            self._places = {
                name: slice(stop - len(part), stop) for (name, part), stop in zip(new.items(), stops, strict=True)
            }
            self.first, self._joined, self.slow, self.slow_bad = tracks.first, joined, tracks.slow, tracks.slow_bad
            self._compared = np.empty((self._places[_LAST_COMPARED].stop, 0), np.float32)
        self._name()

    def _name(self) -> None:
        """Let `kept` and `unusual` show what there is now."""
        self.kept = {name: self._joined[rows] for name, rows in self._places.items()}
        compared = {name: rows for name, rows in self._places.items() if rows.stop <= len(self._compared)}
        self.unusual |= {name: self._compared[rows] for name, rows in compared.items()}

    def compare(self, is_end: bool) -> None:
        """Compare every whole block whose surroundings are there with them; at a segment's end all that is left."""
        block = round(BLOCK_S * STEP_HZ)
        values, found = self._joined[: len(self._compared)], [self._compared]
        while self.n_compared < self.n_steps:
            stop = ((self.first + self.n_compared) // block + 1) * block - self.first
            if stop + AFTER_S * STEP_HZ > self.n_steps and not is_end:
                break
            start, stop = self.n_compared, min(stop, self.n_steps)
            end = ((self.first + start) // block + 1) * block - self.first
            around = slice(max(end - round((BEFORE_S + BLOCK_S) * STEP_HZ), 0), end + round(AFTER_S * STEP_HZ))
            phase = -(self.first + around.start) % _EVERY
            middle, width = resting(values[:, around][:, phase::_EVERY], _LEAST_SPREAD)
            found.append((values[:, start:stop] - middle[:, None]) / width[:, None])
            self.n_compared = stop
        self._compared = np.concatenate(found, axis=1)
        self._name()

    def of_minutes(self, name: str, side: int, step: int) -> tuple[float, float]:
        """Return median and robust deviation of a track over the ten minutes before a block's end.

        The block is the one the step lies in, and a value of each whole second is taken: what is compared with depends
        on where the step lies in the recording, not on how much has been read. NaN where there is no value.
        """
        block, second = round(BLOCK_S * STEP_HZ), round(STEP_HZ)
        end = (step // block + 1) * block
        key = (name, side, end)
        if key not in self._long:
            start = max(end - round(LONG_S * STEP_HZ), self.first)
            start += -start % second
            values = self.kept[name][side, start - self.first : end - self.first : second]
            ordered = np.sort(values[~np.isnan(values)])
            if not len(ordered):
                return math.nan, math.nan
            middle = float(ordered[len(ordered) // 2])
            self._long[key] = middle, NORMAL * median_known(np.abs(ordered - ordered[len(ordered) // 2]))
        return self._long[key]

    def forget_before(self, step: int) -> None:
        """Drop steps before `step` (a number within the recording)."""
        n_gone = min(step - self.first, self.n_compared)
        if n_gone <= 0:
            return
        self._joined, self._compared = self._joined[:, n_gone:], self._compared[:, n_gone:]
        self.unusual = {name: part[:, n_gone:] for name, part in self.unusual.items()}
        self._name()
        self.slow, self.slow_bad = self.slow[:, n_gone * _PER_SLOW :], self.slow_bad[:, n_gone:]
        self.first += n_gone
        self.n_compared -= n_gone
        self._long = {key: values for key, values in self._long.items() if key[2] > self.first + self.n_compared - 600}
