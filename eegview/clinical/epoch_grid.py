"""The grid of epochs of a recording: equal lengths from its start, the last one as long as the recording goes on."""

import math
from dataclasses import dataclass

from eegview.model.annotation import Annotation
from eegview.model.span import Span
from eegview.model.study.staging import LENGTHS_S

_CLOSE_S = 1e-3  # times pass through text files with three decimals


@dataclass(frozen=True, slots=True)
class EpochGrid:
    """Epochs 0, 1, 2 … of a recording, half-open and without anything between them.

    duration_s : of the recording
    epoch_s : length of every epoch but the last
    """

    duration_s: float
    epoch_s: float = LENGTHS_S[0]

    @property
    def n_epochs(self) -> int:
        """Return the number of epochs; what is left at the end counts as one."""
        return max(0, math.ceil((self.duration_s - _CLOSE_S) / self.epoch_s))

    def span(self, number: int) -> Span:
        """Return the span of an epoch (s).

        Raises
        ------
        IndexError : there is no such epoch
        """
        if not 0 <= number < self.n_epochs:
            raise IndexError(number)
        start_s = number * self.epoch_s
        return Span(start_s, min(start_s + self.epoch_s, self.duration_s))

    def number_at(self, time_s: float) -> int:
        """Return the number of the epoch that holds a time; of the nearest one outside the recording."""
        return min(max(int(time_s // self.epoch_s), 0), max(self.n_epochs - 1, 0))

    def number_of(self, mark: Annotation) -> int | None:
        """Return the number of the epoch that a mark covers from edge to edge, None where it is off the grid."""
        number = round(mark.onset_s / self.epoch_s)
        if not 0 <= number < self.n_epochs:
            return None
        span = self.span(number)
        is_on = abs(mark.onset_s - span.start_s) <= _CLOSE_S and abs(mark.stop_s - span.stop_s) <= _CLOSE_S
        return number if is_on else None


def is_grid_like(mark: Annotation) -> bool:
    """Whether a mark begins on a grid from recording start and is no longer than one epoch of it."""
    return any(
        mark.duration_s <= epoch_s + _CLOSE_S
        and abs(mark.onset_s - round(mark.onset_s / epoch_s) * epoch_s) <= _CLOSE_S
        for epoch_s in LENGTHS_S
    )
