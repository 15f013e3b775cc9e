"""Find the peak of a wave around each event, and cut the events anew so that their peaks lie at 0."""

import math
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Values = npt.NDArray[np.float64]


def peak_lags_s(
    strength: npt.NDArray[np.floating], first_s: float, rate_hz: float, window_s: tuple[float, float]
) -> Values:
    """Return when the strength of each event is greatest inside a window, seconds from the event's own 0.

    The peak is a sample that is higher than both of its neighbours: where the strength only rises or falls through the
    window, or a sample of it is missing, there is no peak.

    Parameters
    ----------
    strength : (n_events, n_times), not negative; NaN where it is not known
    first_s : time of the first sample from the event
    window_s : where the peak is looked for, both ends included

    Returns
    -------
    (n_events,) float64, whole samples; NaN where there is no peak
    """
    values = np.asarray(strength, np.float64)
    begin = max(math.ceil((window_s[0] - first_s) * rate_hz - 1e-6), 1)
    stop = min(math.floor((window_s[1] - first_s) * rate_hz + 1e-6) + 1, values.shape[1] - 1)
    lags_s = np.full(len(values), np.nan)
    if stop - begin < 1:
        return lags_s
    for number, one in enumerate(values):
        if not np.isfinite(one[begin - 1 : stop + 1]).all():
            continue
        at = begin + int(np.argmax(one[begin:stop]))
        if one[at] > one[at - 1] and one[at] >= one[at + 1]:
            lags_s[number] = first_s + at / rate_hz
    return lags_s


def cut_at(
    data: Sequence[npt.NDArray[np.float32]],
    shape: tuple[int, int],
    first_s: float,
    rate_hz: float,
    lags_s: Values,
    window_s: tuple[float, float],
) -> tuple[npt.NDArray[np.float32], Values]:
    """Return the samples of a window around `0 + lag` of each event, and the times of that window.

    Parameters
    ----------
    data : of each event (n_rows, n_times) = `shape`; its first sample is at `first_s` from the event's 0
    lags_s : (n_events,) rounded to whole samples; an event whose lag is NaN gives NaN
    window_s : first and last time, both included, from the lag

    Returns
    -------
    (n_events, n_rows, n_window) float32, NaN where `data` does not reach; (n_window,) times in s
    """
    begin, end = round(window_s[0] * rate_hz), round(window_s[1] * rate_hz)
    times_s = np.arange(begin, end + 1) / rate_hz
    cut = np.full((len(data), shape[0], len(times_s)), np.nan, np.float32)
    offset = round(first_s * rate_hz)
    for number, lag_s in enumerate(lags_s):
        if not math.isfinite(lag_s):
            continue
        start = begin + round(lag_s * rate_hz) - offset
        low, high = max(start, 0), min(start + len(times_s), shape[1])
        if low < high:
            cut[number, :, low - start : high - start] = data[number][:, low:high]
    return cut, times_s
