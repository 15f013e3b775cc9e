"""Open a video and return the exact frame of a time.

Times are the stream's own, in seconds as stored. Must not know the EEG.
"""

import math
from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from eegview.model.errors import UnreadableFile
from eegview.model.issue import Issue
from eegview.model.span import Span
from eegview.model.video import VideoFrame
from eegview.readers.plain_file import refuse_special
from eegview.readers.video.container import CONVERT
from eegview.readers.video.facts import VideoFacts
from eegview.readers.video.index_cache import IndexCache
from eegview.readers.video.losses import PlayableIndex
from eegview.readers.video.opening import read_facts
from eegview.readers.video.pictures import Pictures
from eegview.readers.video.reading import IndexReading
from eegview.readers.video.ring import FrameRing, ring_capacity
from eegview.readers.video.scaler import PictureScaler

_NEAR_FRAMES = 12  # going on decoding over this many frames is quicker than a seek


class GaveUp(Exception):
    """The caller no longer wants the frame; nothing is wrong."""


def never() -> bool:
    """Return False: never give up."""
    return False


def open_video(path: str | Path, index_cache: IndexCache | None = None, patience_s: float = math.inf) -> "VideoSource":
    """Open a video file and index when each of its frames is shown.

    index_cache : where indexes of long videos are kept for the next time
    patience_s : stop indexing after so many seconds; `source.facts.times.read_on` reads the rest, on any one thread,
        and meanwhile `is_read_to` shows what can be requested

    Raises
    ------
    UnreadableFile : missing, not a video, without pictures, or damaged from the start
    """
    refuse_special(path)
    times = IndexReading(str(path), index_cache)
    try:
        times.read_on(patience_s)
        return VideoSource(read_facts(str(path), times))
    except BaseException:
        times.close()
        raise


