"""Decode the frame a camera shows at a recording time, on a lane of its own."""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from eegview.app.lanes import NewestLane, Post
from eegview.app.video.index_thread import IndexProgress
from eegview.model.errors import EegViewError
from eegview.model.film.video import LAST_MOMENT_S, Timeline, VideoClip, VideoFrame
from eegview.model.issue import Issue
from eegview.model.span import Span

if TYPE_CHECKING:
    from eegview.app.video.footage import Footage, OpenedFootage
    from eegview.readers.video.video import VideoSource

    Question = tuple[Footage, float]  # where the files lie, and the recording time asked for

FRAMES_AHEAD = 12  # decoded while idle: what playing and stepping ask for next
LOOP_FRAMES_AHEAD = 100  # while a loop is played: the way to its beginning may be long
_FILES_OPEN = 2  # around a change of file both are needed
_STEP_OVER_S = 0.5  # a step reaches into the next file over no more than this
# A hair inside the frame: the way through recording time must not round to its neighbour.
_INSIDE_S = 1e-6


@dataclass(frozen=True, slots=True)
class ShownFrame:
    """The frame a camera shows at a recording time; `frame` is None outside coverage.

    is_preview : a key frame nearby, shown until the exact one comes
    is_awaited : there will be a frame; the file is still being read up to here
    """

    recording_s: float
    clip: VideoClip | None
    frame: VideoFrame | None
    camera: str = "camera 1"
    is_preview: bool = False
    is_awaited: bool = False

    @property
    def frame_recording_s(self) -> float | None:
        """Return the recording time at which the frame begins to be shown."""
        if self.clip is None or self.frame is None:
            return None
        return self.clip.sync.to_recording_s(self.frame.pts_s)

    def holds(self, recording_s: float) -> bool:
        """Check whether this very frame is the one to show at another recording time too."""
        if self.clip is None or self.frame is None or self.is_preview:
            return False
        return self.frame.pts_s <= self.clip.sync.to_video_s(recording_s) < self.frame.next_pts_s

    @property
    def message(self) -> str:
        """Return the text shown where there is no frame, "" where there is one."""
        if self.frame is not None:
            return ""
        return "the video is still being read" if self.is_awaited else "no video"


