"""The kernels compiled by numba: the arithmetic of `numpy_kernels`, sample by sample. Importing this costs 0.4 s."""

import math

import numba
import numpy as np

from eegview.dsp import amplitude_room
from eegview.dsp.amplitude_compiled import filtered_bins as filtered_bins_into
from eegview.dsp.amplitude_compiled import halved as halved_into
from eegview.dsp.amplitude_compiled import medians_of_rows as medians_of_rows_into
from eegview.dsp.amplitude_compiled import raw_bins as raw_bins_into
from eegview.dsp.amplitude_compiled import rectified_chunks as rectified_chunks_into
from eegview.dsp.amplitude_compiled import running_orders as running_orders_into
from eegview.dsp.resampling_compiled import weigh as weigh
from eegview.dsp.row_kernels import room
from eegview.dsp.row_kernels.background_compiled import background_rows as background_rows_into
from eegview.dsp.row_kernels.background_compiled import mean_correlations as mean_correlations_into
from eegview.dsp.row_kernels.filter_compiled import filter_both_ways as filter_both_ways_into
from eegview.dsp.row_kernels.window_spectra_compiled import mean_powers as mean_powers_into
from eegview.dsp.row_kernels.window_spectra_compiled import transform_windows as transform_windows_into

_jit = numba.njit(cache=True, nogil=True)  # no fastmath: the plain kernels must give the same pixels


@_jit
def run_sections(rows, sections):
    """Filter `rows` (n_rows, n_samples) float64 in place through biquads, from zero state; see `numpy_kernels`."""
    n_rows, n_samples = rows.shape
    n_fours = n_rows // 4 * 4
    # Four rows side by side: one row alone waits for its own last output at each sample.
    for r in range(0, n_fours, 4):
        for section in range(len(sections)):
            b0, b1, b2 = sections[section, 0], sections[section, 1], sections[section, 2]
            a1, a2 = sections[section, 4], sections[section, 5]
            p1 = p2 = q1 = q2 = u1 = u2 = v1 = v2 = 0.0
            for k in range(n_samples):
                value = rows[r, k]
                out = b0 * value + p1
                p1 = b1 * value - a1 * out + p2
                p2 = b2 * value - a2 * out
                rows[r, k] = out
                value = rows[r + 1, k]
                out = b0 * value + q1
                q1 = b1 * value - a1 * out + q2
                q2 = b2 * value - a2 * out
                rows[r + 1, k] = out
                value = rows[r + 2, k]
                out = b0 * value + u1
                u1 = b1 * value - a1 * out + u2
                u2 = b2 * value - a2 * out
                rows[r + 2, k] = out
                value = rows[r + 3, k]
                out = b0 * value + v1
                v1 = b1 * value - a1 * out + v2
                v2 = b2 * value - a2 * out
                rows[r + 3, k] = out
    for r in range(n_fours, n_rows):
        for section in range(len(sections)):
            b0, b1, b2 = sections[section, 0], sections[section, 1], sections[section, 2]
            a1, a2 = sections[section, 4], sections[section, 5]
            p1 = p2 = 0.0
            for k in range(n_samples):
                value = rows[r, k]
                out = b0 * value + p1
                p1 = b1 * value - a1 * out + p2
                p2 = b2 * value - a2 * out
                rows[r, k] = out


def transform_windows(rows, starts, taper, out):
    """Set the spectra of windows; see `numpy_kernels`."""
    room.transform_windows(transform_windows_into, rows, starts, taper, out)


def filter_both_ways(data, numbers, begin, stop, sections, skip, out):
    """Filter some rows both ways; see `numpy_kernels`."""
    return room.filter_both_ways(filter_both_ways_into, data, numbers, begin, stop, sections, skip, out)


def mean_powers(rows, starts, taper, out):
    """Set the mean power of windows in groups; see `numpy_kernels`."""
    room.mean_powers(mean_powers_into, rows, starts, taper, out)


def background_rows(data, whole, real, amplitude, fast, is_sharp, entropy):
    """Measure each row of each epoch on its own; see `numpy_kernels`."""
    room.background_rows(background_rows_into, data, whole, real, amplitude, fast, is_sharp, entropy)


