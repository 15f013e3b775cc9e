"""The kernels in numpy alone: used until the compiled ones are ready, and their reference in tests."""

from functools import lru_cache, partial

import numpy as np
import numpy.typing as npt

from eegview.dsp.amplitude_plain import halved as halved
from eegview.dsp.amplitude_plain import medians_of_rows as medians_of_rows
from eegview.dsp.amplitude_plain import raw_bins as raw_bins
from eegview.dsp.amplitude_plain import rectified_chunks as rectified_chunks
from eegview.dsp.amplitude_plain import running_orders as running_orders
from eegview.dsp.row_kernels import filter_plain
from eegview.dsp.row_kernels.background_plain import background_rows as background_rows
from eegview.dsp.row_kernels.background_plain import mean_correlations as mean_correlations
from eegview.dsp.row_kernels.window_spectra_plain import mean_powers as mean_powers
from eegview.dsp.row_kernels.window_spectra_plain import transform_windows as transform_windows
from eegview.model.recording import Samples

BLOCK = 48  # samples answered at once; measured: 32-64 are equally quick
Floats = npt.NDArray[np.float64]


def run_sections(rows: Floats, sections: Floats) -> None:
    """Filter `rows` in place through the biquads `sections`, from zero state.

    numpy has no recursive filter, so the cascade is taken as one state-space system: within a block every output is
    a fixed sum of the block's inputs and of the state at its start, and only the states are passed on in a loop.

    Parameters
    ----------
    rows : (n_rows, n_samples) float64
    sections : (n_sections, 6) float64
    """
    toeplitz, observe, collect, advance = _block_system(sections.tobytes())
    n_rows, n_samples = rows.shape
    n_blocks = -(-n_samples // BLOCK)
    inputs = np.zeros((n_rows, n_blocks * BLOCK))
    inputs[:, :n_samples] = rows
    inputs = inputs.reshape(n_rows, n_blocks, BLOCK)
    # einsum, not @: BLAS threads on a busy machine cost more than they bring
    outputs = np.einsum("rbi,oi->rbo", inputs, toeplitz)
    pushed = np.einsum("rbi,si->brs", inputs, collect)
    states = np.zeros((n_blocks, n_rows, len(advance)))
    for block in range(1, n_blocks):
        states[block] = states[block - 1] @ advance.T + pushed[block - 1]
    outputs += np.einsum("brs,os->rbo", states, observe)
    rows[:] = outputs.reshape(n_rows, -1)[:, :n_samples]


def filtered_bins(
    rows: Samples, sections: Floats, skip: int, per_bin: int, low: Samples, high: Samples, size: Samples
) -> None:
    """Set the lowest, highest and mean rectified value of bins of rows that are filtered within bands.

    The filters begin as if the first sample had stood there for ever before, so they must remove a constant.

    Parameters
    ----------
    rows : (n_rows, n) float32 without a missing sample
    sections : (n_bands, n_stages, 6) float64 biquads, each band's in turn
    skip : sample at which the first bin begins, above 0
    per_bin : samples of a bin; the last bin ends at or before the rows' end
    low, high, size : (n_bands, n_rows, n_bins) float32
    """
    n_rows, n_bins = len(rows), low.shape[2]
    for band, stages in enumerate(sections):
        for row in range(n_rows):  # one alone stays in the processor's cache
            work = rows[row : row + 1].astype(np.float64)
            work -= work[:, :1]
            run_sections(work, stages)
            bins = work[0, skip : skip + n_bins * per_bin].reshape(n_bins, per_bin)
            low[band, row], high[band, row] = bins.min(axis=1), bins.max(axis=1)
            size[band, row] = np.abs(bins).mean(axis=1)


filter_both_ways = partial(filter_plain.filter_both_ways, run_sections)


@lru_cache(maxsize=64)
def _block_system(sections_bytes: bytes) -> tuple[Floats, Floats, Floats, Floats]:
    """Return (outputs ← inputs, outputs ← state, state ← inputs, state ← state) for one block."""
    a, b, c, d = _state_space(np.frombuffer(sections_bytes).reshape(-1, 6))
    n_states = len(a)
    observe = np.empty((BLOCK, n_states))
    collect = np.empty((n_states, BLOCK))
    power = np.eye(n_states)
    for k in range(BLOCK):
        observe[k] = c @ power
        collect[:, BLOCK - 1 - k] = power @ b
        power = a @ power
    impulse = np.concatenate(([d], observe[:-1] @ b))
    lag = np.arange(BLOCK)[:, None] - np.arange(BLOCK)
    toeplitz = np.where(lag >= 0, impulse[np.maximum(lag, 0)], 0.0)
    return toeplitz, observe, collect, power


def _state_space(sections: Floats) -> tuple[Floats, Floats, Floats, float]:
    """Return A, B, C, D of the cascade: each section in transposed direct form II, fed by the one before."""
    a, b, c, d = np.empty((0, 0)), np.empty(0), np.empty(0), 1.0
    for b0, b1, b2, _a0, a1, a2 in sections:
        own_a = np.array([[-a1, 1.0], [-a2, 0.0]])
        own_b = np.array([b1 - a1 * b0, b2 - a2 * b0])
        a = np.block([[a, np.zeros((len(a), 2))], [np.outer(own_b, c), own_a]])
        b = np.concatenate((b, own_b * d))
        c = np.concatenate((b0 * c, [1.0, 0.0]))
        d *= b0
    return a, b, c, float(d)


def column_spans(
    values: npt.NDArray[np.float32],
    first_px: float,
    step_px: float,
    centre_px: float,
    px_per_unit: float,
    low: Floats,
    high: Floats,
) -> None:
    """Widen `low` and `high` by what one trace covers in each pixel column.

    Sample k lies at x = first_px + k * step_px, y = centre_px + values[k] * px_per_unit. A column covers all its
    samples, and the line from each sample to the next as far as it runs through the column. NaN breaks the line.

    Parameters
    ----------
    values : (n_samples,) float32
    low, high : (n_columns,) float64, +inf and -inf where nothing is yet; changed in place
    """
    n_columns = len(low)
    x = first_px + np.arange(len(values)) * step_px
    y = centre_px + values.astype(np.float64) * px_per_unit
    column = np.floor(x).astype(np.int64)
    good = ~np.isnan(y)
    shown = good & (column >= 0) & (column < n_columns)
    np.minimum.at(low, column[shown], y[shown])
    np.maximum.at(high, column[shown], y[shown])

    joined = np.flatnonzero(
        good[:-1] & good[1:] & (column[1:] > column[:-1]) & (column[1:] >= 0) & (column[:-1] < n_columns)
    )
    if not len(joined):
        return
    # every column border the line crosses: border k is the left edge of column k
    first_border = np.maximum(column[joined] + 1, 0)
    n_borders = np.maximum(np.minimum(column[joined + 1], n_columns) - first_border + 1, 0)
    pair = np.repeat(joined, n_borders)
    border = np.arange(n_borders.sum()) - np.repeat(np.cumsum(n_borders) - n_borders, n_borders)
    border += np.repeat(first_border, n_borders)
    slope = (y[pair + 1] - y[pair]) * (1.0 / step_px)
    crossing = y[pair] + slope * (border - x[pair])
    for touched in (border - 1, border):
        inside = (touched >= 0) & (touched < n_columns)
        np.minimum.at(low, touched[inside], crossing[inside])
        np.maximum.at(high, touched[inside], crossing[inside])


def paint_spans(
    canvas: npt.NDArray[np.uint32], low: Floats, high: Floats, left_px: int, thickness_px: int, colour: int
) -> None:
    """Colour the pixels from `low` to `high` of each column, `thickness_px` thick both ways.

    Parameters
    ----------
    canvas : (height_px, width_px) uint32; changed in place
    low, high : (n_columns,) float64, y in px; a column with low > high stays empty
    """
    height_px, width_px = canvas.shape
    above = (thickness_px - 1) // 2
    top = np.maximum(np.floor(np.clip(low, -1e6, 1e6)).astype(np.int64) - above, 0)
    bottom = np.minimum(np.floor(np.clip(high, -1e6, 1e6)).astype(np.int64) - above + thickness_px, height_px)
    for shift in range(thickness_px):
        x = left_px + np.arange(len(low)) - above + shift
        drawn = (low <= high) & (bottom > top) & (x >= 0) & (x < width_px)
        heights = (bottom - top)[drawn]
        start = np.repeat(top[drawn], heights)
        offset = np.arange(heights.sum()) - np.repeat(np.cumsum(heights) - heights, heights)
        canvas[start + offset, np.repeat(x[drawn], heights)] = colour


def bin_extremes(
    values: npt.NDArray[np.float32],
    edges: npt.NDArray[np.int64],
    low: npt.NDArray[np.float32],
    high: npt.NDArray[np.float32],
) -> None:
    """Set the lowest and highest value of each bin; NaN where a bin has no sample, or none but NaN.

    Parameters
    ----------
    values : (n_samples,) float32
    edges : (n_bins + 1,) int64, not descending: bin b holds the samples edges[b] to edges[b + 1]
    low, high : (n_bins,) float32; changed in place
    """
    low.fill(np.nan)
    high.fill(np.nan)
    filled = np.flatnonzero(edges[1:] > edges[:-1])
    if not len(filled):
        return
    starts = edges[filled]
    low[filled] = np.fmin.reduceat(values[: edges[-1]], starts)
    high[filled] = np.fmax.reduceat(values[: edges[-1]], starts)


def weigh(rows: Floats, first: npt.NDArray[np.int64], phase: npt.NDArray[np.int64], taps: Floats, out: Floats) -> None:
    """Set `out[r, k]` to the sum of `rows[r, first[k] + j] * taps[phase[k], j]` over all j."""
    total = np.zeros(out.shape)
    for j in range(taps.shape[1]):
        total += rows[:, first + j] * taps[phase, j]
    out[:] = total
