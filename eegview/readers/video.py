"""Open a video and hand out the exact frame of a time. The only module that knows the decoding library.

Times are the stream's own, in seconds as stored. Must not know the EEG.
"""

import contextlib
from collections.abc import Iterator
from datetime import datetime
from itertools import chain
from pathlib import Path
from typing import Any

import av
import av.container
import av.error
import numpy as np

from eegview.model.errors import UnreadableFile
from eegview.model.issue import Issue
from eegview.model.span import Span
from eegview.model.video import VideoFrame
from eegview.readers.video_facts import VideoFacts, created_at, extension_issue, tag_duration_s, time_issues
from eegview.readers.video_index import IndexBuilder, PacketIndex, PacketTimes
from eegview.readers.video_ring import FrameRing, ring_capacity

_CONVERT = "Convert it to MP4 with a video program, or choose another file."
_NEAR_FRAMES = 12  # going on decoding over this many frames is quicker than a seek
_LONG_HOLE_S = 0.5
_SEEK_MARGINS_S = (0.0, 2.0, 10.0, 60.0)  # some containers seek past the key frame that was asked for
# What the library takes pictures, plain text, and fragments without times for.
_NOT_VIDEO = ("_pipe", "tty", "image2", "m4v", "h264", "hevc", "mjpeg", "mpegvideo", "rawvideo", "obu")


def open_video(path: str | Path) -> "VideoSource":
    """Open a video file and index when each of its frames is shown.

    Raises
    ------
    UnreadableFile : missing, not a video, without pictures, or damaged from the start
    """
    path = str(path)
    with _open_container(path) as container:
        found = _indexed(container, path)
    container = _open_container(path)  # afresh: every container can be read from its start, not all can seek there
    try:
        return VideoSource(_read_facts(path, container, *found), container)
    except BaseException:
        container.close()
        raise


