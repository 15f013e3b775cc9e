"""Video of a recording, and how its time maps to recording time."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from eegview.model.span import Span, joined_spans

Rgb = npt.NDArray[np.uint8]

_BEFORE_PART = "\0"  # in no path
_NUMBER = "#"  # in no fingerprint
THE_CLIP = "the clip itself"  # a map's source where the recording is this film, without EEG
ELSEWHERE = "; by its clock it was filmed at "  # in a map's source where that is not during the recording
NOT_DURING = ", not during this recording"
LAST_MOMENT_S = 0.001  # a span is half-open: just before its end there is still a picture


@dataclass(frozen=True, slots=True)
class SyncMap:
    """A straight line between the presentation times (PTS) of a clip and recording time.

    recording time = offset_s + video time × (1 + drift_ppm · 10⁻⁶)

    source : origin of the map ("file times", "set by hand", "2 pairs"), shown to the reviewer; begins with "none" where
        the time is not known
    """

    offset_s: float = 0.0
    drift_ppm: float = 0.0
    source: str = "none"

    @property
    def is_known(self) -> bool:
        """Whether anything says where the clip lies: a person, pairs, a clock; else its place is made up."""
        return not self.source.startswith("none")

    @property
    def is_elsewhere(self) -> bool:
        """Whether the clip's own clock says that it was filmed at another time, so that its place is made up."""
        return not self.is_known and ELSEWHERE in self.source

    @property
    def elsewhere_at(self) -> str:
        """Return when that was and which clock says so, `2026-03-14 18:05:00 (file times)`; "" = neither."""
        return self.source.partition(ELSEWHERE)[2].removesuffix(NOT_DURING) if self.is_elsewhere else ""

    @property
    def elsewhere_text(self) -> str:
        """Return the sentence of that, "" where its clock says nothing like it."""
        if not self.is_elsewhere:
            return ""
        return f"By its clock it was filmed at {self.elsewhere_at}{NOT_DURING}. Its place here is made up."

    @property
    def is_timeline(self) -> bool:
        """Whether the recording is this film itself: picture and time cannot be apart."""
        return self.source == THE_CLIP

    def to_recording_s(self, video_s: float) -> float:
        return self.offset_s + video_s * (1 + self.drift_ppm * 1e-6)

    def to_video_s(self, recording_s: float) -> float:
        return (recording_s - self.offset_s) / (1 + self.drift_ppm * 1e-6)


@dataclass(frozen=True, slots=True)
class VideoFrame:
    """One decoded picture.

    rgb : (height_px, width_px, 3) uint8, read-only, rotation applied
    pts_s, next_pts_s : the frame is shown for `[pts_s, next_pts_s)` of the stream's own time
    """

    rgb: Rgb
    pts_s: float
    next_pts_s: float
    key_frame: bool


@dataclass(frozen=True, slots=True)
class VideoClip:
    """One video file placed on the recording's timeline, or one part of a file whose times start again.

    first_s, last_s : PTS of the first frame, and the end of the last, in the stream's own time; that of a later part
        runs on from the part before
    camera : files of one camera follow each other; cameras run side by side
    part : from 1
    """

    path: str
    first_s: float
    last_s: float
    sync: SyncMap
    camera: str = "camera 1"
    part: int = 1

    @property
    def key(self) -> str:
        """Return what tells the clips of a study apart: the path, and of a later part its number too."""
        return clip_key(self.path, self.part)

    @property
    def span(self) -> Span:
        """Return the span of the clip in recording time."""
        return Span(self.sync.to_recording_s(self.first_s), self.sync.to_recording_s(self.last_s))


def clip_key(path: str, part: int) -> str:
    """Return the key of a part (from 1) of a video file; the first part's is the file's path."""
    return path if part == 1 else f"{path}{_BEFORE_PART}{part}"


def clip_of_key(key: str) -> tuple[str, int]:
    """Return path and part of a clip's key."""
    path, _, part = key.partition(_BEFORE_PART)
    return path, int(part or 1)


def clip_fingerprint(fingerprint: str, part: int) -> str:
    """Return the identity of a part (from 1) of a video with this content; the first part's is the file's."""
    return fingerprint if part == 1 else f"{fingerprint}{_NUMBER}{part}"


def file_fingerprint(fingerprint: str) -> str:
    """Return the identity of the file that a clip is of."""
    return fingerprint.partition(_NUMBER)[0]


@dataclass(frozen=True, slots=True)
class Timeline:
    """The clips of one camera; where two overlap, the one that started later is shown."""

    clips: tuple[VideoClip, ...] = ()

    @property
    def coverage(self) -> tuple[Span, ...]:
        """Return the spans of recording time with video, ascending, with a gap between any two."""
        return joined_spans(clip.span for clip in self.clips)

    def next_covered(self, recording_s: float) -> float | None:
        """Return the start (s) of the next span with video after a recording time, None if there is none."""
        return min((span.start_s for span in self.coverage if span.start_s > recording_s), default=None)

    def previous_covered(self, recording_s: float) -> float | None:
        """Return the last moment (s) of the span with video before a recording time, None if there is none."""
        ends_s = (span.stop_s for span in self.coverage if span.stop_s <= recording_s)
        end_s = max(ends_s, default=None)
        return None if end_s is None else end_s - LAST_MOMENT_S

    def clip_at(self, recording_s: float) -> VideoClip | None:
        """Return the clip shown at a recording time, None where there is no video."""
        return max((c for c in self.clips if c.span.contains(recording_s)), key=lambda c: c.span.start_s, default=None)
