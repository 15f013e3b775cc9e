"""Form the rows of a segment in blocks, in order of time, so that what overlaps is read and filtered once."""

import numpy as np

from eegview.detect.segment_rows import SegmentRows
from eegview.model.recording import Samples

BLOCK_S = 240.0  # formed at a time: the filter's margins then cost little, and memory stays flat


class SlidingRows:
    """The rows of a segment, formed in blocks as they are asked for, in order, each sample once."""

    def __init__(self, rows: SegmentRows, block_s: float = BLOCK_S) -> None:
        self._rows = rows
        self._block = max(1, round(block_s * rows.rate_hz))
        self._first = self._stop = -1
        self._held: list[Samples] = []

    def take(self, low: int, high: int) -> Samples:
        """Return samples `[low, high)` as an array of their own; neither end may go back between calls."""
        if self._stop < 0:
            self._first = self._stop = low
        while self._stop < high:
            stop = min(max(self._stop + self._block, high), self._rows.n_samples)
            self._held.append(self._rows.read(self._stop, stop))
            self._stop = stop
        while self._held and self._first + self._held[0].shape[1] <= low:
            self._first += self._held.pop(0).shape[1]
        parts, at = [], self._first
        for block in self._held:
            part = block[:, max(low - at, 0) : max(high - at, 0)]
            parts.append(part)
            at += block.shape[1]
        return np.concatenate(parts, axis=1)