class VideoSource:
    """One open video. A handle belongs to one thread; `reopen` gives another thread its own."""

    def __init__(self, facts: VideoFacts, container: Any = None) -> None:
        self.facts = facts
        self._index = facts.index
        self._container = container if container is not None else _open_container(facts.path)
        self._stream = _video_stream(self._container, facts.path)
        frame_bytes = facts.width_px * facts.height_px * 3 // 2
        self._ring: FrameRing[Any] = FrameRing(ring_capacity(frame_bytes))
        self._shown: VideoFrame | None = None  # the last one handed out: a still page asks for it again and again
        self._frames: Iterator[tuple[int, Any]] | None = None
        self._reached: int | None = None  # time of the last frame decoded, None when decoding has not begun
        self._n_lost = 0
        self._holes: list[Span] = []  # damaged stretches: too long to go on showing the frame before them

    @property
    def path(self) -> str:
        """Where the file is."""
        return self.facts.path

    @property
    def first_s(self) -> float:
        """PTS of the first frame, seconds."""
        return self._index.first_s

    @property
    def last_s(self) -> float:
        """When the last frame stops being shown, seconds."""
        return self._index.last_s

    @property
    def duration_s(self) -> float:
        """Seconds of picture."""
        return self._index.last_s - self._index.first_s

    @property
    def width_px(self) -> int:
        """Width as shown, rotation applied."""
        return self.facts.width_px

    @property
    def height_px(self) -> int:
        """Height as shown, rotation applied."""
        return self.facts.height_px

    @property
    def rotation(self) -> int:
        """Degrees turned counterclockwise to be shown."""
        return self.facts.rotation

    @property
    def fps_nominal(self) -> float:
        """Frames per second as the file says, 0 unknown."""
        return self.facts.fps_nominal

    @property
    def has_audio(self) -> bool:
        """Whether the file has sound."""
        return self.facts.has_audio

    @property
    def created_at(self) -> datetime | None:
        """The container's creation time, None if unknown."""
        return self.facts.created_at

    @property
    def issues(self) -> tuple[Issue, ...]:
        """Imperfections found when opening, and since then while decoding."""
        if not self._n_lost:
            return self.facts.issues
        lost = Issue("video_frames_lost", f"{self._n_lost} damaged frames of the video cannot be shown.")
        return (*self.facts.issues, lost)

    def frame_at(self, time_s: float) -> VideoFrame | None:
        """Return the frame whose `[pts, next pts)` holds `time_s`; None before the first and after the last one's end.

        Raises
        ------
        UnreadableFile : the file went away
        """
        while (position := self._index.position_at(time_s)) is not None:
            if any(hole.contains(time_s) for hole in self._holes):
                return None
            picture = self._decoded(position)
            if picture is not None:
                return self._as_shown(position, picture)
            self._forget_from(position)
        return None

    def key_frame_near(self, time_s: float) -> VideoFrame | None:
        """Return the last key frame at or before `time_s`: quick, for a preview. None outside the video."""
        position = self._index.position_at(time_s)
        if position is None:
            return None
        return self.frame_at(self._index.pts_s(self._index.key_position(position) or 0))

    def step(self, pts_s: float, direction: int) -> float | None:
        """Return the time of the neighbour of the frame at `pts_s`: the next for +1, the one before for -1."""
        position = self._index.position_at(pts_s)
        if position is None or not 0 <= position + direction < self._index.n_frames:
            return None
        return self._index.pts_s(position + direction)

    def decode_from(self, time_s: float | None = None) -> Iterator[tuple[float, Any]]:
        """Decode frame after frame without keeping them; for a handle that does nothing else meanwhile.

        time_s : begin with the frame shown then, None = with the first

        Yields
        ------
        PTS in seconds, as `frame_at` tells it, and the decoding library's own picture, rotation not applied. Frames
        that cannot be decoded are missing.
        """
        position = self._index.position_at(time_s) if time_s is not None else 0
        if position is None:
            return
        self._start_at(self._index.key_position(position) if position else None)
        assert self._frames is not None
        frames, self._frames = self._frames, None
        first = int(self._index.pts[position])
        for pts, picture in frames:
            if pts >= first:
                yield pts * self._index.tick_s.numerator / self._index.tick_s.denominator, picture

    def reopen(self) -> "VideoSource":
        """Return an independent handle on the same video, for another thread; the index is shared."""
        return VideoSource(self.facts)

    def close(self) -> None:
        self._frames = None
        self._ring.clear()
        self._container.close()

    def _decoded(self, position: int) -> Any | None:
        """Return the decoded picture of a frame, None if it cannot be decoded."""
        index = self._index
        pts = int(index.pts[position])
        key = index.key_position(position)
        if (picture := self._ring.get(pts)) is not None:
            return picture
        if not self._is_ahead(position, key):
            self._start_at(key)
        if self._decode_until(pts) is None and key:
            # The key frame itself was no good start: try from the one before.
            self._start_at(index.key_position(key - 1))
            self._decode_until(pts)
        return self._ring.get(pts)

    def _is_ahead(self, position: int, key: int | None) -> bool:
        """Say whether decoding on from where it stands is the quickest way to a frame."""
        if self._frames is None or self._reached is None or self._reached >= self._index.pts[position]:
            return False
        if key is None or self._reached >= self._index.pts[key]:
            return True
        reached = self._index.position_of(self._reached)
        return reached is not None and position - reached <= _NEAR_FRAMES

    def _decode_until(self, pts: int) -> int | None:
        """Decode up to the frame at `pts` or, where it does not come, beyond; return the last time up to `pts`."""
        assert self._frames is not None
        last = None if self._reached is None or self._reached > pts else self._reached
        for got, picture in self._frames:
            self._ring.put(got, picture)
            self._reached = got
            if got <= pts:
                last = got
            if got >= pts:
                return last
        self._frames = None
        return last

    def _forget_from(self, position: int) -> None:
        """Take a frame that the decoder did not give out of the index, with those after it that did not come either."""
        index = self._index
        if self._frames is None or self._reached is None:
            # Decoding ended here; a later key frame may still be a new start.
            later_keys = np.flatnonzero(index.is_key[position + 1 :])
            stop = position + 1 + int(later_keys[0]) if len(later_keys) else index.n_frames
        else:
            stop = max(position + 1, int(np.searchsorted(index.pts, self._reached)))
        if position == 0 and stop == index.n_frames:
            raise UnreadableFile(f"No picture of {Path(self.facts.path).name} can be decoded any more.", _CONVERT)
        self._n_lost += stop - position
        if index.pts_s(stop) - index.pts_s(position) >= _LONG_HOLE_S:
            self._holes.append(Span(index.pts_s(position), index.pts_s(stop)))
        self._index = index.without(position, stop)

    def _as_shown(self, position: int, picture: Any) -> VideoFrame:
        """Return the picture in colours, turned as it is to be seen."""
        pts_s = self._index.pts_s(position)
        if self._shown is None or self._shown.pts_s != pts_s:
            rgb = picture.to_ndarray(format="rgb24")
            if self.facts.rotation:
                rgb = np.ascontiguousarray(np.rot90(rgb, self.facts.rotation // 90))
            rgb.setflags(write=False)
            next_s = self._index.pts_s(position + 1)
            next_s = min([next_s, *(hole.start_s for hole in self._holes if pts_s < hole.start_s)])
            self._shown = VideoFrame(rgb, pts_s, next_s, bool(self._index.is_key[position]))
        return self._shown

    def _start_at(self, key: int | None) -> None:
        """Begin decoding at a key frame, at the file's start for None."""
        self._reached = None
        if key is None:
            self._frames = self._pictures(self._rewound(), None)
            return
        self._frames = self._pictures(self._packets_from(key), int(self._index.pts[key]))

    def _packets_from(self, key: int) -> Iterator[Any]:
        """Return the packets from a key frame's on."""
        key_dts = int(self._index.dts[key])
        for margin_s in _SEEK_MARGINS_S:
            ticks = key_dts - int(margin_s / self._index.tick_s)
            try:
                self._container.seek(ticks, stream=self._stream, backward=True)
            except av.error.FFmpegError:
                continue  # this container cannot seek there; the last resort below always can
            packets = self._container.demux(self._stream)
            if (first := _first_from(packets, key_dts)) is not None:
                return chain([first], packets)
        packets = self._rewound()
        first = _first_from(packets, key_dts)
        return chain([first] if first is not None else [], packets)

    def _rewound(self) -> Iterator[Any]:
        """Open the file again and return all packets: every container can do that."""
        self._container.close()
        self._container = _open_container(self.facts.path)
        self._stream = _video_stream(self._container, self.facts.path)
        return self._container.demux(self._stream)

    def _pictures(self, packets: Iterator[Any], key_pts: int | None) -> Iterator[tuple[int, Any]]:
        """Decode packets; yield time and picture in the order shown, from the key frame on.

        Frames shown before the key frame they follow in the file lack what they were made from.
        """
        last = None
        for picture in _decode(packets, self._stream):
            if picture.is_corrupt and key_pts is not None:
                continue  # begun at a key frame, so what it was made from is damaged
            pts = picture.pts if picture.pts is not None else picture.dts
            if self.facts.counts_frames:
                pts = self._counted_pts(picture, pts, last)
            if pts is None or (key_pts is not None and pts < key_pts):
                continue
            if last is not None and pts <= last:
                if (last - pts) * self._index.tick_s >= 1:
                    return  # the file's times start again here; what follows is not in the index
                continue
            last = pts
            if self._index.position_of(pts) is not None:
                yield pts, picture

    def _counted_pts(self, picture: Any, pts: int | None, last: int | None) -> int | None:
        """Return the time after `last`; a key frame's own time stands, as only non-key frames change places."""
        if last is None:
            return pts if picture.key_frame else None
        after = self._index.position_of(last)
        own = pts if picture.key_frame and pts is not None and pts > last else None
        if own is not None or after is None or after + 1 >= self._index.n_frames:
            return own
        return int(self._index.pts[after + 1])


def _open_container(path: str) -> Any:
    name = Path(path).name
    try:
        container = av.open(path, metadata_errors="replace")
    except FileNotFoundError:
        raise UnreadableFile(f"{name} was not found.", "Check the name and the folder.") from None
    except PermissionError:
        raise UnreadableFile(f"{name} may not be read.", "Ask for the right to read it.") from None
    except (av.error.FFmpegError, OSError, ValueError) as error:
        raise UnreadableFile(f"{name} is not a video, or its recording was never finished.", _CONVERT) from error
    if container.format.name.endswith(_NOT_VIDEO) and "," not in container.format.name:
        container.close()
        raise UnreadableFile(f"{name} is not a video.", "Choose a video file, such as MP4, MKV, AVI or WMV.")
    return container


def _video_stream(container: Any, path: str) -> Any:
    """Return the stream of moving pictures (of several the best), not a cover picture."""
    stream = container.streams.best("video")
    if stream is None or stream.codec_context is None or int(stream.disposition) & 0x400:  # attached picture
        raise UnreadableFile(f"{Path(path).name} has no moving picture.", "Choose the file of the camera.")
    if not stream.codec_context.is_open:
        stream.thread_type = "AUTO"
    return stream


def _first_from(packets: Iterator[Any], key_dts: int) -> Any | None:
    """Read on to the packet with this decoding time; None if a seek went past it."""
    with contextlib.suppress(av.error.FFmpegError):  # damage before the wanted packet: another road is tried
        for packet in packets:
            dts = packet.dts if packet.dts is not None else packet.pts
            if dts == key_dts:
                return packet
            if dts is not None and dts > key_dts:
                return None
    return None


def _decode(packets: Iterator[Any], stream: Any) -> Iterator[Any]:
    """Yield all pictures of the packets, and at their end those the decoder still holds."""
    is_drained = False
    while not is_drained:
        try:
            packet = next(packets, None)
        except av.error.FFmpegError:
            packet = None  # bytes that make no sense: play as far as it goes
        is_drained = packet is None or packet.size == 0
        try:
            pictures = stream.codec_context.decode(None if is_drained else packet)
        except av.error.FFmpegError:
            continue  # a damaged packet: its frame is found missing later
        yield from pictures


def _indexed(container: Any, path: str) -> tuple[PacketIndex, bool]:
    """Return the table of all packets, and whether reading them stopped at damage."""
    stream = _video_stream(container, path)
    builder = IndexBuilder(stream.time_base, _frame_ticks(stream))
    went_wrong = False
    try:
        builder.add(
            PacketTimes(packet.pts, packet.dts, packet.duration or 0, packet.is_keyframe)
            for packet in container.demux(stream)
            if packet.size and not packet.is_discard
        )
    except av.error.FFmpegError:
        went_wrong = True
    index = builder.index()
    if index is None:
        raise UnreadableFile(f"{Path(path).name} has no picture with a time.", _CONVERT)
    return index, went_wrong


def _read_facts(path: str, container: Any, index: PacketIndex, went_wrong: bool) -> VideoFacts:
    """Decode the first frame and note what the container says."""
    stream = _video_stream(container, path)
    picture = next(_decode(container.demux(stream), stream), None)
    if picture is None:
        raise UnreadableFile(f"No picture of {Path(path).name} can be decoded.", _CONVERT)
    counts_frames = "avi" in container.format.name.split(",")
    issues = time_issues(index, _promised_end_s(container, stream), went_wrong)
    n_before = 0 if counts_frames or picture.pts is None else int(np.searchsorted(index.pts, picture.pts))
    if n_before:
        issues.append(Issue("video_starts_late", f"The first {n_before} frames of the video lack what they build on."))
        index = index.without(0, n_before)
    if (named := extension_issue(Path(path).suffix, container.format.name)) is not None:
        issues.append(named)
    rotation = round(picture.rotation / 90) * 90 % 360
    is_turned = rotation in (90, 270)
    aspect = float(stream.sample_aspect_ratio or 1) or 1.0
    return VideoFacts(
        path=path,
        container=container.format.name,
        codec=stream.codec_context.name,
        index=index,
        width_px=picture.height if is_turned else picture.width,
        height_px=picture.width if is_turned else picture.height,
        pixel_aspect=1 / aspect if is_turned else aspect,
        rotation=rotation,
        fps_nominal=float(stream.average_rate or stream.guessed_rate or 0),
        has_audio=bool(container.streams.audio),
        counts_frames=counts_frames,
        created_at=created_at({**stream.metadata, **container.metadata}),
        issues=tuple(issues),
    )


def _frame_ticks(stream: Any) -> int:
    """Return how long a frame is shown by the nominal rate, for a last frame that does not say."""
    return max(1, round(1 / (stream.average_rate or stream.guessed_rate or 25) / stream.time_base))


def _promised_end_s(container: Any, stream: Any) -> float | None:
    """Return where the container says that the pictures end, None if it does not say."""
    if stream.duration:
        return float(((stream.start_time or 0) + stream.duration) * stream.time_base)
    end_s = tag_duration_s(stream.metadata)
    if end_s is None and container.duration:
        end_s = ((container.start_time or 0) + container.duration) / av.time_base
    return end_s
