"""The video files of a study on the recording's timeline, and the lane that decodes them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from eegview.app.lanes import NewestLane, Post
from eegview.model.errors import EegViewError
from eegview.model.issue import Issue
from eegview.model.recording import Recording
from eegview.model.span import Span
from eegview.model.video import SyncMap, Timeline, VideoClip, VideoFrame

if TYPE_CHECKING:
    from eegview.readers.video import VideoSource


@dataclass(frozen=True, slots=True)
class Footage:
    """All clips of a study; immutable, so that the lane can hold it while the reviewer shifts it."""

    timeline: Timeline = field(default_factory=Timeline)

    @property
    def clips(self) -> tuple[VideoClip, ...]:
        return self.timeline.clips

    @property
    def coverage(self) -> tuple[Span, ...]:
        """Return where there is video, in recording time, ascending."""
        return tuple(sorted(clip.span for clip in self.clips))

    def with_clip(self, clip: VideoClip) -> "Footage":
        others = tuple(c for c in self.clips if c.path != clip.path)
        return Footage(Timeline(tuple(sorted((*others, clip), key=lambda c: c.span.start_s))))

    def shifted(self, path: str, by_s: float) -> "Footage":
        """Return the footage with one clip moved later (positive) on the recording's timeline, by hand."""
        clip = next(c for c in self.clips if c.path == path)
        sync = replace(clip.sync, offset_s=clip.sync.offset_s + by_s, source="set by hand")
        return self.with_clip(replace(clip, sync=sync))


@dataclass(frozen=True, slots=True)
class OpenedFootage:
    """What opening videos gives: where they lie, one handle each, what is imperfect, what was refused."""

    footage: Footage
    sources: "dict[str, VideoSource]"
    issues: tuple[Issue, ...] = ()
    refusals: tuple[EegViewError, ...] = ()

    def close(self) -> None:
        for source in self.sources.values():
            source.close()


@dataclass(frozen=True, slots=True)
class ShownFrame:
    """The answer to "what does the camera show at this time?": `frame` None outside coverage."""

    recording_s: float
    clip: VideoClip | None
    frame: VideoFrame | None

    @property
    def frame_recording_s(self) -> float | None:
        """Return the recording time at which the frame begins to be shown."""
        if self.clip is None or self.frame is None:
            return None
        return self.clip.sync.to_recording_s(self.frame.pts_s)


def open_footage(
    paths: Iterable[str], recording: Recording, known_sync: Callable[[str], SyncMap | None] = lambda _path: None
) -> OpenedFootage:
    """Open videos and place each on the recording's timeline; one that cannot be read fails alone.

    known_sync : what the reviewer set for this file before, None if nothing
    """
    from eegview.readers.beside import first_guess
    from eegview.readers.video import open_video

    footage, sources, issues, refusals = Footage(), {}, [], []
    for path in paths:
        try:
            source = open_video(path)
        except EegViewError as error:
            refusals.append(error)
            continue
        sync = known_sync(path) or first_guess(recording, source, path)
        footage = footage.with_clip(VideoClip(path, source.first_s, source.last_s, sync))
        sources[path] = source
        issues += [Issue(i.code, f"{Path(path).name}: {i.message}") for i in source.issues]
    return OpenedFootage(footage, sources, tuple(issues), tuple(refusals))


class FrameServer:
    """Answers "the frame at this recording time", newest question first, on a lane of its own.

    frame_ready : called where `post` runs things
    """

    def __init__(
        self,
        opened: OpenedFootage,
        post: Post,
        frame_ready: Callable[[ShownFrame], None],
        failed: Callable[[EegViewError], None],
    ) -> None:
        self.footage = opened.footage
        self._opened = opened
        self._post, self._frame_ready, self._failed = post, frame_ready, failed
        self._lane = NewestLane("video", post)

    def ask(self, recording_s: float) -> None:
        """Have the frame at this time decoded; the answer comes to `frame_ready`."""
        footage = self.footage
        self._lane.ask(lambda: self._answer(footage, recording_s))

    def step(self, recording_s: float, direction: int) -> None:
        """Have the neighbour of the frame at this time decoded: +1 the next, -1 the one before."""
        footage = self.footage
        self._lane.ask(lambda: self._step(footage, recording_s, direction))

    def set_footage(self, footage: Footage) -> None:
        self.footage = footage

    def close(self) -> None:
        self._lane.close()
        self._opened.close()

    def _answer(self, footage: Footage, recording_s: float) -> None:
        clip = footage.timeline.clip_at(recording_s)
        frame = None
        if clip is not None:
            try:
                frame = self._opened.sources[clip.path].frame_at(clip.sync.to_video_s(recording_s))
            except EegViewError as error:
                self._post(partial(self._failed, error))
        self._post(partial(self._frame_ready, ShownFrame(recording_s, clip, frame)))

    def _step(self, footage: Footage, recording_s: float, direction: int) -> None:
        clip = footage.timeline.clip_at(recording_s)
        if clip is None:
            return
        source = self._opened.sources[clip.path]
        pts_s = source.step(clip.sync.to_video_s(recording_s), direction)
        if pts_s is not None:
            # a hair inside the frame: the way through recording time must not round to its neighbour
            self._answer(footage, clip.sync.to_recording_s(pts_s) + 1e-6)
