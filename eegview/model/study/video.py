"""Videos that belong to a study: known by the fingerprint of their content, with the camera that took them.

Where a file lies is no part of the record: a path may name a patient, and records go into bundles. Places are kept in
the library beside the log, see `VideoPlace`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePosixPath, PureWindowsPath

from eegview.model.annotation import Annotation
from eegview.model.study.records import VIDEO_TERM, about_of, held_in, newest_about

HERE, REMOVED = "here", "removed"
_STATE, _SIZE, _NAME, _CAMERA = "state", "n_bytes", "name", "camera"


@dataclass(frozen=True, slots=True)
class KnownVideo:
    """One video of a study.

    fingerprint, n_bytes : identity and size of its content
    name : a neutral name, `video 1`; never the file's
    camera : as a reviewer assigned it, "" = as its name and time say
    is_removed : it was taken out of the study
    author : who said so last
    """

    fingerprint: str
    n_bytes: int
    name: str
    camera: str = ""
    is_removed: bool = False
    author: str = ""


@dataclass(frozen=True, slots=True)
class VideoPlace:
    """A place where a video was found.

    fingerprint : of the video
    path : absolute, as on the machine that found it
    relative : from the recording's folder, with forward slashes; "" where there is no such way
    """

    fingerprint: str
    path: str
    relative: str = ""

    @property
    def file_name(self) -> str:
        """Return the file's name, whichever system the path is of."""
        is_windows = "\\" in self.path or self.path[1:2] == ":"
        return (PureWindowsPath(self.path) if is_windows else PurePosixPath(self.path)).name


def held_video(video: KnownVideo) -> dict[str, str]:
    """Return what the record of a video holds; its fingerprint is the subject."""
    return {
        _STATE: REMOVED if video.is_removed else HERE,
        _SIZE: str(video.n_bytes),
        _NAME: video.name,
        _CAMERA: video.camera,
    }


def study_videos(records: Iterable[Annotation]) -> dict[str, KnownVideo]:
    """Return the videos that anything was said of, by fingerprint, removed ones too."""
    return {name: _video(record) for name, record in newest_about(records, VIDEO_TERM).items() if name}


def neutral_name(known: Iterable[KnownVideo]) -> str:
    """Return the name of the next video of a study: `video 3`."""
    taken = {video.name for video in known}
    return next(name for n in range(1, len(taken) + 2) if (name := f"video {n}") not in taken)


def video_act_text(before: Annotation | None, after: Annotation | None) -> str:
    """Return what was done to a video: `add video 1`, `remove video 1`, `set the camera of video 1`."""
    record = after if after is not None else before
    assert record is not None
    video = _video(record)
    if after is None:
        return f"remove the setting of {video.name}"
    if video.is_removed:
        return f"remove {video.name}"
    was = _video(before) if before is not None else None
    if was is not None and not was.is_removed and was.camera != video.camera:
        return f"set the camera of {video.name} to {video.camera or 'as its name says'}"
    return f"add {video.name}"


def _video(record: Annotation) -> KnownVideo:
    held = held_in(record)
    size = held.get(_SIZE, "")
    return KnownVideo(
        about_of(record),
        int(size) if size.isascii() and size.isdecimal() and len(size) < 19 else 0,
        held.get(_NAME) or "a video",
        held.get(_CAMERA, ""),
        held.get(_STATE) == REMOVED,
        record.layer,
    )
