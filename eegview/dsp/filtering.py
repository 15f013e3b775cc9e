"""Filter rows for the eye so that a page equals the same slice of the whole filtered recording.

Knows arrays and `FilterSpec`; must not know files or pages. SciPy is not used here: importing it costs over a second.
"""

import math
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from eegview.dsp import kernels
from eegview.model.display.filters import FilterSpec, Phase
from eegview.model.recording import Samples

NOTCH_Q = 30.0
HIGHEST_CUT = 0.49  # of the sampling rate; a cut at or above it is treated as off
SETTLING = 17.0  # time constants after which what lies before no longer matters: a step of 100 mV fades to 0.004 µV

Sections = npt.NDArray[np.float64]  # (n_sections, 6): b0 b1 b2 a0 a1 a2, as scipy.signal has them


def high_pass(cut_hz: float, rate_hz: float) -> Sections:
    """Return a first-order high pass, -3 dB at `cut_hz` (bilinear, prewarped), as (1, 6) sections."""
    k = math.tan(math.pi * cut_hz / rate_hz)
    return np.array([[1 / (1 + k), -1 / (1 + k), 0.0, 1.0, (k - 1) / (k + 1), 0.0]])


def low_pass(cut_hz: float, rate_hz: float) -> Sections:
    """Return a second-order Butterworth low pass, -3 dB at `cut_hz` (bilinear, prewarped), as (1, 6) sections."""
    k = math.tan(math.pi * cut_hz / rate_hz)
    norm = 1 + math.sqrt(2) * k + k * k
    b = k * k / norm
    return np.array([[b, 2 * b, b, 1.0, 2 * (k * k - 1) / norm, (1 - math.sqrt(2) * k + k * k) / norm]])


def notch(centre_hz: float, rate_hz: float, q: float = NOTCH_Q) -> Sections:
    """Return a second-order notch, -3 dB at the edges of a band `centre_hz / q` wide, as (1, 6) sections."""
    w0 = 2 * math.pi * centre_hz / rate_hz
    gain = 1 / (1 + math.tan(w0 / q / 2))
    turn = -2 * gain * math.cos(w0)
    return np.array([[gain, turn, gain, 1.0, turn, 2 * gain - 1]])


@lru_cache(maxsize=256)
def sections_of(spec: FilterSpec, rate_hz: float) -> Sections:
    """Return the biquads of `spec` at this rate, (n_sections, 6) float64, read-only; (0, 6) if all is off."""
    designs = ((spec.low_cut_hz, high_pass), (spec.high_cut_hz, low_pass), (spec.notch_hz, notch))
    parts = [design(cut_hz, rate_hz) for cut_hz, design in designs if 0 < cut_hz < HIGHEST_CUT * rate_hz]
    sections = np.concatenate(parts) if parts else np.empty((0, 6))
    sections.flags.writeable = False
    return sections


def removes_offset(spec: FilterSpec, rate_hz: float) -> bool:
    """Check whether a constant comes out as zero."""
    return 0 < spec.low_cut_hz < HIGHEST_CUT * rate_hz


@lru_cache(maxsize=256)
def margin_s(spec: FilterSpec, rate_hz: float) -> float:
    """Return how long before a page (and after it, with zero phase) samples still matter, from the slowest pole."""
    radius = 0.0
    for _b0, _b1, _b2, _a0, a1, a2 in sections_of(spec, rate_hz):
        disc = a1 * a1 - 4 * a2
        poles = math.sqrt(a2) if disc < 0 else max(abs(-a1 + math.sqrt(disc)), abs(-a1 - math.sqrt(disc))) / 2
        radius = max(radius, poles)
    if radius == 0.0:
        return 0.0
    return math.ceil(-SETTLING / math.log(radius)) / rate_hz


def filter_rows(rows: npt.NDArray[np.floating], spec: FilterSpec, rate_hz: float) -> Samples:
    """Return `rows` filtered, each stretch without NaN on its own; NaN stays NaN.

    Every stretch starts (and with zero phase also ends) as if its first (last) sample had stood there for ever, so
    an electrode's offset makes no step. Its offset is taken away first, and put back where the filter keeps it.

    Parameters
    ----------
    rows : (n_rows, n_samples) float, any unit; one continuous segment. Left as it is.
    spec : FilterSpec; a cut at or above 0.49 of the rate is off

    Returns
    -------
    (n_rows, n_samples) float32
    """
    work = np.array(rows, np.float64)
    filter_in_place(work, spec, rate_hz)
    return work.astype(np.float32)


def filter_part(
    data: Samples, numbers: Sequence[int], span: tuple[int, int], skip: int, spec: FilterSpec, rate_hz: float
) -> Samples:
    """Return some rows filtered as `filter_rows` does, without the samples at both ends; quicker for many rows.

    Parameters
    ----------
    data : (n_rows, n_samples) float32
    numbers : of the rows to filter
    span : the half-open range of samples to filter
    skip : how many filtered samples at either end are left out

    Returns
    -------
    (len(numbers), span[1] - span[0] - 2 * skip) float32, contiguous
    """
    begin, stop = span
    out = np.empty((len(numbers), stop - begin - 2 * skip), np.float32)
    sections, chosen = sections_of(spec, rate_hz), np.array(numbers, np.int64)
    can_be = spec.phase is Phase.ZERO and removes_offset(spec, rate_hz) and data.flags.c_contiguous
    if not can_be or not kernels.active().filter_both_ways(data, chosen, begin, stop, sections, skip, out):
        out[:] = filter_rows(data[chosen, begin:stop], spec, rate_hz)[:, skip : stop - begin - skip]
    return out


def filter_in_place(rows: npt.NDArray[np.float64], spec: FilterSpec, rate_hz: float) -> None:
    """Filter `rows` (n_rows, n_samples) float64 as `filter_rows` does, in their own memory."""
    sections = sections_of(spec, rate_hz)
    if not len(sections) or not rows.size:
        return
    keeps_offset = not removes_offset(spec, rate_hz)
    for row, first, stop in _stretches(rows):
        block = rows[row, first:stop]
        _run(block, sections, keeps_offset)
        if spec.phase is Phase.ZERO:
            _run(block[:, ::-1], sections, keeps_offset)


def _run(block: npt.NDArray[np.float64], sections: Sections, keeps_offset: bool) -> None:
    """Filter `block` in place from a steady state at its first sample."""
    offsets = block[:, :1].copy()
    block -= offsets  # what is left starts at zero, for which the filter's steady state is zero
    kernels.active().run_sections(block, sections)
    if keeps_offset:
        block += offsets


def _stretches(rows: npt.NDArray[np.float64]) -> list[tuple[slice, int, int]]:
    """Return (rows, first, stop) for all stretches without NaN: all rows at once where none has one."""
    n_samples = rows.shape[1]
    broken = np.isnan(rows.sum(axis=1))  # an infinite sample cannot come from a file of integers
    if not broken.any():
        return [(slice(0, len(rows)), 0, n_samples)]
    found = []
    for number in range(len(rows)):
        if not broken[number]:
            found.append((slice(number, number + 1), 0, n_samples))
            continue
        good = np.concatenate(([False], ~np.isnan(rows[number]), [False]))
        edges = np.flatnonzero(good[1:] != good[:-1])
        found += [(slice(number, number + 1), int(a), int(b)) for a, b in zip(edges[::2], edges[1::2], strict=True)]
    return found
