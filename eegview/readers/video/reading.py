"""Read a video's packets into its index: at once for a short file, a stretch at a time for a long one.

One thread reads; any thread may look at what there is meanwhile.
"""

import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import av.error

from eegview.model.errors import UnreadableFile
from eegview.model.issue import Issue
from eegview.readers.video.container import CONVERT, frame_ticks, is_raw, open_container, promised_end_s, video_stream
from eegview.readers.video.facts import time_issues
from eegview.readers.video.index import IndexBuilder, PacketIndex
from eegview.readers.video.index_cache import IndexCache
from eegview.readers.video.slow_motion import slowness_of, told_slowness
from eegview.readers.video.stored_times import StoredTimes

_PACKETS_PER_CHECK = 200  # packets between two looks at the clock
_GROWTH = 1.25  # a new table is made when so much more is known: making it takes time, too
_FIRST_PACKETS = 100
_WORTH_KEEPING_S = 0.5  # what took less to read is read again

_MOST_MARKS_BYTES = 1024
_GUESSED_TIMES = Issue(
    "video_times_guessed",
    "The video's container stores times for some frames only; the image may be a few frames off in places.",
)


def _keeps_bytes(container: Any) -> bool:
    """Whether frames have to be found by their place in the file: it stores no times, or only those of some frames."""
    return is_raw(container) or container.format.name == "mpeg"


def _is_of_frames(container: Any) -> bool:
    """Whether each packet of a container is one frame, so that one without a time is a frame that is not shown."""
    return any(name in container.format.name for name in ("matroska", "mov"))


def _stray_issue(n_packets: int) -> Issue:
    frames = "1 frame of the video has" if n_packets == 1 else f"{n_packets} frames of the video have"
    return Issue("video_times_stray", f"{frames} an invalid time stamp, or none, and cannot be shown.")


