"""Work that ends unfinished when its study is left: what it is, and how it is stopped."""

from collections.abc import Callable
from contextlib import suppress


class RunningWork:
    """The works of the open study that leaving would stop, in the order in which they began."""

    def __init__(self) -> None:
        self._works: list[tuple[str, Callable[[], None]]] = []

    def begin(self, sentence: str, stop: Callable[[], None]) -> Callable[[], None]:
        """Note a work by a sentence, as `A recording is being exported.`; return what is called at its end."""
        work = sentence, stop
        self._works.append(work)

        def end() -> None:
            with suppress(ValueError):  # stopped meanwhile
                self._works.remove(work)

        return end

    @property
    def sentences(self) -> tuple[str, ...]:
        """Return what is going on."""
        return tuple(sentence for sentence, _ in self._works)

    def stop_all(self) -> None:
        """Stop all of it; nothing is asked about it any more."""
        works, self._works = self._works, []
        for _, stop in works:
            stop()
