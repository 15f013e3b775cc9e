"""The index of a video: when each picture is shown, from packet times alone, without decoding.

Must not know the decoding library: packets arrive as plain numbers.
"""

from array import array
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from eegview.readers.video.restarts import MPEG_TURN, Course, Piece, RestartRule, beside

Ticks = npt.NDArray[np.int64]

# Times mapped between EEG and video and back differ in the last bits; a frame must not be missed for that.
_TOLERANCE_S = 1e-9
_NONE = np.empty(0, np.int64)
_REORDERED = 32  # packets; no frame changes places with one further away


class PacketTimes(NamedTuple):
    """The times of one packet, in ticks of the stream's time base."""

    pts: int | None
    dts: int | None
    duration: int
    is_key: bool
    is_after_hole: bool = False  # bytes that make no sense lie before it in the file
    is_after_doubt: bool = False  # one of those just before it counts as corrupt
    byte: int | None = None  # where it begins in the file, if the container says so
    number: int = 0  # among all packets of the stream as they come, those that nothing shows too


@dataclass(frozen=True, slots=True, eq=False)
class PacketIndex:
    """The shown times of all frames of one stream.

    pts : (n_frames,) int64 ticks, ascending, no two alike
    is_key : (n_frames,) bool
    dts : (n_frames,) int64 ticks, decoding time of the packet that carries the frame (what seeking goes by)
    end : ticks, when the last frame stops being shown
    tick_s : seconds per tick
    is_whole : the file was read to its end; else there may be frames from `end` on
    holes : ticks [start, stop) without pictures, where the file's bytes are damaged
    pieces : where the stored times start again; all times here are running ones, see `restarts`
    key_bytes : by time, where key frames begin in the file; only of files whose times do not lead there
    ordinals : (n_frames,) the number of each frame's packet in the file, only where key_bytes are kept; else empty
    numbers : (n_frames,) the number of each frame's packet among all of the stream as they come, hidden ones too; only
        where an edit list cuts in the middle, so that stored times come twice and lead nowhere; else empty
    """

    pts: Ticks
    is_key: npt.NDArray[np.bool_]
    dts: Ticks
    end: int
    tick_s: Fraction
    is_whole: bool = True
    holes: tuple[tuple[int, int], ...] = ()
    pieces: tuple[Piece, ...] = ()
    key_bytes: Mapping[int, int] = field(default_factory=dict)
    ordinals: Ticks = field(default_factory=lambda: np.empty(0, np.int64))
    numbers: Ticks = field(default_factory=lambda: np.empty(0, np.int64))
    _keys: npt.NDArray[np.intp] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_keys", np.flatnonzero(self.is_key))

    @property
    def n_frames(self) -> int:
        return len(self.pts)

    @property
    def first_s(self) -> float:
        return self.pts_s(0)

    @property
    def last_s(self) -> float:
        """Return when the last frame stops being shown, seconds."""
        return self.pts_s(self.n_frames)

    @property
    def part_starts(self) -> tuple[int, ...]:
        """Return when each part after the first begins, ticks: where the stored times start again."""
        return tuple(piece.start for piece in self.pieces if piece.is_part)

    def piece_of(self, position: int) -> int:
        """Return the number of the piece that holds a frame; 0 in a file whose times go on."""
        pts, dts = int(self.pts[position]), int(self.dts[position])
        return max(sum(piece.start <= (pts if piece.is_part else dts) for piece in self.pieces) - 1, 0)

    def shift_of(self, piece: int) -> int:
        """Return the ticks between stored and running times of a piece."""
        return self.pieces[piece].shift if self.pieces else 0

    def pts_s(self, position: int) -> float:
        """Return when frame number `position` begins; the end of the last frame for `position = n_frames`."""
        return self.seconds(int(self.pts[position]) if position < self.n_frames else self.end)

    def seconds(self, ticks: int) -> float:
        """Return a time of this stream in seconds."""
        return ticks * self.tick_s.numerator / self.tick_s.denominator

    def position_at(self, time_s: float) -> int | None:
        """Return the number of the frame whose `[pts, next pts)` holds `time_s`, None outside the video."""
        ticks = (time_s + _TOLERANCE_S) / float(self.tick_s)
        if not self.pts[0] <= ticks < self.end:
            return None
        return int(np.searchsorted(self.pts, ticks, side="right")) - 1

    def position_of(self, pts: int) -> int | None:
        """Return the number of the frame with exactly this time in ticks, None if there is none."""
        position = int(np.searchsorted(self.pts, pts))
        return position if position < self.n_frames and self.pts[position] == pts else None

    def key_position(self, position: int) -> int | None:
        """Return the number of the last key frame not after `position`, None where none comes before."""
        n_before = int(np.searchsorted(self._keys, position, side="right"))
        return int(self._keys[n_before - 1]) if n_before else None

    def next_key_position(self, position: int) -> int | None:
        """Return the number of the first key frame after `position`, None where none follows."""
        n_before = int(np.searchsorted(self._keys, position, side="right"))
        return int(self._keys[n_before]) if n_before < len(self._keys) else None

    def without_times(self, start: int, stop: int) -> "PacketIndex":
        """Return the index without the frames whose times lie in `[start, stop)`, in ticks."""
        first, after = np.searchsorted(self.pts, (start, stop))
        return self.without(int(first), int(after)) if after > first else self

    def without(self, start: int, stop: int) -> "PacketIndex":
        """Return the index without frames that turned out not to be decodable.

        The frame before them is shown longer; where they are the last ones, the video ends where they began.
        """
        lost = slice(start, stop)
        return replace(
            self,
            pts=np.delete(self.pts, lost),
            is_key=np.delete(self.is_key, lost),
            dts=np.delete(self.dts, lost),
            ordinals=np.delete(self.ordinals, lost) if len(self.ordinals) else self.ordinals,
            numbers=np.delete(self.numbers, lost) if len(self.numbers) else self.numbers,
            end=self.end if stop < self.n_frames else int(self.pts[start]),
        )

    def shown_for_s(self) -> npt.NDArray[np.float64]:
        """Return how long each frame is shown, (n_frames,) seconds."""
        return np.diff(self.pts, append=self.end) * float(self.tick_s)

    def longest_hold(self) -> tuple[float, float]:
        """Return begin and end, in seconds, of the frame that is shown longest."""
        position = int(np.argmax(np.diff(self.pts, append=self.end)))
        return self.pts_s(position), self.pts_s(position + 1)


