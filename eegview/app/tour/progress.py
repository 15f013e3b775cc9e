"""Where the reader is in the tour."""

from eegview.app.tour.steps import TourStep


class TourProgress:
    """One step at a time, forward and back; what was done stays done."""

    def __init__(self, steps: tuple[TourStep, ...]) -> None:
        """Begin at the first step; there is at least one."""
        self.steps = steps
        self._index = 0
        self._done: set[str] = set()

    @property
    def step(self) -> TourStep:
        return self.steps[self._index]

    @property
    def number(self) -> int:
        """Which step it is, from 1."""
        return self._index + 1

    @property
    def is_first(self) -> bool:
        return self._index == 0

    @property
    def is_last(self) -> bool:
        return self._index == len(self.steps) - 1

    @property
    def is_done(self) -> bool:
        """Whether the reader has done what this step asks for."""
        return self.step.step_id in self._done

    def set_done(self) -> None:
        """Note that this step was done."""
        self._done.add(self.step.step_id)

    def next(self) -> None:
        """Go to the next step; at the last one nothing happens."""
        self._index = min(self._index + 1, len(self.steps) - 1)

    def back(self) -> None:
        """Go to the previous step, to do it again; at the first one nothing happens."""
        self._index = max(self._index - 1, 0)
        self._done.discard(self.step.step_id)
