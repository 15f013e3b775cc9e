"""Find video files in a recording's folder, and guess where they lie on its timeline.

Must not decode: it knows names, dates and small side files only.
"""

import json
import math
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Protocol

from eegview.model.errors import UnreadableFile
from eegview.model.film.clip import FilmClip
from eegview.model.film.clip_metadata import ClipMetadata
from eegview.model.film.video import ELSEWHERE, NOT_DURING, THE_CLIP, SyncMap
from eegview.model.recording import Recording
from eegview.model.text.dates import iso_day, iso_time
from eegview.readers.clip.clock import ends_there, local_time
from eegview.readers.clip.names import named_time, natural_key
from eegview.readers.fingerprint import fingerprint_of_video
from eegview.readers.micromed.videos import video_number, video_starts_s

# What the cameras of EEG laboratories, camcorders, phones and recorders of surveillance cameras write.
VIDEO_SUFFIXES = frozenset(
    (
        *(".mp4", ".m4v", ".mov", ".qt", ".3gp", ".3g2", ".f4v", ".mkv", ".webm", ".avi", ".divx", ".wmv", ".asf"),
        *(".ts", ".mts", ".m2t", ".m2ts", ".trp", ".mpg", ".mpeg", ".mpe", ".m2p", ".vob", ".mod", ".m1v", ".m2v"),
        *(".flv", ".ogv", ".ogm", ".mxf", ".dv", ".dav", ".rm", ".rmvb"),
        *(".264", ".h264", ".avc", ".265", ".h265", ".hevc"),
    )
)
_SEPARATORS = " _-.+("


_MOST_APART = timedelta(hours=15)  # the widest time zone, and an hour for a clip that was long


class ClipTimes(Protocol):
    """The times of an open video that the first guess uses, in seconds of the stream."""

    @property
    def first_s(self) -> float: ...
    @property
    def last_s(self) -> float: ...
    @property
    def created_at(self) -> datetime | None: ...
    @property
    def metadata(self) -> ClipMetadata: ...


def companion_videos(recording_path: str | Path) -> tuple[str, ...]:
    """Return the video files in the recording's folder that share its name, in natural order.

    A name fits if it is the recording's without its ending, alone or followed by a separator and anything:
    `night.edf` has `night.mp4`, `night_2.mp4`, `night (camera 2).avi`. Those that a Micromed file names are its own. A
    recording that is a video itself has that video alone.
    """
    recording = Path(recording_path)
    if recording.suffix.lower() in VIDEO_SUFFIXES:
        return (str(recording_path),)
    own_numbers = video_starts_s(recording)
    stem = recording.stem.casefold()
    try:
        entries = sorted(recording.resolve().parent.iterdir(), key=lambda entry: (natural_key(entry.stem), entry.name))
    except (OSError, RuntimeError):  # RuntimeError: a link that leads to itself
        return ()  # a folder that may not be listed has nothing to offer; `--video` still names a file
    return tuple(
        str(recording.parent / entry.name)
        for entry in entries
        if entry.suffix.lower() in VIDEO_SUFFIXES
        and (_is_named_after(entry.stem.casefold(), stem) or video_number(entry) in own_numbers)
        and entry.is_file()
        and entry.name != recording.name
    )


def _is_named_after(name: str, stem: str) -> bool:
    return name == stem or (name.startswith(stem) and name[len(stem)] in _SEPARATORS)


def first_guess(recording: Recording, video: ClipTimes, path: str | Path) -> SyncMap:
    """Return where a video most likely lies on the recording's timeline; its `source` names the reason.

    A clip of a study without EEG is its own timeline. Else, in this order: a side file `<video>.sync.json` with
    `offset_s` and `drift_ppm`; the time a Micromed file gives; the local time that a phone wrote; the date and time in
    the file's name; the container's creation time; else the first frame at the recording's start.
    Times of the clock count only where they make video and recording overlap. A wall clock in the name goes before the
    container's, whose time zone many cameras get wrong. Where none of them does, the source says when the clip was
    filmed (`SyncMap.is_elsewhere`): its place is then made up, against its own clock.
    """
    if (clip := _own_clip(recording, path)) is not None:
        return SyncMap(clip.span.start_s - clip.first_s, source=THE_CLIP)
    path = Path(path)
    side_file = path.with_suffix(".sync.json")
    note = ""
    if side_file.is_file():
        sync = _from_side_file(side_file)
        if sync is not None:
            return sync
        note = f"; {side_file.name} cannot be read"
    own_start_s = video_starts_s(recording.path).get(number) if (number := video_number(path)) is not None else None
    if own_start_s is not None:
        return SyncMap(offset_s=own_start_s - video.first_s, source="video list of the recording" + note)
    starts = _clock_starts(recording, video, path)
    for start_s, source in starts:
        if start_s < recording.duration_s and start_s + (video.last_s - video.first_s) > 0:
            return SyncMap(offset_s=start_s - video.first_s, source=source + note)
    elsewhere = _elsewhere(recording, [start for start in starts if start[1] == starts[0][1]]) if starts else ""
    return SyncMap(offset_s=-video.first_s, source="none: aligned to recording start" + note + elsewhere)