@dataclass(slots=True)
class IndexBuilder:
    """Collect packets in file order; `settled` may be called at any time, `index` once the file is read.

    keeps_bytes : say of every index where its key frames begin in the file
    """

    tick_s: Fraction
    frame_ticks: int
    keeps_bytes: bool = False
    n_stray: int = 0  # packets whose times make no sense
    n_untimed: int = 0  # packets without any time
    is_cut: bool = False  # an edit list cuts in the middle
    _pts: array = field(default_factory=lambda: array("q"))
    _dts: array = field(default_factory=lambda: array("q"))
    _numbers: array = field(default_factory=lambda: array("q"))
    _is_key: bytearray = field(default_factory=bytearray)
    _last: tuple[int, int] = (-(2**62), 0)  # pts and duration of the latest frame shown
    _holes: list[tuple[int, int]] = field(default_factory=list)
    _hole_from: int | None = None  # ticks; what follows lacks what it builds on, up to the next key frame
    _pieces: list[Piece] = field(default_factory=lambda: [Piece(-(2**62), 0)])
    _key_times: array = field(default_factory=lambda: array("q"))
    _key_bytes: array = field(default_factory=lambda: array("q"))
    _rule: RestartRule = field(init=False)

    def __post_init__(self) -> None:
        self._rule = RestartRule(self.tick_s, self.frame_ticks)

    def add(self, packets: Iterable[PacketTimes]) -> None:
        """Add packets; where their times start again, go on after the latest frame shown."""
        for packet in packets:
            stored = packet.dts if packet.dts is not None else packet.pts
            pts = packet.pts if packet.pts is not None else packet.dts
            if pts is None or stored is None:
                self.n_untimed += 1
                continue
            pts = beside(pts, stored, self.tick_s)
            course = self._rule.course(stored, packet.is_key)
            if course is Course.STRAY:
                self.n_stray += 1
                continue
            is_part_begun = course is Course.STARTS_AGAIN
            if course is not Course.GOES_ON:
                self._begin_piece(course, pts, stored)
            start, shift, is_part = self._pieces[-1]
            pts, dts = pts + shift, stored + shift
            if is_part and pts < start:
                self.n_stray += 1
                continue  # it builds on what came before the restart
            reached = self._dts[-1] if self._dts else None
            if reached is not None and dts > reached + 2 * self.frame_ticks and not is_part_begun:
                if packet.is_after_doubt and packet.is_key:  # two films of a camera, joined
                    self._holes.append((self._shown_to(), pts))
                elif packet.is_after_hole or packet.is_after_doubt:
                    self._begin_hole()
            if self._hole_from is not None:
                if not packet.is_key:
                    continue
                self._holes.append((self._hole_from, pts))
                self._hole_from = None
            self._pts.append(pts)
            self._dts.append(dts)
            self._numbers.append(packet.number)
            self._is_key.append(packet.is_key)
            if packet.is_key and packet.byte is not None:
                self._key_times.append(pts)
                self._key_bytes.append(packet.byte)
            if pts > self._last[0]:
                self._last = (pts, packet.duration)

    def _begin_piece(self, course: Course, pts: int, stored_dts: int) -> None:
        """Lay what follows directly behind what was before; where only a counter turned over, go on with it."""
        shift = self._pieces[-1].shift
        if course is Course.TURNED_OVER:
            turn = MPEG_TURN if stored_dts + shift < self._dts[-1] else -MPEG_TURN
            self._pieces.append(Piece(stored_dts + shift + turn, shift + turn))
            return
        end = self._last[0] + (self._last[1] or self.frame_ticks)
        self._pieces.append(Piece(end, end - pts, is_part=True))

    def _begin_hole(self) -> None:
        """Drop the packet that runs into the hole; nothing is shown from there."""
        if self._hole_from is None and len(self._pts) > 1:
            dropped = self._pts.pop()
            self._dts.pop()
            self._numbers.pop()
            self._is_key.pop()
            self._hole_from = min(dropped, self._shown_to())

    def _shown_to(self) -> int:
        """Return when the latest frame so far stops being shown, ticks."""
        return max(self._pts[-_REORDERED:]) + self.frame_ticks

    @property
    def n_packets(self) -> int:
        """Return how many packets with a time were added so far."""
        return len(self._pts)

    def index(self) -> PacketIndex | None:
        """Return the table of what was added, None if no packet had a time."""
        if not self._pts:
            return None
        pts, where = np.unique(np.array(self._pts, np.int64), return_index=True)
        pieces = tuple(self._pieces) if len(self._pieces) > 1 else ()
        return PacketIndex(
            pts=pts,
            is_key=np.frombuffer(self._is_key, np.uint8).astype(np.bool_)[where],
            dts=np.array(self._dts, np.int64)[where],
            end=int(pts[-1]) + (self._last[1] or self.frame_ticks),
            tick_s=self.tick_s,
            holes=tuple(self._holes),
            pieces=pieces,
            key_bytes=dict(zip(self._key_times, self._key_bytes, strict=True)) if self.keeps_bytes or pieces else {},
            ordinals=where.astype(np.int64) if self.keeps_bytes and not (self.n_stray or self._holes) else _NONE,
            numbers=np.array(self._numbers, np.int64)[where] if self.is_cut else _NONE,
        )

    def settled(self) -> PacketIndex | None:
        """Return the part of the table that no later packet can change, None while there is no such part.

        A frame is shown no earlier than it is decoded, so what is shown before the latest decoding time is complete.
        The last such frame only shows when the one before it ends.
        """
        index = self.index()
        if index is None:
            return None
        n_settled = int(np.searchsorted(index.pts, self._dts[-1]))
        if n_settled < 2:
            return None
        kept = slice(0, n_settled - 1)
        return replace(
            index,
            pts=index.pts[kept],
            is_key=index.is_key[kept],
            dts=index.dts[kept],
            ordinals=index.ordinals[kept],
            numbers=index.numbers[kept],
            end=int(index.pts[n_settled - 1]),
            is_whole=False,
        )