class VideoSource:
    """One open video. A handle belongs to one thread; `reopen` gives another thread its own."""

    def __init__(self, facts: VideoFacts) -> None:
        self.facts = facts
        self._playable = PlayableIndex(facts.times)
        self._pictures = Pictures(facts, self._playable.newest)
        self._picture_bytes = facts.width_px * facts.height_px * 3 // 2  # of the largest so far
        self._ring: FrameRing[Any] = FrameRing(ring_capacity(self._picture_bytes))
        self._scaler = PictureScaler()
        self._shown: VideoFrame | None = None  # the last one handed out: a still page asks for it again and again

    @property
    def path(self) -> str:
        """Return the path of the file."""
        return self.facts.path

    @property
    def first_s(self) -> float:
        """Return the PTS of the first frame, seconds."""
        return self._playable.newest().first_s

    @property
    def last_s(self) -> float:
        """Return when the last frame stops being shown, seconds; the container's value while the file is being read."""
        index = self._playable.newest()
        promised_s = None if index.is_whole else self.facts.times.promised_end_s
        return index.last_s if promised_s is None else max(index.last_s, promised_s)

    @property
    def parts(self) -> tuple[Span, ...]:
        """Return the spans, in seconds of its own time, between which the times that the file stores start again.

        One, in nearly all files; more may be found while the file is being read.
        """
        index = self._playable.newest()
        starts_s = [self.first_s, *map(index.seconds, index.part_starts)]
        return tuple(Span(start_s, stop_s) for start_s, stop_s in pairwise((*starts_s, self.last_s)))

    def part_at(self, time_s: float) -> int | None:
        """Return the number of the part (from 1) that shows a time; None in a file of one part."""
        starts = self._playable.newest().part_starts
        return 1 + sum(self._playable.newest().seconds(start) <= time_s for start in starts) if starts else None

    def stored_s(self, pts_s: float) -> float:
        """Return the time that the file stores for the frame that begins at this running time, seconds."""
        index = self._playable.newest()
        position = index.position_at(pts_s)
        if position is None or not index.pieces:
            return pts_s
        return index.seconds(int(index.pts[position]) - index.shift_of(index.piece_of(position)))

    @property
    def duration_s(self) -> float:
        """Return the duration of the video, seconds."""
        return self.last_s - self.first_s

    @property
    def width_px(self) -> int:
        """Return the width as shown, rotation applied."""
        return self.facts.width_px

    @property
    def height_px(self) -> int:
        """Return the height as shown, rotation applied."""
        return self.facts.height_px

    @property
    def rotation(self) -> int:
        """Return by how many degrees pictures are turned counterclockwise to be shown."""
        return self.facts.rotation

    @property
    def fps_nominal(self) -> float:
        """Return the nominal frames per second, 0 if unknown."""
        return self.facts.fps_nominal

    @property
    def has_audio(self) -> bool:
        """Whether the file has sound."""
        return self.facts.has_audio

    @property
    def created_at(self) -> datetime | None:
        """Return the container's creation time, None if unknown."""
        return self.facts.created_at

    @property
    def issues(self) -> tuple[Issue, ...]:
        """Return imperfections found when opening, and since then while reading and decoding."""
        return (*self.facts.issues, *self.facts.times.issues, *self.decoding_issues)

    @property
    def decoding_issues(self) -> tuple[Issue, ...]:
        """Return the damage this handle found while decoding."""
        return self._playable.issues

    def is_read_to(self, time_s: float) -> bool:
        """Check whether the index holds the frame of this time, or is whole."""
        index = self._playable.newest()
        return index.is_whole or time_s < index.last_s

    def is_near(self, time_s: float) -> bool:
        """Check whether the frame of this time is decoded, or comes within a few frames; True outside the video."""
        index = self._playable.newest()
        position = index.position_at(time_s)
        if position is None or self._ring.get(int(index.pts[position])) is not None:
            return True
        reached = None if self._pictures.reached is None else index.position_of(self._pictures.reached)
        return self._pictures.is_running and reached is not None and 0 <= position - reached <= _NEAR_FRAMES

    def is_on_the_way(self, time_s: float, later_s: float) -> bool:
        """Check whether decoding the frame of `time_s` is no detour to that of `later_s`."""
        index = self._playable.newest()
        position, later = index.position_at(time_s), index.position_at(later_s)
        if position is None or later is None or later < position:
            return False
        return later - position <= _NEAR_FRAMES or index.key_position(later) == index.key_position(position)

    def frame_at(self, time_s: float, give_up: Callable[[], bool] = never) -> VideoFrame | None:
        """Return the frame whose `[pts, next pts)` holds `time_s`; None before the first and after the last one's end.

        give_up : asked after each decoded picture

        Raises
        ------
        UnreadableFile : the file went away
        GaveUp : `give_up` said so
        """
        while (position := self._playable.newest().position_at(time_s)) is not None:
            if self._playable.is_in_hole(time_s):
                return None
            picture = self._decoded(position, give_up)
            if picture is not None:
                return self._as_shown(position, picture)
            self._forget_from(position)
        return None

    def key_frame_near(self, time_s: float, give_up: Callable[[], bool] = never) -> VideoFrame | None:
        """Return the last key frame at or before `time_s`: quick, for a preview.

        None outside the video, in a damaged stretch, and where the key frame is damaged.
        """
        position = self._playable.newest().position_at(time_s)
        if position is None or self._playable.is_in_hole(time_s):
            return None
        key = self._playable.newest().key_position(position) or 0
        picture = self._decoded(key, give_up)
        return None if picture is None else self._as_shown(key, picture)

    def decode_ahead(self, time_s: float, n_frames: int) -> bool:
        """Decode one more of the `n_frames` after the frame of this time; return whether one was left to decode."""
        index = self._playable.newest()
        position = index.position_at(time_s)
        if position is None or not self._pictures.is_running or self._pictures.reached is None:
            return False
        reached = index.position_of(self._pictures.reached)
        if reached is None or not position <= reached < min(position + n_frames, index.n_frames - 1):
            return False
        return self._decode_next() is not None

    def hold(self, from_s: float, to_s: float) -> None:
        """Keep the first pictures of a stretch that is played over and over, until `release`."""
        index = self._playable.newest()
        tick_s = float(index.tick_s)
        first = index.position_at(from_s)
        first_pts = math.ceil(from_s / tick_s) if first is None else int(index.pts[first])
        self._ring.hold(range(first_pts, math.ceil(to_s / tick_s)))

    def release(self) -> None:
        """Keep no stretch any more."""
        self._ring.hold(range(0))

    def decode_held(self, time_s: float) -> bool:
        """Decode one picture towards the next that a held stretch lacks after `time_s`, or else after its beginning.

        Returns whether one was left to decode. Where not all of the stretch fits, its beginning is kept, and what
        follows is decoded while that is shown.
        """
        index, held = self._playable.newest(), self._ring.held
        first, stop = (int(number) for number in np.searchsorted(index.pts, (held.start, held.stop)))
        here = index.position_at(time_s)
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

    def decode_before(self, time_s: float, give_up: Callable[[], bool] = never) -> None:
        """Decode what leads to the frame before that of this time, so that stepping back finds it.

        Raises
        ------
        GaveUp : `give_up` said so
        """
        position = self._playable.newest().position_at(time_s)
        if position:
            self._decoded(position - 1, give_up)

    def step(self, pts_s: float, direction: int) -> float | None:
        """Return the time of the neighbour of the frame at `pts_s`: the next for +1, the one before for -1."""
        index = self._playable.newest()
        position = index.position_at(pts_s)
        if position is None or not 0 <= position + direction < index.n_frames:
            return None
        return index.pts_s(position + direction)

    def decode_from(self, time_s: float | None = None) -> Iterator[tuple[float, Any]]:
        """Decode frame after frame without keeping them; for a handle that does nothing else meanwhile.

        time_s : begin with the frame shown then, None = with the first

        Yields
        ------
        PTS in seconds, as `frame_at` returns it, and the decoding library's own picture, rotation not applied. Frames
        that cannot be decoded are missing.
        """
        index = self._playable.newest()
        position = index.position_at(time_s) if time_s is not None else 0
        if position is None:
            return
        self._pictures.start_at(index.key_position(position) if position else None)
        first = int(index.pts[position])
        while (found := self._pictures.next()) is not None:
            pts, picture = found
            if pts >= first:
                yield index.seconds(pts), picture

    def reopen(self) -> "VideoSource":
        """Return an independent handle on the same video, for another thread; the index is shared."""
        return VideoSource(self.facts)

    def rest(self) -> None:
        """Close the file and drop decoded pictures; the next request opens it again."""
        self._pictures.close()
        self.release()
        self.drop_pictures()

    def drop_pictures(self) -> None:
        """Drop decoded pictures, but keep the file open; those of a held stretch stay."""
        self._ring.clear()
        self._shown = None

    def close(self) -> None:
        """Close everything, also an index still being read for all handles."""
        self.rest()
        self.facts.times.close()

    def _decoded(self, position: int, give_up: Callable[[], bool]) -> Any | None:
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
        return reached_position is not None and position - reached_position <= _NEAR_FRAMES

    def _decode_until(self, pts: int, give_up: Callable[[], bool]) -> bool:
        """Decode up to the frame at `pts` or, where it does not come, beyond; return whether any came up to `pts`."""
        reached = self._pictures.reached
        has_come = reached is not None and reached <= pts
        while (got := self._decode_next()) is not None:
            has_come = has_come or got <= pts
            if got >= pts:
                return has_come
            if give_up():
                raise GaveUp
        return has_come

    def _decode_next(self) -> int | None:
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

    def _forget_from(self, position: int) -> None:
        """Remove from the index a frame that could not be decoded, with those after it that could not be either."""
        index = self._playable.newest()
        if not self._pictures.is_running or self._pictures.reached is None:
            # Decoding ended here; a later key frame may still be a new start.
            stop = index.next_key_position(position) or index.n_frames
        else:
            stop = max(position + 1, int(np.searchsorted(index.pts, self._pictures.reached)))
        if position == 0 and stop == index.n_frames:
            raise UnreadableFile(f"No frame of {Path(self.facts.path).name} can be decoded any longer.", CONVERT)
        self._playable.lose(position, stop)

    def _as_shown(self, position: int, picture: Any) -> VideoFrame:
        """Return the picture in colours, turned as it is to be seen."""
        index = self._playable.newest()
        pts_s = index.pts_s(position)
        if self._shown is None or self._shown.pts_s != pts_s:
            rgb = self._scaler.rgb(picture)
            if self.facts.rotation:
                rgb = np.ascontiguousarray(np.rot90(rgb, self.facts.rotation // 90))
            rgb.setflags(write=False)
            next_s = self._playable.shown_until_s(position)
            self._shown = VideoFrame(rgb, pts_s, next_s, bool(index.is_key[position]))
        return self._shown
