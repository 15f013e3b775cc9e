"""Put the running times of an index on packets, so that what is decoded bears them."""

from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Any

import numpy as np

from eegview.readers.video.container import Break, frame_ticks
from eegview.readers.video.index import PacketIndex
from eegview.readers.video.restarts import Course, RestartRule, beside

_SOUND_BLOCK_S = 0.03
_NOWHERE = -(2**62)  # no frame of an index has this time


def running_packets(
    packets: Iterator[Any], stream: Any, current_index: Callable[[], PacketIndex], piece: int = 0
) -> Iterator[Any]:
    """Yield packets with running times, and a `Break` where a part begins.

    packets : as stored, from a key frame on
    current_index : the newest index; where it ends before the packets do, so does this
    piece : the number of the piece that holds the first packet
    """
    index = current_index()
    if index.is_whole and not index.pieces:
        yield from packets
        return
    clock = RunningClock(index, index.tick_s, frame_ticks(stream), piece)
    for packet in packets:
        if packet.size and not packet.is_discard and (packet.dts is not None or packet.pts is not None):
            before = clock.piece
            clock.put_on(packet, packet.is_keyframe, current_index())
            if clock.is_beyond:
                return  # not read so far yet
            if clock.piece != before and clock.index.pieces[clock.piece].is_part:
                yield Break()
        yield packet


class RunningClock:
    """Puts running times on the packets of one stream, one after the other.

    piece : the number of the piece that holds the latest packet
    is_beyond : a piece has begun that the index does not have
    """

    def __init__(self, index: PacketIndex, tick_s: Fraction, frame_ticks: int, piece: int = 0) -> None:
        """Begin in a piece of a file.

        index : of its pictures, which says by how much times run on
        tick_s : of this stream, which may be the sound
        """
        self.index, self.piece, self.is_beyond = index, piece, False
        self._tick_s = tick_s
        self._rule = RestartRule(tick_s, frame_ticks)

    def put_on(self, packet: Any, is_key: bool, index: PacketIndex | None = None) -> None:
        """Give a packet, which has a stored time, its running times.

        index : a newer one
        """
        self.index = index or self.index
        stored: int = packet.dts if packet.dts is not None else packet.pts
        course = self._rule.course(stored, is_key)
        if course in (Course.STARTS_AGAIN, Course.TURNED_OVER):
            self.is_beyond = self.piece + 1 >= max(len(self.index.pieces), 1)
            self.piece += not self.is_beyond
        shift = round(self.index.shift_of(self.piece) * self.index.tick_s / self._tick_s)
        pts: int = packet.pts if packet.pts is not None else stored
        packet.pts = _NOWHERE if course is Course.STRAY else beside(pts, stored, self._tick_s) + shift
        packet.dts = _NOWHERE if course is Course.STRAY else stored + shift


def sound_ticks(tick_s: Fraction) -> int:
    """Return about how long a packet of sound lasts, ticks."""
    return max(1, round(_SOUND_BLOCK_S / tick_s))


def counted_packets(
    packets: Iterator[Any], current_index: Callable[[], PacketIndex], from_dts: int, frame_ticks: int | None
) -> Iterator[Any]:
    """Yield packets with the times that the index has for them, where those stored are no times.

    from_dts : of the first packet
    frame_ticks : between two packets of a bare stream; None where the container numbers them itself
    """
    table, dts = _Table(current_index()), from_dts
    for packet in packets:
        if packet.size:
            dts = packet.dts if frame_ticks is None and packet.dts is not None else dts
            if table.index is not current_index():
                table = _Table(current_index())
            if not table.index.is_whole and dts > table.last:
                return  # not read so far yet
            packet.pts, packet.dts = table.pts(dts), dts
            dts += frame_ticks or 1
        yield packet


def ordered_packets(packets: Iterator[Any], index: PacketIndex, ordinal: int) -> Iterator[Any]:
    """Yield packets with the times that they had when the file was read from its beginning.

    Where a container stores times for some frames only, the library makes up the others, from a jump on differently.

    ordinal : the number of the first packet in the file
    """
    n_packets = int(index.ordinals.max()) + 1
    pts = np.full(n_packets, _NOWHERE, np.int64)
    dts = np.full(n_packets, _NOWHERE, np.int64)
    pts[index.ordinals], dts[index.ordinals] = index.pts, index.dts
    parts = [start for start in index.part_starts if start > pts[ordinal]]
    for packet in packets:
        if packet.size and ordinal < n_packets:
            packet.pts, packet.dts = int(pts[ordinal]), int(dts[ordinal])
            ordinal += 1
            if parts and packet.pts >= parts[0]:
                parts.pop(0)
                yield Break()
        yield packet


class _Table:
    """The shown time of each decoding time."""

    def __init__(self, index: PacketIndex) -> None:
        self.index = index
        order = np.argsort(index.dts)
        self._dts, self._pts = index.dts[order], index.pts[order]
        self.last = int(self._dts[-1])

    def pts(self, dts: int) -> int:
        """Return when the packet of a decoding time is shown."""
        at = int(np.searchsorted(self._dts, dts))
        return int(self._pts[at]) if at < len(self._dts) and self._dts[at] == dts else _NOWHERE
