"""The two sides of the head around spasms: how strong the slow wave is over both, and when activity begins on each."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from eegview.app.statistics.locked_reading import LockedPlan, SpasmPiece
from eegview.app.statistics.locked_settings import FAST_RULE, SLOW_RULE, other_spasm_spans
from eegview.dsp.event_locked.onsets import OnsetRule, onset_s

Values = npt.NDArray[np.float64]


def slow_strength(plan: LockedPlan, pieces: Sequence[SpasmPiece]) -> tuple[Values, float]:
    """Return the slow wave's strength over both sides, where the electrodes are too few for a field."""
    first_s = round(plan.side_window_s[0] * plan.rate_hz) / plan.rate_hz
    if not pieces:
        return np.empty((0, 0)), first_s
    slow = np.stack([one.sides_uv[2:] for one in pieces]).astype(np.float64)
    return np.sqrt((slow**2).mean(axis=1)), first_s


def side_beginnings(
    plan: LockedPlan, pieces: Sequence[SpasmPiece], onsets_s: tuple[float, ...]
) -> tuple[Values, Values, Values, Values]:
    """Return the beginnings on each side; other spasms in the baseline are taken out of it."""
    first_s = round(plan.side_window_s[0] * plan.rate_hz) / plan.rate_hz
    found = np.full((4, len(pieces)), np.nan)
    rules: tuple[OnsetRule, ...] = (FAST_RULE, FAST_RULE, SLOW_RULE, SLOW_RULE)
    for number, piece in enumerate(pieces if plan.pairs else ()):
        times_s = first_s + np.arange(piece.sides_uv.shape[1]) / plan.rate_hz
        is_other = np.zeros(len(times_s), np.bool_)
        for start_s, stop_s in other_spasm_spans(onsets_s[number], onsets_s):
            is_other |= (times_s >= start_s) & (times_s < stop_s)
        for side, rule in enumerate(rules):
            strength = piece.sides_uv[side].astype(np.float64)
            strength[is_other & (times_s < rule.search_s[0])] = np.nan
            found[side, number] = onset_s(strength, first_s, plan.rate_hz, rule)
    return found[0], found[1], found[2], found[3]
