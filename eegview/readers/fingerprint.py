"""An identity of a recording's content that survives renaming and moving.

Reads a file's size and a few blocks of it, so a long file costs no more than a short one.
"""

import hashlib
from collections.abc import Sequence
from pathlib import Path

from eegview.model.errors import UnreadableFile

_HEAD_BYTES = 64 * 1024
_BLOCK_BYTES = 4 * 1024
_N_BLOCKS = 64


def fingerprint_of_files(paths: Sequence[str | Path]) -> str:
    """Return the hex SHA-256 over size, head, tail and 64 blocks spread through each file, in the order given.

    Two files that differ only between the sampled blocks share a fingerprint; two recordings never do.

    Raises
    ------
    OSError : a file cannot be read
    """
    digest = hashlib.sha256(b"eegview recording 1")
    for path in paths:
        with Path(path).open("rb", buffering=0) as file:
            size = file.seek(0, 2)
            digest.update(size.to_bytes(8, "little"))
            for start, length in _blocks(size):
                file.seek(start)
                digest.update(file.read(length))
    return digest.hexdigest()


def fingerprint_of_video(path: str | Path) -> str:
    """Return the identity of a video file's content, the same after renaming and moving.

    Raises
    ------
    UnreadableFile : the file is missing or may not be read
    """
    try:
        return fingerprint_of_files([path])
    except OSError:
        name = Path(path).name
        raise UnreadableFile(f"{name} cannot be read.", "Check the name, the folder and your rights.") from None


def fingerprint_of_parts(fingerprints: Sequence[str]) -> str:
    """Return the identity of a study made of several recordings; one recording keeps its own."""
    if len(fingerprints) == 1:
        return fingerprints[0]
    return hashlib.sha256("\n".join(["eegview study 1", *fingerprints]).encode()).hexdigest()


def _blocks(size: int) -> list[tuple[int, int]]:
    """Return (start, length) of the parts that are read."""
    if size <= _HEAD_BYTES + _N_BLOCKS * _BLOCK_BYTES:
        return [(0, size)]
    span = size - _HEAD_BYTES - _BLOCK_BYTES
    starts = [_HEAD_BYTES + span * i // (_N_BLOCKS - 1) for i in range(_N_BLOCKS)]
    return [(0, _HEAD_BYTES), *((start, _BLOCK_BYTES) for start in starts)]
