"""The kernels compiled by numba: the same arithmetic as `plain`, sample by sample. Importing this costs 0.4 s."""

import math

import numba
import numpy as np

_jit = numba.njit(cache=True, nogil=True)  # no fastmath: the plain kernels must give the same pixels


@_jit
def run_sections(rows, sections):
    """Filter `rows` (n_rows, n_samples) float64 in place through biquads, from zero state; see `plain`."""
    n_rows, n_samples = rows.shape
    for section in range(len(sections)):
        b0, b1, b2 = sections[section, 0], sections[section, 1], sections[section, 2]
        a1, a2 = sections[section, 4], sections[section, 5]
        for row in range(n_rows):
            s1 = s2 = 0.0
            for k in range(n_samples):
                value = rows[row, k]
                out = b0 * value + s1
                s1 = b1 * value - a1 * out + s2
                s2 = b2 * value - a2 * out
                rows[row, k] = out


@_jit
def column_spans(values, first_px, step_px, centre_px, px_per_unit, low, high):
    """Widen `low` and `high` by what one trace covers in each pixel column; see `plain`."""
    n_columns = len(low)
    last_x = last_y = math.nan
    last_column = 0
    for k in range(len(values)):
        y = centre_px + np.float64(values[k]) * px_per_unit
        x = first_px + k * step_px
        column = int(math.floor(x))
        if y == y:
            if 0 <= column < n_columns:
                low[column] = min(low[column], y)
                high[column] = max(high[column], y)
            if last_y == last_y and column > last_column and column >= 0 and last_column < n_columns:
                slope = (y - last_y) / (x - last_x)
                for border in range(max(last_column + 1, 0), min(column, n_columns) + 1):
                    crossing = last_y + slope * (border - last_x)
                    if border > 0:
                        low[border - 1] = min(low[border - 1], crossing)
                        high[border - 1] = max(high[border - 1], crossing)
                    if border < n_columns:
                        low[border] = min(low[border], crossing)
                        high[border] = max(high[border], crossing)
        last_x, last_y, last_column = x, y, column


@_jit
def paint_spans(canvas, low, high, left_px, thickness_px, colour):
    """Colour the pixels from `low` to `high` of each column; see `plain`."""
    height_px, width_px = canvas.shape
    above = (thickness_px - 1) // 2
    for column in range(len(low)):
        if not low[column] <= high[column]:
            continue
        top = max(int(math.floor(max(low[column], -1e6))) - above, 0)
        bottom = min(int(math.floor(min(high[column], 1e6))) - above + thickness_px, height_px)
        for x in range(max(left_px + column - above, 0), min(left_px + column - above + thickness_px, width_px)):
            for y in range(top, bottom):
                canvas[y, x] = colour


def compile_all() -> None:
    """Compile every kernel for the types it is called with, or load it from the cache."""
    rows = np.zeros((1, 4))
    run_sections(rows, np.array([[1.0, 0, 0, 1, 0, 0]]))
    run_sections(rows[:, ::-1], np.array([[1.0, 0, 0, 1, 0, 0]]))
    values, low, high = np.zeros(4, np.float32), np.full(4, np.inf), np.full(4, -np.inf)
    column_spans(values, 0.0, 1.0, 1.0, 1.0, low, high)
    paint_spans(np.zeros((4, 4), np.uint32), low, high, 0, 1, 0xFF000000)
