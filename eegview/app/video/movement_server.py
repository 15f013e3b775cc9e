"""Measure the movement in a study's videos on a lane of its own, and serve it as a row while it grows."""

from collections.abc import Callable, Mapping
from functools import partial
from types import MappingProxyType

from eegview.app.lanes import Lane, Post, Task
from eegview.app.video.movement import movement_trace
from eegview.app.video.movement_cache import MovementCache
from eegview.app.video.movement_row import MOVEMENT, MovementRow, movement_row
from eegview.model.errors import Cancelled, EegViewError
from eegview.model.film.video import SyncMap, VideoClip
from eegview.model.issue import Issue
from eegview.model.movement import Filming, MovementTrace, Region


class MovementServer:
    """The movement traces of a study's videos; it lives where `post` runs things.

    changed : called when a trace grew or ended: ask for `row` again
    progressed : called with the share of all videos watched, 0-1
    """

    def __init__(
        self,
        post: Post,
        changed: Callable[[], None],
        progressed: Callable[[float], None],
        failed: Callable[[EegViewError], None],
        cache: MovementCache | None = None,
    ) -> None:
        self._post, self._changed, self._progressed, self._failed = post, changed, progressed, failed
        self._cache = cache
        self._lane = Lane("movement", post)
        self._tasks: list[Task] = []
        self.traces: dict[str, MovementTrace] = {}  # by path, as far as they have come

    @property
    def is_watching(self) -> bool:
        return bool(self._tasks)

    @property
    def issues(self) -> tuple[Issue, ...]:
        """Return the issues found while measuring, each once."""
        return tuple(dict.fromkeys(issue for trace in self.traces.values() for issue in trace.issues))

    def watch(
        self,
        paths: tuple[str, ...],
        region: Region | None = None,
        mask: Region | None = None,
        filmings: Mapping[str, Filming] = MappingProxyType({}),
    ) -> None:
        """Measure these files, one after the other; earlier work and its results are dropped.

        filmings : how each file was filmed, by path; one that is not named by a fixed camera
        """
        self.cancel()
        self.traces = {}
        for number, path in enumerate(paths):
            self._submit(path, number, len(paths), region, mask, filmings.get(path, Filming()))

    def cancel(self) -> None:
        """Stop measuring; the partial traces stay shown, and are continued another time."""
        for task in self._tasks:
            task.cancel()
        self._tasks = []

    def close(self) -> None:
        self.cancel()
        self._lane.close()

    def row(self, clips: tuple[VideoClip, ...], label: str = MOVEMENT) -> MovementRow | None:
        """Return the row of one camera's clips where they now lie in time; None while there is nothing to show."""
        return movement_row(self.placed(clips), label)

    def placed(self, clips: tuple[VideoClip, ...]) -> list[tuple[MovementTrace, SyncMap]]:
        """Return what was watched of each clip, with where it lies in time."""
        found = [(self.traces[clip.path], clip) for clip in clips if clip.path in self.traces]
        return [(trace.within(clip.first_s, clip.last_s), clip.sync) for trace, clip in found]

    def _submit(
        self, path: str, number: int, n_paths: int, region: Region | None, mask: Region | None, filming: Filming
    ) -> None:
        def report(share: float) -> None:
            if task in self._tasks:
                self._progressed((number + share) / n_paths)

        def on_trace(trace: MovementTrace) -> None:
            if task in self._tasks:  # else another region was asked for meanwhile
                self.traces[path] = trace
                self._changed()

        def done(trace: MovementTrace) -> None:
            if task in self._tasks:
                self._tasks.remove(task)
                self.traces[path] = trace
                self._changed()

        def failed(error: EegViewError) -> None:
            if task in self._tasks and not isinstance(error, Cancelled):
                self._tasks.remove(task)
                self._failed(error)

        task = Task(report, self._post)
        self._tasks.append(task)

        def work() -> MovementTrace:
            def on_partial(trace: MovementTrace) -> None:
                self._post(partial(on_trace, trace))

            return movement_trace(path, region, mask, task.progress, on_partial, self._cache, filming)

        self._lane.submit(work, done, failed)
