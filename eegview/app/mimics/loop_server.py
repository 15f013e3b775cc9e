"""Draws loops of movements on a thread of its own, and keeps the last few."""

from collections import OrderedDict
from collections.abc import Callable

from eegview.app.lanes import Failed, Lane, Post
from eegview.simulate.filming.loop import DrawnLoop, Picture, draw_loop, draw_still

_MOST_KEPT = 4  # a loop takes 4-27 MB


class LoopServer:
    """Hands out drawn loops; one that is not kept is drawn first, in 0.03-0.4 s."""

    def __init__(self, post: Post, failed: Failed) -> None:
        self._lane = Lane("drawn loops", post)
        self._failed = failed
        self._kept: OrderedDict[str, DrawnLoop] = OrderedDict()
        self._is_open = True

    def ask(self, movement: str, done: Callable[[DrawnLoop], None]) -> None:
        """Call `done` with the loop of a movement, at once where it is kept."""
        found = self._kept.get(movement)
        if found is not None:
            self._kept.move_to_end(movement)
            done(found)
            return

        def keep(loop: DrawnLoop) -> None:
            if not self._is_open:
                return
            self._kept[movement] = loop
            while len(self._kept) > _MOST_KEPT:
                self._kept.popitem(last=False)
            done(loop)

        self._lane.submit(lambda: draw_loop(movement), keep, self._failed)

    def ask_still(self, movement: str, done: Callable[[Picture], None]) -> None:
        """Call `done` with a movement's one typical picture, in some milliseconds."""
        self._lane.submit(
            lambda: draw_still(movement), lambda still: done(still) if self._is_open else None, self._failed
        )

    def close(self) -> None:
        """End the thread; nothing is handed out any more."""
        self._is_open = False
        self._lane.close()