class IndexReading:
    """The index of one video on its way to being whole.

    path : the video
    index : the newest part; replaced, never changed, so other threads may hold it
    share : of the file that was read, 0-1
    slowness : seconds that the file stores for each second that happened; all times here are those that happened
    promised_end_s : where the container says the pictures end, None if it does not
    issues : what is wrong with the times; known once the index is whole
    """

    def __init__(self, path: str, index_cache: IndexCache | None = None, as_told: bool = False) -> None:
        """Open the file and read as far as the first frames.

        as_told : at the speed that the file tells, whatever a reader typed

        Raises
        ------
        UnreadableFile : missing, not a video, without pictures
        """
        self.path = path
        self.share = 0.0
        self.issues: tuple[Issue, ...] = ()
        self._index_cache = index_cache
        self._turn = threading.Lock()
        self._spent_s = 0.0
        self._first_shown: int | None = None
        self._n_reported = 0
        self._went_wrong = self._is_stopped = False
        self._has_hole = self._is_gapless = False
        self._packet_end: int | None = None
        self._n_read = 0  # packets of the stream so far, hidden ones too
        self._latest: tuple[int, bool] | None = None  # decoding time of the latest, and whether it is hidden
        self._n_same_time = 0  # frames of the same time as another: some times were left out, and guessed
        self._container: Any = open_container(path)
        try:
            stream = video_stream(self._container, path)
            self.slowness = (told_slowness if as_told else slowness_of)(self._container, stream)
            end_s = promised_end_s(self._container, stream)
            self.promised_end_s = None if end_s is None else end_s / float(self.slowness)
            self._stored = StoredTimes(self._container, stream)
            tick_s = stream.time_base / self.slowness  # so that all times are those at which it happened
            self._builder = IndexBuilder(tick_s, frame_ticks(stream), _keeps_bytes(self._container))
            kept = index_cache.get(path) if index_cache is not None else None
            if kept is not None and kept.tick_s == tick_s:
                self.index = self._finished(kept)
            else:
                # Where every byte of the file is some packet's, a gap between packets is damage.
                self._is_gapless = "matroska" in self._container.format.name
                self._stream_index = stream.index
                self._packets: Iterator[Any] = self._container.demux(*(() if self._is_gapless else (stream,)))
                self.index = self._first_part()
        except BaseException:
            self._container.close()
            raise

    @property
    def is_whole(self) -> bool:
        """Whether the file was read to its end."""
        return self.index.is_whole

    def read_on(self, for_s: float = float("inf")) -> bool:
        """Read for `for_s` seconds or to the end; return whether the index is whole.

        Where another thread is reading, nothing is done.
        """
        if not self._turn.acquire(blocking=False):
            return self.is_whole
        try:
            begun_s = time.monotonic()
            while not (self.is_whole or self._is_stopped) and time.monotonic() - begun_s < for_s:
                before_s = time.monotonic()
                self._read_some()
                self._spent_s += time.monotonic() - before_s
        finally:
            self._turn.release()
        return self.is_whole

    def begin_at(self, first_shown: int) -> None:
        """Leave out frames before `first_shown`, in ticks: they lack what they build on."""
        self._first_shown = first_shown
        self.index = self._trimmed(self.index)

    def close(self) -> None:
        """Stop reading; the index stays as far as it was read."""
        self._is_stopped = True
        with self._turn:
            self._release()

    def _release(self) -> None:
        self._packets = iter(())
        self._container.close()

    def _first_part(self) -> PacketIndex:
        while True:
            is_over = self._read_packets(_FIRST_PACKETS)
            if is_over:
                return self._whole()
            if (index := self._builder.settled()) is not None:
                self._n_reported = self._builder.n_packets
                return index

    def _read_some(self) -> None:
        is_over = self._read_packets(_PACKETS_PER_CHECK)
        if is_over:
            self.index = self._whole()
        elif self._builder.n_packets >= self._n_reported * _GROWTH:
            self._n_reported = self._builder.n_packets
            settled = self._builder.settled()
            if settled is not None:
                self.index = self._trimmed(settled)

    def _read_packets(self, n_packets: int) -> bool:
        """Add up to `n_packets` packets; return whether the end of the file was reached."""
        times, is_over, position = [], False, None
        size = self._container.size or 0
        try:
            for _ in range(n_packets):
                packet = next(self._packets, None)
                if packet is None:
                    is_over = True
                    break
                if packet.stream_index == self._stream_index:
                    self._n_read += 1
                    self._note_cut(packet)
                if not packet.size:
                    continue
                is_after_hole = self._is_after_hole(packet)
                if packet.stream_index == self._stream_index and not packet.is_discard:
                    position = packet.pos
                    is_after_hole, self._has_hole = is_after_hole or self._has_hole, False
                    times.append(self._stored.of(packet, is_after_hole)._replace(number=self._n_read - 1))
                else:
                    self._has_hole |= is_after_hole
        except av.error.FFmpegError:
            self._went_wrong = is_over = True
        self._builder.add(times)
        if position is not None and size > 0:
            self.share = min(1.0, max(self.share, position / size))
        return is_over

    def _note_cut(self, packet: Any) -> None:
        """Note where an edit list leads back, or over what it leaves out: decoding times are not unique then."""
        if packet.dts is None:
            return
        if self._latest is not None and packet.dts <= self._latest[0] and (packet.is_discard or self._latest[1]):
            self._builder.is_cut = True
        self._latest = packet.dts, bool(packet.is_discard)

    def _is_after_hole(self, packet: Any) -> bool:
        """Check whether more bytes lie before a packet than the container's own structure uses."""
        if not self._is_gapless or packet.pos is None:
            return False
        end_before, self._packet_end = self._packet_end, packet.pos + packet.size
        return end_before is not None and packet.pos - end_before > _MOST_MARKS_BYTES

    def _whole(self) -> PacketIndex:
        index = self._builder.index()
        if index is None:
            raise UnreadableFile(f"{Path(self.path).name} has no frame with a time stamp.", CONVERT)
        self._n_same_time = self._builder.n_packets - index.n_frames
        builder = self._builder
        is_clean = not (self._went_wrong or self._n_same_time or index.holes or builder.n_stray or builder.n_untimed)
        if self._index_cache is not None and self._spent_s >= _WORTH_KEEPING_S and is_clean and not builder.is_cut:
            self._index_cache.put(self.path, index)
        return self._finished(index)

    def _finished(self, index: PacketIndex) -> PacketIndex:
        issues = time_issues(index, self.promised_end_s, self._went_wrong)
        if self._n_same_time and self._container.format.name == "mpeg":
            issues.append(_GUESSED_TIMES)
        n_stray = self._builder.n_stray + (self._builder.n_untimed if _is_of_frames(self._container) else 0)
        if n_stray:
            issues.append(_stray_issue(n_stray))
        self.issues = tuple(issues)
        self.share = 1.0
        self._release()
        return self._trimmed(index)

    def _trimmed(self, index: PacketIndex) -> PacketIndex:
        return index if self._first_shown is None else index.without_times(int(index.pts[0]), self._first_shown)
