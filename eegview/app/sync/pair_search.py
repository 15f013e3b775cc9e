"""The search for instants that show in both video and EEG, in the background. No Qt."""

from collections.abc import Callable, Iterable

from eegview.app.lanes import Failed, Lane, Post, Task
from eegview.app.sync.proposing import suggest_anchors
from eegview.model.annotation import Annotation
from eegview.model.errors import EegViewError
from eegview.model.film.video import SyncMap
from eegview.model.recording import SignalSource
from eegview.model.sync import SuggestedAnchor

SuggestedPairs = tuple[SuggestedAnchor, ...]


class PairSearch:
    """One search at a time, on a lane of its own, since it may take minutes.

    It lives where `post` runs things, and outlives studies: closing one must not wait for the search to end.
    """

    def __init__(self, post: Post) -> None:
        self._post = post
        self._lane: Lane | None = None
        self._task: Task | None = None

    @property
    def is_running(self) -> bool:
        """Whether a search goes on that was not stopped."""
        return self._task is not None

    def start(
        self,
        source: SignalSource,
        path: str,
        guess: SyncMap,
        marks: Iterable[Annotation],
        on_progress: Callable[[float], None],
        on_found: Callable[[SuggestedPairs], None],
        on_failed: Failed,
    ) -> None:
        """Look through a video; a search that goes on is stopped. Once stopped, nothing is called any more.

        Parameters
        ----------
        source
            A handle of the recording that does nothing else; it is closed when the search ends.
        path, guess
            The video, and where it lies as far as is known.
        marks
            The reviewer's own.
        on_progress
            Called with the share that is done (0-1).
        on_found, on_failed
            One of them is called at the end.
        """
        self.stop()
        marks = tuple(marks)

        def progressed(share: float) -> None:
            if self._task is task:
                on_progress(share)

        def work() -> SuggestedPairs:
            try:
                return suggest_anchors(source, path, guess, task.progress, marks)
            finally:
                source.close()

        def found(pairs: SuggestedPairs) -> None:
            if self._task is task:
                self._task = None
                on_found(pairs)

        def failed(error: EegViewError) -> None:
            if self._task is task:
                self._task = None
                on_failed(error)

        task = self._task = Task(progressed, self._post)
        self._lane = self._lane or Lane("suggest", self._post)
        self._lane.submit(work, found, failed)

    def stop(self) -> None:
        """Stop the search that goes on; what it found is dropped."""
        task, self._task = self._task, None
        if task is not None:
            task.cancel()

    def close(self) -> None:
        """Stop, and wait until the lane has ended."""
        self.stop()
        if self._lane is not None:
            self._lane.close()
            self._lane = None
