"""Compare the heart rate before an instant with the rate after it."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from eegview.dsp.heart.beats import RATE_HZ, BeatRule, Floats, vertices

BEFORE_S, AFTER_S = 10.0, 20.0
USUAL_S = 120.0  # before the instant, in which the same is measured for comparison
MARGIN_S = 30.0  # of ECG on either side of all this, which the beat finder looks at
_N_INTERVALS = 5  # whose median is the rate of a moment: an extra beat and its pause do not move it
_FARTHEST = 0.35  # from the rate of its ten seconds: twice as fast is a wave counted with each beat
_MOST_UNEVEN = 0.4  # share of the moments after the instant
_PIECE_S, _USUAL_STEP_S, _FEWEST_USUAL = 10.0, 5.0, 5


@dataclass(frozen=True, slots=True, eq=False)
class HeartChange:
    """The heart rate around an instant, times in seconds from it.

    before_bpm : 60 s over the median interval in the 10 s before
    highest_bpm : the highest rate of five intervals in a row that lie within the 20 s after
    usual_percent : the median of the same change at other instants of the two minutes before; NaN with too few
    times_s, bpm : (n,) the rate of five intervals in a row at their middle, from 10 s before to 20 s after; NaN where
        the intervals are uneven
    """

    before_bpm: float
    highest_bpm: float
    usual_percent: float
    times_s: Floats
    bpm: Floats

    @property
    def percent(self) -> float:
        return 100 * (self.highest_bpm / self.before_bpm - 1)


def heart_change(ecg: npt.NDArray[np.float32], start_s: float, onset_s: float, rule: BeatRule) -> HeartChange | None:
    """Return how the heart rate changes at an instant, None where the ECG cannot be read there.

    It counts as read where each ten seconds of the thirty around have a sure rate, see `BeatRule`; five intervals of
    which one is irregular give no rate. The highest of many
    rates is above the rate before even where nothing happens; `usual_percent` says by how much.

    Parameters
    ----------
    ecg : (n,) µV at `RATE_HZ`, from `MARGIN_S + USUAL_S + BEFORE_S` before the instant, or less; NaN where missing
    start_s : time of the first sample
    onset_s : the instant
    """
    if len(ecg) < round((BEFORE_S + AFTER_S) * RATE_HZ):
        return None
    hills = rule.hills(ecg)
    samples = rule.beats(hills)
    if len(samples) < 2 * _N_INTERVALS:
        return None
    beats_s = start_s + vertices(hills, samples) / RATE_HZ
    middles_s = (beats_s[:-_N_INTERVALS] + beats_s[_N_INTERVALS:]) / 2
    intervals_s = np.lib.stride_tricks.sliding_window_view(np.diff(beats_s), _N_INTERVALS)
    usual_s = np.median(intervals_s, axis=1)
    is_even = (np.abs(intervals_s - usual_s[:, None]) <= rule.regular * usual_s[:, None]).all(axis=1)
    moments = beats_s[:-_N_INTERVALS], beats_s[_N_INTERVALS:], np.where(is_even, 60 / usual_s, np.nan)

    def at(instant_s: float) -> tuple[float, float] | None:
        first = round((instant_s - BEFORE_S - start_s) * RATE_HZ)
        n_each = round(_PIECE_S * RATE_HZ)
        n_pieces = round((BEFORE_S + AFTER_S) / _PIECE_S)
        if first < 0 or first + n_pieces * n_each > len(ecg) or np.isnan(ecg[first : first + n_pieces * n_each]).any():
            return None
        rates = rule.rates(hills, samples, first, n_pieces, n_each)
        after = (moments[0] >= instant_s) & (moments[1] <= instant_s + AFTER_S)
        if not after.any():
            return None
        if np.isnan(rates).any() or np.isnan(moments[2][after]).mean() > _MOST_UNEVEN:
            return None
        after_bpm = moments[2][after]
        own_bpm = rates[np.where((moments[0] + moments[1])[after] / 2 < instant_s + _PIECE_S, 1, 2)]
        after_bpm = after_bpm[np.abs(after_bpm - own_bpm) <= _FARTHEST * own_bpm]
        return (float(rates[0]), float(after_bpm.max())) if len(after_bpm) else None

    found = at(onset_s)
    if found is None:
        return None
    others = [
        at(onset_s - AFTER_S - late_s) for late_s in np.arange(0, USUAL_S - BEFORE_S - AFTER_S + 1, _USUAL_STEP_S)
    ]
    usual = [100 * (other[1] / other[0] - 1) for other in others if other is not None]
    near = (middles_s >= onset_s - BEFORE_S) & (middles_s <= onset_s + AFTER_S)
    usual_percent = float(np.median(usual)) if len(usual) >= _FEWEST_USUAL else float("nan")
    return HeartChange(*found, usual_percent, middles_s[near] - onset_s, moments[2][near])
