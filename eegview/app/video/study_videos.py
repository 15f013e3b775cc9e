"""Find and open the videos of a study, with what the window needs to know of each."""

from collections.abc import Iterable
from dataclasses import dataclass

from eegview.app.video.footage import OpenedFootage, open_footage
from eegview.model.errors import EegViewError
from eegview.model.recording import Recording


@dataclass(frozen=True, slots=True)
class StudyVideos:
    """The opened videos of a study.

    fingerprints : identity of each file's content, by path
    has_sound : whether any file has sound that can be decoded
    """

    opened: OpenedFootage
    fingerprints: dict[str, str]
    has_sound: bool


def find_videos(recording_path: str) -> tuple[str, ...]:
    """Return the video files in the recording's folder that bear its name, in natural order."""
    from eegview.readers.companion_files import companion_videos

    return companion_videos(recording_path)


def open_study_videos(paths: Iterable[str], recording: Recording) -> StudyVideos:
    """Open videos of a recording; one that cannot be opened is among `opened.refusals`.

    Raises
    ------
    UnreadableFile
        A video that was just opened cannot be read any more.
    """
    from eegview.readers.fingerprint import fingerprint_of_video

    opened = open_footage(paths, recording)
    try:
        fingerprints = {path: fingerprint_of_video(path) for path in opened.sources}
        return StudyVideos(opened, fingerprints, any(_has_sound(path) for path in opened.sources))
    except EegViewError:
        opened.close()
        raise


def _has_sound(path: str) -> bool:
    """Check whether a video file has sound that can be decoded."""
    from eegview.readers.video.audio import open_audio

    audio = open_audio(path)
    if audio is not None:
        audio.close()
    return audio is not None