class FrameServer:
    """Serve the frames of one camera, newest request first.

    A far seek shows the nearest key frame at once, then the exact frame; a newer question breaks in, unless the frame
    being decoded is on the way to the one it wants. When idle, the frames that come next are decoded, so that playing
    and stepping find them.

    camera : None = the first one
    frame_ready, failed, index_grown, issues_found : called where `post` runs things; the last with a file's path and
        the damage that showed while decoding, whenever there is more of it
    """

    def __init__(
        self,
        opened: "OpenedFootage",
        post: Post,
        frame_ready: Callable[[ShownFrame], None],
        failed: Callable[[EegViewError], None],
        camera: str | None = None,
        index_grown: Callable[[IndexProgress], None] = lambda _progress: None,
        issues_found: Callable[[str, tuple[Issue, ...]], None] = lambda _path, _issues: None,
    ) -> None:
        self.footage = opened.footage
        cameras = opened.footage.cameras
        self.camera = camera if camera is not None else (cameras[0][0] if cameras else "camera 1")
        self._opened = opened
        self._post, self._frame_ready, self._failed, self._index_grown = post, frame_ready, failed, index_grown
        self._issues_found = issues_found
        self._reported_issues: dict[str, tuple[Issue, ...]] = {}
        self._handles: OrderedDict[str, VideoSource] = OrderedDict()  # the lane's own, newest last
        self._newest: Question | None = None  # what was asked last
        self._awaited: Question | None = None  # asked for before the file was read so far
        self._loop: Span | None = None
        self._reported_failures: set[str] = set()
        self._lane = NewestLane(f"video {self.camera}", post)
        opened.indexing.listen(self._on_read)

    def ask(self, recording_s: float) -> None:
        """Request the frame at this time; a preview, then the frame itself, go to `frame_ready`."""
        footage = self.footage
        self._newest = question = footage, recording_s
        self._lane.ask(lambda: self._answer(question), self._ahead_of(question))

    def step(self, recording_s: float, direction: int) -> None:
        """Request the neighbour of the frame at this time: +1 the next, -1 the one before."""
        self._newest = question = self.footage, recording_s
        idle = (lambda: self._decode_before(question),) if direction < 0 else self._ahead_of(question)
        self._lane.ask(lambda: self._step(question, direction), idle)

    def set_footage(self, footage: "Footage") -> None:
        """Use other places of the same files from the next request on."""
        self.footage = footage

    def set_loop(self, span: Span | None) -> None:
        """Keep what is shown in this span of recording time decoded, as it is played over and over; None = no more."""
        self._loop = span

    def close(self) -> None:
        """End the lane and close its files."""
        self._newest = None
        self._lane.close()
        self._opened.indexing.leave(self._on_read)
        for handle in self._handles.values():
            handle.rest()

    # on the lane

    def _answer(self, question: "Question", may_preview: bool = True) -> None:
        footage, recording_s = question
        clip = footage.timeline(self.camera).clip_at(recording_s)
        if clip is None:
            self._notify_frame_ready(ShownFrame(recording_s, None, None, self.camera))
            return
        source, video_s = self._handle(clip.path), clip.sync.to_video_s(recording_s)
        self._hold_loop(clip, source)
        if not source.is_read_to(video_s):
            self._awaited = question
            self._notify_frame_ready(ShownFrame(recording_s, clip, None, self.camera, is_awaited=True))
            return
        try:
            self._show(question, clip, source, may_preview)
        except EegViewError as error:
            self._fail(clip.path, error)
            self._notify_frame_ready(ShownFrame(recording_s, clip, None, self.camera))

    def _show(self, question: "Question", clip: VideoClip, source: "VideoSource", may_preview: bool) -> None:
        from eegview.readers.video.decoder import GaveUp

        recording_s = question[1]
        video_s = clip.sync.to_video_s(recording_s)

        def give_up() -> bool:
            return self._is_outdone(question, clip, source)

        try:
            if may_preview and not source.is_near(video_s):
                preview = source.key_frame_near(video_s, give_up)
                if preview is not None and not preview.pts_s <= video_s < preview.next_pts_s:
                    self._notify_frame_ready(ShownFrame(recording_s, clip, preview, self.camera, is_preview=True))
            frame = source.frame_at(video_s, give_up)
        except GaveUp:
            return
        self._notify_frame_ready(ShownFrame(recording_s, clip, frame, self.camera))
        if (issues := source.decoding_issues) != self._reported_issues.get(clip.path, ()):
            self._reported_issues[clip.path] = issues
            self._post(partial(self._issues_found, clip.path, issues))

    def _is_outdone(self, question: "Question", clip: VideoClip, source: "VideoSource") -> bool:
        """Check whether a newer request waits that this frame is not on the way to."""
        newest = self._newest
        if newest is question:
            return False
        if newest is None or newest[0] is not question[0]:
            return True
        if newest[0].timeline(self.camera).clip_at(newest[1]) != clip:
            return True
        # Dropping what is on the way would show nothing at all where decoding is slower than playing.
        return not source.is_on_the_way(clip.sync.to_video_s(question[1]), clip.sync.to_video_s(newest[1]))

    def _step(self, question: "Question", direction: int) -> None:
        footage, recording_s = question
        timeline = footage.timeline(self.camera)
        clip = timeline.clip_at(recording_s)
        if clip is None:
            return
        pts_s = self._handle(clip.path).step(clip.sync.to_video_s(recording_s), direction)
        if pts_s is not None and clip.first_s <= pts_s < clip.last_s:
            neighbour_s = clip.sync.to_recording_s(pts_s) + _INSIDE_S
        else:
            beyond_s = _over_the_edge(timeline, clip, direction)
            if beyond_s is None:
                return
            neighbour_s = beyond_s
        answer = footage, neighbour_s
        if self._newest is question:
            self._newest = answer
        self._answer(answer, may_preview=False)

    def _hold_loop(self, clip: VideoClip, source: "VideoSource") -> None:
        part = None if self._loop is None else self._loop.intersection(clip.span)
        if part is None:
            source.release()
        else:
            source.hold(clip.sync.to_video_s(part.start_s), clip.sync.to_video_s(part.stop_s))

    def _ahead_of(self, question: "Question") -> tuple[Callable[[], None], ...]:
        if self._loop is not None and self._loop.contains(question[1]):
            return (lambda: self._decode_loop(question),) * LOOP_FRAMES_AHEAD
        return (lambda: self._decode_ahead(question),) * FRAMES_AHEAD

    def _decode_ahead(self, question: "Question") -> None:
        footage, recording_s = question
        clip = footage.timeline(self.camera).clip_at(recording_s)
        if clip is not None and clip.path in self._handles:
            self._handles[clip.path].decode_ahead(clip.sync.to_video_s(recording_s), FRAMES_AHEAD)

    def _decode_loop(self, question: "Question") -> None:
        footage, recording_s = question
        clip = footage.timeline(self.camera).clip_at(recording_s)
        if clip is not None and clip.path in self._handles:
            self._handles[clip.path].decode_held(clip.sync.to_video_s(recording_s))

    def _decode_before(self, question: "Question") -> None:
        """Decode the frames before the one shown, unless something else is requested."""
        from eegview.readers.video.decoder import GaveUp

        footage, recording_s = self._newest or question
        clip = footage.timeline(self.camera).clip_at(recording_s)
        if clip is None or clip.path not in self._handles:
            return
        newest = self._newest
        try:
            self._handles[clip.path].decode_before(
                clip.sync.to_video_s(recording_s), lambda: self._newest is not newest
            )
        except GaveUp:
            return

    def _handle(self, path: str) -> "VideoSource":
        """Return the lane's own handle on a file; of the others only the last one stays open."""
        if path not in self._handles:
            self._handles[path] = self._opened.sources[path].reopen()
        self._handles.move_to_end(path)
        for other in list(self._handles)[:-_FILES_OPEN]:
            self._handles.pop(other).rest()
        for other in list(self._handles)[:-1]:
            self._handles[other].drop_pictures()
        return self._handles[path]

    def _notify_frame_ready(self, shown: ShownFrame) -> None:
        self._post(partial(self._frame_ready, shown))

    def _fail(self, path: str, error: EegViewError) -> None:
        """Report a file's failure once: while playing it would come sixty times a second."""
        if path not in self._reported_failures:
            self._reported_failures.add(path)
            self._post(partial(self._failed, error))

    # on the thread that reads indexes

    def _on_read(self, progress: IndexProgress) -> None:
        self._post(partial(self._apply_progress, progress))

    # where `post` runs things

    def _apply_progress(self, progress: IndexProgress) -> None:
        if progress.path not in {clip.path for clip in self.footage.clips}:
            return
        if progress.is_whole:
            self.footage = self.footage.with_parts(progress.path, self._opened.sources[progress.path].parts)
        awaited, self._awaited = self._awaited, None
        if awaited is not None and self._newest is awaited:
            self.ask(awaited[1])
        self._index_grown(progress)


def _over_the_edge(timeline: Timeline, clip: VideoClip, direction: int) -> float | None:
    """Return the time of the neighbouring frame in the file before or after a clip, None where no file is so near."""
    if direction > 0:
        edge_s = clip.span.stop_s
        beyond_s = edge_s if timeline.clip_at(edge_s + _INSIDE_S) else timeline.next_covered(edge_s)
        return beyond_s + _INSIDE_S if beyond_s is not None and beyond_s - edge_s <= _STEP_OVER_S else None
    edge_s = clip.span.start_s
    before_s = edge_s - LAST_MOMENT_S
    beyond_s = before_s if timeline.clip_at(before_s) else timeline.previous_covered(edge_s)
    return beyond_s if beyond_s is not None and edge_s - beyond_s <= _STEP_OVER_S else None
