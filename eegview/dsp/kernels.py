"""Choose between the compiled kernels and the plain ones.

Nothing waits for the compiler: the plain kernels answer, with the same numbers, until `warm_up` has finished.
"""

from typing import Protocol

import numpy as np
import numpy.typing as npt

from eegview.dsp import numpy_kernels as plain

Floats = npt.NDArray[np.float64]
Samples = npt.NDArray[np.float32]
Indices = npt.NDArray[np.int64]


class Kernels(Protocol):
    """What is computed sample by sample, see `numpy_kernels`: a module, or machine code."""

    def run_sections(self, rows: Floats, sections: Floats, /) -> None: ...

    def filter_both_ways(
        self,
        data: Samples,
        numbers: npt.NDArray[np.int64],
        begin: int,
        stop: int,
        sections: Floats,
        skip: int,
        out: Samples,
        /,
    ) -> bool: ...

    def transform_windows(
        self, rows: Samples, starts: npt.NDArray[np.int64], taper: Samples, out: npt.NDArray[np.complex64], /
    ) -> None: ...

    def mean_powers(self, rows: Samples, starts: npt.NDArray[np.int64], taper: Samples, out: Samples, /) -> None: ...

    def background_rows(
        self,
        data: Samples,
        whole: npt.NDArray[np.int64],
        real: Floats,
        amplitude: Samples,
        fast: Samples,
        is_sharp: npt.NDArray[np.uint8],
        entropy: Floats,
        /,
    ) -> None: ...

    def mean_correlations(self, data: Samples, counts: npt.NDArray[np.uint8], found: Floats, /) -> None: ...

    def column_spans(
        self,
        values: Samples,
        first_px: float,
        step_px: float,
        centre_px: float,
        px_per_unit: float,
        low: Floats,
        high: Floats,
        /,
    ) -> None: ...

    def filtered_bins(
        self, rows: Samples, sections: Floats, skip: int, per_bin: int, low: Samples, high: Samples, size: Samples, /
    ) -> None: ...

    def halved(self, rows: Samples, out: Samples, /) -> None: ...

    def raw_bins(self, rows: Samples, per_bin: int, ranges: Samples, jumps: Samples, /) -> None: ...

    def medians_of_rows(self, rows: Samples, out: Samples, /) -> None: ...

    def rectified_chunks(self, row: Floats, taps: Floats, per_chunk: int, out: Floats, /) -> None: ...

    def running_orders(self, series: Samples, length: int, step: int, shares: Floats, out: Samples, /) -> None: ...

    def paint_spans(
        self,
        canvas: npt.NDArray[np.uint32],
        low: Floats,
        high: Floats,
        left_px: int,
        thickness_px: int,
        colour: int,
        /,
    ) -> None: ...

    def bin_extremes(self, values: Samples, edges: Indices, low: Samples, high: Samples, /) -> None: ...

    def weigh(self, rows: Floats, first: Indices, phase: Indices, taps: Floats, out: Floats, /) -> None: ...


_active: Kernels = plain  # swapped once, whole; reading a name is atomic, so no lock is needed


def warm_up() -> None:
    """Compile the kernels in this process, or load them from numba's cache, and use them from now on."""
    from eegview.dsp import compiled

    compiled.compile_all()
    use(compiled)


def is_ready() -> bool:
    """Check whether the compiled kernels are in use."""
    return _active is not plain


def use(chosen: Kernels) -> None:
    """Use other kernels (`numpy_kernels`, `compiled`, or loaded `machine_code`) from now on."""
    global _active
    _active = chosen


def active() -> Kernels:
    """Return the kernels in use: take it once per piece of work."""
    return _active
