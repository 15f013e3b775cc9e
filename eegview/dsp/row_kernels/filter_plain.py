"""A zero-phase filter of some rows in numpy: used until the compiled one is ready, and its reference."""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from eegview.model.recording import Samples

Floats = npt.NDArray[np.float64]


def filter_both_ways(
    run_sections: Callable[[Floats, Floats], None],
    data: Samples,
    numbers: npt.NDArray[np.int64],
    begin: int,
    stop: int,
    sections: Floats,
    skip: int,
    out: Samples,
) -> bool:
    """Filter some rows both ways, and return whether that could be: not where a sample is missing.

    The filters begin as if the first sample, and on the way back the last one, had stood there for ever; they must
    remove a constant.

    Parameters
    ----------
    data : (n, n_samples) float32, of which the rows `numbers` and the samples `[begin, stop)` are filtered
    skip : how many filtered samples at either end are not wanted
    out : (len(numbers), stop - begin - 2 * skip) float32, set here
    """
    if not out.size:
        return True
    work = data[numbers, begin:stop].astype(np.float64)
    if np.isnan(work.sum()):
        return False
    for turned in (work, work[:, ::-1]):
        turned -= turned[:, :1].copy()
        run_sections(turned, sections)
    out[:] = work[:, skip : work.shape[1] - skip]
    return True
