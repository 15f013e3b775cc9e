"""The index of a video without the frames that one handle could not decode. Must not decode."""

from eegview.model.issue import Issue
from eegview.model.span import Span
from eegview.readers.video.facts import FrameTimes
from eegview.readers.video.index import PacketIndex

_LONG_HOLE_S = 0.1  # longer, and holding the frame before would show another time's picture


class PlayableIndex:
    """The frames that can be shown; follows an index that grows."""

    def __init__(self, times: FrameTimes) -> None:
        self._times = times
        self._read = self._playable = times.index
        self._lost: list[tuple[int, int]] = []  # ticks [start, stop)
        self._n_lost = 0
        self._holes: list[Span] = []  # too long to go on showing the frame before them

    def newest(self) -> PacketIndex:
        """Return the index as far as the file was read, without the lost frames."""
        if self._read is not self._times.index:
            self._read = index = self._times.index
            for start, stop in self._lost:
                index = index.without_times(start, stop)
            self._playable = index
        return self._playable

    def lose(self, start: int, stop: int) -> None:
        """Remove the frames numbered `[start, stop)`: they cannot be decoded."""
        index = self.newest()
        self._n_lost += stop - start
        if index.pts_s(stop) - index.pts_s(start) >= _LONG_HOLE_S:
            self._holes.append(Span(index.pts_s(start), index.pts_s(stop)))
        self._lost.append((int(index.pts[start]), int(index.pts[stop]) if stop < index.n_frames else index.end))
        self._playable = index.without(start, stop)

    def is_in_hole(self, time_s: float) -> bool:
        """Check whether a time lies in a damaged stretch, where no picture is shown."""
        return any(hole.contains(time_s) for hole in self._all_holes())

    def shown_until_s(self, position: int) -> float:
        """Return when a frame stops being shown: at the next one, or where damage begins."""
        index = self.newest()
        begin_s = index.pts_s(position)
        return min([index.pts_s(position + 1), *(h.start_s for h in self._all_holes() if begin_s < h.start_s)])

    @property
    def issues(self) -> tuple[Issue, ...]:
        """Return the issues about lost frames, () if none was lost."""
        if not self._n_lost:
            return ()
        first_s = self._playable.seconds(min(start for start, _stop in self._lost))
        lost = f"{self._n_lost} damaged frames of the video, the first at {first_s:.1f} s, cannot be shown."
        return (Issue("video_frames_lost", lost),)

    def _all_holes(self) -> list[Span]:
        """Return damaged spans: those found in the file's bytes, and those that decoding found."""
        index = self.newest()
        return [*(Span(index.seconds(start), index.seconds(stop)) for start, stop in index.holes), *self._holes]
