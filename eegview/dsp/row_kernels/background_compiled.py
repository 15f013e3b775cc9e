"""The measures of a background's rows compiled by numba: the arithmetic of `background_plain`, sample by sample.

Nothing here allocates, so that it can be kept as machine code of its own.
"""

import math

import numba
import numpy as np

_jit = numba.njit(cache=True, nogil=True)


@_jit
def background_rows(data, whole, real, room, samples, amplitude, fast, is_sharp, entropy):
    """Measure each row of each epoch; see `background_plain`.

    room, samples : (6, n_samples) float32 and (n_samples,) int64, which are used up
    """
    n_bin, delay, reach, apart, most = whole[0], whole[1], whole[2], whole[3], whole[4]
    for row in range(data.shape[0]):
        for epoch in range(data.shape[1]):
            x = data[row, epoch]
            _bins(x, n_bin, amplitude[row, epoch], fast[row, epoch])
            has_nan = _has_nan(x)
            entropy[row, epoch] = math.nan if has_nan else _entropy(x, delay)
            is_sharp[row, epoch, :] = 0
            n_peaks = _heights(x, reach, apart, has_nan, room, samples)
            _sharp_bins(x, n_peaks, reach, real, most, n_bin, room[4], samples, is_sharp[row, epoch])


@_jit
def _bins(x, n_bin, amplitude, fast):
    """Set amplitude and change of each bin."""
    for number in range(len(amplitude)):
        first = number * n_bin
        part = x[first : first + n_bin]
        step = np.float64(part[0] - x[first - 1]) if first > 0 else 0.0
        # two of each side by side: one waits for itself at each sample
        low_a = low_b = high_a = high_b = part[0]
        total_a, total_b = step * step, 0.0
        for k in range(1, n_bin - 1, 2):
            low_a, high_a = min(low_a, part[k]), max(high_a, part[k])
            low_b, high_b = min(low_b, part[k + 1]), max(high_b, part[k + 1])
            step_a, step_b = np.float64(part[k] - part[k - 1]), np.float64(part[k + 1] - part[k])
            total_a += step_a * step_a
            total_b += step_b * step_b
        if n_bin % 2 == 0:
            last = part[n_bin - 1]
            low_a, high_a = min(low_a, last), max(high_a, last)
            step = np.float64(last - part[n_bin - 2])
            total_a += step * step
        lowest, highest, total = min(low_a, low_b), max(high_a, high_b), total_a + total_b
        amplitude[number] = highest - lowest
        fast[number] = math.sqrt(total / n_bin)


@_jit
def _has_nan(x):
    count = 0
    for k in range(len(x)):
        count += np.int64(x[k] != x[k])
    return count > 0


@_jit
def _entropy(x, delay):
    """Return the permutation entropy of a row without NaN."""
    n = len(x) - 2 * delay
    if n < 6:
        return math.nan
    first, middle, last = x[:n], x[delay : delay + n], x[2 * delay :]
    # three comparisons tell the six orders apart; sums without a table, so that they are vectorised
    n_up_up = n_up = n_then_up = n_up_down_above = n_down_up_above = 0
    for k in range(n):
        up, then_up, above = middle[k] >= first[k], last[k] >= middle[k], last[k] >= first[k]
        n_up += np.int64(up)
        n_then_up += np.int64(then_up)
        n_up_up += np.int64(up & then_up)
        n_up_down_above += np.int64(up & (not then_up) & above)
        n_down_up_above += np.int64((not up) & then_up & above)
    n_up_down, n_down_up = n_up - n_up_up, n_then_up - n_up_up
    total = _share(n_up_up, n) + _share(n - n_up_up - n_up_down - n_down_up, n)
    total += _share(n_up_down_above, n) + _share(n_up_down - n_up_down_above, n)
    total += _share(n_down_up_above, n) + _share(n_down_up - n_down_up_above, n)
    return max(total / math.log(6.0), 0.0)


@_jit
def _share(count, n):
    return -count / n * math.log(count / n) if count > 0 else 0.0


