"""Open a video as a recording without channels: a study of its own, as families film it."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from eegview.model.film.clip import FilmClip
from eegview.model.recording import FileEvents, Progress, Recording, Samples, no_progress
from eegview.model.span import Span
from eegview.readers.clip.clock import clip_clock
from eegview.readers.clip.speed_doubts import speed_doubts
from eegview.readers.fingerprint import fingerprint_of_video
from eegview.readers.video.tags.stored_part import StoredPart, stored_part
from eegview.readers.video.video import VideoSource, open_video


def open_clip(path: str | Path) -> "ClipSource":
    """Open a video as a study of its own; 0 s is its first frame.

    Raises
    ------
    UnreadableFile : missing, not a video, or damaged from the start
    """
    video = open_video(path, as_told=True)  # its place and identity do not depend on what is typed later
    try:
        fingerprint = fingerprint_of_video(path)
        return ClipSource(_recording(video, str(path), fingerprint, datetime.now(UTC)))
    finally:
        video.close()


def _recording(video: VideoSource, path: str, fingerprint: str, now: datetime) -> Recording:
    part = stored_part(Path(path))
    length_s = None if part.length_s is None else part.length_s / video.slowness
    stored = StoredPart(part.cut_s / video.slowness, length_s)
    clock = clip_clock(Path(path).stem, video.metadata, video.duration_s, now, stored=stored)
    span = Span(0.0, video.duration_s)
    container = video.facts.container.split(",")[0]
    return Recording(
        path=path,
        format=f"video ({container}, {video.facts.codec})",
        channels=(),
        segments=(span,),
        started_at=clock.started_at,
        fingerprint=fingerprint,
        issues=(*video.issues, *speed_doubts(path, video.facts.fps_nominal, video.slowness)),
        clips=(FilmClip(path, span, video.first_s, video.slowness, clock, fingerprint),),
    )


class ClipSource:
    """A clip as a `SignalSource` without signals; it holds no file open."""

    def __init__(self, recording: Recording) -> None:
        self._recording = recording

    @property
    def recording(self) -> Recording:
        return self._recording

    def read(self, channels: Sequence[int], segment_index: int, span: Span) -> list[Samples]:
        """Return no samples: a clip has no channels."""
        if channels:
            raise IndexError(f"channel {channels[0]} of a clip without channels")
        return []

    def scan_events(self, progress: Progress = no_progress) -> FileEvents:
        """Return no annotations: videos hold none."""
        progress(1.0)
        return FileEvents()

    def reopen(self) -> "ClipSource":
        return ClipSource(self._recording)

    def close(self) -> None: ...
