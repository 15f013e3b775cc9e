"""Sort what was chosen or dropped into recordings and videos; look into folders for both."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from eegview.app.study.file_kinds import is_video, whole_recordings
from eegview.app.video.cameras import films_of
from eegview.exchange.bundle import MANIFEST
from eegview.model.errors import UnreadableFile
from eegview.readers.clip.names import natural_key
from eegview.readers.recording_files import is_recording
from eegview.readers.unread_formats import is_natus_folder, refuse_unread_folder
from eegview.readers.vendor.kinds import FOLDER_ENDINGS

_MOST_ENTRIES = 5000  # of a folder; one with more is no study's


@dataclass(frozen=True, slots=True)
class OpeningPlan:
    """What is to be opened.

    recordings, videos : paths, in natural order; videos alone are clips, a study without EEG
    folder : where they were found by looking into it, "" where files were named
    chosen : of the recordings, those to open unless the reader says otherwise; fewer than all where several
        recordings lie in a folder that are not parts of one
    """

    recordings: tuple[str, ...]
    videos: tuple[str, ...] = ()
    folder: str = ""
    chosen: tuple[str, ...] = ()

    @property
    def needs_choice(self) -> bool:
        """Whether the reader is to say which of several recordings of a folder it is."""
        return bool(self.folder) and len(self.recordings) > 1

    @property
    def is_film_folder(self) -> bool:
        """Whether it is a folder that holds clips and no recording: a study of its own."""
        return bool(self.folder) and not self.recordings

    @property
    def text(self) -> str:
        """Return what it is in words: `2 recordings: a.edf, b.edf · 1 video`."""
        names = ", ".join(Path(path).name for path in self.recordings[:3])
        more = f" and {len(self.recordings) - 3} more" if len(self.recordings) > 3 else ""
        count = len(self.recordings)
        found = f"{count} {'recording' if count == 1 else 'recordings'}: {names}{more}"
        videos = f"{len(self.videos)} {'video' if len(self.videos) == 1 else 'videos'}" if self.videos else "no video"
        return f"{found}  ·  {videos}"


def plan_opening(paths: Sequence[str]) -> OpeningPlan:
    """Return what to open for files and folders that were chosen or dropped; call it on a lane.

    Raises
    ------
    UnreadableFile : a folder holds no recording that is read and no clip, or cannot be read
    """
    named, folders = [], []
    for path in whole_recordings(paths):
        (folders if _is_plain_folder(Path(path)) else named).append(path)
    if len(folders) == 1 and not named:
        return _in_folder(Path(folders[0]))
    for folder in folders:
        found = _in_folder(Path(folder))
        named += [*found.recordings, *found.videos]
    recordings = tuple(path for path in named if not is_video(path))
    videos = tuple(path for path in named if is_video(path))
    if videos and not recordings:
        return OpeningPlan((), videos)
    if folders and len(recordings) > 1:
        return OpeningPlan(recordings, videos, folders[0], parts_of_one(recordings) or recordings[:1])
    return OpeningPlan(recordings, videos, chosen=recordings)


def clips_in(folder: str) -> tuple[str, ...]:
    """Return the clips of a folder that is a study of them; none where it is or holds a recording, or holds nothing.

    Raises
    ------
    UnreadableFile : it is a study of a program whose format is not read, or cannot be read
    """
    path = Path(folder)
    if not _is_plain_folder(path) or is_natus_folder(path) or (path / MANIFEST).is_file():
        return ()
    refuse_unread_folder(path)
    recordings, videos = _found_in(path)
    return () if recordings else tuple(videos)


def _is_plain_folder(path: Path) -> bool:
    return path.is_dir() and path.suffix.lower() not in FOLDER_ENDINGS and not (path / "info.xml").exists()


def _in_folder(folder: Path) -> OpeningPlan:
    """Return what lies in a folder; where that is no recording, in the folders within."""
    recordings, videos = _found_in(folder)
    if not recordings and videos:
        return OpeningPlan((), tuple(videos), str(folder))
    if not recordings:
        refuse_unread_folder(folder, among_others=True)
        sentence = f"{folder.name or folder} holds no recording and no clip."
        raise UnreadableFile(sentence, "Choose the folder with the EEG files or the clips.")
    chosen = tuple(recordings) if len(recordings) == 1 else parts_of_one(recordings) or tuple(recordings[:1])
    return OpeningPlan(tuple(recordings), tuple(videos), str(folder), chosen)


def _found_in(folder: Path) -> tuple[list[str], list[str]]:
    """Return the recordings and videos of a folder, where it has no recording also those in the folders within."""
    recordings, videos, inner = _listed(folder)
    for deeper in () if recordings else inner:
        found = _listed(deeper)
        recordings, videos = [*recordings, *found[0]], [*videos, *found[1]]
    return recordings, videos


def _listed(folder: Path) -> tuple[list[str], list[str], list[Path]]:
    """Return the recordings, videos and plain folders of one folder, in natural order."""
    try:
        entries = sorted(islice(folder.iterdir(), _MOST_ENTRIES), key=lambda path: (natural_key(path.stem), path.name))
    except OSError as error:
        raise UnreadableFile(f"{folder.name or folder} cannot be read.", "Check that you may read it.") from error
    recordings, videos, inner = [], [], []
    for path in entries:
        if path.name.startswith("."):
            continue
        if path.is_dir():
            if path.suffix.lower() in FOLDER_ENDINGS:
                recordings.append(str(path))
            elif not path.is_symlink():
                inner.append(path)
        elif is_video(path):
            videos.append(str(path))
        elif is_recording(path):
            recordings.append(str(path))
    return recordings, videos, inner


def parts_of_one(recordings: Iterable[str]) -> tuple[str, ...]:
    """Return the recordings where their names say that they are the numbered parts of one, else none."""
    recordings = tuple(recordings)
    films = films_of(recordings)
    is_one = len(films) == len(recordings) > 1 and len(set(films.values())) == 1
    return recordings if is_one else ()
