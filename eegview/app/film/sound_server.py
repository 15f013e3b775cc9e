"""Measure the sound of a film's clips on a lane of its own, and serve it as a row while it grows."""

from collections.abc import Callable, Sequence

from eegview.app.film.sound_level import measure_sound_level
from eegview.app.film.sound_row import SoundRow, sound_row
from eegview.app.lanes import Lane, Post, Task
from eegview.model.errors import Cancelled, EegViewError
from eegview.model.film.sound_level import SoundLevel
from eegview.model.film.video import VideoClip


class SoundServer:
    """The sound levels of a study's clips; it lives where `post` runs things.

    changed : called when another clip is measured: ask for `row` again
    """

    def __init__(self, post: Post, changed: Callable[[], None], failed: Callable[[EegViewError], None]) -> None:
        self._post, self._changed, self._failed = post, changed, failed
        self._lane = Lane("sound level", post)
        self._tasks: list[Task] = []
        self._paths: set[str] = set()  # measured, or being measured
        self.levels: dict[str, SoundLevel] = {}  # by path

    @property
    def is_measuring(self) -> bool:
        return bool(self._tasks)

    def measure(self, paths: Sequence[str]) -> None:
        """Measure those of the files that were not asked for before."""
        for path in paths:
            if path not in self._paths:
                self._paths.add(path)
                self._submit(path)

    def row(self, clips: Sequence[VideoClip]) -> SoundRow | None:
        """Return the row of one camera's clips where they now lie in time; None while there is nothing to show."""
        return sound_row(self.levels, clips)

    def close(self) -> None:
        for task in self._tasks:
            task.cancel()
        self._tasks = []
        self._lane.close()

    def _submit(self, path: str) -> None:
        task = Task(lambda _share: None, self._post)
        self._tasks.append(task)

        def done(level: SoundLevel) -> None:
            if task in self._tasks:
                self._tasks.remove(task)
                self.levels[path] = level
                self._changed()

        def failed(error: EegViewError) -> None:
            if task in self._tasks and not isinstance(error, Cancelled):
                self._tasks.remove(task)
                self._failed(error)

        self._lane.submit(lambda: measure_sound_level(path, task.progress), done, failed)
