"""Find where a recorder ran into the limit of what its file can hold."""

import numpy as np

from eegview.model.recording import Samples

SHORTEST_RUN = 3  # samples; fewer may be a true peak
_TOLERANCE = 1e-6  # of the range: a float32 sample at the limit may lie this far off it


def clipped_runs(values: Samples, minimum: float, maximum: float) -> list[tuple[int, int]]:
    """Return [first, stop) of each run of at least three samples at one limit, in order of time.

    Parameters
    ----------
    values : (n_samples,) float32
    minimum, maximum : what the file can hold, in the unit of `values`; equal limits say nothing and find nothing
    """
    low, high = min(minimum, maximum), max(minimum, maximum)
    if not len(values) or not high > low:
        return []
    near = (high - low) * _TOLERANCE
    runs = []
    # most pages touch no limit, and the two extremes say so quickly
    if np.fmax.reduce(values) >= high - near:
        runs += _runs(values >= high - near)
    if np.fmin.reduce(values) <= low + near:
        runs += _runs(values <= low + near)
    return sorted(runs)


def _runs(at_limit: np.ndarray) -> list[tuple[int, int]]:
    edges = np.flatnonzero(np.diff(np.concatenate(([False], at_limit, [False])).astype(np.int8)))
    return [(int(a), int(b)) for a, b in zip(edges[::2], edges[1::2], strict=True) if b - a >= SHORTEST_RUN]
