"""Cache the frames decoded last, so that stepping back shows them at once."""

from collections import OrderedDict
from typing import Generic, TypeVar

Picture = TypeVar("Picture")


class FrameRing(Generic[Picture]):
    """A bounded store of decoded pictures by time; the oldest is dropped first.

    capacity : most pictures held
    """

    def __init__(self, capacity: int) -> None:
        self.capacity = max(2, capacity)
        self._pictures: OrderedDict[int, Picture] = OrderedDict()

    def put(self, pts: int, picture: Picture) -> None:
        self._pictures.pop(pts, None)
        self._pictures[pts] = picture
        while len(self._pictures) > self.capacity:
            self._pictures.popitem(last=False)

    def get(self, pts: int) -> Picture | None:
        return self._pictures.get(pts)

    def clear(self) -> None:
        self._pictures.clear()

    def __len__(self) -> int:
        return len(self._pictures)


def ring_capacity(picture_bytes: int, most_bytes: int = 150 * 2**20, most_pictures: int = 256) -> int:
    """Return how many pictures of this size may be held: 256, or fewer where they would pass 150 MiB."""
    return max(2, min(most_pictures, most_bytes // max(picture_bytes, 1)))
