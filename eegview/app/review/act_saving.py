"""Acts on their way: to this machine's disk, then to the library, or waiting while that is away."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from eegview.app.lanes import Failed, Lane
from eegview.app.library.queued_edits import Act
from eegview.app.library.saving import EarlierWaits, LibraryWriter, Outcome
from eegview.app.notifier import Notifier
from eegview.app.review.unfinished import UnfinishedActs
from eegview.model.errors import EegViewError, LibraryAway

T = TypeVar("T")


class ActSaving:
    """Takes the acts of one reviewer to the disk and to the library. The window's thread owns it.

    writer : the reviewer's, which belongs to the store lane
    unfinished : acts that the library has not confirmed
    problem : why acts wait, or the marks could not be fetched
    is_safe : the acts that wait are on this machine's disk
    changed : emits after each change of what is on its way, waits, or is the problem
    saved : emits how many acts that waited are saved now; 0 = one that did not wait

    Parameters
    ----------
    lane, journal_lane : do what is for the library, and what is for the disk, which no library keeps waiting
    failed : is given why an act waits, once, and why one was refused
    done : is given the outcome of an act that did not wait
    shown_waiting : called when an act is to be shown as not saved
    """

    def __init__(
        self,
        lane: Lane,
        journal_lane: Lane,
        writer: LibraryWriter,
        failed: Failed,
        done: Callable[[Outcome], None],
        shown_waiting: Callable[[], None],
    ) -> None:
        self._lane, self._journal_lane, self._failed = lane, journal_lane, failed
        self._done, self._shown_waiting = done, shown_waiting
        self.writer = writer
        self.unfinished = UnfinishedActs()
        self.problem: LibraryAway | None = None
        self.is_safe = True
        self.changed: Notifier[None] = Notifier()
        self.saved: Notifier[int] = Notifier()

    def use(self, writer: LibraryWriter) -> None:
        """Go on with another reviewer's writer; what is on its way stays the first one's."""
        self.close()
        self.writer = writer
        self.unfinished.clear()
        self.problem, self.is_safe = None, True

    def close(self) -> None:
        """Close the writer after all acts before; those that cannot be saved now wait on the disk."""
        self.in_order(self.writer.close, lambda _none: None, self._failed)

    def in_order(self, work: Callable[[], T], done: Callable[[T], None], failed: Failed) -> None:
        """Do `work` on the store lane, after all acts before it, which go there by way of the journal's lane."""
        lane = self._lane
        self._journal_lane.submit(lambda: lane.submit(work, done, failed), lambda _none: None, failed)

    def submit(self, act: Act) -> None:
        """Put an act on the disk, then have it done."""
        lane, writer = self._lane, self.writer

        def noted(is_on_disk: bool) -> None:
            if writer is self.writer:
                self.is_safe = is_on_disk
                if self.problem is not None:  # it will wait: shown now that it is on the disk
                    self._wait(act)

        def done(outcome: Outcome) -> None:
            if writer is self.writer:  # else another reviewer goes on, whose marks were fetched after this act
                self.follow(outcome)
                self._done(outcome)
                if act.is_step or act.is_reversal:
                    self.saved.emit(0)
                act.after()

        def failed(error: EegViewError) -> None:
            if writer is self.writer and isinstance(error, LibraryAway):
                self.is_safe = writer.is_safe
                if not isinstance(error, EarlierWaits):
                    self._report_away(error)
                self._wait(act)
                return
            if writer is self.writer:
                self.unfinished.end(act)
                self.changed.emit(None)
            if not isinstance(error, LibraryAway):  # else it waits on the disk, see `app.library.left_acts`
                self._failed(error)

        def note() -> bool:
            try:
                return writer.note(act)
            finally:  # whatever becomes of it, the library may take the act
                lane.submit(lambda: writer.act(act), done, failed)

        self.unfinished.add(act)
        self.changed.emit(None)
        self._journal_lane.submit(note, noted, failed)

    def follow(self, outcome: Outcome) -> None:
        """Note that an act is over."""
        self.unfinished.set_undo(outcome.undo)
        self.unfinished.end(outcome.act, outcome.own)
        self.changed.emit(None)

    def _wait(self, act: Act) -> None:
        if self.unfinished.wait(act):
            self._shown_waiting()
        self.changed.emit(None)

    def _report_away(self, error: LibraryAway) -> None:
        """Report once why acts wait."""
        if self.problem is None:
            until = (
                "it is stored on this computer, even if eegview is closed"
                if self.is_safe
                else "and it could NOT be stored on this computer's disk: do not quit eegview until it is saved"
            )
            sentence = f"Your latest change is not saved yet; {until}. Saving is retried every second."
            self._failed(LibraryAway(f"{error.sentence} {sentence}", error.advice))
        self.problem = error
