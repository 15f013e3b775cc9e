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
    for number in range(len(out)):
        total = 0.0
        for k in range(per_chunk):
            start = np.uint64(number * per_chunk + k)
            value = 0.0
            for j in range(n_taps):
                value += taps[j] * row[start + j]
            total += abs(value)
        out[number] = total / per_chunk


@_jit
def running_orders(points, length, step, shares, ordered, incoming, out):
    """Set the percentiles of windows along a series; see `amplitude_plain.running_orders`.

    ordered, incoming : (length + step,) and (2 * length,) float32, room
    """
    n = 0  # how many of the window are measured, ascending in `ordered`
    begin = end = 0  # the window [begin, end) that `ordered` holds
    for number in range(out.shape[1]):
        first, stop = number * step, number * step + length
        n_old = _sorted_part(points, begin, min(first, end), incoming, 0)
        n_new = _sorted_part(points, max(end, first), stop, incoming, n_old)
        # without the old ones, then with the new ones from the end on
        old = kept = 0
        for k in range(n):
            if old < n_old and ordered[k] == incoming[old]:
                old += 1
            else:
                ordered[kept] = ordered[k]
                kept += 1
        n = kept + n_new
        place, low, high = n - 1, kept - 1, n_new - 1
        while high >= 0:
            if low >= 0 and ordered[low] > incoming[n_old + high]:
                ordered[place] = ordered[low]
                low -= 1
            else:
                ordered[place] = incoming[n_old + high]
                high -= 1
            place -= 1
        begin, end = first, stop
        for margin in range(len(shares)):
            if 2 * n < length:
                out[margin, number] = math.nan
                continue
            at = shares[margin] * (n - 1)
            below = int(at)
            above = min(below + 1, n - 1)
            out[margin, number] = ordered[below] + (ordered[above] - ordered[below]) * (at - below)


@_jit
def _sorted_part(points, first, stop, room, at):
    """Put what is measured of points `[first, stop)` into `room` from `at` on, ascending; return how many."""
    n = 0
    for k in range(first, stop):
        value = points[k]
        if value == value:
            place = at + n
            while place > at and room[place - 1] > value:
                room[place] = room[place - 1]
                place -= 1
            room[place] = value
            n += 1
    return n
