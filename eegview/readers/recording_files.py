"""Find the recordings in folders, by the endings our readers know. Must not open any of them."""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from eegview.model.errors import UnreadableFile
from eegview.readers.opening import EDF_SUFFIXES
from eegview.readers.vendor.kinds import recognise

_SURE = frozenset({*EDF_SUFFIXES, ".vhdr", ".set", ".fif", ".nedf", ".xdf", ".xdfz", ".gdf", ".cdt", ".lay", ".cnt"})
_PERHAPS = frozenset({".eeg", ".raw", ".data", ".dat"})  # a recording, a part of one, or another program's file
_FOLDERS = frozenset({".mff"})
_NO_RECORDING = ("annot.fif", "annotations.fif", "-ave.fif", "-epo.fif", "-cov.fif", "-fwd.fif", "-inv.fif", "-ica.fif")


def find_recordings(places: Iterable[str | Path]) -> tuple[Path, ...]:
    """Return the recordings named and those in the folders named, each once: by folder, then by name.

    A file that is named is taken whatever it is called. Folders are searched to any depth; hidden files and folders,
    links to folders, and parts of a recording (a header's data file) are passed over.

    Raises
    ------
    UnreadableFile : a place named is not there
    """
    found: dict[Path, Path] = {}  # by where it really is
    for place in map(Path, places):
        if not place.exists():
            raise UnreadableFile(f"{place.name} was not found.", "Check its name and the folder.")
        is_folder = place.is_dir() and place.suffix.lower() not in _FOLDERS
        for path in _in_folder(place) if is_folder else [place]:
            found.setdefault(path.resolve(), path)
    return tuple(found.values())


def _in_folder(folder: Path) -> Iterator[Path]:
    for here, folders, names in os.walk(folder):
        inner = Path(here)
        folders.sort()
        yield from (inner / name for name in folders if Path(name).suffix.lower() in _FOLDERS)
        folders[:] = [name for name in folders if name[0] != "." and Path(name).suffix.lower() not in _FOLDERS]
        for name in sorted(names):
            if name[0] != "." and _is_recording(inner / name):
                yield inner / name


def _is_recording(path: Path) -> bool:
    name = path.name.lower()
    suffix = path.suffix.lower()
    if suffix in _SURE or name.endswith(".fif.gz"):
        return not name.removesuffix(".gz").endswith(_NO_RECORDING)
    if suffix not in _PERHAPS:
        return False
    try:
        return recognise(path).path == path
    except (UnreadableFile, OSError):  # of another program, or a part without its whole: no recording of its own
        return False