def mean_correlations(data, counts, found):
    """Set the mean correlation of the rows that count in each epoch; see `numpy_kernels`."""
    room.mean_correlations(mean_correlations_into, data, counts, found)


@_jit
def column_spans(values, first_px, step_px, centre_px, px_per_unit, low, high):
    """Widen `low` and `high` by what one trace covers in each pixel column; see `numpy_kernels`."""
    # min and max, not branches: which sample is the extreme cannot be predicted, and a wrong guess costs 3 times
    n_columns = len(low)
    per_px = 1.0 / step_px
    lowest, highest = math.inf, -math.inf  # of the column the last sample lies in
    last_x = last_y = 0.0
    last_column = -1
    is_joined = False
    for k in range(len(values)):
        y = centre_px + np.float64(values[k]) * px_per_unit
        if y != y:
            is_joined = False
            continue
        x = first_px + k * step_px
        column = np.int64(x) if x >= 0.0 else -1
        if column != last_column:
            if is_joined:
                slope = (y - last_y) * per_px
                border = max(last_column + 1, 0)
                last_border = min(column, n_columns)
                while border <= last_border:
                    crossing = last_y + slope * (border - last_x)
                    if border > 0:
                        low[border - 1] = min(low[border - 1], min(lowest, crossing))
                        high[border - 1] = max(high[border - 1], max(highest, crossing))
                    lowest = highest = crossing
                    border += 1
            else:
                if 0 <= last_column < n_columns:
                    low[last_column] = min(low[last_column], lowest)
                    high[last_column] = max(high[last_column], highest)
                lowest, highest = math.inf, -math.inf
        lowest, highest = min(lowest, y), max(highest, y)
        last_x, last_y, last_column = x, y, column
        is_joined = True
    if 0 <= last_column < n_columns:
        low[last_column] = min(low[last_column], lowest)
        high[last_column] = max(high[last_column], highest)


def filtered_bins(rows, sections, skip, per_bin, low, high, size):
    """Set the lowest, highest and mean rectified value of bins within bands; see `numpy_kernels`."""
    amplitude_room.filtered_bins(filtered_bins_into, rows, sections, skip, per_bin, low, high, size)


def halved(rows, out):
    """Set every second sample of rows after a short low pass; see `amplitude_plain`."""
    amplitude_room.halved(halved_into, rows, out)


def raw_bins(rows, per_bin, ranges, jumps):
    """Set highest minus lowest and the largest step of each bin; see `amplitude_plain`."""
    amplitude_room.raw_bins(raw_bins_into, rows, per_bin, ranges, jumps)


def rectified_chunks(row, taps, per_chunk, out):
    """Set the mean size of a row after a FIR filter in each chunk; see `amplitude_plain`."""
    amplitude_room.rectified_chunks(rectified_chunks_into, row, taps, per_chunk, out)


def medians_of_rows(rows, out):
    """Set the median of each column; see `amplitude_plain`."""
    amplitude_room.medians_of_rows(medians_of_rows_into, rows, out)


def running_orders(points, length, step, shares, out):
    """Set the percentiles of windows along a series; see `numpy_kernels`."""
    amplitude_room.running_orders(running_orders_into, points, length, step, shares, out)


def paint_spans(canvas, low, high, left_px, thickness_px, colour):
    """Colour the pixels from `low` to `high` of each column; see `numpy_kernels`."""
    n_columns = len(low)
    paint_into(
        canvas, low, high, np.zeros(n_columns, np.int32), np.zeros(n_columns, np.int32), left_px, thickness_px, colour
    )


@_jit
def paint_into(canvas, low, high, tops, bottoms, left_px, thickness_px, colour):
    """Colour the pixels; `tops` and `bottoms` (n_columns,) int32 are all 0, and used up."""
    height_px, width_px = canvas.shape
    n_columns = len(low)
    above = (thickness_px - 1) // 2
    first_y, last_y, n_pixels = height_px, 0, 0
    for column in range(n_columns):
        if low[column] <= high[column]:
            top = max(np.int64(math.floor(min(max(low[column], -1e6), 1e6))) - above, 0)
            bottom = min(np.int64(math.floor(min(max(high[column], -1e6), 1e6))) - above + thickness_px, height_px)
            if top < bottom:
                tops[column], bottoms[column] = top, bottom
                first_y, last_y = min(first_y, top), max(last_y, bottom)
                n_pixels += bottom - top
    # Row by row, eight pixels are compared at once; it pays unless the trace is a few tall strokes.
    by_row = (last_y - first_y) * n_columns < 8 * n_pixels
    ink = np.uint32(colour)
    for shift in range(thickness_px):
        offset = left_px - above + shift
        first, stop = max(0, -offset), min(n_columns, width_px - offset)
        if first >= stop:
            continue
        if by_row:
            for y in range(first_y, last_y):
                _paint_line(canvas[y, first + offset : stop + offset], tops[first:stop], bottoms[first:stop], y, ink)
        else:
            for column in range(first, stop):
                for y in range(tops[column], bottoms[column]):
                    canvas[y, column + offset] = ink


