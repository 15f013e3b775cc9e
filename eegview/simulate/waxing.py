"""How the faster waves of the background grow and shrink together, all over the head, from second to second.

In the real infant at hand the amplitude of 5-26 Hz, averaged over rows, changes from one second of sleep to the next
by 0.5 (standard deviation of its natural logarithm, next to no correlation after a second), in a row beside the others
by 0.33; awake by 0.3, over several seconds. The other states are assumptions in between.
"""

import numpy as np

from eegview.model.recording import Samples
from eegview.simulate.head import spread
from eegview.simulate.plan import RATE_HZ, StudyPlan
from eegview.simulate.seeds import Stream, random_stream

# (from half second to half second, over several seconds), log units
_SIZES = {"W": (0.25, 0.25), "N1": (0.45, 0.15), "N2": (0.75, 0.1), "N3": (0.7, 0.1), "R": (0.35, 0.15)}
_APART = 0.5  # of the quick part, in each quarter of the head for itself
_PER_S = 2
_BLOCK_S = 32
_SLOW_S = 4
_QUARTERS = np.array([(x, y, 0.6) for x in (-0.6, 0.6) for y in (-0.6, 0.6)])
_FIELDS = spread(_QUARTERS / np.linalg.norm(_QUARTERS, axis=1, keepdims=True), 35)
_FIELDS /= np.linalg.norm(_FIELDS, axis=1, keepdims=True)


def waxing(plan: StudyPlan, first: int, n_samples: int) -> Samples:
    """Return (21, n_samples) factors whose mean square is 1, from sample number `first` on, which starts a second."""
    start_s, length_s = first // RATE_HZ, -(-n_samples // RATE_HZ)
    knots_s = start_s + np.arange(length_s * _PER_S + 1) / _PER_S
    sizes = np.array([_SIZES[stage.name] for stage in plan.stages])[plan.stage_at(knots_s)].T * plan.patient.waxing
    drawn = _noise(plan.seed, start_s, start_s + length_s)
    level = sizes[0] * (drawn[0] + _APART * (_FIELDS @ drawn[2:])) + sizes[1] * drawn[1]
    level -= sizes[0] ** 2 * (1 + _APART**2) + sizes[1] ** 2
    factors = np.exp(level).astype(np.float32)[:, :, None]
    step = RATE_HZ // _PER_S
    share = (0.5 - 0.5 * np.cos(np.pi * np.arange(step) / step)).astype(np.float32)
    smooth = factors[:, :-1] + (factors[:, 1:] - factors[:, :-1]) * share
    return smooth.reshape(len(_FIELDS), -1)[:, :n_samples]


def _noise(seed: int, start_s: int, stop_s: int) -> np.ndarray:
    """Return (6, n_knots) of unit noise from `start_s` to `stop_s` (both in): quick, slow, quick in each quarter."""
    first_block, last_block = (start_s - _SLOW_S) // _BLOCK_S, (stop_s + _SLOW_S) // _BLOCK_S
    blocks = [
        random_stream(seed, Stream.WAXING, block + 1).standard_normal((6, _BLOCK_S * _PER_S))
        for block in range(first_block, last_block + 1)
    ]
    white = np.concatenate(blocks, axis=1)
    reach = _SLOW_S * _PER_S
    at = (start_s - first_block * _BLOCK_S) * _PER_S
    n_knots = (stop_s - start_s) * _PER_S + 1
    kernel = np.hanning(2 * reach + 3)[1:-1]
    kernel /= np.linalg.norm(kernel)
    slow = np.convolve(white[1, at - reach : at + n_knots + reach], kernel, mode="valid")
    return np.vstack([white[:1, at : at + n_knots], slow, white[2:, at : at + n_knots]])
