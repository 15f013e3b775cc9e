"""Has the machine look for instants that show in both video and EEG; the reviewer looks, and takes or leaves them."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from eegview.app.lanes import Lane, Task
from eegview.app.sync.proposing import suggest_anchors
from eegview.model.clock import elapsed_text
from eegview.model.errors import Cancelled, EegViewError
from eegview.model.sync import SuggestedAnchor
from eegview.ui.sync.proposals_box import SuggestionsBox
from eegview.ui.window.open_study import wall_text

if TYPE_CHECKING:
    from eegview.ui.workstation import Workstation


class SuggestDesk(QObject):
    """Works on a lane of its own, since it may take minutes."""

    def __init__(self, station: "Workstation") -> None:
        super().__init__(station)
        self._station, self._desk = station, station.desk
        self._lane: Lane | None = None
        self._task: Task | None = None
        self._box: SuggestionsBox | None = None
        self.path = ""  # of the video that was looked through
        self.found: tuple[SuggestedAnchor, ...] = ()
        station.desk.study_closed.connect(self._drop)
        station.desk.shutting_down.connect(self._shut_down)

    def use_box(self, box: SuggestionsBox) -> None:
        """Show what there is in a box that was just built; the one before is gone."""
        self._box = box
        box.search_asked.connect(self.search)
        box.stop_asked.connect(self.stop)
        box.chosen.connect(self.look_at)
        box.taken.connect(self.take)
        box.destroyed.connect(lambda _gone: self._forget(box))
        if self.found:
            self._show_found()

    def _forget(self, box: SuggestionsBox) -> None:
        if self._box is box:
            self._box = None

    def search(self) -> None:
        """Look through the video that is shown."""
        study, state = self._desk.study, self._station.sync.shown_state
        if study is None or state is None:
            return
        self.stop()
        task = self._task = Task(self._progressed, self._desk.bridge.post)
        source, path, guess = study.source.reopen(), state.path, state.sync
        marks = tuple(m for m in study.review.marks if study.review.layers.is_mine(m))

        def work() -> tuple[SuggestedAnchor, ...]:
            try:
                return suggest_anchors(source, path, guess, task.progress, marks)
            finally:
                source.close()

        def done(found: tuple[SuggestedAnchor, ...]) -> None:
            if self._task is task:
                self._task, self.path, self.found = None, path, found
                self._show_found()

        def failed(error: EegViewError) -> None:
            if self._task is task:
                self._task = None
                if self._box is not None:
                    self._box.show_waiting()
                if not isinstance(error, Cancelled):
                    self._desk.fail(error)

        self._progressed(0.0)
        self._lane = self._lane or Lane("suggest", self._desk.bridge.post)
        self._lane.submit(work, done, failed)

    def _progressed(self, share: float) -> None:
        if self._box is not None and self._task is not None:
            self._box.show_progress(share)

    def stop(self) -> None:
        task, self._task = self._task, None
        if task is not None:
            task.cancel()
        if self._box is not None:
            self._box.show_waiting()

    def look_at(self, number: int) -> None:
        """Show the instant in the EEG; the picture follows by the map in force."""
        if number < len(self.found):
            self._station.page_commands.go_to(self.found[number].anchor.eeg_s)

    def take(self, number: int) -> None:
        """Make a suggestion a pair; from now on it is the reviewer's."""
        if 0 <= number < len(self.found):
            self._station.sync.add_anchor(self.path, self.found[number].anchor)
            self.found = tuple(one for i, one in enumerate(self.found) if i != number)
            self._show_found()

    def _show_found(self) -> None:
        study = self._desk.study
        if self._box is None or study is None:
            return
        lines = []
        for suggested in self.found:
            anchor = suggested.anchor
            eeg = wall_text(study.recording, anchor.eeg_s, 3) or elapsed_text(anchor.eeg_s, 3)
            lines.append(f"{elapsed_text(anchor.video_s, 3)} ↔ {eeg}  ·  {_sure(suggested.sureness)}\n{suggested.why}")
        self._box.show_found(lines)

    def _drop(self) -> None:
        self.stop()
        self.path, self.found = "", ()

    def _shut_down(self) -> None:
        self.stop()
        if self._lane is not None:
            self._lane.close()
            self._lane = None


def _sure(sureness: float) -> str:
    return "very sure" if sureness >= 0.8 else "fairly sure" if sureness >= 0.5 else "a guess"
