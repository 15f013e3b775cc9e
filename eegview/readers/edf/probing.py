"""Find the pauses of a long file by looking at few of its records.

Between two records that lie as far apart as those between them last there is no pause; else the half where it is
is looked for. Must not read files itself.
"""

import itertools
from collections.abc import Callable

import numpy as np
import numpy.typing as npt

_N_INTERVALS = 32
_NEAR_RECORDS = 64
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
    record_s = _quarter([(known[b] - known[a]) / (b - a) for a, b in itertools.pairwise(places)])
    near = [(place, place + _NEAR_RECORDS) for place in places if place + _NEAR_RECORDS < n_records]
    if not all(is_read(b) for _, b in near):
        return None
    near_s = _quarter([(known[b] - known[a]) / (b - a) for a, b in near])
    if (record_s - near_s) * _NEAR_RECORDS > tolerance_s:
        record_s = near_s  # there are pauses in most of the wide ones
    intervals = list(itertools.pairwise(sorted(known)))
    n_corrections = 0
    while intervals:
        first, last = intervals.pop()
        excess_s = known[last] - known[first] - (last - first) * record_s
        if excess_s < -tolerance_s:
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


def _quarter(durations_s: list[float]) -> float:
    """Return the lower quartile, one of the values itself."""
    return float(np.quantile(durations_s, 0.25, method="lower"))