@_jit
def _heights(x, reach, apart, has_nan, room, samples):
    """Set height (in `room[4]`) and sample of each peak, -1 - sample where it points down; return how many.

    A peak is measured as `sharp_peaks` does. What can be said of all samples at once is, so that it is vectorised.
    """
    n = len(x)
    if n <= 2 * reach:
        return 0
    _running(x, apart, room[0], room[1])  # extremes of the `apart` samples from each on
    if apart <= reach <= 2 * apart:
        _widen(n, apart, reach, room)
    else:
        _running(x, reach, room[2], room[3])
    near_low, near_high, low, high, heights, signed = room[0], room[1], room[2], room[3], room[4], room[5]
    m = n - 2 * reach
    _signed_heights(
        *(x[reach : n - reach], near_low[reach - apart :], near_low[reach + 1 :], near_high[reach - apart :]),
        *(near_high[reach + 1 :], low, low[reach + 1 :], high, high[reach + 1 :], signed),
    )
    n_peaks = 0
    for k in range(m):  # without a branch: which sample is a peak cannot be predicted
        height = signed[k]
        heights[n_peaks] = abs(height)
        samples[n_peaks] = k + reach if height > 0.0 else -1 - k - reach
        n_peaks += np.int64(height != 0.0)
    if has_nan:
        n_all, n_peaks = n_peaks, 0
        for number in range(n_all):
            at = samples[number] if samples[number] >= 0 else -1 - samples[number]
            if not _has_nan(x[at - reach : at + reach + 1]):
                heights[n_peaks], samples[n_peaks] = heights[number], samples[number]
                n_peaks += 1
    return n_peaks


@_jit
def _signed_heights(
    x, low_before, low_after, high_before, high_after, low_left, low_right, high_left, high_right, signed
):
    """Set the height of each sample that is a peak, 0 for others; negative where it points down."""
    zero = np.float32(0.0)
    for k in range(len(x)):
        here = x[k]
        # ">=" to one side only: of a flat top one sample is the peak
        is_up = (here > high_before[k]) & (here >= high_after[k])
        is_down = (here < low_before[k]) & (here <= low_after[k])
        flank = low_left[k] if low_left[k] > low_right[k] else low_right[k]
        roof = high_left[k] if high_left[k] < high_right[k] else high_right[k]
        up, down = here - flank, here - roof
        up = up if is_up & (up > zero) else zero
        signed[k] = down if is_down & (down < zero) else up


@_jit
def _running(x, width, low, high):
    """Set the lowest and the highest of the `width` samples from each on; the last `width` are not used."""
    n = len(x) - width + 1
    for k in range(n):
        low[k] = x[k]
        high[k] = x[k]
    for m in range(1, width):
        moved = x[m : m + n]
        for k in range(n):
            low[k] = moved[k] if moved[k] < low[k] else low[k]
            high[k] = moved[k] if moved[k] > high[k] else high[k]


@_jit
def _widen(n, width, wider, room):
    """Set the extremes of the `wider` samples from each on (2, 3) from those of `width` (0, 1), at least half of it."""
    m = n - wider + 1
    low, high = room[0], room[1]
    later_low, later_high = room[0, wider - width :], room[1, wider - width :]
    wide_low, wide_high = room[2], room[3]
    for k in range(m):
        wide_low[k] = later_low[k] if later_low[k] < low[k] else low[k]
    for k in range(m):
        wide_high[k] = later_high[k] if later_high[k] > high[k] else high[k]


