"""Open a recording of any kind, by the content of the file, not by its name."""

from collections.abc import Sequence
from pathlib import Path

from eegview.model.errors import UnreadableFile
from eegview.model.issue import Issue
from eegview.model.recording import Progress, SignalSource, no_progress
from eegview.model.text.decoding import known_encoding
from eegview.readers.companion_files import VIDEO_SUFFIXES
from eegview.readers.dicom.recognition import looks_like_dicom
from eegview.readers.edf.header import BDF_VERSION, could_be_edf, looks_like_edf
from eegview.readers.plain_file import refuse_special
from eegview.readers.unread_formats import is_natus_folder, refuse_unread, refuse_unread_folder
from eegview.readers.vendor.kinds import FOLDER_ENDINGS

EDF_SUFFIXES = (".edf", ".bdf", ".rec", ".edf+", ".bdf+")
_USE_ANOTHER = "Choose an EEG recording, for example an EDF or BDF file."
_SOUND = "Choose the film itself; a sound alone shows no spasm."
_STILL = "Choose the film itself, an .mov or .mp4 of the same name for example; a picture has no times."
_NAME_IT = "A video is known by the ending of its name: give it its own, .avi or .mkv say."
_FOREIGN = (  # first bytes, what they are, what to do
    (b"\x1f\x8b", "a gzip archive", "Unpack it, then open the recording that is inside."),
    (b"PK\x03\x04", "a zip archive", "Unpack it, then open the recording that is inside."),
    (b"7z\xbc\xaf", "a 7-Zip archive", "Unpack it, then open the recording that is inside."),
    (b"BZh", "a bzip2 archive", "Unpack it, then open the recording that is inside."),
    (b"\xfd7zXZ", "an xz archive", "Unpack it, then open the recording that is inside."),
    (b"\x89PNG", "a PNG image", _USE_ANOTHER),
    (b"\xff\xd8\xff", "a JPEG image", _USE_ANOTHER),
    (b"GIF8", "a GIF image", _USE_ANOTHER),
    (b"%PDF", "a PDF document", _USE_ANOTHER),
    (b"RIFF", "a sound or video file", _NAME_IT),
    (b"\x1aE\xdf\xa3", "a video file", _NAME_IT),
    (b"version https://git-lfs", "a Git LFS pointer, not the recording itself", "Fetch the file with “git lfs pull”."),
)
_BRANDS = (  # of files of boxes (ISO/IEC 14496-12, section 4.3), by the first letters of their brand
    ((b"M4A", b"M4B", b"M4P"), "a sound file", _SOUND),
    ((b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1", b"avif", b"avis"), "a picture", _STILL),
    ((b"",), "a video file", "A video is known by the ending of its name: give it its own, .mp4 or .mov say."),
)
_SOUNDS = (b"ID3", b"fLaC", b"\xff\xfb", b"\xff\xf3", b"\xff\xf1", b"#!AMR")
_EITHER = (".xdfz", ".gz", ".raw", ".data", ".cnt")  # vendor formats that may begin like one of those above


def open_recording(path: str | Path, progress: Progress = no_progress, encoding: str = "") -> SignalSource:
    """Open one file (or the folder that is one recording) and describe it.

    encoding : of its texts, a name as Python knows it; "" = found out

    Raises
    ------
    UsageError : the encoding named is not known
    UnreadableFile : it is missing, is no EEG recording, or is damaged beyond use
    """
    if encoding:
        known_encoding(encoding)
    path = whole_recording(path)
    refuse_special(path)
    head = _first_bytes(path)
    suffix = path.suffix.lower()
    if head is None:
        if suffix != ".mff" and not (path / "info.xml").exists() and not is_natus_folder(path):
            refuse_unread_folder(path)
            raise UnreadableFile(f"{path.name} is a folder.", "Choose the recording inside it.")
    elif looks_like_edf(head):
        source = _open_edf(path, head, suffix, encoding)
        progress(1.0)
        return source
    elif looks_like_dicom(head):
        from eegview.readers.dicom.recording import open_dicom

        source = open_dicom(path, encoding)
        progress(1.0)
        return source
    elif suffix in VIDEO_SUFFIXES and head:
        from eegview.readers.clip.recording import open_clip  # loads the decoding library

        clip = open_clip(path)
        progress(1.0)
        return clip
    else:
        _refuse_foreign(path, head, suffix)
        if suffix in EDF_SUFFIXES:
            if not could_be_edf(head):
                raise UnreadableFile(f"{path.name} is not an EDF or BDF file.", _USE_ANOTHER)
            return _open_edf(path, head, suffix, encoding)
        refuse_unread(path, head)
    from eegview.readers.by_format import open_vendor

    source = open_vendor(path, encoding)
    progress(1.0)
    return source


def whole_recording(path: str | Path) -> Path:
    """Return the folder that a file is a part of where the folder is the recording, else the path itself.

    It goes by names alone: nothing is read. An EDF file or a video that somebody put into such a folder is itself.
    """
    path = Path(path)
    if path.suffix.lower() in (*EDF_SUFFIXES, *VIDEO_SUFFIXES):
        return path
    return next((folder for folder in path.parents if folder.suffix.lower() in FOLDER_ENDINGS), path)


def open_study(paths: Sequence[str | Path], progress: Progress = no_progress, encoding: str = "") -> SignalSource:
    """Open the files of one study on one timeline; 0 s is the earliest start.

    encoding : of their texts, a name as Python knows it; "" = found out

    Raises
    ------
    UsageError : the encoding named is not known
    UnreadableFile : one of them cannot be read
    """
    if len(paths) == 1:
        return open_recording(paths[0], progress, encoding)
    from eegview.readers.clip.joined import join_clips
    from eegview.readers.joined import join_sources

    sources: list[SignalSource] = []
    try:
        for number, path in enumerate(paths):
            progress(number / len(paths))
            sources.append(open_recording(path, encoding=encoding))
    except BaseException:
        for source in sources:
            source.close()
        raise
    progress(1.0)
    films = [source for source in sources if source.recording.is_film]
    if len(films) == len(sources):
        return join_clips(films)
    if films:
        names = [Path(films[0].recording.path).name, *(Path(s.recording.path).name for s in sources if s not in films)]
        for source in sources:
            source.close()
        sentence = f"{names[0]} is a video and {names[1]} a recording, so they are not parts of one."
        raise UnreadableFile(sentence, "Open the recording, then add the video to it.")
    return join_sources(sources)


def _first_bytes(path: Path) -> bytes | None:
    """Return the beginning of a file, None for a folder."""
    try:
        if path.is_dir():
            return None
        with path.open("rb") as file:
            return file.read(512)
    except FileNotFoundError:
        raise UnreadableFile(f"{path.name} was not found.", "Check its name and the folder.") from None
    except (OSError, ValueError) as error:
        raise UnreadableFile(f"{path.name} cannot be read.", "Check that you may read it.") from error


def _open_edf(path: Path, head: bytes, suffix: str, encoding: str) -> SignalSource:
    from eegview.readers.edf.recording import open_edf

    is_bdf = head[:8] == BDF_VERSION
    expected = (".bdf", ".bdf+") if is_bdf else (".edf", ".rec", ".edf+")
    issues = []
    if suffix not in expected and looks_like_edf(head):
        kind = "BDF" if is_bdf else "EDF"
        issues.append(Issue("wrong_extension", f"The file is {kind} although its name does not end in {expected[0]}."))
    return open_edf(path, issues, encoding)


def _refuse_foreign(path: Path, head: bytes, suffix: str) -> None:
    """Refuse what is surely no recording; return where a vendor's reader may know it, or EDF may be damaged.

    Raises
    ------
    UnreadableFile : with what the file is instead
    """
    if not head:
        raise UnreadableFile(f"{path.name} is empty.", "Copy it again from where it was recorded.")
    if head[4:8] == b"ftyp":
        what, advice = next((what, way) for brands, what, way in _BRANDS if head[8:12].startswith(brands))
        raise UnreadableFile(f"{path.name} is {what}.", advice)
    if suffix not in _EITHER:
        if head.startswith(_SOUNDS):
            raise UnreadableFile(f"{path.name} is a sound file.", _SOUND)
        for start, what, advice in _FOREIGN:
            if head.startswith(start):
                raise UnreadableFile(f"{path.name} is {what}.", advice)
