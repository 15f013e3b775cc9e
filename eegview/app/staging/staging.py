"""The work of staging: which epoch is looked at, which run is chosen, and what a key does."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt

from eegview.app.notifier import Notifier
from eegview.app.review.review import Review
from eegview.app.staging.proposal import Proposal, is_same
from eegview.app.staging.staged_epochs import STAGE_CODES, STAGE_OF_CODE, StagedEpochs
from eegview.clinical.epoch_grid import EpochGrid
from eegview.clinical.hypnogram import Hypnogram, SleepSummary, hypnogram_of, summary_of
from eegview.clinical.stages import NOT_SCORABLE, PROPOSAL_ACCEPTED, PROPOSAL_HIDDEN, PROPOSAL_SHOWN
from eegview.model.recording import Recording

_N_CODES = len(STAGE_OF_CODE)
# Whether a stage (row) agrees with what was proposed (column), by code; what is not staged or scored agrees with all.
_AGREES = np.array(
    [
        [stage in ("", NOT_SCORABLE) or proposed == "" or is_same(stage, proposed) for proposed in STAGE_OF_CODE]
        for stage in STAGE_OF_CODE
    ]
)


class Staging:
    """One reviewer's staging of one recording; it moves nothing on the screen.

    epochs : the grid with what is staged
    current : number of the epoch that is looked at
    run : numbers of the epochs chosen together, empty for none
    advances : whether the next epoch comes once one is staged
    shows_proposal : whether the detector's proposal is in sight
    moved : emits when `current` or `run` changed
    settings_changed : emits when anything else did
    """

    def __init__(self, review: Review, recording: Recording, epoch_s: float) -> None:
        self._recording = recording
        self.epochs = StagedEpochs(review, EpochGrid(recording.duration_s, epoch_s))
        self.current, self.run = 0, range(0)
        self.advances, self.shows_proposal = True, False
        self.proposal: Proposal | None = None
        self._proposed = np.zeros(0, np.int8)
        self._last_staged = -1
        self.moved: Notifier[None] = Notifier()
        self.settings_changed: Notifier[None] = Notifier()
        self.is_recorded = _recorded(recording, self.grid)

    @property
    def grid(self) -> EpochGrid:
        """Return the grid of epochs."""
        return self.epochs.grid

    @property
    def n_epochs(self) -> int:
        """Return the number of epochs in which anything was recorded."""
        return int(np.count_nonzero(self.is_recorded))

    # settings

    def use_epoch_length(self, epoch_s: float) -> None:
        """Lay a grid of another length; what was staged on the old one stays, off the grid."""
        if epoch_s == self.grid.epoch_s:
            return
        here_s = self.current * self.grid.epoch_s
        self.epochs.use_grid(EpochGrid(self._recording.duration_s, epoch_s))
        self.is_recorded = _recorded(self._recording, self.grid)
        self.current, self.run, self._last_staged = self.grid.number_at(here_s), range(0), -1
        self.use_proposal(None)

    def use_proposal(self, proposal: Proposal | None) -> None:
        """Set what a detector proposes, laid over this grid."""
        self.proposal = proposal
        stages = proposal.stages if proposal is not None else ("",) * self.grid.n_epochs
        self._proposed = np.array([STAGE_CODES.get(stage, 0) for stage in stages], np.int8)
        self.settings_changed.emit(None)

    def show_proposal(self, is_shown: bool) -> None:
        """Show the proposal, or hide it."""
        self.shows_proposal = is_shown
        self.settings_changed.emit(None)

    def set_advances(self, advances: bool) -> None:
        """Go on to the next epoch after each key, or stay."""
        self.advances = advances
        self.settings_changed.emit(None)

    # moving

    def go(self, number: int) -> None:
        """Look at an epoch; nothing is chosen any more."""
        self._move(min(max(number, 0), max(self.grid.n_epochs - 1, 0)), range(0))

    def choose(self, first: int, last: int) -> None:
        """Choose the epochs from one to another, in either order, and look at the second."""
        last = min(max(last, 0), self.grid.n_epochs - 1)
        low, high = sorted((min(max(first, 0), self.grid.n_epochs - 1), last))
        self._move(last, range(low, high + 1))

    def extend(self, steps: int) -> None:
        """Choose one epoch more at the end that is looked at, or one less."""
        run = self.run or range(self.current, self.current + 1)
        anchor = run[0] if self.current == run[-1] else run[-1]
        self.choose(anchor, self.current + steps)

    def step(self, steps: int) -> None:
        """Look at the next epoch, or at the one before."""
        self.go(self.current + steps)

    def go_to_unstaged(self) -> bool:
        """Look at the next epoch that nobody staged, from the start where there is none after; False for none."""
        is_open = (self.epochs.codes == 0) & (self.epochs.by_hand == 0) & self.is_recorded
        return self._go_to_next(is_open, wraps=True)

    def go_to_difference(self) -> bool:
        """Look at the next epoch that differs from the proposal; False where there is none after this one."""
        return self._go_to_next(self.differences(), wraps=False)

    def _go_to_next(self, wanted: npt.NDArray[np.bool_], wraps: bool) -> bool:
        places = np.flatnonzero(wanted)
        after = places[places > self.current]
        if not len(after) and wraps:
            after = places[places != self.current]
        if not len(after):
            return False
        self.go(int(after[0]))
        return True

    def _move(self, number: int, run: range) -> None:
        if (number, run) != (self.current, self.run):
            self.current, self.run = number, run
            self.moved.emit(None)

    # staging

    @property
    def targets(self) -> range:
        """Return the numbers of the epochs that a key stages: the chosen run, else the current epoch."""
        return self.run or range(self.current, self.current + 1)

    def stage(self, stage: str) -> None:
        """Stage the chosen run or the current epoch, and go on."""
        self._stage(self.targets, stage)
        self._advance()

    def _stage(self, numbers: Iterable[int], stage: str) -> None:
        numbers = [number for number in numbers if self.is_recorded[number]]
        self.epochs.set_stage(numbers, [stage] * len(numbers), [self._proposal_state(n) for n in numbers])
        self._last_staged = numbers[-1] if numbers else self._last_staged

    def _advance(self) -> None:
        last = self.targets[-1]
        if not self.advances:
            self.go(last)
            return
        after = np.flatnonzero(self.is_recorded[last + 1 :])
        self.go(last + 1 + int(after[0]) if len(after) else last)

    def step_back_and_clear(self) -> None:
        """Clear the chosen run; else look at the epoch before and clear that."""
        if self.run:
            self.epochs.clear(self.run)
            self.go(self.run[0])
        else:
            self.step(-1)
            self.epochs.clear((self.current,))

    def clear(self) -> None:
        """Clear the chosen run or the current epoch."""
        self.epochs.clear(self.targets)

    def switch_unsure(self) -> bool:
        """Flag the current epoch as unsure, or not; where it is not staged, the one that was staged last.

        Returns False where neither is staged.
        """
        staged = (n for n in (self.current, self._last_staged) if n >= 0 and self.epochs.mark(n) is not None)
        number = next(staged, None)
        if number is None:
            return False
        self.epochs.set_unsure(number, not self.epochs.is_unsure(number))
        return True

    # copy forward

    def to_repeat(self, n_epochs: int | None = None) -> tuple[str, range]:
        """Return the stage that copying forward repeats, and over which epochs.

        The stage is that of the current epoch, where it has none that of the last staged one before. It goes over the
        next `n_epochs`, None = up to the next epoch that is staged; "" where nothing is staged before.
        """
        codes = self.epochs.codes
        before = np.flatnonzero(codes[: self.current + 1])
        if not len(before):
            return "", range(0)
        source = int(before[-1])
        first = self.current + 1 if source == self.current else self.current
        if n_epochs is None:
            staged = np.flatnonzero(codes[first:])
            stop = first + int(staged[0]) if len(staged) else self.grid.n_epochs
        else:
            stop = min(first + n_epochs, self.grid.n_epochs)
        return STAGE_OF_CODE[codes[source]], range(first, stop)

    def repeat(self, stage: str, numbers: range) -> None:
        """Stage epochs alike as one act, and go on after them."""
        if stage and numbers:
            self._stage(numbers, stage)
            self.go(min(numbers[-1] + 1, self.grid.n_epochs - 1))

    # the proposal

    def proposed(self, number: int) -> str:
        """Return what is proposed for an epoch, "" for nothing; whether it is in sight or not."""
        return self.proposal.stages[number] if self.proposal is not None else ""

    @property
    def proposed_codes(self) -> npt.NDArray[np.int8]:
        """Return what is proposed for each epoch, see `STAGE_CODES`; nothing while it is hidden."""
        return self._proposed if self.shows_proposal else np.zeros_like(self._proposed)

    def to_accept(self) -> Sequence[int]:
        """Return which of the chosen epochs, or the current one, have a proposal."""
        return [number for number in self.targets if self.proposed(number) and self.is_recorded[number]]

    def accept(self) -> bool:
        """Stage the chosen run or the current epoch as proposed, and go on; False where nothing is proposed."""
        numbers = self.to_accept()
        if not numbers:
            return False
        stages = [self.proposed(number) for number in numbers]
        self.epochs.set_stage(numbers, stages, [PROPOSAL_ACCEPTED] * len(numbers))
        self._last_staged = numbers[-1]
        self._advance()
        return True

    def differences(self) -> npt.NDArray[np.bool_]:
        """Return which epochs are staged otherwise than proposed, (n_epochs,); sleep without a stage is any sleep."""
        if self.proposal is None:
            return np.zeros(self.grid.n_epochs, np.bool_)
        return ~_AGREES[self.epochs.codes, self._proposed]

    def agreement(self) -> tuple[int, int]:
        """Return how many epochs are staged as proposed, and of how many that can be said."""
        if self.proposal is None:
            return 0, 0
        codes = self.epochs.codes
        compared = (codes > 0) & (codes != STAGE_CODES[NOT_SCORABLE]) & (self._proposed > 0)
        return int(np.count_nonzero(compared & _AGREES[codes, self._proposed])), int(np.count_nonzero(compared))

    def _proposal_state(self, number: int) -> str:
        """Return how the proposal for an epoch stands, as it is kept with the mark."""
        if not self.proposed(number):
            return ""
        return PROPOSAL_SHOWN if self.shows_proposal else PROPOSAL_HIDDEN

    # what there is so far

    def hypnogram(self) -> Hypnogram:
        """Return the course of all that the reviewer staged, marks off the grid included."""
        return hypnogram_of(self.epochs.marks())

    def summary(self) -> SleepSummary:
        """Return minutes, shares and awakenings so far."""
        return summary_of(self.hypnogram(), self._recording.duration_s)


def _recorded(recording: Recording, grid: EpochGrid) -> npt.NDArray[np.bool_]:
    """Return in which epochs anything was recorded, (n_epochs,)."""
    found = np.zeros(grid.n_epochs, np.bool_)
    for segment in recording.segments:
        if segment.duration_s > 0 and grid.n_epochs:
            first = grid.number_at(segment.start_s)
            last = grid.number_at(max(segment.start_s, segment.stop_s - 1e-6))
            found[first : last + 1] = True
    return found
