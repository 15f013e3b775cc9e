"""Decode one video's pictures in the order shown, from any key frame on."""

import contextlib
from collections.abc import Callable, Iterator
from itertools import chain, islice
from typing import Any

import av.error

from eegview.readers.video.container import (
    Damage,
    decode_marked,
    first_from,
    frame_ticks,
    open_container,
    video_stream,
)
from eegview.readers.video.facts import VideoFacts
from eegview.readers.video.index import PacketIndex
from eegview.readers.video.running_packets import counted_packets, ordered_packets, running_packets

_SEEK_MARGINS_S = (0.0, 2.0, 10.0, 60.0)  # some containers seek past the key frame that was asked for
_ALL = -(2**62)  # ticks, before any picture


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
        packets = self._packets_from(key)
        self._found = self._shown_in_order(packets, int(index.pts[key]))

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

    def _packets_from(self, key: int) -> Iterator[Any]:
        """Return the packets from a key frame's on."""
        container, index = self._opened(), self._current_index()
        if len(index.numbers):  # stored times come twice: it is counted from the file's beginning
            return islice(self._rewound(), int(index.numbers[key]), None)
        key_dts = int(index.dts[key])
        if (byte := index.key_bytes.get(int(index.pts[key]))) is not None:
            with contextlib.suppress(av.error.FFmpegError):  # the last resort below always finds it
                container.seek(byte, backward=True, unsupported_byte_offset=True)
                stored = container.demux(self._stream)
                if (first := _first_at(stored, byte)) is not None:
                    return self._running(chain([first], stored), key)
        elif not (index.pieces or (self._facts.container == "mpeg" and len(index.ordinals))):
            for margin_s in _SEEK_MARGINS_S:
                try:
                    container.seek(key_dts - int(margin_s / index.tick_s), stream=self._stream, backward=True)
                except av.error.FFmpegError:
                    continue  # this container cannot seek there; the last resort below always can
                packets = self._running(container.demux(self._stream), None)
                if (first := first_from(packets, key_dts)) is not None:
                    return chain([first], packets)
        packets = self._rewound()
        first = first_from(packets, key_dts)
        return packets if first is None else chain([first], packets)

    def _rewound(self) -> Iterator[Any]:
        """Open the file again and return all packets: every container can do that."""
        self.close()
        return self._running(self._opened().demux(self._stream), None)

    def _running(self, packets: Iterator[Any], key: int | None) -> Iterator[Any]:
        """Return stored packets with running times; the first is a key frame's (its number), or the file's for None.

        After a jump into a file without pieces the first may be any.
        """
        index = self._current_index()
        if self._facts.container == "mpeg" and index.is_whole and len(index.ordinals):
            return ordered_packets(packets, index, 0 if key is None else int(index.ordinals[key]))
        if self._facts.is_raw or self._facts.counts_frames:
            ticks = frame_ticks(self._stream) if self._facts.is_raw else None
            from_dts = int(index.dts.min()) if key is None else int(index.dts[key])
            return counted_packets(packets, self._current_index, from_dts, ticks)
        piece = 0 if key is None else index.piece_of(key)
        return running_packets(packets, self._stream, self._current_index, piece)

    def _shown_in_order(self, packets: Iterator[Any], key_pts: int | None) -> Iterator[tuple[int, Any]]:
        """Decode packets; yield time and picture in the order shown, from the key frame on.

        Frames shown before the key frame they follow in the file lack what they were made from.
        """
        last = None
        damaged_from: int | None = None  # what builds on it would show parts of another time, up to the next key frame
        for picture in decode_marked(packets, self._stream):
            if isinstance(picture, Damage):
                begin = picture.dts if picture.dts is not None else _ALL
                damaged_from = begin if damaged_from is None else min(begin, damaged_from)
                continue
            pts = picture.pts if picture.pts is not None else picture.dts
            decoded = self._decoded_at(pts)
            if damaged_from is not None and picture.key_frame and not picture.is_corrupt and decoded > damaged_from:
                damaged_from = None
            if key_pts is not None and (
                picture.is_corrupt or (damaged_from is not None and (decoded >= damaged_from or decoded == _ALL))
            ):
                damaged_from = decoded if damaged_from is None else damaged_from
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
                continue
            last = pts
            if index.position_of(pts) is not None:
                yield pts, picture

    def _decoded_at(self, pts: int | None) -> int:
        """Return when the picture of a shown time is decoded, ticks; `_ALL` where that is not known."""
        index = self._current_index()
        position = index.position_of(pts) if pts is not None else None
        return _ALL if position is None else int(index.dts[position])

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


def _first_at(packets: Iterator[Any], byte: int) -> Any | None:
    """Return the key frame's packet that begins at this byte of the file; None if a jump went past it.

    In a stream cut into pieces the end of the frame before may lie in the same one, and comes first.
    """
    is_there = False
    for packet in packets:
        is_there = is_there or packet.pos == byte
        if is_there and packet.is_keyframe:
            return packet
        if packet.pos is not None and packet.pos > byte:
            return None
    return None
