"""All that the window of the library shows, read at once off the GUI thread."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path

from eegview.app.blind_reading.sealed_library import sealed_library
from eegview.app.library.editing import study_library
from eegview.app.library.opening import is_library_there, library_address
from eegview.app.library_tables.study_list import StudyLine, list_studies
from eegview.app.links.recordings import all_known_recordings
from eegview.model.study.known_recording import KeptIdentity


@dataclass(frozen=True, slots=True)
class HeldLibrary:
    """A library as it was read for one reader.

    viewer : who looks; nobody else is shown what they may see
    files : of the recordings that lie where they were opened on this computer, by fingerprint
    """

    viewer: str
    address: str
    lines: tuple[StudyLine, ...] = ()
    kept: KeptIdentity = field(default_factory=KeptIdentity)
    files: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    is_there: bool = True


def read_held(library_url: str | None, viewer: str, folder: Path) -> HeldLibrary:
    """Return what a library holds; none is made where there is none.

    folder : where it is noted which recordings were opened on this computer

    Raises
    ------
    LibraryRefused : the library cannot be opened or read
    """
    address = library_address(library_url)
    if not is_library_there(library_url):
        return HeldLibrary(viewer, address, is_there=False)
    with closing(sealed_library(library_url, viewer)) as library:
        lines, kept = list_studies(library, viewer), library.kept_identity
    known = all_known_recordings(folder)
    there = {line.fingerprint: first_there(known.get(line.fingerprint, ())) for line in lines}
    return HeldLibrary(viewer, address, lines, kept, {name: paths for name, paths in there.items() if paths})


def keep_names(library_url: str | None, is_kept: bool) -> bool:
    """Have a library keep names of recordings or not; see `Library.keep_identity`."""
    with closing(study_library(library_url)) as library:
        return library.keep_identity(replace(library.kept_identity, names=is_kept))


def first_there(places: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """Return the first of several places of a recording at which all its files are; empty where there is none."""
    return next((tuple(paths) for paths in places if all(map(_is_there, paths))), ())


def _is_there(path: str) -> bool:
    """Whether a file is there; one whose place cannot be looked at (no right, a server that is away) is not."""
    try:
        return Path(path).exists()
    except OSError:
        return False
