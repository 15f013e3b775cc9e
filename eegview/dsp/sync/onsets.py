"""Find instants at which something begins at once: a flash, a click or beep, a trigger.

Arrays in, times out. Must not know files.
"""

import numpy as np
import numpy.typing as npt

Times = npt.NDArray[np.float64]

LEAST_APART_S = 0.5  # what begins again sooner counts as one
SOUND_BLOCK_S = 0.005
_FLASH_LEAST = 15.0  # levels of 255; smaller rises are people moving
_FLASH_REACH = 12.0  # robust standard errors of the usual change from frame to frame
_SOUND_RISE_DB = 15.0
_SOUND_LEAST_DB = -55.0  # dBFS; quieter is the noise of the microphone
_BEFORE_S = 1.0  # what a sound is compared with
_MOST_TRIGGERS_PER_S = 2.0  # a channel that changes more often carries no triggers


def flash_onsets(times_s: npt.ArrayLike, luma: npt.ArrayLike) -> Times:
    """Return when the picture brightens at once.

    Parameters
    ----------
    times_s : (n_frames,) PTS of each frame, ascending
    luma : (n_frames,) mean brightness of the picture, 0-255

    Returns
    -------
    (n_flashes,) float64, s: the middle between the last dark frame and the first bright one, since the flash came
    somewhere between the two
    """
    times_s, luma = np.asarray(times_s, np.float64), np.asarray(luma, np.float64)
    if len(luma) < 2:
        return np.empty(0)
    steps = np.diff(luma)
    usual = 1.4826 * float(np.median(np.abs(steps - np.median(steps))))
    is_rise = steps > max(_FLASH_LEAST, _FLASH_REACH * usual)
    is_next = np.diff(times_s) <= LEAST_APART_S  # frames missing between the two say nothing of an instant
    first = np.flatnonzero(is_rise & is_next)
    return apart((times_s[first] + times_s[first + 1]) / 2)


def sound_levels_db(samples: npt.ArrayLike, rate_hz: float) -> npt.NDArray[np.float64]:
    """Return the level of each block of 5 ms.

    Parameters
    ----------
    samples : (n_samples,) or (n_samples, n_channels), -1 to 1

    Returns
    -------
    (n_samples // samples of a block,) float64, dBFS, at least -120; a rest shorter than a block is left out
    """
    samples = np.asarray(samples, np.float64)
    if samples.ndim == 1:
        samples = samples[:, None]
    n_block = max(1, round(rate_hz * SOUND_BLOCK_S))
    n_blocks = len(samples) // n_block
    blocks = samples[: n_blocks * n_block].reshape(n_blocks, n_block * samples.shape[1])
    return 10 * np.log10(np.maximum(np.mean(blocks**2, axis=1), 1e-12)) if n_blocks else np.empty(0)


def sound_onsets(levels_db: npt.ArrayLike, start_s: float, block_s: float = SOUND_BLOCK_S) -> Times:
    """Return when a sound begins at once: 15 dB or more over the second before.

    Parameters
    ----------
    levels_db : (n_blocks,) dBFS, see `sound_levels_db`; NaN where there is no sound track
    start_s : time of the first block's start

    Returns
    -------
    (n_sounds,) float64, s: start of the block in which it begins
    """
    levels_db = np.asarray(levels_db, np.float64)
    n_before = max(1, round(_BEFORE_S / block_s))
    if len(levels_db) <= n_before:
        return np.empty(0)
    filled_db = np.where(np.isfinite(levels_db), levels_db, -120.0)
    background_db = _background_before_db(filled_db, n_before)
    is_loud = filled_db >= np.maximum(background_db + _SOUND_RISE_DB, _SOUND_LEAST_DB)
    is_loud[:n_before] = False
    first = np.flatnonzero(is_loud[1:] & ~is_loud[:-1]) + 1
    return apart(start_s + first * block_s)


def trigger_onsets(samples: npt.ArrayLike, rate_hz: float, start_s: float = 0.0) -> Times:
    """Return when a trigger channel leaves its resting value.

    Parameters
    ----------
    samples : (n_samples,), in any unit; NaN where samples are missing

    Returns
    -------
    (n_triggers,) float64, s; empty where the channel changes so often that it carries no triggers
    """
    samples = np.asarray(samples, np.float64)
    present = samples[np.isfinite(samples)]
    if not len(present):
        return np.empty(0)
    rest = float(np.median(present))
    noise = 1.4826 * float(np.median(np.abs(present - rest)))
    away = np.abs(samples - rest)
    largest = float(np.max(np.abs(present - rest)))
    least = max(8 * noise, largest / 4)
    if least <= 0 or largest < least:
        return np.empty(0)
    is_away = away >= least  # NaN is not
    first = np.flatnonzero(is_away[1:] & ~is_away[:-1] & np.isfinite(samples[:-1])) + 1
    if len(first) > _MOST_TRIGGERS_PER_S * max(len(samples) / rate_hz, 1):
        return np.empty(0)
    return apart(start_s + first / rate_hz)


def apart(times_s: npt.ArrayLike, least_s: float = LEAST_APART_S) -> Times:
    """Return the times without those that follow another within `least_s`; ascending."""
    kept: list[float] = []
    for time_s in np.sort(np.asarray(times_s, np.float64)).tolist():
        if not kept or time_s - kept[-1] >= least_s:
            kept.append(time_s)
    return np.array(kept, np.float64)


def _background_before_db(levels_db: npt.NDArray[np.float64], n_before: int) -> npt.NDArray[np.float64]:
    """Return for each block the background before it: the median of the loudest of ten parts of the time before."""
    n_part = max(1, n_before // 10)
    loudest = np.lib.stride_tricks.sliding_window_view(np.pad(levels_db, (n_part, 0), mode="edge"), n_part).max(axis=1)
    # loudest[i] is of blocks i - n_part … i - 1
    n_parts = max(1, n_before // n_part)
    padded = np.pad(loudest[: len(levels_db)], (n_parts * n_part, 0), mode="edge")
    parts = [padded[(n_parts - k) * n_part :][: len(levels_db)] for k in range(n_parts)]
    return np.median(parts, axis=0)
