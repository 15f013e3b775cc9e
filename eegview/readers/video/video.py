"""Open a video and return the exact frame of a time.

Times are the stream's own, in seconds as stored; of slow motion that is stored slowed they are divided by its slowness,
so that a second is one that happened. Must not know the EEG.
"""

import math
from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from eegview.model.film.clip_metadata import ClipMetadata
from eegview.model.film.video import VideoFrame
from eegview.model.issue import Issue
from eegview.model.span import Span
from eegview.readers.plain_file import refuse_special
from eegview.readers.video.colour.scaler import PictureScaler
from eegview.readers.video.decoder import NEAR_FRAMES, FrameDecoder, never
from eegview.readers.video.facts import VideoFacts
from eegview.readers.video.index_cache import IndexCache
from eegview.readers.video.losses import PlayableIndex
from eegview.readers.video.opening import read_facts
from eegview.readers.video.reading import IndexReading


def open_video(
    path: str | Path, index_cache: IndexCache | None = None, patience_s: float = math.inf, as_told: bool = False
) -> "VideoSource":
    """Open a video file and index when each of its frames is shown.

    index_cache : where indexes of long videos are kept for the next time
    patience_s : stop indexing after so many seconds; `source.facts.times.read_on` reads the rest, on any one thread,
        and meanwhile `is_read_to` shows what can be requested
    as_told : at the speed that the file tells, whatever a reader typed

    Raises
    ------
    UnreadableFile : missing, not a video, without pictures, or damaged from the start
    """
    refuse_special(path)
    times = IndexReading(str(path), index_cache, as_told)
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
        self._decoder = FrameDecoder(facts, self._playable)
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
        return self.facts.turn.rotation

    @property
    def fps_nominal(self) -> float:
        """Return the nominal frames per second, 0 if unknown."""
        return self.facts.fps_nominal

    @property
    def has_audio(self) -> bool:
        """Whether the file has sound."""
        return self.facts.has_audio

    @property
    def slowness(self) -> float:
        """Return the seconds that the file stores for each second that happened, 1 for ordinary film."""
        return self.facts.slowness

    @property
    def metadata(self) -> ClipMetadata:
        """Return what the file says beside its pictures and its sound."""
        return self.facts.metadata

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
        position = self._playable.newest().position_at(time_s)
        return position is None or self._decoder.is_near(position)

    def is_on_the_way(self, time_s: float, later_s: float) -> bool:
        """Check whether decoding the frame of `time_s` is no detour to that of `later_s`."""
        index = self._playable.newest()
        position, later = index.position_at(time_s), index.position_at(later_s)
        if position is None or later is None or later < position:
            return False
        return later - position <= NEAR_FRAMES or index.key_position(later) == index.key_position(position)

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
            picture = self._decoder.picture(position, give_up)
            if picture is not None:
                return self._as_shown(position, picture)
            self._decoder.forget_from(position)
        return None

    def key_frame_near(self, time_s: float, give_up: Callable[[], bool] = never) -> VideoFrame | None:
        """Return the last key frame at or before `time_s`: quick, for a preview.

        None outside the video, in a damaged stretch, and where the key frame is damaged.
        """
        position = self._playable.newest().position_at(time_s)
        if position is None or self._playable.is_in_hole(time_s):
            return None
        key = self._playable.newest().key_position(position) or 0
        picture = self._decoder.picture(key, give_up)
        return None if picture is None else self._as_shown(key, picture)

    def decode_ahead(self, time_s: float, n_frames: int) -> bool:
        """Decode one more of the `n_frames` after the frame of this time; return whether one was left to decode."""
        index = self._playable.newest()
        position, reached = index.position_at(time_s), self._decoder.reached_position
        if position is None or reached is None:
            return False
        if not position <= reached < min(position + n_frames, index.n_frames - 1):
            return False
        return self._decoder.decode_next() is not None

    def hold(self, from_s: float, to_s: float) -> None:
        """Keep the first pictures of a stretch that is played over and over, until `release`."""
        index = self._playable.newest()
        tick_s = float(index.tick_s)
        first = index.position_at(from_s)
        first_pts = math.ceil(from_s / tick_s) if first is None else int(index.pts[first])
        self._decoder.hold(range(first_pts, math.ceil(to_s / tick_s)))

    def release(self) -> None:
        """Keep no stretch any more."""
        self._decoder.hold(range(0))

    def decode_held(self, time_s: float) -> bool:
        """Decode one picture towards the next that a held stretch lacks after `time_s`, or else after its beginning.

        Returns whether one was left to decode.
        """
        return self._decoder.decode_held(self._playable.newest().position_at(time_s))

    def decode_before(self, time_s: float, give_up: Callable[[], bool] = never) -> None:
        """Decode what leads to the frame before that of this time, so that stepping back finds it.

        Raises
        ------
        GaveUp : `give_up` said so
        """
        position = self._playable.newest().position_at(time_s)
        if position:
            self._decoder.picture(position - 1, give_up)

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
        first = int(index.pts[position])
        for pts, picture in self._decoder.pictures_from(index.key_position(position) if position else None):
            if pts >= first:
                yield index.seconds(pts), picture

    def reopen(self) -> "VideoSource":
        """Return an independent handle on the same video, for another thread; the index is shared."""
        return VideoSource(self.facts)

    def rest(self) -> None:
        """Close the file and drop decoded pictures; the next request opens it again."""
        self._decoder.close()
        self.release()
        self.drop_pictures()

    def drop_pictures(self) -> None:
        """Drop decoded pictures, but keep the file open; those of a held stretch stay."""
        self._decoder.drop_pictures()
        self._shown = None

    def close(self) -> None:
        """Close everything, also an index still being read for all handles."""
        self.rest()
        self.facts.times.close()

    def _as_shown(self, position: int, picture: Any) -> VideoFrame:
        """Return the picture in colours, turned as it is to be seen."""
        index = self._playable.newest()
        pts_s = index.pts_s(position)
        if self._shown is None or self._shown.pts_s != pts_s:
            rgb = self._scaler.rgb(picture)
            rgb = np.ascontiguousarray(self.facts.turn.applied(rgb))
            rgb.setflags(write=False)
            next_s = self._playable.shown_until_s(position)
            self._shown = VideoFrame(rgb, pts_s, next_s, bool(index.is_key[position]))
        return self._shown
