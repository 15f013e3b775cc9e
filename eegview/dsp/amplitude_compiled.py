"""The kernels of the trends of amplitude, compiled by numba. Nothing here allocates, so that it can be machine code.

Sums in any order, so that several products are made at once; what a value is made of is always added in the same order,
so parts equal the whole.
"""

import math

import numba
import numpy as np

_jit = numba.njit(cache=True, nogil=True, fastmath={"reassoc", "contract", "nsz"})


@_jit
def filtered_bins(rows, sections, skip, per_bin, states, tile, work, low, high, size):
    """Set the lowest, highest and mean rectified value of bins within bands; see `numpy_kernels.filtered_bins`.

    All rows are filtered side by side, a few samples at a time: what one alone would wait for is made meanwhile.

    Parameters
    ----------
    sections : (n_bands, n_stages, 6) float64
    states : (n_bands, 2 * n_stages + 3, width) float64, room; width is not below n_rows
    tile, work : (n, width) float64, room, 0; n is not below 1
    """
    n_rows, n = rows.shape
    n_bands, n_stages = sections.shape[:2]
    width, kept = tile.shape[1], 2 * n_stages  # of the states, behind those of the filters: lowest, highest, sum
    for band in range(n_bands):
        for s in range(kept):
            for w in range(width):
                states[band, s, w] = 0.0
    done, number = 0, 0
    left = skip
    is_counted = False
    while done < n and number < low.shape[2]:
        if left == 0:
            left = per_bin
            is_counted = True
            for band in range(n_bands):
                for w in range(width):
                    states[band, kept, w] = math.inf
                    states[band, kept + 1, w] = -math.inf
                    states[band, kept + 2, w] = 0.0
        m = min(len(tile), left, n - done)
        for r in range(n_rows):
            offset = np.float64(rows[r, 0])
            for k in range(m):
                tile[k, r] = np.float64(rows[r, done + k]) - offset
        done += m
        left -= m
        for band in range(n_bands):
            for k in range(m):
                for w in range(width):
                    work[k, w] = tile[k, w]
            for s in range(n_stages):
                _run(work, m, sections[band, s], states[band, 2 * s], states[band, 2 * s + 1])
            if is_counted:
                _gather(work, m, states[band, kept], states[band, kept + 1], states[band, kept + 2])
                if left == 0:
                    for r in range(n_rows):
                        low[band, r, number] = states[band, kept, r]
                        high[band, r, number] = states[band, kept + 1, r]
                        size[band, r, number] = states[band, kept + 2, r] / per_bin
        if is_counted and left == 0:
            number += 1


@_jit
def _run(values, m, section, p, q):
    b0, b1, b2, a1, a2 = section[0], section[1], section[2], section[4], section[5]
    if b0 == 1.0 and b1 == 0.0 and b2 == 0.0 and a1 == 0.0 and a2 == 0.0:
        return
    for k in range(m):
        for w in range(values.shape[1]):
            value = values[k, w]
            y = b0 * value + p[w]
            p[w] = b1 * value - a1 * y + q[w]
            q[w] = b2 * value - a2 * y
            values[k, w] = y


@_jit
def _gather(values, m, lowest, highest, total):
    for k in range(m):
        for w in range(values.shape[1]):
            value = values[k, w]
            lowest[w] = value if value < lowest[w] else lowest[w]
            highest[w] = value if value > highest[w] else highest[w]
            total[w] += abs(value)


@_jit
def halved(rows, out):
    """Set every second sample of rows after a short low pass; see `amplitude_plain.halved`."""
    n, n_out = rows.shape[1], out.shape[1]
    for r in range(len(rows)):
        row, found = rows[r], out[r]
        for k in range(n_out):
            if k == 2:
                _halved_inside(row, found, max(n_out - 2, 2))
            if k < 2 or k >= n_out - 2:
                near = np.float64(row[max(2 * k - 1, 0)]) + row[min(2 * k + 1, n - 1)]
                far = np.float64(row[max(2 * k - 3, 0)]) + row[min(2 * k + 3, n - 1)]
                found[k] = 0.5 * row[2 * k] + 0.28125 * near - 0.03125 * far


@_jit
def _halved_inside(row, out, stop):
    for k in range(np.uint64(2), np.uint64(stop)):
        at = np.uint64(2) * k
        before, after = np.float64(row[at - np.uint64(1)]), np.float64(row[at + np.uint64(1)])
        first, last = np.float64(row[at - np.uint64(3)]), np.float64(row[at + np.uint64(3)])
        out[k] = 0.5 * row[at] + 0.28125 * (before + after) - 0.03125 * (first + last)


@_jit
def raw_bins(rows, per_bin, ranges, jumps):
    """Set highest minus lowest and the largest step of each bin; see `amplitude_plain.raw_bins`."""
    for r in range(len(rows)):
        _raw_bins(rows[r], per_bin, ranges[r], jumps[r])


