"""Read the indexes of long videos to their end in the background, one file after the other."""

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

from eegview.model.issue import Issue

_STRETCH_S = 0.2  # between two reports; also the longest wait when closing


class GrowingTimes(Protocol):
    """The index of one video, which may still be growing."""

    share: float
    issues: tuple[Issue, ...]

    @property
    def is_whole(self) -> bool: ...
    def read_on(self, for_s: float = ...) -> bool: ...


@dataclass(frozen=True, slots=True)
class IndexProgress:
    """The progress of reading one video: `share` 0-1 of the file; `issues` are known once it is whole."""

    path: str
    share: float
    is_whole: bool
    issues: tuple[Issue, ...] = ()


class IndexThread:
    """A thread that reads indexes while it has listeners and something to read."""

    def __init__(self, times: Mapping[str, GrowingTimes]) -> None:
        self._unread = {path: each for path, each in times.items() if not each.is_whole}
        self._listeners: tuple[Callable[[IndexProgress], None], ...] = ()
        self._is_stopping = threading.Event()
        self._thread: threading.Thread | None = None

    @property
    def is_done(self) -> bool:
        """Whether nothing was left to read when it was made, or all was read since."""
        return all(times.is_whole for times in self._unread.values())

    def listen(self, listener: Callable[[IndexProgress], None]) -> None:
        """Call `listener` on the thread after each stretch read; the first listener starts it."""
        self._listeners = (*self._listeners, listener)
        if self._thread is None and not self.is_done:
            self._is_stopping.clear()
            self._thread = threading.Thread(target=self._run, name="video index", daemon=True)
            self._thread.start()

    def leave(self, listener: Callable[[IndexProgress], None]) -> None:
        """Disconnect a listener; without any, reading stops."""
        self._listeners = tuple(other for other in self._listeners if other != listener)
        if not self._listeners:
            self.close()

    def close(self) -> None:
        """Stop reading and wait for the thread to end."""
        self._is_stopping.set()
        if self._thread is not None:
            self._thread.join()
            self._thread = None

    def _run(self) -> None:
        for path, times in self._unread.items():
            while not times.is_whole and not self._is_stopping.is_set():
                is_whole = times.read_on(_STRETCH_S)
                progress = IndexProgress(path, times.share, is_whole, times.issues if is_whole else ())
                for listener in self._listeners:
                    listener(progress)
