"""Hash and copy what a plugin consists of, byte for byte."""

import atexit
import hashlib
import os
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import platformdirs

from eegview.model.errors import DetectorFailed

MOST_FILES = 2000
MOST_BYTES = 4 * 2**30  # a learned model may be large
KEPT_COPIES = 24
# No part of a plugin, neither hashed nor run: what Python makes of the files, and what file managers leave behind.
_COMPILED = (".pyc", ".pyo", ".nbi", ".nbc")
_PASSED_OVER = ("__pycache__", "Thumbs.db", "desktop.ini")


@dataclass(frozen=True, slots=True)
class PluginFile:
    """One file of a plugin: its name from the folder, with slashes, and where its bytes are."""

    name: str
    path: Path


def files_of(folder: Path) -> tuple[PluginFile, ...]:
    """Return the files of a plugin's folder, by name.

    Raises
    ------
    DetectorFailed : a link leads out of the folder, there are too many files, or they cannot be read
    """
    try:
        found = sorted(_walk(folder), key=lambda file: file.name)
        n_bytes = sum(file.path.stat().st_size for file in found)
    except OSError as error:
        raise _unreadable(error) from None
    if len(found) > MOST_FILES or n_bytes > MOST_BYTES:
        raise DetectorFailed(
            "The folder contains far more than a detector.",
            "Give the folder that has plugin.toml, and nothing else in it.",
        )
    return tuple(found)


def _walk(folder: Path) -> Iterator[PluginFile]:
    root = folder.resolve()
    n_found = 0
    for place, folders, names in os.walk(folder):
        folders[:], names = sorted(filter(_counts, folders)), list(filter(_counts, names))
        for name in (*folders, *names):
            path = Path(place) / name
            if path.is_symlink() and not path.resolve().is_relative_to(root):
                raise DetectorFailed(
                    f"“{path.relative_to(folder).as_posix()}” is a link out of the detector's folder.",
                    "Put the file itself into the folder.",
                )
            if path.is_symlink() and path.is_dir():
                raise DetectorFailed(
                    f"“{path.relative_to(folder).as_posix()}” is a link to a folder.", "Put the files there themselves."
                )
        for name in names:
            path = Path(place) / name
            if not path.is_file():
                raise DetectorFailed(
                    f"“{path.relative_to(folder).as_posix()}” is not a plain file.",
                    "Remove it from the detector's folder.",
                )
            if path.suffix.lower() in _COMPILED:
                raise DetectorFailed(
                    f"“{path.relative_to(folder).as_posix()}” is compiled Python, which cannot be reviewed.",
                    "Put the source there in its place.",
                )
            n_found += 1
            if n_found > MOST_FILES:
                yield PluginFile(path.relative_to(folder).as_posix(), path)
                return
            yield PluginFile(path.relative_to(folder).as_posix(), path)


def _counts(name: str) -> bool:
    return not name.startswith(".") and name not in _PASSED_OVER


def content_hash(folder: Path) -> str:
    """Return the hex SHA-256 over names and bytes of a plugin's folder; dates, rights and hidden files do not count.

    Raises
    ------
    DetectorFailed : a link leads out of the folder, there are too many files, or they cannot be read
    """
    whole = hashlib.sha256()
    for file in files_of(folder):
        try:
            with file.path.open("rb") as stream:
                digest = hashlib.file_digest(stream, "sha256").hexdigest()
        except OSError as error:
            raise _unreadable(error) from None
        whole.update(f"{len(file.name.encode())} {file.name} {digest}\n".encode())
    return whole.hexdigest()


def copies_folder() -> Path:
    """Return the folder from which copies of plugins run; it may not exist yet."""
    return Path(platformdirs.user_cache_dir("eegview", appauthor=False)) / "detectors"


def checked_copy(folder: Path, wanted_hash: str, copies: Path | None = None) -> Path:
    """Return a folder that holds exactly the content of this hash; what is run from there is what was consented to.

    Raises
    ------
    DetectorFailed : the plugin's folder holds another content by now, or the copy cannot be written
    """
    copies = copies if copies is not None else _writable_copies()
    target = copies / wanted_hash[:32]
    try:
        if target.is_dir() and content_hash(target) == wanted_hash:
            _drop_strays(target)
            os.utime(target)
            return target
        copies.mkdir(parents=True, exist_ok=True)
        begun = copies / f".{secrets.token_hex(8)}"
        try:
            for file in files_of(folder):
                place = begun / file.name
                place.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(file.path, place)
                place.chmod(0o755)  # a script that is a command has to be one here too
            if content_hash(begun) != wanted_hash:
                raise DetectorFailed(
                    "The detector's files changed while they were read.", "Review them, and approve them again."
                )
            if target.exists():  # damaged
                shutil.rmtree(target)
            try:
                begun.rename(target)
            except OSError:
                if not target.is_dir() or content_hash(target) != wanted_hash:  # else another run was quicker
                    raise
        finally:
            shutil.rmtree(begun, ignore_errors=True)
        _drop_old(copies, target)
    except OSError as error:
        raise DetectorFailed(
            f"The detector's files cannot be copied: {(error.strerror or 'the disk could not be accessed').lower()}.",
            "Free some space on the disk of your cache folder.",
        ) from None
    return target


def _writable_copies() -> Path:
    """Return the folder of copies; where the cache folder cannot be written, one of this process alone."""
    folder = copies_folder()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return folder
    except OSError:
        return _copies_for_now()


@cache
def _copies_for_now() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="eegview-detectors-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def _drop_strays(copy: Path) -> None:
    """Remove from a copy what does not count as content: no run of it put that there."""
    for place, folders, names in os.walk(copy):
        for name in (*folders, *names):
            path = Path(place) / name
            if _counts(name):
                continue
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            else:
                path.unlink()
        folders[:] = filter(_counts, folders)


def _drop_old(copies: Path, newest: Path) -> None:
    held = [path for path in copies.iterdir() if path.is_dir() and path != newest and not path.name.startswith(".")]
    held.sort(key=lambda path: path.stat().st_mtime, reverse=True)
    for path in held[KEPT_COPIES:]:
        shutil.rmtree(path, ignore_errors=True)


def _unreadable(error: OSError) -> DetectorFailed:
    return DetectorFailed(
        f"The detector's files cannot be read: {(error.strerror or 'the disk could not be accessed').lower()}.",
        "Check that they are there and that you may read them.",
    )
