"""Find peaks that stand out within a tenth of a second, and of events close together the strongest.

Arrays in, arrays out. A peak is measured from the samples within 0.2 s of it only.
"""

from dataclasses import dataclass

import numba
import numpy as np
import numpy.typing as npt

from eegview.dsp.sharp_reach import APART_S, REACH_S


@dataclass(frozen=True, slots=True, eq=False)
class Peaks:
    """Peaks of all rows, by row, then by time.

    row, sample : (n,) int64, where
    height_uv : (n,) signed: how far it stands out of the lower of its two flanks within 50 ms
    rise_s, fall_s : (n,) time from half of that height to the peak, and from the peak down to half
    """

    row: npt.NDArray[np.int64]
    sample: npt.NDArray[np.int64]
    height_uv: npt.NDArray[np.float32]
    rise_s: npt.NDArray[np.float32]
    fall_s: npt.NDArray[np.float32]


def sharp_peaks(rows: npt.NDArray[np.float32], rate_hz: float, first: int = 0, before: int | None = None) -> Peaks:
    """Return every peak of every row, up and down, whatever its height.

    Parameters
    ----------
    rows : (n_rows, n_samples) float32 µV, filtered (1-40 Hz); a peak with a missing sample in reach is left out
    first, before : only peaks at samples `[first, before)`; what lies outside is looked at but not reported
    """
    stop = rows.shape[1] if before is None else before
    reach, apart = max(2, round(REACH_S * rate_hz)), max(1, round(APART_S * rate_hz))
    most = rows.shape[0] * (2 * (max(0, stop - first) // (apart + 1)) + 4)
    row, sample = np.empty(most, np.int64), np.empty(most, np.int64)
    values = np.empty((3, most), np.float32)
    n = _peaks(np.ascontiguousarray(rows), reach, apart, first, stop, row, sample, values)
    return Peaks(row[:n], sample[:n], values[0, :n], values[1, :n] / rate_hz, values[2, :n] / rate_hz)


@numba.njit(cache=True, nogil=True)
def _peaks(rows, reach, apart, first, stop, row, sample, values):
    n = 0
    n_samples = rows.shape[1]
    for r in range(rows.shape[0]):
        x = rows[r]
        for k in range(max(first, reach), min(stop, n_samples - reach)):
            here = x[k]
            # ">=" to one side only: of a flat top one sample is the peak
            if here > x[k - 1] and here >= x[k + 1]:
                sign = np.float32(1.0)
            elif here < x[k - 1] and here <= x[k + 1]:
                sign = np.float32(-1.0)
            else:
                continue
            is_peak = True
            for m in range(2, apart + 1):
                if sign * x[k - m] >= sign * here or sign * x[k + m] > sign * here:
                    is_peak = False
                    break
            if not is_peak:
                continue
            left = right = sign * here
            total = np.float32(0.0)
            for m in range(1, reach + 1):
                total += x[k - m] + x[k + m]
                left = min(left, sign * x[k - m])
                right = min(right, sign * x[k + m])
            height = sign * here - max(left, right)
            if not height > 0.0 or total != total:
                continue
            half = sign * here - 0.5 * height
            rise, fall = np.float32(reach), np.float32(reach)
            for m in range(1, reach + 1):
                y = sign * x[k - m]
                if y <= half:
                    z = sign * x[k - m + 1]
                    rise = np.float32(m - (half - y) / (z - y)) if z > y else np.float32(m)
                    break
            for m in range(1, reach + 1):
                y = sign * x[k + m]
                if y <= half:
                    z = sign * x[k + m - 1]
                    fall = np.float32(m - (half - y) / (z - y)) if z > y else np.float32(m)
                    break
            if n < len(row):
                row[n], sample[n] = r, k
                values[0, n], values[1, n], values[2, n] = sign * height, rise, fall
                n += 1
    return n


def strongest(
    times_s: npt.NDArray[np.float64], strength: npt.NDArray[np.float64], apart_s: float
) -> npt.NDArray[np.intp]:
    """Return the numbers, ascending, of events with none stronger within `apart_s`; of equals the earlier stays.

    Parameters
    ----------
    times_s, strength : (n,) ascending times
    """
    return np.flatnonzero(_strongest(np.asarray(times_s, np.float64), np.asarray(strength, np.float64), apart_s))


@numba.njit(cache=True, nogil=True)
def _strongest(times_s, strength, apart_s):
    kept = np.ones(len(times_s), np.bool_)
    first = 0
    for k in range(len(times_s)):
        while times_s[k] - times_s[first] > apart_s:
            first += 1
        for m in range(first, len(times_s)):
            if times_s[m] - times_s[k] > apart_s:
                break
            if m != k and (strength[m] > strength[k] or (strength[m] == strength[k] and m < k)):
                kept[k] = False
                break
    return kept
