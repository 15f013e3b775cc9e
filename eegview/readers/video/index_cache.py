"""Cache the indexes of long videos on disk, so that the next opening need not read the whole file.

An index is found by its file's fingerprint and time of change: a changed file has none.
"""

import contextlib
import hashlib
import os
import zipfile
from fractions import Fraction
from pathlib import Path

import numpy as np

from eegview.readers.fingerprint import fingerprint_of_files
from eegview.readers.video.index import PacketIndex
from eegview.readers.video.restarts import Piece

_VERSION = 2  # raise it when what is kept, or how packets are read, changes
_MOST_BYTES = 128 * 2**20  # some hundred nights


class IndexCache:
    """A folder of indexes, as many as fit in `most_bytes`; those unused longest are deleted first."""

    def __init__(self, folder: Path, most_bytes: int = _MOST_BYTES) -> None:
        self.folder, self.most_bytes = folder, most_bytes

    def get(self, video_path: str | Path) -> PacketIndex | None:
        """Return the cached index of this very file, None if there is none."""
        try:
            path = self._place(video_path)
            with path.open("rb") as file, np.load(file, allow_pickle=False) as kept:
                found = _unpacked(kept)
        except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
            return None  # nothing there, or damaged: the video is read and its index written anew
        with contextlib.suppress(OSError):  # a folder that may only be read still serves
            os.utime(path)  # used now
        return found

    def put(self, video_path: str | Path, index: PacketIndex) -> None:
        """Write an index, whole or not at all, and drop old ones.

        A disk that refuses costs no more than the time to read the video again, so it is no failure.
        """
        with contextlib.suppress(OSError):
            path = self._place(video_path)
            begun = path.with_suffix(f".{os.getpid()}.part")
            self.folder.mkdir(parents=True, exist_ok=True)
            try:
                with begun.open("wb") as file:
                    np.savez_compressed(file, allow_pickle=False, **_packed(index))
                begun.replace(path)
            finally:
                begun.unlink(missing_ok=True)
            self._drop_oldest(path)

    def _place(self, video_path: str | Path) -> Path:
        changed_ns = Path(video_path).stat().st_mtime_ns
        identity = f"{_VERSION} {fingerprint_of_files([video_path])} {changed_ns}"
        return self.folder / f"{hashlib.sha256(identity.encode()).hexdigest()}.npz"

    def _drop_oldest(self, newest: Path) -> None:
        """Remove what was used longest ago until the rest fits; the newest stays."""
        others = []
        for path in self.folder.glob("*.npz"):
            with contextlib.suppress(FileNotFoundError):  # another window dropped it
                found = path.stat()
                others.append((path == newest, found.st_mtime_ns, found.st_size, path))
        n_bytes = 0
        for is_newest, _used_ns, size, path in sorted(others, reverse=True):
            n_bytes += size
            if n_bytes > self.most_bytes and not is_newest:
                path.unlink(missing_ok=True)


def _packed(index: PacketIndex) -> dict[str, np.ndarray]:
    """Return the index as differences, which are small and much alike, so that they take little room."""
    return {
        "first": index.pts[:1],
        "between": np.diff(index.pts),
        "ahead": index.pts - index.dts,
        "is_key": np.packbits(index.is_key),
        "tick": np.array([index.tick_s.numerator, index.tick_s.denominator], np.int64),
        "ordinals": np.diff(index.ordinals, prepend=0),
        "end": np.array([index.end], np.int64),
        "pieces": np.array(index.pieces, np.int64).reshape(-1, 3),
        "key_bytes": np.array(list(index.key_bytes.items()), np.int64).reshape(-1, 2),
    }


def _unpacked(kept: "np.lib.npyio.NpzFile") -> PacketIndex:
    pts = np.cumsum(np.concatenate([kept["first"], kept["between"]]), dtype=np.int64)
    numerator, denominator = kept["tick"]
    index = PacketIndex(
        pts=pts,
        is_key=np.unpackbits(kept["is_key"], count=len(pts)).astype(np.bool_),
        dts=pts - kept["ahead"],
        end=int(kept["end"][0]),
        tick_s=Fraction(int(numerator), int(denominator)),
        ordinals=np.cumsum(kept["ordinals"], dtype=np.int64),
        pieces=tuple(Piece(int(start), int(shift), bool(is_part)) for start, shift, is_part in kept["pieces"]),
        key_bytes={int(pts): int(byte) for pts, byte in kept["key_bytes"]},
    )
    if not len(pts) or (np.diff(pts) <= 0).any() or index.end < pts[-1]:
        raise ValueError("not an index")
    return index
