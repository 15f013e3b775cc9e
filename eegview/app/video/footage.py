"""The video files of a study on the recording's timeline, one line per camera."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from eegview.app.video.cameras import films_of, part_number, with_cameras
from eegview.app.video.index_thread import IndexThread
from eegview.app.video.opening import open_kept_video
from eegview.model.errors import EegViewError
from eegview.model.film.video import SyncMap, Timeline, VideoClip, clip_key
from eegview.model.issue import Issue
from eegview.model.recording import Recording
from eegview.model.span import Span

if TYPE_CHECKING:
    from eegview.readers.video.video import VideoSource


AFTER_PART = "none: placed after the previous part"


@dataclass(frozen=True, slots=True)
class Footage:
    """All clips of a study, in order of time; immutable, so that lanes can hold it while the reviewer shifts it."""

    clips: tuple[VideoClip, ...] = ()

    @property
    def cameras(self) -> tuple[tuple[str, Timeline], ...]:
        """Return (name, its files in time) of each camera, by name."""
        names = sorted({clip.camera for clip in self.clips})
        return tuple((name, self.timeline(name)) for name in names)

    @property
    def coverage(self) -> tuple[Span, ...]:
        """Return where there is video of any camera, in recording time, ascending; `timeline(camera)` has one's own."""
        return Timeline(self.clips).coverage

    def timeline(self, camera: str | None = None) -> Timeline:
        """Return one camera's files in time, the first camera's for None; empty where there is no such camera."""
        if camera is None and self.clips:
            camera = min(clip.camera for clip in self.clips)
        return Timeline(tuple(clip for clip in self.clips if clip.camera == camera))

    def next_covered(self, time_s: float) -> float | None:
        """Return where the next stretch with video of any camera begins, None if none does."""
        return Timeline(self.clips).next_covered(time_s)

    def previous_covered(self, time_s: float) -> float | None:
        """Return the last moment of the stretch with video of any camera before this one, or before this gap."""
        return Timeline(self.clips).previous_covered(time_s)

    def clip(self, key: str) -> VideoClip:
        """Return the clip of this key, which is there."""
        return next(clip for clip in self.clips if clip.key == key)

    def with_clip(self, clip: VideoClip) -> "Footage":
        """Return the footage with this clip, instead of the one of the same key."""
        others = (c for c in self.clips if c.key != clip.key)
        return Footage(tuple(sorted((*others, clip), key=lambda c: (c.span.start_s, c.camera, c.path, c.part))))

    def with_camera(self, path: str, camera: str) -> "Footage":
        """Return the footage with one file, all parts of it, assigned to another camera."""
        footage = self
        for clip in self.clips:
            if clip.path == path:
                footage = footage.with_clip(replace(clip, camera=camera))
        return footage

    def with_sync(self, key: str, sync: SyncMap) -> "Footage":
        """Return the footage with one clip's time mapped anew."""
        return self.with_clip(replace(self.clip(key), sync=sync))

    def with_parts(self, path: str, parts: Iterable[Span]) -> "Footage":
        """Return the footage with one file's parts, in seconds of its own time, as they were found to be.

        A part that is new lies directly after the one before.
        """
        footage = self
        for number, span in enumerate(parts, 1):
            key = clip_key(path, number)
            known = next((clip for clip in footage.clips if clip.key == key), None)
            if known is None:
                before = footage.clip(clip_key(path, number - 1))
                known = replace(before, part=number, sync=after_part(before.sync))
            footage = footage.with_clip(replace(known, first_s=span.start_s, last_s=span.stop_s))
        return footage

    def shifted(self, key: str, by_s: float) -> "Footage":
        """Return the footage with one clip moved later (positive) on the recording's timeline, by hand."""
        sync = self.clip(key).sync
        return self.with_sync(key, replace(sync, offset_s=sync.offset_s + by_s, source="set by hand"))


@dataclass(frozen=True, slots=True)
class OpenedFootage:
    """The result of opening videos: their footage and sources, their imperfections, and those refused.

    sources : by path; each holds no file open until it is asked, and every lane reopens its own
    indexing : reads on in the videos too long to be read at opening
    """

    footage: Footage
    sources: "dict[str, VideoSource]"
    indexing: IndexThread
    issues: tuple[Issue, ...] = ()
    refusals: tuple[EegViewError, ...] = ()

    def close(self) -> None:
        self.indexing.close()
        for source in self.sources.values():
            source.close()


def open_footage(
    paths: Iterable[str],
    recording: Recording,
    known_sync: Callable[[str], SyncMap | None] = lambda _path: None,
    known_camera: Callable[[str], str | None] = lambda _path: None,
    patience_s: float = 1.0,
) -> OpenedFootage:
    """Open videos and place each on the recording's timeline; one that cannot be read fails alone.

    known_sync : what the reviewer set before for the clip of this key, None if nothing
    known_camera : which camera the reviewer said it is, None if none
    patience_s : how long to read each file before its first frames are shown; a longer one is read on in the background
    """
    from eegview.readers.companion_files import first_guess

    clips, guessed, sources, issues, refusals = [], [], {}, [], []
    for path in paths:
        try:
            source = open_kept_video(path, patience_s)
        except EegViewError as error:
            refusals.append(error)
            continue
        sync: SyncMap | None = None
        for part, span in enumerate(source.parts, 1):
            known = known_sync(key := clip_key(path, part))
            guessed += [key] if known is None else []
            sync = known or (first_guess(recording, source, path) if sync is None else after_part(sync))
            if sync.is_elsewhere:
                issues += named_issues(path, [Issue("video_filmed_elsewhere", sync.elsewhere_text)])
            clips.append(VideoClip(path, span.start_s, span.stop_s, sync, part=part))
        sources[path] = source
        issues += named_issues(path, source.issues)
    footage = Footage(with_cameras(_parts_in_a_row(clips, guessed)))
    for path in sources:
        if (camera := known_camera(path)) is not None:
            footage = footage.with_camera(path, camera)
    indexing = IndexThread({path: source.facts.times for path, source in sources.items()})
    return OpenedFootage(footage, sources, indexing, tuple(issues), tuple(refusals))


def named_issues(path: str, issues: Iterable[Issue]) -> list[Issue]:
    """Return the issues with the name of the video before them."""
    return [Issue(issue.code, f"{Path(path).name}: {issue.message}") for issue in issues]


def after_part(sync: SyncMap) -> SyncMap:
    """Return where a part of a file lies that follows directly on one with this map: its time runs on."""
    return replace(sync, source=AFTER_PART)


def _parts_in_a_row(clips: list[VideoClip], guessed: list[str]) -> list[VideoClip]:
    """Return the clips with parts that nothing else places (`night_2of3`) laid one after the other."""
    parts = [
        clip for clip in clips if clip.key in guessed and not clip.sync.is_known and part_number(clip.path) is not None
    ]
    film_of = films_of(clip.path for clip in parts)
    placed: dict[str, VideoClip] = {}
    end_s: dict[str, float] = {}
    for clip in sorted(parts, key=lambda clip: (part_number(clip.path) or 0, clip.part)):
        film = film_of[clip.path]
        if film in end_s:
            clip = replace(clip, sync=SyncMap(end_s[film] - clip.first_s, source=AFTER_PART))
        placed[clip.key], end_s[film] = clip, clip.span.stop_s
    return [placed.get(clip.key, clip) for clip in clips]
