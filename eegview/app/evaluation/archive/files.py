"""Find the files of truth in an archive, and which recording each belongs to, by their names alone."""

import json
import os
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from eegview.app.evaluation.truth_file import TruthFile, TruthKind
from eegview.model.errors import UnreadableFile
from eegview.readers.recording_files import find_recordings

_TABLES = (".tsv", ".csv", ".csv_bi", ".tse_bi")
_SIGNS = ("_events", ".truth", ".marks")  # what a name has behind that of its recording
_OF_OTHER_THINGS = ("_channels", "_electrodes", "_scans", "_sessions", "_coordsystem", "_eeg", "_ieeg")
_OF_A_DATA_SET = frozenset({"participants", "samples"})
_BUNDLE_MANIFEST = "manifest.json"


@dataclass(frozen=True, slots=True)
class ArchiveItem:
    """A recording of an archive with its file of truth.

    relative : its path from the folder that was named, for the local key only
    truth : None where there is none, or several fit
    n_truth : how many files of truth fit equally well
    """

    path: Path
    relative: PurePosixPath
    truth: TruthFile | None = None
    n_truth: int = 0


@dataclass(frozen=True, slots=True)
class Archive:
    """The recordings of an archive in order of their folders and names, and files of truth without a recording."""

    items: tuple[ArchiveItem, ...]
    lone: tuple[TruthFile, ...] = ()


def find_archive(recordings: Sequence[Path], truths: Sequence[Path], apart: Iterable[Path] = ()) -> Archive:
    """Return the recordings in some places, each with the file of truth of its name.

    apart : files that are neither, such as the table of patients

    Where several files of truth bear a recording's name, that in the same folder of the archive is its own.

    Raises
    ------
    UnreadableFile : a place is not there
    """
    aside = {path.resolve() for path in apart}
    found = [(path, _relative(path, recordings)) for path in find_recordings(recordings)]
    files = [one for one in _truth_files(truths) if one.path.resolve() not in aside]
    by_name: dict[str, list[TruthFile]] = defaultdict(list)
    for one in files:
        for name in one.names:
            by_name[name].append(one)
    rivals: dict[str, int] = defaultdict(int)
    for path, _ in found:
        rivals[_stem(path)] += 1
    items: list[ArchiveItem] = []
    used: set[Path] = set()
    for path, relative in found:
        fitting = _fitting(path, relative, by_name, rivals)
        used |= {one.path for one in fitting}
        truth = fitting[0] if len(fitting) == 1 else None
        items.append(ArchiveItem(path, relative, truth, len(fitting)))
    return Archive(tuple(items), tuple(one for one in files if one.path not in used))


def _relative(path: Path, places: Sequence[Path]) -> PurePosixPath:
    for place in places:
        if place.is_dir() and path.is_relative_to(place) and path != place:
            return PurePosixPath(path.relative_to(place).as_posix())
    return PurePosixPath(path.name)


def _stem(path: Path) -> str:
    name = path.name.casefold()
    return name.removesuffix(".fif.gz") if name.endswith(".fif.gz") else Path(name).stem


def _fitting(
    path: Path, relative: PurePosixPath, by_name: dict[str, list[TruthFile]], rivals: dict[str, int]
) -> list[TruthFile]:
    """Return the files of truth that fit a recording best; more than one where nothing tells them apart."""
    stem = _stem(path)
    named = by_name.get(stem) or []
    if stem.endswith(("_eeg", "_ieeg")):
        named = [*named, *by_name.get(stem.rsplit("_", 1)[0], [])]
    beside = [one for one in named if _is_beside(one, path, relative)]
    if beside or rivals[stem] > 1:  # of several recordings of one name, none takes what may be another's
        return beside
    return named


def _is_beside(truth: TruthFile, path: Path, relative: PurePosixPath) -> bool:
    if truth.kind is TruthKind.BUNDLE and path.is_relative_to(truth.path):
        return True
    return truth.path.parent == path.parent or (len(relative.parts) > 1 and truth.folder == relative.parent)


def _truth_files(places: Sequence[Path]) -> list[TruthFile]:
    found: dict[Path, TruthFile] = {}
    for place in places:
        if not place.exists():
            raise UnreadableFile(f"{place.name} was not found.", "Check its name and the folder.")
        for one in _in_place(place):
            found.setdefault(one.path.resolve(), one)
    return list(found.values())


def _in_place(place: Path) -> Iterator[TruthFile]:
    if not place.is_dir():
        if (one := _truth_file(place, PurePosixPath())) is not None:
            yield one
        return
    for here, folders, names in os.walk(place):
        inner = Path(here)
        folder = PurePosixPath(inner.relative_to(place).as_posix())
        if _BUNDLE_MANIFEST in names and (bundle := _bundle(inner, folder)) is not None:
            folders.clear()
            yield bundle
            continue
        folders[:] = sorted(name for name in folders if name[0] != ".")
        for name in sorted(names):
            if name[0] != "." and (one := _truth_file(inner / name, folder)) is not None:
                yield one


def _truth_file(path: Path, folder: PurePosixPath) -> TruthFile | None:
    suffix = path.suffix.casefold()
    if suffix == ".zip":
        return _bundle(path, folder)
    stem = path.name[: -len(suffix)].casefold() if suffix else ""
    if suffix in _TABLES:
        if stem in _OF_A_DATA_SET or stem.endswith(_OF_OTHER_THINGS):
            return None
        return TruthFile(path, TruthKind.TABLE, _names(stem), folder)
    if suffix == ".json" and _holds_marks(path):
        return TruthFile(path, TruthKind.MARKS, _names(stem), folder)
    return None


def _names(stem: str) -> frozenset[str]:
    """Return the recordings' names that a file's own name may stand for."""
    bare = next((stem.removesuffix(sign) for sign in _SIGNS if stem.endswith(sign)), stem)
    return frozenset({stem, bare})


def _holds_marks(path: Path) -> bool:
    """Whether a JSON file holds marks of ours: beside recordings lie others, which describe columns."""
    from eegview.exchange.json_marks import FORMAT

    try:
        content = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        return False
    return isinstance(content, dict) and content.get("format") == FORMAT


def _bundle(path: Path, folder: PurePosixPath) -> TruthFile | None:
    """Return a study bundle as truth of the one recording in it; None where it is no such bundle."""
    from eegview.exchange.bundle import RECORDING, read_manifest

    try:
        recordings = read_manifest(path).names(RECORDING)
    except (UnreadableFile, OSError):
        return None
    if len(recordings) != 1:  # its marks count from the start of the first of them
        return None
    return TruthFile(path, TruthKind.BUNDLE, frozenset({_stem(Path(recordings[0]))}), folder)
