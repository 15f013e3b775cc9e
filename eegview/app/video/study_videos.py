"""Find and open the videos of a study, with what the window needs to know of each."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from eegview.app.video.footage import OpenedFootage, open_footage
from eegview.model.errors import EegViewError
from eegview.model.recording import Recording


@dataclass(frozen=True, slots=True)
class StudyVideos:
    """The opened videos of a study.

    fingerprints : identity of each file's content, by path
    has_sound : whether any file has sound that can be decoded
    sizes : bytes of each file, by path
    """

    opened: OpenedFootage
    fingerprints: dict[str, str]
    has_sound: bool
    sizes: dict[str, int] = field(default_factory=dict)


def find_videos(recording_path: str, *others: str) -> tuple[str, ...]:
    """Return the video files in the recording's folder that bear its name, in natural order.

    others : further files of the study; of clips without EEG each is a video of its own
    """
    from eegview.readers.companion_files import VIDEO_SUFFIXES, companion_videos

    clips = (path for path in others if Path(path).suffix.lower() in VIDEO_SUFFIXES)
    return (*companion_videos(recording_path), *clips)


def fingerprint_at(path: str) -> str:
    """Return the identity of a video file's content.

    Raises
    ------
    UnreadableFile
        It is missing or may not be read.
    """
    from eegview.readers.fingerprint import fingerprint_of_video

    return fingerprint_of_video(path)


def open_study_videos(
    paths: Iterable[str], recording: Recording, cameras: Mapping[str, str] | None = None
) -> StudyVideos:
    """Open videos of a recording; one that cannot be opened is among `opened.refusals`.

    cameras : the camera that a reviewer assigned, by a video's fingerprint

    Raises
    ------
    UnreadableFile
        A video that was just opened cannot be read any more.
    """
    from eegview.readers.fingerprint import fingerprint_of_video

    opened = open_footage(paths, recording)
    try:
        fingerprints = {path: fingerprint_of_video(path) for path in opened.sources}
        footage = opened.footage
        for path, name in fingerprints.items():
            if (cameras or {}).get(name):
                footage = footage.with_camera(path, (cameras or {})[name])
        sizes = {path: _size(path) for path in opened.sources}
        has_sound = any(_has_sound(path) for path in opened.sources)
        return StudyVideos(replace(opened, footage=footage), fingerprints, has_sound, sizes)
    except EegViewError:
        opened.close()
        raise


def _size(path: str) -> int:
    """Return the size of a file in bytes, 0 where it is gone."""
    try:
        return Path(path).stat().st_size
    except OSError:
        return 0


def _has_sound(path: str) -> bool:
    """Check whether a video file has sound that can be decoded."""
    from eegview.readers.video.audio import open_audio

    audio = open_audio(path)
    if audio is not None:
        audio.close()
    return audio is not None