def _elsewhere(recording: Recording, starts: Sequence[tuple[float, str]]) -> str:
    """Return what a clock says of a clip that does not overlap with the recording; a name can be read in two ways."""
    assert recording.started_at is not None
    began = recording.started_at.replace(tzinfo=None)
    filmed = [began + timedelta(seconds=start_s) for start_s, _clock in starts]
    said = " or ".join(dict.fromkeys(f"{iso_day(at)} {iso_time(at)}" for at in filmed))
    return f"{ELSEWHERE}{said} ({starts[0][1]}){NOT_DURING}"


def _own_clip(recording: Recording, path: str | Path) -> FilmClip | None:
    """Return the clip of a study without EEG that this file is, by its path, else by its content."""
    same = (clip for clip in recording.clips if Path(clip.path).absolute() == Path(path).absolute())
    if (clip := next(same, None)) is not None or not recording.is_film:
        return clip
    try:
        fingerprint = fingerprint_of_video(path)
    except UnreadableFile:
        return None
    return next((clip for clip in recording.clips if clip.fingerprint == fingerprint), None)


def _clock_starts(recording: Recording, video: ClipTimes, path: Path) -> list[tuple[float, str]]:
    """Return, best first, when the video begins on the recording's timeline (s) by each clock there is."""
    if recording.started_at is None:
        return []
    began = recording.started_at.replace(tzinfo=None)
    starts = []
    if (local := local_time(video.metadata)) is not None:
        starts.append(((local.replace(tzinfo=None) - began).total_seconds(), "local time in the file"))
    named = named_time(path.stem)
    is_cameras = not (named.is_messengers or named.is_of_screen)
    readings = named.readings if named.at is None else (named.at,)
    if named.at is None and video.created_at is not None:  # the container decides which reading is meant, or none
        readings = tuple(at for at in readings if _agree(at, video.created_at))
    for written in readings if is_cameras else ():
        at = written.replace(tzinfo=UTC).astimezone().replace(tzinfo=None) if named.is_utc else written
        note = ", which is UTC, in this computer's time zone" if named.is_utc else ""
        starts.append(((at - began).total_seconds(), "time in the file name" + note))
    if (created := video.created_at) is not None:
        note = ""
        if ends_there(video.metadata):
            created -= timedelta(seconds=video.last_s - video.first_s)
            note = ", less the length of the clip"
        # Many cameras write the local wall clock and call it UTC; others mean it.
        shown = created.astimezone().replace(tzinfo=None)
        written = created.replace(tzinfo=None)
        starts.append(((written - began).total_seconds(), "file times" + note))
        if shown != written:
            starts.append(((shown - began).total_seconds(), f"file times{note}, in this computer's time zone"))
    return starts


def _agree(written: datetime, created: datetime) -> bool:
    """Whether a local time and the container's can be of one moment, whatever the time zone of either."""
    return abs(written - created.replace(tzinfo=None)) <= _MOST_APART


def _from_side_file(side_file: Path) -> SyncMap | None:
    """Return the map a side file holds, None where it is not a pair of numbers."""
    try:
        found = json.loads(side_file.read_text(encoding="utf-8"))
        offset_s, drift_ppm = float(found["offset_s"]), float(found.get("drift_ppm", 0.0))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
    if not (math.isfinite(offset_s) and math.isfinite(drift_ppm) and abs(drift_ppm) < 1e5):
        return None
    return SyncMap(offset_s, drift_ppm, source=f"side file {side_file.name}")
