"""Follow muscle and movement around a moment: arm EMG and movement in the video, each beside its usual level."""

import numpy as np

from eegview.plugin import bin_edges, frame_levels, moving_mean, usual_level

FRAME_S = 0.125
SMOOTH = 3  # frames
EVERY = 4
USUAL_S = 20.0
BEFORE_S = 1.0
AFTER_S = 2.5  # of the example's end: what follows belongs to it
LONGEST_S = 6.0


class Courses:
    """The maker of courses of stretches, each in log2 of the usual level around."""

    def __init__(self, recording, length_s):
        n_frames = round((BEFORE_S + min(length_s, LONGEST_S) + AFTER_S) / FRAME_S)
        self._offsets = np.arange(n_frames) - round(BEFORE_S / FRAME_S)
        movement = recording.movement()
        self._movement = movement if movement is not None and np.isfinite(movement[1]).any() else None

    def of(self, stretch):
        """Return the `Course` of a stretch with its margins."""
        before = int((stretch.span.start_s - stretch.start_s) / FRAME_S + 1e-6) // EVERY * EVERY
        first_s = stretch.span.start_s - before * FRAME_S
        n_frames = int((stretch.start_s + stretch.data.shape[1] / stretch.rate_hz - first_s) / FRAME_S)
        lines = {}
        muscle = [
            muscle_level(values, rate_hz, stretch.start_s, first_s, n_frames)
            for rate_hz, values in stretch.extra.values()
        ]
        if muscle:
            lines["arm EMG"] = relative(np.array(muscle))
        if self._movement is not None:
            lines["movement in the video"] = moved(self._movement, first_s, n_frames)[None]
        return Course(first_s, lines, self._offsets)


class Course:
    """The lines of one stretch; `at` cuts out the part around an onset."""

    def __init__(self, first_s, lines, offsets):
        self._first_s, self._lines, self._offsets = first_s, lines, offsets

    def at(self, onset_s):
        """Return name -> (n_lines, n_offsets) log2; NaN outside the stretch."""
        first = int(np.floor((onset_s - self._first_s) / FRAME_S + 0.5))
        places = np.asarray(self._offsets + first)
        out = {}
        for name, lines in self._lines.items():
            inside = (places >= 0) & (places < lines.shape[1])
            part = np.full((len(lines), len(places)), np.nan)
            part[:, inside] = lines[:, places[inside]]
            out[name] = part
        return out


def relative(level):
    """Return log2 of the smoothed level beside its usual one, within ±4."""
    level = moving_mean(level, SMOOTH)
    usual = usual_level(level, round(USUAL_S / FRAME_S), every=EVERY)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.clip(np.log2(level / usual), -4.0, 4.0)


def moved(movement, first_s, n_frames):
    """Return (n_frames,) log2 of the movement beside its usual one; a little is added, so that stillness has a size."""
    times_s, values = movement
    centres_s = first_s + (np.arange(n_frames) + 0.5) * FRAME_S
    level = np.interp(centres_s, times_s, values, left=np.nan, right=np.nan)[None]
    return relative(level + 0.5)[0]


def muscle_level(values, rate_hz, start_s, first_s, n_frames):
    """Return (n_frames,) mean size of the second difference of a muscle row, which is free of offset and slow waves."""
    values = np.asarray(values, np.float32)
    quick = np.zeros((1, len(values)), np.float32)
    quick[0, 1:-1] = np.diff(values, 2)
    edges = bin_edges(start_s, rate_hz, len(values), first_s, FRAME_S, n_frames)
    return frame_levels(quick, edges)[0][0]
