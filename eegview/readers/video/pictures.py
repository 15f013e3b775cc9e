"""Decode one video's pictures in the order shown, from any key frame on."""

from collections.abc import Callable, Iterator
from itertools import chain
from typing import Any

import av.error

from eegview.readers.video.container import decode_marked, first_from, open_container, video_stream
from eegview.readers.video.facts import VideoFacts
from eegview.readers.video.index import PacketIndex

_SEEK_MARGINS_S = (0.0, 2.0, 10.0, 60.0)  # some containers seek past the key frame that was asked for
_RESTART_S = 1.0


class Pictures:
    """A decoder at some position in a video. The file is opened when it is first needed.

    current_index : the newest index; it may grow while pictures are decoded
    reached : ticks of the last picture handed out, None when decoding has not begun
    """

    def __init__(self, facts: VideoFacts, current_index: Callable[[], PacketIndex]) -> None:
        self._facts, self._current_index = facts, current_index
        self._container: Any = None
        self._stream: Any = None
        self._found: Iterator[tuple[int, Any]] | None = None
        self.reached: int | None = None

    @property
    def is_running(self) -> bool:
        """Whether `next` may return a picture without a new start."""
        return self._found is not None

    def start_at(self, key: int | None) -> None:
        """Begin at a key frame (its number in the index), at the file's start for None."""
        self.reached = None
        if key is None:
            self._found = self._shown_in_order(self._rewound(), None)
            return
        index = self._current_index()
        self._found = self._shown_in_order(self._packets_from(int(index.dts[key])), int(index.pts[key]))

    def next(self) -> tuple[int, Any] | None:
        """Return time in ticks and picture of the next frame, None at the end or before the first start."""
        found = next(self._found, None) if self._found is not None else None
        if found is None:
            self._found = None
        else:
            self.reached = found[0]
        return found

    def close(self) -> None:
        """Close the file; a new start opens it again."""
        self._found = self.reached = None
        if self._container is not None:
            self._container.close()
            self._container = self._stream = None

    def _opened(self) -> Any:
        """Return the container, opened if it is not."""
        if self._container is None:
            self._container = open_container(self._facts.path)
            self._stream = video_stream(self._container, self._facts.path)
        return self._container

    def _packets_from(self, key_dts: int) -> Iterator[Any]:
        """Return the packets from a key frame's on."""
        container = self._opened()
        tick_s = self._current_index().tick_s
        for margin_s in _SEEK_MARGINS_S:
            try:
                container.seek(key_dts - int(margin_s / tick_s), stream=self._stream, backward=True)
            except av.error.FFmpegError:
                continue  # this container cannot seek there; the last resort below always can
            packets = container.demux(self._stream)
            if (first := first_from(packets, key_dts)) is not None:
                return chain([first], packets)
        packets = self._rewound()
        first = first_from(packets, key_dts)
        return packets if first is None else chain([first], packets)

    def _rewound(self) -> Iterator[Any]:
        """Open the file again and return all packets: every container can do that."""
        self.close()
        return self._opened().demux(self._stream)

    def _shown_in_order(self, packets: Iterator[Any], key_pts: int | None) -> Iterator[tuple[int, Any]]:
        """Decode packets; yield time and picture in the order shown, from the key frame on.

        Frames shown before the key frame they follow in the file lack what they were made from.
        """
        last, is_damaged = None, False
        for picture in decode_marked(packets, self._stream):
            if picture is None or (picture.is_corrupt and key_pts is not None):
                is_damaged = True  # what builds on it would show parts of another time, up to the next key frame
                continue
            pts = picture.pts if picture.pts is not None else picture.dts
            if is_damaged and picture.key_frame:
                is_damaged = False
            if is_damaged and key_pts is not None:
                continue
            if self._facts.counts_frames:
                index = self._current_index()
                if not index.is_whole and last is not None and last >= index.pts[-1]:
                    return  # the next one's place is not known yet
                pts = self._counted_pts(picture, pts, last)
            if pts is None or (key_pts is not None and pts < key_pts):
                continue
            index = self._current_index()
            if not index.is_whole and pts >= index.end:
                return  # the index is still being read; a later start goes on from here
            if last is not None and pts <= last:
                if (last - pts) * index.tick_s >= _RESTART_S:
                    return  # the file's times start again here; what follows is not in the index
                continue
            last = pts
            if index.position_of(pts) is not None:
                yield pts, picture

    def _counted_pts(self, picture: Any, pts: int | None, last: int | None) -> int | None:
        """Return the time after `last`; a key frame's own time stands, as only non-key frames change places."""
        if last is None:
            return pts if picture.key_frame else None
        own = pts if picture.key_frame and pts is not None and pts > last else None
        if own is not None:
            return own
        index = self._current_index()
        after = index.position_of(last)
        if after is None or after + 1 >= index.n_frames:
            return None
        return int(index.pts[after + 1])
