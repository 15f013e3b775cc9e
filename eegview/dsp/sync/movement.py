"""Find how a video lies against the EEG by what moves: motion energy of the picture against the EMG's envelope.

Arrays in, lags with a sureness out, for a person to confirm. Must not know files.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from eegview.model.film.video import SyncMap

Values = npt.NDArray[np.float64]

GRID_HZ = 50.0  # movement and envelope are compared at this rate; the peak is found between its points
WINDOW_S = 60.0
LEAST_CORRELATION = 0.15  # a weaker likeness is not proposed
_FULL_CORRELATION = 0.4  # rises have much of their own in both; more than this adds nothing
_COARSE_S, _FINE_S = (0.4, 0.2), (0.2, 0.1)  # rise over, smoothed over: the first finds, the second places
_FINE_REACH_S = 0.3
_FLOOR = 0.2  # of the median; below it a rise says nothing
_SECOND_S = 1.0  # another peak counts as another from here on
_MOST_MISSING = 0.2  # of a window


@dataclass(frozen=True, slots=True)
class MovementLag:
    """A window in which picture and muscle begin to move alike.

    video_s : s of the stream, the steepest beginning of movement in the window
    eeg_s : the same instant in the recording, by the lag found
    correlation : at the peak, -1 to 1
    sureness : 0-1, how far the peak stands out from the next best
    """

    video_s: float
    eeg_s: float
    correlation: float
    sureness: float


def emg_envelope(samples: npt.ArrayLike, rate_hz: float, start_s: float = 0.0) -> Values:
    """Return how strong the EMG is: root mean square of its changes in steps of the grid.

    Changes from sample to sample stress what is fast, so that slow drifts and the ECG weigh little.

    Parameters
    ----------
    samples : (n_samples,) µV at `rate_hz`; NaN where samples are missing
    start_s : time of the first sample

    Returns
    -------
    (n_steps,) float64, µV, one value per step of 1 / GRID_HZ; the first is of step `floor(start_s · GRID_HZ)`, counted
    from 0 s; NaN where nothing was recorded
    """
    samples = np.asarray(samples, np.float64)
    changes = np.diff(samples, prepend=np.nan)
    into_step_s = start_s - np.floor(start_s * GRID_HZ + 1e-6) / GRID_HZ
    times_s = into_step_s + np.arange(len(samples)) / rate_hz
    n_steps = int(np.floor(times_s[-1] * GRID_HZ + 1e-6)) + 1 if len(times_s) else 0
    return np.sqrt(_mean_per_step(changes**2, times_s, n_steps))


def movement_lags(
    times_s: npt.ArrayLike,
    movement: npt.ArrayLike,
    envelope: npt.ArrayLike,
    guess: SyncMap,
    envelope_start_s: float = 0.0,
    farthest_s: float = 10.0,
) -> tuple[MovementLag, ...]:
    """Compare how movement and EMG rise, window by window, at every lag within reach of the guess.

    Rises are compared and not levels: a spasm's EMG lasts while the picture has come to rest, which put levels of the
    simulated study 0.4 s wrong, rises 0.05 s.

    Parameters
    ----------
    times_s : (n_frames,) s of the stream, when each change of the picture is first seen
    movement : (n_frames,) motion energy, any unit, NaN where unknown
    envelope : (n_steps,) see `emg_envelope`; its first value is of `envelope_start_s` of the recording
    guess : where the video lies as far as is known
    farthest_s : how far from the guess to look

    Returns
    -------
    windows in which the two are alike, in order of time; those without movement are left out
    """
    times_s, movement = np.asarray(times_s, np.float64), np.asarray(movement, np.float64)
    if len(times_s) < 2:
        return ()
    first_s = float(times_s[0])
    # a change seen at a frame came between it and the frame before
    changed_s = times_s - np.median(np.diff(times_s)) / 2
    n_steps = int((times_s[-1] - first_s) * GRID_HZ)
    moved = _filled(_mean_per_step(movement, changed_s - first_s, n_steps), times_s)
    strong = np.asarray(envelope, np.float64)
    coarse, fine = ((_rises(moved, *over_s), _rises(strong, *over_s)) for over_s in (_COARSE_S, _FINE_S))
    n_window, n_reach = round(WINDOW_S * GRID_HZ), round(farthest_s * GRID_HZ)
    found = []
    for start in range(0, max(n_steps - n_window // 2, 1), n_window // 2):
        stop = min(start + n_window, n_steps)
        video_s = first_s + start / GRID_HZ
        at = round((guess.to_recording_s(video_s) - envelope_start_s) * GRID_HZ) - n_reach
        reach = slice(at, at + stop - start + 2 * n_reach)
        correlations = _correlations(coarse[0][start:stop], _cut(coarse[1], reach.start, reach.stop))
        best = _best_lag(correlations) if correlations is not None else None
        if best is None:
            continue
        peak, correlation, sureness = best
        lag = _placed(_correlations(fine[0][start:stop], _cut(fine[1], reach.start, reach.stop)), peak)
        onset = int(np.nanargmax(fine[0][start:stop]))
        eeg_s = envelope_start_s + (at + lag + onset) / GRID_HZ
        found.append(MovementLag(video_s + onset / GRID_HZ, eeg_s, correlation, sureness))
    return _one_each(found)


def _placed(correlations: Values | None, near: int) -> float:
    """Return the lag (steps, between points) of the peak next to `near`."""
    if correlations is None:
        return float(near)
    n_reach = round(_FINE_REACH_S * GRID_HZ)
    first = max(near - n_reach, 1)
    peak = first + int(np.argmax(correlations[first : min(near + n_reach + 1, len(correlations) - 1)]))
    before, height, after = correlations[peak - 1 : peak + 2]
    bend = before - 2 * height + after
    return peak + (0.5 * float(before - after) / float(bend) if bend < 0 else 0.0)


def _best_lag(correlations: Values) -> tuple[int, float, float] | None:
    """Return the lag (steps) of the best likeness, its correlation and sureness; None where all are unlike."""
    peak = int(np.argmax(correlations))
    height = float(correlations[peak])
    if height < LEAST_CORRELATION or peak in (0, len(correlations) - 1):
        return None  # at the end of reach the true peak may lie beyond
    n_apart = round(_SECOND_S * GRID_HZ)
    is_other = np.abs(np.arange(len(correlations)) - peak) >= n_apart
    second = max(float(correlations[is_other].max(initial=0.0)), 0.0)
    return peak, height, min(1.0, height / _FULL_CORRELATION) * (1 - second / height)


def _correlations(window: Values, field: Values) -> Values | None:
    """Return Pearson's correlation of the window with the field at every lag, None where either says nothing."""
    if len(window) < 2 or len(field) <= len(window) or np.mean(~np.isfinite(window)) > _MOST_MISSING:
        return None
    is_known = np.isfinite(field)
    if np.mean(~is_known) > _MOST_MISSING + (len(field) - len(window)) / len(field):
        return None
    a = np.where(np.isfinite(window), window - np.nanmean(window), 0.0)
    b = np.where(is_known, field - np.nanmean(field), 0.0)
    n, size = len(a), 1 << (len(a) + len(b)).bit_length()
    products = np.fft.irfft(np.fft.rfft(b, size) * np.conj(np.fft.rfft(a, size)), size)[: len(b) - n + 1]
    sums = np.concatenate([[0.0], np.cumsum(b)])
    squares = np.concatenate([[0.0], np.cumsum(b**2)])
    variance = (squares[n:] - squares[:-n]) - (sums[n:] - sums[:-n]) ** 2 / n
    scale = np.sqrt(np.maximum(variance, 0) * np.sum(a**2))
    if not np.sum(a**2) > 1e-9:
        return None
    return np.divide(products, scale, out=np.zeros_like(products), where=scale > 1e-6 * scale.max(initial=1.0))


