"""Limits of a bundle, checked before anything of it is unpacked: a hostile one fills no disk and writes nowhere else.

Nothing that a bundle says of itself is believed: neither its manifest nor the sizes in the zip's directory.
"""

import lzma
import stat
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from eegview.model.errors import UnreadableFile

MOST_FILES = 10_000
LARGEST_TEXT_BYTES = 256 * 1024 * 1024  # of marks and log, which are read whole
LARGEST_RUNS_BYTES = 1024 * 1024 * 1024
_LARGEST_PART_BYTES = 255  # of one name, as file systems have it
_LARGEST_NAME_BYTES = 1024
_EARNEST_RATIO = 100  # EEG and video shrink to a half, tables to a twentieth
_SMALL_BYTES = 64 * 1024 * 1024  # so much may be unpacked of any zip
_LOCAL_HEADER_BYTES = 30
_IS_ENCRYPTED = 0x1
_DISTRUST = "Do not trust it; ask for another copy."

# What reading a member of a damaged or hostile zip may raise: besides zipfile's own, of its decompressors.
READ_ERRORS = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    KeyError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    struct.error,
)


def check_names(names: Sequence[str], reserved: str) -> None:
    """Check that no name leads out of the bundle, cannot be a file's, or is another's too (also by case).

    Raises
    ------
    UnreadableFile : a name is not a plain relative path, or is there twice
    """
    for name in names:
        if not _is_plain(name) or name == reserved:
            raise UnreadableFile("The bundle names a file outside itself.", _DISTRUST)
    found = {_same_on_any_disk(name) for name in names}
    folders = {"/".join(parts[:n]) for parts in (name.split("/") for name in found) for n in range(1, len(parts))}
    if len(found) < len(names) or found & folders or _same_on_any_disk(reserved) in found:
        raise UnreadableFile("The bundle names a file twice.", "Give the files different names, then try again.")


def _is_plain(name: str) -> bool:
    try:
        raw = name.encode()
    except UnicodeEncodeError:
        return False
    parts = name.split("/")
    is_short = len(raw) <= _LARGEST_NAME_BYTES and all(len(part.encode()) <= _LARGEST_PART_BYTES for part in parts)
    has_odd = any(letter in '\\:*?"<>|' or unicodedata.category(letter) == "Cc" for letter in name)
    return is_short and not has_odd and not any(part in ("..", ".", "") for part in parts)


def _same_on_any_disk(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()


def check_sizes(sizes: Sequence[int], n_packed_bytes: int | None) -> None:
    """Check that so many files of these sizes (bytes) may be unpacked.

    n_packed_bytes : size of the zip, None for a folder

    Raises
    ------
    UnreadableFile : they are too many, or unpack to far more than they are packed
    """
    if len(sizes) > MOST_FILES:
        raise UnreadableFile(f"The bundle names more than {MOST_FILES} files.", _DISTRUST)
    if n_packed_bytes is not None and sum(sizes) > max(_SMALL_BYTES, _EARNEST_RATIO * n_packed_bytes):
        packed, unpacked = _megabytes(n_packed_bytes), _megabytes(sum(sizes))
        raise UnreadableFile(f"The bundle of {packed} would unpack to {unpacked}, so it was not unpacked.", _DISTRUST)


def check_room(n_bytes: int, n_free_bytes: int) -> None:
    """Check that the disk has room for so many bytes.

    Raises
    ------
    UnreadableFile : it has not
    """
    if n_bytes > n_free_bytes:
        raise UnreadableFile(
            f"The bundle needs {_megabytes(n_bytes)}, and {_megabytes(n_free_bytes)} are free.",
            "Free some space, or choose another folder with -o.",
        )


def _megabytes(n_bytes: int) -> str:
    return f"{n_bytes / 1e6:.0f} MB"


@contextmanager
def sound_archive(bundle: Path) -> Iterator[zipfile.ZipFile]:
    """Open a zip whose members are plain files that do not overlap and are not encrypted.

    Raises
    ------
    UnreadableFile : it is none
    OSError, zipfile.BadZipFile : it cannot be read
    """
    if not stat.S_ISREG(bundle.stat().st_mode):  # a pipe would be waited for
        raise UnreadableFile(f"“{bundle.name}” is not a file.", "Choose a folder or zip made by “eegview bundle”.")
    with zipfile.ZipFile(bundle) as archive:
        _check_members(archive.infolist(), archive.start_dir)
        yield archive


def _check_members(members: Sequence[zipfile.ZipInfo], directory_starts: int) -> None:
    if len(members) > MOST_FILES:
        raise UnreadableFile(f"The bundle contains more than {MOST_FILES} files.", _DISTRUST)
    names: set[str] = set()
    for member in members:
        kind = stat.S_IFMT(member.external_attr >> 16)
        if member.flag_bits & _IS_ENCRYPTED:
            raise UnreadableFile("The bundle is encrypted.", "Unpack it with its password, and give the folder.")
        if kind not in (0, stat.S_IFREG, stat.S_IFDIR) or not _is_plain(member.orig_filename.rstrip("/")):
            raise UnreadableFile("The bundle names a file outside itself.", _DISTRUST)
        name = _same_on_any_disk(member.orig_filename)
        if name in names:
            raise UnreadableFile("The bundle contains a file twice.", _DISTRUST)
        names.add(name)
    stop = 0
    for member in sorted(members, key=lambda member: member.header_offset):
        if member.header_offset < stop:
            raise UnreadableFile("Files in the bundle overlap.", _DISTRUST)
        name_bytes = len(member.orig_filename.encode("utf-8" if member.flag_bits & 0x800 else "cp437", "replace"))
        stop = member.header_offset + _LOCAL_HEADER_BYTES + name_bytes + member.compress_size
    if stop > directory_starts:
        raise UnreadableFile("Files in the bundle overlap.", _DISTRUST)


def plain_file(folder: Path, name: str) -> Path:
    """Return the path of a file in a bundle's folder.

    Raises
    ------
    FileNotFoundError : it is not there
    UnreadableFile : it, or a folder on the way to it, is a link, or it is a pipe or device
    """
    path = folder
    for part in name.split("/"):
        path = path / part
        if path.is_symlink():
            raise UnreadableFile("The bundle names a file outside itself.", _DISTRUST)
    if not stat.S_ISREG(path.stat().st_mode):
        raise UnreadableFile(f"{name} of the bundle is not a file.", _DISTRUST)
    return path