@_jit
def _raw_bins(row, per_bin, ranges, jumps):
    for number in range(len(ranges)):
        first = np.uint64(number * per_bin)
        low = high = low_2 = high_2 = row[first]
        jump = jump_2 = np.float32(0.0)
        before = row[first - np.uint64(1)] if number else low
        is_missing = False
        for k in range(0, per_bin - 1, 2):  # by twos: a minimum waits for the one before
            one, two = row[first + np.uint64(k)], row[first + np.uint64(k + 1)]
            step, step_2 = abs(one - before), abs(two - one)
            before = two
            low = one if one < low else low
            high = one if one > high else high
            jump = step if step > jump else jump  # not where one is missing
            low_2 = two if two < low_2 else low_2
            high_2 = two if two > high_2 else high_2
            jump_2 = step_2 if step_2 > jump_2 else jump_2
            is_missing |= (one != one) | (two != two)
        ranges[number] = math.nan if is_missing else max(high, high_2) - min(low, low_2)
        jumps[number] = max(jump, jump_2)


@_jit
def medians_of_rows(rows, room, out):
    """Set the median of each column, those that are missing left out; see `amplitude_plain.medians_of_rows`."""
    for k in range(len(out)):
        n = 0
        for r in range(len(rows)):
            value = rows[r, k]
            if value == value:
                place = n
                while place > 0 and room[place - 1] > value:
                    room[place] = room[place - 1]
                    place -= 1
                room[place] = value
                n += 1
        out[k] = np.float32(0.5) * (room[(n - 1) // 2] + room[n // 2]) if n else math.nan


@_jit
def rectified_chunks(row, taps, per_chunk, out):
    """Set the mean size of a row after a FIR filter in each chunk; see `amplitude_plain.rectified_chunks`."""
    n_taps = np.uint64(len(taps))
    two, three = np.uint64(2), np.uint64(3)
    one = np.uint64(1)
    for number in range(len(out)):
        total = 0.0
        first = number * per_chunk
        for k in range(0, per_chunk - 3, 4):  # four values side by side share what they are made of
            start = np.uint64(first + k)
            y_0 = y_1 = y_2 = y_3 = 0.0
            for j in range(n_taps):
                at, weight = start + j, taps[j]
                y_0 += weight * row[at]
                y_1 += weight * row[at + one]
                y_2 += weight * row[at + two]
                y_3 += weight * row[at + three]
            total += abs(y_0) + abs(y_1) + abs(y_2) + abs(y_3)
        for k in range(per_chunk // 4 * 4, per_chunk):
            start = np.uint64(first + k)
            y_0 = 0.0
            for j in range(n_taps):
                y_0 += taps[j] * row[start + j]
            total += abs(y_0)
        out[number] = total / per_chunk


@_jit
def running_orders(series, bits, length, step, shares, room, cell, value, out):
    """Set the percentiles of windows along series; see `amplitude_plain.running_orders`.

    A window differs from the one before by a few values only, so each percentile is looked for from the last one on.
    Numbers that are not negative have the same order as their bits, of which the least is found eight at a time.

    Parameters
    ----------
    bits : `series` as int32
    room : (n,) int32, as long as a series
    cell, value : (2,) int32, and the same memory as float32
    """
    for number in range(len(series)):
        for k in range(len(room)):
            room[k] = bits[number, k] if series[number, k] == series[number, k] else _MISSING
        for share in range(len(shares)):
            _orders(room, length, step, shares[share], cell, value, out[share, number])


_MISSING = np.int32(0x7F800000)  # infinity


@_jit
def _orders(points, length, step, share, cell, value, out):
    guess = _MISSING
    for number in range(len(out)):
        window = points[number * step : number * step + length]
        n = _count_below(window, _MISSING)
        if 2 * n < length:
            out[number] = math.nan
            continue
        at = share * (n - 1)
        rank = int(at)
        if guess == _MISSING:
            guess = _next_above(window, np.int32(-1))
        below = _count_below(window, guess)
        while below > rank:
            guess = _next_below(window, guess)
            below = _count_below(window, guess)
        after = _count_below(window, np.int32(guess + 1))
        while after <= rank:
            guess = _next_above(window, guess)
            after = _count_below(window, np.int32(guess + 1))
        cell[0] = cell[1] = guess
        if after == rank + 1 and after < n:
            cell[1] = _next_above(window, guess)
        out[number] = value[0] + (value[1] - value[0]) * (at - rank)


@_jit
def _count_below(values, limit):
    n = np.int32(0)
    for k in range(len(values)):
        n += np.int32(values[k] < limit)
    return n


@_jit
def _next_above(values, limit):
    found = _MISSING
    for k in range(len(values)):
        value = values[k] if values[k] > limit else _MISSING
        found = min(found, value)
    return found


@_jit
def _next_below(values, limit):
    found = np.int32(-1)
    for k in range(len(values)):
        value = values[k] if values[k] < limit else np.int32(-1)
        found = max(found, value)
    return found
