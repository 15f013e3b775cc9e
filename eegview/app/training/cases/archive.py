"""The zip of a case set, checked before anything of it is unpacked: its members' names, sizes, and their digests."""

from __future__ import annotations

import hashlib
import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from eegview.exchange.bundle_limits import READ_ERRORS
from eegview.model.errors import UnreadableFile

DESCRIPTION, KEYS, SIGNATURE = "set.json", "keys.bin", "signature.json"
_LARGEST_BYTES = {DESCRIPTION: 16 << 20, KEYS: 64 << 20, SIGNATURE: 4 << 20}
_LARGEST_CLIP_BYTES = 512 << 20
_MOST_MEMBERS, _EARNEST_RATIO, _SMALL_BYTES = 10_100, 100, 64 << 20
_CLIP = re.compile(r"eeg/[0-9A-Za-z_-]{1,64}\.edf|video/[0-9A-Za-z_-]{1,64}\.mp4")
_BLOCK_BYTES = 1 << 20
_IS_ENCRYPTED = 0x1


def eeg_name(item_id: str) -> str:
    """Return the member that holds an item's EEG."""
    return f"eeg/{item_id}.edf"


def video_name(item_id: str) -> str:
    """Return the member that holds an item's video."""
    return f"video/{item_id}.mp4"


def damaged(path: Path) -> UnreadableFile:
    """Return the error for a set that cannot be trusted to be whole."""
    return UnreadableFile(f"The case set “{path.name}” is damaged or is not whole.", "Ask its maker for another copy.")


def altered(path: Path) -> UnreadableFile:
    """Return the error for a set whose content is not what its maker wrote."""
    return UnreadableFile(
        f"The case set “{path.name}” was altered after it was made.", "Do not use it; ask its maker for another copy."
    )


@contextmanager
def opened(path: Path) -> Iterator[zipfile.ZipFile]:
    """Open the zip of a set; what its members raise while they are read becomes one sentence.

    Raises
    ------
    UnreadableFile : it is missing, is no case set, is damaged, or holds what no case set holds
    """
    try:
        if not path.is_file():
            what = "is not a file" if path.exists() else "was not found"
            raise UnreadableFile(f"The case set “{path.name}” {what}.", "Choose a file that ends in .eegcases.")
        with zipfile.ZipFile(path) as archive:
            _check(archive, path)
            yield archive
    except zipfile.BadZipFile:
        with path.open("rb") as file:
            is_zip = file.read(4) == b"PK\x03\x04"
        if is_zip:
            raise damaged(path) from None
        raise UnreadableFile(f"“{path.name}” is not a case set.", "Choose a file that ends in .eegcases.") from None
    except OSError as error:
        why = (error.strerror or "the disk could not be read").lower()
        raise UnreadableFile(f"The case set “{path.name}” cannot be read: {why}.", "Check the disk.") from None
    except READ_ERRORS:
        raise damaged(path) from None


def read_small(archive: zipfile.ZipFile, name: str) -> bytes:
    """Return a member that is read whole, no more of it than it may have.

    Raises
    ------
    ValueError : it is larger
    """
    with archive.open(name) as file:
        content = file.read(_LARGEST_BYTES[name] + 1)
    if len(content) > _LARGEST_BYTES[name]:
        raise ValueError("too large")
    return content


def unpack(archive: zipfile.ZipFile, name: str, out: IO[bytes]) -> str:
    """Copy a member into a file; return its SHA-256, hex.

    Raises
    ------
    ValueError : it unpacks to more than the zip's directory says
    """
    digest, n_left = hashlib.sha256(), archive.getinfo(name).file_size
    with archive.open(name) as file:
        while block := file.read(_BLOCK_BYTES):
            n_left -= len(block)
            if n_left < 0:
                raise ValueError("larger than it says")
            digest.update(block)
            out.write(block)
    return digest.hexdigest()


def _check(archive: zipfile.ZipFile, path: Path) -> None:
    members = archive.infolist()
    names = [member.orig_filename for member in members]
    if DESCRIPTION not in names:
        raise UnreadableFile(f"“{path.name}” is not a case set.", "Choose a file that ends in .eegcases.")
    strange = [name for name in names if name not in _LARGEST_BYTES and not _CLIP.fullmatch(name)]
    if strange or len(set(map(str.casefold, names))) < len(names) or len(names) > _MOST_MEMBERS:
        raise UnreadableFile(
            f"The case set “{path.name}” contains files that no case set has.",
            "Do not trust it; ask its maker for another copy.",
        )
    sizes = [member.file_size for member in members]
    most = max(_SMALL_BYTES, _EARNEST_RATIO * path.stat().st_size)
    too_large = any(
        member.file_size > _LARGEST_BYTES.get(name, _LARGEST_CLIP_BYTES)
        for member, name in zip(members, names, strict=True)
    )
    if too_large or sum(sizes) > most:
        raise UnreadableFile(
            f"The case set “{path.name}” would unpack to far more than it is, so it was not unpacked.",
            "Do not trust it; ask its maker for another copy.",
        )
    if not {KEYS, SIGNATURE} <= set(names) or any(member.flag_bits & _IS_ENCRYPTED for member in members):
        raise damaged(path)