@_jit
def _sharp_bins(x, n_peaks, reach, real, most, n_bin, heights, samples, is_sharp):
    """Say in which bins sharp waves stand out, but not more than a rhythm would have."""
    rate, least_uv, least_times, longest = np.float32(real[0]), real[1], real[2], np.float32(real[3])
    least = np.float32(least_uv)
    n_high = 0
    for k in range(n_peaks):
        n_high += np.int64(heights[k] >= least)
    if n_high == 0:  # then the median is not needed
        return
    least = np.float32(max(least_uv, least_times * np.float64(_median(heights, n_peaks))))
    n_bins = len(is_sharp)
    number, count = -1, 0
    for k in range(n_peaks):
        if not heights[k] >= least:
            continue
        sample, sign = samples[k], np.float32(1.0)
        if sample < 0:
            sample, sign = -1 - sample, np.float32(-1.0)
        rise = _half_way(x, sample, -1, reach, sign, heights[k])
        fall = _half_way(x, sample, 1, reach, sign, heights[k])
        if not rise / rate + fall / rate <= longest:
            continue
        if sample // n_bin != number:
            if 0 <= number < n_bins:
                is_sharp[number] = 1 if count <= most else 0
            number, count = sample // n_bin, 0
        count += 1
    if 0 <= number < n_bins:
        is_sharp[number] = 1 if count <= most else 0


@_jit
def _half_way(x, sample, step, reach, sign, height):
    """Return after how many samples a flank is at half its height."""
    half = sign * x[sample] - 0.5 * height
    for m in range(1, reach + 1):
        y = sign * x[sample + step * m]
        if y <= half:
            z = sign * x[sample + step * (m - 1)]
            return np.float32(m - (half - y) / (z - y)) if z > y else np.float32(m)
    return np.float32(reach)


@_jit
def _median(heights, n):
    """Return the median of the first `n` heights, all above 0.

    The value is halved in on by counting, which is vectorised: sorting guesses wrong half of the time.
    """
    middle = n // 2
    low, high = np.float32(0.0), np.float32(0.0)
    for k in range(n):
        high = max(high, heights[k])
    while True:  # at most `middle` heights are up to `low`, more are up to `high`
        between = np.float32(0.5) * (low + high)
        if not low < between < high:
            break
        if _count_up_to(heights, n, between) > middle:
            high = between
        else:
            low = between
    if n % 2:
        return high
    below = np.float32(0.0)
    count = 0
    for k in range(n):
        is_below = heights[k] < high
        count += np.int64(is_below)
        value = heights[k] if is_below else np.float32(0.0)
        below = value if value > below else below
    return np.float32(0.5) * ((below if count == middle else high) + high)


@_jit
def _count_up_to(heights, n, limit):
    count = 0
    for k in range(n):
        count += np.int64(heights[k] <= limit)
    return count


@_jit
def mean_correlations(data, counts, total, found):
    """Set the mean correlation of the rows that count in each epoch; see `background_plain`. `total`: room."""
    n_samples = data.shape[2]
    fours = n_samples // 4 * 4
    for epoch in range(data.shape[1]):
        total[:] = 0.0
        n_rows = 0
        for row in range(data.shape[0]):
            if counts[row, epoch] == 0:
                continue
            x = data[row, epoch]
            a = b = c = d = 0.0  # four sums side by side: one waits for itself at each sample
            for k in range(0, fours, 4):
                a += x[k]
                b += x[k + 1]
                c += x[k + 2]
                d += x[k + 3]
            for k in range(fours, n_samples):
                a += x[k]
            mean = (a + b + c + d) / n_samples
            a = b = c = d = 0.0
            for k in range(0, fours, 4):
                a += (x[k] - mean) ** 2
                b += (x[k + 1] - mean) ** 2
                c += (x[k + 2] - mean) ** 2
                d += (x[k + 3] - mean) ** 2
            for k in range(fours, n_samples):
                a += (x[k] - mean) ** 2
            square = a + b + c + d
            if not 0.0 < square < math.inf:
                continue
            scale = 1.0 / math.sqrt(square)
            for k in range(n_samples):
                total[k] += (x[k] - mean) * scale
            n_rows += 1
        if n_rows < 2:
            found[epoch] = math.nan
            continue
        length = 0.0
        for k in range(n_samples):
            length += total[k] * total[k]
        found[epoch] = (length - n_rows) / (n_rows * (n_rows - 1))
