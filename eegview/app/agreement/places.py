"""Find the studies in some places: bundles (folders and zips), and recordings that are in none."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from eegview.model.errors import UnreadableFile, UsageError

_MANIFEST = "manifest.json"


@dataclass(frozen=True, slots=True)
class StudyPlace:
    """Where a study lies: a recording, whose marks are in the library, or a bundle that holds its own."""

    path: Path
    is_bundle: bool


def find_studies(paths: Sequence[Path]) -> tuple[StudyPlace, ...]:
    """Return the studies named and those in the folders named, each once, by folder and name.

    Folders are searched to any depth; a recording inside a bundle is the bundle's.

    Raises
    ------
    UnreadableFile : a place named is not there
    UsageError : there is no study in any of them
    """
    from eegview.readers.recording_files import is_recording

    found: dict[Path, StudyPlace] = {}
    for path in paths:
        if not path.exists():
            raise UnreadableFile(f"{path.name} was not found.", "Check its name and the folder.")
        if path.is_dir() and not is_bundle(path) and not is_recording(path):
            inside = _in_folder(path)
        else:
            inside = iter((StudyPlace(path, is_bundle(path)),))
        for place in inside:
            found.setdefault(place.path.resolve(), place)
    if not found:
        raise UsageError(
            "There is no study in these places.", "Give recordings, study bundles, or folders that hold some."
        )
    return tuple(found.values())


def is_bundle(path: Path) -> bool:
    """Whether a path is a study bundle, as a folder or as a zip, of this or a newer version."""
    from eegview.exchange.bundle import read_manifest

    if path.is_dir() and not (path / _MANIFEST).is_file():
        return False
    if not path.is_dir() and path.suffix.lower() != ".zip":
        return False
    try:
        read_manifest(path)
    except UnreadableFile as error:
        return "newer version" in error.sentence
    return True


def _in_folder(folder: Path) -> Iterator[StudyPlace]:
    for here, folders, names in os.walk(folder):
        inner = Path(here)
        if _MANIFEST in names and is_bundle(inner):
            folders.clear()
            yield StudyPlace(inner, True)
            continue
        folders[:] = sorted(name for name in folders if name[0] != ".")
        files = [inner / name for name in sorted(names) if name[0] != "."]
        for path in files:
            if path.suffix.lower() == ".zip" and is_bundle(path):
                yield StudyPlace(path, True)
        yield from (StudyPlace(path, False) for path in _recordings(files))


def _recordings(files: Iterable[Path]) -> Iterator[Path]:
    from eegview.readers.recording_files import is_recording

    return (path for path in files if path.suffix.lower() != ".zip" and is_recording(path))
