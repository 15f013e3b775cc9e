"""Study bundles: one folder or zip with files, marks, edit log and a manifest, which opens on another machine.

Every path inside is relative; every file has its SHA-256 in `manifest.json`. This module must not know the library.
"""

import hashlib
import json
import shutil
import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath
from typing import IO, Any

from eegview.exchange.writing import cannot_write, whole_file
from eegview.model.errors import UnreadableFile, UsageError
from eegview.model.recording import Progress, no_progress

FORMAT = "eegview-bundle"
FORMAT_VERSION = 1
MANIFEST = "manifest.json"
RECORDING, VIDEO, SIDE_FILE, MARKS, LOG, RUNS = "recording", "video", "side file", "marks", "log", "runs"

_BLOCK_BYTES = 1024 * 1024
_MAX_MANIFEST_BYTES = 64 * 1024 * 1024


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
    with _whole_folder(out) as folder:
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
        if bundle.is_dir():
            content = (bundle / MANIFEST).read_bytes()
        else:
            with zipfile.ZipFile(bundle) as archive, archive.open(MANIFEST) as file:
                content = file.read(_MAX_MANIFEST_BYTES)
        found = json.loads(content)
        if found["format"] != FORMAT:
            raise _no_bundle(bundle)
        if found["format_version"] > FORMAT_VERSION:
            raise UnreadableFile(f"“{bundle.name}” is of a newer version of eegview.", "Install the newer version.")
        entries = tuple(
            Entry(str(row["name"]), str(row["role"]), int(row["n_bytes"]), str(row["sha256"])) for row in found["files"]
        )
        manifest = Manifest(entries, dict(found["about"]))
    except (OSError, KeyError, TypeError, ValueError, zipfile.BadZipFile):
        raise _no_bundle(bundle) from None
    check_names([entry.name for entry in entries])
    return manifest


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
                with files.open(entry.name) as source:
                    n_bytes, digest = _digest(source, share)
            except (OSError, KeyError, zipfile.BadZipFile):
                problems.append(f"{entry.name} is missing or cannot be read.")
                continue
            if (n_bytes, digest) != (entry.n_bytes, entry.sha256):
                problems.append(f"{entry.name} is not what was put in.")
        known = {entry.name for entry in manifest.entries} | {MANIFEST}
        problems += [f"{name} does not belong to the bundle." for name in files.names() if name not in known]
    return problems


def unpack_bundle(bundle: Path, out: Path, progress: Progress = no_progress) -> Manifest:
    """Unpack a bundle into a new folder and check each file, completely or not at all.

    Raises
    ------
    UnreadableFile : it is no bundle, or a file in it is missing or changed
    UsageError : the folder exists already and is not empty
    CannotWrite : the folder cannot be written; nothing is left behind
    """
    manifest = read_manifest(bundle)
    share = _Share(sum(entry.n_bytes for entry in manifest.entries), progress)
    with _opened(bundle) as files, _whole_folder(out) as folder:
        for entry in manifest.entries:
            path = folder / entry.name
            path.parent.mkdir(parents=True, exist_ok=True)
            try:
                with files.open(entry.name) as source, path.open("xb") as target:
                    n_bytes, digest = _digest(source, share, target)
            except (KeyError, FileNotFoundError, zipfile.BadZipFile):
                raise _damaged(entry.name) from None
            if (n_bytes, digest) != (entry.n_bytes, entry.sha256):
                raise _damaged(entry.name)
        (folder / MANIFEST).write_text(manifest_text(manifest), encoding="utf-8")
    return manifest


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
    for name in names:
        path = PurePosixPath(name)
        is_plain = name and "\\" not in name and ":" not in name and "\0" not in name and not path.is_absolute()
        if not is_plain or any(part in ("..", ".", "") for part in name.split("/")) or name == MANIFEST:
            raise UnreadableFile("The bundle names a file outside itself.", "Do not trust it; ask for another copy.")
    if len({name.casefold() for name in names}) < len(names):
        raise UnreadableFile("The bundle names a file twice.", "Give the files different names, then try again.")


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
        return self._archive.open(name) if self._archive else (self._bundle / name).open("rb")

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
    with zipfile.ZipFile(bundle) as archive:
        yield _Files(bundle, archive)


@contextmanager
def _whole_folder(out: Path) -> Iterator[Path]:
    """Yield a folder to fill, which becomes `out` once the block has ended without an error.

    Raises
    ------
    UsageError : `out` exists already and is not empty
    CannotWrite : the folder cannot be written; nothing is left behind
    """
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise UsageError(f"“{out.name}” is there already and not empty.", "Give the name of a new folder.")
    folder = None
    try:
        folder = Path(tempfile.mkdtemp(prefix=".eegview-", dir=out.parent))
        yield folder
        folder.chmod(0o755)
        if out.exists():
            out.rmdir()
        folder.replace(out)
    except BaseException as error:  # on any error or interruption, nothing half-written may stay behind
        if folder:
            shutil.rmtree(folder, ignore_errors=True)
        if isinstance(error, OSError):
            raise cannot_write(out.name, error) from None
        raise


def _copied(member: Member, target: IO[bytes], share: _Share) -> Entry:
    try:
        source = member.source.open("rb")  # apart from its reading: only the opening may fail as unreadable
    except OSError:
        raise _unreadable(member.source) from None
    with source:
        n_bytes, digest = _digest(source, share, target)
    return Entry(member.name, member.role, n_bytes, digest)


def _digest(source: IO[bytes], share: _Share, target: IO[bytes] | None = None) -> tuple[int, str]:
    """Return size and SHA-256 of a file's content, copied to `target` if there is one."""
    digest, n_bytes = hashlib.sha256(), 0
    while block := source.read(_BLOCK_BYTES):
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
        f"{name} is not what was put into the bundle.", "Copy the bundle again from where it was made."
    )
