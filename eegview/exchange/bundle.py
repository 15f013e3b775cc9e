"""Study bundles: one folder or zip with files, marks, edit log and a manifest, which opens on another machine.

Every path inside is relative; every file has its SHA-256 in `manifest.json`. This module must not know the library.
"""

from __future__ import annotations

import hashlib
import json
import math
import shutil
import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Any

from eegview.exchange import bundle_limits as limits
from eegview.exchange.writing import whole_file, whole_folder
from eegview.model.errors import UnreadableFile
from eegview.model.recording import Progress, no_progress

FORMAT = "eegview-bundle"
FORMAT_VERSION = 2  # 1: before the log held records of runs
MANIFEST = "manifest.json"
RECORDING, VIDEO, SIDE_FILE, MARKS, LOG, RUNS = "recording", "video", "side file", "marks", "log", "runs"
PROVENANCE = "provenance"
INFANT = "infant"

_BLOCK_BYTES = 1024 * 1024
_MAX_MANIFEST_BYTES = 64 * 1024 * 1024
_BEYOND_ALL = 1 << 63


@dataclass(frozen=True, slots=True)
class Member:
    """A file to be put into a bundle.

    name : relative path inside, with forward slashes
    source : path of the file now
    """

    name: str
    role: str
    source: Path


@dataclass(frozen=True, slots=True)
class Entry:
    """A file of a bundle, as the manifest describes it."""

    name: str
    role: str
    n_bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """The list of a bundle's files, and a description of the study.

    about : fingerprint, start, vocabulary and counts, for programs and people; no path, no name of a machine
    """

    entries: tuple[Entry, ...]
    about: dict[str, Any]

    def names(self, role: str) -> tuple[str, ...]:
        return tuple(entry.name for entry in self.entries if entry.role == role)


def write_bundle(
    out: Path, members: Sequence[Member], about: dict[str, Any], progress: Progress = no_progress
) -> Manifest:
    """Write members and manifest to a zip (`out` ends in .zip) or a new folder, completely or not at all.

    Zip members are stored, not packed: EEG and video hardly shrink, and a stored member can be read in place.

    Raises
    ------
    UsageError : the folder exists already and is not empty
    UnreadableFile : a member cannot be read, or two members have one name
    CannotWrite : the bundle cannot be written; nothing is left behind
    Cancelled : raised by `progress`; nothing is left behind
    """
    check_names([member.name for member in members])
    share = _Share(sum(_size(member.source) for member in members), progress)
    if out.suffix.lower() == ".zip":
        with whole_file(out) as file, zipfile.ZipFile(file, "w", zipfile.ZIP_STORED, allowZip64=True) as archive:
            entries = []
            for member in members:
                with archive.open(_zip_info(member.name), "w", force_zip64=True) as target:
                    entries.append(_copied(member, target, share))
            manifest = Manifest(tuple(entries), about)
            archive.writestr(_zip_info(MANIFEST), manifest_text(manifest))
        return manifest
    with whole_folder(out) as folder:
        entries = []
        for member in members:
            path = folder / member.name
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("xb") as target:
                entries.append(_copied(member, target, share))
        manifest = Manifest(tuple(entries), about)
        (folder / MANIFEST).write_text(manifest_text(manifest), encoding="utf-8")
    return manifest


def read_manifest(bundle: Path) -> Manifest:
    """Return the manifest of a bundle, folder or zip, without checking the files.

    Raises
    ------
    UnreadableFile : it is no bundle, is of a newer version, or names a path outside itself
    """
    try:
        content = _manifest_content(bundle)
        if len(content) > _MAX_MANIFEST_BYTES:
            raise _no_bundle(bundle)
        found = json.loads(content)
        if found["format"] != FORMAT or not _is_count(found["format_version"]) or not found["format_version"]:
            raise _no_bundle(bundle)
        if found["format_version"] > FORMAT_VERSION:
            raise UnreadableFile(f"“{bundle.name}” is of a newer version of eegview.", "Install the newer version.")
        if not isinstance(found["about"], dict):
            raise _no_bundle(bundle)
        manifest = Manifest(tuple(map(_entry, found["files"])), found["about"])
    except (OSError, RecursionError, TypeError, *limits.READ_ERRORS):
        raise _no_bundle(bundle) from None
    check_names([entry.name for entry in manifest.entries])
    n_packed_bytes = None if bundle.is_dir() else bundle.stat().st_size
    limits.check_sizes([entry.n_bytes for entry in manifest.entries], n_packed_bytes)
    _check_text_sizes(manifest)
    return manifest


