"""Place the videos of a study in time: by anchors, by the library, else by a first guess."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from eegview.app.library.video_times import fit_of, shown_sync
from eegview.app.video.footage import AFTER_PART, after_part, open_footage
from eegview.model.annotation import Annotation
from eegview.model.errors import UsageError
from eegview.model.film.video import SyncMap, VideoClip, clip_fingerprint, clip_of_key
from eegview.model.issue import Issue
from eegview.model.recording import Recording
from eegview.model.sync import Anchor, SyncFit, SyncLevel, sync_mark_for, sync_of

if TYPE_CHECKING:
    from eegview.exchange.anchors_file import AnchorRow


@dataclass(frozen=True, slots=True)
class PlacedVideo:
    """A video file in time, or one part of a file whose times start again.

    fingerprint : identity of its content
    n_parts : of the file
    issues : of the file, with its first part
    anchors, fit : what its place goes by; none and None for a guess, or where it was set by hand
    is_new : not in the library as it stands
    """

    clip: VideoClip
    fingerprint: str
    anchors: tuple[Anchor, ...] = ()
    fit: SyncFit | None = None
    is_new: bool = False
    n_parts: int = 1
    issues: tuple[Issue, ...] = ()

    @property
    def name(self) -> str:
        """Return what to call it: the file's name, and which part."""
        name = Path(self.clip.path).name
        return name if self.n_parts == 1 else f"{name}, part {self.clip.part}"

    @property
    def level(self) -> SyncLevel:
        """Return the level of trust that the anchors' residuals allow; unknown without any."""
        return self.fit.level if self.fit else SyncLevel.UNKNOWN

    @property
    def worst_level(self) -> SyncLevel:
        """Return the lower level of trust of the video's first and last moment."""
        if self.fit is None:
            return SyncLevel.UNKNOWN
        span = self.clip.span
        return max(map(self.fit.level_at, (span.start_s, span.stop_s)), key=tuple(SyncLevel).index)


def placed_videos(
    paths: Sequence[str], recording: Recording, marks: Iterable[Annotation], author: str
) -> tuple[PlacedVideo, ...]:
    """Return the videos with the best known place in time, in the order given, each with its parts one by one.

    marks : those that keep times of videos, see `Editor.sync_marks`
    author : whose own settings go before those of others

    Raises
    ------
    UnreadableFile : a video cannot be read
    """
    from eegview.readers.fingerprint import fingerprint_of_video

    marks = tuple(marks)
    fingerprints = {path: fingerprint_of_video(path) for path in paths}

    def identity(path: str, part: int) -> str:
        return clip_fingerprint(fingerprints[path], part)

    def known(key: str) -> SyncMap | None:
        mark = sync_mark_for(marks, identity(*clip_of_key(key)), author)
        return shown_sync(mark, author) if mark else None

    # no first frame is waited for: each file is read to its end, which its coverage needs
    opened = open_footage(dict.fromkeys(paths), recording, known, patience_s=math.inf)
    issues = {path: source.issues for path, source in opened.sources.items()}
    opened.close()
    if opened.refusals:
        raise opened.refusals[0]
    order = {path: number for number, path in enumerate(dict.fromkeys(paths))}
    clips = sorted(opened.footage.clips, key=lambda clip: (order[clip.path], clip.part))
    n_parts = Counter(clip.path for clip in clips)
    found = []
    for clip in clips:
        told = issues[clip.path] if clip.part == 1 else ()
        one = PlacedVideo(clip, identity(clip.path, clip.part), n_parts=n_parts[clip.path], issues=told)
        mark = sync_mark_for(marks, one.fingerprint, author)
        found.append(one if mark is None else replace(one, anchors=sync_of(mark)[1], fit=fit_of(mark)))
    return tuple(found)


def fitted(video: PlacedVideo, anchors: Sequence[Anchor]) -> PlacedVideo:
    """Return the video where its anchors put it.

    Raises
    ------
    UsageError : the anchors cannot lie on one line
    """
    from eegview.dsp.sync.fit import fit_anchors

    fit = fit_anchors(anchors)
    return replace(video, clip=replace(video.clip, sync=fit.sync), anchors=tuple(anchors), fit=fit, is_new=True)


def all_fitted(videos: Sequence[PlacedVideo], anchors: Mapping[str, Sequence[Anchor]]) -> tuple[PlacedVideo, ...]:
    """Return the videos where their anchors put them; a later part without any follows the part before it.

    anchors : by path; those of a file in parts go to the part that shows their time

    Raises
    ------
    UsageError : the anchors of one cannot lie on one line
    """
    done: list[PlacedVideo] = []
    for one in videos:
        clip, given = one.clip, anchors.get(one.clip.path, ())
        is_last = clip.part == one.n_parts
        own = [
            anchor
            for anchor in given
            if (clip.part == 1 or anchor.video_s >= clip.first_s) and (is_last or anchor.video_s < clip.last_s)
        ]
        if own:
            one = fitted(one, own)
        elif clip.part > 1 and clip.sync.source == AFTER_PART:
            one = replace(one, clip=replace(clip, sync=after_part(done[-1].clip.sync)))
        done.append(one)
    return tuple(done)


def anchors_by_video(rows: Iterable["AnchorRow"], paths: Sequence[str]) -> Mapping[str, list[Anchor]]:
    """Return the anchors of each video named, by path; a row names its video by path or by file name.

    Raises
    ------
    UsageError : a row does not say which of several videos it is of, or names another
    """
    by_name: dict[str, list[str]] = {}
    for path in dict.fromkeys(paths):
        for name in {path, Path(path).name}:
            by_name.setdefault(name, []).append(path)
    sorted_out: dict[str, list[Anchor]] = {}
    for row in rows:
        if row.video:
            found = by_name.get(row.video) or by_name.get(Path(row.video).name, [])
        else:
            found = list(dict.fromkeys(paths))
        if not found:
            raise UsageError(
                f"The anchors name the video “{Path(row.video).name}”, which was not given.", "Add it with --video."
            )
        if len(found) > 1:
            raise UsageError(
                "It is not clear which video an anchor belongs to.", "Add a column “video” with the file's path."
            )
        sorted_out.setdefault(found[0], []).append(row.anchor)
    return sorted_out
