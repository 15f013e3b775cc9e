"""Cache the frames decoded last, so that stepping back shows them at once, and those that a loop begins with again."""

from collections import OrderedDict
from typing import Generic, TypeVar

Picture = TypeVar("Picture")


class FrameRing(Generic[Picture]):
    """A bounded store of decoded pictures by time; the oldest is dropped first.

    Of a stretch that is held, the earliest pictures stay besides, in as many places again: played over and over, a
    stretch longer than the ring would otherwise push out at its end what it needs at its beginning.

    capacity : most pictures in the ring, and most that are held
    held : the stretch that is held, of the same unit as times
    """

    def __init__(self, capacity: int) -> None:
        self.capacity = max(2, capacity)
        self._pictures: OrderedDict[int, Picture] = OrderedDict()
        self.held = range(0)
        self._held: dict[int, Picture] = {}

    def put(self, pts: int, picture: Picture) -> None:
        """Store the picture shown from `pts` on."""
        self._pictures.pop(pts, None)
        if pts in self.held:
            self._held[pts] = picture
            if len(self._held) <= self.capacity:
                return
            pts = max(self._held)
            picture = self._held.pop(pts)
        self._pictures[pts] = picture
        while len(self._pictures) > self.capacity:
            self._pictures.popitem(last=False)

    def get(self, pts: int) -> Picture | None:
        """Return the picture shown from `pts` on, None where it is not here."""
        return self._held[pts] if pts in self._held else self._pictures.get(pts)

    def hold(self, stretch: range) -> None:
        """Keep the earliest pictures of a stretch of times, of the one before no more; an empty one holds nothing."""
        if self.held == stretch:
            return
        pictures = {**self._pictures, **self._held}
        self.held, self._held = stretch, {}
        self._pictures.clear()
        for pts, picture in pictures.items():
            self.put(pts, picture)

    def clear(self) -> None:
        """Drop all pictures but those held."""
        self._pictures.clear()

    def __len__(self) -> int:
        return len(self._pictures) + len(self._held)


def ring_capacity(picture_bytes: int, most_bytes: int = 150 * 2**20, most_pictures: int = 256) -> int:
    """Return how many pictures of this size may be held: 256, or fewer where they would pass 150 MiB."""
    return max(2, min(most_pictures, most_bytes // max(picture_bytes, 1)))