@_jit
def _paint_line(line, tops, bottoms, y, ink):
    here = np.int32(y)
    for x in range(len(line)):  # without a branch, so that it is vectorised
        old = line[x]
        line[x] = ink if (tops[x] <= here) & (here < bottoms[x]) else old


@_jit
def bin_extremes(values, edges, low, high):
    """Set the lowest and highest value of each bin; see `numpy_kernels`."""
    for number in range(len(edges) - 1):
        lowest, highest = np.float32(math.inf), np.float32(-math.inf)
        for k in range(edges[number], edges[number + 1]):
            if values[k] < lowest:
                lowest = values[k]
            if values[k] > highest:
                highest = values[k]
        low[number] = lowest if lowest <= highest else math.nan
        high[number] = highest if lowest <= highest else math.nan


def compile_all() -> None:
    """Compile every kernel for the types pages and pictures call it with, or load it from the cache."""
    sections = np.array([[1.0, 0.0, 0.0, 1.0, 0.0, 0.0]])
    sections.flags.writeable = False
    rows = np.zeros((2, 4))
    run_sections(rows, sections)
    run_sections(rows[:, ::-1], sections)
    shown = np.zeros((1, 4), np.float32)
    shown.flags.writeable = False
    for data in (shown, np.zeros((1, 4), np.float32)):  # a block of trends is read-only
        filter_both_ways(data, np.zeros(1, np.int64), 0, 4, sections, 1, np.empty((1, 2), np.float32))
    taper = np.ones(4, np.float32)
    taper.flags.writeable = False
    transform_windows(np.zeros((1, 4), np.float32), np.zeros(1, np.int64), taper, np.empty((1, 1, 3), np.complex64))
    mean_powers(np.zeros((1, 4), np.float32), np.zeros((1, 1), np.int64), taper, np.empty((1, 1, 3), np.float32))
    epochs, bins = np.zeros((1, 1, 8), np.float32), np.empty((1, 1, 1), np.float32)
    whole, real = np.array([8, 1, 2, 1, 6]), np.array([8.0, 80.0, 3.0, 0.05])
    background_rows(epochs, whole, real, bins, bins.copy(), np.empty((1, 1, 1), np.uint8), np.empty((1, 1)))
    mean_correlations(epochs, np.ones((1, 1), np.uint8), np.empty(1))
    low, high = np.full(4, np.inf), np.full(4, -np.inf)
    low_bin, high_bin = np.empty(1, np.float32), np.empty(1, np.float32)
    for writeable in (True, False):
        values = np.zeros(4, np.float32)
        values.flags.writeable = writeable
        column_spans(values, 0.0, 1.0, 1.0, 1.0, low, high)
        bin_extremes(values, np.array([0, 4]), low_bin, high_bin)
    paint_spans(np.zeros((4, 4), np.uint32), low, high, 0, 1, 0xFF000000)
    bins = np.empty((3, 1, 1, 1), np.float32)
    filtered_bins(np.zeros((1, 4), np.float32), sections[None], 2, 2, *bins)
    raw_bins(np.zeros((1, 4), np.float32), 4, *bins[:2, 0])
    halved(np.zeros((1, 4), np.float32), np.empty((1, 2), np.float32))
    medians_of_rows(np.zeros((1, 1), np.float32), bins[0, 0, 0])
    rectified_chunks(np.zeros(4), np.ones(1), 4, np.empty(1))
    running_orders(np.zeros((1, 4), np.float32), 4, 1, np.zeros(1), bins[0])
