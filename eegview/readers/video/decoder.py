"""The decoded pictures of one video: those kept, and the quickest way to the next.

Frames are named by their position in the index. Must not know which time is shown.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np

from eegview.model.errors import UnreadableFile
from eegview.readers.video.container import CONVERT
from eegview.readers.video.facts import VideoFacts
from eegview.readers.video.losses import PlayableIndex
from eegview.readers.video.pictures import Pictures
from eegview.readers.video.ring import FrameRing, ring_capacity

NEAR_FRAMES = 12  # going on decoding over this many frames is quicker than a seek


class GaveUp(Exception):
    """The caller no longer wants the frame; nothing is wrong."""


def never() -> bool:
    """Return False: never give up."""
    return False


class FrameDecoder:
    """The pictures of one handle on a video, as the decoding library gives them; for one thread."""

    def __init__(self, facts: VideoFacts, playable: PlayableIndex) -> None:
        self._facts, self._playable = facts, playable
        self._pictures = Pictures(facts, playable.newest)
        self._picture_bytes = facts.width_px * facts.height_px * 3 // 2  # of the largest so far
        self._ring: FrameRing[Any] = FrameRing(ring_capacity(self._picture_bytes))

    @property
    def reached_position(self) -> int | None:
        """Return the frame decoded last, None where decoding does not run, or came to a time without a frame."""
        if not self._pictures.is_running or self._pictures.reached is None:
            return None
        return self._playable.newest().position_of(self._pictures.reached)

    def is_near(self, position: int) -> bool:
        """Check whether a frame is decoded, or comes within a few frames."""
        if self._ring.get(int(self._playable.newest().pts[position])) is not None:
            return True
        reached = self.reached_position
        return reached is not None and 0 <= position - reached <= NEAR_FRAMES

    def pictures_from(self, key: int | None) -> Iterator[tuple[int, Any]]:
        """Decode picture after picture from a key frame, None = from the beginning, without keeping them.

        Yields
        ------
        PTS in ticks, and the picture
        """
        self._pictures.start_at(key)
        while (found := self._pictures.next()) is not None:
            yield found

    def hold(self, pts: range) -> None:
        """Keep the first pictures of a stretch of ticks, an empty one = of none."""
        self._ring.hold(pts)

    def drop_pictures(self) -> None:
        """Drop decoded pictures; those of a held stretch stay."""
        self._ring.clear()

    def close(self) -> None:
        """Close the file; the next request opens it again."""
        self._pictures.close()

    def picture(self, position: int, give_up: Callable[[], bool]) -> Any | None:
        """Return the decoded picture of a frame, None if it cannot be decoded."""
        index = self._playable.newest()
        pts = int(index.pts[position])
        key = index.key_position(position)
        if (picture := self._ring.get(pts)) is not None:
            return picture
        if not self._is_ahead(position, key):
            self._pictures.start_at(key)
        if not self._decode_until(pts, give_up) and key:
            # The key frame itself was no good start: try from the one before.
            self._pictures.start_at(index.key_position(key - 1))
            self._decode_until(pts, give_up)
        return self._ring.get(pts)

    def _is_ahead(self, position: int, key: int | None) -> bool:
        """Check whether decoding on from the current position is the quickest way to a frame."""
        index, reached = self._playable.newest(), self._pictures.reached
        if not self._pictures.is_running or reached is None or reached >= index.pts[position]:
            return False
        if key is None or reached >= index.pts[key]:
            return True
        reached_position = index.position_of(reached)
        return reached_position is not None and position - reached_position <= NEAR_FRAMES

    def _decode_until(self, pts: int, give_up: Callable[[], bool]) -> bool:
        """Decode up to the frame at `pts` or, where it does not come, beyond; return whether any came up to `pts`."""
        reached = self._pictures.reached
        has_come = reached is not None and reached <= pts
        while (got := self.decode_next()) is not None:
            has_come = has_come or got <= pts
            if got >= pts:
                return has_come
            if give_up():
                raise GaveUp
        return has_come

    def decode_next(self) -> int | None:
        """Decode one picture into the ring; return its time in ticks, None at the end."""
        found = self._pictures.next()
        if found is None:
            return None
        self._fit_ring(found[1])
        self._ring.put(*found)
        return found[0]

    def _fit_ring(self, picture: Any) -> None:
        """Keep fewer pictures where they became larger on the way."""
        picture_bytes = picture.width * picture.height * 3 // 2
        if picture_bytes > self._picture_bytes:
            self._picture_bytes = picture_bytes
            self._ring.capacity = min(self._ring.capacity, ring_capacity(picture_bytes))

    def forget_from(self, position: int) -> None:
        """Remove from the index a frame that could not be decoded, with those after it that could not be either."""
        index = self._playable.newest()
        if not self._pictures.is_running or self._pictures.reached is None:
            # Decoding ended here; a later key frame may still be a new start.
            stop = index.next_key_position(position) or index.n_frames
        else:
            stop = max(position + 1, int(np.searchsorted(index.pts, self._pictures.reached)))
        if position == 0 and stop == index.n_frames:
            raise UnreadableFile(f"No frame of {Path(self._facts.path).name} can be decoded any longer.", CONVERT)
        self._playable.lose(position, stop)

    def decode_held(self, here: int | None) -> bool:
        """Decode one picture towards the next that a held stretch lacks after a frame, or else after its beginning.

        Returns whether one was left to decode. Where not all of the stretch fits, its beginning is kept, and what
        follows is decoded while that is shown.
        """
        index, held = self._playable.newest(), self._ring.held
        first, stop = (int(number) for number in np.searchsorted(index.pts, (held.start, held.stop)))
        here = first if here is None else min(max(here, first), stop)
        n_kept = self._n_decoded(first, min(stop, first + self._ring.capacity))
        reach = max(here, first + n_kept) + self._ring.capacity * 3 // 4
        lacking = here + self._n_decoded(here, stop)
        if lacking >= stop:  # all up to its end is there: what comes when it begins again is next
            lacking, reach = first + n_kept, first + self._ring.capacity
        if lacking >= min(stop, reach):
            return False
        if not self._is_ahead(lacking, key := index.key_position(lacking)):
            self._pictures.start_at(key)
        found = self._pictures.next()
        if found is None:
            return False
        if found[0] >= index.pts[lacking]:  # those on the way there would push out what is shown next
            self._ring.put(*found)
        return True

    def _n_decoded(self, position: int, stop: int) -> int:
        """Return how many frames from `position` on, one after the other up to `stop`, are decoded."""
        pts = self._playable.newest().pts[position:stop].tolist()
        return next((n for n, one in enumerate(pts) if self._ring.get(one) is None), len(pts))
