"""From the times a file gives to the times of its samples, where the recorder's clock ran unevenly.

Pure arithmetic; must not read files.
"""

from bisect import bisect_right
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from eegview.model.issue import Issue
from eegview.readers.clock import CLEAR_SCATTER, Precision

_MOST_NODES = 512
_STEADY_RECORDS = 64  # the mean of so many trembling times is steady

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class TimeMap:
    """A broken line through pairs of times; none where both are the same.

    nodes : (time by the file, time in the recording), s from the first record, ascending in both
    """

    nodes: tuple[tuple[float, float], ...] = ()

    def in_recording(self, time_s: float) -> float:
        return self._moved(time_s, 0, 1)

    def in_file(self, time_s: float) -> float:
        return self._moved(time_s, 1, 0)

    def _moved(self, time_s: float, given: int, wanted: int) -> float:
        nodes = self.nodes
        if not nodes:
            return time_s
        after = bisect_right(nodes, time_s, key=lambda node: node[given])
        if after in (0, len(nodes)):
            edge = nodes[0] if not after else nodes[-1]
            return edge[wanted] + time_s - edge[given]
        low, high = nodes[after - 1], nodes[after]
        share = (time_s - low[given]) / (high[given] - low[given])
        return low[wanted] + share * (high[wanted] - low[wanted])


def map_times(
    file_s: Floats,
    placed_s: Floats,
    segment_of: npt.NDArray[np.int64],
    scatter_s: float,
    precision: Precision,
) -> tuple[TimeMap, list[Issue]]:
    """Return the map between the records' own times and where their samples stand, and what is uneven in it.

    Parameters
    ----------
    file_s, placed_s : (n,) s from the first record, of each record that gives a time that is used
    segment_of : (n,) number of the segment each lies in, ascending
    scatter_s : standard deviation of the times
    """
    away_s = file_s - placed_s
    usual_s = max(precision.break_s, CLEAR_SCATTER * scatter_s)
    issues = []
    if CLEAR_SCATTER * scatter_s > 2 * precision.tolerance_s and scatter_s > 1.2 * precision.quantum_s:
        issues.append(trembling_issue(scatter_s))
    if not len(away_s) or float(np.max(np.abs(away_s))) <= usual_s:
        return TimeMap(), issues
    size = max(
        _STEADY_RECORDS if CLEAR_SCATTER * scatter_s > precision.tolerance_s else 1, -(-len(away_s) // _MOST_NODES)
    )
    position = np.arange(len(away_s))
    segment_first = np.searchsorted(segment_of, segment_of)
    starts = np.flatnonzero((position - segment_first) % size == 0)
    counts = np.diff(np.append(starts, len(away_s)))
    by_file = np.add.reduceat(file_s, starts) / counts
    placed = np.add.reduceat(placed_s, starts) / counts
    furthest_s = float(np.max(np.abs(by_file - placed)))
    if furthest_s <= precision.break_s:
        return TimeMap(), issues
    text = (
        f"The clock of the recording ran unevenly: record times lie up to {furthest_s:.2g} s from an even rate. "
        "Samples are shown at the even rate, the file's marks at their samples."
    )
    issues.append(Issue("clock_uneven", text))
    rises = _is_new_height(by_file) & _is_new_height(placed)
    return TimeMap(tuple(zip(by_file[rises].tolist(), placed[rises].tolist(), strict=True))), issues


def trembling_issue(scatter_s: float) -> Issue:
    """Return the sentence on times that scatter by this standard deviation."""
    text = f"The records' own times tremble by about {2 * scatter_s * 1000:.2g} ms; an even clock is used."
    return Issue("record_times_tremble", text)


def _is_new_height(values: Floats) -> npt.NDArray[np.bool_]:
    """Whether each value is greater than all before it."""
    return np.concatenate([[True], values[1:] > np.maximum.accumulate(values)[:-1]])
