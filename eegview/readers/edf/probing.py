"""Find the pauses of a long file by looking at few of its records.

Between two records that lie as far apart as those between them last there is no pause; else the half where it is
is looked for. Must not read files itself.
"""

import itertools
from collections.abc import Callable

import numpy as np
import numpy.typing as npt

_N_INTERVALS = 32
_TELLING_RECORDS = 32  # fewer do not tell how long one of them lasts
_MOST_CORRECTIONS = 32
_MOST_READS = 4000  # of single records; beyond them one sweep through the file is quicker


def probed_records(
    onset_of: Callable[[int], float | None], n_records: int, tolerance_s: float
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.float64]] | None:
    """Return numbers and times of the records that tell where all others stand, None where that takes all of them.

    Parameters
    ----------
    onset_of : the time of a record, None if it gives none
    tolerance_s : how far a time may be from where it is expected

    Both records beside each pause are among those returned.
    """
    known: dict[int, float] = {}

    def is_read(record: int) -> bool:
        if record not in known:
            onset_s = onset_of(record) if len(known) < _MOST_READS else None
            if onset_s is None:
                return False
            known[record] = onset_s
        return True

    places = np.unique(np.linspace(0, n_records - 1, _N_INTERVALS + 1).round().astype(np.int64)).tolist()
    if len(places) < _N_INTERVALS or not all(map(is_read, places)):
        return None
    # A pause makes an interval longer, so the shorter ones tell how long a record lasts.
    record_s = float(
        np.quantile([(known[b] - known[a]) / (b - a) for a, b in itertools.pairwise(places)], 0.25, method="lower")
    )
    intervals = list(itertools.pairwise(places))
    n_corrections = 0
    while intervals:
        first, last = intervals.pop()
        excess_s = known[last] - known[first] - (last - first) * record_s
        if excess_s < -tolerance_s:
            # Where pauses lie in all of the wide intervals, a narrower one tells it better.
            n_corrections += 1
            shorter_s = (known[last] - known[first]) / (last - first)
            if last - first < _TELLING_RECORDS or n_corrections > _MOST_CORRECTIONS or shorter_s <= 0:
                return None
            record_s = shorter_s
            intervals = list(itertools.pairwise(sorted(known)))
        elif excess_s > tolerance_s and last - first > 1:
            middle = (first + last) // 2
            if not is_read(middle):
                return None
            intervals += [(first, middle), (middle, last)]
    index = np.array(sorted(known), np.int64)
    return index, np.array([known[record] for record in index.tolist()], np.float64)
