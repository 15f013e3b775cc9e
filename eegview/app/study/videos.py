"""Find the videos of a study again: where they were, else by their content in the folders that come into question."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from eegview.model.errors import UnreadableFile
from eegview.model.study.video import KnownVideo, VideoPlace

if TYPE_CHECKING:
    from eegview.store.library import Library


@dataclass(frozen=True, slots=True)
class MissingVideo:
    """A video of the study that was not found.

    name : of its file where it was last, else its neutral name
    folder : where it was last, "" where that is not known
    is_other : a file is still in its place, but another one
    is_placed : where it was is known
    """

    video: KnownVideo
    name: str
    folder: str = ""
    is_other: bool = False
    is_placed: bool = True

    @property
    def text(self) -> str:
        """Return what to tell the reader."""
        if self.is_other:
            return f"{self.name} is not the same file as when this study was last opened."
        return f"{self.name} was here when this study was last opened, but is not found."


@dataclass(frozen=True, slots=True)
class VideosFound:
    """The files of a study's videos.

    paths : by fingerprint, in the order to open them
    missing : videos known from the library that were not found
    """

    paths: Mapping[str, str] = field(default_factory=dict)
    missing: tuple[MissingVideo, ...] = ()


def find_study_videos(
    recording: str, beside: Iterable[str], known: Mapping[str, KnownVideo], places: Iterable[VideoPlace]
) -> VideosFound:
    """Return the videos of a study: those beside the recording, and those that its records know.

    A known video is looked for at each place where it was (from the recording's folder, and as an absolute path), then
    by its content in the recording's folder and in the folders of the other known videos. One that was removed from
    the study is left out, also where it lies beside the recording.

    Parameters
    ----------
    recording : path of the recording's first file
    beside : paths of the videos that belong to it by their name, or were named by the reader
    known : by fingerprint, removed ones too
    places : where they were found, the newest first
    """
    folder = _absolute(recording).parent
    places = tuple(places)
    found: dict[str, str] = {}
    for path in beside:
        fingerprint = _fingerprint(path)
        if fingerprint is None:
            found.setdefault(path, path)  # opening it says what is the matter
        elif fingerprint not in known or not known[fingerprint].is_removed:
            found.setdefault(fingerprint, path)
    wanted = {name: video for name, video in known.items() if not video.is_removed and name not in found}
    others: set[str] = set()
    for name in wanted:
        for path in _paths(folder, (place for place in places if place.fingerprint == name)):
            if not path.is_file():
                continue
            if _fingerprint(path) == name:
                found[name] = str(path)
                break
            others.add(name)
    left = {name: video for name, video in wanted.items() if name not in found}
    if left:
        elsewhere = (Path(place.path) for place in places)  # another machine's path is none here
        elsewhere = (path.parent for path in elsewhere if path.is_absolute())
        folders = [folder, *(Path(path).parent for path in found.values()), *elsewhere]
        found |= _by_content(folders, left)
    missing = (_missing(video, places, name in others) for name, video in left.items() if name not in found)
    return VideosFound(found, tuple(sorted(missing, key=lambda one: one.name)))


def place_of(recording: str, fingerprint: str, path: str) -> VideoPlace:
    """Return the place to store of a file: absolute, and from the recording's folder where there is such a way."""
    absolute, folder = _absolute(path), _absolute(recording).parent
    relative = ""
    if absolute.anchor == folder.anchor and len(os.path.commonpath([absolute, folder])) > len(folder.anchor):
        relative = Path(os.path.relpath(absolute, folder)).as_posix()
    return VideoPlace(fingerprint, str(absolute), relative)


def note_places(library: Library, fingerprint: str, places: Iterable[VideoPlace]) -> None:
    """Have the library hold where videos of a recording were found; call it on the store lane."""
    for place in places:
        library.note_video_place(fingerprint, place)


def _absolute(path: str) -> Path:
    return Path(os.path.normpath(Path(path).absolute()))


def _paths(folder: Path, places: Iterable[VideoPlace]) -> list[Path]:
    """Return where to look, the place relative to the recording before the absolute one."""
    paths = []
    for place in places:
        if place.relative:
            paths.append(Path(os.path.normpath(folder / place.relative)))
        if Path(place.path).is_absolute():
            paths.append(Path(place.path))
    return list(dict.fromkeys(paths))


def _by_content(folders: Iterable[Path], wanted: Mapping[str, KnownVideo]) -> dict[str, str]:
    """Return the files of these folders that are videos wanted; only files of the right size are read.

    Of a video whose size is not known all files that are called like videos are read, some hundred kilobytes of each.
    """
    from eegview.readers.companion_files import VIDEO_SUFFIXES

    sizes = {video.n_bytes for video in wanted.values()}
    found: dict[str, str] = {}
    for folder in dict.fromkeys(folders):
        for entry in _files_of(folder):
            if len(found) == len(wanted):
                return found
            try:
                is_like_one = 0 in sizes and entry.suffix.lower() in VIDEO_SUFFIXES
                if entry.stat().st_size not in sizes and not is_like_one:
                    continue
            except OSError:
                continue
            fingerprint = _fingerprint(entry)
            if fingerprint is not None and fingerprint in wanted and fingerprint not in found:
                found[fingerprint] = str(entry)
    return found


def _files_of(folder: Path) -> list[Path]:
    try:
        return sorted(entry for entry in folder.iterdir() if entry.is_file())
    except OSError:  # it is gone, or may not be listed
        return []


def _fingerprint(path: str | Path) -> str | None:
    from eegview.readers.fingerprint import fingerprint_of_video

    try:
        return fingerprint_of_video(path)
    except UnreadableFile:
        return None


def _missing(video: KnownVideo, places: tuple[VideoPlace, ...], is_other: bool) -> MissingVideo:
    place = next((place for place in places if place.fingerprint == video.fingerprint), None)
    if place is None:
        return MissingVideo(video, video.name, is_other=is_other, is_placed=False)
    path = Path(place.path)
    return MissingVideo(video, place.file_name, str(path.parent) if path.is_absolute() else "", is_other)
