"""The measures of a background's rows compiled by numba: the arithmetic of `background_plain`, sample by sample.

Nothing here allocates, so that it can be kept as machine code of its own.
"""

import math

import numba
import numpy as np

_jit = numba.njit(cache=True, nogil=True)


@_jit
def background_rows(data, whole, real, heights, samples, amplitude, fast, is_sharp, entropy):
    """Measure each row of each epoch; see `background_plain`.

    heights, samples : (2, n) and (n + 8,), room for the peaks of an epoch, n more than there can be
    """
    n_bin, delay, reach, apart, most = whole[0], whole[1], whole[2], whole[3], whole[4]
    ordered = heights[1]
    counts = samples[heights.shape[1] :]
    for row in range(data.shape[0]):
        for epoch in range(data.shape[1]):
            x = data[row, epoch]
            _bins(x, n_bin, amplitude[row, epoch], fast[row, epoch])
            entropy[row, epoch] = _entropy(x, delay, counts)
            n_peaks = _peaks(x, reach, apart, real[0], real[3], heights[0], samples)
            _sharp_bins(n_peaks, heights[0], samples, ordered, real[1], real[2], most, n_bin, is_sharp[row, epoch])


@_jit
def _bins(x, n_bin, amplitude, fast):
    for number in range(len(amplitude)):
        first = number * n_bin
        lowest = highest = x[first]
        before = x[first - 1] if first > 0 else x[first]
        total = 0.0
        for k in range(first, first + n_bin):
            value = x[k]
            lowest = min(lowest, value)
            highest = max(highest, value)
            step = np.float64(value - before)
            total += step * step
            before = value
        amplitude[number] = highest - lowest
        fast[number] = math.sqrt(total / n_bin)


@_jit
def _entropy(x, delay, counts):
    n_triples = len(x) - 2 * delay
    if n_triples < 6:
        return math.nan
    counts[:8] = 0
    for k in range(n_triples):
        first, middle, last = x[k], x[k + delay], x[k + 2 * delay]
        counts[np.int64(middle >= first) + 2 * np.int64(last >= middle) + 4 * np.int64(last >= first)] += 1
    for k in range(len(x)):
        if x[k] != x[k]:
            return math.nan
    total = 0.0
    for pattern in range(8):
        if counts[pattern] > 0:
            share = counts[pattern] / n_triples
            total -= share * math.log(share)
    return max(total / math.log(6.0), 0.0)


@_jit
def _peaks(x, reach, apart, rate_hz, longest_s, heights, samples):
    """Set height and sample of each peak, the sample as -1 - sample where it is not brief; return how many."""
    n = 0
    rate, longest = np.float32(rate_hz), np.float32(longest_s)
    for k in range(reach, len(x) - reach):
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
        if n < len(heights):
            heights[n] = height
            samples[n] = k if rise / rate + fall / rate <= longest else -1 - k
            n += 1
    return n


@_jit
def _sharp_bins(n_peaks, heights, samples, ordered, least_uv, least_times, most, n_bin, is_sharp):
    is_sharp[:] = 0
    if n_peaks == 0:
        return
    # what can only be lower than the least is not looked at, and the median waits until a peak may need it
    least = np.float32(least_uv)
    needs_median = False
    for k in range(n_peaks):
        if samples[k] >= 0 and heights[k] >= least:
            needs_median = True
            break
    if not needs_median:
        return
    least = np.float32(max(least_uv, least_times * np.float64(_median(heights, n_peaks, ordered))))
    n_bins = len(is_sharp)
    number, count = -1, 0
    for k in range(n_peaks + 1):
        bin_ = n_bins
        if k < n_peaks:
            if samples[k] < 0 or not heights[k] >= least:
                continue
            bin_ = samples[k] // n_bin
        if bin_ != number:
            if 0 <= number < n_bins:
                is_sharp[number] = 1 if 0 < count <= most else 0
            number, count = bin_, 0
        count += 1


@_jit
def _median(heights, n, part):
    """Return the median of the first `n` heights; `part` is room for as many."""
    for k in range(n):
        part[k] = heights[k]
    middle = n // 2
    high = _select(part, n, middle)
    if n % 2:
        return high
    low = part[0]
    for k in range(1, middle):
        low = max(low, part[k])
    return np.float32(0.5) * (low + high)


@_jit
def _select(part, n, wanted):
    """Return the value that would be at `wanted` if the first `n` were in order; smaller ones come to lie before it."""
    low, high = 0, n - 1
    while low < high:
        pivot = part[(low + high) // 2]
        i, j = low, high
        while i <= j:
            while part[i] < pivot:
                i += 1
            while pivot < part[j]:
                j -= 1
            if i <= j:
                kept = part[i]
                part[i] = part[j]
                part[j] = kept
                i += 1
                j -= 1
        if wanted <= j:
            high = j
        elif wanted >= i:
            low = i
        else:
            break
    return part[wanted]


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
