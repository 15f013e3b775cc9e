"""Which mark holds in each epoch of a grid: that over the middle of the epoch, of several the one that began last."""

from __future__ import annotations

import math
from collections.abc import Iterable

from eegview.model.annotation import Annotation

_CLOSE = 1e-6  # of an epoch: what ends on a middle does not hold there
_MOST_EPOCHS = 1_000_000  # of a mark; a longer one is no finding


def epochs_covered(marks: Iterable[Annotation], epoch_s: float) -> dict[int, Annotation]:
    """Return the mark of each epoch that has one, by the epoch's number from recording start.

    A mark too short to reach any middle holds in the epoch that it lies in, where nothing else does.

    epoch_s : length of an epoch
    """
    held: dict[int, Annotation] = {}
    short: dict[int, Annotation] = {}
    for mark in sorted(marks, key=lambda mark: (mark.onset_s, mark.annotation_id)):
        first = max(0, math.ceil(mark.onset_s / epoch_s - 0.5 - _CLOSE))
        stop = min(math.ceil(mark.stop_s / epoch_s - 0.5 - _CLOSE), first + _MOST_EPOCHS)
        for number in range(first, stop):
            held[number] = mark
        if stop <= first:
            middle_s = mark.onset_s + mark.duration_s / 2
            short.setdefault(max(0, math.floor(middle_s / epoch_s)), mark)
    return {**short, **held}