def _manifest_content(bundle: Path) -> bytes:
    if bundle.is_dir():
        with limits.plain_file(bundle, MANIFEST).open("rb") as file:
            return file.read(_MAX_MANIFEST_BYTES + 1)
    with limits.sound_archive(bundle) as archive, archive.open(MANIFEST) as file:
        return file.read(_MAX_MANIFEST_BYTES + 1)


def _entry(row: dict[str, Any]) -> Entry:
    entry = Entry(row["name"], row["role"], row["n_bytes"], row["sha256"])
    if not all(isinstance(text, str) for text in (entry.name, entry.role, entry.sha256)):
        raise ValueError
    if not _is_count(entry.n_bytes):
        raise ValueError
    return entry


def _is_count(value: object) -> bool:
    return type(value) is int and 0 <= value < _BEYOND_ALL


def _check_text_sizes(manifest: Manifest) -> None:
    largest = dict.fromkeys((MARKS, LOG, PROVENANCE, INFANT), limits.LARGEST_TEXT_BYTES) | {
        RUNS: limits.LARGEST_RUNS_BYTES
    }
    for entry in manifest.entries:
        if entry.n_bytes > largest.get(entry.role, entry.n_bytes):
            raise UnreadableFile(f"{entry.name} of the bundle is too large to be read.", "Ask for another copy.")


def verify_bundle(bundle: Path, progress: Progress = no_progress) -> list[str]:
    """Return a sentence for each file of a bundle that is missing, changed, or not in its manifest.

    Raises
    ------
    UnreadableFile : it is no bundle, or is of a newer version
    """
    manifest = read_manifest(bundle)
    share = _Share(sum(entry.n_bytes for entry in manifest.entries), progress)
    problems = []
    with _opened(bundle) as files:
        for entry in manifest.entries:
            try:
                digest = _digest_of_entry(files, entry, share)
            except (OSError, *limits.READ_ERRORS):
                problems.append(f"{entry.name} is missing or cannot be read.")
                continue
            if digest != entry.sha256:
                problems.append(f"{entry.name} differs from what was put in.")
        known = {entry.name for entry in manifest.entries} | {MANIFEST}
        problems += [f"{name} does not belong to the bundle." for name in files.names() if name not in known]
    return problems


def unpack_bundle(
    bundle: Path,
    out: Path,
    progress: Progress = no_progress,
    check: Callable[[Path], None] = lambda _folder: None,
) -> Manifest:
    """Unpack a bundle into a new folder and check each file, completely or not at all.

    check : looks at the unpacked folder before it gets its name; what it raises leaves nothing behind

    Raises
    ------
    UnreadableFile : it is no bundle, a file in it is missing or changed, or it unpacks to more than it says
    UsageError : the folder exists already and is not empty
    CannotWrite : the folder cannot be written; nothing is left behind
    """
    manifest = read_manifest(bundle)
    sizes = [entry.n_bytes for entry in manifest.entries]
    share = _Share(sum(sizes), progress)
    with _opened(bundle) as files, whole_folder(out) as folder:
        limits.check_room(sum(sizes), shutil.disk_usage(folder).free)
        for entry in manifest.entries:
            if files.size(entry.name) not in (None, entry.n_bytes):
                raise _damaged(entry.name)
        _copy_out(files, manifest.entries, folder, share)
        (folder / MANIFEST).write_text(manifest_text(manifest), encoding="utf-8")
        check(folder)
    return manifest


def unpack_roles(bundle: Path, folder: Path, roles: Sequence[str]) -> Manifest:
    """Copy the files of some roles, and the manifest, out of a bundle into an empty folder, and check each.

    Raises
    ------
    UnreadableFile : it is no bundle, or one of these files is missing or changed
    OSError : the folder cannot be written
    """
    manifest = read_manifest(bundle)
    wanted = [entry for entry in manifest.entries if entry.role in roles]
    share = _Share(sum(entry.n_bytes for entry in wanted), no_progress)
    with _opened(bundle) as files:
        _copy_out(files, wanted, folder, share)
    (folder / MANIFEST).write_text(manifest_text(manifest), encoding="utf-8")
    return manifest


