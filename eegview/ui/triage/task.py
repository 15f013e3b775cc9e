"""A task that has the whole window while it is on: what triage and miss audit have in common."""

from itertools import permutations

from PySide6.QtCore import QObject, Signal

from eegview.model.vocabulary import Term
from eegview.ui.marks.commands import Claimant
from eegview.ui.triage.mode import TriageMode
from eegview.ui.video.placement import VideoPlace
from eegview.ui.video.play_controller import PlayController
from eegview.ui.window.context import Context
from eegview.ui.window.study.open_study import OpenStudy


class Task(QObject):
    """Something that has the whole window while it is on; one at a time.

    name : of the task: `NAME.open` is its command, and its keys are the context `NAME`
    """

    name: str
    conditions_changed = Signal()
    opening = Signal()  # whatever else has the whole window gives it up

    @property
    def is_open(self) -> bool:
        """Whether the task has the window."""
        raise NotImplementedError

    @property
    def conditions(self) -> frozenset[str]:
        """The needs of commands that are met now, see `Actions.set_available`."""
        raise NotImplementedError

    def close(self) -> None:
        """Go back to the page where one was."""
        raise NotImplementedError

    def take_turns_with(self, *others: "Task") -> None:
        """Have this task and the others give the window up when another of them is opened."""
        for one, other in permutations((self, *others), 2):
            one.opening.connect(other.close)


class WindowTask(Task):
    """Is entered and left by one command, is offered digit keys before they mark, and ends with its study.

    name : of the task: `NAME.open` is its command, and its keys are the context `NAME`
    digit_claimants : what is offered the terms of digit keys before they mark; the task adds itself
    """

    def __init__(
        self,
        context: Context,
        study: OpenStudy,
        play: PlayController,
        video: VideoPlace,
        name: str,
        digit_claimants: list[Claimant],
    ) -> None:
        super().__init__(study.scope)
        self._actions, self._study, self.name = context.actions, study, name
        self.mode = TriageMode(context, study, play, video, name)
        self._digit_claimants = digit_claimants
        digit_claimants.append(self.claim_digit)
        self._studies = context.studies
        self._studies.study_closing.connect(self._study_closing)
        study.scope.ended.connect(self._end)

    def _end(self) -> None:
        self._digit_claimants.remove(self.claim_digit)

    def _study_closing(self) -> None:
        if not self._studies.is_introducing:  # the same person goes on with what was begun
            self.close()

    @property
    def is_open(self) -> bool:
        """Whether the task has the window."""
        return self.mode.is_on

    def switch(self) -> None:
        """Open the task, or go back to the page."""
        if self.is_open:
            self.close()
        else:
            self.open()

    def open(self) -> None:
        """Give the window to the task."""
        raise NotImplementedError

    def claim_digit(self, term: Term) -> bool:
        """Do what the digit of a term means here; return whether the task is where it goes."""
        raise NotImplementedError

    def _update_conditions(self) -> None:
        self._actions.set_checked(f"{self.name}.open", self.is_open)
        self.conditions_changed.emit()