def _mean_per_step(values: Values, times_s: Values, n_steps: int) -> Values:
    """Return the mean of the values in each step of the grid, NaN in a step without any."""
    steps = np.floor(times_s * GRID_HZ + 1e-6).astype(int)
    is_used = np.isfinite(values) & (steps >= 0) & (steps < n_steps)
    counts = np.bincount(steps[is_used], minlength=n_steps)
    sums = np.bincount(steps[is_used], weights=values[is_used], minlength=n_steps)
    return np.divide(sums, counts, out=np.full(n_steps, np.nan), where=counts > 0)


def _filled(values: Values, times_s: Values) -> Values:
    """Return values with the steps between frames filled by a line; longer holes stay open."""
    known = np.flatnonzero(np.isfinite(values))
    if len(known) < 2:
        return values
    filled = np.interp(np.arange(len(values)), known, values[known], left=np.nan, right=np.nan)
    longest = int(3 * np.median(np.diff(times_s)) * GRID_HZ) + 1
    for gap in np.flatnonzero(np.diff(known) > longest):
        filled[known[gap] + 1 : known[gap + 1]] = np.nan
    return filled


def _rises(values: Values, over_s: float, smoothed_s: float) -> Values:
    """Return how steeply values rise about each step, on a scale of ratios; what is usual counts as nothing."""
    known = values[np.isfinite(values)]
    usual = float(np.median(known)) if len(known) else 0.0
    usual = usual or (float(np.mean(known)) if len(known) else 0.0)
    n_over, n_smooth = round(over_s * GRID_HZ), max(1, round(smoothed_s * GRID_HZ))
    if usual <= 0 or len(values) <= n_over + n_smooth:
        return np.zeros_like(values)
    padded = np.pad(np.maximum(values, 0), (n_smooth // 2, n_smooth - 1 - n_smooth // 2), mode="edge")
    curve = np.log(np.convolve(padded, np.ones(n_smooth) / n_smooth, mode="valid") + _FLOOR * usual)
    rise = np.full_like(curve, np.nan)
    rise[n_over // 2 : len(curve) - n_over + n_over // 2] = curve[n_over:] - curve[:-n_over]
    if not np.isfinite(rise).any():
        return rise
    return np.maximum(rise - 1.4826 * np.nanmedian(np.abs(rise)), 0)


def _cut(values: Values, start: int, stop: int) -> Values:
    """Return `values[start:stop]`, NaN where that reaches beyond them."""
    held = values[max(start, 0) : max(stop, 0)]
    before = np.full(min(max(-start, 0), stop - start), np.nan)
    return np.concatenate([before, held, np.full(stop - start - len(before) - len(held), np.nan)])


def _one_each(found: list[MovementLag]) -> tuple[MovementLag, ...]:
    """Return of windows that overlap on the same movement the surer one."""
    kept: list[MovementLag] = []
    for lag in found:
        if kept and abs(kept[-1].video_s - lag.video_s) < _SECOND_S:
            kept[-1] = max(kept[-1], lag, key=lambda one: one.sureness)
        else:
            kept.append(lag)
    return tuple(kept)