def _copy_out(files: _Files, entries: Sequence[Entry], folder: Path, share: _Share) -> None:
    """Copy files of a bundle into a folder and check each.

    Raises
    ------
    UnreadableFile : one is missing or changed
    """
    for entry in entries:
        path = folder / entry.name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("xb") as target:
            try:
                digest = _digest_of_entry(files, entry, share, target)
            except (FileNotFoundError, *limits.READ_ERRORS):
                raise _damaged(entry.name) from None
        if digest != entry.sha256:
            raise _damaged(entry.name)


def _digest_of_entry(files: _Files, entry: Entry, share: _Share, target: IO[bytes] | None = None) -> str | None:
    """Return the SHA-256 of a file, None where it is not of the size it says; no more than that is read."""
    with files.open(entry.name) as source:
        n_bytes, digest = _digest(source, share, target, entry.n_bytes)
        is_all = n_bytes == entry.n_bytes and not source.read(1)
    return digest if is_all else None


def manifest_text(manifest: Manifest) -> str:
    """Return the canonical JSON text of a manifest."""
    content = {
        "format": FORMAT,
        "format_version": FORMAT_VERSION,
        "about": manifest.about,
        "files": [asdict(entry) for entry in manifest.entries],
    }
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def check_names(names: Sequence[str]) -> None:
    """Check that no name leads out of the bundle and no two files share one (also where case does not count).

    Raises
    ------
    UnreadableFile : a name is not a plain relative path, or is there twice
    """
    limits.check_names(names, MANIFEST)


class _Share:
    """The progress of the copying, reported after every block."""

    def __init__(self, n_bytes: int, progress: Progress) -> None:
        self._n_bytes, self._done, self._progress = max(n_bytes, 1), 0, progress

    def add(self, n_bytes: int) -> None:
        self._done += n_bytes
        self._progress(min(self._done / self._n_bytes, 1.0))


class _Files:
    """The files of a folder or a zip, opened by their relative names."""

    def __init__(self, bundle: Path, archive: zipfile.ZipFile | None) -> None:
        self._bundle, self._archive = bundle, archive

    def open(self, name: str) -> IO[bytes]:
        return self._archive.open(name) if self._archive else limits.plain_file(self._bundle, name).open("rb")

    def size(self, name: str) -> int | None:
        """Return the size (bytes) that is declared for a file, None where it is not there."""
        try:
            if self._archive:
                return self._archive.getinfo(name).file_size
            return limits.plain_file(self._bundle, name).stat().st_size
        except (KeyError, OSError):
            return None

    def names(self) -> list[str]:
        if self._archive:
            return [info.filename for info in self._archive.infolist() if not info.is_dir()]
        paths = (path for path in sorted(self._bundle.rglob("*")) if path.is_file())
        return [path.relative_to(self._bundle).as_posix() for path in paths]


@contextmanager
def _opened(bundle: Path) -> Iterator[_Files]:
    if bundle.is_dir():
        yield _Files(bundle, None)
        return
    with limits.sound_archive(bundle) as archive:
        yield _Files(bundle, archive)


def _copied(member: Member, target: IO[bytes], share: _Share) -> Entry:
    try:
        source = member.source.open("rb")  # apart from its reading: only the opening may fail as unreadable
    except OSError:
        raise _unreadable(member.source) from None
    with source:
        n_bytes, digest = _digest(source, share, target)
    return Entry(member.name, member.role, n_bytes, digest)


def _digest(
    source: IO[bytes], share: _Share, target: IO[bytes] | None = None, at_most: float = math.inf
) -> tuple[int, str]:
    """Return size and SHA-256 of at most so many bytes of a file, copied to `target` if there is one."""
    digest, n_bytes = hashlib.sha256(), 0
    while block := source.read(int(min(_BLOCK_BYTES, at_most - n_bytes))):
        digest.update(block)
        n_bytes += len(block)
        if target is not None:
            target.write(block)
        share.add(len(block))
    return n_bytes, digest.hexdigest()


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        raise _unreadable(path) from None


def _zip_info(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name)  # no date of the file: it may be that of the recording
    info.external_attr = 0o644 << 16
    return info


def _unreadable(path: Path) -> UnreadableFile:
    return UnreadableFile(f"“{path.name}” cannot be read.", "Check that it is there and that you may read it.")


def _no_bundle(bundle: Path) -> UnreadableFile:
    return UnreadableFile(f"“{bundle.name}” is not a study bundle.", "Choose a folder or zip made by “eegview bundle”.")


def _damaged(name: str) -> UnreadableFile:
    return UnreadableFile(
        f"{name} differs from what was put into the bundle.", "Copy the bundle again from where it was made."
    )
