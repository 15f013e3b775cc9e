"""The kinds of files that may be opened, as the readers know them: for dialogs, and to sort what was chosen."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from eegview.readers.companion_files import VIDEO_SUFFIXES
from eegview.readers.opening import EDF_SUFFIXES, whole_recording
from eegview.readers.vendor.kinds import ENDINGS

EVERYTHING = "All files"


@dataclass(frozen=True, slots=True)
class FileKind:
    """One choice of the kinds of files that a dialog lists.

    endings : with their dots, sorted; none = every file
    """

    title: str
    endings: tuple[str, ...]

    @property
    def patterns(self) -> tuple[str, ...]:
        """Return the patterns of file names: `*.edf`."""
        return tuple(f"*{ending}" for ending in self.endings) or ("*",)


def file_kinds() -> tuple[FileKind, ...]:
    """Return all kinds: first recordings and videos together, then recordings, each format, videos, everything."""
    formats = {"EDF and BDF": EDF_SUFFIXES, **ENDINGS}
    recordings = tuple(sorted({ending for endings in formats.values() for ending in endings}))
    videos = video_kind()
    return (
        FileKind("Recordings and videos", (*recordings, *videos.endings)),
        FileKind("All recordings", recordings),
        *(FileKind(title, tuple(endings)) for title, endings in formats.items()),
        videos,
        FileKind(EVERYTHING, ()),
    )


def video_kind() -> FileKind:
    """Return the kind of all videos."""
    return FileKind("Videos", tuple(sorted(VIDEO_SUFFIXES)))


def is_video(path: str | Path) -> bool:
    """Whether a file is a video by its name."""
    return Path(path).suffix.lower() in VIDEO_SUFFIXES


def whole_recordings(paths: Iterable[str]) -> tuple[str, ...]:
    """Return what to open for these paths, each once: for a part of a folder that is a recording, the folder."""
    return tuple(dict.fromkeys(str(whole_recording(path)) for path in paths))
